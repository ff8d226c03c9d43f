// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "core/parsed.hpp"
#include "vocabulary/voice.hpp"

namespace qw {

/// The Voice of one protocol: what every tracker says in the same words, signed with
/// the protocol. A value; the Voice outlives it.
class ProtocolVoice {
 public:
  ProtocolVoice(Voice& voice, Protocol protocol) : voice_{voice}, protocol_{protocol} {}

  /// Any kind, signed by the caller. Borrowed views are copied.
  template <class Kind>
  void say(Kind const& kind) {
    voice_.say(kind);
  }

  /// Says what `speak` says of an exchange; without it where the same was said before.
  template <class Speak>
  void say_exchange(Exchange const& exchange, Speak const& speak) {
    voice_.say_exchange(exchange, speak);
  }

  /// A rule was broken `offset` octets from the start of the message.
  void say_fault(Fault fault, Term text, std::uint64_t offset, Moment const& moment);
  void say_fault(Malformed const& malformed, Moment const& moment) {
    say_fault(malformed.fault, malformed.text, malformed.offset, moment);
  }

  /// The one message of a datagram or frame of `octets`; null if there is none, and why is said:
  /// `cut` where they end before it does. Borrowed from `parsed`.
  template <class Message>
  Message const* whole(Parsed<Message> const& parsed, std::size_t octets, Term cut,
                       Moment const& moment) {
    if (auto const* done = std::get_if<Done<Message>>(&parsed)) return &done->message;
    if (auto const* bad = std::get_if<Malformed>(&parsed))
      say_fault(*bad, moment);
    else
      say_fault(Fault::truncated, cut, octets, moment);
    return nullptr;
  }

  /// Who speaks said who it is. An empty value says nothing.
  void say_identity(Attribute attribute, std::string_view value, Term source, Moment const& moment,
                    Basis basis = Basis::declared);

  /// `lifetime` in seconds. A subject that is empty or unspecified (0.0.0.0, ::) says nothing.
  void say_binding(Relation relation, Address const& subject, Address const& object,
                   std::string_view detail, Moment const& moment,
                   std::optional<std::uint32_t> lifetime = {});

 private:
  Voice& voice_;
  Protocol protocol_;
};

}  // namespace qw
