// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "protocols/s7comm/names.hpp"
#include "protocols/s7comm/parse.hpp"

/// Program blocks: their names, how they are loaded and taken, program
/// invocation services.
namespace qw::s7comm {

/// A block by type and number, from a file name such as "_0800001P": identifier,
/// type in two hex digits, number in five, file system. Module files of numerical
/// controls have names of their own, which stay as `text`.
struct BlockName {
  std::uint8_t type = 0;
  std::uint32_t number = 0;
  bool known = false;  // type and number were understood
  std::string_view text;
};
BlockName read_block_name(std::string_view file_name);

/// "OB1"; a name that was not understood stays as it is.
std::string to_text(BlockName const& name);

/// Parameters of the download and upload jobs, whichever of them the job has.
struct BlockJobView {
  std::uint16_t error = 0;  // of Download ended and End upload
  std::uint32_t upload_id = 0;
  std::string_view file_name;
  std::optional<std::uint32_t> announced;  // octets, of Request download
  bool broken = false;
};
BlockJobView read_block_job(Bytes parameters);

/// Reply to Start upload.
struct UploadStartView {
  std::uint32_t upload_id = 0;
  std::optional<std::uint32_t> announced;  // octets
  bool broken = false;
};
UploadStartView read_upload_start(Bytes parameters);

/// One piece of a block, in the reply to Upload or Download block.
struct BlockPieceView {
  bool more = false;
  bool error = false;
  Bytes octets;
  bool broken = false;
};
BlockPieceView read_block_piece(PduView const& reply);

/// PI-Service: name, argument, and the blocks that it names.
struct PiView {
  std::string_view name;
  std::string_view argument;
  std::uint8_t blocks = 0;  // file names of eight octets in `files`
  std::string_view files;
  bool broken = false;
};
inline constexpr std::size_t pi_file_name_octets = 8;
PiView read_pi_service(Bytes parameters);

/// PLC Stop: the program's name.
std::string_view read_stop(Bytes parameters);

}  // namespace qw::s7comm
