// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/stamp.hpp"
#include "protocols/s7comm/items.hpp"
#include "protocols/s7comm/parse.hpp"

/// What travels in userdata: functions of the programming device, cyclic data,
/// block lists, system status lists, alarms, passwords and clocks.
namespace qw::s7comm {

namespace group {
inline constexpr std::uint8_t mode_transition = 0x0;
inline constexpr std::uint8_t programmer = 0x1;
inline constexpr std::uint8_t cyclic = 0x2;
inline constexpr std::uint8_t block = 0x3;
inline constexpr std::uint8_t cpu = 0x4;
inline constexpr std::uint8_t security = 0x5;
inline constexpr std::uint8_t pbc = 0x6;
inline constexpr std::uint8_t time = 0x7;
}  // namespace group

/// One userdata PDU. A numerical control marks its messages with three added to
/// the kind: 3, 7, 11.
struct UserdataView {
  enum class Kind : std::uint8_t { push = 0, request = 4, response = 8 };
  Kind kind = Kind::push;
  std::uint8_t group = 0;
  std::uint8_t subfunction = 0;  // of a mode transition: the state entered
  std::uint8_t sequence = 0;     // names the job, and ties its data units together
  bool more = false;             // further data units follow
  bool in_units = false;         // carries a data unit reference at all
  std::uint16_t error = 0;
  std::uint8_t return_code = 0;  // of the data
  Bytes payload;                 // behind return code, transport size, length
};

/// Empty if the parameters are no userdata header.
std::optional<UserdataView> read_userdata(PduView const& pdu);

/// Read SZL: the partial system status list that is asked for or given.
struct SzlView {
  std::uint16_t id = 0;
  std::uint16_t index = 0;
  std::uint16_t record_octets = 0;  // of a reply
  std::uint16_t records = 0;
  Bytes data;
  bool broken = false;
};
SzlView read_szl_request(Bytes payload);
SzlView read_szl(Bytes payload);

/// DATE_AND_TIME: eight octets BCD, years 1990 to 2089. Empty if no such time.
std::optional<Stamp> read_date_and_time(Bytes octets);

/// Block functions: type and number of a request.
struct BlockQuery {
  std::uint8_t type = 0;
  std::uint32_t number = 0;
};
std::optional<BlockQuery> read_block_query(Bytes payload);

/// Test and installation functions: parameters, then items.
struct TestFunctionView {
  Bytes parameters;
  std::uint16_t count = 0;  // items
  Bytes items;
  bool broken = false;
};
TestFunctionView read_test_function(Bytes payload);

/// Walks the addresses of Variable status, Modify variable and Force.
class TestItems {
 public:
  TestItems(std::uint16_t count, Bytes items) : rest_{items}, left_{count} {}
  bool next(ItemView& item);
  /// Behind the last address: the values to set.
  [[nodiscard]] Bytes rest() const { return rest_; }

 private:
  Bytes rest_;
  std::uint16_t left_;
};

/// An indication's message object.
struct AlarmView {
  std::uint32_t event = 0;
  std::uint8_t state = 0;      // a bit a signal: raised
  std::uint8_t ack_going = 0;  // a bit a signal: acknowledged
  std::uint8_t ack_coming = 0;
  bool has_state = false;  // an acknowledgement has none
};

/// Walks the message objects of ALARM_8, ALARM_S, ALARM_SQ, NOTIFY indications,
/// and of acknowledgements.
class Alarms {
 public:
  /// `indication`: a time stamp comes first.
  Alarms(Bytes payload, bool indication, bool acknowledgement);
  bool next(AlarmView& alarm);
  [[nodiscard]] std::optional<Stamp> time() const { return time_; }

 private:
  Bytes rest_;
  std::uint8_t left_ = 0;
  bool acknowledgement_;
  std::optional<Stamp> time_;
};

}  // namespace qw::s7comm
