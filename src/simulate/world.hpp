// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/port/lists.hpp"
#include "simulate/port/port.hpp"
#include "simulate/quay/quay.hpp"
#include "simulate/scenario/scenario.hpp"
#include "simulate/tap/tap.hpp"
#include "simulate/workers.hpp"

namespace qw::simulate {

/// How far the quay runs at one go where nobody asks for less.
constexpr Nanoseconds slice_length = seconds(10);

/// Sends what a point shows to an interface.
struct LiveOrder {
  std::string point;  // "quay", "crane-1-ehouse", "ehouse" for all cranes; empty for all points
  std::string interface;
};
/// Answers real clients as the first crane's controller, or its OPC UA server.
struct ServeOrder {
  std::string protocol;    // "modbus", "s7" or "opcua"
  std::uint16_t port = 0;  // 0 lets the kernel choose
};

/// What the command line asks for.
struct Options {
  unsigned cranes = 1;
  double hours = 1;
  std::uint64_t seed = 1;
  std::string build = "siemens";
  bool remote = false;  // operators sit at desks in a control room, not on board
  std::vector<ScenarioOrder> scenarios;
  Stamp start{1'772'348'400'000'000'000};  // 2026-03-01T07:00:00Z
  std::string out;
  unsigned workers = 2;  // threads; the octets are the same with any number
  std::vector<LiveOrder> live;
  std::optional<ServeOrder> serve;
  double factor = 1;  // seconds of the quay in a second, where it follows the clock
};

/// The whole quay before and while it runs: what a scenario may see and change.
class World {
 public:
  /// Builds everything and begins the files. Fails where a file cannot be begun.
  static Result<std::unique_ptr<World>> make(Options const& options);
  ~World();
  World(World const&) = delete;
  World& operator=(World const&) = delete;

  [[nodiscard]] Options const& options() const { return options_; }
  [[nodiscard]] Quay& quay() { return *quay_; }
  [[nodiscard]] std::size_t crane_count() const { return cranes_.size(); }
  [[nodiscard]] port::Port& port() { return *port_; }
  /// From 1 on; a number beyond the last is the last crane.
  [[nodiscard]] CraneSite& crane(unsigned number);
  [[nodiscard]] Tap& ehouse_tap(unsigned number) { return taps_[number]; }
  [[nodiscard]] Tap& quay_tap() { return taps_[0]; }
  /// [0] is the quay, then the cranes' e-houses.
  [[nodiscard]] std::span<Tap> taps() { return taps_; }

  /// A mark for what a scenario emits in this shard, with its line in the truth.
  MarkId mark(Shard& shard, Scenario const& scenario, ScenarioOrder const& order);

  /// Adds a whole table to site.toml, such as a window that makes a twin legitimate:
  /// "[[maintenance]]\nname = ...".
  void announce(std::string table) { announcements_.push_back(std::move(table)); }
  /// Adds work or access to site.toml, and to the port's own list of what it announced.
  void announce(port::AnnouncedWork work);

  /// Runs to the end and finishes all files. `progress` is told what part is done, after
  /// each slice.
  Status run(std::function<void(double done)> const& progress);

  // The same in steps, for who follows a clock: begin, advance, finish.

  void begin() { tell_header(); }
  /// Runs up to `until`, which must not be before the last one.
  Status advance(Stamp until);
  /// Finishes all files, as of the last step.
  Status finish();
  [[nodiscard]] Stamp end() const;

  /// Octets and frames of all captures so far.
  [[nodiscard]] std::uint64_t frames() const;
  [[nodiscard]] std::uint64_t octets() const;

 private:
  explicit World(Options options);
  Status begin_files();
  Status build();
  void slice(std::size_t shard, Stamp until);
  void merge();
  void plan_port();
  void add_crane(unsigned number);
  void tell_header();
  void tell_moves();
  void tell_accounts();
  Status write_site();
  void write_told();
  void write(Line const& line);

  Options options_;
  Dice dice_;
  std::unique_ptr<port::Port> port_;
  std::vector<std::unique_ptr<Shard>> shards_;  // [0] is the quay, then the cranes
  std::unique_ptr<Quay> quay_;
  std::vector<std::unique_ptr<CraneSite>> cranes_;
  std::vector<Tap> taps_;                    // [0] is the quay, then the cranes' e-houses
  std::vector<std::vector<Frame>> pending_;  // of each shard, for the quay point
  std::vector<std::vector<Frame>> scratch_;
  std::vector<std::string> announcements_;
  std::vector<port::AnnouncedWork> announced_work_;
  std::vector<std::size_t> moves_told_;  // of each crane's records
  std::vector<WholeFile> truth_;         // one, once begun
  Workers workers_;
};

}  // namespace qw::simulate
