// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/json.hpp"

#include <array>
#include <cmath>
#include <cstring>

namespace qw {
namespace {

/// Printable ASCII that stands for itself inside a JSON text.
constexpr auto plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

unsigned char octet_of(char c) { return static_cast<unsigned char>(c); }

void append_escape(std::string& out, unsigned char value) {
  switch (value) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  constexpr char digits[] = "0123456789abcdef";
  char const text[] = {'\\', 'u', '0', '0', digits[value >> 4], digits[value & 15]};
  out.append(text, sizeof text);
}

}  // namespace

/// Output has as many keys as values: each is appended at once.
JsonWriter& JsonWriter::key(std::string_view name) {
  std::array<char, 64> room;
  if (name.size() + 4 > room.size()) {
    separate();
    out_.append("\"").append(name).append("\":");
    return *this;
  }
  auto* at = room.data();
  if (comma_is_due()) *at++ = ',';
  *at++ = '"';
  std::memcpy(at, name.data(), name.size());
  at += name.size();
  *at++ = '"';
  *at++ = ':';
  out_.append(room.data(), at);
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  out_ += '"';
  while (!text.empty()) {
    std::size_t run = 0;
    while (run < text.size() && plain[octet_of(text[run])]) ++run;
    out_ += text.substr(0, run);
    text.remove_prefix(run);
    if (text.empty()) break;
    auto const length = octet_of(text[0]) < 0x80 ? 0 : utf8_length(text);
    if (length == 0)
      append_escape(out_, octet_of(text[0]));
    else
      out_ += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out_ += '"';
  return *this;
}

template <class Real>
JsonWriter& JsonWriter::real(Real number) {
  if (!std::isfinite(number))
    return plain_text([&](std::string& out) {
      // A quiet and a signalling, a positive and a negative NaN read the same.
      if (std::isnan(number))
        out += "nan";
      else
        append_text(out, number);
    });
  separate();
  append_text(out_, number);
  return *this;
}

template JsonWriter& JsonWriter::real(double);
template JsonWriter& JsonWriter::real(float);

}  // namespace qw
