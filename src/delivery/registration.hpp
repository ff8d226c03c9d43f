// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "core/protocol.hpp"
#include "delivery/bodies.hpp"
#include "delivery/expectation.hpp"
#include "delivery/faces.hpp"

namespace qw {
class Voice;
}

namespace qw::delivery {

/// What a tracker is made with. Voice, expectations and bodies outlive it.
struct Surroundings {
  Voice& voice;
  Expectations& expectations;
  Bodies& bodies;
  /// What was announced of the conversation; null if nothing was.
  std::shared_ptr<Announced const> announced = nullptr;
};

/// Makes what a Registration points to: a tracker of this type, for the face that it implements.
template <class Made>
std::unique_ptr<typename Made::Face> make_tracker(Surroundings const& around) {
  return std::make_unique<Made>(around);
}

/// The first octets of a conversation. Either side may still be empty.
struct Opening {
  Transport transport = Transport::tcp;
  Bytes client;
  Bytes server;
  std::uint16_t client_port = 0;
  std::uint16_t server_port = 0;
};

/// How much an opening is like a protocol. `likely` is enough with a matching
/// port, or once both sides have spoken; `certain` always.
enum class Likeness : std::uint8_t { no, more, likely, certain };

/// What one protocol offers. Everything points to static storage.
struct Registration {
  Protocol protocol;  // what is known of it; its ports are hints
  /// What it says may also be said under these.
  std::span<ProtocolDescription const* const> dialects;
  /// Pure; asked with both orientations where it is not known who opened.
  Likeness (*recognise)(Opening const&) = nullptr;
  std::unique_ptr<StreamTracker> (*stream)(Surroundings const&) = nullptr;
  std::unique_ptr<DatagramTracker> (*datagram)(Surroundings const&) = nullptr;
  std::unique_ptr<FrameTracker> (*frame)(Surroundings const&) = nullptr;
};

}  // namespace qw::delivery
