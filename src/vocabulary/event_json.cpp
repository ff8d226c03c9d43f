// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/event_json.hpp"

#include "vocabulary/numbers.hpp"
#include "vocabulary/times.hpp"

namespace qw {
namespace {

template <class Id>
void write_named(JsonWriter& json, std::string_view name, Id id) {
  if (name.empty())
    json.value(static_cast<std::uint16_t>(id));
  else
    json.value(name);
}

void write_frames(JsonWriter& json, FrameSpan const& frames) {
  json.begin_array().value(frames.first).value(frames.last).end_array();
}

void write_said(JsonWriter& json, Said const& said, Names const& names) {
  auto const& moment = said.moment;
  if (!said.protocol.empty()) json.member("protocol", said.protocol.text());
  write_value(json.key("at"), moment.at, names);
  write_named(json.key("point"), names.point(moment.point), moment.point);
  write_named(json.key("capture"), names.source(moment.source), moment.source);
  write_frames(json.key("frames"), moment.frames);
  if (said.reply != 0) json.member("reply", said.reply);
  if (!moment.speaker.host.address.empty()) write_value(json.key("speaker"), moment.speaker, names);
  if (!moment.listener.host.address.empty())
    write_value(json.key("listener"), moment.listener, names);
  json.key("conversation").plain_text([&](std::string& out) {
    append_text(out, moment.conversation.value >> 48);
    out += ':';
    append_text(out, moment.conversation.value & 0xffff'ffff'ffff);
  });
}

/// A time that names no moment is written as its octets.
void write_times(JsonWriter& json, Values const& values) {
  auto const width = width_of(values.type);
  json.begin_array();
  for (auto rest = values.raw; rest.size() >= width; rest = rest.subspan(width))
    json.plain_text([&](std::string& out) {
      if (auto const time = read_time(values.type, rest))
        append_text(out, *time);
      else
        append_hex(out, rest.first(width));
    });
  json.end_array();
}

}  // namespace

void write_event(std::string& out, Event const& event, Names const& names) {
  JsonWriter json{out};
  json.begin_object().member("kind", kind_of(event));
  write_said(json, said_of(event), names);
  std::visit([&](auto const& kind) { write_members(json, kind, names); }, event);
  json.end_object();
  out += '\n';
}

void write_value(JsonWriter& json, Evidence const& evidence, Names const& names) {
  json.begin_object();
  write_named(json.key("capture"), names.source(evidence.source), evidence.source);
  write_frames(json.key("frames"), evidence.frames);
  if (evidence.reply != 0) json.member("reply", evidence.reply);
  json.end_object();
}

void write_data(JsonWriter& json, Values const& values) {
  if (values.type == WireType::text || values.type == WireType::utf8)
    return void(json.value(text_of(values.raw)));
  if (is_text(values.type)) {
    std::string text;
    append_decoded(text, values.type, values.raw);
    return void(json.value(text));
  }
  if (is_time(values.type)) return write_times(json, values);
  if (!is_number(values.type))
    return void(json.plain_text([&](std::string& out) { append_hex(out, values.raw); }));
  json.begin_array();
  each_number(values, [&](auto number) { json.value(number); });
  json.end_array();
}

void write_value(JsonWriter& json, Values const& values, Names const&) {
  json.begin_object().member("type", name_of(values.type)).member("count", values.count);
  json.key("data");
  write_data(json, values);
  if (values.encoding != 0) json.member("encoding", values.encoding);
  if (values.quality != Quality::none)
    json.member("quality", name_of(values.quality)).member("quality_code", values.quality_code);
  if (values.time) write_value(json.key("time"), *values.time, Names{});
  json.end_object();
}

void write_value(JsonWriter& json, Object const& object, Names const&) {
  json.begin_object().member("text", to_text(object));
  if (!object.space.empty()) json.member("space", object.space.text());
  if (object.station != 0) json.member("station", object.station);
  if (object.block != 0) json.member("block", object.block);
  if (!object.space.empty() || !object.symbol.empty()) json.member("offset", object.offset);
  if (object.bit != 0) json.member("bit", object.bit);
  if (object.length != 0) json.member("length", object.length);
  if (!object.symbol.empty()) json.member("symbol", object.symbol);
  if (object.element) json.member("element", *object.element);
  if (object.property) json.member("property", *object.property);
  if (!object.property_name.empty()) json.member("property_name", object.property_name.text());
  json.end_object();
}

void write_value(JsonWriter& json, Outcome const& outcome, Names const&) {
  json.begin_object().member("state", name_of(outcome.state));
  if (outcome.code) json.member("code", *outcome.code);
  if (!outcome.reason.empty()) json.member("reason", outcome.reason.text());
  json.end_object();
}

}  // namespace qw
