// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/address.hpp"
#include "core/result.hpp"

namespace qw::analyses {

class Networks;

/// Where an address is registered: country from a MaxMind DB file, operator from a
/// table of address ranges. Both files are optional and the user's to replace; what is
/// not installed answers with empty text, and its state says so.
///
/// Registration is not location: a country here says who holds the addresses.
class Geo {
 public:
  Geo();
  ~Geo();
  Geo(Geo&&) noexcept;
  Geo& operator=(Geo&&) noexcept;

  /// A file in MaxMind DB format with `country_code`, or `country.iso_code` as the
  /// big makers nest it.
  Status load_countries(std::string const& path);
  /// A table made by `tools/make_networks`.
  Status load_networks(std::string const& path);

  /// ISO 3166-1 alpha-2, in capitals.
  [[nodiscard]] std::string country(Address const& address) const;
  /// "Operator (AS64496)".
  [[nodiscard]] std::string network(Address const& address) const;

  /// For coverage: what is installed and of when, or that nothing is.
  [[nodiscard]] std::string countries_state() const;
  [[nodiscard]] std::string networks_state() const;
  [[nodiscard]] bool has_countries() const;
  [[nodiscard]] bool has_networks() const;

 private:
  class Countries;
  std::unique_ptr<Countries> countries_;
  std::unique_ptr<Networks> networks_;
};

}  // namespace qw::analyses
