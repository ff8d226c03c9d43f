// SPDX-License-Identifier: Apache-2.0
#include "study/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "study/overview.hpp"
#include "study/words.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::study {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t shown_findings = 6;  // two lines each; with them it is 40 lines at most
constexpr std::size_t shown_lines_of_answer = 3;

/// Breaks sentences into lines, each after the first indented to `indent`.
void append_wrapped(std::string& out, std::string_view text, std::size_t indent,
                    std::size_t most_lines) {
  std::size_t lines = 1;
  std::size_t column = indent;
  while (!text.empty()) {
    auto const end = std::min(text.find(' '), text.size());
    if (column != indent && column + 1 + end > width) {
      if (lines++ == most_lines) {
        out += " …";
        break;
      }
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    }
    if (column != indent) {
      out += ' ';
      ++column;
    }
    out += text.substr(0, end);
    column += end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out += '\n';
}

void append_answer(std::string& out, Answer const& answer) {
  constexpr std::size_t indent = 2;
  std::string text;
  for (auto const& sentence : answer.sentences)
    text += (text.empty() ? "" : " ") + printable(sentence);
  out += fmt::format("{}\n{:{}}", answer.question, "", indent);
  append_wrapped(out, text, indent, shown_lines_of_answer - 1);
}

void append_findings(std::string& out, StudyResult const& result, Overview const& sum) {
  auto const order = in_reading_order(result.findings);
  auto const found = sum.severities[0] + sum.severities[1] + sum.severities[2];
  if (found == 0) {
    out += "Nothing was found. ";
  } else {
    out += fmt::format("{}: {} to look at now, {} today, {} to note. ", counted(found, "finding"),
                       sum.severities[0], sum.severities[1], sum.severities[2]);
  }
  if (sum.grades[3] != 0)
    out += fmt::format("{} looked for and not observed.",
                       counted(sum.grades[3], "thing was", "things were"));
  out += '\n';
  std::size_t shown = 0;
  for (auto const* finding : order) {
    if (!claims(*finding) || shown++ == shown_findings) break;
    out += fmt::format("  {:5} ", name_of(finding->severity));
    append_wrapped(out, fmt::format("{} [{}]", printable(finding->claim), name_of(finding->grade)),
                   8, 2);
  }
  if (found > shown_findings)
    out += fmt::format("        and {} more\n", grouped(found - shown_findings));
}

}  // namespace

std::string summary(StudyResult const& result, std::string const& report) {
  Overview const sum{result};
  std::string out;
  auto const& sources = result.accounts.sources;
  out += fmt::format("{}, {}, {} from {}\n", counted(sources.size(), "capture"),
                     counted(result.frames(), "frame"), sized(result.octets()),
                     result.frames() == 0 ? "no time at all"
                                          : fmt::format("{} on, {} long", moment(result.first()),
                                                        lasting(result.last() - result.first())));
  for (auto const& source : sources) {
    if (source.damages == 0) continue;
    out += fmt::format("{} is damaged in {}; everything readable was read\n",
                       printable(source.name), counted(source.damages, "place"));
    break;  // coverage names them all
  }
  out += '\n';
  append_findings(out, result, sum);
  out += '\n';
  for (auto const& answer : answers(result, sum)) append_answer(out, answer);
  if (!report.empty()) out += fmt::format("\nReport: {}\n", report);
  return out;
}

}  // namespace qw::study
