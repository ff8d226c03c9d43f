// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "vocabulary/text.hpp"

namespace qw {

/// Appends JSON (RFC 8259) to a buffer that it borrows. Commas come by
/// themselves; whoever calls sees to it that brackets match and every value in
/// an object has its key.
///
/// - Text from the wire may be anything. Valid UTF-8 stays as it is; an octet
///   that is no part of valid UTF-8 becomes the code point of its own value, so
///   0xff is written as \u00ff, and control characters are escaped alike.
/// - Whole numbers beyond 2^53 are written as text, for many readers hold
///   numbers as doubles and would change them silently.
/// - Reals that JSON cannot write are the texts "nan", "inf", "-inf".
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_{out}, start_{out.size()} {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  /// `name` is one of ours: no character of it needs an escape.
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(std::string const& text) { return value(std::string_view{text}); }
  JsonWriter& value(char const* text) { return value(std::string_view{text}); }
  JsonWriter& value(std::same_as<bool> auto truth) {
    separate();
    out_ += truth ? "true" : "false";
    return *this;
  }
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) JsonWriter& value(Number number) {
    separate();
    bool const exact = std::cmp_less_equal(number, limit) && std::cmp_greater_equal(number, -limit);
    if (!exact) out_ += '"';
    append_text(out_, number);
    if (!exact) out_ += '"';
    return *this;
  }
  JsonWriter& value(double number) { return real(number); }
  JsonWriter& value(float number) { return real(number); }

  /// A member of an object: key and value.
  template <class Value>
  JsonWriter& member(std::string_view name, Value const& of_member) {
    return key(name).value(of_member);
  }

  /// A text value of which `write(out)` appends characters that need no escape.
  template <class Write>
  JsonWriter& plain_text(Write write) {
    separate();
    out_ += '"';
    write(out_);
    out_ += '"';
    return *this;
  }

  /// A value that is JSON already.
  JsonWriter& raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
  }

 private:
  static constexpr std::int64_t limit = std::int64_t{1} << 53;

  /// No value ends in an opening bracket or a colon (a text ends in its quote),
  /// so the last character tells whether a comma is due.
  void separate() {
    if (comma_is_due()) out_ += ',';
  }
  [[nodiscard]] bool comma_is_due() const {
    if (out_.size() == start_) return false;
    char const last = out_.back();
    return last != '{' && last != '[' && last != ':';
  }
  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    return *this;
  }
  template <class Real>
  JsonWriter& real(Real number);

  std::string& out_;
  std::size_t start_;
};

}  // namespace qw
