// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/bytes.hpp"
#include "core/parsed.hpp"

namespace qw::http {

inline constexpr std::size_t most_chunk_line = 4096;  // chunk size with extensions, a trailer line
inline constexpr std::size_t most_trailer = 16 * 1024;  // octets of all trailer lines

/// Takes the framing off one message body, piece by piece, and holds nothing of
/// it. The content coding stays on. Source: RFC 9112, sections 6 and 7.
class BodyReader {
 public:
  static BodyReader of_length(std::uint64_t octets) { return {Form::length, octets}; }
  static BodyReader of_chunks() { return {Form::chunk_line, 0}; }
  static BodyReader until_close() { return {Form::until_close, 0}; }

  /// One step. `body` borrows from the stream and may be empty while framing is
  /// taken off. Nothing used: wait until `want` octets are there. After `fault` or
  /// `done` there is no further step.
  struct Step {
    std::size_t used = 0;
    Bytes body;
    std::size_t want = 0;
    bool done = false;
    std::optional<Malformed> fault;
  };
  Step next(Bytes stream);

  /// Octets that were never seen. False if they may have hidden framing: then the
  /// end of this body cannot be found.
  bool pass_gap(std::uint64_t octets);

  /// Did a gap take the rest of it?
  [[nodiscard]] bool at_end() const { return form_ == Form::length && left_ == 0; }

  /// Does only the end of the connection end it?
  [[nodiscard]] bool ends_with_connection() const { return form_ == Form::until_close; }

 private:
  enum class Form : std::uint8_t { length, until_close, chunk_line, chunk, chunk_end, trailer };

  BodyReader(Form form, std::uint64_t left) : form_{form}, left_{left} {}
  Step next_plain(Bytes stream);
  Step next_line(Bytes stream);

  Form form_;
  std::uint64_t left_;       // octets of the body, or of the chunk
  std::size_t trailer_ = 0;  // octets of trailer lines so far
};

}  // namespace qw::http
