// SPDX-License-Identifier: Apache-2.0
#include "analyses/cranes.hpp"

#include "vocabulary/dossier.hpp"

namespace qw::analyses {

void Cranes::write(Dossier& dossier) const {
  for (auto const& crane : site_.cranes)
    dossier.of<CraneRow>().push_back(
        {.name = crane.name,
         .maker = crane.maker,
         .model = crane.model,
         .moves = {},
         .statement = "Moves are not counted: this version does not yet rebuild the machine from "
                      "its signals."});
}

}  // namespace qw::analyses
