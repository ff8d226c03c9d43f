// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "site/read.hpp"
#include "site/reader.hpp"
#include "site/rules.hpp"

/// The half of the reader that speaks of what may happen: conduits, windows, signals.
namespace qw::site {
namespace {

constexpr std::size_t type_count = wire_type_count;
constexpr std::uint64_t most_u32 = 0xffff'ffff;

bool is_service(std::string_view text) {
  if (text.find('/') != std::string_view::npos) return port_service(text).has_value();
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

End Reader::end_in(Form& form, std::string_view key) {
  End end;
  auto const word = form.word(key);
  if (!word) {
    if (!form.has(key)) form.wrong(form.spot(), {}, fmt::format("\"{}\" is missing", key));
    return end;
  }
  end.text = word->text;
  if (word->text == "any") return end;
  auto const find = [&](auto const& things, End::Kind kind) {
    for (std::size_t i = 0; i < things.size(); ++i)
      if (things[i].name == word->text) end.kind = kind, end.index = static_cast<Index>(i);
  };
  find(site_.zones, End::Kind::zone);
  find(site_.cranes, End::Kind::crane);
  find(site_.devices, End::Kind::device);
  if (end.index != none) return end;
  if (word->text == "outside") {
    end.kind = End::Kind::outside;
  } else if (auto const network = Prefix::parse(word->text)) {
    end.kind = End::Kind::network;
    end.network = *network;
  } else {
    form.wrong(word->spot, key,
               fmt::format("expected a zone, crane, device, network, \"any\" or \"outside\", {}",
                           got(word->text, place_names())));
  }
  return end;
}

std::optional<Hours> Reader::hours_in(Form& form) {
  auto const word = form.word("hours");
  if (!word) return std::nullopt;
  auto const hours = parse_hours(word->text);
  if (!hours)
    form.wrong(
        word->spot, "hours",
        fmt::format("expected hours such as \"mon-fri 06:00-22:00\", got \"{}\"", word->text));
  return hours;
}

std::vector<Verb> Reader::commands_in(Form& form) {
  std::array<std::string_view, verb_count> names;
  for (std::size_t i = 0; i < verb_count; ++i) names[i] = name_of(static_cast<Verb>(i));
  std::vector<Verb> verbs;
  for (auto const& [text, spot] : form.words("commands")) {
    auto const found = std::find(names.begin(), names.end(), text);
    if (found != names.end())
      verbs.push_back(static_cast<Verb>(found - names.begin()));
    else
      form.wrong(
          spot, "commands",
          fmt::format("expected a command ({}), {}", fmt::join(names, ", "), got(text, names)));
  }
  return verbs;
}

std::optional<Stamp> Reader::stamp_in(Form& form, std::string_view key) {
  auto const when = form.date_time(key);
  if (!when) return std::nullopt;
  if (!when->local) return when->at;
  return when->at + seconds(-60LL * site_.port.utc_offset_minutes);
}

void Reader::conduit(Form& form) {
  Conduit conduit;
  conduit.name = form.text("name");
  if (!conduit.name.empty()) form.called(conduit.name);
  conduit.from = end_in(form, "from");
  conduit.to = end_in(form, "to");
  auto const service = form.word("service");
  if (!form.has("service")) form.wrong(form.spot(), {}, "\"service\" is missing");
  if (service && !is_service(service->text))
    form.wrong(
        service->spot, "service",
        fmt::format("expected a protocol such as \"modbus\", a port such as \"tcp/8443\", or "
                    "\"any\", got \"{}\"",
                    service->text));
  if (service) conduit.service = service->text;
  auto verbs = commands_in(form);
  if (form.has("commands")) conduit.commands = std::move(verbs);
  conduit.cargo = form.flag("cargo");
  conduit.hours = hours_in(form);
  conduit.octets_per_day = form.count("octets_per_day", INT64_MAX);
  conduit.why = form.text("why");
  conduit.vouched_by = form.text("vouched_by");
  conduit.document = form.text("document");
  conduit.seen_only = form.flag("seen_only");
  if (conduit.vouched_by.empty() != conduit.seen_only)
    form.wrong(form.spot(), {},
               conduit.seen_only
                   ? "has both \"seen_only\" and \"vouched_by\"; remove \"seen_only\" "
                     "once somebody vouches"
                   : "\"vouched_by\" is missing: name the person who says that this is needed, "
                     "or write seen_only = true if nobody has");
  if (conduit.name.empty())
    conduit.name = fmt::format("{} -> {} {}", conduit.from.text, conduit.to.text, conduit.service);
  site_.conduits.push_back(std::move(conduit));
}

Window Reader::window(Form& form) {
  Window window;
  window.name = own_name(form, "window");
  if (form.node("from") != nullptr) window.from = end_in(form, "from");
  window.to = end_in(form, "to");
  window.start = stamp_in(form, "start");
  window.end = stamp_in(form, "end");
  window.hours = hours_in(form);
  window.why = form.text("why");
  window.vouched_by = form.required("vouched_by");
  if (window.start && window.end && *window.end <= *window.start)
    form.wrong(form.spot(), "end", "expected a time after \"start\"");
  if (!form.has("start") && !form.has("end") && !form.has("hours"))
    form.wrong(form.spot(), {}, "\"start\", \"end\" or \"hours\" is missing");
  return window;
}

void Reader::remote_access(Form& form) { site_.remote_access.push_back(window(form)); }
void Reader::maintenance(Form& form) { site_.maintenance.push_back(window(form)); }

WireType Reader::type_in(Form& form) {
  auto const word = form.word("type");
  if (!word) return WireType::u16be;
  std::array<std::string_view, type_count> names;
  for (std::size_t i = 0; i < type_count; ++i) names[i] = name_of(static_cast<WireType>(i));
  auto const found = std::find(names.begin() + 1, names.end(), word->text);
  if (found != names.end()) return static_cast<WireType>(found - names.begin());
  form.wrong(word->spot, "type",
             fmt::format("expected a type ({}), {}",
                         fmt::join(names.begin() + 1, names.end(), ", "), got(word->text, names)));
  return WireType::u16be;
}

void Reader::signal(Form& form) {
  Signal signal;
  signal.name = form.required("name");
  form.called(signal.name);
  signal.symbol = form.text("symbol");
  signal.document = form.text("document");
  signal.seen_only = form.flag("seen_only");
  signal.crane = reference(form, "crane", "crane", crane_names());
  auto const device = form.word("device");
  auto const address = device ? Address::parse(device->text) : std::nullopt;
  if (!form.has("device")) form.wrong(form.spot(), {}, "\"device\" is missing");
  if (device && !address)
    form.wrong(device->spot, "device",
               fmt::format("expected an IP address or MAC, got \"{}\"", device->text));
  signal.device = address.value_or(Address{});
  signal.service = form.required("service");
  signal.space = form.text("space");
  signal.station = static_cast<std::uint32_t>(form.count("station", most_u32).value_or(0));
  signal.block = static_cast<std::uint32_t>(form.count("block", most_u32).value_or(0));
  signal.offset = static_cast<std::uint32_t>(form.count("offset", most_u32).value_or(0));
  signal.bit = static_cast<std::uint8_t>(form.count("bit", 31).value_or(0));
  signal.type = type_in(form);
  signal.scale = form.number("scale", -1e12, 1e12).value_or(1);
  signal.zero = form.number("zero", -1e12, 1e12).value_or(0);
  signal.unit = form.text("unit");
  site_.signals.push_back(std::move(signal));
}

void Reader::telegram(Form& form) {
  Telegram telegram;
  telegram.name = own_name(form, "telegram");
  telegram.transport = form.required("transport");
  if (!telegram.transport.empty() && telegram.transport != "tcp" && telegram.transport != "udp")
    form.wrong(form.spot(), "transport",
               fmt::format("expected \"tcp\" or \"udp\", got \"{}\"", telegram.transport));
  telegram.port = static_cast<std::uint16_t>(form.count("port", 0xffff).value_or(0));
  telegram.octets = static_cast<std::uint32_t>(form.count("octets", 0xffff).value_or(0));
  if (telegram.port == 0 || telegram.octets == 0)
    form.wrong(form.spot(), {}, "\"port\" and \"octets\" are required and must not be 0");
  site_.telegrams.push_back(std::move(telegram));
}

}  // namespace qw::site
