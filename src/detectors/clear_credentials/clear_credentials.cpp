// SPDX-License-Identifier: Apache-2.0
#include "detectors/clear_credentials/clear_credentials.hpp"

#include <fmt/format.h>

#include "detectors/common/words.hpp"

namespace qw::detectors::clear_credentials {
namespace {

/// Logins that everybody may make, with any password (RFC 1635).
bool is_anonymous(Login const& login) {
  return login.account == "anonymous" || login.account == "ftp";
}

std::string_view what_was_done(Outcome::State state) {
  switch (state) {
    case Outcome::State::accepted: return "authenticated to";
    case Outcome::State::refused: return "tried to authenticate to";
    default: return "sent its secret to";  // as with a trap, which nobody answers
  }
}

}  // namespace

void Detector::on(Login const& login, Findings& findings) {
  if (!login.in_clear || is_anonymous(login)) return;
  auto const& moment = login.said.moment;
  auto const server = name_of(moment.listener.host, context_);
  bool const refused = login.outcome.state == Outcome::State::refused;
  auto const key = fmt::format("{} {}{}", login.said.protocol.text(), login.method.text(),
                               refused ? " refused" : "");
  findings.add("clear_credentials", key, server, login.said, [&](Finding& finding) {
    auto const account =
        login.account.empty() ? std::string{} : fmt::format(" as '{}'", login.account);
    finding.grade = Grade::observed;
    finding.severity = Severity::queue;
    finding.claim = fmt::format(
        "{} {} {}{} by {} ({}), and anyone who listens has learnt the secret that was sent.",
        name_of(moment.speaker.host, context_), what_was_done(login.outcome.state), server, account,
        login.said.protocol.text(), login.method.text());
    finding.innocent =
        "Equipment that knows no better protocol, on a network that nobody else shares.";
    finding.technique = about.technique;
    finding.rules = {"33 CFR 101.650(a)(2)", "33 CFR 101.650(c)(2)", "IEC 62443-3-3 SR 1.5"};
    finding.steps = {
        "Owner of the server: change the secret, and use a protocol that protects it "
        "where the equipment can.",
        "Where it cannot: security engineer, keep the segment to the hosts that need it."};
  });
}

}  // namespace qw::detectors::clear_credentials
