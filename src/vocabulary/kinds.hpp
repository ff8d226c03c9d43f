// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <variant>

#include "core/fault.hpp"
#include "core/moment.hpp"
#include "core/protocol.hpp"
#include "core/tcp_history.hpp"
#include "core/term.hpp"
#include "vocabulary/field.hpp"
#include "vocabulary/terms.hpp"
#include "vocabulary/values.hpp"

/// The thirteen kinds: all that a protocol can say. Every `string_view`, `Bytes`
/// and span in an event is borrowed from its batch's arena and dies with it.
namespace qw {

/// Raised by one when a kind or a member changes; store, JSON, bundles carry it.
inline constexpr int schema_version = 2;

/// What every event carries: when, where, who to whom, and in which protocol.
struct Said {
  Moment moment;
  Protocol protocol;
  FrameNumber reply = 0;  // the frame that answered; 0 if none was seen or wanted
};

/// Several texts; borrowed alike.
using TextList = std::span<std::string_view const>;
/// Several numbers; borrowed alike.
using NumberList = std::span<std::uint32_t const>;

/// By which a sender tells its messages apart: a transaction, an invocation, a sequence. It says
/// nothing of what is meant, so that a message with another number may be the same again.
enum class MessageNumber : std::uint32_t {};

/// Who talked with whom, and how much. Speaker is who opened it, as far as seen.
/// Counters speak of the time since the last event of the same conversation, so
/// that sums over events are sums over frames.
struct Conversation {
  Said said;
  Phase phase = Phase::opened;
  Term transport;    // "tcp", "udp", "icmp", "ethertype 0x8892"
  Protocol service;  // empty while unknown
  ServiceBasis basis = ServiceBasis::none;
  Encryption encryption = Encryption::unknown;
  Stamp first;  // first and last frame of the conversation so far
  Stamp last;
  std::uint64_t frames_out = 0;  // from speaker to listener
  std::uint64_t frames_in = 0;
  std::uint64_t octets_out = 0;  // on the wire, outermost unmirrored frame
  std::uint64_t octets_in = 0;
  std::uint64_t payload_out = 0;  // above the transport, retransmissions excluded
  std::uint64_t payload_in = 0;
  std::uint64_t lost_out = 0;  // payload that was acknowledged but never seen
  std::uint64_t lost_in = 0;
  std::uint64_t repeated_frames = 0;    // retransmissions, either way
  std::uint64_t understood_octets = 0;  // payload that a protocol consumed
  std::uint8_t hops_out = 0;            // time to live of the first frame each way; 0 not seen
  std::uint8_t hops_in = 0;
  Address mac_out;  // link address that sent the first frame each way
  Address mac_in;
  std::uint16_t vlan = 0;  // outermost tag of the first frame; 0 untagged
  CloseCause close = CloseCause::none;
  std::string_view opening;                    // first octets, at most 16, of an unknown service
  TcpHistory history;                          // so far; empty but for TCP
  std::optional<std::uint64_t> ip_octets_out;  // of IP packets, headers included
  std::optional<std::uint64_t> ip_octets_in;
  std::uint8_t ip_protocol = 0;       // number of what IP carries; 0 none
  std::optional<std::uint16_t> icmp;  // type << 8 | code of its first message
  std::uint16_t inner_vlan = 0;       // second tag of the first frame; 0 none
  // The rest is for analyses, and not stored.
  bool opener_guessed = false;  // who opened it: not seen, and neither ports nor content tell
  bool opening_lost = false;  // of an unknown service: who opened it said more before what was seen
  bool answered = false;      // TCP: what the server said first is of the protocol by itself

  static constexpr auto fields() {
    using C = Conversation;
    return std::tuple{field("phase", &C::phase),
                      field("transport", &C::transport),
                      field("service", &C::service),
                      field("basis", &C::basis),
                      field("encryption", &C::encryption),
                      field("first", &C::first),
                      field("last", &C::last),
                      field("frames_out", &C::frames_out, "frames"),
                      field("frames_in", &C::frames_in, "frames"),
                      field("octets_out", &C::octets_out, "octets"),
                      field("octets_in", &C::octets_in, "octets"),
                      field("payload_out", &C::payload_out, "octets"),
                      field("payload_in", &C::payload_in, "octets"),
                      field("lost_out", &C::lost_out, "octets"),
                      field("lost_in", &C::lost_in, "octets"),
                      field("repeated_frames", &C::repeated_frames, "frames"),
                      field("understood_octets", &C::understood_octets, "octets"),
                      field("hops_out", &C::hops_out),
                      field("hops_in", &C::hops_in),
                      field("mac_out", &C::mac_out),
                      field("mac_in", &C::mac_in),
                      field("vlan", &C::vlan),
                      field("close", &C::close),
                      field("opening", &C::opening, "hex"),
                      field("history", &C::history),
                      field("ip_octets_out", &C::ip_octets_out, "octets"),
                      field("ip_octets_in", &C::ip_octets_in, "octets"),
                      field("ip_protocol", &C::ip_protocol),
                      field("icmp", &C::icmp),
                      field("inner_vlan", &C::inner_vlan)};
  }
};

/// What became of a request. `code` and `reason` are the protocol's own.
struct Outcome {
  enum class State : std::uint8_t {
    none,  // no answer is foreseen
    accepted,
    refused,
    unanswered,  // the deadline passed
    unseen,      // the capture cannot tell: reply direction missing, gap, end of capture
  };
  State state = State::none;
  std::optional<std::uint32_t> code;
  Term reason;
};
constexpr std::string_view name_of(Outcome::State state) {
  constexpr std::string_view names[] = {"none", "accepted", "refused", "unanswered", "unseen"};
  return names[static_cast<std::size_t>(state)];
}

/// One host asked another to do or tell something, and what came of it.
struct Command {
  Said said;
  Verb verb = Verb::read;  // what it amounts to in any protocol
  Term operation;          // the specification's own name: "Write Multiple Registers"
  Object object;
  Values values;  // written, or what parametrises it; a read's values are a Sample
  Outcome outcome;
  std::optional<Nanoseconds> reply_after;
  std::optional<MessageNumber> transaction;
  std::optional<std::uint32_t> function;     // number of the operation
  std::optional<std::uint32_t> subfunction;  // ... and of what it is a part
  std::optional<std::uint32_t> origin;       // who asks behind the speaker, as `object.station`
  std::uint8_t priority = 0;                 // as the protocol ranks it; 0 none

  static constexpr auto fields() {
    using C = Command;
    return std::tuple{field("verb", &C::verb),
                      field("operation", &C::operation),
                      field("object", &C::object),
                      field("values", &C::values),
                      field("outcome", &C::outcome),
                      field("reply_after", &C::reply_after, "ns"),
                      field("transaction", &C::transaction),
                      field("function", &C::function),
                      field("subfunction", &C::subfunction),
                      field("origin", &C::origin),
                      field("priority", &C::priority)};
  }
};

/// Process values were seen. Speaker is who sent them.
struct Sample {
  Said said;
  Learnt learnt = Learnt::poll;
  Endpoint target;  // the device whose values they are
  Object object;
  Values values;  // one contiguous block, not one event a register
  std::optional<MessageNumber> sequence;
  std::string_view unit;  // as the wire names it

  static constexpr auto fields() {
    using S = Sample;
    return std::tuple{field("learnt", &S::learnt),     field("target", &S::target),
                      field("object", &S::object),     field("values", &S::values),
                      field("sequence", &S::sequence), field("unit", &S::unit)};
  }
};

/// A device reported a condition.
struct Alarm {
  Said said;
  std::string_view source;  // what in the device
  std::optional<std::uint32_t> code;
  std::string_view text;
  AlarmState state = AlarmState::raised;
  bool acknowledged = false;
  std::uint16_t severity = 0;  // 1 to 1000, as OPC UA ranks them (Part 5, 6.4.2); 0 none
  std::optional<Stamp> time;   // when it came about, by the device's clock
  Object object;               // what it is about
  std::optional<MessageNumber> sequence;

  static constexpr auto fields() {
    using A = Alarm;
    return std::tuple{field("source", &A::source),
                      field("code", &A::code),
                      field("text", &A::text),
                      field("state", &A::state),
                      field("acknowledged", &A::acknowledged),
                      field("severity", &A::severity),
                      field("time", &A::time),
                      field("object", &A::object),
                      field("sequence", &A::sequence)};
  }
};

/// Something said who it is.
struct Identity {
  Said said;
  Host subject;  // whom it is about; usually the speaker
  Attribute attribute = Attribute::model;
  std::string_view value;
  Term source;  // message and field: "DHCP option 12"
  Basis basis = Basis::declared;

  static constexpr auto fields() {
    using I = Identity;
    return std::tuple{field("subject", &I::subject), field("attribute", &I::attribute),
                      field("value", &I::value), field("source", &I::source),
                      field("basis", &I::basis)};
  }
};

/// Two addresses were tied together: `subject` is reachable as, leased to,
/// routed by or neighbour of `object`.
struct Binding {
  Said said;
  Relation relation = Relation::address;
  Address subject;
  Address object;
  std::string_view detail;  // port name, prefix
  std::optional<std::uint32_t> lifetime;

  static constexpr auto fields() {
    using B = Binding;
    return std::tuple{field("relation", &B::relation), field("subject", &B::subject),
                      field("object", &B::object), field("detail", &B::detail),
                      field("lifetime", &B::lifetime, "s")};
  }
};

/// A name was looked up or announced. Speaker is the asker, or who announced.
struct Name {
  Said said;
  NamePhase phase = NamePhase::asked;
  std::string_view question;  // as in the message, without the final dot
  Term record;                // "A", "PTR", "NB"
  TextList answers;           // in the order of the message, as text
  Outcome outcome;            // of an answer: the response code
  std::optional<MessageNumber> transaction;
  std::optional<std::uint32_t> flags;  // second word of a DNS header
  NumberList lifetimes;                // of the answers, in their order
  std::optional<Nanoseconds> reply_after;

  static constexpr auto fields() {
    using N = Name;
    return std::tuple{field("phase", &N::phase),
                      field("question", &N::question),
                      field("record", &N::record),
                      field("answers", &N::answers),
                      field("outcome", &N::outcome),
                      field("transaction", &N::transaction),
                      field("flags", &N::flags),
                      field("lifetimes", &N::lifetimes, "s"),
                      field("reply_after", &N::reply_after, "ns")};
  }
};

/// Someone told or asked the time.
struct Clock {
  Said said;
  ClockRole role = ClockRole::told;
  std::optional<Stamp> time;  // what it says it is
  std::optional<std::uint8_t> stratum;
  std::string_view source;             // reference identifier
  std::optional<std::uint32_t> ticks;  // a counter that the clock drives: TCP's time stamps

  static constexpr auto fields() {
    using C = Clock;
    return std::tuple{field("role", &C::role), field("time", &C::time),
                      field("stratum", &C::stratum), field("source", &C::source),
                      field("ticks", &C::ticks)};
  }
};

/// A session was negotiated; one event for each side's part of it.
struct Handshake {
  Said said;
  HandshakePart part = HandshakePart::client;
  std::string_view version;  // "TLS 1.3", the SSH banner, the SMB dialect
  std::string_view server_name;
  std::string_view application;  // ALPN, or what the protocol calls it
  std::string_view cipher;
  std::string_view fingerprint;      // JA4 of a TLS client
  std::string_view fingerprint_old;  // JA3 of a TLS client
  std::string_view certificate;      // SHA-256 of the first certificate, hex
  std::string_view subject;
  std::string_view issuer;
  TextList names;  // subject alternative names
  std::optional<Stamp> not_before;
  std::optional<Stamp> not_after;

  static constexpr auto fields() {
    using H = Handshake;
    return std::tuple{field("part", &H::part),
                      field("version", &H::version),
                      field("server_name", &H::server_name),
                      field("application", &H::application),
                      field("cipher", &H::cipher),
                      field("fingerprint", &H::fingerprint),
                      field("fingerprint_old", &H::fingerprint_old),
                      field("certificate", &H::certificate),
                      field("subject", &H::subject),
                      field("issuer", &H::issuer),
                      field("names", &H::names),
                      field("not_before", &H::not_before),
                      field("not_after", &H::not_after)};
  }
};

/// Someone authenticated. The secret never enters an event.
struct Login {
  Said said;
  std::string_view account;
  Term method;            // "PASS", "Basic", "NTLM", "community"
  bool in_clear = false;  // could a listener have learnt the secret
  Outcome outcome;
  bool guest = false;  // let in as nobody in particular

  static constexpr auto fields() {
    using L = Login;
    return std::tuple{field("account", &L::account), field("method", &L::method),
                      field("in_clear", &L::in_clear), field("outcome", &L::outcome),
                      field("guest", &L::guest)};
  }
};

/// An object moved from speaker to listener.
struct Transfer {
  Said said;
  TransferKind what = TransferKind::file;
  std::string_view name;  // path, URL, block name
  std::string_view media_type;
  std::uint64_t octets = 0;  // seen
  std::string_view digest;   // SHA-256, hex; empty if not complete
  bool complete = false;

  static constexpr auto fields() {
    using T = Transfer;
    return std::tuple{field("what", &T::what),
                      field("name", &T::name),
                      field("media_type", &T::media_type),
                      field("octets", &T::octets, "octets"),
                      field("digest", &T::digest),
                      field("complete", &T::complete)};
  }
};

/// Goods were named.
struct Cargo {
  Said said;
  CargoKind what = CargoKind::container;
  std::string_view value;
  std::string_view context;  // where: "HTTP request body, field containerId"
  std::uint8_t score = 0;    // of what is only likely to be it, in percent; 0 not scored

  static constexpr auto fields() {
    using C = Cargo;
    return std::tuple{field("what", &C::what), field("value", &C::value),
                      field("context", &C::context), field("score", &C::score)};
  }
};

/// A rule of the protocol was broken.
struct Irregularity {
  Said said;
  Fault fault = Fault::value;
  Term text;                 // for people
  std::uint64_t offset = 0;  // octets from the start of the message

  static constexpr auto fields() {
    using I = Irregularity;
    return std::tuple{field("fault", &I::fault), field("text", &I::text),
                      field("offset", &I::offset, "octets")};
  }
};

using Event = std::variant<Conversation, Command, Sample, Alarm, Identity, Binding, Name, Clock,
                           Handshake, Login, Transfer, Cargo, Irregularity>;

namespace detail {
template <class Variant>
struct PointersTo;
template <class... Kinds>
struct PointersTo<std::variant<Kinds...>> {
  using Type = std::variant<Kinds const*...>;
};
}  // namespace detail

/// An event that lies elsewhere, as it is at hand: an Event is large whatever its kind.
using EventRef = detail::PointersTo<Event>::Type;

inline EventRef ref_to(Event const& event) {
  return std::visit([](auto const& kind) { return EventRef{&kind}; }, event);
}

/// Names of the kinds, in the order of `Event`.
inline constexpr std::string_view kind_names[] = {
    "conversation", "command",   "sample", "alarm",    "identity", "binding",     "name",
    "clock",        "handshake", "login",  "transfer", "cargo",    "irregularity"};

inline std::string_view kind_of(Event const& event) { return kind_names[event.index()]; }

inline Said const& said_of(Event const& event) {
  return std::visit([](auto const& kind) -> Said const& { return kind.said; }, event);
}

}  // namespace qw
