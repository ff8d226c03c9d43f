// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "capture/file_source.hpp"

namespace qw::capture {

/// The capture that a stream holds, packed or not; what `open_file` does after
/// opening. The error begins with the origin's name.
Result<std::unique_ptr<Source>> read_capture(std::unique_ptr<Stream> stream, Origin const& origin,
                                             BlockPool& pool);

/// What octets that are no capture seem to be, and what to do about it: one
/// sentence that follows the name of the file. `head` is the file's first octets.
std::string foreign_text(Bytes head);

}  // namespace qw::capture
