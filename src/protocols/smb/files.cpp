// SPDX-License-Identifier: Apache-2.0
#include "protocols/smb/files.hpp"

#include <algorithm>

#include "core/frame_span.hpp"

namespace qw::smb {

void Motion::add(std::uint64_t offset, Bytes octets, Moment const& moment) {
  if (octets.empty()) return;
  if (octets_ == 0) {
    moment_ = moment;
  } else {
    moment_.at = moment.at;
    moment_.frames = over(moment_.frames, moment.frames);
  }
  in_sequence_ = in_sequence_ && offset == octets_;
  octets_ += octets.size();
  if (!in_sequence_) return;
  if (!digest_) digest_.emplace();
  digest_->add(octets);
}

OpenFile* OpenFiles::find(FileId const& id) {
  auto const found = std::ranges::find(files_, id, &OpenFile::id);
  return found == files_.end() ? nullptr : &*found;
}

OpenFile& OpenFiles::add(FileId const& id) {
  auto& file = files_.emplace_back();
  file.id = id;
  return file;
}

void OpenFiles::remove(OpenFile const& file) {
  files_.erase(files_.begin() + (&file - files_.data()));
}

}  // namespace qw::smb
