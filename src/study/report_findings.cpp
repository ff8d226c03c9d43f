// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "study/report_cells.hpp"
#include "study/views.hpp"

namespace qw::study {
namespace {

constexpr std::size_t shown_evidence = 8;

Markup tone_class(Answer::Tone tone) {
  switch (tone) {
    case Answer::Tone::calm: return "calm";
    case Answer::Tone::attend: return "attend";
    case Answer::Tone::alarm: return "alarm";
    case Answer::Tone::open: return "open";
  }
  return "open";
}

Markup severity_class(Severity severity) {
  switch (severity) {
    case Severity::page: return "alarm";
    case Severity::queue: return "attend";
    case Severity::note: return "open";
  }
  return "open";
}

/// How far it is known, as a filled scale that needs no colour.
Markup grade_marks(Grade grade) {
  switch (grade) {
    case Grade::observed: return "●●●";
    case Grade::likely: return "●●○";
    case Grade::possible: return "●○○";
    case Grade::not_observed: return "○○○";
    case Grade::not_observable: return "–";
  }
  return "–";
}

void put_number(Page const& page, std::string const& number, std::string_view what,
                Markup tone = {}) {
  page.html.put("<div class=\"", tone, "\"><dt>", what, "</dt><dd>", number, "</dd></div>\n");
}

void put_list(Page const& page, std::string_view term, std::vector<std::string> const& items) {
  if (items.empty()) return;
  page.html.put("<dt>", term, "</dt><dd>");
  for (auto const& item : items) {
    if (&item != &items.front()) page.html.put("; ");
    page.html.put(item);
  }
  page.html.put("</dd>\n");
}

void put_proof(Page const& page, ToldFinding const& finding) {
  if (finding.evidence.empty()) return;
  page.html.put("<dt>Evidence</dt><dd>");
  std::size_t shown = 0;
  for (auto const& evidence : finding.evidence) {
    if (shown++ == shown_evidence) break;
    if (shown != 1) page.html.put("<br>");
    put_evidence(page, evidence);
  }
  if (finding.evidence.size() > shown_evidence)
    page.html.put("<br>and ", grouped(finding.evidence.size() - shown_evidence), " more");
  page.html.put("</dd>\n");
}

/// Severity, grade, detector.
void put_tags(Page const& page, ToldFinding const& finding) {
  auto& html = page.html;
  html.put("<p class=\"tags\">");
  if (claims(finding))
    html.put("<span class=\"tag strong\">", severity_text(finding.severity), "</span>");
  html.put("<span class=\"tag\"><span class=\"scale\" aria-hidden=\"true\">",
           grade_marks(finding.grade), "</span> ", name_of(finding.grade),
           "</span><span class=\"detector\">", finding.detector, "</span></p>\n");
}

/// What is said of one finding alone.
void put_particulars(Page const& page, ToldFinding const& finding) {
  auto& html = page.html;
  if (!finding.subject.empty()) html.put("<dt>About</dt><dd>", finding.subject, "</dd>\n");
  if (claims(finding) && finding.count != 0)
    html.put(
        "<dt>Seen</dt><dd>", qw::times(finding.count), ", ", moment(finding.first),
        finding.count == 1 ? std::string{} : " to " + moment_of_day(finding.last, finding.first),
        "</dd>\n");
  put_proof(page, finding);
}

/// What is said alike of all findings of a kind: what it may mean.
void put_meaning(Page const& page, ToldFinding const& finding) {
  auto& html = page.html;
  if (!finding.innocent.empty())
    html.put("<dt>Harmless explanation</dt><dd>", finding.innocent, "</dd>\n");
  if (!finding.bound.empty())
    html.put(finding.grade == Grade::not_observable ? Markup{"<dt>What would settle it</dt><dd>"}
                                                    : Markup{"<dt>Bound</dt><dd>"},
             finding.bound, "</dd>\n");
  if (!finding.technique.empty())
    html.put("<dt>ATT&amp;CK for ICS</dt><dd>", finding.technique, "</dd>\n");
  put_list(page, "Bears on", finding.rules);
}

void put_steps(Page const& page, ToldFinding const& finding) {
  if (finding.steps.empty()) return;
  page.html.put("<h4>What to do</h4>\n<ol class=\"steps\">");
  for (auto const& step : finding.steps) page.html.put("<li>", step, "</li>");
  page.html.put("</ol>\n");
}

/// Findings of one kind: one as it stands, several as a table with what they share below.
void put_findings(Page const& page, std::vector<Finding const*> const& findings) {
  auto& html = page.html;
  auto const first = told(*findings.front(), page.result.names);
  auto const tone = claims(first)                        ? severity_class(first.severity)
                    : first.grade == Grade::not_observed ? Markup{"calm"}
                                                         : Markup{"open"};
  html.put("<article class=\"finding ", tone, "\">\n");
  put_tags(page, first);
  if (findings.size() == 1) {
    html.put("<h3 class=\"claim\">", first.claim, "</h3>\n<dl>\n");
    put_particulars(page, first);
  } else {
    html.put("<h3>", grouped(findings.size()), " findings of one kind</h3>\n");
    put_view(page, alike_findings, findings);
    html.put("<dl>\n");
  }
  put_meaning(page, first);
  html.put("</dl>\n");
  put_steps(page, first);
  html.put("</article>\n");
}

}  // namespace

bool write_answers(Page const& page) {
  auto& html = page.html;
  auto const total = page.result.boundary();
  html.put("<dl class=\"numbers\">\n");
  auto const now = page.overview.severities[0];
  put_number(page, grouped(now), severity_text(Severity::page),
             now == 0 ? Markup{"calm"} : Markup{"alarm"});
  put_number(page, grouped(page.overview.severities[1]), severity_text(Severity::queue),
             page.overview.severities[1] == 0 ? Markup{"calm"} : Markup{"attend"});
  put_number(page, grouped(page.result.of<Device>().size()), "devices");
  put_number(page, grouped(page.overview.changing), "state-changing commands");
  put_number(page, sized(total.boundary_octets), "crossed the boundary");
  put_number(page, sized(total.unexplained_octets), "without a rule",
             total.unexplained_octets == 0 ? Markup{"calm"} : Markup{"attend"});
  html.put("</dl>\n<div class=\"answers\">\n");
  for (auto const& answer : answers(page.result, page.overview)) {
    html.put("<article class=\"answer ", tone_class(answer.tone), "\">\n<h3>", answer.question,
             "</h3>\n");
    bool first = true;
    for (auto const& sentence : answer.sentences) {
      html.put(first ? Markup{"<p class=\"lead\">"} : Markup{"<p>"}, sentence, "</p>\n");
      first = false;
    }
    html.put("<p class=\"more\"><a href=\"#", answer.section,
             "\">Look closer<span class=\"unseen\">: ", answer.question,
             "</span></a></p>\n</article>\n");
  }
  html.put("</div>\n");
  return true;
}

bool write_findings(Page const& page) {
  auto& html = page.html;
  if (page.result.of<Finding>().empty())
    html.put(
        "<p class=\"empty\">No detector reports anything. That does not prove that nothing is "
        "wrong: "
        "<a href=\"#coverage\">How sure</a> says what this capture can show.</p>\n");
  bool in_claims = true;
  std::size_t shown = 0;
  std::size_t hidden = 0;
  for (auto const& findings : alike(page.result.of<Finding>())) {
    if (shown++ >= most_rows) {
      hidden += findings.size();
      continue;
    }
    if (in_claims && !claims(*findings.front())) {
      in_claims = false;
      html.put("<h3 class=\"divide\">Not observed, or not observable from here</h3>\n");
    }
    put_findings(page, findings);
  }
  if (hidden != 0)
    html.put("<p class=\"empty\">", grouped(hidden), " more are in study.duckdb.</p>\n");
  if (auto const left_out = page.result.dossier.sightings_left_out; left_out != 0)
    html.put(
        "<p class=\"empty\">", counted(left_out, "more sighting was", "more sightings were"),
        " counted but not listed: a detector lists at most 200 findings of one severity.</p>\n");
  return true;
}

void put_evidence(Page const& page, Evidence const& evidence) {
  if (evidence.frames.first == 0) return;
  auto& html = page.html;
  auto const& frames = evidence.frames;
  html.put("<span class=\"frames\">");
  if (page.result.names.sources.size() > 1) {
    html.put(file_name(page.result.names.source(evidence.source)), ", ");
  }
  html.put(frames.first == frames.last ? Markup{"frame "} : Markup{"frames "}, frames.first);
  if (frames.first != frames.last) html.put("–", frames.last);
  if (evidence.reply != 0) html.put(", answered in ", evidence.reply);
  html.put("</span>");
}

}  // namespace qw::study
