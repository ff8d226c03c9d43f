// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "vocabulary/kinds.hpp"

namespace qw {

/// Adds a later event of a conversation to the sum of the earlier ones: counters add
/// up, words are those of the newest event that has any.
inline void gather(Conversation& sum, Conversation const& part) {
  for (auto const counter :
       {&Conversation::frames_out, &Conversation::frames_in, &Conversation::octets_out,
        &Conversation::octets_in, &Conversation::payload_out, &Conversation::payload_in,
        &Conversation::lost_out, &Conversation::lost_in, &Conversation::repeated_frames,
        &Conversation::understood_octets})
    sum.*counter += part.*counter;
  sum.phase = part.phase;
  sum.close = part.close;
  sum.first = std::min(sum.first, part.first);
  sum.last = std::max(sum.last, part.last);
  if (!part.service.empty()) {
    sum.service = part.service;
    sum.basis = part.basis;
    sum.said.protocol = part.said.protocol;
  }
  if (part.encryption != Encryption::unknown) sum.encryption = part.encryption;
  if (sum.hops_out == 0) sum.hops_out = part.hops_out;
  if (sum.hops_in == 0) sum.hops_in = part.hops_in;
  if (sum.mac_out.empty()) sum.mac_out = part.mac_out;
  if (sum.mac_in.empty()) sum.mac_in = part.mac_in;
  if (!part.history.empty()) sum.history = part.history;
  if (!sum.icmp) sum.icmp = part.icmp;
  for (auto const counter : {&Conversation::ip_octets_out, &Conversation::ip_octets_in})
    if (part.*counter) sum.*counter = (sum.*counter).value_or(0) + *(part.*counter);
}

}  // namespace qw
