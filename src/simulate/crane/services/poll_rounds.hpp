// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "simulate/crane/site.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {

/// A program that reads a controller again and again, in whatever protocol.
struct Polls {
  std::string purpose;
  Host* client = nullptr;
  Host* server = nullptr;
  Nanoseconds period;            // from one round to the next
  double part = 1;               // of the registers that it asks for
  std::optional<Stamp> until;    // for ever if none
  Nanoseconds between_breaks{};  // how long a connection lasts on average; for ever if 0
};

/// A run of octets of the controller's memory that is read at one go.
struct Run {
  std::uint16_t block = 0;
  std::uint32_t offset = 0;  // a multiple of the alignment, as is the size
  std::uint32_t size = 0;
};
struct RunLimits {
  std::uint32_t largest = 200;  // octets
  std::uint32_t gap = 8;        // unused octets that are read along
  std::uint32_t alignment = 1;
};
/// The registers that a client wishes for, as its optimiser joins them.
std::vector<Run> runs_of(Layout const& layout, double part, RunLimits const& limits, Dice dice);

/// Speaks one protocol's part of a poll: what is said when a connection is new, and in
/// each round. Holds the talk, which it opens anew when it has ended.
class Rounds {
 public:
  Rounds(CraneSite& crane, Polls polls, FlowId flow, std::uint16_t port);
  Rounds(Rounds const&) = delete;
  Rounds& operator=(Rounds const&) = delete;
  virtual ~Rounds() = default;

  /// Plans the rounds; what is emitted carries the mark of now.
  static void start(std::shared_ptr<Rounds> rounds);

 protected:
  /// Once the connection stands. Returns when all is said.
  virtual Stamp greet(Stamp at) { return at; }
  virtual void read_all(Stamp at) = 0;

  /// A question and its answer, of which the server may send the first `head` octets by
  /// themselves. Returns when the client is ready for the next.
  Stamp ask(Stamp at, Octets const& question, Octets const& answer, std::size_t head = 0);
  [[nodiscard]] CraneSite& crane() { return crane_; }
  [[nodiscard]] Polls const& polls() const { return polls_; }
  [[nodiscard]] FlowId flow() const { return flow_; }
  [[nodiscard]] Dice& dice() { return dice_; }

 private:
  bool round();

  CraneSite& crane_;
  Polls polls_;
  FlowId flow_;
  std::uint16_t port_;
  Dice dice_;
  double break_chance_;  // each round
  TalkPointer talk_;
};

/// Adds the flow of these polls, and plans the rounds of a `Kind` that is made of crane, polls,
/// flow and what is `more`.
template <class Kind, class... More>
void start_rounds(CraneSite& crane, Polls const& polls, std::string protocol, std::uint16_t port,
                  More... more) {
  auto const flow = crane.flow(polls.purpose, std::move(protocol), *polls.client, *polls.server,
                               fmt::format("tcp/{}", port));
  Rounds::start(std::make_shared<Kind>(crane, polls, flow, more...));
}

/// What the two readers that any crane has ask of its controller: the management system `all`,
/// which is what their make calls registers, and the screen what it shows.
struct Readers {
  Polls management;
  Polls screen;
};
Readers readers_of(std::string_view all, Host& management, Host& screen, Host& controller,
                   Dice& dice);

/// Reads data blocks. `kind` of connection: 1 programming device, 2 operator panel, 3 other.
void s7_polls(CraneSite& crane, Polls polls, std::uint8_t kind);
/// Reads holding registers; a block of the layout is the address of its first register.
void modbus_polls(CraneSite& crane, Polls const& polls);
/// Reads variables by name; the names tell nothing, the truth says what they mean.
void mms_polls(CraneSite& crane, Polls const& polls);
/// Reads array tags on a connection of class 3; a block is the number in the tag's name.
void enip_polls(CraneSite& crane, Polls const& polls);

/// Reads registers (%R) over SRTP; a block is the number of its first register, from 0.
void srtp_polls(CraneSite& crane, Polls const& polls);
/// Where a GE controller's processor sits in its rack.
std::uint8_t rack_slot(CraneSite& crane);
/// The last scan's length, in tenths of a millisecond.
std::uint16_t sweep_of(CraneSite& crane);
/// Reads over Modbus what a crane's four drives measure; the server is their gateway, and
/// has registers of its own.
void drive_polls(CraneSite& crane, Polls const& polls);

}  // namespace qw::simulate
