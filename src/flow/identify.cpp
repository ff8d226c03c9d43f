// SPDX-License-Identifier: Apache-2.0
#include "flow/identify.hpp"

#include <algorithm>

namespace qw::flow {
namespace {

using delivery::Likeness;

std::span<std::uint16_t const> ports_of(delivery::Registration const& protocol,
                                        delivery::Transport transport) {
  if (transport == delivery::Transport::tcp) return protocol.protocol.tcp_ports();
  if (transport == delivery::Transport::udp) return protocol.protocol.udp_ports();
  return {};
}

bool has_face(delivery::Registration const& protocol, delivery::Transport transport) {
  if (protocol.recognise == nullptr) return false;
  return transport == delivery::Transport::tcp ? protocol.stream != nullptr
                                               : protocol.datagram != nullptr;
}

/// Better candidates have higher ranks; 0 is none.
int rank_of(Likeness likeness, bool hinted, bool on_port, bool both) {
  if (likeness == Likeness::certain) return 4;
  if (likeness != Likeness::likely) return 0;
  if (hinted) return 3;
  if (on_port) return 2;
  return both ? 1 : 0;
}

}  // namespace

bool OpeningKeeper::keep(delivery::Side from, Bytes bytes, std::size_t wire_octets,
                         Moment const& moment, std::size_t limit) {
  auto& kept = octets_[static_cast<std::size_t>(from)];
  bool const fits = kept.empty() || kept.size() + bytes.size() <= limit;
  if (pieces_.size() >= most_pieces || !fits) return false;
  kept.insert(kept.end(), bytes.begin(), bytes.end());
  pieces_.push_back({from, moment, bytes.size(), wire_octets});
  return true;
}

Bytes OpeningKeeper::first(delivery::Side side) const {
  auto const found = std::ranges::find(pieces_, side, &Piece::from);
  return bytes(side).first(found == pieces_.end() ? 0 : found->octets);
}

void OpeningKeeper::swap_sides() {
  std::swap(octets_[0], octets_[1]);
  for (auto& piece : pieces_) piece.from = delivery::other(piece.from);
}

Identified identify(OpeningView const& opening, Protocols protocols) {
  Identified best;
  int best_rank = 0;
  bool const both = !opening.client.empty() && !opening.server.empty();
  delivery::Opening const forward{opening.transport, opening.client, opening.server,
                                  opening.client_port, opening.server_port};
  delivery::Opening const backward{opening.transport, opening.server, opening.client,
                                   opening.server_port, opening.client_port};
  for (auto const* protocol : protocols) {
    if (!has_face(*protocol, opening.transport)) continue;
    auto const ports = ports_of(*protocol, opening.transport);
    bool const hinted = !opening.hint.empty() && protocol->protocol.name() == opening.hint;
    auto const consider = [&](delivery::Opening const& view, bool reversed, Likeness likeness) {
      bool const on_port = std::ranges::find(ports, view.server_port) != ports.end();
      auto const rank = rank_of(likeness, hinted, on_port, both);
      if (rank > best_rank) {
        best = {protocol, reversed, false, false};
        best_rank = rank;
      }
      best.undecided |= likeness == Likeness::more || likeness == Likeness::likely;
    };
    auto const ahead = protocol->recognise(forward);
    consider(forward, false, ahead);
    if (!opening.opener_known) {
      auto const behind = protocol->recognise(backward);
      consider(backward, true, behind);
      if (best.protocol == protocol)
        best.either_way = ahead != Likeness::no && behind != Likeness::no;
    }
    if (best_rank == 4) break;
  }
  return best;
}

}  // namespace qw::flow
