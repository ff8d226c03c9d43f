// SPDX-License-Identifier: Apache-2.0
// What is said is copied into an arena, which frees no member: a kind owns nothing.
// says: static assertion failed
#include <string>
#include <tuple>

#include "vocabulary/voice.hpp"

struct Borrowing {
  std::string_view text;
  static constexpr auto fields() { return std::tuple{qw::field("text", &Borrowing::text)}; }
};
struct Owning {
  std::string text;
  static constexpr auto fields() { return std::tuple{qw::field("text", &Owning::text)}; }
};

int main() {
  qw::Arena arena;
  auto const kept = qw::kept(Borrowing{"a"}, arena);
#ifdef QW_MUST_NOT_COMPILE
  return static_cast<int>(qw::kept(Owning{"a"}, arena).text.size());
#endif
  return static_cast<int>(kept.text.size());
}
