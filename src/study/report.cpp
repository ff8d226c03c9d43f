// SPDX-License-Identifier: Apache-2.0
#include "study/report.hpp"

#include <fmt/format.h>

#include "study/readable.hpp"
#include "study/report_parts.hpp"

namespace qw::study {
namespace {

/// A section: where links lead, its heading, and who writes what it has beside its views.
struct Section {
  Markup id;
  Markup title;
  bool (*write)(Page const&);  // null: nothing
};
constexpr Section sections[] = {{"summary", "In short", write_answers},
                                {"findings", "Findings", write_findings},
                                {"map", "Map", write_map},
                                {"commands", "Who commands whom", write_commands},
                                {"ledger", "What leaves", write_ledger},
                                {"goods", "Goods", write_goods},
                                {"devices", "Devices", nullptr},
                                {"clocks", "Clocks", nullptr},
                                {"conduits", "Conduits", nullptr},
                                {"coverage", "How sure", write_coverage},
                                {"run", "Accounts", write_run}};

/// The port's name, else what was studied.
std::string title_of(StudyResult const& result) {
  if (!result.site.empty()) return result.site;
  auto const& sources = result.dossier.accounts.sources;
  if (sources.size() == 1) return fmt::format("Study of {}", file_name(sources[0].name));
  return fmt::format("Study of {}", counted(sources.size(), "capture"));
}

void write_head(Page const& page) {
  page.html.put(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      // Should a mistake ever let markup through, it still could load and run nothing.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n<title>",
      title_of(page.result), " – Quaywatch</title>\n<style>");
}

void write_top(Page const& page) {
  auto const& result = page.result;
  page.html.put(
      "<a class=\"skip\" href=\"#summary\">Skip to the summary</a>\n<header class=\"top\">\n"
      "<svg class=\"mark\" viewBox=\"0 0 48 40\" aria-hidden=\"true\">"
      "<path d=\"M4 36h40M12 36V8M28 36V8M12 20h16M8 8h38M20 8l-8-5M20 8l24-0M20 8V3\"/>"
      "<path class=\"load\" d=\"M36 8v9M31 17h10v6H31z\"/></svg>\n<div><h1>");
  page.html.put(title_of(result));
  page.html.put("</h1>\n<p>");
  if (result.frames() == 0)
    page.html.put("No frame could be read.");
  else
    page.html.put(moment(result.first()), " to ", moment_of_day(result.last(), result.first()),
                  ", ", lasting(result.last() - result.first()));
  page.html.put("</p></div>\n</header>\n");
}

void write_contents(Page const& page) {
  page.html.put("<nav aria-label=\"Contents\"><ol>\n");
  for (auto const& section : sections)
    page.html.put("<li><a href=\"#", section.id, "\">", section.title, "</a></li>\n");
  page.html.put("</ol></nav>\n");
}

}  // namespace

std::string report(StudyResult const& result) {
  std::string out;
  Html html{out};
  Overview const overview{result};
  HostNames const hosts{result};
  Page const page{result, overview, hosts, html};

  write_head(page);
  out += report_style();
  html.put("</style>\n</head>\n<body>\n");
  write_top(page);
  html.put("<div class=\"page\">\n");
  write_contents(page);
  html.put("<main>\n");
  for (auto const& section : sections) {
    html.put("<section id=\"", section.id, "\">\n<h2>", section.title, "</h2>\n");
    if (section.write == nullptr || section.write(page)) put_views(page, section.id.text());
    html.put("</section>\n");
  }
  html.put("</main>\n</div>\n</body>\n</html>\n");
  return out;
}

}  // namespace qw::study
