// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace qw {

/// Text that is put together in place, of at most `most` characters. What does
/// not fit as a whole is left out, and from then on everything.
template <std::size_t most>
class ShortText {
 public:
  void add(std::string_view text) {
    if (text.size() > room()) full_ = true;
    if (full_) return;
    for (char const c : text) text_[size_++] = c;
  }
  void add(char c) { add(std::string_view{&c, 1}); }

  /// Borrowed from this.
  [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }
  [[nodiscard]] std::size_t room() const { return most - size_; }
  /// Was something left out?
  [[nodiscard]] bool full() const { return full_; }

 private:
  std::array<char, most> text_{};
  std::size_t size_ = 0;
  bool full_ = false;
};

}  // namespace qw
