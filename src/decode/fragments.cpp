// SPDX-License-Identifier: Apache-2.0
#include "decode/fragments.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace qw::decode {

std::uint64_t hash_of(DatagramKey const& key) {
  auto hash = mixed(qw::hash_of(key.source), qw::hash_of(key.destination));
  hash = mixed(hash, static_cast<std::uint64_t>(key.identification) << 32 |
                         static_cast<std::uint64_t>(key.vlan) << 16 | key.protocol);
  hash = mixed(hash, static_cast<std::uint64_t>(key.source_id) << 16 |
                         static_cast<std::uint64_t>(key.point));
  return mixed(hash, mixed(qw::hash_of(key.tunnel_source), qw::hash_of(key.tunnel_destination)));
}

Fragments::Answer Fragments::add(Fragment const& fragment, FrameView const& frame,
                                 Charge const& charge) {
  ++counts_.fragments;
  auto& datagram = datagram_of(fragment, frame);
  auto const before = octets_of(datagram);
  auto const answer = add_to(datagram, fragment, frame, charge);
  octets_ += octets_of(datagram) - before;
  evict_to_limits();
  return answer;
}

void Fragments::finish() {
  while (!held_.empty()) {
    lose(held_.front(), LostDatagram::Why::ended);
    drop(held_.begin());
  }
}

void Fragments::expire(Stamp now) {
  while (!held_.empty()) {
    auto& oldest = held_.front();
    if (now - oldest.first <= limits_.fragment_timeout && !finished_long_ago(oldest, now)) break;
    counts_.fragments_evicted += oldest.charge.frames;
    lose(oldest, LostDatagram::Why::timed_out);
    drop(held_.begin());
  }
}

bool Fragments::finished_long_ago(Datagram const& datagram, Stamp now) const {
  return datagram.stage == Datagram::State::whole && now - datagram.last > limits_.copy_window;
}

/// The datagram that a fragment belongs to, made anew if there is none. One that
/// became whole stays for the copy window, to tell a late copy from a datagram
/// that uses its identification again.
Fragments::Datagram& Fragments::datagram_of(Fragment const& fragment, FrameView const& frame) {
  auto const found = by_key_.find(fragment.key);
  if (found != by_key_.end()) {
    auto& datagram = *found->second;
    bool const reused =
        datagram.stage == Datagram::State::whole &&
        (finished_long_ago(datagram, frame.at) || overlap_of(datagram, fragment) != Overlap::copy);
    if (!reused) return datagram;
    drop(found->second);
  }
  auto& made = held_.emplace_back();
  made.key = fragment.key;
  made.first = frame.at;
  made.frames.first = frame.number;
  made.outer_source = fragment.outer_source;
  made.outer_destination = fragment.outer_destination;
  by_key_.emplace(fragment.key, std::prev(held_.end()));
  octets_ += octets_of(made);
  return made;
}

Fragments::Answer Fragments::add_to(Datagram& datagram, Fragment const& fragment,
                                    FrameView const& frame, Charge const& charge) {
  if (datagram.stage == Datagram::State::whole) return {.outcome = Outcome::copy};
  if (datagram.stage == Datagram::State::spoilt) return {.outcome = Outcome::spoilt};
  if (contradicts(datagram, fragment)) return {.outcome = Outcome::contradiction};

  auto const overlap = overlap_of(datagram, fragment);
  if (overlap == Overlap::copy) return {.outcome = Outcome::copy};
  bool const overlaps = overlap == Overlap::partial;
  if (overlaps) ++counts_.fragment_overlaps;
  bool const ipv6 = fragment.key.source.family() == Address::Family::ipv6;
  if ((overlaps && ipv6) || datagram.pieces.size() >= pieces) return spoil(datagram);

  datagram.last = frame.at;
  datagram.frames.last = frame.number;
  if (fragment.offset == 0 && datagram.header_size == 0) {
    datagram.header_size = std::min(fragment.header.size(), header_octets);
    std::ranges::copy(fragment.header.first(datagram.header_size), datagram.header.begin());
  }
  if (!fragment.more) {
    datagram.size = fragment.offset + fragment.octets.size();
    datagram.size_known = true;
  }
  store(datagram, fragment);
  if (datagram.size_known && datagram.received == datagram.size) return complete(datagram);
  datagram.charge += charge;
  return {.outcome = Outcome::held};
}

/// Another end than the one that is known, or something behind the end.
bool Fragments::contradicts(Datagram const& datagram, Fragment const& fragment) {
  auto const end = fragment.offset + fragment.octets.size();
  if (datagram.size_known) return end > datagram.size || (!fragment.more && end != datagram.size);
  return !fragment.more && !datagram.pieces.empty() && end < datagram.pieces.back().end;
}

Fragments::Overlap Fragments::overlap_of(Datagram const& datagram, Fragment const& fragment) {
  auto const begin = fragment.offset;
  auto const end = begin + fragment.octets.size();
  std::size_t same = 0;
  bool touched = false;
  for (auto const& piece : datagram.pieces) {
    auto const from = std::max(begin, piece.begin);
    auto const to = std::min(end, piece.end);
    if (from >= to) continue;
    touched = true;
    auto const stored = piece.stored + (from - piece.begin);
    auto const held = Bytes{datagram.octets}.subspan(stored, to - from);
    if (std::ranges::equal(held, fragment.octets.subspan(from - begin, to - from)))
      same += to - from;
  }
  if (!touched) return Overlap::none;
  return same == fragment.octets.size() ? Overlap::copy : Overlap::partial;
}

/// Keeps those octets of a fragment that are not there yet.
void Fragments::store(Datagram& datagram, Fragment const& fragment) {
  auto const end = fragment.offset + fragment.octets.size();
  auto at = fragment.offset;
  std::size_t next = 0;  // the first piece that does not end before `at`
  while (at < end) {
    while (next < datagram.pieces.size() && datagram.pieces[next].end <= at) ++next;
    bool const last = next == datagram.pieces.size();
    if (!last && datagram.pieces[next].begin <= at) {
      at = datagram.pieces[next].end;
      continue;
    }
    auto const to = last ? end : std::min(end, datagram.pieces[next].begin);
    auto const octets = fragment.octets.subspan(at - fragment.offset, to - at);
    datagram.pieces.insert(datagram.pieces.begin() + static_cast<std::ptrdiff_t>(next),
                           {at, to, datagram.octets.size()});
    datagram.octets.insert(datagram.octets.end(), octets.begin(), octets.end());
    datagram.received += to - at;
    at = to;
  }
}

Fragments::Answer Fragments::complete(Datagram& datagram) {
  ++counts_.reassembled;
  if (completed_ == completed_buffers_.size()) completed_buffers_.emplace_back();
  auto& whole = completed_buffers_[completed_++];
  whole.clear();
  whole.insert(whole.end(), datagram.header.begin(),
               datagram.header.begin() + static_cast<std::ptrdiff_t>(datagram.header_size));
  for (auto const& piece : datagram.pieces) {
    auto const octets = Bytes{datagram.octets}.subspan(piece.stored, piece.end - piece.begin);
    whole.insert(whole.end(), octets.begin(), octets.end());
  }
  datagram.stage = Datagram::State::whole;
  auto const earlier = std::exchange(datagram.charge, {});
  return {.outcome = Outcome::whole,
          .header = Bytes{whole}.first(datagram.header_size),
          .payload = Bytes{whole}.subspan(datagram.header_size),
          .first_frame = datagram.frames.first,
          .earlier = earlier};
}

/// Gives a datagram up, but remembers it, so that its other fragments follow it.
Fragments::Answer Fragments::spoil(Datagram& datagram) {
  lose(datagram, LostDatagram::Why::spoilt);
  datagram.stage = Datagram::State::spoilt;
  datagram.octets = {};
  datagram.pieces = {};
  return {.outcome = Outcome::spoilt};
}

void Fragments::lose(Datagram& datagram, LostDatagram::Why why) {
  if (datagram.charge.frames == 0) return;
  auto& lost = lost_.emplace_back();
  lost.why = why;
  lost.source_id = datagram.key.source_id;
  lost.point = datagram.key.point;
  lost.frames = datagram.frames;
  lost.at = datagram.last;
  lost.source.host.address = datagram.key.source;
  lost.destination.host.address = datagram.key.destination;
  lost.outer_source = datagram.outer_source;
  lost.outer_destination = datagram.outer_destination;
  lost.protocol = datagram.key.protocol;
  lost.frame_count = datagram.charge.frames;
  lost.octets = datagram.charge.octets;
  lost.wire_octets = datagram.charge.wire_octets;
  datagram.charge = {};
}

bool Fragments::restored() {
  by_key_.clear();
  octets_ = 0;
  if (held_.size() > limits_.fragment_datagrams) return false;
  for (auto datagram = held_.begin(); datagram != held_.end(); ++datagram) {
    if (!is_whole(*datagram) || !by_key_.emplace(datagram->key, datagram).second) return false;
    octets_ += octets_of(*datagram);
  }
  return true;
}

/// Do its pieces lie behind each other, and among its octets?
bool Fragments::is_whole(Datagram const& datagram) {
  std::size_t end = 0;
  std::size_t received = 0;
  for (auto const& piece : datagram.pieces) {
    auto const there = datagram.octets.size();
    if (piece.begin < end || piece.end <= piece.begin || piece.end > datagram_octets ||
        piece.stored > there || piece.end - piece.begin > there - piece.stored)
      return false;
    received += piece.end - piece.begin;
    end = piece.end;
  }
  bool const spoilt = datagram.stage == Datagram::State::spoilt;
  return datagram.header_size <= header_octets && (spoilt || received == datagram.received) &&
         (spoilt || !datagram.size_known || end <= datagram.size);
}

void Fragments::evict_to_limits() {
  while (octets_ > limits_.fragment_octets || held_.size() > limits_.fragment_datagrams) {
    counts_.fragments_evicted += held_.front().charge.frames;
    lose(held_.front(), LostDatagram::Why::evicted);
    drop(held_.begin());
  }
}

void Fragments::drop(Held::iterator datagram) {
  octets_ -= octets_of(*datagram);
  by_key_.erase(datagram->key);
  held_.erase(datagram);
}

std::size_t Fragments::octets_of(Datagram const& datagram) {
  return sizeof(Datagram) + datagram.octets.capacity() + datagram.pieces.capacity() * sizeof(Piece);
}

}  // namespace qw::decode
