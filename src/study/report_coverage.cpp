// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "study/report_cells.hpp"
#include "study/views.hpp"

namespace qw::study {
namespace {

std::string_view topic_of(CoverageRow const& row) {
  return row.topic == "understood" ? "payload" : std::string_view{row.topic};
}

/// A capture by its file's name, else as it is.
std::string_view subject_of(Page const& page, CoverageRow const& row) {
  for (auto const& source : page.result.dossier.accounts.sources)
    if (source.name == row.subject) return file_name(row.subject);
  return row.subject;
}

void put_bar(Page const& page, std::uint64_t part, std::uint64_t whole) {
  auto const percent = 100 * static_cast<double>(part) / static_cast<double>(whole);
  page.html.put(
      "<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\"><rect width=\"100\" height=\"6\"/>"
      "<rect class=\"part\" width=\"",
      percent, "\" height=\"6\"/></svg>");
}

CaptureRow row_of(SourceAccount const& source) {
  CaptureRow row{.name = source.name,
                 .format = source.format,
                 .point = source.point_name,
                 .read = source.read.frames,
                 .unique = source.unique.frames,
                 .duplicates = source.duplicates.frames,
                 .causes = {},
                 .cut = source.cut_frames,
                 .dropped = source.dropped,
                 .drops_known = source.drops_known,
                 .damage = {}};
  for (auto const& [cause, tally] : source.undecoded) {
    row.undecoded += tally.frames;
    if (tally.frames != 0) row.causes.push_back(grouped(tally.frames) + ' ' + cause);
  }
  for (auto const& damage : source.damage)
    row.damage.push_back(fmt::format("after frame {}, octet {}: {}", damage.after_frame,
                                     damage.offset, damage.text));
  if (source.damages > source.damage.size())
    row.damage.push_back("and " + grouped(source.damages - source.damage.size()) + " more places");
  return row;
}

void put_captures(Page const& page) {
  std::vector<CaptureRow> rows;
  for (auto const& source : page.result.dossier.accounts.sources) rows.push_back(row_of(source));
  put_view(page, captures_read, rows);
}

void put_events(Page const& page) {
  auto const& counts = page.result.dossier.events;
  std::vector<EventCount> rows;
  for (std::size_t kind = 0; kind < counts.size(); ++kind)
    rows.push_back({std::string{kind_names[kind]}, counts[kind]});
  put_view(page, events_by_kind, rows);
}

}  // namespace

bool write_coverage(Page const& page) {
  auto& html = page.html;
  if (page.result.of<CoverageRow>().empty())
    html.put("<p class=\"empty\">There is no coverage.</p>\n");
  html.put("<ul class=\"coverage\">\n");
  for (auto const& row : page.result.of<CoverageRow>()) {
    html.put("<li><p><span class=\"topic\">", topic_of(row));
    if (!row.subject.empty()) html.put(" · ", subject_of(page, row));
    html.put("</span>");
    if (row.whole != 0) {
      html.put("<span class=\"share\">", share(row.part, row.whole), "</span></p>");
      put_bar(page, row.part, row.whole);
    } else {
      html.put("</p>");
    }
    html.put("<p class=\"statement\">", row.statement, "</p></li>\n");
  }
  html.put("</ul>\n");
  return true;
}

bool write_run(Page const& page) {
  auto& html = page.html;
  auto const& result = page.result;
  if (auto const text = going_on(result.run); !text.empty())
    html.put("<p class=\"note\">", text, "</p>\n");
  html.put(
      "<p class=\"note\">Frames read = unique + duplicates + undecoded, for every capture.</p>\n");
  put_captures(page);
  html.put("<div class=\"pair\">\n");
  put_events(page);
  put_views(page, "run");
  html.put("</div>\n<p class=\"run\">Quaywatch ", result.run.version, ", ", result.run.command,
           ", ", counted(result.run.workers, "worker"), ", ",
           lasting(Nanoseconds{static_cast<std::int64_t>(result.run.seconds * 1e9)}), "</p>\n");
  return false;
}

}  // namespace qw::study
