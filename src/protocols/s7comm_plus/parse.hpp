// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/bytes.hpp"
#include "core/parsed.hpp"
#include "vocabulary/terms.hpp"

/// Octets to views: pure, stateless, no allocation. The protocol has no public
/// specification; what is read here is what devices send, up to the addresses of
/// items. Values behind them stay octets.
namespace qw::s7comm_plus {

inline constexpr std::uint8_t protocol_id = 0x72;
inline constexpr std::uint8_t protocol_id_classic = 0x32;
inline constexpr std::size_t header_octets = 4;

enum class Opcode : std::uint8_t {
  other = 0,
  request = 0x31,
  response = 0x32,
  notification = 0x33,
};

/// One frame: a header, and a part of a PDU or all of it.
struct FrameView {
  std::uint8_t version = 0;  // 1 before a session, 2 and 3 in it, 255 for a keep-alive
  Bytes part;                // without integrity code
  bool last = false;         // a trailer follows: the PDU ends here
};
/// The frame that a transport unit begins with.
Parsed<FrameView> parse(Bytes unit);

/// The head of a PDU, from its first frame.
struct PduView {
  Opcode opcode = Opcode::other;
  std::uint16_t function = 0;  // of requests and responses
  std::uint16_t sequence = 0;
  std::uint32_t session = 0;  // of a request; of a notification, its subscription
  bool silent = false;        // a request that wants no response
  Bytes body;
};
std::optional<PduView> read_pdu(Bytes part);

/// Function codes.
namespace function {
inline constexpr std::uint16_t create_object = 0x04ca;
inline constexpr std::uint16_t set_variable = 0x04f2;
inline constexpr std::uint16_t set_multi_variables = 0x0542;
inline constexpr std::uint16_t get_multi_variables = 0x054c;
inline constexpr std::uint16_t init_ssl = 0x05b3;
}  // namespace function

struct ServiceView {
  Verb verb = Verb::other;
  Term operation;
};
ServiceView service_of(std::uint16_t function);

/// What a request is aimed at: an object of the session, or items by address.
class Targets {
 public:
  struct Target {
    Term space;               // "DB", "I", "Q", "M", "C", "T", "object"
    std::uint32_t block = 0;  // number of the data block, or identifier of the object
    std::uint32_t check = 0;  // sum over the symbol; 0 if none
    Bytes path;               // identifiers below the area, as on the wire
    bool of_session = false;  // an object that the session itself made or is
  };
  explicit Targets(PduView const& request);
  bool next(Target& target);
  /// Behind the addresses, once all were read.
  [[nodiscard]] Bytes rest() const { return rest_; }

 private:
  Bytes rest_;
  std::uint32_t items_ = 0;
  std::optional<std::uint32_t> object_;
  std::uint32_t session_ = 0;
};

/// Result of a response: 0 is success; the low 16 bits are an error if negative.
struct ResultView {
  bool refused = false;
  std::uint32_t code = 0;
};
std::optional<ResultView> read_result(PduView const& response);

/// "1;6ES7 511-1AK00-0AB0;V1.0" in the reply that opens a session.
struct DeviceView {
  std::string_view order_number;
  std::string_view firmware;
};
std::optional<DeviceView> find_device(Bytes body);

}  // namespace qw::s7comm_plus
