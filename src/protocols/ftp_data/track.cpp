// SPDX-License-Identifier: Apache-2.0
#include "protocols/ftp_data/track.hpp"

#include "core/frame_span.hpp"
#include "vocabulary/voice.hpp"

namespace qw::ftp_data {
namespace {

constexpr Term name{"ftp_data"};
/// What OpenSSL holds for one digest, about.
constexpr std::size_t digest_octets = 512;

/// RFC 4217, section 9: with PROT P the data connection is TLS from its first
/// octet: a handshake record of version 3.x.
bool begins_tls(Bytes octets) {
  return octets.size() >= 3 && octet_at(octets, 0) == 0x16 && octet_at(octets, 1) == 0x03 &&
         octet_at(octets, 2) <= 0x04;
}

}  // namespace

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  auto& way = ways_[static_cast<std::size_t>(segment.from)];
  if (way.octets == 0 && !way.lost) {
    if (begins_tls(segment.bytes)) return {0, 0, delivery::Taken::Then::offer, "tls"};
    way.moment = segment.moment;
    way.digest.emplace();
  }
  way.octets += segment.bytes.size();
  way.moment.frames = over(way.moment.frames, segment.moment.frames);
  if (way.digest) way.digest->add(segment.bytes);
  return {segment.bytes.size()};
}

void Tracker::on_gap(delivery::Side from, std::uint64_t, Stamp) {
  auto& way = ways_[static_cast<std::size_t>(from)];
  way.lost = true;
  way.digest.reset();
}

void Tracker::on_finish(delivery::Side from, Stamp) {
  ways_[static_cast<std::size_t>(from)].finished = true;
}

void Tracker::on_end(Stamp) {
  for (auto& way : ways_)
    if (way.octets != 0) say_transfer(way);
}

void Tracker::say_transfer(Way& way) {
  bool const complete = way.finished && !way.lost;
  std::optional<HexText<Sha256::octets>> digest;
  if (complete) digest.emplace(way.digest->finish());
  voice_.say(Transfer{.said = {way.moment, name},
                      .what = TransferKind::file,
                      .name = {},
                      .media_type = {},
                      .octets = way.octets,
                      .digest = digest ? digest->view() : std::string_view{},
                      .complete = complete});
  way = {};
}

std::size_t Tracker::heap_octets() const {
  std::size_t octets = 0;
  for (auto const& way : ways_)
    if (way.digest) octets += digest_octets;
  return octets;
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .name = name, .title = "FTP data", .stream = delivery::make<Tracker>};
  return self;
}

}  // namespace qw::ftp_data
