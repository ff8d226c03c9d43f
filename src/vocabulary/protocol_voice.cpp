// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/protocol_voice.hpp"

namespace qw {

void ProtocolVoice::say_fault(Fault fault, Term text, std::uint64_t offset, Moment const& moment) {
  say(Irregularity{.said = {moment, protocol_}, .fault = fault, .text = text, .offset = offset});
}

void ProtocolVoice::say_identity(Attribute attribute, std::string_view value, Term source,
                                 Moment const& moment, Basis basis) {
  if (value.empty()) return;
  say(Identity{.said = {moment, protocol_},
               .subject = moment.speaker.host,
               .attribute = attribute,
               .value = value,
               .source = source,
               .basis = basis});
}

void ProtocolVoice::say_binding(Relation relation, Address const& subject, Address const& object,
                                std::string_view detail, Moment const& moment,
                                std::optional<std::uint32_t> lifetime) {
  if (subject.empty() || subject.is_unspecified()) return;
  say(Binding{.said = {moment, protocol_},
              .relation = relation,
              .subject = subject,
              .object = object,
              .detail = detail,
              .lifetime = lifetime});
}

}  // namespace qw
