// SPDX-License-Identifier: Apache-2.0
#include "core/text_writer.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>

namespace qw {
namespace {

constexpr char digits[] = "0123456789abcdef";

}  // namespace

TextWriter& TextWriter::text(std::string_view text) {
  if (!whole_ || text.size() > room_.size() - used_) {
    whole_ = false;
    return *this;
  }
  if (!text.empty()) std::memcpy(room_.data() + used_, text.data(), text.size());
  used_ += text.size();
  return *this;
}

TextWriter& TextWriter::number(std::uint64_t value) {
  char decimal[20];
  auto const end = std::to_chars(decimal, decimal + sizeof decimal, value).ptr;
  return text({decimal, static_cast<std::size_t>(end - decimal)});
}

TextWriter& TextWriter::hex(Bytes octets) {
  for (std::size_t i = 0; i < octets.size() && whole_; ++i) {
    auto const octet = octet_at(octets, i);
    char const pair[] = {digits[octet >> 4], digits[octet & 15]};
    text({pair, 2});
  }
  return *this;
}

TextWriter& TextWriter::address(Address const& address) {
  auto const octets = address.octets();
  char written[INET6_ADDRSTRLEN] = {};
  switch (address.family()) {
    case Address::Family::mac:
      for (std::size_t i = 0; i < octets.size(); ++i) {
        if (i != 0) character(':');
        hex(octets.subspan(i, 1));
      }
      return *this;
    case Address::Family::ipv4:
      return text(inet_ntop(AF_INET, octets.data(), written, sizeof written));
    case Address::Family::ipv6:
      return text(inet_ntop(AF_INET6, octets.data(), written, sizeof written));
    case Address::Family::none: break;
  }
  return *this;
}

TextWriter& TextWriter::escaped(Bytes octets) {
  for (std::size_t i = 0; i < octets.size() && whole_; ++i) {
    auto const octet = octet_at(octets, i);
    if (octet >= 0x20 && octet != 0x7f && octet != '\\') {
      character(static_cast<char>(octet));
      continue;
    }
    char const code[] = {'\\', digits[octet / 100], digits[octet / 10 % 10], digits[octet % 10]};
    text({code, 4});
  }
  return *this;
}

std::string_view TextWriter::take() {
  auto const piece = written();
  start_ = used_;
  return piece;
}

}  // namespace qw
