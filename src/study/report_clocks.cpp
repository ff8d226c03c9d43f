// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "study/report_parts.hpp"
#include "study/words.hpp"

namespace qw::study {
namespace {

constexpr Column columns[] = {{"Time source"},
                              {"Service"},
                              {"Stratum", number},
                              {"Source"},
                              {"Times", number},
                              {"Most behind", number},
                              {"Most ahead", number},
                              {"Last", number},
                              {"Evidence"}};

/// "+2 s" is ahead of packet time.
std::string offset(Nanoseconds time) {
  if (time.count == 0) return "0 s";
  auto const size = Nanoseconds{std::abs(time.count)};
  return (time.count < 0 ? "\u2212" : "+") + lasting(size);
}

void put_clock(Page const& page, ClockRow const& row) {
  auto& html = page.html;
  html.put("<tr><th scope=\"row\">");
  put_host(page, row.host);
  html.put("</th><td>", row.service, "</td><td class=\"number\">",
           row.stratum ? grouped(*row.stratum) : std::string{}, "</td><td>", row.source,
           "</td><td class=\"number\">", grouped(row.count), "</td><td class=\"number\">",
           offset(row.least), "</td><td class=\"number\">", offset(row.most),
           "</td><td class=\"number\">", offset(row.final), "</td><td>");
  put_evidence(page, row.evidence);
  html.put("</td></tr>\n");
}

}  // namespace

void write_clocks(Page const& page) {
  auto& html = page.html;
  if (page.result.of<ClockRow>().empty()) {
    html.put("<p class=\"empty\">No time source was seen in a protocol that is parsed.</p>\n");
    return;
  }
  html.put(
      "<p class=\"note\">How far the time of each source is from the time of the capture: + is "
      "ahead. Either clock may be wrong, and the delay to the tap is included.</p>\n");
  put_table(page, {"Clocks", columns}, page.result.of<ClockRow>(), put_clock);
}

}  // namespace qw::study
