// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/sealed.hpp"
#include "pipeline/run.hpp"

namespace qw::app {

/// What changes what is made of a packet, beside the program and the packet.
struct StateInputs {
  std::string site;  // file; empty: there is none
  std::string data;  // folder, as on the command line
  Nanoseconds learning;
  pipeline::Settings const& settings;
};

/// Under which a state of such a study is sealed. Files that are not there count as empty. What is
/// asked only when records are written (makers, counters of switches) or at each look (lists of
/// makers) may be another when a study goes on.
SealTerms seal_terms(StateInputs const& inputs);

}  // namespace qw::app
