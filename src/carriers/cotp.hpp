// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/bytes.hpp"
#include "core/parsed.hpp"

/// ISO 8073 / ITU-T X.224 connection-oriented transport, class 0 as RFC 1006 uses it.
namespace qw::cotp {

enum class Kind : std::uint8_t {
  connection_request,
  connection_confirm,
  disconnect_request,
  disconnect_confirm,
  data,
  expedited_data,
  error,
  other,  // acknowledgements and rejects, which class 0 does not have
};

/// One TPDU; borrowed. Members that a kind lacks are zero or empty.
struct TpduView {
  Kind kind = Kind::other;
  std::uint16_t destination = 0;  // references
  std::uint16_t source = 0;
  std::uint8_t detail = 0;  // class and options; reason of a disconnect; reject cause
  bool last = true;         // of data: end of the transport service data unit
  Bytes variable;           // of CR, CC, DR, ER: parameters, or what the user put there
  Bytes data;               // user data
};

/// The TPDU that fills a packet. Never NeedMore: its length is the packet's.
/// Source: ITU-T X.224, section 13.
Parsed<TpduView> parse(Bytes tpdu);

/// Where a packet may begin whose data TPDU begins a unit with this octet; the size if nowhere.
/// One that the end cuts counts, so that it is looked at again with more behind it.
std::size_t find_unit(Bytes stream, std::uint8_t first);

/// Codes of the variable part, section 13.2.3.
namespace parameter {
inline constexpr std::uint8_t tpdu_size = 0xc0;
inline constexpr std::uint8_t calling_tsap = 0xc1;
inline constexpr std::uint8_t called_tsap = 0xc2;
}  // namespace parameter

/// The value of a parameter; none if it is absent or the part is cut before it.
std::optional<Bytes> find(Bytes variable, std::uint8_t code);

/// Section 13.5.3: why a transport connection was refused or ended; empty for
/// reasons that the list lacks.
Term reason_name(std::uint8_t reason);

/// Joins the data TPDUs of one direction into service data units.
///
/// A unit of one TPDU is handed on without copying; others are gathered, at most
/// `most_octets` of them. A longer unit is dropped to its end.
class Assembly {
 public:
  enum class State : std::uint8_t { partial, whole, too_long };

  explicit Assembly(std::size_t most_octets) : most_{most_octets} {}

  /// `unit()` is set when the answer is whole, and stays until the next call or
  /// until the octets given here die. `too_long` is said once a unit, at its end.
  State add(TpduView const& data);
  [[nodiscard]] Bytes unit() const { return unit_; }

  /// Forgets what was gathered: octets of the direction were lost.
  void reset();
  /// Has a unit begun and not ended?
  [[nodiscard]] bool open() const { return open_; }
  [[nodiscard]] std::size_t heap_octets() const { return held_.capacity(); }

 private:
  std::size_t most_;
  std::vector<std::byte> held_;
  Bytes unit_;
  bool open_ = false;
  bool overflown_ = false;
};

}  // namespace qw::cotp
