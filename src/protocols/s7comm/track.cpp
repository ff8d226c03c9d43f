// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/track.hpp"

#include <algorithm>

#include "core/frame_span.hpp"
#include "vocabulary/voice.hpp"

namespace qw::s7comm {
namespace {

constexpr dialogue::Rules rules{.most = most_pending,
                                .most_octets = most_pending_octets,
                                .most_kept = most_pdu_octets,
                                .most_early = most_early,
                                .most_early_octets = most_pdu_octets,
                                .deadline = reply_deadline};

/// Does the packet carry the protocol of newer devices? Its versions are 1 to 3, 254 and 255.
bool is_plus(Bytes packet) {
  if (packet.size() < 5 || octet_at(packet, 0) != 2 || octet_at(packet, 1) != 0xf0) return false;
  auto const version = octet_at(packet, 4);
  return octet_at(packet, 3) == protocol_id_plus &&
         ((version >= 1 && version <= 3) || version >= 0xfe);
}

}  // namespace

std::size_t find_packet(Bytes bytes, dialogue::Astray) {
  return cotp::find_unit(bytes, protocol_id);
}

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, protocol_name}, bodies_{around.bodies}, requests_{*this, rules} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  return messages_.read(
      segment, [&](Bytes packet) { return on_packet(packet, segment.from, segment.moment); },
      [&](Malformed const& bad) { voice_.say_fault(bad, segment.moment); });
}

void Tracker::on_gap(delivery::Side from, std::uint64_t, Stamp at) {
  messages_.lose(from);
  requests_.lose(from, at);
  way(from).assembly.reset();
  for (auto& move : moves_)
    if (!move.announced) move.damage();
  std::erase_if(gatherings_, [&](Gathering const& each) { return each.from == from; });
}

dialogue::Reading Tracker::on_packet(Bytes packet, Side from, Moment const& moment) {
  using Then = delivery::Taken::Then;
  // Not once this protocol was spoken: an octet, even within a unit, must not end the reading.
  if (!spoken_ && !way(from).assembly.open() && is_plus(packet))
    return {.then = Then::offer, .hint = "s7comm_plus", .used = false};
  return {.broken = !on_tpdu(packet, from, moment)};
}

/// False if a rule was broken; that has been said then.
bool Tracker::on_tpdu(Bytes packet, Side from, Moment const& moment) {
  auto const parsed = cotp::parse(packet);
  if (auto const* bad = std::get_if<Malformed>(&parsed)) {
    voice_.say_fault(bad->fault, bad->text, tpkt::header_octets + bad->offset, moment);
    return false;
  }
  auto const& tpdu = std::get_if<0>(&parsed)->message;
  if (tpdu.kind != cotp::Kind::data) {
    on_connect(tpdu, from, moment);
    return true;
  }
  auto& assembly = way(from).assembly;
  auto& frames = way(from).frames;
  if (!assembly.open()) frames = {};
  frames = over(frames, moment.frames);
  switch (assembly.add(tpdu)) {
    case cotp::Assembly::State::partial: return true;
    case cotp::Assembly::State::too_long:
      voice_.say_fault(Fault::limit, "PDU is longer than we join", 0, moment);
      return true;
    case cotp::Assembly::State::whole: break;
  }
  auto whole = moment;
  whole.frames = frames;
  return assembly.unit().empty() || on_unit(assembly.unit(), from, whole);
}

void Tracker::on_connect(cotp::TpduView const& tpdu, Side from, Moment const& moment) {
  auto const called = cotp::find(tpdu.variable, cotp::parameter::called_tsap);
  if (tpdu.kind == cotp::Kind::connection_request) {
    connecting_ = moment;
    access_point_ = AccessPoint{called.value_or(Bytes{})};
  } else if (tpdu.kind == cotp::Kind::connection_confirm) {
    connecting_.reset();
  } else if (tpdu.kind == cotp::Kind::disconnect_request && connecting_) {
    Request job;
    job.moment = *connecting_;
    job.from = delivery::other(from);
    Outcome const refusal{Outcome::State::refused, tpdu.detail, cotp::reason_name(tpdu.detail)};
    Object object;
    object.space = "TSAP";
    auto const name = access_point_.text();
    object.symbol = name;
    say_command(job, {Verb::other, "COTP Connection Request"}, object, {}, {refusal, &moment});
    connecting_.reset();
  }
}

bool Tracker::on_unit(Bytes unit, Side from, Moment const& moment) {
  auto const parsed = parse(unit);
  if (auto const* bad = std::get_if<Malformed>(&parsed)) {
    voice_.say_fault(*bad, moment);
    return false;
  }
  auto const* done = std::get_if<0>(&parsed);
  if (done == nullptr) {
    voice_.say_fault(Fault::length, "PDU is shorter than its lengths say", 6, moment);
    return false;
  }
  spoken_ = true;
  if (done->used < unit.size())
    voice_.say_fault(Fault::length, "octets behind the PDU", done->used, moment);
  on_pdu(done->message, from, moment);
  return true;
}

void Tracker::on_pdu(PduView const& pdu, Side from, Moment const& moment) {
  switch (pdu.kind) {
    case Rosctr::job: ask(pdu, from, moment, false); break;
    case Rosctr::ack:
    case Rosctr::ack_data: answer(pdu, from, moment); break;
    case Rosctr::userdata: on_userdata(pdu, from, moment); break;
  }
}

void Tracker::ask(PduView const& pdu, Side from, Moment const& moment, bool continues) {
  Key const key{pdu.kind, pdu.reference, pdu.error, continues, pdu.parameters.size()};
  requests_.ask(from, moment, key, pdu.parameters_and_data());
}

void Tracker::answer(PduView const& pdu, Side from, Moment const& moment) {
  Key const key{pdu.kind, pdu.reference, pdu.error, false, pdu.parameters.size()};
  requests_.answer(from, moment, key, pdu.parameters_and_data());
}

bool Tracker::answers(Request const& request, Reply const& reply) const {
  bool const userdata = request.key.kind == Rosctr::userdata;
  return request.key.reference == reply.key.reference &&
         userdata == (reply.key.kind == Rosctr::userdata);
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  if (reply.key.kind != Rosctr::userdata) return answer_job(request, reply);
  if (auto const view = read_userdata(pdu_of(reply))) answer_userdata(request, *view, reply);
}

void Tracker::answer_job(Request const& job, Reply const& reply) {
  auto const pdu = pdu_of(reply);
  bool const fits = pdu.parameters.empty() || pdu.function() == pdu_of(job).function();
  if (!fits)
    voice_.say_fault(Fault::mismatch, "reply has another function than its job", 12, reply.moment);
  auto const outcome = pdu.error == 0
                           ? Outcome{Outcome::State::accepted, {}, {}}
                           : Outcome{Outcome::State::refused, pdu.error, error_name(pdu.error)};
  bool const usable = fits && pdu.error == 0 && pdu.kind == Rosctr::ack_data;
  bool const reads = pdu.function() == function::read_var;
  if (reply.late) {
    if (usable && reads) say_read(job, &pdu, {outcome, &reply.moment, true});
  } else if (usable && (reads || pdu.function() == function::write_var)) {
    say_repeated(job, pdu, reply.moment);
  } else {
    say_job(job, usable ? &pdu : nullptr, {outcome, &reply.moment});
  }
}

/// A read or write that was answered, and most likely comes again.
void Tracker::say_repeated(Request const& job, PduView const& reply, Moment const& moment) {
  auto const asked = pdu_of(job);
  auto const where = std::uint64_t{station_of(delivery::other(job.from))} << 32;
  auto const sizes = asked.parameters.size() << 16 | reply.parameters.size() << 1;
  voice_.say_exchange(
      {.asked = job.moment,
       .answered = moment,
       .header = where | (sizes & 0xffff'fffe) | static_cast<std::uint64_t>(job.from),
       .request = asked.parameters_and_data(),
       .reply = reply.parameters_and_data(),
       .asked_octets = asked.parameters.size()},
      [&] {
        say_job(job, &reply, {{Outcome::State::accepted, {}, {}}, &moment});
      });
}

/// The capture began between the two, or lost the request. Some replies say themselves what
/// they are about.
void Tracker::on_unasked(Reply const& reply, bool excused) {
  if (!excused)
    voice_.say_fault(Fault::mismatch, "reply without a request that was seen", 4, reply.moment);
  if (reply.key.kind != Rosctr::userdata) return;
  if (auto const view = read_userdata(pdu_of(reply))) deliver(*view, {}, reply.from, reply.moment);
}

void Tracker::say_job(Request const& job, PduView const* reply, Answer const& how) {
  auto const pdu = pdu_of(job);
  switch (pdu.function()) {
    case function::read_var: return say_read(job, reply, how);
    case function::write_var: return say_write(job, reply, how);
    case function::setup_communication: return say_setup(job, reply, how);
    case function::pi_service: return say_pi_service(job, how);
    case function::plc_stop: {
      Object object;
      object.symbol = read_stop(pdu.parameters);
      return say_command(job, job_service(pdu.function()), object, {}, how);
    }
    case function::request_download:
    case function::download_block:
    case function::download_ended:
    case function::start_upload:
    case function::upload:
    case function::end_upload: return say_block_job(job, reply, how);
    default:
      return say_command(job, job_service(pdu.function()), {}, octets_of(pdu.parameters), how);
  }
}

void Tracker::on_silence(Request const& job, Outcome::State state) {
  Answer const how{{state, {}, {}}, nullptr};
  if (job.key.kind == Rosctr::job) return say_job(job, nullptr, how);
  if (auto const view = read_userdata(pdu_of(job))) say_userdata_request(job, *view, how);
}

void Tracker::on_end(Stamp now) {
  requests_.on_end(now);
  for (auto& move : moves_) move.body.end(move.last_seen);
  moves_.clear();
}

std::size_t Tracker::heap_octets() const {
  std::size_t octets = requests_.heap_octets() + gatherings_.capacity() * sizeof(Gathering) +
                       subscriptions_.capacity() * sizeof(Subscription) +
                       moves_.capacity() * sizeof(BlockMove);
  for (auto const& each : ways_) octets += each.assembly.heap_octets();
  for (auto const& each : gatherings_) octets += each.octets.capacity() + each.request.capacity();
  for (auto const& each : subscriptions_) octets += each.request.capacity();
  return octets;
}

}  // namespace qw::s7comm
