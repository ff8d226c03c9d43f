// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <tuple>
#include <variant>

#include "analyses/context.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records/protocol.hpp"

namespace qw::analyses {

/// How many events there were of each kind, and what each protocol said; repeated ones included.
class ProtocolTallies {
 public:
  template <class Kind>
  void on(Kind const& kind) {
    if constexpr (std::is_same_v<Kind, Conversation>)
      count(kind);
    else
      count(index_of<Kind>, kind.said.protocol, 1);
  }
  void on_repeat(Command const& command, std::uint64_t times, Stamp) {
    count(index_of<Command>, command.said.protocol, times);
  }
  void on_repeat(Sample const& sample, std::uint64_t times, Stamp) {
    count(index_of<Sample>, sample.said.protocol, times);
  }

  /// Protocols by name.
  void write(Dossier& dossier) const;

  static constexpr auto state() {
    return std::tuple{&ProtocolTallies::events_, &ProtocolTallies::protocols_};
  }
  bool restored() {
    last_tally_ = nullptr;
    return true;
  }

 private:
  template <class Kind>
  static constexpr std::size_t index_of = Event{std::in_place_type<Kind>}.index();

  void count(std::size_t kind, Protocol protocol, std::uint64_t times);
  void count(Conversation const& conversation);
  ProtocolTally& tally_of(Protocol protocol);

  std::array<std::uint64_t, std::variant_size_v<Event>> events_{};  // by kind
  std::map<std::string, ProtocolTally, std::less<>> protocols_;
  Protocol last_protocol_;
  ProtocolTally* last_tally_ = nullptr;  // of that; most events are of the protocol before
};

}  // namespace qw::analyses
