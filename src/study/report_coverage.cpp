// SPDX-License-Identifier: Apache-2.0
#include <ranges>

#include "study/report_parts.hpp"
#include "study/words.hpp"

namespace qw::study {
namespace {

constexpr Column source_columns[] = {{"Capture"},
                                     {"Point"},
                                     {"Frames", number},
                                     {"Unique", number},
                                     {"Duplicates", number},
                                     {"Undecoded", number},
                                     {"Truncated", number},
                                     {"Dropped"},
                                     {"Damage"}};
constexpr Column event_columns[] = {{"Event"}, {"Count", number}};

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

void put_source(Page const& page, SourceAccount const& source) {
  auto& html = page.html;
  std::uint64_t undecoded = 0;
  for (auto const& cause : source.undecoded) undecoded += cause.tally.frames;
  html.put("<tr><th scope=\"row\">", source.name, "<span class=\"how\">", source.format,
           "</span></th>", "<td>", source.point_name, "</td><td class=\"number\">",
           grouped(source.read.frames), "</td><td class=\"number\">", grouped(source.unique.frames),
           "</td><td class=\"number\">", grouped(source.duplicates.frames),
           "</td><td class=\"number\">", grouped(undecoded));
  for (auto const& cause : source.undecoded)
    if (cause.tally.frames != 0)
      html.put("<span class=\"how\">", grouped(cause.tally.frames), " ", cause.cause, "</span>");
  html.put("</td><td class=\"number\">", grouped(source.cut_frames), "</td><td>",
           source.drops_known ? grouped(source.dropped) : std::string{"not known"}, "</td><td>");
  if (source.damages == 0) html.put("none");
  for (auto const& damage : source.damage)
    html.put("<span class=\"how\">after frame ", damage.after_frame, ", octet ", damage.offset,
             ": ", damage.text, "</span>");
  if (source.damages > source.damage.size())
    html.put("<span class=\"how\">and ", grouped(source.damages - source.damage.size()),
             " more places</span>");
  html.put("</td></tr>\n");
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
  html.put(
      "<p class=\"note\">Frames read = unique + duplicates + undecoded, for every capture.</p>\n");
  put_table(page, {"Captures", source_columns}, result.dossier.accounts.sources, put_source);
  html.put("<div class=\"pair\">\n");
  put_table(page, {"Events", event_columns, "scroll", "narrow"},
            std::views::iota(std::size_t{0}, result.dossier.events.size()),
            [&](Page const&, std::size_t kind) {
              html.put("<tr><th scope=\"row\">", kind_names[kind], "</th><td class=\"number\">",
                       grouped(result.dossier.events[kind]), "</td></tr>\n");
            });
  put_views(page, "run");
  html.put("</div>\n<p class=\"run\">Quaywatch ", result.run.version, ", ", result.run.command,
           ", ", counted(result.run.workers, "worker"), ", ",
           lasting(Nanoseconds{static_cast<std::int64_t>(result.run.seconds * 1e9)}), "</p>\n");
  return false;
}

}  // namespace qw::study
