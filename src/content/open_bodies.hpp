// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "core/hash.hpp"
#include "delivery/bodies.hpp"
#include "vocabulary/voice.hpp"

namespace qw::content {

/// The objects that the conversations of one shard have on their way. Counts and digests the
/// octets as they pass, holds none of them, and says a Transfer at the end of each object of which
/// octets were seen.
///
/// The one that has been silent longest makes room: of its conversation, where that has
/// `most_of_one` open, else of all. It ends as not complete and is counted.
class OpenBodies final : public delivery::Bodies {
 public:
  static constexpr std::size_t most_of_one = 256;
  static constexpr std::size_t most_name = 512;        // octets that are kept
  static constexpr std::size_t most_media_type = 128;  // the same
  /// What one object takes: its place, its names, and OpenSSL's part of a digest.
  static constexpr std::size_t octets_of_one = 1'280;

  /// `octets` of memory for all of them. The voice outlives this.
  OpenBodies(Voice& voice, std::size_t octets);

  Handle begin(delivery::BodyHead const& head, Moment const& moment) override;
  void piece(Handle body, std::uint64_t offset, Bytes octets, Moment const& moment) override;
  void gap(Handle body, std::uint64_t octets) override;
  void end(Handle body, bool whole) override;

  [[nodiscard]] std::size_t open() const { return places_.size() - free_.size(); }
  /// Objects that ended early to make room.
  [[nodiscard]] std::uint64_t evicted() const { return evicted_; }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;

  struct Place {
    Protocol protocol;
    TransferKind what{};
    std::string name;
    std::string media_type;
    std::optional<std::uint64_t> announced;
    Moment moment;  // of its beginning; `at` of the last octets, frames of all
    std::uint64_t octets = 0;
    bool in_sequence = true;           // from the first octet on, each where the last one ended
    std::optional<Sha256> digest;      // made with the first octets, and kept for the next object
    std::uint32_t generation = 0;      // rises at each end
    std::uint32_t more_silent = none;  // the neighbours by the last piece
    std::uint32_t less_silent = none;
  };

  /// Null where it has ended.
  Place* find(Handle body);
  void append(std::uint32_t slot);
  void remove(std::uint32_t slot);
  void make_room(ConversationId conversation);
  void say(Place& place, bool whole);

  Voice& voice_;
  std::size_t most_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> free_;
  std::uint32_t most_silent_ = none;
  std::uint32_t least_silent_ = none;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> open_of_;  // by conversation
  std::uint64_t evicted_ = 0;
};

}  // namespace qw::content
