// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "core/term.hpp"

/// What is known of a protocol before a word of it is heard. Who reads it declares it, once;
/// everything behind asks the description, so that no list of names or ports stands elsewhere.
namespace qw {

/// What a reader of events may conclude from a protocol alone.
enum class Trait : std::uint8_t {
  industrial,          // of machines and plants
  steers_machines,     // whoever answers its commands is a controller
  remote_access,       // a person works on another's machine
  file_transfer,       // made to move files
  encrypted,           // always, by its specification
  name_service,        // looks names up by messages of DNS's kind
  discovery,           // hosts tell their neighbours of themselves, and each answers for itself
  on_link,             // what it ties together was heard on the link itself
  address_assignment,  // gives out addresses
  time,                // made to tell the time; others tell it by the way
  management,          // of devices, their state and logs
  web,
  mail,
  database,
  messaging,  // publishes and subscribes, or queues
  camera,     // whoever answers it is a camera
  media,      // pictures and sound
  directory,  // accounts and who may do what
  tunnel,     // carries other traffic
};
constexpr std::string_view name_of(Trait trait) {
  constexpr std::string_view names[] = {"industrial",    "steers machines", "remote access",
                                        "file transfer", "encrypted",       "name service",
                                        "discovery",     "on link",         "address assignment",
                                        "time",          "management",      "web",
                                        "mail",          "database",        "messaging",
                                        "camera",        "media",           "directory",
                                        "tunnel"};
  return names[static_cast<std::size_t>(trait)];
}
inline constexpr std::size_t trait_count = static_cast<std::size_t>(Trait::tunnel) + 1;

/// A set of traits.
class Traits {
 public:
  constexpr Traits() = default;
  constexpr Traits(std::initializer_list<Trait> traits) {
    for (auto const trait : traits) bits_ |= bit(trait);
  }
  [[nodiscard]] constexpr bool has(Trait trait) const { return (bits_ & bit(trait)) != 0; }
  friend constexpr bool operator==(Traits, Traits) = default;

 private:
  static constexpr std::uint32_t bit(Trait trait) {
    return std::uint32_t{1} << static_cast<unsigned>(trait);
  }
  std::uint32_t bits_ = 0;
};
static_assert(trait_count <= 32);

/// What other programs call a protocol; empty where it is called as here, or not known there.
struct KnownAs {
  std::string_view zeek;      // `service` of its conn.log
  std::string_view suricata;  // `app_proto` of its EVE records
  std::string_view symbols;   // the engineering tool whose symbols name its objects: "Logix"
};

using Ports = std::span<std::uint16_t const>;

/// Static, one for each name under which events are said.
struct ProtocolDescription {
  Term name;               // "modbus": as in protocols.def
  std::string_view title;  // "Modbus/TCP"
  Traits traits;
  Ports tcp_ports;  // where servers usually listen
  Ports udp_ports;
  Ports frame_types;  // of the frame face; exact
  KnownAs known_as;
};

namespace detail {
inline constexpr ProtocolDescription no_protocol{};
}

/// A protocol as events carry it: a pointer to its description, which lives as long as the
/// program does. Two are the same if they have the same name.
class Protocol {
 public:
  constexpr Protocol() = default;
  constexpr Protocol(ProtocolDescription const& description) : description_{&description} {}
  Protocol(ProtocolDescription const&&) = delete;

  [[nodiscard]] constexpr Term name() const { return description_->name; }
  [[nodiscard]] constexpr std::string_view text() const { return description_->name.text(); }
  [[nodiscard]] constexpr bool empty() const { return description_->name.empty(); }
  [[nodiscard]] constexpr bool has(Trait trait) const { return description_->traits.has(trait); }
  [[nodiscard]] constexpr ProtocolDescription const& description() const { return *description_; }
  [[nodiscard]] constexpr std::string_view title() const { return description_->title; }
  [[nodiscard]] constexpr Ports tcp_ports() const { return description_->tcp_ports; }
  [[nodiscard]] constexpr Ports udp_ports() const { return description_->udp_ports; }
  [[nodiscard]] constexpr Ports frame_types() const { return description_->frame_types; }

  /// Its words in other programs.
  [[nodiscard]] constexpr std::string_view in_zeek() const {
    return description_->known_as.zeek.empty() ? text() : description_->known_as.zeek;
  }
  [[nodiscard]] constexpr std::string_view in_suricata() const {
    return description_->known_as.suricata.empty() ? text() : description_->known_as.suricata;
  }

  friend constexpr bool operator==(Protocol a, Protocol b) {
    return a.description_ == b.description_ || a.name() == b.name();
  }
  friend constexpr auto operator<=>(Protocol a, Protocol b) { return a.name() <=> b.name(); }

 private:
  ProtocolDescription const* description_ = &detail::no_protocol;
};

/// The protocols that a program knows, each once; what looks one up by a name or a port that
/// somebody wrote is given these.
using KnownProtocols = std::span<ProtocolDescription const* const>;

/// Empty if none has the name.
Protocol protocol_named(KnownProtocols known, std::string_view name);
/// Do servers of a protocol with this trait usually listen there? `transport`: "tcp", "udp".
bool usual_port_of(KnownProtocols known, Trait trait, std::string_view transport,
                   std::uint16_t port);

}  // namespace qw
