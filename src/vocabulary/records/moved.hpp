// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/terms.hpp"

namespace qw {

/// An object that moved: a file, a message, a block of a program. Equal ones share a row.
struct MovedRow {
  Host from;
  Host to;
  std::string service;
  TransferKind what = TransferKind::file;
  std::string name;  // empty if the protocol tells none
  std::uint64_t count = 0;
  std::uint64_t octets = 0;    // seen, of all
  std::uint64_t complete = 0;  // times seen whole
  Stamp first;
  Stamp last;
  Evidence evidence;  // of the first

  static constexpr auto fields() {
    using M = MovedRow;
    return std::tuple{field("from", &M::from),
                      field("to", &M::to),
                      field("service", &M::service),
                      field("what", &M::what),
                      field("name", &M::name),
                      field("count", &M::count),
                      field("octets", &M::octets, "octets"),
                      field("complete", &M::complete),
                      field("first", &M::first),
                      field("last", &M::last),
                      field("evidence", &M::evidence)};
  }
  static constexpr auto key() {
    using M = MovedRow;
    return std::tuple{&M::from, &M::to, &M::service, &M::what, &M::name};
  }
};

}  // namespace qw
