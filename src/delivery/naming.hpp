// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "core/protocol.hpp"
#include "delivery/faces.hpp"
#include "delivery/registration.hpp"

/// The seam to whoever can put a name to a conversation that no protocol of ours
/// claims. A name is a label: nothing of what was said is understood by it.
namespace qw::delivery {

/// The hearing of one conversation.
class Hearing {
 public:
  Hearing() = default;
  Hearing(Hearing const&) = delete;
  Hearing& operator=(Hearing const&) = delete;
  virtual ~Hearing() = default;

  /// The next payload in the order of its side: one datagram, or one piece of a
  /// stream without a gap before it. What it was found to be, once that is known; its name is
  /// spelled as a protocol room of ours would be.
  virtual std::optional<Protocol> hear(Side from, Bytes payload, Stamp at) = 0;
  /// No payload can change the outcome any more.
  [[nodiscard]] virtual bool over() const = 0;
};

/// Names conversations, each by itself: what one is called never depends on another.
class Namer {
 public:
  virtual ~Namer() = default;
  /// Of TCP or UDP. What it gives must not outlive the namer.
  virtual std::unique_ptr<Hearing> begin(Transport transport, Endpoint const& client,
                                         Endpoint const& server) = 0;
};

}  // namespace qw::delivery
