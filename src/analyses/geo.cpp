// SPDX-License-Identifier: Apache-2.0
#include "analyses/geo.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <maxminddb.h>
#include "core/words.hpp"

#include <cstring>

#include "analyses/networks.hpp"
#include "core/stamp.hpp"

namespace qw::analyses {

class Geo::Countries {
 public:
  Countries() = default;
  Countries(Countries const&) = delete;
  Countries& operator=(Countries const&) = delete;
  ~Countries() {
    if (open_) MMDB_close(&data_);
  }

  Status load(std::string const& path) {
    int const status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &data_);
    open_ = status == MMDB_SUCCESS;
    if (!open_) return Error{fmt::format("{}: {}", path, MMDB_strerror(status))};
    return Nothing{};
  }

  [[nodiscard]] std::string of(Address const& address) const {
    sockaddr_storage place{};
    fill(place, address);
    int error = MMDB_SUCCESS;
    auto found = MMDB_lookup_sockaddr(&data_, reinterpret_cast<sockaddr const*>(&place), &error);
    if (error != MMDB_SUCCESS || !found.found_entry) return {};
    MMDB_entry_data_s value{};
    if (MMDB_get_value(&found.entry, &value, "country_code", nullptr) != MMDB_SUCCESS &&
        MMDB_get_value(&found.entry, &value, "country", "iso_code", nullptr) != MMDB_SUCCESS)
      return {};
    if (!value.has_data || value.type != MMDB_DATA_TYPE_UTF8_STRING) return {};
    return {value.utf8_string, value.data_size};
  }

  [[nodiscard]] std::string date() const {
    auto const second = static_cast<std::int64_t>(data_.metadata.build_epoch);
    return to_text(Stamp{} + seconds(second)).substr(0, 10);
  }

 private:
  static void fill(sockaddr_storage& place, Address const& address) {
    auto const octets = address.octets();
    if (address.family() == Address::Family::ipv4) {
      auto* const ipv4 = reinterpret_cast<sockaddr_in*>(&place);
      ipv4->sin_family = AF_INET;
      std::memcpy(&ipv4->sin_addr, octets.data(), octets.size());
    } else {
      auto* const ipv6 = reinterpret_cast<sockaddr_in6*>(&place);
      ipv6->sin6_family = AF_INET6;
      std::memcpy(&ipv6->sin6_addr, octets.data(), octets.size());
    }
  }

  MMDB_s data_{};
  bool open_ = false;
};

Geo::Geo() = default;
Geo::~Geo() = default;
Geo::Geo(Geo&&) noexcept = default;
Geo& Geo::operator=(Geo&&) noexcept = default;

Status Geo::load_countries(std::string const& path) {
  auto fresh = std::make_unique<Countries>();
  auto status = fresh->load(path);
  if (status.ok()) countries_ = std::move(fresh);
  return status;
}

Status Geo::load_networks(std::string const& path) {
  auto fresh = std::make_unique<Networks>();
  auto status = fresh->load(path);
  if (status.ok()) networks_ = std::move(fresh);
  return status;
}

std::string Geo::country(Address const& address) const {
  if (!countries_ || !address.is_ip() || address.is_private()) return {};
  return countries_->of(address);
}

std::string Geo::network(Address const& address) const {
  if (!networks_ || !address.is_ip() || address.is_private()) return {};
  return std::string{networks_->of(address)};
}

bool Geo::has_countries() const { return countries_ != nullptr; }
bool Geo::has_networks() const { return networks_ != nullptr; }

std::string Geo::countries_state() const {
  if (!countries_) return "Countries of addresses: no database installed";
  return fmt::format("Countries of addresses as of {}", countries_->date());
}

std::string Geo::networks_state() const {
  if (!networks_) return "Operators of networks: no database installed";
  auto const damaged = networks_->damaged();
  return fmt::format(
      "Operators of networks as of {}, {} ranges by {}{}", networks_->date(), networks_->size(),
      networks_->source(),
      damaged == 0 ? "" : fmt::format("; {} invalid", counted(damaged, "line is", "lines are")));
}

}  // namespace qw::analyses
