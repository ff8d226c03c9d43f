// SPDX-License-Identifier: Apache-2.0
#include "core/term.hpp"

#include <functional>
#include <mutex>
#include <set>
#include <string>

namespace qw {

Term Term::intern(std::string_view text) {
  static std::mutex guard;
  static std::set<std::string, std::less<>> kept;
  std::lock_guard const lock{guard};
  auto found = kept.find(text);
  if (found == kept.end()) found = kept.emplace(text).first;
  Term term;
  term.text_ = *found;
  return term;
}

}  // namespace qw
