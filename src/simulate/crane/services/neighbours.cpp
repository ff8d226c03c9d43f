// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulate/crane/site.hpp"
#include "simulate/speech/lldp/lldp.hpp"

namespace qw::simulate {

/// The switch says every 30 s who it is, on the tapped port. IEEE 802.1AB, 9.2.5.7.
void neighbours(CraneSite& crane) {
  auto const* box = crane.device("switch");
  if (box == nullptr) return;
  auto const flow = crane.shard().add_flow({"the switch names itself to its neighbours", "LLDP",
                                            box->identity.name, "any", "ethertype/0x88cc", false});
  crane.shard().every({.period = seconds(30), .jitter = milliseconds(20)}, [&crane, box, flow] {
    auto const& plate = box->identity;
    auto const description = fmt::format("{} {} {}", plate.maker, plate.model, plate.firmware);
    lldp::Advertisement const said{.chassis = box->mac,
                                   .port = "port-024",
                                   .seconds = 120,
                                   .name = plate.name,
                                   .description = description,
                                   .management = box->ip};
    crane.shard().emit(crane.shard().now(), *box->segment, flow, lldp::frame(box->mac, said));
  });
}

}  // namespace qw::simulate
