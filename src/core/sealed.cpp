// SPDX-License-Identifier: Apache-2.0
#include "core/sealed.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/state.hpp"

namespace qw {
namespace {

constexpr std::string_view magic = "QWSTATE\n";
constexpr std::uint32_t format_version = 1;
constexpr std::size_t header_octets = 8 + 4 + 4 + 3 * Sha256::octets + 8;

bool is(Bytes read, Sha256::Value const& wanted) { return std::ranges::equal(read, wanted); }

}  // namespace

bool is_sealed(Bytes file) {
  auto const start = file.first(std::min(file.size(), magic.size()));
  return text_of(start) == magic.substr(0, start.size());
}

std::vector<std::byte> sealed(SealTerms const& terms, Bytes state) {
  StateWriter out;
  out.octets(bytes_of(magic));
  out.number(format_version);
  out.number(terms.vocabulary);
  for (auto const* digest : {&terms.layout, &terms.site, &terms.inputs}) out.octets(*digest);
  out.number(static_cast<std::uint64_t>(state.size()));
  out.octets(state);
  out.octets(Sha256::of(out.octets()));
  return out.take();
}

Result<Bytes> unsealed(SealTerms const& terms, Bytes file) {
  if (!is_sealed(file)) return Error{"is no state of quaywatch"};
  if (file.size() < header_octets + Sha256::octets)
    return Error{fmt::format("is cut off: it has {} octets, and even an empty state has {}",
                             file.size(), header_octets + Sha256::octets)};
  Cursor in{file};
  in.skip(magic.size());
  auto const format = in.u32le();
  if (format != format_version)
    return Error{
        fmt::format("has format version {}, and this program reads {}", format, format_version)};
  auto const vocabulary = in.u32le();
  auto const layout = in.take(Sha256::octets);
  auto const site = in.take(Sha256::octets);
  auto const inputs = in.take(Sha256::octets);
  auto const size = in.u64le();
  auto const there = file.size() - header_octets - Sha256::octets;
  if (size > there)
    return Error{fmt::format("is cut off: {} of {} octets of the state are there", there, size)};
  auto const state = in.take(static_cast<std::size_t>(size));
  auto const before = file.first(in.position());
  if (in.left() != Sha256::octets) return Error{"is damaged: octets follow its end"};
  if (!is(in.take_rest(), Sha256::of(before)))
    return Error{"is damaged: its digest does not fit its octets"};
  if (vocabulary != terms.vocabulary)
    return Error{fmt::format("has vocabulary version {}, and this program has {}", vocabulary,
                             terms.vocabulary)};
  if (!is(layout, terms.layout)) return Error{"was written by another version of quaywatch"};
  if (!is(site, terms.site)) return Error{"was written with another site file"};
  if (!is(inputs, terms.inputs))
    return Error{"was written with other registries, lists or options"};
  return state;
}

}  // namespace qw
