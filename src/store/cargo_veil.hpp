// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace qw::store {

/// How identifiers of goods are kept: who may look at a network need not be allowed
/// to read the manifest.
struct CargoKeeping {
  bool in_clear = false;  // only where the site says so
  std::string key;        // the same key makes digests of several stores comparable;
                          // empty: a random one for this store, which nobody keeps
};

/// Puts a keyed digest (HMAC-SHA-256, RFC 2104) in place of an identifier. Container
/// numbers are few enough to be tried out, so without the key it tells nothing but
/// whether two are the same.
class CargoVeil {
 public:
  explicit CargoVeil(CargoKeeping keeping);

  /// "hmac-sha256:" and 32 hexadecimal digits; the value itself if it is kept in clear.
  [[nodiscard]] std::string veiled(std::string_view value) const;

 private:
  CargoKeeping keeping_;
};

}  // namespace qw::store
