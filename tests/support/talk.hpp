// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "content/open_bodies.hpp"
#include "core/bytes.hpp"
#include "delivery/registration.hpp"
#include "vocabulary/voice.hpp"

namespace qw::test {

class Unexpected : public delivery::Expectations {
 public:
  void expect(delivery::Expectation const& expectation) override { all.push_back(expectation); }
  std::vector<delivery::Expectation> all;
};

/// What a tracker is made with, and what is said through it.
struct Scene {
  Scene() { voice.speak_into(batch); }
  [[nodiscard]] delivery::Surroundings around() { return {voice, expected, bodies}; }

  Batch batch;
  Voice voice{0};
  Unexpected expected;
  content::OpenBodies bodies{voice, 1 << 20};
};

/// A conversation without a network: hands octets to one protocol's tracker as
/// flow would, and keeps what it says. Frames count from 1, a second apart in
/// milliseconds; client is 10.0.0.1:40000, server 10.0.0.2 at the first port hint.
class Talk {
 public:
  explicit Talk(delivery::Registration const& protocol,
                std::shared_ptr<delivery::Announced const> announced = nullptr)
      : protocol_{protocol} {
    auto around = scene_.around();
    around.announced = std::move(announced);
    if (protocol.stream != nullptr) stream_ = protocol.stream(around);
    if (protocol.datagram != nullptr) datagram_ = protocol.datagram(around);
    if (protocol.frame != nullptr) frame_ = protocol.frame(around);
  }

  /// Of a stream both sides are heard from the beginning, by its handshake; unless this is said.
  Talk& one_sided() {
    one_sided_ = true;
    return *this;
  }

  /// Both sides were heard before what follows, as a stream's are.
  Talk& both_heard() {
    hear_of(delivery::Side::client);
    hear_of(delivery::Side::server);
    return *this;
  }

  Talk& client(Bytes bytes) { return hear(delivery::Side::client, bytes); }
  Talk& server(Bytes bytes) { return hear(delivery::Side::server, bytes); }
  Talk& client(std::vector<std::byte> const& bytes) { return client(Bytes{bytes}); }
  Talk& server(std::vector<std::byte> const& bytes) { return server(Bytes{bytes}); }

  Talk& gap(delivery::Side side, std::uint64_t octets) {
    stream_->on_gap(side, octets, now_);
    return *this;
  }

  /// The side has sent all that it will.
  Talk& finish(delivery::Side side) {
    step();
    stream_->on_finish(side, now_);
    return *this;
  }

  /// One frame of the frame face, sent by 02:..:01 to `to`.
  Talk& frame(std::uint16_t type, Bytes bytes, std::string_view to = "ff:ff:ff:ff:ff:ff") {
    step();
    auto moment = moment_from(delivery::Side::client);
    moment.speaker = {{RealmId{}, *Address::parse("02:00:00:00:00:01")}, 0};
    moment.listener = {{RealmId{}, *Address::parse(to)}, 0};
    frame_->on_frame({type, bytes, bytes.size(), moment});
    return *this;
  }
  Talk& frame(std::uint16_t type, std::vector<std::byte> const& bytes) {
    return frame(type, Bytes{bytes});
  }

  /// What comes next stood in this frame: one before the last where the network, or the
  /// capture, put octets out of order.
  Talk& next_frame(FrameNumber number) {
    frame_number_ = number - 1;
    return *this;
  }

  /// Other ends than the usual ones, from now on.
  Talk& between(std::string_view client, std::uint16_t client_port, std::string_view server,
                std::uint16_t server_port) {
    client_end_ = Endpoint{{RealmId{}, *Address::parse(client)}, client_port};
    server_end_ = Endpoint{{RealmId{}, *Address::parse(server)}, server_port};
    return *this;
  }

  Talk& pass(Nanoseconds time) {
    now_ = now_ + time;
    delivery::Tracker& tracker = any();
    if (tracker.deadline() && *tracker.deadline() <= now_) tracker.on_time(now_);
    return *this;
  }
  Talk& end() {
    any().on_end(now_);
    return *this;
  }

  /// Everything said so far of one kind, in order. Valid while this lives.
  template <class Kind>
  [[nodiscard]] std::vector<Kind> said() const {
    std::vector<Kind> found;
    for (auto const& each : scene_.batch.events)
      if (auto const* kind = std::get_if<Kind>(&each.event)) found.push_back(*kind);
    return found;
  }
  [[nodiscard]] EventList const& events() const { return scene_.batch.events; }

  /// Octets that the tracker has not used yet.
  [[nodiscard]] std::size_t waiting(delivery::Side side) const { return buffer(side).size(); }
  [[nodiscard]] bool gave_up() const { return gave_up_; }
  [[nodiscard]] delivery::Taken const& last() const { return last_; }

  [[nodiscard]] std::vector<delivery::Expectation> const& expected() const {
    return scene_.expected.all;
  }

 private:
  delivery::Tracker& any() {
    if (stream_ && !used_datagram_) return *stream_;
    if (datagram_) return *datagram_;
    return *frame_;
  }
  void hear_of(delivery::Side side) {
    if (std::exchange(heard_of_[static_cast<std::size_t>(side)], true)) return;
    for (delivery::Tracker* tracker : {static_cast<delivery::Tracker*>(stream_.get()),
                                       static_cast<delivery::Tracker*>(datagram_.get())})
      if (tracker != nullptr) tracker->on_heard(side);
  }
  void step() {
    ++frame_number_;
    now_ = now_ + milliseconds(1);
    scene_.voice.at_step(frame_number_);
  }

  Talk& hear(delivery::Side side, Bytes bytes) {
    step();
    bool const both = stream_ && !used_datagram_ && !prefer_datagram_ && !one_sided_;
    hear_of(side);
    if (both) hear_of(delivery::other(side));
    auto const moment = moment_from(side);
    if (!stream_ || prefer_datagram_) {
      used_datagram_ = true;
      if (!datagram_->on_datagram({side, bytes, bytes.size(), moment})) gave_up_ = true;
      return *this;
    }
    if (gave_up_) return *this;
    auto& held = buffer(side);
    held.insert(held.end(), bytes.begin(), bytes.end());
    if (held.size() < want_[static_cast<std::size_t>(side)]) return *this;
    last_ = stream_->on_stream({side, held, moment});
    if (last_.used > held.size()) throw std::logic_error{"used more than there was"};
    held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(last_.used));
    want_[static_cast<std::size_t>(side)] = last_.want;
    gave_up_ = last_.then != delivery::Taken::Then::go_on;
    return *this;
  }

  Moment moment_from(delivery::Side side) const {
    auto const hints = used_datagram_ || !stream_ ? protocol_.protocol.udp_ports()
                                                  : protocol_.protocol.tcp_ports();
    Endpoint const client =
        client_end_.value_or(Endpoint{{RealmId{}, *Address::parse("10.0.0.1")}, 40000});
    Endpoint const server = server_end_.value_or(Endpoint{
        {RealmId{}, *Address::parse("10.0.0.2")}, hints.empty() ? std::uint16_t{1} : hints[0]});
    Moment moment;
    moment.at = now_;
    moment.frames = {frame_number_, frame_number_};
    moment.speaker = side == delivery::Side::client ? client : server;
    moment.listener = side == delivery::Side::client ? server : client;
    moment.conversation = conversation_id(SourceId{}, 1);
    return moment;
  }

  std::vector<std::byte>& buffer(delivery::Side side) {
    return side == delivery::Side::client ? client_ : server_;
  }
  std::vector<std::byte> const& buffer(delivery::Side side) const {
    return side == delivery::Side::client ? client_ : server_;
  }

 public:
  /// For protocols with both faces: speak datagrams from now on.
  Talk& by_datagram() {
    prefer_datagram_ = true;
    used_datagram_ = true;
    return *this;
  }

 private:
  delivery::Registration const& protocol_;
  Scene scene_;
  std::unique_ptr<delivery::StreamTracker> stream_;
  std::unique_ptr<delivery::DatagramTracker> datagram_;
  std::unique_ptr<delivery::FrameTracker> frame_;
  std::vector<std::byte> client_;
  std::vector<std::byte> server_;
  std::size_t want_[2] = {0, 0};
  std::optional<Endpoint> client_end_;
  std::optional<Endpoint> server_end_;
  FrameNumber frame_number_ = 0;
  Stamp now_{1'700'000'000'000'000'000};
  delivery::Taken last_;
  bool heard_of_[2] = {false, false};
  bool one_sided_ = false;
  bool gave_up_ = false;
  bool prefer_datagram_ = false;
  bool used_datagram_ = false;
};

}  // namespace qw::test
