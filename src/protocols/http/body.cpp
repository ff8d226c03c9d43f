// SPDX-License-Identifier: Apache-2.0
#include "protocols/http/body.hpp"

#include <algorithm>

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

BodyReader::Step BodyReader::next(Bytes stream) {
  switch (form_) {
    case Form::length:
    case Form::until_close:
    case Form::chunk: return next_plain(stream);
    case Form::chunk_line:
    case Form::chunk_end:
    case Form::trailer: return next_line(stream);
  }
  return {};
}

BodyReader::Step BodyReader::next_plain(Bytes stream) {
  if (form_ == Form::until_close) return {.used = stream.size(), .body = stream};
  auto const size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, stream.size()));
  left_ -= size;
  bool const at_end = left_ == 0;
  if (at_end && form_ == Form::chunk) form_ = Form::chunk_end;
  return {.used = size, .body = stream.first(size), .done = at_end && form_ == Form::length};
}

BodyReader::Step BodyReader::next_line(Bytes stream) {
  auto const text = text_of(stream.first(std::min(stream.size(), most_chunk_line)));
  auto const feed = text.find('\n');
  if (feed == std::string_view::npos) {
    if (stream.size() < most_chunk_line) return {.want = stream.size() + 1};
    return {.fault = Malformed{Fault::limit, 0, "line of chunked coding is above 4 KiB"}};
  }
  auto line = text.substr(0, feed);
  if (line.ends_with('\r')) line.remove_suffix(1);
  Step step{.used = feed + 1};
  if (form_ == Form::chunk_end) {
    if (!line.empty()) return {.fault = Malformed{Fault::value, 0, "chunk is longer than it says"}};
    form_ = Form::chunk_line;
  } else if (form_ == Form::chunk_line) {
    auto const size = chunk_size(line);
    if (!size) return {.fault = Malformed{Fault::value, 0, "chunk size is no number"}};
    left_ = *size;
    form_ = *size == 0 ? Form::trailer : Form::chunk;
  } else {
    trailer_ += step.used;
    step.done = line.empty();
    if (trailer_ > most_trailer)
      return {.fault = Malformed{Fault::limit, 0, "trailer is above 16 KiB"}};
  }
  return step;
}

bool BodyReader::pass_gap(std::uint64_t octets) {
  if (form_ == Form::until_close) return true;
  if ((form_ != Form::length && form_ != Form::chunk) || octets > left_) return false;
  left_ -= octets;
  if (left_ == 0 && form_ == Form::chunk) form_ = Form::chunk_end;
  return true;
}

}  // namespace qw::http
