// SPDX-License-Identifier: Apache-2.0
#include "capture/file_source.hpp"

namespace qw::capture {

FileSource::FileSource(Window window, Origin const& origin) : window_{std::move(window)} {
  report_.name = origin.name;
  pattern_.source = origin.id;
  pattern_.point = origin.point;
}

void FileSource::name_format(std::string_view format) {
  report_.format = format;
  auto const packing = window_.stream().packing();
  if (!packing.empty()) report_.format.append(", ").append(packing);
}

void FileSource::damaged(std::string text, std::uint64_t offset, std::uint64_t skipped) {
  if (!report_.damage.empty() && report_.damages == report_.damage.size()) {
    auto& last = report_.damage.back();
    if (last.after_frame == report_.frames && last.offset + last.skipped == offset) {
      last.skipped += skipped;
      return;
    }
  }
  note({report_.frames, offset, skipped, std::move(text)});
}

void FileSource::note(Damage damage) {
  ++report_.damages;
  if (report_.damage.size() < max_damage_listed) report_.damage.push_back(std::move(damage));
}

Next FileSource::finish() {
  if (!finished_ && !window_.stream().trouble().empty())
    note({report_.frames, window_.offset(), 0, window_.stream().trouble()});
  finished_ = true;
  return Next::end;
}

}  // namespace qw::capture
