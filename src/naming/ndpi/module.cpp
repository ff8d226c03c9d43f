// SPDX-License-Identifier: Apache-2.0
#include "naming/ndpi/module.hpp"

#include <ndpi/ndpi_api.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace qw::naming {
namespace {

/// While a conversation is heard nDPI asks for single blocks only of a few hundred
/// octets; its caches ask for 8 KiB at least, each when it is first used.
constexpr std::size_t most_block = 8191;
/// Zeros behind what is written while a conversation is heard: going a little past
/// its end harms nobody.
constexpr std::size_t slack = 256;

thread_local BlockHead* hearing = nullptr;  // blocks of the conversation that is heard

/// A block of the module, or, while one is heard, of a conversation.
void* take_block(std::size_t size) {
  if (hearing != nullptr && size > most_block) return nullptr;
  auto const whole = sizeof(BlockHead) + size + (hearing != nullptr ? slack : 0);
  auto* const block = static_cast<BlockHead*>(std::calloc(1, whole));
  if (block == nullptr) return nullptr;
  if (hearing != nullptr) {
    block->before = hearing;
    block->after = hearing->after;
    block->after->before = block;
    hearing->after = block;
  }
  return block + 1;
}

void give_block_back(void* memory) {
  if (memory == nullptr) return;
  auto* const block = static_cast<BlockHead*>(memory) - 1;
  if (block->after != nullptr) {
    block->before->after = block->after;
    block->after->before = block->before;
  }
  std::free(block);
}

/// nDPI and libgcrypt set up what is theirs for the whole process.
std::mutex& setup_guard() {
  static std::mutex guard;
  return guard;
}

void use_our_blocks() {
  static std::once_flag once;
  std::call_once(once, [] {
    set_ndpi_malloc(take_block);
    set_ndpi_free(give_block_back);
    set_ndpi_flow_malloc(take_block);
    set_ndpi_flow_free(give_block_back);
  });
}

/// During its life blocks belong to a conversation.
class HearingMark {
 public:
  explicit HearingMark(FlowMemory& memory) { hearing = &memory.blocks(); }
  HearingMark(HearingMark const&) = delete;
  HearingMark& operator=(HearingMark const&) = delete;
  ~HearingMark() { hearing = nullptr; }
};

}  // namespace

FlowMemory::FlowMemory() {
  use_our_blocks();
  blocks_.before = blocks_.after = &blocks_;
  HearingMark const mark{*this};
  flow_ = static_cast<ndpi_flow_struct*>(ndpi_flow_malloc(SIZEOF_FLOW_STRUCT));
}

FlowMemory::~FlowMemory() {
  if (flow_ != nullptr) ndpi_flow_free(flow_);
  while (blocks_.after != &blocks_) give_block_back(blocks_.after + 1);
}

void Module::Free::operator()(ndpi_detection_module_struct* module) const {
  ndpi_exit_detection_module(module);
}

/// Only what has a word is looked for, and of that nothing that has a room of ours.
void Module::open() {
  std::lock_guard const lock{setup_guard()};
  module_.reset(ndpi_init_detection_module(ndpi_dont_load_tor_hosts));
  if (module_ == nullptr) throw std::bad_alloc{};
  NDPI_PROTOCOL_BITMASK wanted;
  NDPI_BITMASK_RESET(wanted);
  for (auto const& each : named_protocols()) {
    if (std::ranges::find(own_, each.protocol.name()) != own_.end()) continue;
    // nDPI's own macro shifts a long into the narrower mask.
    wanted.fds_bits[each.id / NDPI_BITS] |= ndpi_ndpi_mask{1} << (each.id % NDPI_BITS);
  }
  ndpi_set_protocol_detection_bitmask2(module_.get(), &wanted);
  ndpi_finalize_initialization(module_.get());
}

std::optional<Protocol> Module::see(FlowMemory& memory, Ends& ends, delivery::Side from,
                                    Bytes payload, Stamp at) {
  std::lock_guard const lock{guard_};
  if (module_ == nullptr) open();
  auto const heard = payload.first(std::min(payload.size(), most_octets));
  auto const length = write_packet(room_, ends, from, heard, payload.size());
  HearingMark const mark{memory};
  auto const found =
      ndpi_detection_process_packet(module_.get(), memory.flow(), room_.octets.data(), length,
                                    static_cast<std::uint64_t>(at.ns / 1'000'000));
  if (memory.flow()->confidence != NDPI_CONFIDENCE_DPI) return std::nullopt;
  // What is carried is told by host names and addresses; the carrier by what was said.
  for (auto const id : {found.master_protocol, found.app_protocol}) {
    auto const* const word = named_protocol(id);
    if (word == nullptr || (word->only_tcp && ends.transport != delivery::Transport::tcp)) continue;
    if (std::ranges::find(own_, word->protocol.name()) != own_.end()) continue;
    return word->protocol;
  }
  return std::nullopt;
}

}  // namespace qw::naming
