// SPDX-License-Identifier: Apache-2.0
// A record outlives the batch whose events it was made from.
// says: (constraints not satisfied|static assertion failed)
#include "vocabulary/schema.hpp"

struct Owning {
  std::string text;
  std::vector<std::string> list;
  static constexpr auto fields() {
    return std::tuple{qw::field("text", &Owning::text), qw::field("list", &Owning::list)};
  }
};
struct Borrowing {
  std::string text;
  std::vector<std::string_view> list;
  static constexpr auto fields() {
    return std::tuple{qw::field("text", &Borrowing::text), qw::field("list", &Borrowing::list)};
  }
};

int main() {
  static_assert(qw::owns<Owning>);
#ifdef QW_MUST_NOT_COMPILE
  return qw::record_schema_of<Borrowing>("borrowing").members.empty();
#endif
  return qw::record_schema_of<Owning>("owning").members.empty();
}
