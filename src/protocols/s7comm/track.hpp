// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "carriers/cotp.hpp"
#include "carriers/tpkt.hpp"
#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/s7comm/access_point.hpp"
#include "protocols/s7comm/blocks.hpp"
#include "protocols/s7comm/items.hpp"
#include "protocols/s7comm/parse.hpp"
#include "protocols/s7comm/userdata.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::s7comm {

inline constexpr std::uint16_t ports[] = {102};
inline constexpr ProtocolDescription description{
    .name = "s7comm",
    .title = "S7 communication",
    .traits = {Trait::industrial, Trait::steers_machines},
    .tcp_ports = ports,
    .known_as = {.symbols = "STEP 7"}};
inline constexpr Protocol protocol_name{description};

inline constexpr std::size_t most_pdu_octets = 16 * 1024;  // devices offer 240 to 4096
inline constexpr std::size_t most_pending = 32;            // jobs that wait for their reply
inline constexpr std::size_t most_pending_octets = 128 * 1024;
inline constexpr std::size_t most_early = 32;      // replies that wait for their job
inline constexpr std::size_t most_blocks = 8;      // blocks on their way at once
inline constexpr std::size_t most_gatherings = 4;  // replies in several data units
inline constexpr std::size_t most_gathered_octets = 64 * 1024;
inline constexpr std::size_t most_subscriptions = 16;       // cyclic jobs whose addresses are kept
inline constexpr int most_faults = 8;                       // in a row, then the stream is given up
inline constexpr Nanoseconds reply_deadline = seconds(15);  // copying RAM to ROM takes that long

/// What a PDU's header says; its parameters, then its data, are the octets.
struct Key {
  Rosctr kind = Rosctr::job;
  std::uint16_t reference = 0;
  std::uint16_t error = 0;
  bool continues = false;  // asks for the next data unit of an earlier request
  std::size_t parameter_octets = 0;
  friend bool operator==(Key const&, Key const&) = default;
};

/// Where the next packet may begin; the size if nowhere.
std::size_t find_packet(Bytes octets, dialogue::Astray);

/// Pairs jobs with replies by PDU reference, both ways; says what they amount to.
class Tracker final : public delivery::StreamTracker, private dialogue::ExchangeListener<Key> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override;

 private:
  using Side = delivery::Side;

  /// What one direction is in the middle of.
  struct Way {
    cotp::Assembly assembly{most_pdu_octets};
    FrameSpan frames;  // of the unit that is being joined
  };

  /// A reply or indication that comes in several data units.
  struct Gathering {
    Side from = Side::client;  // who sends the units
    std::uint8_t group = 0;
    std::uint8_t subfunction = 0;
    std::uint8_t sequence = 0;
    std::vector<std::byte> request;  // payload of the request; empty for an indication
    std::vector<std::byte> octets;
  };

  /// A cyclic job: what its samples are about.
  struct Subscription {
    Side from = Side::client;  // who gets them
    std::uint8_t group = 0;
    std::uint8_t sequence = 0;
    std::vector<std::byte> request;
  };

  /// A program block on its way.
  struct BlockMove {
    bool download = false;
    std::uint32_t upload_id = 0;
    std::string file_name;
    std::optional<std::uint32_t> announced;  // octets that its start spoke of
    bool last_seen = false;
    bool damaged = false;
    delivery::Body body;  // from the first piece on

    void damage() {
      damaged = true;
      body.gap(0);
    }
  };

  struct Answer {
    Outcome outcome;
    Moment const* moment = nullptr;  // none if it did not come
    bool late = false;               // the command was said
  };

  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override;
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const& reply, bool excused) override;

  // track.cpp: packets, units, pairing
  Way& way(Side side) { return ways_[static_cast<std::size_t>(side)]; }
  dialogue::Reading on_packet(Bytes packet, Side from, Moment const& moment);
  bool on_tpdu(Bytes packet, Side from, Moment const& moment);
  void on_connect(cotp::TpduView const& tpdu, Side from, Moment const& moment);
  bool on_unit(Bytes unit, Side from, Moment const& moment);
  void on_pdu(PduView const& pdu, Side from, Moment const& moment);
  void ask(PduView const& pdu, Side from, Moment const& moment, bool continues);
  void answer(PduView const& pdu, Side from, Moment const& moment);
  static PduView pdu_of(Request const& job) { return view_of(job.key, job.octets); }
  static PduView pdu_of(Reply const& reply) { return view_of(reply.key, reply.octets); }
  static PduView view_of(Key const& key, Bytes octets) {
    return {key.kind, key.reference, key.error, octets.first(key.parameter_octets),
            octets.subspan(key.parameter_octets)};
  }
  void answer_job(Request const& job, Reply const& reply);
  void say_job(Request const& job, PduView const* reply, Answer const& how);

  // say_items.cpp: setup, variables, and the words that all parts share
  void say_repeated(Request const& job, PduView const& reply, Moment const& moment);
  void say_read(Request const& job, PduView const* reply, Answer const& how);
  void say_write(Request const& job, PduView const* reply, Answer const& how);
  void say_setup(Request const& job, PduView const* reply, Answer const& how);
  void say_command(Request const& job, ServiceView const& service, Object object,
                   Values const& values, Answer const& how);
  void say_sample(Object object, Values const& values, Learnt learnt, Side from,
                  Moment const& moment);
  [[nodiscard]] std::uint32_t station_of(Side side) const {
    return side == Side::server ? access_point_.station() : 0;
  }

  // say_blocks.cpp: program blocks
  void say_pi_service(Request const& job, Answer const& how);
  void say_block_job(Request const& job, PduView const* reply, Answer const& how);
  BlockMove& move_of(bool download, std::uint32_t upload_id, std::string_view file_name);
  BlockMove* find_move(bool download, std::uint32_t upload_id, std::string_view file_name);
  void begin_move(bool download, std::uint32_t upload_id, std::string_view file_name,
                  std::optional<std::uint32_t> announced);
  void end_move(BlockMove& move);
  void on_piece(BlockMove& move, PduView const& reply, Moment const& moment);

  // userdata.cpp's words, asked: say_requests.cpp
  void on_userdata(PduView const& pdu, Side from, Moment const& moment);
  void answer_userdata(Request const& job, UserdataView const& view, Reply const& reply);
  void say_userdata_request(Request const& job, UserdataView const& view, Answer const& how);
  void say_login(Request const& job, Answer const& how);
  void say_test_items(Request const& job, UserdataView const& view, Answer const& how);
  void say_cyclic_items(Request const& job, UserdataView const& view, Answer const& how);
  void say_alarm_acks(Request const& job, UserdataView const& view, Answer const& how);
  void subscribe(UserdataView const& view, Bytes request, Side from);

  // and answered or indicated: say_payloads.cpp
  std::vector<Gathering>::iterator find_gathering(UserdataView const& view, Side from);
  void deliver(UserdataView const& view, Bytes request, Side from, Moment const& moment);
  void on_payload(UserdataView const& view, Bytes request, Side from, Moment const& moment);
  void on_cpu_payload(UserdataView const& view, Side from, Moment const& moment);
  void say_cyclic_samples(UserdataView const& view, Bytes request, Side from, Moment const& moment);
  void say_test_samples(UserdataView const& view, Side from, Moment const& moment);
  void say_block_information(UserdataView const& view, Bytes request, Side from,
                             Moment const& moment);
  void say_szl(Bytes payload, Side from, Moment const& moment);
  void say_module_identities(SzlView const& szl, Moment const& moment);
  void say_component_identities(SzlView const& szl, Moment const& moment);
  void say_alarms(UserdataView const& view, Moment const& moment);
  void say_mode(UserdataView const& view, Moment const& moment);
  void say_diagnostic(Bytes payload, Moment const& moment);
  void say_clock(Bytes payload, Moment const& moment);

  ProtocolVoice voice_;
  delivery::Bodies& bodies_;
  std::array<Way, 2> ways_;
  dialogue::Messages<tpkt::parse, find_packet, dialogue::FramingLimits{.most_faults = most_faults}>
      messages_;
  dialogue::Requests<Key> requests_;
  bool spoken_ = false;  // a PDU was understood, of either side
  std::vector<Gathering> gatherings_;
  std::vector<Subscription> subscriptions_;
  std::vector<BlockMove> moves_;
  AccessPoint access_point_;  // that the client called
  std::optional<Moment> connecting_;
};

delivery::Registration const& registration();

}  // namespace qw::s7comm
