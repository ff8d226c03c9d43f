// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.hpp"
#include "core/parsed.hpp"
#include "dialogue/messages.hpp"

namespace qw::http {

inline constexpr std::size_t most_chunk_line = 4096;  // chunk size with extensions, a trailer line
inline constexpr std::size_t most_trailer = 16 * 1024;  // octets of all trailer lines

/// Says how many octets of one message body follow, and where it ends; holds nothing of it. The
/// content coding stays on. Source: RFC 9112, sections 6 and 7.
class BodyReader {
 public:
  static BodyReader of_length(std::uint64_t octets) { return {Form::length, octets}; }
  static BodyReader of_chunks() { return {Form::chunk_line, 0}; }
  static BodyReader until_close() { return {Form::until_close, dialogue::all_that_follows}; }

  /// Octets of the body that follow the head at once.
  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] bool of_lines() const { return form_ > Form::until_close; }
  /// Is a number of octets all that frames it?
  [[nodiscard]] bool has_length() const { return form_ == Form::length; }
  /// Does only the end of the connection end it?
  [[nodiscard]] bool ends_with_connection() const { return form_ == Form::until_close; }

  /// What a line of chunked coding says: octets of the body that follow it, or that none does.
  /// After a fault or `done` there is no further line.
  struct Line {
    std::uint64_t body = 0;
    bool done = false;
  };
  Parsed<Line> next_line(Bytes stream);

 private:
  enum class Form : std::uint8_t { length, until_close, chunk_line, chunk_end, trailer };

  BodyReader(Form form, std::uint64_t first) : form_{form}, first_{first} {}

  Form form_;
  std::uint64_t first_;
  std::size_t trailer_ = 0;  // octets of trailer lines so far
};

}  // namespace qw::http
