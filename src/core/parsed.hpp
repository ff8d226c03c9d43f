// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <variant>

#include "core/fault.hpp"
#include "core/term.hpp"

namespace qw {

/// One whole message and the octets that it took. `used` is never 0.
template <class Message>
struct Done {
  Message message;
  std::size_t used = 0;
};

/// The message goes on. `total` octets from its start are wanted before the
/// next try; a lower bound, more than were given.
struct NeedMore {
  std::size_t total = 0;
};

/// The octets are no such message.
struct Malformed {
  Fault fault = Fault::value;
  std::size_t offset = 0;  // octets from the start of the message
  Term text;
};

/// What every wire parser answers. Order matters: `std::get_if<0>` is the message.
template <class Message>
using Parsed = std::variant<Done<Message>, NeedMore, Malformed>;

}  // namespace qw
