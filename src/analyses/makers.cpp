// SPDX-License-Identifier: Apache-2.0
#include "analyses/makers.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

namespace qw::analyses {
namespace {

constexpr std::string_view head = "# oui ";
constexpr std::uint8_t lengths[] = {36, 28, 24};  // bits of a prefix, longest first

constexpr std::uint64_t cut(std::uint64_t mac, std::uint8_t bits) {
  return mac >> (48 - bits) << (48 - bits);
}

/// The part of `text` before `end`, which is taken away with it.
std::string_view take_until(std::string_view& text, char end) {
  auto const at = std::min(text.find(end), text.size());
  auto const taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

}  // namespace

Status Makers::load(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) return Error{fmt::format("{}: cannot be read", path)};
  return read(text.str(), path);
}

Status Makers::read(std::string_view text, std::string_view file) {
  Makers fresh;
  std::size_t line_number = 1;
  auto first = take_until(text, '\n');
  if (!first.starts_with(head))
    return Error{fmt::format("{}:1: expected \"{}DATE ...\"", file, head)};
  first.remove_prefix(head.size());
  fresh.date_ = take_until(first, ' ');
  while (!text.empty()) {
    ++line_number;
    auto organisation = take_until(text, '\n');
    auto const digits = take_until(organisation, '\t');
    std::uint64_t prefix = 0;
    auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), prefix, 16);
    auto const bits = static_cast<std::uint8_t>(digits.size() * 4);
    bool const sound = read.ec == std::errc{} && read.ptr == digits.data() + digits.size() &&
                       std::find(std::begin(lengths), std::end(lengths), bits) != std::end(lengths);
    if (!sound || organisation.empty())
      return Error{fmt::format("{}:{}: expected 6, 7 or 9 hexadecimal digits, tab, organisation",
                               file, line_number)};
    fresh.entries_.push_back({prefix << (48 - bits), bits,
                              static_cast<std::uint32_t>(fresh.texts_.size()),
                              static_cast<std::uint32_t>(organisation.size())});
    fresh.texts_ += organisation;
  }
  std::sort(fresh.entries_.begin(), fresh.entries_.end(), [](Entry const& a, Entry const& b) {
    return std::tie(a.prefix, a.bits) < std::tie(b.prefix, b.bits);
  });
  *this = std::move(fresh);
  return Nothing{};
}

std::string_view Makers::of(Address const& mac) const {
  if (!mac.is_mac() || mac.is_locally_administered() || mac.is_multicast()) return {};
  std::uint64_t number = 0;
  for (auto const octet : mac.octets())
    number = number << 8 | std::to_integer<std::uint64_t>(octet);
  if (number == 0) return {};
  for (auto const bits : lengths) {
    auto const prefix = cut(number, bits);
    auto const found = std::lower_bound(entries_.begin(), entries_.end(), std::tuple{prefix, bits},
                                        [](Entry const& entry, auto const& wanted) {
                                          return std::tuple{entry.prefix, entry.bits} < wanted;
                                        });
    if (found != entries_.end() && found->prefix == prefix && found->bits == bits)
      return std::string_view{texts_}.substr(found->offset, found->length);
  }
  return {};
}

std::string Makers::state() const {
  if (entries_.empty()) return "IEEE registry of MAC makers: not installed";
  return fmt::format("IEEE registry as of {}", date_);
}

}  // namespace qw::analyses
