// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "core/bytes.hpp"
#include "core/moment.hpp"
#include "core/protocol.hpp"

/// The one place that a protocol hands the octets of an object to: the body of a message, a file,
/// a block of a program. Whatever is made of objects is made behind this interface, once for all
/// protocols: digests, the event Transfer, the search for goods.
namespace qw {
enum class TransferKind : std::uint8_t;  // of the vocabulary
}

namespace qw::delivery {

/// What is known of an object when it begins. Borrowed; valid during the call.
struct BodyHead {
  Protocol protocol;
  TransferKind what{};
  std::string_view name;                // path, URL, block name; empty if the protocol tells none
  std::string_view media_type;          // without parameters
  std::optional<std::uint64_t> octets;  // as announced: with fewer or more it is not whole
};

/// The objects on their way, of all conversations. Protocols use it through `Body`.
class Bodies {
 public:
  /// Names an object until it ends; one that has ended before is passed over.
  struct Handle {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
  };

  Bodies() = default;
  Bodies(Bodies const&) = delete;
  Bodies& operator=(Bodies const&) = delete;
  virtual ~Bodies() = default;

  /// `moment` says who sends it to whom, in which conversation; its frames belong to the object.
  virtual Handle begin(BodyHead const& head, Moment const& moment) = 0;
  /// The octets at `offset` of the object, or none, from the frames of `moment`.
  virtual void piece(Handle body, std::uint64_t offset, Bytes octets, Moment const& moment) = 0;
  /// `octets` were never seen; 0 if nobody knows how many.
  virtual void gap(Handle body, std::uint64_t octets) = 0;
  /// Nothing more comes. `whole`: by the protocol's own rules nothing is missing at the end.
  virtual void end(Handle body, bool whole) = 0;
};

/// An object on its way, held by the tracker that carries it. If it goes without an end, the rest
/// of the object is missing.
class Body {
 public:
  Body() = default;
  Body(Bodies& bodies, BodyHead const& head, Moment const& moment)
      : bodies_{&bodies}, handle_{bodies.begin(head, moment)} {}
  Body(Body&& other) noexcept
      : bodies_{std::exchange(other.bodies_, nullptr)},
        handle_{other.handle_},
        next_{other.next_} {}
  Body& operator=(Body&& other) noexcept {
    if (this == &other) return *this;
    end(false);
    bodies_ = std::exchange(other.bodies_, nullptr);
    handle_ = other.handle_;
    next_ = other.next_;
    return *this;
  }
  ~Body() { end(false); }

  /// Has it begun, and not ended?
  explicit operator bool() const { return bodies_ != nullptr; }

  /// The octets that follow what came before; none where a frame is part of it without any.
  void piece(Bytes octets, Moment const& moment) { piece_at(next_, octets, moment); }
  /// The octets at this offset, where the protocol tells one.
  void piece_at(std::uint64_t offset, Bytes octets, Moment const& moment) {
    if (bodies_ != nullptr) bodies_->piece(handle_, offset, octets, moment);
    next_ = offset + octets.size();
  }
  /// Octets that were never seen, or are wrong; 0 if nobody knows how many.
  void gap(std::uint64_t octets) {
    if (bodies_ != nullptr) bodies_->gap(handle_, octets);
    next_ += octets;
  }
  void end(bool whole) {
    if (bodies_ != nullptr) std::exchange(bodies_, nullptr)->end(handle_, whole);
  }

 private:
  Bodies* bodies_ = nullptr;  // null: none, or it has ended
  Bodies::Handle handle_;
  std::uint64_t next_ = 0;  // offset behind the last piece
};

}  // namespace qw::delivery
