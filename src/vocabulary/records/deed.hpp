// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/terms.hpp"

namespace qw {

/// What one host changed in another, took from it as a program, or named as a file:
/// one object, with the values of the first and of the last time.
struct DeedRow {
  Host from;
  Host to;
  std::string service;
  Verb verb = Verb::other;
  std::string operation;
  std::string object;        // empty if the command names none
  std::string first_values;  // "1, 2, 3"; octets in hexadecimal; empty if it carried none
  std::string last_values;
  std::uint64_t count = 0;
  std::uint64_t accepted = 0;  // those that no answer is foreseen for are not
  std::uint64_t refused = 0;
  Stamp first;
  Stamp last;
  Evidence evidence;  // of the first

  static constexpr auto fields() {
    using D = DeedRow;
    return std::tuple{field("from", &D::from),
                      field("to", &D::to),
                      field("service", &D::service),
                      field("verb", &D::verb),
                      field("operation", &D::operation),
                      field("object", &D::object),
                      field("first_values", &D::first_values),
                      field("last_values", &D::last_values),
                      field("count", &D::count),
                      field("accepted", &D::accepted),
                      field("refused", &D::refused),
                      field("first", &D::first),
                      field("last", &D::last),
                      field("evidence", &D::evidence)};
  }
  static constexpr auto key() {
    using D = DeedRow;
    return std::tuple{&D::from, &D::to, &D::service, &D::verb, &D::operation, &D::object};
  }
};

}  // namespace qw
