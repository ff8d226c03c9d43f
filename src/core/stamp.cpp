// SPDX-License-Identifier: Apache-2.0
#include "core/stamp.hpp"

#include "core/civil.hpp"

namespace qw {
namespace {

void put_padded(char* place, std::uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) place[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

void append_text(std::string& out, Stamp stamp) {
  constexpr std::int64_t second = 1'000'000'000;
  auto const civil = civil_of(stamp);
  auto const ns = ((stamp.ns % second) + second) % second;
  char text[] = "0000-00-00T00:00:00.000000000Z";
  put_padded(text, static_cast<std::uint64_t>(civil.year), 4);
  put_padded(text + 5, civil.month, 2);
  put_padded(text + 8, civil.day, 2);
  put_padded(text + 11, civil.hour, 2);
  put_padded(text + 14, civil.minute, 2);
  put_padded(text + 17, civil.second, 2);
  put_padded(text + 20, static_cast<std::uint64_t>(ns), 9);
  out.append(text, sizeof text - 1);
}

std::string to_text(Stamp stamp) {
  std::string text;
  append_text(text, stamp);
  return text;
}

}  // namespace qw
