// SPDX-License-Identifier: Apache-2.0
#include "protocols/http/body.hpp"

#include <algorithm>
#include <optional>

namespace qw::http {
namespace {

/// "1a2b; extension": hexadecimal digits, at most 15 of them, then anything.
std::optional<std::uint64_t> chunk_size(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (char const c : line) {
    int const digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) {
      if (c != ';' && c != ' ' && c != '\t' && c != '\r') return std::nullopt;
      break;
    }
    size = size << 4 | static_cast<std::uint64_t>(digit);
    if (++digits > 15) return std::nullopt;
  }
  return digits == 0 ? std::nullopt : std::optional{size};
}

}  // namespace

Parsed<BodyReader::Line> BodyReader::next_line(Bytes stream) {
  auto const text = text_of(stream.first(std::min(stream.size(), most_chunk_line)));
  auto const feed = text.find('\n');
  if (feed == std::string_view::npos) {
    if (stream.size() < most_chunk_line) return NeedMore{stream.size() + 1};
    return Malformed{Fault::limit, 0, "line of chunked coding is above 4 KiB"};
  }
  auto line = text.substr(0, feed);
  if (line.ends_with('\r')) line.remove_suffix(1);
  Done<Line> done{{}, feed + 1};
  if (form_ == Form::chunk_end) {
    if (!line.empty()) return Malformed{Fault::value, 0, "chunk is longer than it says"};
    form_ = Form::chunk_line;
  } else if (form_ == Form::chunk_line) {
    auto const size = chunk_size(line);
    if (!size) return Malformed{Fault::value, 0, "chunk size is no number"};
    done.message.body = *size;
    form_ = *size == 0 ? Form::trailer : Form::chunk_end;
  } else {
    trailer_ += done.used;
    done.message.done = line.empty();
    if (trailer_ > most_trailer) return Malformed{Fault::limit, 0, "trailer is above 16 KiB"};
  }
  return done;
}

}  // namespace qw::http
