// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/cursor.hpp"
#include "protocols/s7comm/track.hpp"
#include "vocabulary/voice.hpp"

namespace qw::s7comm {
namespace {

/// Functions whose reply is worthless without data: "object does not exist" then
/// is a refusal, elsewhere it only says that there is no data.
bool answers_with_data(UserdataView const& view) {
  switch (view.group) {
    case group::cyclic: return view.subfunction != 4;
    case group::block: return true;
    case group::cpu: return view.subfunction == 1;
    case group::time: return view.subfunction == 1 || view.subfunction == 3;
    default: return false;
  }
}

Outcome outcome_of(UserdataView const& reply) {
  if (reply.error != 0) return {Outcome::State::refused, reply.error, error_name(reply.error)};
  bool const empty_handed = reply.return_code == 0x0a && reply.payload.empty();
  bool const fine = reply.return_code == success || reply.return_code == 0 ||
                    (empty_handed && !answers_with_data(reply));
  if (fine) return {Outcome::State::accepted, {}, {}};
  return {Outcome::State::refused, reply.return_code, return_code_name(reply.return_code)};
}

Object block_object(Bytes payload) {
  Object object;
  object.space = "block";
  auto const query = read_block_query(payload);
  if (!query) return object;
  auto const type = block_type_name(query->type);
  if (!type.empty()) object.space = type;
  object.block = query->number;
  return object;
}

/// What a request that names one object is about.
Object object_of(UserdataView const& view) {
  Object object;
  if (view.group == group::block && view.subfunction > 1) return block_object(view.payload);
  if (view.group == group::cpu && view.subfunction == 1) {
    auto const szl = read_szl_request(view.payload);
    object.space = "SZL";
    object.block = szl.id;
    object.offset = szl.index;
  }
  if (view.group == group::cpu && view.subfunction == 2 && view.payload.size() > 2)
    object.symbol = text_of(view.payload.subspan(2));  // who subscribes, and as what
  return object;
}

/// Does the request only ask for the next data unit of a reply? It names the job
/// by its number then, and nothing else.
bool is_continuation(UserdataView const& view) {
  bool const gives_units =
      view.group == group::block || (view.group == group::cpu && view.subfunction == 1);
  return gives_units && view.in_units && view.payload.empty();
}

/// BSEND: a specification that names the receiver's R_ID, then the data.
struct BlockSend {
  Object object;
  Bytes data;
};
BlockSend read_bsend(Bytes payload) {
  Cursor in{payload};
  in.skip(1);  // variable specification
  Cursor address{in.take(in.u8())};
  auto const syntax = address.u8();
  address.skip(1);
  BlockSend send{.object = {}, .data = in.rest()};
  send.object.space = "R_ID";
  send.object.block = address.u32be();
  if (!in.ok() || !address.ok() || syntax != 0x13) return {{}, payload};
  return send;
}

}  // namespace

void Tracker::on_userdata(PduView const& pdu, Side from, Moment const& moment) {
  auto const view = read_userdata(pdu);
  if (!view) {
    voice_.say_fault(Fault::value, "userdata without its header", header_octets, moment);
    return;
  }
  switch (view->kind) {
    case UserdataView::Kind::push: return deliver(*view, {}, from, moment);
    case UserdataView::Kind::request: return ask(pdu, from, moment, is_continuation(*view));
    case UserdataView::Kind::response: return answer(pdu, from, moment);
  }
}

void Tracker::answer_userdata(Request const& job, UserdataView const& view, Reply const& reply) {
  auto const asked = read_userdata(pdu_of(job));
  if (!asked) return;
  auto const outcome = outcome_of(view);
  bool const tells = !job.key.continues || outcome.state == Outcome::State::refused;
  if (tells && !reply.late) say_userdata_request(job, *asked, {outcome, &reply.moment});
  if (outcome.state != Outcome::State::accepted) return;
  if (job.key.continues && find_gathering(view, reply.from) == gatherings_.end())
    return;  // its head is lost
  subscribe(view, asked->payload, job.from);
  deliver(view, asked->payload, reply.from, reply.moment);
}

void Tracker::say_userdata_request(Request const& job, UserdataView const& view,
                                   Answer const& how) {
  auto const service = userdata_service(view.group, view.subfunction);
  switch (view.group) {
    case group::security:
      if (view.subfunction == 1) return say_login(job, how);
      return say_command(job, service, {}, {}, how);  // its data may be a secret
    case group::programmer:
      if (view.subfunction == 2 || view.subfunction == 8 || view.subfunction == 9)
        return say_test_items(job, view, how);
      return say_command(job, service, {}, octets_of(view.payload), how);
    case group::cyclic:
      if (view.subfunction == 1 || view.subfunction == 5) return say_cyclic_items(job, view, how);
      return say_command(job, service, {}, octets_of(view.payload), how);
    case group::cpu:
      if (view.subfunction == 0x0b) return say_alarm_acks(job, view, how);
      return say_command(job, service, object_of(view), {}, how);
    case group::block: return say_command(job, service, object_of(view), {}, how);
    case group::pbc: {
      auto const send = read_bsend(view.payload);
      return say_command(job, service, send.object, octets_of(send.data), how);
    }
    case group::time:
      say_command(job, service, {}, octets_of(view.payload), how);
      if (service.verb == Verb::set_clock) say_clock(view.payload, job.moment);
      return;
    default: return say_command(job, service, {}, octets_of(view.payload), how);
  }
}

/// The password is only disguised, octet by octet, so whoever listened has it.
void Tracker::say_login(Request const& job, Answer const& how) {
  voice_.say(Login{
      .said = {job.moment, protocol_name, how.moment == nullptr ? 0 : how.moment->frames.last},
      .account = {},
      .method = "S7 password",
      .in_clear = true,
      .outcome = how.outcome});
}

/// Variable status watches, Modify variable and Force set: values follow the
/// addresses.
void Tracker::say_test_items(Request const& job, UserdataView const& view, Answer const& how) {
  auto const service = userdata_service(view.group, view.subfunction);
  auto const test = read_test_function(view.payload);
  if (test.broken)
    voice_.say_fault(Fault::length, "test function does not fit its data", header_octets,
                     job.moment);
  TestItems addresses{test.count, test.items};
  for (ItemView item; addresses.next(item);) {
  }
  DataItems values{test.count, view.subfunction == 2 ? Bytes{} : addresses.rest()};
  TestItems items{test.count, test.items};
  bool said = false;
  for (ItemView item; items.next(item); said = true) {
    DataView data;
    bool const valued = values.next(data);
    say_command(job, service, item.named(), valued ? values_of(item, data) : Values{}, how);
  }
  if (!said) say_command(job, service, {}, octets_of(view.payload), how);
}

void Tracker::say_cyclic_items(Request const& job, UserdataView const& view, Answer const& how) {
  auto const service = userdata_service(view.group, view.subfunction);
  Cursor in{view.payload};
  auto const count = in.u16be();
  in.skip(2);  // interval: time base and factor
  Items items{count, in.rest()};
  bool said = false;
  for (ItemView item; items.next(item); said = true)
    say_command(job, service, item.named(), {}, how);
  if (items.broken())
    voice_.say_fault(Fault::length, "item does not fit the data", header_octets, job.moment);
  if (!said) say_command(job, service, {}, octets_of(view.payload), how);
}

void Tracker::say_alarm_acks(Request const& job, UserdataView const& view, Answer const& how) {
  auto const service = userdata_service(view.group, view.subfunction);
  Alarms alarms{view.payload, false, true};
  for (AlarmView alarm; alarms.next(alarm);) {
    Object object;
    object.space = "alarm";
    object.block = alarm.event;
    say_command(job, service, object, {}, how);
  }
}

/// Keeps what a cyclic job is about; its later data name only the job's number.
void Tracker::subscribe(UserdataView const& view, Bytes request, Side from) {
  bool const cyclic =
      view.group == group::cyclic && (view.subfunction == 1 || view.subfunction == 5);
  bool const watched = view.group == group::programmer && view.subfunction == 2;
  if (!cyclic && !watched) return;
  auto found = std::ranges::find_if(subscriptions_, [&](Subscription const& each) {
    return each.from == from && each.group == view.group && each.sequence == view.sequence;
  });
  if (found == subscriptions_.end()) {
    if (subscriptions_.size() == most_subscriptions) subscriptions_.erase(subscriptions_.begin());
    found = subscriptions_.insert(subscriptions_.end(), Subscription{});
  }
  found->from = from;
  found->group = view.group;
  found->sequence = view.sequence;
  found->request.assign(request.begin(), request.end());
}

}  // namespace qw::s7comm
