// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "protocols/s7comm/track.hpp"
#include "vocabulary/voice.hpp"

namespace qw::s7comm {
namespace {

Outcome outcome_of(std::uint8_t code) {
  if (code == success) return {Outcome::State::accepted, {}, {}};
  return {Outcome::State::refused, code, return_code_name(code)};
}

/// What became of an item whose part the reply lacks.
constexpr Outcome missing{Outcome::State::unseen, {}, {}};

std::string setup_text(SetupView const& setup) {
  return fmt::format("PDU {} octets, jobs {}/{}", setup.pdu_octets, setup.jobs_calling,
                     setup.jobs_called);
}

/// Of a job its function; of userdata its group, which is the function, and its subfunction.
void number(Command& command, dialogue::Request<Key> const& job) {
  constexpr std::size_t head_octets = 5;  // 00 01 12, length, method
  constexpr std::uint8_t group_bits = 0x0f;
  Cursor in{job.octets};
  if (job.key.kind != Rosctr::job) in.skip(head_octets);
  std::uint32_t const function = in.u8();
  if (!in.ok()) return;
  command.function = job.key.kind == Rosctr::job ? function : function & group_bits;
  if (job.key.kind == Rosctr::job) return;
  std::uint32_t const subfunction = in.u8();
  if (in.ok()) command.subfunction = subfunction;
}

}  // namespace

void Tracker::say_read(Request const& job, PduView const* reply, Answer const& how) {
  auto const asked = pdu_of(job);
  auto const service = job_service(function::read_var);
  auto items = items_of(asked.parameters);
  DataItems answers = reply == nullptr ? DataItems{0, {}} : data_items_of(*reply);
  bool complete = true;
  for (ItemView item; items.next(item);) {
    DataView data;
    bool const answered = reply != nullptr && answers.next(data);
    complete = complete && (answered || reply == nullptr);
    auto const outcome = answered           ? outcome_of(data.code)
                         : reply == nullptr ? how.outcome
                                            : missing;
    say_command(job, service, item.named(), {}, {outcome, how.moment});
    if (answered && data.code == success && !data.raw.empty())
      say_sample(item.named(), values_of(item, data), Learnt::poll, delivery::other(job.from),
                 *how.moment);
  }
  if (items.broken())
    voice_.say_fault(Fault::length, "item does not fit the parameters", header_octets, job.moment);
  if (!complete)
    voice_.say_fault(Fault::mismatch, "reply has fewer items than its job", header_octets,
                     *how.moment);
}

void Tracker::say_write(Request const& job, PduView const* reply, Answer const& how) {
  auto const asked = pdu_of(job);
  auto const service = job_service(function::write_var);
  auto items = items_of(asked.parameters);
  DataItems written = data_items_of(asked);
  Bytes codes = reply == nullptr ? Bytes{} : reply->data;
  bool complete = true;
  for (ItemView item; items.next(item);) {
    DataView data;
    bool const valued = written.next(data);
    bool const answered = reply != nullptr && !codes.empty();
    complete = complete && valued && (answered || reply == nullptr);
    auto const outcome = answered           ? outcome_of(octet_at(codes, 0))
                         : reply == nullptr ? how.outcome
                                            : missing;
    if (answered) codes = codes.subspan(1);
    say_command(job, service, item.named(), valued ? values_of(item, data) : Values{},
                {outcome, how.moment});
  }
  if (items.broken())
    voice_.say_fault(Fault::length, "item does not fit the parameters", header_octets, job.moment);
  if (!complete)
    voice_.say_fault(Fault::mismatch, "items, data and reply differ in number", header_octets,
                     job.moment);
}

/// A negotiated session is a handshake; one that failed is a command that did.
void Tracker::say_setup(Request const& job, PduView const* reply, Answer const& how) {
  auto const asked = read_setup(pdu_of(job).parameters);
  if (asked.broken)
    voice_.say_fault(Fault::length, "setup has another length than 8", header_octets, job.moment);
  auto const access_point = access_point_.text();
  auto const wanted = setup_text(asked);
  Handshake handshake;
  handshake.said = {job.moment, protocol_name, how.moment == nullptr ? 0 : how.moment->frames.last};
  handshake.part = HandshakePart::client;
  handshake.version = wanted;
  handshake.application = access_point;
  voice_.say(handshake);
  if (reply == nullptr) {
    Object object;
    return say_command(job, job_service(function::setup_communication), object, {}, how);
  }
  auto const given = setup_text(read_setup(reply->parameters));
  handshake.said = {*how.moment, protocol_name};
  handshake.part = HandshakePart::server;
  handshake.version = given;
  voice_.say(handshake);
}

void Tracker::say_command(Request const& job, ServiceView const& service, Object object,
                          Values const& values, Answer const& how) {
  if (how.late) return;
  object.station = station_of(delivery::other(job.from));
  Command command{
      .said = {job.moment, protocol_name, how.moment == nullptr ? 0 : how.moment->frames.last},
      .verb = service.verb,
      .operation = service.operation,
      .object = object,
      .values = values,
      .outcome = how.outcome,
      .reply_after = {},
      .transaction = MessageNumber{job.key.reference}};
  number(command, job);
  if (how.moment != nullptr) command.reply_after = dialogue::delay(job.moment, *how.moment);
  voice_.say(command);
}

void Tracker::say_sample(Object object, Values const& values, Learnt learnt, Side from,
                         Moment const& moment) {
  object.station = station_of(from);
  voice_.say(Sample{.said = {moment, protocol_name},
                    .learnt = learnt,
                    .target = moment.speaker,
                    .object = object,
                    .values = values});
}

}  // namespace qw::s7comm
