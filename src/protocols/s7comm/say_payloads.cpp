// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/cursor.hpp"
#include "protocols/s7comm/system_status.hpp"
#include "protocols/s7comm/track.hpp"
#include "vocabulary/voice.hpp"

namespace qw::s7comm {
namespace {

bool indicates_alarm(std::uint8_t subfunction) {
  switch (subfunction) {
    case 0x05:
    case 0x06:
    case 0x0c:
    case 0x11:
    case 0x12:
    case 0x16: return true;
    default: return false;
  }
}

/// Texts of list 1C; its other records are binary profile and OEM numbers.
struct ComponentText {
  std::uint16_t index;
  Attribute attribute;
  Term source;
};
constexpr ComponentText component_texts[] = {
    {1, Attribute::host_name, "S7 SZL 001C, system name"},
    {2, Attribute::role, "S7 SZL 001C, module name"},
    {3, Attribute::location, "S7 SZL 001C, plant identification"},
    {4, Attribute::maker, "S7 SZL 001C, copyright"},
    {5, Attribute::serial, "S7 SZL 001C, serial number"},
    {7, Attribute::model, "S7 SZL 001C, module type"},
    {8, Attribute::hardware, "S7 SZL 001C, memory card"},
    {11, Attribute::location, "S7 SZL 001C, location"},
};

/// Classes of event identifiers in the diagnostic buffer.
Term event_class(std::uint16_t event) {
  switch (event >> 12) {
    case 0x1: return "Standard OB event";
    case 0x2: return "Synchronous error";
    case 0x3: return "Asynchronous error";
    case 0x4: return "Operating state transition";
    case 0x5: return "Run-time event";
    case 0x6: return "Communication event";
    case 0x7: return "Fail-safe or fault-tolerant system event";
    case 0x8: return "Diagnostic data of a module";
    case 0x9: return "Predefined user event";
    case 0xa:
    case 0xb: return "User event";
    default: return "Event";
  }
}

}  // namespace

std::vector<Tracker::Gathering>::iterator Tracker::find_gathering(UserdataView const& view,
                                                                  Side from) {
  return std::ranges::find_if(gatherings_, [&](Gathering const& each) {
    return each.from == from && each.group == view.group && each.subfunction == view.subfunction &&
           each.sequence == view.sequence;
  });
}

/// Joins the data units of a reply or indication; whole ones go on at once.
void Tracker::deliver(UserdataView const& view, Bytes request, Side from, Moment const& moment) {
  auto const found = find_gathering(view, from);
  if (found == gatherings_.end()) {
    if (!view.more) return on_payload(view, request, from, moment);
    if (gatherings_.size() == most_gatherings) gatherings_.erase(gatherings_.begin());
    gatherings_.push_back({from,
                           view.group,
                           view.subfunction,
                           view.sequence,
                           {request.begin(), request.end()},
                           {view.payload.begin(), view.payload.end()}});
    return;
  }
  if (found->octets.size() + view.payload.size() > most_gathered_octets) {
    voice_.say_fault(Fault::limit, "reply is longer than we gather", header_octets, moment);
    gatherings_.erase(found);
    return;
  }
  found->octets.insert(found->octets.end(), view.payload.begin(), view.payload.end());
  if (view.more) return;
  auto const whole = std::move(*found);
  gatherings_.erase(found);
  auto last = view;
  last.payload = whole.octets;
  on_payload(last, whole.request, from, moment);
}

void Tracker::on_payload(UserdataView const& view, Bytes request, Side from, Moment const& moment) {
  switch (view.group) {
    case group::mode_transition:
      if (view.kind == UserdataView::Kind::push) say_mode(view, moment);
      return;
    case group::programmer:
      if (view.subfunction == 2) say_test_samples(view, from, moment);
      return;
    case group::cyclic: return say_cyclic_samples(view, request, from, moment);
    case group::block: return say_block_information(view, request, from, moment);
    case group::cpu: return on_cpu_payload(view, from, moment);
    case group::time:
      if (view.subfunction == 1 || view.subfunction == 3) say_clock(view.payload, moment);
      return;
    default: return;
  }
}

void Tracker::on_cpu_payload(UserdataView const& view, Side from, Moment const& moment) {
  bool const answers = view.kind == UserdataView::Kind::response;
  if (view.subfunction == 1 && answers) return say_szl(view.payload, from, moment);
  if (view.subfunction == 3 && !answers) return say_diagnostic(view.payload, moment);
  if (indicates_alarm(view.subfunction) && !answers) say_alarms(view, moment);
}

/// The first data come with the reply to the request, later ones by themselves.
void Tracker::say_cyclic_samples(UserdataView const& view, Bytes request, Side from,
                                 Moment const& moment) {
  if (view.subfunction != 1 && view.subfunction != 5) return;
  if (view.payload.empty()) return;
  auto const known = std::ranges::find_if(subscriptions_, [&](Subscription const& each) {
    return each.from != from && each.group == view.group && each.sequence == view.sequence;
  });
  if (request.empty() && known != subscriptions_.end()) request = known->request;
  Cursor asked{request};
  auto const count = asked.u16be();
  asked.skip(2);  // interval
  Items items{count, asked.rest()};
  Cursor in{view.payload};
  auto const given = in.u16be();
  DataItems data{given, in.rest()};
  for (DataView value; data.next(value);) {
    ItemView item;
    if (!items.next(item)) item = {};
    if (value.code == success && !value.raw.empty())
      say_sample(item.named(), values_of(item, value), Learnt::subscription, from, moment);
  }
  if (data.broken())
    voice_.say_fault(Fault::length, "cyclic data do not fit their count", header_octets, moment);
}

void Tracker::say_test_samples(UserdataView const& view, Side from, Moment const& moment) {
  if (view.payload.empty()) return;
  auto const known = std::ranges::find_if(subscriptions_, [&](Subscription const& each) {
    return each.from != from && each.group == view.group && each.sequence == view.sequence;
  });
  Bytes const request = known == subscriptions_.end() ? Bytes{} : Bytes{known->request};
  auto const asked = read_test_function(request);
  auto const given = read_test_function(view.payload);
  if (given.broken)
    return voice_.say_fault(Fault::length, "test function does not fit its data", header_octets,
                            moment);
  TestItems items{asked.count, asked.items};
  DataItems data{given.count, given.items};
  for (DataView value; data.next(value);) {
    ItemView item;
    if (!items.next(item)) item = {};
    if (value.code == success && !value.raw.empty())
      say_sample(item.named(), values_of(item, value), Learnt::subscription, from, moment);
  }
}

/// Lists of blocks, and a block's particulars: time stamps, lengths, check sum.
void Tracker::say_block_information(UserdataView const& view, Bytes request, Side from,
                                    Moment const& moment) {
  if (view.payload.empty()) return;
  Object object;
  object.space = "block";
  auto const query = read_block_query(request);
  if (query && view.subfunction > 1) {
    object.space = block_type_name(query->type);
    object.block = query->number;
  }
  object.symbol = userdata_service(view.group, view.subfunction).operation.text();
  object.length = static_cast<std::uint32_t>(view.payload.size());
  say_sample(object, octets_of(view.payload), Learnt::poll, from, moment);
}

void Tracker::say_szl(Bytes payload, Side from, Moment const& moment) {
  if (payload.empty()) return;
  auto const szl = read_szl(payload);
  if (szl.broken)
    return voice_.say_fault(Fault::length, "SZL header is cut", header_octets, moment);
  Object object;
  object.space = "SZL";
  object.block = szl.id;
  object.offset = szl.index;
  object.length = static_cast<std::uint32_t>(szl.data.size());
  say_sample(object, octets_of(szl.data), Learnt::poll, from, moment);
  switch (szl.id & 0xff) {
    case szl_list::module_identification: return say_module_identities(szl, moment);
    case szl_list::component_identification: return say_component_identities(szl, moment);
    case szl_list::operating_state: {
      auto const state = read_operating_state(szl);
      if (state.empty()) return;
      object = {};
      object.space = "operating state";
      object.length = 1;
      object.symbol = szl_state_name(octet_at(state, 0)).text();
      return say_sample(object, {WireType::u8, 1, state}, Learnt::poll, from, moment);
    }
    default: return;
  }
}

void Tracker::say_module_identities(SzlView const& szl, Moment const& moment) {
  ModuleRecords records{szl};
  for (ModuleRecord record; records.next(record);) {
    auto version = record.version();
    switch (record.index) {
      case 0x0001:
        voice_.say_identity(Attribute::order_number, record.order_number, "S7 SZL 0011, module",
                            moment);
        break;
      case 0x0006:
        voice_.say_identity(Attribute::hardware, version, "S7 SZL 0011, basic hardware", moment);
        break;
      case 0x0007:
        voice_.say_identity(Attribute::firmware, version, "S7 SZL 0011, basic firmware", moment);
        break;
      default:
        if (!record.order_number.empty() && !version.empty()) version.insert(0, 1, ' ');
        version.insert(0, record.order_number);
        voice_.say_identity(Attribute::software, version, "S7 SZL 0011, other part", moment);
    }
  }
}

void Tracker::say_component_identities(SzlView const& szl, Moment const& moment) {
  ComponentRecords records{szl};
  for (ComponentRecord record; records.next(record);)
    for (auto const& each : component_texts)
      if (each.index == record.index)
        voice_.say_identity(each.attribute, record.text, each.source, moment);
}

void Tracker::say_alarms(UserdataView const& view, Moment const& moment) {
  bool const acknowledges = view.subfunction == 0x0c;
  Alarms alarms{view.payload, true, acknowledges};
  auto const source = userdata_service(view.group, view.subfunction).operation;
  for (AlarmView alarm; alarms.next(alarm);) {
    SymbolText text;
    text.add("signals ");
    add_hex(text, Bytes{std::array{static_cast<std::byte>(alarm.state)}});
    bool const raised = !alarm.has_state || alarm.state != 0;
    auto const acks = raised ? alarm.ack_coming : alarm.ack_going;
    voice_.say(Alarm{.said = {moment, protocol_name},
                     .source = source.text(),
                     .code = alarm.event,
                     .text = alarm.has_state ? text.view() : std::string_view{"acknowledged"},
                     .state = raised ? AlarmState::raised : AlarmState::cleared,
                     .acknowledged = acknowledges || (raised && (acks & alarm.state) != 0)});
  }
}

/// A device that leaves RUN reports a condition; one that enters it ends that.
void Tracker::say_mode(UserdataView const& view, Moment const& moment) {
  constexpr std::uint8_t run = 2;
  constexpr std::uint8_t run_redundant = 9;
  bool const runs = view.subfunction == run || view.subfunction == run_redundant;
  voice_.say(Alarm{.said = {moment, protocol_name},
                   .source = "operating state",
                   .code = view.subfunction,
                   .text = operating_state_name(view.subfunction).text(),
                   .state = runs ? AlarmState::cleared : AlarmState::raised,
                   .acknowledged = false});
}

void Tracker::say_diagnostic(Bytes payload, Moment const& moment) {
  constexpr std::uint16_t entering = 0x0100;
  Cursor in{payload};
  auto const event = in.u16be();
  if (!in.ok())
    return voice_.say_fault(Fault::length, "diagnostic message is cut", header_octets, moment);
  voice_.say(Alarm{.said = {moment, protocol_name},
                   .source = "diagnostic buffer",
                   .code = event,
                   .text = event_class(event).text(),
                   .state = (event & entering) != 0 ? AlarmState::raised : AlarmState::cleared,
                   .acknowledged = false});
}

/// Reserved octet, century, then eight octets BCD.
void Tracker::say_clock(Bytes payload, Moment const& moment) {
  if (payload.size() < 10) return;
  auto const time = read_date_and_time(payload.subspan(2, 8));
  if (!time)
    return voice_.say_fault(Fault::encoding, "date and time are no BCD time", header_octets,
                            moment);
  voice_.say(Clock{.said = {moment, protocol_name}, .role = ClockRole::told, .time = time});
}

}  // namespace qw::s7comm
