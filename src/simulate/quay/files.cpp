// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "simulate/habits/files.hpp"
#include "simulate/quay/quay.hpp"

namespace qw::simulate {
namespace {

constexpr std::string_view folders[] = {"duty", "berths", "reports", "forms"};
constexpr std::size_t largest = 400'000;

std::shared_ptr<FileShare> furnish(Quay& quay) {
  auto& shard = quay.shard();
  auto dice = shard.dice("planning share");
  auto const share =
      std::make_shared<FileShare>(shard.host("file-server"), "planning", dice.part("content"));
  auto const count = dice.between(90, 160);
  for (std::int64_t i = 0; i < count; ++i) {
    bool const table = dice.chance(0.55);
    auto const size = std::min(static_cast<std::size_t>(dice.exponential(20e3)) + 400, largest);
    share->add(fmt::format("{}\\{}-{:03}.{}", dice.one_of(folders),
                           dice.chance(0.5) ? "week" : "no", i + 1, table ? "csv" : "xlsx"),
               table ? FileKind::table : FileKind::packed, size,
               shard.now() + seconds(-dice.between(3600, 300 * 86400)));
  }
  return share;
}

/// Somebody in an office who looks for a document, reads it, and now and then changes one.
class Reader {
 public:
  Reader(Quay& quay, Host& host, unsigned number)
      : shard_{quay.shard()},
        share_{quay.planning()},
        dice_{shard_.dice("reader", number)},
        files_{
            shard_,
            shard_.add_flow({"documents on the terminal's file server", "SMB2", host.identity.name,
                             share_->server().identity.name, "tcp/445", false}),
            host,
            *share_,
            {fmt::format("clerk{}", number), "PORT", fmt::format("OFFICE-{}", number)}} {}

  void work() {
    if (files_.connected() && dice_.chance(0.08)) {
      files_.disconnect(shard_.now());
      return;
    }
    auto const path = some_file();
    if (path.empty()) return;
    auto at = shard_.now();
    // Typed wrong, once in a while.
    if (!files_.connected()) at = files_.connect(at, !dice_.chance(0.03));
    if (!files_.connected()) return;
    at = files_.list(at, path.substr(0, path.find('\\')));
    at = files_.look(at, path) + milliseconds(dice_.between(300, 4000));
    shard_.at(at, [this, path] { open(path); });
  }

 private:
  void open(std::string const& path) {
    if (!files_.connected() || share_->find(path) == nullptr) return;
    files_.read(shard_.now(), path);
    if (dice_.chance(0.25))
      shard_.at(shard_.now() + seconds(dice_.between(20, 200)), [this, path] { save(path); });
  }

  /// A few lines more than before. As office programs do: the new one beside the old one, then the
  /// names change.
  void save(std::string const& path) {
    if (!files_.connected() || share_->find(path) == nullptr) return;
    auto content = share_->content(path);
    std::vector<std::byte> const more(
        content.begin(),
        content.begin() +
            static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                dice_.below(600), std::min(content.size(), largest - content.size()))));
    content.insert(content.end(), more.begin(), more.end());
    auto const fresh = fmt::format("{}.tmp", path);
    auto at = files_.write(shard_.now(), fresh, content);
    at = files_.remove(at, path);
    files_.rename(at, fresh, path);
  }

  std::string some_file() {
    if (share_->files().empty()) return {};
    auto found = share_->files().begin();
    std::advance(found, static_cast<std::ptrdiff_t>(dice_.below(share_->files().size())));
    return found->first;
  }

  Shard& shard_;
  std::shared_ptr<FileShare> share_;
  Dice dice_;
  FileClient files_;
};

}  // namespace

/// The terminal's file server, and the offices that work with its documents.
void files(Quay& quay) {
  quay.set_planning(furnish(quay));
  auto& shard = quay.shard();
  unsigned number = 0;
  for (auto* const host : shard.hosts_of("office")) {
    auto const reader = std::make_shared<Reader>(quay, *host, ++number);
    auto dice = shard.dice("reading", number);
    shard.every({.period = seconds(dice.between(200, 420)), .jitter = seconds(90)},
                [reader] { reader->work(); });
  }
}

}  // namespace qw::simulate
