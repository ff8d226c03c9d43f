// SPDX-License-Identifier: Apache-2.0
#include "core/digest.hpp"

#include <openssl/evp.h>

#include "core/check.hpp"

namespace qw {
namespace {

/// Looked up once: the library searches its providers at each use of a name otherwise.
EVP_MD const* fetched(char const* name) {
  auto const* const digest = EVP_MD_fetch(nullptr, name, nullptr);
  QW_CHECK(digest != nullptr);
  return digest;
}

EVP_MD const* sha256() {
  static auto const* const digest = fetched("SHA2-256");
  return digest;
}

EVP_MD const* md5() {
  static auto const* const digest = fetched("MD5");
  return digest;
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_{EVP_MD_CTX_new()} {
  QW_CHECK(context_ != nullptr);
  begin();
}

void Sha256::begin() { QW_CHECK(EVP_DigestInit_ex(context_.get(), sha256(), nullptr) == 1); }

void Sha256::add(Bytes bytes) {
  QW_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Sha256::Value Sha256::finish() {
  Value value;
  QW_CHECK(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(value.data()),
                              nullptr) == 1);
  begin();
  return value;
}

Sha256::Value Sha256::of(Bytes bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.finish();
}

Md5Value md5_of(Bytes bytes) {
  Md5Value value;
  QW_CHECK(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(value.data()),
                      nullptr, md5(), nullptr) == 1);
  return value;
}

}  // namespace qw
