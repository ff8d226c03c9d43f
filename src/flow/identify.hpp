// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <tuple>
#include <vector>

#include "delivery/registration.hpp"

namespace qw::flow {

using Protocols = std::span<delivery::Registration const* const>;

/// What is kept of a conversation until its protocol is known: its first octets,
/// with the moments that a tracker will want when it hears them again.
class OpeningKeeper {
 public:
  struct Piece {
    delivery::Side from;
    Moment moment;
    std::size_t octets;       // kept
    std::size_t wire_octets;  // as sent

    static constexpr auto state() {
      return std::tuple{&Piece::from, &Piece::moment, &Piece::octets, &Piece::wire_octets};
    }
  };

  /// Keeps at most `limit` octets of each side, but its first piece whole, for offload
  /// hands over segments of up to 64 KiB; false once some had to be left out.
  bool keep(delivery::Side from, Bytes bytes, std::size_t wire_octets, Moment const& moment,
            std::size_t limit);

  [[nodiscard]] Bytes bytes(delivery::Side side) const {
    return octets_[static_cast<std::size_t>(side)];
  }
  /// The first piece of a side: a datagram stands for itself.
  [[nodiscard]] Bytes first(delivery::Side side) const;
  [[nodiscard]] std::vector<Piece> const& pieces() const { return pieces_; }
  [[nodiscard]] std::size_t size() const { return octets_[0].size() + octets_[1].size(); }
  void swap_sides();

  static constexpr auto state() {
    using K = OpeningKeeper;
    return std::tuple{&K::hint, &K::octets_, &K::pieces_};
  }
  [[nodiscard]] bool restored() const;

  Term hint;  // what an `offer` expects to follow

 private:
  std::array<std::vector<std::byte>, 2> octets_;
  std::vector<Piece> pieces_;
};

/// Most pieces that are kept while nothing is known.
inline constexpr std::size_t most_pieces = 16;

struct Identified {
  delivery::Registration const* protocol = nullptr;
  bool reversed = false;    // who was taken for the client is the server
  bool undecided = false;   // more octets may tell
  bool either_way = false;  // the protocol does not tell who opened it: the other may have as well
};

struct OpeningView {
  delivery::Transport transport;
  Bytes client;
  Bytes server;
  std::uint16_t client_port;
  std::uint16_t server_port;
  bool opener_known;
  Term hint;
};

/// By content in both directions; a port only tips the scales. `certain` wins, then
/// what was hinted, then `likely` on its port, then `likely` by both sides; within
/// each the order of protocols.def.
Identified identify(OpeningView const& opening, Protocols protocols);

}  // namespace qw::flow
