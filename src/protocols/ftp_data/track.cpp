// SPDX-License-Identifier: Apache-2.0
#include "protocols/ftp_data/track.hpp"

#include "vocabulary/terms.hpp"

namespace qw::ftp_data {
namespace {

constexpr ProtocolDescription description{.name = "ftp_data",
                                          .title = "FTP data",
                                          .traits = {Trait::file_transfer},
                                          .known_as = {.zeek = "ftp-data", .suricata = "ftp-data"}};
constexpr Protocol name{description};

/// RFC 4217, section 9: with PROT P the data connection is TLS from its first
/// octet: a handshake record of version 3.x.
bool begins_tls(Bytes octets) {
  return octets.size() >= 3 && octet_at(octets, 0) == 0x16 && octet_at(octets, 1) == 0x03 &&
         octet_at(octets, 2) <= 0x04;
}

}  // namespace

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  auto& from = way(segment.from);
  if (!from.body) {
    if (!from.lost && begins_tls(segment.bytes)) return {0, 0, delivery::Taken::Then::offer, "tls"};
    begin(segment.from, segment.moment);
  }
  from.body.piece(segment.bytes, segment.moment);
  return {segment.bytes.size()};
}

/// The name is that of what was asked for, and of no other octets.
void Tracker::begin(delivery::Side side, Moment const& moment) {
  delivery::BodyHead head{.protocol = name, .what = TransferKind::file};
  auto const* const file = dynamic_cast<delivery::AnnouncedFile const*>(announced_.get());
  if (file != nullptr && file->from() == side) {
    head.what = file->what();
    head.name = file->name();
  }
  way(side).body = {bodies_, head, moment};
  if (way(side).lost) way(side).body.gap(0);
}

void Tracker::on_gap(delivery::Side side, std::uint64_t octets, Stamp) {
  way(side).lost = true;
  way(side).body.gap(octets);
}

void Tracker::on_finish(delivery::Side side, Stamp) { way(side).finished = true; }

void Tracker::on_end(Stamp) {
  for (auto& way : ways_) way.body.end(way.finished);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.protocol = description,
                                               .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::ftp_data
