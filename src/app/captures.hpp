// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "capture/source.hpp"
#include "core/result.hpp"
#include "pipeline/reader.hpp"
#include "site/site.hpp"
#include "vocabulary/names.hpp"

namespace qw::app {

/// Captures as words of a command line: "a.pcapng", or "ehouse=a.pcapng" for one that
/// was recorded at a capture point.
struct Captures {
  std::vector<pipeline::Input> inputs;
  Names names;
};

/// Opens all of them; the first that cannot be opened is the error. The pool must
/// outlive the inputs.
Result<Captures> open_captures(std::vector<std::string> const& words, site::Site const& site,
                               capture::BlockPool& pool);

/// Where a study of these captures is put unless the user says: "quay3.pcapng" gives
/// "quay3.study".
std::string default_folder(std::vector<std::string> const& words);

}  // namespace qw::app
