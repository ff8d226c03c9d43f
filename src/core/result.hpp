// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/check.hpp"

namespace qw {

/// What an operator reads: what went wrong, where, and what to do next.
struct Error {
  std::string text;
};

/// A value, or the reason why there is none.
template <class Value>
class [[nodiscard]] Result {
 public:
  Result(Value value) : state_{std::move(value)} {}
  Result(Error error) : state_{std::move(error)} {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  Value& operator*() & { return checked(); }
  Value const& operator*() const& { return const_cast<Result*>(this)->checked(); }
  Value&& operator*() && { return std::move(checked()); }
  Value* operator->() { return &checked(); }
  Value const* operator->() const { return &const_cast<Result*>(this)->checked(); }

  [[nodiscard]] Error const& error() const {
    QW_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  Value& checked() {
    QW_CHECK(ok());
    return *std::get_if<0>(&state_);
  }

  std::variant<Value, Error> state_;
};

/// Success has nothing to say.
struct Nothing {};
using Status = Result<Nothing>;

}  // namespace qw
