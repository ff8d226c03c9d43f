// SPDX-License-Identifier: Apache-2.0
#include "detectors/clear_credentials/clear_credentials.hpp"

#include <fmt/format.h>

#include "detectors/common/shared.hpp"

namespace qw::detectors::clear_credentials {
namespace {

constexpr Term client{"client"};
constexpr Term account{"account"};
constexpr Term method{"method"};
constexpr Term outcome{"outcome"};

/// Logins that everybody may make, with any password (RFC 1635).
bool is_anonymous(Login const& login) {
  return login.account == "anonymous" || login.account == "ftp";
}

std::string_view what_was_done(std::string_view state) {
  if (state == name_of(Outcome::State::accepted)) return "authenticated to";
  if (state == name_of(Outcome::State::refused)) return "tried to authenticate to";
  return "sent its secret to";  // as with a trap, which nobody answers
}

}  // namespace

void Detector::on(Login const& login, Findings& findings) {
  if (!login.in_clear || is_anonymous(login)) return;
  auto const& moment = login.said.moment;
  bool const refused = login.outcome.state == Outcome::State::refused;
  HostPoint const subject{moment.listener.host,
                          fmt::format("{} {}", login.said.protocol.text(), login.method.text())};
  findings.add({about, refused ? "refused login" : "login", subject, {}}, login.said,
               [&](Finding& finding) {
                 finding.grade = Grade::observed;
                 finding.severity = Severity::queue;
                 finding.parts.add(client, moment.speaker.host);
                 if (!login.account.empty()) finding.parts.add(account, login.account);
                 finding.parts.add(part::protocol, login.said.protocol.text());
                 finding.parts.add(method, login.method.text());
                 finding.parts.add(outcome, name_of(login.outcome.state));
               });
}

FindingWords words(Finding const& finding, Names const& names) {
  auto const& parts = finding.parts;
  auto const server = name_of(subject_as<HostPoint>(finding).host, names);
  auto const as = parts.has(account) ? fmt::format(" as '{}'", parts.text(account)) : std::string{};
  return {server,
          fmt::format("{} {} {}{} over {} ({}); the secret was sent in clear text.",
                      name_of(parts.host(client), names), what_was_done(parts.text(outcome)),
                      server, as, parts.text(part::protocol), parts.text(method))};
}

}  // namespace qw::detectors::clear_credentials
