// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "simulate/habits/visit.hpp"
#include "simulate/scenario/hands.hpp"
#include "simulate/speech/rdp/rdp.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// A remote desktop: the handshake, CredSSP and all behind it within TLS, of which only sizes
/// and times are real. Pictures come down in bursts, keys and mouse go up.
class Desktop : public std::enable_shared_from_this<Desktop> {
 public:
  Desktop(CraneSite& crane, Host& client, Host& server, FlowId flow)
      : shard_{crane.shard()},
        server_name_{server.identity.name},
        dice_{crane.dice("remote desktop")},
        talk_{Talk::make(shard_, flow, client, server, rdp::port)} {}

  void open(Stamp until, double activity) {
    until_ = until;
    activity_ = activity;
    auto at = talk_->open(shard_.now());
    at = talk_->send(Side::client, at, rdp::connect_request("service01"));
    at = talk_->send(Side::server, at + milliseconds(6), rdp::connect_confirm());
    auto side = Side::client;
    for (auto const& turn : tls::handshake(
             {{}, {}, tls::windows_ciphers(), tls::Version::tls12},
             {server_name_, server_name_, tls::Version::tls12, 0xc030}, dice_.part("handshake"))) {
      at = talk_->send(side, at + milliseconds(2), turn);
      side = other(side);
    }
    for (std::size_t const octets : {90U, 260U, 610U, 180U, 420U, 700U}) {  // NTLM in CredSSP, MCS
      at = talk_->send(side, at + milliseconds(9), tls::data(octets, dice_));
      side = other(side);
    }
    shard_.at(at + milliseconds(300),
              [self = shared_from_this(), mark = shard_.mark()] { self->work(mark); });
  }

 private:
  void work(MarkId mark) {
    Marking const marking{shard_, mark};
    auto const now = shard_.now();
    if (now >= until_) {
      talk_->close(Side::client, now);
      return;
    }
    auto at = talk_->send(Side::client, now, tls::data(dice_.between(40, 130), dice_));
    if (dice_.chance(0.5))
      at = talk_->send(Side::server, at + milliseconds(25),
                       tls::data(static_cast<std::size_t>(dice_.exponential(6000)) + 80, dice_));
    auto const pause = dice_.exponential(0.9e9 / activity_) + 20e6;
    shard_.at(at + Nanoseconds{static_cast<std::int64_t>(pause)},
              [self = shared_from_this(), mark] { self->work(mark); });
  }

  Shard& shard_;
  std::string server_name_;
  Dice dice_;
  TalkPointer talk_;
  Stamp until_;
  double activity_ = 1;
};

/// Somebody works on the management system from afar, through the port's listed router for remote
/// access, though no access is announced: the contract has it by day only, so that --start says
/// how deep in the night it is. A dose below 1 moves and shows less. The twin's is announced.
Status plant_remote_desktop(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto* const management = crane.device("management");
  if (management == nullptr) return Error{"this build has no management system"};
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_remote_desktop, order);
  auto behind = stacks::windows;
  --behind.ttl;  // the router's part of it
  auto& router =
      crane.add_device({"remote-access", "remote-access", "Moxa", "OnCell G4302-LTE4", "3.0", ""},
                       maker::moxa, behind);
  auto const from = shard.now() + order.at;
  auto const until = from + order.length;
  if (order.twin)
    world.announce({.kind = port::AnnouncedWork::Kind::remote_access,
                    .name = order.name,
                    .who = router.identity.name,
                    .where = crane.name(),
                    .start = shard.now(),
                    .end = until + seconds(600),
                    .why = "the maintainer sees to the management system from afar",
                    .vouched_by = "Crane maintenance"});
  shard.at(from, [&crane, &router, management, mark, until, order] {
    Marking const marking{crane.shard(), mark};
    auto const flow = crane.flow("a remote desktop on the management system", "RDP", router,
                                 *management, "tcp/3389");
    std::make_shared<Desktop>(crane, router, *management, flow)
        ->open(until, std::clamp(order.dose, 0.02, 5.0));
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_remote_desktop{
    "remote-desktop", "a remote desktop on the management system that nobody announced",
    "the same through the same listed router, announced", plant_remote_desktop};

}  // namespace qw::simulate
