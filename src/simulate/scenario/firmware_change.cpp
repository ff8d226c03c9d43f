// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "simulate/scenario/hands.hpp"
#include "simulate/speech/tftp/tftp.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

/// From now on the device answers, and announces itself, with another firmware.
void change_firmware(CraneSite& crane, Host& device, std::string firmware) {
  Line line{"firmware"};
  line.stamp("at", crane.shard().now()).text("device", device.identity.name);
  line.text("from", device.identity.firmware).text("to", firmware);
  crane.shard().tell(std::move(line));
  device.identity.firmware = std::move(firmware);
}

/// A firmware's name with another last figure: a step on for the twin, an old one otherwise.
std::string other_firmware(std::string firmware, bool newer) {
  auto const place = firmware.find_last_of("0123456789");
  if (place != firmware.npos)
    firmware[place] = newer ? static_cast<char>(firmware[place] + 1) : '0';
  return firmware;
}

/// The controller has another firmware after a visit: who asks it before and after is told so.
/// The file itself comes by a memory card, as with controllers of this age. With dose 1 the
/// controller is stopped and started by commands around it; below, only the answers differ.
Status plant_controller(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (auto const can = need(crane, Step::What::identify, "asking for firmware"); !can) return can;
  bool const stops = order.dose >= 1 && can_visit(crane, Step::What::stop);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_firmware_change, order);
  auto& notebook = add_notebook(crane, order);
  auto& controller = *crane.device("controller");
  auto const firmware = other_firmware(controller.identity.firmware, order.twin);
  if (order.twin)
    announce_work(world, order, notebook.identity.name, crane.name(),
                  "firmware of the controller becomes " + firmware);
  std::vector<Step> steps{{.what = Step::What::identify}};
  if (stops)
    steps.push_back({.what = Step::What::stop, .done = [&crane] {
                       break_rule(crane, machine::Override::stop_quietly, seconds(40));
                     }});
  steps.back().done = [&crane, &controller, firmware, told = steps.back().done] {
    if (told) told();
    change_firmware(crane, controller, firmware);
  };
  if (stops) steps.push_back({.what = Step::What::start});
  steps.push_back({.what = Step::What::identify});
  shard.at(shard.now() + order.at, [&crane, &notebook, mark, steps] {
    Marking const marking{crane.shard(), mark};
    visit_controller(crane, {.purpose = "a notebook sees to the controller's firmware",
                             .client = &notebook,
                             .steps = steps,
                             .pause = seconds(15)});
  });
  return Nothing{};
}

/// A device fetches a file block by block from a notebook.
class Download : public std::enable_shared_from_this<Download> {
 public:
  Download(CraneSite& crane, Host& device, Host& notebook, std::string name, std::size_t octets)
      : shard_{crane.shard()},
        flow_{crane.flow("a device fetches firmware", "TFTP", device, notebook, "udp/69")},
        asking_{device, device_port, notebook, tftp::port},
        giving_{device, device_port, notebook, notebook.take_port()},
        name_{std::move(name)},
        left_{octets},
        dice_{crane.dice("firmware file")} {}

  void begin(std::function<void()> done) {
    done_ = std::move(done);
    mark_ = shard_.mark();
    auto const asked =
        send_udp(shard_, asking_, Side::client, flow_, shard_.now(), tftp::read_request(name_));
    shard_.at(asked + milliseconds(3), [self = shared_from_this()] { self->next(); });
  }

 private:
  static constexpr std::uint16_t device_port = 2048;

  /// What is in the file is only plausible, but its head names it.
  Octets content() {
    auto const size = std::min(left_, tftp::block_octets);
    Octets out;
    if (block_ == 1) out.text(name_, 32);
    while (out.size() < size) out.u8(dice_.draw());
    return out;
  }

  void next() {
    Marking const marking{shard_, mark_};
    ++block_;
    auto const octets = content();
    left_ -= octets.size();
    auto const came =
        send_udp(shard_, giving_, Side::server, flow_, shard_.now(), tftp::data(block_, octets));
    auto const told = send_udp(shard_, giving_, Side::client, flow_, came + milliseconds(1),
                               tftp::acknowledgement(block_));
    if (octets.size() < tftp::block_octets) return shard_.at(told, done_);
    shard_.at(told + milliseconds(1), [self = shared_from_this()] { self->next(); });
  }

  Shard& shard_;
  FlowId flow_;
  Path asking_;
  Path giving_;
  std::string name_;
  std::size_t left_;
  Dice dice_;
  std::function<void()> done_;
  std::uint16_t block_ = 0;
  MarkId mark_{};
};

/// The switch fetches a firmware by TFTP and names itself with it from then on. A dose below 1
/// is a file that much shorter, as of a patch.
Status plant_download(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto* const box = crane.device("switch");
  if (box == nullptr) return Error{"this build has no switch with a name"};
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_firmware_download, order);
  auto& notebook = add_notebook(crane, order);
  auto const firmware = other_firmware(box->identity.firmware, order.twin);
  if (order.twin) {
    announce_work(world, order, notebook.identity.name, crane.name(),
                  "firmware of the switch becomes " + firmware);
    announce_work(world, order, box->identity.name, notebook.identity.name,
                  "the switch fetches " + firmware);
  }
  constexpr double file_octets = 90'000;
  auto const octets = static_cast<std::size_t>(
      std::clamp(file_octets * order.dose, 1000.0, 65'000.0 * tftp::block_octets));
  shard.at(shard.now() + order.at, [&crane, &notebook, box, mark, firmware, octets] {
    Marking const marking{crane.shard(), mark};
    auto const name = fmt::format("switch_{}.fwl", firmware);
    std::make_shared<Download>(crane, *box, notebook, name, octets)->begin([&crane, box, firmware] {
      change_firmware(crane, *box, firmware);
    });
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_firmware_change{
    "firmware-change", "a controller has an older firmware after a visit of an unlisted notebook",
    "the maintainer's listed notebook sees to a newer one, announced", plant_controller};
Scenario const scenario_firmware_download{
    "firmware-download", "the switch fetches an older firmware from an unlisted notebook",
    "it fetches a newer one from the maintainer's listed notebook, announced", plant_download};

}  // namespace qw::simulate
