// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

constexpr int full_sample_every = 60;

/// Six digits are more than any register holds.
std::string number_text(double value) { return fmt::format("{:.6g}", value); }

}  // namespace

CraneSite::CraneSite(Shard& shard, Quay const& quay, machine::Crane machine, unsigned number)
    : shard_{shard}, quay_{quay}, machine_{std::move(machine)}, number_{number} {
  // One plan for all cranes: it comes from dice that do not know the crane's number.
  auto plan = quay.plan_dice();
  Ip4 const networks[] = {ip4(192, 168, 0, 0), ip4(192, 168, 1, 0), ip4(10, 10, 10, 0),
                          ip4(172, 16, 5, 0), ip4(192, 168, 100, 0)};
  auto const network = plan.one_of(networks);
  next_address_ = static_cast<std::uint32_t>(plan.between(5, 20));
  control_ = &shard.add_segment({name() + ".control", network, 24, 0, Point::ehouse, nullptr});
  auto dice = shard.dice("gateway");
  auto& inner = shard.add_host(
      {.identity = {name() + ".gateway", "gateway", "Hirschmann", "EAGLE40", "04.8.02", ""},
       .mac = mac_of(maker::hirschmann, dice),
       .ip = control_->host(1),
       .segment = control_,
       .stack = {.ttl = 64}});
  auto& outer = shard.add_host({.identity = {name() + ".gateway-quay", "gateway-outside",
                                             "Hirschmann", "EAGLE40", "04.8.02", ""},
                                .mac = mac_of(maker::hirschmann, dice),
                                .ip = quay.quay().host(100 + number),
                                .segment = &quay.quay(),
                                .stack = {.ttl = 64}});
  control_->up = &shard.add_router({.inner = &inner, .outer = &outer, .translates = true});
}

Host& CraneSite::add_device(Identity identity, std::uint32_t oui, Stack const& stack) {
  auto const wished = identity.name;
  auto const taken = [&](Host const& host) {
    return host.identity.name == name() + "." + identity.name;
  };
  for (unsigned number = 2; std::ranges::any_of(shard_.hosts(), taken); ++number)
    identity.name = fmt::format("{}-{}", wished, number);
  auto dice = shard_.dice(identity.name);
  identity.name = name() + "." + identity.name;
  return shard_.add_host({.identity = std::move(identity),
                          .mac = mac_of(oui, dice),
                          .ip = control_->host(next_address_++),
                          .segment = control_,
                          .stack = stack,
                          .clock_error = milliseconds(dice.between(-300, 300))});
}

Host* CraneSite::device(std::string_view role) {
  auto const found = shard_.hosts_of(role);
  return found.empty() ? nullptr : found.front();
}

void CraneSite::operate_from_desks() {
  remote_ = true;
  machine_.operate_from_desk();
}

std::vector<Host*> CraneSite::servers(std::string_view role) {
  std::vector<Host*> all;
  for (auto const* host : quay_.servers(role)) all.push_back(&shard_.guest(*host));
  return all;
}

FlowId CraneSite::flow(std::string purpose, std::string protocol, Host const& client,
                       Host const& server, std::string transport) {
  return shard_.add_flow({std::move(purpose), std::move(protocol), client.identity.name,
                          server.identity.name, std::move(transport), false});
}

std::string CraneSite::flow_name(FlowId flow) const {
  return fmt::format("{}.{}", name(), static_cast<std::uint32_t>(flow));
}

void CraneSite::lay_out(LayoutStyle const& style, Host const& controller) {
  layout_ = Layout::make(style, dice("layout"));
  image_.emplace(layout_);
  for (auto const& place : layout_.registers())
    shard_.tell(register_line(place, controller.identity.name));
}

Image const& CraneSite::image() {
  QW_CHECK(image_.has_value());
  if (image_scan_ != scans_) image_->refresh(machine_);
  image_scan_ = scans_;
  return *image_;
}

void CraneSite::start_scans(Nanoseconds period) {
  scan_period_ = period;
  scan();
  shard_.every({.period = period}, [this] { scan(); });
  shard_.repeat(shard_.now() + seconds(1), {.period = seconds(1)}, [this] {
    tell_sample();
    return true;
  });
}

void CraneSite::scan() {
  machine_.advance(shard_.now());
  ++scans_;
  for (auto const& happening : machine_.take_happenings()) {
    Line line{"event"};
    line.stamp("at", happening.at).text("crane", name()).text("event", to_text(happening.kind));
    line.text("phase", to_text(happening.phase));
    if (happening.alarm != machine::Alarm::none) {
      auto const* alarm = machine::alarm_info(happening.alarm);
      line.number("alarm", static_cast<unsigned>(happening.alarm)).text("name", alarm->name);
    }
    line.number("number", happening.number).number("value", happening.value);
    if (!happening.text.empty()) line.text("text", happening.text);
    shard_.tell(std::move(line));
    for (auto const& listener : listeners_) listener(happening);
  }
}

/// What changed since the last one; every minute all.
void CraneSite::tell_sample() {
  bool const full = told_.empty() || shard_.now().ns / 1'000'000'000 % full_sample_every == 0;
  if (told_.empty()) {
    told_.assign(machine::signal_count, std::numeric_limits<double>::quiet_NaN());
    told_texts_.resize(machine::signal_count);
  }
  Line values;
  bool any = false;
  for (auto const& signal : machine::signal_table()) {
    auto const index = static_cast<std::size_t>(signal.signal);
    if (signal.kind == machine::SignalKind::text) {
      auto const text = machine_.shown_text(signal.signal);
      if (!full && told_texts_[index] == text) continue;
      told_texts_[index] = text;
      values.text(signal.id, text);
    } else {
      auto const value = machine_.shown(signal.signal);
      if (!full && told_[index] == value) continue;
      told_[index] = value;
      values.raw(signal.id, number_text(value));
    }
    any = true;
  }
  if (!any) return;
  Line line{"sample"};
  line.stamp("at", machine_.state().at).text("crane", name()).flag("full", full);
  shard_.tell(line.object("values", values));
}

void CraneSite::witness(FlowId flow, std::string_view key, std::uint64_t number,
                        std::uint16_t block, std::uint32_t offset, std::uint32_t size) {
  if (answers_[flow]++ % witness_every != 0) return;
  Line values;
  for (auto const& place : layout_.registers())
    if (place.block == block && place.offset >= offset &&
        place.offset + place.size <= offset + size)
      add_shown(values, *this, place.signal);
  auto line = reading(flow);
  line.number(key, number).number("block", block).number("offset", offset).number("size", size);
  shard_.tell(line.object("values", values));
}

Line CraneSite::reading(FlowId flow) const {
  Line line{"reading"};
  line.stamp("at", shard_.now()).text("crane", name());
  return line.text("flow", flow_name(flow));
}

void add_shown(Line& values, CraneSite& crane, machine::Signal signal) {
  auto const& about = machine::info(signal);
  if (about.kind == machine::SignalKind::text)
    values.text(about.id, crane.machine().shown_text(signal));
  else
    values.raw(about.id, number_text(crane.machine().shown(signal)));
}

std::span<Build const> builds() {
  static Build const all[] = {
#define QW_BUILD(name) build_##name,
#include "simulate/crane/builds.def"
#undef QW_BUILD
  };
  return all;
}

#define QW_CRANE_SERVICE(name) void name(CraneSite& crane);
#include "simulate/crane/services.def"
#undef QW_CRANE_SERVICE

void start_services(CraneSite& crane) {
#define QW_CRANE_SERVICE(name) name(crane);
#include "simulate/crane/services.def"
#undef QW_CRANE_SERVICE
}

}  // namespace qw::simulate
