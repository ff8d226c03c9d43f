// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/speech/enip/enip.hpp"

namespace qw::simulate {
namespace {

constexpr RunLimits enip_limits{.largest = 480, .gap = 32, .alignment = 4};

class EnipRounds final : public Rounds {
 public:
  EnipRounds(CraneSite& crane, Polls const& polls, FlowId flow)
      : Rounds{crane, polls, flow, enip::port},
        runs_{runs_of(crane.layout(), polls.part, enip_limits, dice().part("wishes"))} {}

 private:
  Stamp greet(Stamp at) override {
    session_ = static_cast<std::uint32_t>(dice().between(0x1000, 0x7fff'ffff));
    at = ask(at, enip::register_session_request(), enip::register_session_reply(session_));
    at = unconnected(at, enip::identity_request(), enip::identity_reply(plate()));
    connection_ = {.to_target = static_cast<std::uint32_t>(dice().between(1, 0x7fff'ffff)),
                   .to_originator = static_cast<std::uint32_t>(dice().between(1, 0x7fff'ffff)),
                   .serial = ++serial_,
                   .originator = 0x00c0'ffee,
                   .interval_us = 2'000'000};
    return unconnected(at, enip::open_explicit_request(connection_), enip::open_reply(connection_));
  }

  void read_all(Stamp at) override {
    for (auto const& run : runs_) {
      auto const sequence = ++sequence_;
      auto const tag = fmt::format("D{}", run.block);
      auto const asked = enip::read_tag_request(tag, static_cast<std::uint16_t>(run.offset / 4),
                                                static_cast<std::uint16_t>(run.size / 4));
      auto const answered =
          enip::read_tag_reply(enip::dint, crane().image().read(run.block, run.offset, run.size));
      crane().witness(flow(), "sequence", sequence, run.block, run.offset, run.size);
      at = ask(at, enip::connected(session_, connection_.to_target, sequence, asked),
               enip::connected(session_, connection_.to_originator, sequence, answered));
    }
  }

  Stamp unconnected(Stamp at, Octets const& question, Octets const& answer) {
    ++context_;
    return ask(at, enip::unconnected(session_, context_, question),
               enip::unconnected(session_, context_, answer));
  }

  enip::Plate plate() const {
    constexpr std::uint16_t programmable_controller = 0x0e;
    return {.device_type = programmable_controller,
            .product_code = 166,
            .major = 33,
            .minor = 11,
            .serial = 0x00a1'0c55,
            .name = polls().server->identity.model};
  }

  std::vector<Run> runs_;
  std::uint32_t session_ = 0;
  std::uint64_t context_ = 0;
  std::uint16_t sequence_ = 0;
  std::uint16_t serial_ = 0;
  enip::Connection connection_;
};

}  // namespace

void enip_polls(CraneSite& crane, Polls const& polls) {
  start_rounds<EnipRounds>(crane, polls, "EtherNet/IP", enip::port);
}

}  // namespace qw::simulate
