// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "simulate/habits/files.hpp"
#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

/// Goes through the files of the terminal's share, one after the other.
class Rewriting : public std::enable_shared_from_this<Rewriting> {
 public:
  Rewriting(Quay& quay, Host& client, ScenarioOrder const& order, MarkId mark)
      : shard_{quay.shard()},
        share_{quay.planning()},
        keeps_{order.twin},
        pause_{static_cast<std::int64_t>(250e6 / std::clamp(order.dose, 0.01, 10.0))},
        until_{shard_.now() + order.at + order.length},
        mark_{mark},
        dice_{shard_.dice("rewriting")},
        files_{shard_,
               shard_.add_flow({keeps_ ? "the terminal's documents are backed up"
                                       : "somebody rewrites the terminal's documents",
                                "SMB2", client.identity.name, share_->server().identity.name,
                                "tcp/445", false}),
               client,
               *share_,
               {keeps_ ? "backup" : "clerk1", "PORT", "OFFICE-1"}} {}

  void begin() {
    for (auto const& [path, file] : share_->files()) paths_.push_back(path);
    next(0);
  }

 private:
  void next(std::size_t index) {
    Marking const marking{shard_, mark_};
    auto at = shard_.now();
    if (index == paths_.size() || at >= until_) {
      files_.disconnect(at);
      return;
    }
    auto const& path = paths_[index];
    if (share_->find(path) != nullptr) {
      at = files_.read(at, path);
      auto const noise = scrambled(share_->content(path).size());
      if (keeps_) {
        at = files_.write(at, fmt::format("backup\\{}.zip", index + 1), noise);
      } else {
        at = files_.write(at, path, noise);
        at = files_.rename(at, path, path + ".locked");
      }
    }
    shard_.at(at + pause_, [self = shared_from_this(), index] { self->next(index + 1); });
  }

  /// Ciphertext and well packed archives look alike: every octet as frequent as any other.
  std::vector<std::byte> scrambled(std::size_t size) {
    std::vector<std::byte> out(keeps_ ? size / 3 + 22 : size + 32);
    for (auto& octet : out) octet = static_cast<std::byte>(dice_.draw() >> 56);
    return out;
  }

  Shard& shard_;
  std::shared_ptr<FileShare> share_;
  bool keeps_;  // what was there
  Nanoseconds pause_;
  Stamp until_;
  MarkId mark_;
  Dice dice_;
  std::vector<std::string> paths_;
  FileClient files_;
};

/// An office host rewrites file after file of the terminal's share with ciphertext and gives it
/// another name; a minute later no crane has work, though all are healthy. A dose below 1 does it
/// slower. In the twin a back-up reads them all and writes packed copies, announced, while
/// cranes wait for a break to end.
Status plant_server_encryption(World& world, ScenarioOrder const& order) {
  auto& quay = world.quay();
  auto& shard = quay.shard();
  auto const offices = shard.hosts_of("office");
  if (quay.planning() == nullptr || offices.empty()) return Error{"there are no shared files"};
  auto const mark = world.mark(shard, scenario_encrypted_servers, order);
  auto& client = *offices.front();
  if (order.twin)
    announce_work(world, order, client.identity.name, quay.server("file-server").identity.name,
                  "documents are backed up by hand");
  Marking const marking{shard, mark};
  auto const rewriting = std::make_shared<Rewriting>(quay, client, order, mark);
  auto const from = shard.now() + order.at;
  shard.at(from, [rewriting] { rewriting->begin(); });
  for (unsigned number = 1; number <= world.crane_count(); ++number)
    world.crane(number).machine().order({.what = machine::Override::hold_work,
                                         .from = from + seconds(60),
                                         .until = from + order.length});
  return Nothing{};
}

}  // namespace

Scenario const scenario_encrypted_servers{
    "encrypted-servers",
    "an office host encrypts the terminal's files; healthy cranes have no work",
    "it backs them up into packed copies, announced, while cranes have a break",
    plant_server_encryption};

}  // namespace qw::simulate
