// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "simulate/crane/site.hpp"
#include "simulate/speech/cola/cola.hpp"
#include "simulate/wire/makers.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

constexpr int rays_each_side = 30;   // one a degree
constexpr double above_highest = 4;  // m from the highest hoist position to the scanner
constexpr double metres_a_foot = 0.3048;
constexpr double lidar_step = 0.002;  // m of a distance's unit
constexpr std::size_t rays_a_bay = 7;
constexpr double box_height = 2.6;  // m
constexpr double noise = 0.008;     // m, of one ray

/// A scanner under the trolley looks down, along the spreader. The ray to the nadir has the true
/// distance to the spreader, as have its neighbours as far as the spreader reaches; the others
/// see a ship or a quay that is only plausible.
class Scanner {
 public:
  Scanner(CraneSite& crane, Host& client, Host& scanner)
      : crane_{crane},
        client_{client},
        scanner_{scanner},
        flow_{crane.flow("distances from the trolley to what is below it", "CoLa A", client,
                         scanner, "tcp/2111")},
        dice_{crane.dice("lidar")},
        serial_{static_cast<std::uint32_t>(dice_.between(0x1000000, 0x1ffffff))},
        height_{crane.machine().model().hoist.high + above_highest} {
    for (auto& stack : stacks_) stack = static_cast<double>(dice_.between(0, 4));
    Line line{"sensor"};
    line.text("crane", crane.name()).text("device", scanner.identity.name);
    line.text("signal", machine::info(Signal::spreader_height).id);
    crane.shard().tell(line.number("height", height_).number("step", lidar_step));
  }

  void scan() {
    auto const now = crane_.shard().now();
    if (talk_ == nullptr || !talk_->is_open()) return connect(now);
    auto const rays = look();
    ++number_;
    auto const text = cola::scan_data({.serial = serial_,
                                       .number = number_,
                                       .since_start_us = static_cast<std::uint32_t>(now.ns / 1000),
                                       .start_degrees = -rays_each_side,
                                       .step_degrees = 1,
                                       .distances = rays});
    talk_->send(Side::server, now, bytes_of(text));
    if (scans_++ % witness_every != 0) return;
    Line values;
    add_shown(values, crane_, Signal::spreader_height);
    auto line = crane_.reading(flow_);
    crane_.shard().tell(line.number("scan", number_).object("values", values));
  }

 private:
  void connect(Stamp now) {
    talk_ = Talk::make(crane_.shard(), flow_, client_, scanner_, cola::port);
    auto at = talk_->open(now);
    at = ask(at, "sRN DeviceIdent", "sRA DeviceIdent 10 LMS511-20100PRO 8 V1.80   ");
    ask(at, "sEN LMDscandata 1", "sEA LMDscandata 1");
    talk_->keep_alive(Side::client, seconds(30));
  }
  Stamp ask(Stamp at, std::string_view question, std::string_view answer) {
    at = talk_->send(Side::client, at, bytes_of(cola::telegram(question)));
    return talk_->send(Side::server, at + milliseconds(2), bytes_of(cola::telegram(answer)));
  }

  std::vector<std::uint16_t> look() {
    auto const& machine = crane_.machine();
    auto const down = height_ - machine.shown(Signal::spreader_height);
    auto const reach = machine.shown(Signal::spreader_length) * metres_a_foot / 2;
    std::vector<std::uint16_t> rays;
    for (int degree = -rays_each_side; degree <= rays_each_side; ++degree) {
      auto const slant = static_cast<double>(degree) * std::numbers::pi / 180;
      bool const hit = std::abs(down * std::tan(slant)) <= reach;
      auto const bay = static_cast<std::size_t>(degree + rays_each_side) / rays_a_bay;
      auto const below = hit ? down : height_ - box_height * stacks_[bay];
      auto const metres = below / std::cos(slant) + dice_.normal(0, noise);
      rays.push_back(static_cast<std::uint16_t>(std::clamp(metres / lidar_step, 0.0, 65'535.0)));
    }
    return rays;
  }

  CraneSite& crane_;
  Host& client_;
  Host& scanner_;
  FlowId flow_;
  Dice dice_;
  std::uint32_t serial_;
  std::array<double, 2 * rays_each_side / rays_a_bay + 1> stacks_{};  // boxes in each bay below
  double height_;  // of the scanner above the quay, m
  TalkPointer talk_;
  std::uint16_t number_ = 0;
  std::uint64_t scans_ = 0;
};

}  // namespace

/// Scanners measure 25 to 50 times a second; one scan a second is sent here, for size.
void lidar(CraneSite& crane) {
  auto* const client = crane.device("management");
  if (client == nullptr) return;
  auto& device = crane.add_device({"lidar", "lidar", "SICK", "LMS511-20100 PRO", "V1.80", ""},
                                  maker::sick, stacks::embedded);
  auto const scanner = std::make_shared<Scanner>(crane, *client, device);
  crane.shard().every({.period = seconds(1), .jitter = milliseconds(3)},
                      [scanner] { scanner->scan(); });
}

}  // namespace qw::simulate
