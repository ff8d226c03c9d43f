// SPDX-License-Identifier: Apache-2.0
#include "protocols/smb/files.hpp"

#include <algorithm>

namespace qw::smb {

void Motion::add(delivery::Bodies& bodies, delivery::BodyHead const& head, std::uint64_t offset,
                 Bytes octets, Moment const& moment) {
  if (octets.empty()) return;
  if (!body_) {
    body_ = {bodies, head, moment};
    if (lost_) body_.gap(0);
  }
  body_.piece_at(offset, octets, moment);
}

void Motion::miss(std::uint64_t octets) {
  lost_ = true;
  body_.gap(octets);
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
