// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/moment.hpp"
#include "core/term.hpp"
#include "delivery/bodies.hpp"
#include "delivery/faces.hpp"

namespace qw::delivery {

enum class Transport : std::uint8_t { tcp, udp, sctp, icmp, other };

/// What a message told of the conversation that it announced: whatever the two protocols agree
/// on, the one that announces and the one that is announced. Never changes once it is made, so
/// that any shard may read it.
class Announced {
 public:
  Announced() = default;
  Announced(Announced const&) = delete;
  Announced& operator=(Announced const&) = delete;
  virtual ~Announced() = default;
};

/// A file that will come in a conversation of its own.
class AnnouncedFile final : public Announced {
 public:
  AnnouncedFile(std::string name, TransferKind what, Side from)
      : name_{std::move(name)}, what_{what}, from_{from} {}

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] TransferKind what() const { return what_; }
  /// Who sends it; the server is the one that listens.
  [[nodiscard]] Side from() const { return from_; }

 private:
  std::string name_;
  TransferKind what_;
  Side from_;
};

/// Another conversation that a message announced: an FTP data connection, a CIP I/O connection.
/// Whatever opens towards `listener` before `until` is `protocol`. A later one for the same
/// listener replaces it.
struct Expectation {
  Endpoint listener;
  Transport transport = Transport::tcp;
  Term protocol;
  Stamp until;
  std::shared_ptr<Announced const> announced = nullptr;  // null: nothing is known of it
};

class Expectations {
 public:
  virtual ~Expectations() = default;
  virtual void expect(Expectation const& expectation) = 0;
};

}  // namespace qw::delivery
