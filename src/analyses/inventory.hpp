// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "analyses/context.hpp"
#include "analyses/facts.hpp"
#include "core/hash.hpp"

namespace qw::analyses {

class Makers;

/// What is there: every host that speaks, what it says of itself and what it does, and
/// which hosts are one device.
///
/// Addresses are joined to a device only with evidence: the site file names both; a
/// protocol bound the IP address to the MAC; or packets of the IP address came from the
/// MAC at their full time to live, and the MAC is no router's. A MAC that sends for
/// addresses of others is a router, not a device with many addresses.
///
/// A host beyond the boundary is a matter of the ledger; it is listed only if it is seen
/// to be on the link here, or answers as a controller.
class Inventory {
 public:
  explicit Inventory(Context const& context);

  void on(Conversation const& conversation);
  void on(Command const& command);
  void on(Identity const& identity);
  void on(Binding const& binding);
  void on(Name const& name);
  void on(Clock const& clock);

  /// In the order of their lowest IP address, those without one last.
  [[nodiscard]] std::vector<Device> devices() const;
  void write(Dossier& dossier) const;
  void write(std::vector<Device>& rows) const { rows = devices(); }
  /// Times that a host was met which the table had no room for.
  [[nodiscard]] std::uint64_t beyond_limit() const { return beyond_limit_; }

  static constexpr auto state() {
    using I = Inventory;
    return std::tuple{&I::hosts_, &I::roles_known_, &I::beyond_limit_};
  }
  bool restored();

 private:
  HostFacts* facts_of(Host const& host);
  std::uint32_t index_of(Host const& host);
  void carried(Host const& host, Host const& mac, std::uint8_t hops, Conversation const& by);
  void bind(Host const& host, Host const& mac, Said const& said);
  static void heard(HostFacts& facts, Moment const& moment, Stamp first, Stamp last);
  static void show(HostFacts& facts, Moment const& moment);
  void add_role(Host const& host, Role role, std::string_view basis, Protocol protocol);
  void add_service(HostFacts& facts, Conversation const& conversation);

  site::Site const& site_;
  site::Atlas const& atlas_;
  Makers const& makers_;
  std::vector<HostFacts> hosts_;
  boost::unordered_flat_map<Host, std::uint32_t, Hasher> index_;
  /// Conversations whose roles are known, by hash: a poll must not pay for being one.
  std::array<ConversationId, 1'024> roles_known_{};
  std::uint64_t beyond_limit_ = 0;
};

}  // namespace qw::analyses
