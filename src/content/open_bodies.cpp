// SPDX-License-Identifier: Apache-2.0
#include "content/open_bodies.hpp"

#include <algorithm>

#include "core/frame_span.hpp"

namespace qw::content {

OpenBodies::OpenBodies(Voice& voice, std::size_t octets)
    : voice_{voice}, most_{std::max<std::size_t>(1, octets / octets_of_one)} {}

OpenBodies::Place* OpenBodies::find(Handle body) {
  auto& place = places_[body.slot];
  return place.generation == body.generation ? &place : nullptr;
}

delivery::Bodies::Handle OpenBodies::begin(delivery::BodyHead const& head, Moment const& moment) {
  make_room(moment.conversation);
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(places_.size()));
    places_.emplace_back();
  }
  auto const slot = free_.back();
  free_.pop_back();
  ++open_of_[moment.conversation.value];
  auto& place = places_[slot];
  place.protocol = head.protocol;
  place.what = head.what;
  place.name = head.name.substr(0, most_name);
  place.media_type = head.media_type.substr(0, most_media_type);
  place.announced = head.octets;
  place.moment = moment;
  place.octets = 0;
  place.in_sequence = true;
  append(slot);
  return {slot, place.generation};
}

void OpenBodies::piece(Handle body, std::uint64_t offset, Bytes octets, Moment const& moment) {
  auto* const place = find(body);
  if (place == nullptr) return;
  place->moment.at = moment.at;
  place->moment.frames = over(place->moment.frames, moment.frames);
  place->in_sequence = place->in_sequence && offset == place->octets;
  place->octets += octets.size();
  if (body.slot != least_silent_) {
    remove(body.slot);
    append(body.slot);
  }
  if (!place->in_sequence || octets.empty()) return;  // out of sequence: there will be no digest
  if (!place->digest) place->digest.emplace();
  place->digest->add(octets);
}

void OpenBodies::gap(Handle body, std::uint64_t) {
  if (auto* const place = find(body)) place->in_sequence = false;
}

void OpenBodies::end(Handle body, bool whole) {
  auto* const place = find(body);
  if (place == nullptr) return;
  say(*place, whole);
  ++place->generation;
  remove(body.slot);
  free_.push_back(body.slot);
  auto const count = open_of_.find(place->moment.conversation.value);
  if (--count->second == 0) open_of_.erase(count);
}

void OpenBodies::say(Place& place, bool whole) {
  if (place.octets == 0) return;
  // Also where nobody wants it: the next digest begins anew.
  HexText const digest{place.digest ? place.digest->finish() : Sha256::Value{}};
  bool const complete =
      whole && place.in_sequence && place.announced.value_or(place.octets) == place.octets;
  voice_.say(Transfer{.said = {place.moment, place.protocol},
                      .what = place.what,
                      .name = place.name,
                      .media_type = place.media_type,
                      .octets = place.octets,
                      .digest = complete ? digest.view() : std::string_view{},
                      .complete = complete});
}

void OpenBodies::make_room(ConversationId conversation) {
  auto const count = open_of_.find(conversation.value);
  bool const full_of_one = count != open_of_.end() && count->second >= most_of_one;
  if (!full_of_one && open() < most_) return;
  auto slot = most_silent_;
  while (full_of_one && places_[slot].moment.conversation != conversation)
    slot = places_[slot].less_silent;
  ++evicted_;
  end({slot, places_[slot].generation}, false);
}

void OpenBodies::append(std::uint32_t slot) {
  auto& place = places_[slot];
  place.more_silent = least_silent_;
  place.less_silent = none;
  (least_silent_ == none ? most_silent_ : places_[least_silent_].less_silent) = slot;
  least_silent_ = slot;
}

void OpenBodies::remove(std::uint32_t slot) {
  auto const& place = places_[slot];
  (place.more_silent == none ? most_silent_ : places_[place.more_silent].less_silent) =
      place.less_silent;
  (place.less_silent == none ? least_silent_ : places_[place.less_silent].more_silent) =
      place.more_silent;
}

}  // namespace qw::content
