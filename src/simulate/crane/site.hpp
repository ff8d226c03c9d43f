// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "simulate/crane/registers.hpp"
#include "simulate/machine/crane.hpp"
#include "simulate/quay/quay.hpp"
#include "simulate/shard.hpp"

namespace qw::simulate {

class OcrStation;

/// One answer in so many is said in the truth, with its values, for the tests.
constexpr std::uint64_t witness_every = 100;

/// One crane: its machine, its network behind a translating gateway, and the memory of its
/// controller. Services and scenarios are written against this.
class CraneSite {
 public:
  /// `number` counts from 1. The quay must outlive the site.
  CraneSite(Shard& shard, Quay const& quay, machine::Crane machine, unsigned number);
  CraneSite(CraneSite const&) = delete;
  CraneSite& operator=(CraneSite const&) = delete;

  [[nodiscard]] Shard& shard() { return shard_; }
  [[nodiscard]] std::string const& name() const { return shard_.name(); }
  [[nodiscard]] unsigned number() const { return number_; }
  /// Its operators sit at the desks of the quay's control room. Before the build starts.
  void operate_from_desks();
  [[nodiscard]] bool is_remote() const { return remote_; }
  /// As of the controller's last scan.
  [[nodiscard]] machine::Crane& machine() { return machine_; }
  [[nodiscard]] Dice dice(std::string_view part) const { return shard_.dice(part); }

  /// Calls `what` for all that happens to the machine, in the controller's scan after it.
  void on_happening(std::function<void(machine::Happening const&)> what) {
    listeners_.push_back(std::move(what));
  }
  /// Where containers are read, once its service has started: services/ocr.hpp. Null without.
  [[nodiscard]] std::shared_ptr<OcrStation> const& ocr() const { return ocr_; }
  void set_ocr(std::shared_ptr<OcrStation> station) { ocr_ = std::move(station); }

  // Network.

  /// The LAN of controls, with an address plan that sister cranes share.
  [[nodiscard]] Segment& control() { return *control_; }
  [[nodiscard]] Router& gateway() { return *control_->up; }
  /// A device on the control LAN, at the same address as its like on sister cranes.
  /// `name` and `role` as in Identity; the name gets the crane's in front, and a number behind
  /// if it is taken.
  Host& add_device(Identity identity, std::uint32_t oui, Stack const& stack);
  /// The device with this role, or null: not every build has all.
  [[nodiscard]] Host* device(std::string_view role);
  /// A server of the quay, to talk with from here.
  Host& server(std::string_view role) { return shard_.guest(quay_.server(role)); }
  /// All of a role, in the order of their making.
  std::vector<Host*> servers(std::string_view role);
  /// When which desk has this crane, if it is remote.
  [[nodiscard]] std::vector<DeskShift> const& desk_shifts() const {
    return quay_.desk_shifts(number_);
  }
  /// Adds a flow between two hosts.
  FlowId flow(std::string purpose, std::string protocol, Host const& client, Host const& server,
              std::string transport);

  /// As the lines of the truth name it.
  [[nodiscard]] std::string flow_name(FlowId flow) const;
  /// A `reading` of the truth, of now; the protocol's own numbers and the values are missing.
  [[nodiscard]] Line reading(FlowId flow) const;

  // The controller.

  /// Lays the registers out and says so in the truth. Once, by the build.
  void lay_out(LayoutStyle const& style, Host const& controller);
  [[nodiscard]] Layout const& layout() const { return layout_; }
  /// The controller's memory as of its last scan.
  Image const& image();
  /// Scans of the controller so far.
  [[nodiscard]] std::uint64_t scans() const { return scans_; }
  [[nodiscard]] Nanoseconds scan_period() const { return scan_period_; }
  /// Begins the controller's scans, and with them the machine. Once, by the build.
  void start_scans(Nanoseconds period);
  /// Says the registers' values that an answer carried, of one in `witness_every`.
  void witness(FlowId flow, std::string_view key, std::uint64_t number, std::uint16_t block,
               std::uint32_t offset, std::uint32_t size);

 private:
  void scan();
  void tell_sample();

  Shard& shard_;
  Quay const& quay_;
  machine::Crane machine_;
  unsigned number_;
  bool remote_ = false;
  Segment* control_ = nullptr;
  std::uint32_t next_address_ = 0;
  Layout layout_;
  std::optional<Image> image_;
  Nanoseconds scan_period_{};
  std::uint64_t scans_ = 0;
  std::uint64_t image_scan_ = 0;
  std::vector<double> told_;  // by signal, as the truth last said
  std::vector<std::string> told_texts_;
  std::map<FlowId, std::uint64_t> answers_;
  std::vector<std::function<void(machine::Happening const&)>> listeners_;
  std::shared_ptr<OcrStation> ocr_;
};

/// Adds what a signal shows to an object of a line of the truth.
void add_shown(Line& values, CraneSite& crane, machine::Signal signal);

/// A make of crane network. `start` adds its devices, lays out the registers, begins scans
/// and the build's own services.
struct Build {
  std::string_view name;
  std::string_view words;
  void (*start)(CraneSite& crane);
};
/// All, in the order of crane/builds.def.
std::span<Build const> builds();

#define QW_BUILD(name) extern Build const build_##name;
#include "simulate/crane/builds.def"
#undef QW_BUILD

/// The services that any build has, in the order of crane/services.def.
void start_services(CraneSite& crane);

}  // namespace qw::simulate
