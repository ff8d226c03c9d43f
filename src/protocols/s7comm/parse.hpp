// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation. The protocol has no public
/// specification; layouts follow Apache PLC4X's s7.mspec and what devices send.
namespace qw::s7comm {

inline constexpr std::uint8_t protocol_id = 0x32;
inline constexpr std::uint8_t protocol_id_plus = 0x72;
inline constexpr std::size_t header_octets = 10;  // 12 with the error of an ack

/// "Remote operating service control": what a PDU is.
enum class Rosctr : std::uint8_t { job = 1, ack = 2, ack_data = 3, userdata = 7 };

/// One PDU; borrowed. The data lies behind the parameters.
struct PduView {
  Rosctr kind = Rosctr::job;
  std::uint16_t reference = 0;
  std::uint16_t error = 0;  // class in the high octet, code in the low; of ack and ack_data
  Bytes parameters;
  Bytes data;

  /// First octet of the parameters; 0 if there is none.
  [[nodiscard]] std::uint8_t function() const {
    return parameters.empty() ? std::uint8_t{0} : octet_at(parameters, 0);
  }
  [[nodiscard]] Bytes parameters_and_data() const {
    return {parameters.data(), parameters.size() + data.size()};
  }
};

Parsed<PduView> parse(Bytes unit);

/// Function codes of jobs and their acknowledgements.
namespace function {
inline constexpr std::uint8_t cpu_services = 0x00;
inline constexpr std::uint8_t read_var = 0x04;
inline constexpr std::uint8_t write_var = 0x05;
inline constexpr std::uint8_t request_download = 0x1a;
inline constexpr std::uint8_t download_block = 0x1b;
inline constexpr std::uint8_t download_ended = 0x1c;
inline constexpr std::uint8_t start_upload = 0x1d;
inline constexpr std::uint8_t upload = 0x1e;
inline constexpr std::uint8_t end_upload = 0x1f;
inline constexpr std::uint8_t pi_service = 0x28;
inline constexpr std::uint8_t plc_stop = 0x29;
inline constexpr std::uint8_t setup_communication = 0xf0;
}  // namespace function

/// Setup communication, the same in job and acknowledgement.
struct SetupView {
  std::uint16_t jobs_calling = 0;  // jobs that may wait at once, each way
  std::uint16_t jobs_called = 0;
  std::uint16_t pdu_octets = 0;
  bool broken = false;
};
SetupView read_setup(Bytes parameters);

}  // namespace qw::s7comm
