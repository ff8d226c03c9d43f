// SPDX-License-Identifier: Apache-2.0
#include "analyses/geo.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <maxminddb.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <unordered_map>
#include <vector>

#include "core/stamp.hpp"

namespace qw::analyses {
namespace {

constexpr std::size_t most_ranges = 4'000'000;  // the whole table had 0.6 million in 2026

/// The fields of a line of CSV: commas part them, quotes hold commas, two quotes are one.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char const c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

/// "1.0.0.0", "2001:db8::", or an IPv4 address as one number.
std::optional<Address> address_of(std::string const& text) {
  if (auto const address = Address::parse(text)) return address;
  std::uint32_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  number = htonl(number);
  return Address::ipv4(std::as_bytes(std::span{&number, 1}));
}

}  // namespace

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

class Geo::Networks {
 public:
  Status load(std::string const& path) {
    std::ifstream file{path};
    if (!file) return Error{fmt::format("{}: cannot be read", path)};
    std::unordered_map<std::string, std::uint32_t> known;
    for (std::string line; std::getline(file, line) && ranges_.size() < most_ranges;) {
      auto const fields = fields_of(line);
      auto const first = fields.size() < 3 ? std::nullopt : address_of(fields[0]);
      auto const last = first ? address_of(fields[1]) : std::nullopt;
      if (!last || first->family() != last->family() || *last < *first) {
        ++damaged_;
        continue;
      }
      auto text = fields.size() > 3 && !fields[3].empty()
                      ? fmt::format("{} (AS{})", fields[3], fields[2])
                      : fmt::format("AS{}", fields[2]);
      auto const [found, fresh] = known.try_emplace(std::move(text), operators_.size());
      if (fresh) operators_.push_back(found->first);
      ranges_.push_back({*first, *last, found->second});
    }
    std::sort(ranges_.begin(), ranges_.end(),
              [](Range const& a, Range const& b) { return a.first < b.first; });
    if (ranges_.empty()) return Error{fmt::format("{}: no range of addresses in it", path)};
    return Nothing{};
  }

  [[nodiscard]] std::string of(Address const& address) const {
    auto const after =
        std::upper_bound(ranges_.begin(), ranges_.end(), address,
                         [](Address const& one, Range const& range) { return one < range.first; });
    if (after == ranges_.begin()) return {};
    auto const& range = *std::prev(after);
    return address <= range.last ? operators_[range.owner] : std::string{};
  }

  [[nodiscard]] std::size_t size() const { return ranges_.size(); }
  [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

 private:
  struct Range {
    Address first;
    Address last;
    std::uint32_t owner = 0;
  };
  std::vector<Range> ranges_;
  std::vector<std::string> operators_;
  std::uint64_t damaged_ = 0;
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
  return networks_->of(address);
}

bool Geo::has_countries() const { return countries_ != nullptr; }
bool Geo::has_networks() const { return networks_ != nullptr; }

std::string Geo::state() const {
  auto const countries = countries_ ? fmt::format("countries as of {}", countries_->date())
                                    : std::string{"countries: not installed"};
  if (!networks_) return countries + "; network operators: not installed";
  auto const damaged = networks_->damaged();
  return fmt::format("{}; network operators: {} ranges{}", countries, networks_->size(),
                     damaged == 0 ? "" : fmt::format(", {} damaged lines", damaged));
}

}  // namespace qw::analyses
