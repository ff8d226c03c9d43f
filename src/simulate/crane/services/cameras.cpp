// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>
#include <vector>

#include "simulate/crane/site.hpp"
#include "simulate/speech/rtp/rtp.hpp"
#include "simulate/wire/makers.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

constexpr int pictures_a_second = 4;
constexpr int key_every = 40;
constexpr std::size_t part_octets = 1200;
constexpr std::uint16_t wall_port = 5004;  // RFC 3551, section 8: the default for RTP
constexpr Nanoseconds passed_on = milliseconds(2);

/// One camera that sends H.264 to the recorder on the crane. The pictures are noise of the
/// right size: a small substream, as full ones would be nearly all of a capture.
class Camera {
 public:
  Camera(CraneSite& crane, Host& camera, Host& recorder, unsigned number)
      : crane_{crane},
        camera_{camera},
        recorder_{recorder},
        dice_{crane.dice(camera.identity.name)},
        receive_port_{static_cast<std::uint16_t>(50000 + number * 2)},
        video_{camera, send_port, recorder, receive_port_},
        source_{static_cast<std::uint32_t>(dice_.draw())} {
    control_flow_ = crane.flow("recorder asks for video", "RTSP", recorder, camera, "tcp/554");
    video_flow_ = crane.shard().add_flow({"video for the recorder", "RTP", camera.identity.name,
                                          recorder.identity.name,
                                          fmt::format("udp/{}", receive_port_), true});
  }

  void begin() {
    talk_ = Talk::make(crane_.shard(), control_flow_, recorder_, camera_, rtp::rtsp_port);
    auto const url = fmt::format("rtsp://{}/stream2", to_text(camera_.ip));
    auto at = talk_->open(crane_.shard().now());
    auto const body = rtp::description(camera_.identity.name, to_text(camera_.ip));
    at = ask(at, rtp::rtsp_request("DESCRIBE", url, 1, "Accept: application/sdp\r\n"),
             rtp::rtsp_reply(1, "Content-Type: application/sdp\r\n", body));
    auto const ports =
        fmt::format("RTP/AVP;unicast;client_port={}-{}", receive_port_, receive_port_ + 1);
    auto const session = fmt::format("Session: {:08X};timeout=60\r\n", source_);
    at = ask(at, rtp::rtsp_request("SETUP", url + "/trackID=1", 2, "Transport: " + ports + "\r\n"),
             rtp::rtsp_reply(2, fmt::format("{}Transport: {};server_port={}-{}\r\n", session, ports,
                                            send_port, send_port + 1)));
    ask(at, rtp::rtsp_request("PLAY", url, 3, session), rtp::rtsp_reply(3, session));
    talk_->keep_alive(Side::client, seconds(45));
  }

  /// From now on the recorder passes the pictures on to the screens of a control room.
  void show_on(Host& wall, unsigned number) {
    auto const port = static_cast<std::uint16_t>(wall_port + number * 2);
    relay_.emplace(recorder_, port, wall, port);
    relay_flow_ =
        crane_.shard().add_flow({"video for the control room", "RTP", recorder_.identity.name,
                                 wall.identity.name, fmt::format("udp/{}", port), true});
  }

  void picture() {
    bool const key = pictures_++ % key_every == 0;
    auto left = static_cast<std::size_t>(key ? dice_.uniform(5e3, 8e3) : dice_.uniform(700, 1900));
    auto at = crane_.shard().now();
    timestamp_ += 90'000 / pictures_a_second;
    for (bool first = true; left > 0; first = false) {
      auto const size = std::min(left, part_octets);
      left -= size;
      Octets noise = Octets::with_room(size + 8);
      while (noise.size() < size) noise.u64be(dice_.draw());
      auto const part = rtp::fragment(first, left == 0, key, noise.bytes().first(size));
      auto const packet = rtp::packet(sequence_++, timestamp_, source_, left == 0, part);
      auto const arrived = send_udp(crane_.shard(), video_, Side::client, video_flow_, at, packet);
      if (relay_) pass_on(arrived + passed_on, packet);
      at = at + Nanoseconds{110'000};
    }
  }

 private:
  void pass_on(Stamp at, Bytes packet) {
    auto& shard = crane_.shard();
    if (relay_->passes(at))
      send_udp(shard, *relay_, Side::client, relay_flow_, at, packet);
    else
      send_udp_in_vain(shard, *relay_, Side::client, relay_flow_, at, packet);
  }
  static constexpr std::uint16_t send_port = 40000;

  Stamp ask(Stamp at, std::string const& request, std::string const& reply) {
    auto const asked = talk_->send(Side::client, at, bytes_of(request));
    return talk_->send(Side::server, asked + milliseconds(7), bytes_of(reply));
  }

  CraneSite& crane_;
  Host& camera_;
  Host& recorder_;
  Dice dice_;
  std::uint16_t receive_port_;
  Path video_;
  std::uint32_t source_;
  FlowId control_flow_{};
  FlowId video_flow_{};
  std::optional<Path> relay_;
  FlowId relay_flow_{};
  TalkPointer talk_;
  std::uint32_t pictures_ = 0;
  std::uint32_t timestamp_ = 0;
  std::uint16_t sequence_ = 0;
};

}  // namespace

/// Two cameras and their recorder in the e-house. A remote operator needs more of them, and sees
/// all on the wall of the control room.
void cameras(CraneSite& crane) {
  auto& recorder = crane.add_device({"nvr", "recorder", "Axis", "S2208", "10.12", ""}, maker::axis,
                                    stacks::unix);
  unsigned number = 0;
  std::vector<char const*> names{"camera-trolley", "camera-lanes"};
  if (crane.is_remote())
    names.insert(names.end(),
                 {"camera-spreader-land", "camera-spreader-water", "camera-boom", "camera-gantry"});
  for (auto const* const name : names) {
    auto& host = crane.add_device({name, "camera", "Axis", "P3245-LVE", "10.12.166", ""},
                                  maker::axis, stacks::unix);
    auto const camera = std::make_shared<Camera>(crane, host, recorder, number);
    if (crane.is_remote()) camera->show_on(crane.server("video-wall"), number);
    ++number;
    auto& shard = crane.shard();
    shard.at(shard.now() + milliseconds(700), [camera] { camera->begin(); });
    shard.repeat(shard.now() + seconds(2) + milliseconds(37 * number),
                 {.period = milliseconds(1000 / pictures_a_second), .jitter = milliseconds(3)},
                 [camera] {
                   camera->picture();
                   return true;
                 });
  }
}

}  // namespace qw::simulate
