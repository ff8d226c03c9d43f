// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/track.hpp"

#include <algorithm>

#include "carriers/tpkt.hpp"
#include "core/frame_span.hpp"
#include "vocabulary/voice.hpp"

namespace qw::s7comm {
namespace {

/// Octets by which a packet that begins a PDU is known: TPKT, data TPDU, 32 hex.
constexpr std::size_t mark_octets = 8;

bool fits_mark(Bytes bytes, std::size_t index) {
  auto const octet = octet_at(bytes, index);
  switch (index) {
    case 0: return octet == 3;
    case 1: return octet == 0;
    case 4: return octet == 2;
    case 5: return octet == 0xf0;
    case 7: return octet == protocol_id;
    default: return true;
  }
}

/// Where the next packet may begin; the size if nowhere. A mark that the end cuts
/// counts, so that it is looked at again with more behind it.
std::size_t find_packet(Bytes bytes) {
  for (std::size_t start = 0; start < bytes.size(); ++start) {
    auto const rest = bytes.subspan(start);
    std::size_t fitting = 0;
    while (fitting < std::min(mark_octets, rest.size()) && fits_mark(rest, fitting)) ++fitting;
    if (fitting == std::min(mark_octets, rest.size())) return start;
  }
  return bytes.size();
}

/// Does the packet carry the protocol of newer devices? Its versions are 1 to 3, 254 and 255.
bool is_plus(Bytes packet) {
  if (packet.size() < 5 || octet_at(packet, 0) != 2 || octet_at(packet, 1) != 0xf0) return false;
  auto const version = octet_at(packet, 4);
  return octet_at(packet, 3) == protocol_id_plus &&
         ((version >= 1 && version <= 3) || version >= 0xfe);
}

}  // namespace

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  using Then = delivery::Taken::Then;
  auto& from = way(segment.from);
  std::size_t used = 0;
  while (used < segment.bytes.size()) {
    if (from.searching) {
      used += find_packet(segment.bytes.subspan(used));
      if (segment.bytes.size() - used < mark_octets) return {used, mark_octets};
      from.searching = false;
    }
    auto const rest = segment.bytes.subspan(used);
    auto const packet = tpkt::parse(rest);
    if (auto const* more = std::get_if<NeedMore>(&packet)) return {used, more->total};
    if (auto const* bad = std::get_if<Malformed>(&packet)) {
      voice_.say_fault(*bad, segment.moment);
      if (++from.faults >= most_faults) return {used, 0, Then::give_up};
      from.searching = true;
      ++used;
      continue;
    }
    auto const& done = *std::get_if<0>(&packet);
    // Not once this protocol was spoken: an octet, even within a unit, must not end the reading.
    if (!spoken_ && !from.assembly.open() && is_plus(done.message))
      return {used, 0, Then::offer, "s7comm_plus"};
    if (on_packet(done.message, segment.from, segment.moment))
      from.faults = 0;
    else if (++from.faults >= most_faults)
      return {used, 0, Then::give_up};
    used += done.used;
  }
  return {used};
}

void Tracker::on_gap(delivery::Side from, std::uint64_t, Stamp) {
  auto& gapped = way(from);
  gapped.lost = true;
  gapped.searching = true;
  gapped.assembly.reset();
  for (auto& move : moves_) move.damaged = move.damaged || !move.announced;
  std::erase_if(gatherings_, [&](Gathering const& each) { return each.from == from; });
}

/// False if a rule was broken; that has been said then.
bool Tracker::on_packet(Bytes packet, Side from, Moment const& moment) {
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
    HeldPdu job;
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
    case Rosctr::job: on_request(pdu, from, moment, false); break;
    case Rosctr::ack:
    case Rosctr::ack_data: on_reply(pdu, from, moment); break;
    case Rosctr::userdata: on_userdata(pdu, from, moment); break;
  }
}

void Tracker::on_request(PduView const& pdu, Side from, Moment const& moment, bool continues) {
  auto const octets = pdu.parameters.size() + pdu.data.size();
  while (waiting_ == most_pending ||
         (waiting_ > 0 && pending_octets_ + octets > most_pending_octets)) {
    close_job(jobs_.front(), silence(jobs_.front()));
    drop_job(0);
  }
  if (waiting_ == jobs_.size()) jobs_.emplace_back();
  auto& job = jobs_[waiting_++];
  job.hold(pdu, from, moment);
  job.continues = continues;
  pending_octets_ += octets;
  meet_early(waiting_ - 1);
}

void Tracker::HeldPdu::hold(PduView const& pdu, Side sender, Moment const& when) {
  moment = when;
  from = sender;
  kind = pdu.kind;
  reference = pdu.reference;
  error = pdu.error;
  octets.assign(pdu.parameters.begin(), pdu.parameters.end());
  octets.insert(octets.end(), pdu.data.begin(), pdu.data.end());
  parameter_octets = pdu.parameters.size();
}

void Tracker::on_reply(PduView const& pdu, Side from, Moment const& moment) {
  auto const kind = pdu.kind == Rosctr::userdata ? Rosctr::userdata : Rosctr::job;
  auto const index = find_job(delivery::other(from), kind, pdu.reference);
  if (index == waiting_) return hold_early(pdu, from, moment);
  answer(index, pdu, from, moment);
}

void Tracker::answer(std::size_t index, PduView const& pdu, Side from, Moment const& moment) {
  auto const& job = jobs_[index];
  if (pdu.kind == Rosctr::userdata) {
    if (auto const view = read_userdata(pdu)) answer_userdata(job, *view, from, moment);
    return drop_job(index);
  }
  bool const fits = pdu.parameters.empty() || pdu.function() == job.pdu().function();
  if (!fits)
    voice_.say_fault(Fault::mismatch, "reply has another function than its job", 12, moment);
  auto const outcome = pdu.error == 0
                           ? Outcome{Outcome::State::accepted, {}, {}}
                           : Outcome{Outcome::State::refused, pdu.error, error_name(pdu.error)};
  bool const usable = fits && pdu.error == 0 && pdu.kind == Rosctr::ack_data;
  bool const comes_again =
      pdu.function() == function::read_var || pdu.function() == function::write_var;
  if (usable && comes_again)
    say_cyclic(job, pdu, moment);
  else
    say_job(job, usable ? &pdu : nullptr, {outcome, &moment});
  drop_job(index);
}

/// A read or write that was answered, and most likely comes again.
void Tracker::say_cyclic(HeldPdu const& job, PduView const& reply, Moment const& moment) {
  auto const asked = job.pdu();
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

void Tracker::hold_early(PduView const& pdu, Side from, Moment const& moment) {
  if (early_.size() == most_early) {
    release_early(early_.front());
    early_.erase(early_.begin());
  }
  early_.emplace_back().hold(pdu, from, moment);
}

/// Was the reply to this job there before it?
void Tracker::meet_early(std::size_t index) {
  auto const& job = jobs_[index];
  auto const found = std::ranges::find_if(early_, [&](HeldPdu const& reply) {
    return reply.from != job.from && reply.reference == job.reference &&
           (reply.kind == Rosctr::userdata) == (job.kind == Rosctr::userdata) &&
           reply.moment.at >= job.moment.at;
  });
  if (found == early_.end()) return;
  auto const reply = std::move(*found);
  early_.erase(found);
  answer(index, reply.pdu(), reply.from, reply.moment);
}

/// No request came: the capture began between the two, or lost it.
void Tracker::release_early(HeldPdu const& reply) {
  voice_.say_fault(Fault::mismatch, "reply without a request that was seen", 4, reply.moment);
  if (reply.kind != Rosctr::userdata) return;
  // Some replies say themselves what they are about.
  if (auto const view = read_userdata(reply.pdu())) deliver(*view, {}, reply.from, reply.moment);
}

std::size_t Tracker::find_job(Side from, Rosctr kind, std::uint16_t reference) const {
  std::size_t index = 0;
  while (index < waiting_ && (jobs_[index].from != from || jobs_[index].kind != kind ||
                              jobs_[index].reference != reference))
    ++index;
  return index;
}

/// Its memory goes behind those that wait, for the next one.
void Tracker::drop_job(std::size_t index) {
  pending_octets_ -= jobs_[index].octets.size();
  auto const at = jobs_.begin() + static_cast<std::ptrdiff_t>(index);
  std::rotate(at, at + 1, jobs_.begin() + static_cast<std::ptrdiff_t>(waiting_));
  --waiting_;
}

void Tracker::say_job(HeldPdu const& job, PduView const* reply, Reply const& how) {
  auto const pdu = job.pdu();
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

/// The job ended without a reply.
void Tracker::close_job(HeldPdu const& job, Outcome::State state) {
  Reply const how{{state, {}, {}}, nullptr};
  if (job.kind == Rosctr::job) return say_job(job, nullptr, how);
  if (auto const view = read_userdata(job.pdu())) say_userdata_request(job, *view, how);
}

Outcome::State Tracker::silence(HeldPdu const& job) const {
  return ways_[static_cast<std::size_t>(delivery::other(job.from))].lost
             ? Outcome::State::unseen
             : Outcome::State::unanswered;
}

std::optional<Stamp> Tracker::deadline() const {
  std::optional<Stamp> next;
  if (waiting_ > 0) next = jobs_.front().moment.at + reply_deadline;
  if (!early_.empty()) {
    auto const patience = early_.front().moment.at + early_patience;
    next = next ? std::min(*next, patience) : patience;
  }
  return next;
}

void Tracker::on_time(Stamp now) {
  while (!early_.empty() && early_.front().moment.at + early_patience <= now) {
    release_early(early_.front());
    early_.erase(early_.begin());
  }
  while (waiting_ > 0 && jobs_.front().moment.at + reply_deadline <= now) {
    close_job(jobs_.front(), silence(jobs_.front()));
    drop_job(0);
  }
}

void Tracker::on_end(Stamp now) {
  on_time(now);
  for (auto const& reply : early_) release_early(reply);
  early_.clear();
  for (; waiting_ > 0; drop_job(0)) close_job(jobs_.front(), Outcome::State::unseen);
  for (auto& move : moves_) finish_move(move);
  moves_.clear();
}

std::size_t Tracker::heap_octets() const {
  std::size_t octets = (jobs_.capacity() + early_.capacity()) * sizeof(HeldPdu) +
                       gatherings_.capacity() * sizeof(Gathering) +
                       subscriptions_.capacity() * sizeof(Subscription) +
                       moves_.capacity() * sizeof(BlockMove);
  for (auto const& each : ways_) octets += each.assembly.heap_octets();
  for (auto const& each : jobs_) octets += each.octets.capacity();
  for (auto const& each : early_) octets += each.octets.capacity();
  for (auto const& each : gatherings_) octets += each.octets.capacity() + each.request.capacity();
  for (auto const& each : subscriptions_) octets += each.request.capacity();
  return octets;
}

}  // namespace qw::s7comm
