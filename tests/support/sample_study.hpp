// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/result.hpp"

namespace qw::test {

/// A made-up study of one crane that has something in every part of the output,
/// hostile text from the wire included.
study::StudyResult sample_study();

}  // namespace qw::test
