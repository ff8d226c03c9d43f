// SPDX-License-Identifier: Apache-2.0
#include "study/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "study/overview.hpp"
#include "study/readable.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::study {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t most_lines = 40;
constexpr std::size_t shown_kinds = 6;    // of findings, two lines each
constexpr std::size_t lines_around = 10;  // the questions, and the report's place

/// Breaks a text into lines of `width`, each indented; the first is not.
std::vector<std::string> wrapped(std::string_view text, std::size_t indent) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    auto const end = std::min(text.find(' '), text.size());
    auto const word = text.substr(0, end);
    if (!lines.back().empty() && indent + lines.back().size() + 1 + word.size() > width)
      lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void append_lines(std::string& out, std::vector<std::string> lines, std::size_t indent,
                  std::size_t most) {
  if (lines.size() > most) {
    lines.resize(most);
    lines.back() += " …";
  }
  for (auto const& line : lines)
    out += fmt::format("{:{}}{}\n", "", &line == &lines.front() ? 0 : indent, line);
}

constexpr std::size_t answer_indent = 2;

/// Lines for each answer out of `total`: what one does not need, others may have.
std::vector<std::size_t> lines_for(std::vector<Answer> const& answers, std::size_t total) {
  std::vector<std::size_t> needed;
  for (auto const& answer : answers) {
    std::string text;
    for (auto const& sentence : answer.sentences) text += printable(sentence) + ' ';
    needed.push_back(wrapped(text, answer_indent).size());
  }
  std::vector<std::size_t> given(needed.size(), 0);
  for (bool more = true; more && total != 0;) {
    more = false;
    for (std::size_t i = 0; i < given.size() && total != 0; ++i) {
      if (given[i] == needed[i]) continue;
      ++given[i];
      --total;
      more = true;
    }
  }
  return given;
}

/// As many whole sentences as fit; the report has the others.
void append_answer(std::string& out, Answer const& answer, std::size_t most) {
  constexpr std::size_t indent = answer_indent;
  std::string text;
  for (auto const& sentence : answer.sentences) {
    auto longer = text + (text.empty() ? "" : " ") + printable(sentence);
    if (!text.empty() && wrapped(longer, indent).size() > most) break;
    text = std::move(longer);
  }
  out += fmt::format("{}\n{:{}}", answer.question, "", indent);
  append_lines(out, wrapped(text, indent), indent, most);
}

/// "3 findings: 1 page (look now), 0 queue (look today), 2 note. 9 more sightings were counted
/// but not listed. 2 questions cannot be judged from here."
std::string findings_line(Overview const& sum, std::uint64_t left_out) {
  auto const found = sum.severities[0] + sum.severities[1] + sum.severities[2];
  auto line = found == 0 ? std::string{"No findings."} : counted(found, "finding") + ':';
  for (std::size_t i = 0; found != 0 && i < sum.severities.size(); ++i)
    line +=
        fmt::format(" {} {}{}", grouped(sum.severities[i]), severity_text(static_cast<Severity>(i)),
                    i + 1 == sum.severities.size() ? '.' : ',');
  if (left_out != 0)
    line += fmt::format(" {} counted but not listed.",
                        counted(left_out, "more sighting was", "more sightings were"));
  if (sum.grades[3] != 0)
    line +=
        fmt::format(" {} not observed.", counted(sum.grades[3], "problem was", "problems were"));
  if (sum.grades[4] != 0)
    line += fmt::format(" {} be judged from here.",
                        counted(sum.grades[4], "question cannot", "questions cannot"));
  return line;
}

void append_findings(std::string& out, StudyResult const& result, Overview const& sum) {
  constexpr std::size_t indent = 8;
  append_lines(out, wrapped(findings_line(sum, result.dossier.sightings_left_out), 0), 0, 3);
  std::size_t shown = 0;
  std::size_t hidden = 0;
  for (auto const& findings : alike(result.of<Finding>())) {
    auto const& first = *findings.front();
    if (!claims(first)) break;
    if (shown == shown_kinds) {
      hidden += findings.size();
      continue;
    }
    ++shown;
    auto text =
        fmt::format("{} [{}]", printable(told(first, result.names).claim), name_of(first.grade));
    if (findings.size() > 1)
      text = fmt::format("{} similar findings: {}", grouped(findings.size()), text);
    out += fmt::format("  {:5} ", name_of(first.severity));
    append_lines(out, wrapped(text, indent), indent, 2);
  }
  if (hidden != 0) out += fmt::format("{:{}}and {} more\n", "", indent, grouped(hidden));
}

}  // namespace

std::string summary(StudyResult const& result, std::string const& report) {
  Overview const sum{result};
  std::string out;
  auto const& sources = result.dossier.accounts.sources;
  out += fmt::format("{}, {}, {}", counted(sources.size(), "capture"),
                     counted(result.frames(), "frame"), sized(result.octets()));
  if (result.frames() != 0)
    out += fmt::format("; {} from {}", lasting(result.last() - result.first()),
                       moment(result.first()));
  out += '\n';
  if (auto const text = going_on(result.run); !text.empty())
    append_lines(out, wrapped(text, 0), 0, 2);
  for (auto const& source : sources) {
    if (source.damages == 0) continue;
    out += fmt::format("{} is damaged in {}; everything readable was read.\n",
                       printable(source.name), counted(source.damages, "place"));
    break;  // coverage names them all
  }
  out += '\n';
  append_findings(out, result, sum);
  out += '\n';
  auto const six = answers(result, sum);
  auto const used = static_cast<std::size_t>(std::ranges::count(out, '\n')) + lines_around;
  auto const lines = lines_for(six, most_lines - std::min(used, most_lines));
  for (std::size_t i = 0; i < six.size(); ++i)
    append_answer(out, six[i], std::max<std::size_t>(lines[i], 2));
  if (!report.empty()) out += fmt::format("\nReport: {}\n", report);
  return out;
}

}  // namespace qw::study
