// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "naming/ndpi/named_protocols.hpp"
#include "naming/ndpi/packet.hpp"

struct ndpi_detection_module_struct;
struct ndpi_flow_struct;

namespace qw::naming {

/// Stands before every block of memory that nDPI has. Blocks of a conversation are linked.
struct alignas(16) BlockHead {
  BlockHead* before = nullptr;
  BlockHead* after = nullptr;
};

/// What nDPI remembers of one conversation; all of it goes when this goes, for nDPI
/// itself forgets to give some blocks back.
class FlowMemory {
 public:
  FlowMemory();
  FlowMemory(FlowMemory const&) = delete;
  FlowMemory& operator=(FlowMemory const&) = delete;
  ~FlowMemory();

  /// Null for lack of memory.
  [[nodiscard]] ndpi_flow_struct* flow() const { return flow_; }
  [[nodiscard]] BlockHead& blocks() { return blocks_; }

 private:
  BlockHead blocks_;  // end of the list both ways
  ndpi_flow_struct* flow_;
};

/// One of nDPI's detection modules. Its memory across conversations (caches of
/// addresses) is refused when it asks for it, so that what one conversation is called
/// depends on nothing but itself.
class Module {
 public:
  explicit Module(std::span<Term const> own) : own_{own} {}

  /// Lets nDPI see one payload. The name that it found in it and what came before,
  /// if that is a word of ours and not guessed. Threads may call it at once.
  std::optional<Protocol> see(FlowMemory& memory, Ends& ends, delivery::Side from, Bytes payload,
                              Stamp at);

 private:
  void open();

  struct Free {
    void operator()(ndpi_detection_module_struct* module) const;
  };
  std::span<Term const> own_;
  std::mutex guard_;
  std::unique_ptr<ndpi_detection_module_struct, Free> module_;  // made when first needed
  PacketRoom room_;
};

}  // namespace qw::naming
