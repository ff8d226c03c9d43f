// SPDX-License-Identifier: Apache-2.0
#include "analyses/greetings.hpp"

#include "vocabulary/dossier.hpp"

namespace qw::analyses {

void Greetings::on(Identity const& identity) {
  if (identity.said.protocol.text() != "greeting") return;
  auto& row = counts_[identity.subject];
  row.from = identity.subject;
  row.name = identity.value;
  ++row.count;
}

void Greetings::write(Dossier& dossier) const {
  for (auto const& [host, row] : counts_) dossier.of<GreetingCount>().push_back(row);
}

}  // namespace qw::analyses
