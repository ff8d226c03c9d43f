// SPDX-License-Identifier: Apache-2.0
#include "decode/decoder.hpp"

#include <new>

#include "core/state.hpp"
#include "decode/walk.hpp"

namespace qw::decode {

Decoder::Decoder(DecoderLimits const& limits)
    : limits_{limits}, fragments_{std::make_unique<Fragments>(limits_, counts_)} {}

Decoder::~Decoder() = default;

Cause Decoder::decode(FrameView const& frame, PacketView& packet) {
  ::new (static_cast<void*>(&packet)) PacketView{.frame = frame, .first_frame = frame.number};
  fragments_->begin(frame.at);
  return Walk{frame, packet, limits_, counts_, *fragments_}.walk_headers();
}

void Decoder::finish() { fragments_->finish(); }

std::vector<LostDatagram> const& Decoder::lost() const { return fragments_->lost(); }
void Decoder::clear_lost() { fragments_->clear_lost(); }

void Decoder::save_to(StateWriter& out) const {
  save(out, counts_);
  save(out, *fragments_);
}

void Decoder::load_from(StateReader& in) {
  load(in, counts_);
  load(in, *fragments_);
}

}  // namespace qw::decode
