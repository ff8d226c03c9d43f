// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/stamp.hpp"
#include "simulate/speech/s7comm/s7comm.hpp"

/// What an engineering station does with a controller's program and state over S7comm.
namespace qw::simulate::s7comm {

enum class BlockType : std::uint8_t { organisation, data, function, function_block };

struct Block {
  BlockType type = BlockType::data;
  unsigned number = 1;     // 0 to 99,999
  std::uint32_t size = 0;  // octets of its content
};

/// One step of an exchange. Most questions are the client's; while a program is loaded the
/// controller asks for the pieces.
struct Turn {
  bool server_asks = false;
  Octets question;
  Octets answer;
};

/// Loads a block into the controller and makes it part of the program (Request download,
/// Download block, Download ended, PI service _INSE). `content` is cut into the pieces that
/// a PDU of 480 octets holds. References count up from `reference`, which is moved on.
std::vector<Turn> load_block(Block const& block, Bytes content, std::uint16_t& reference);
/// Takes a block out of the controller (Start upload, Upload, End upload).
std::vector<Turn> take_block(Block const& block, Bytes content, std::uint16_t& reference);

Turn stop_controller(std::uint16_t reference);
/// Warm restart.
Turn start_controller(std::uint16_t reference);
/// Reads the system state list 0x0011: the order numbers of module and firmware.
Turn identify(std::uint16_t reference, std::string_view order_number, std::uint8_t major,
              std::uint8_t minor, std::uint8_t patch);
/// Sets the controller's clock, to the millisecond.
Turn set_clock(std::uint16_t reference, Stamp to);

}  // namespace qw::simulate::s7comm
