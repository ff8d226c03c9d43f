// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/speech/srtp/srtp.hpp"

namespace qw::simulate {
namespace {

constexpr RunLimits srtp_limits{.largest = 512, .gap = 16, .alignment = 2};

class SrtpRounds final : public Rounds {
 public:
  SrtpRounds(CraneSite& crane, Polls const& polls, FlowId flow)
      : Rounds{crane, polls, flow, srtp::port},
        runs_{runs_of(crane.layout(), polls.part, srtp_limits, dice().part("wishes"))} {}

 private:
  Stamp greet(Stamp at) override {
    session_ = {.slot = rack_slot(crane()),
                .mailbox = static_cast<std::uint16_t>(dice().between(0x1000, 0x7fff)),
                .sweep_100us = sweep_of(crane())};
    sequence_ = 0;
    at = ask(at, srtp::connect_request(), srtp::connect_reply());
    ++sequence_;
    return ask(at, srtp::session_request(session_, sequence_),
               srtp::done_reply(session_, sequence_));
  }

  void read_all(Stamp at) override {
    for (auto const& run : runs_) {
      ++sequence_;
      srtp::Run const registers{static_cast<std::uint16_t>(run.block + run.offset / 2),
                                static_cast<std::uint16_t>(run.size / 2)};
      crane().witness(flow(), "sequence", sequence_, run.block, run.offset, run.size);
      at = ask(at, srtp::read_request(session_, sequence_, registers),
               srtp::read_reply(session_, sequence_,
                                crane().image().read(run.block, run.offset, run.size)),
               srtp::message_octets);
    }
  }

  std::vector<Run> runs_;
  srtp::Session session_;
  std::uint16_t sequence_ = 0;
};

}  // namespace

std::uint8_t rack_slot(CraneSite& crane) {
  return static_cast<std::uint8_t>(crane.dice("rack").between(1, 2));
}

std::uint16_t sweep_of(CraneSite& crane) {
  return static_cast<std::uint16_t>(crane.scan_period().count / 100'000);
}

void srtp_polls(CraneSite& crane, Polls const& polls) {
  start_rounds<SrtpRounds>(crane, polls, "SRTP", srtp::port);
}

}  // namespace qw::simulate
