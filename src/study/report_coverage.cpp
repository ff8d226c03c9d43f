// SPDX-License-Identifier: Apache-2.0
#include "study/report_parts.hpp"
#include "study/words.hpp"

namespace qw::study {
namespace {

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
           source.drops_known ? grouped(source.dropped) : std::string{"not told"}, "</td><td>");
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

void write_coverage(Page const& page) {
  auto& html = page.html;
  html.put("<section id=\"coverage\">\n<h2>How sure</h2>\n");
  if (page.result.coverage.empty()) html.put("<p class=\"empty\">Coverage was not measured.</p>\n");
  html.put("<ul class=\"coverage\">\n");
  for (auto const& row : page.result.coverage) {
    html.put("<li><p><span class=\"topic\">", row.topic);
    if (!row.subject.empty()) html.put(" · ", row.subject);
    html.put("</span>");
    if (row.whole != 0) {
      html.put("<span class=\"share\">", share(row.part, row.whole), "</span></p>");
      put_bar(page, row.part, row.whole);
    } else {
      html.put("</p>");
    }
    html.put("<p class=\"statement\">", row.statement, "</p></li>\n");
  }
  html.put("</ul>\n</section>\n");
}

void write_run(Page const& page) {
  auto& html = page.html;
  auto const& result = page.result;
  html.put(
      "<section id=\"run\">\n<h2>Accounts</h2>\n<p class=\"note\">Frames read = unique + "
      "duplicates + undecoded, for every capture.</p>\n<div class=\"scroll\" tabindex=\"0\" "
      "role=\"region\" aria-label=\"Captures\"><table>\n<thead><tr><th scope=\"col\">Capture"
      "</th><th scope=\"col\">Point</th><th scope=\"col\" class=\"number\">Frames</th>"
      "<th scope=\"col\" class=\"number\">Unique</th><th scope=\"col\" class=\"number\">"
      "Duplicates</th><th scope=\"col\" class=\"number\">Undecoded</th><th scope=\"col\" "
      "class=\"number\">Cut</th><th scope=\"col\">Dropped</th><th scope=\"col\">Damage</th>"
      "</tr></thead>\n<tbody>\n");
  for (auto const& source : result.accounts.sources) put_source(page, source);
  html.put(
      "</tbody></table></div>\n<div class=\"pair\">\n<table>\n<thead><tr><th scope=\"col\">"
      "Said</th><th scope=\"col\" class=\"number\">Times</th></tr></thead>\n<tbody>\n");
  for (std::size_t i = 0; i < result.events.size(); ++i)
    html.put("<tr><th scope=\"row\">", kind_names[i], "</th><td class=\"number\">",
             grouped(result.events[i]), "</td></tr>\n");
  html.put(
      "</tbody></table>\n<table>\n<thead><tr><th scope=\"col\">Protocol</th><th scope=\"col\" "
      "class=\"number\">Messages</th><th scope=\"col\" class=\"number\">Octets</th></tr>"
      "</thead>\n<tbody>\n");
  for (auto const& protocol : result.protocols)
    html.put("<tr><th scope=\"row\">", protocol.name, "</th><td class=\"number\">",
             grouped(protocol.events), "</td><td class=\"number\">", sized(protocol.octets),
             "</td></tr>\n");
  html.put("</tbody></table>\n</div>\n<p class=\"run\">Quaywatch ", result.run.version, ", ",
           result.run.command, ", ", counted(result.run.workers, "worker"), ", ",
           lasting(Nanoseconds{static_cast<std::int64_t>(result.run.seconds * 1e9)}),
           "</p>\n</section>\n");
}

}  // namespace qw::study
