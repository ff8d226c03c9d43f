// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "delivery/naming.hpp"

/// Names of applications for conversations that no protocol room claims, by a library
/// that is linked if it was there at build time. See README.md for what is trusted.
namespace qw::naming {

/// How much of one conversation is heard at most. What has no name by then has none.
inline constexpr std::uint32_t most_payloads = 16;
/// Of a longer piece of a stream the beginning is heard; longer datagrams are not.
inline constexpr std::size_t most_octets = 4096;

struct Counts {
  std::uint64_t heard = 0;      // conversations
  std::uint64_t named = 0;      // of those
  std::uint64_t cut_short = 0;  // no longer heard, to make room for later ones
};

/// The namer of one shard.
class Namer : public delivery::Namer {
 public:
  [[nodiscard]] virtual Counts counts() const = 0;
};

/// What the namers of a run share.
class Engine {
 public:
  Engine() = default;
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;
  virtual ~Engine() = default;

  /// `number` of a shard. The engine outlives its namers.
  virtual std::unique_ptr<Namer> namer(std::uint32_t number) = 0;
};

struct Limits {
  std::size_t hearings = 128;  // conversations that one namer hears at a time
  std::uint32_t modules = 1;   // copies of the library's tables; one serves one thread at a time
};

/// Name and version of the library; empty if the program was built without one.
std::string library();
/// Null without a library. `own`: names of the protocols that have a room: what those
/// rooms declined is never called by their names.
std::unique_ptr<Engine> make_engine(Limits const& limits, std::span<Term const> own);

}  // namespace qw::naming
