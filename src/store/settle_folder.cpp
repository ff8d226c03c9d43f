// SPDX-License-Identifier: Apache-2.0
#include "store/settle_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace qw::store {

void settle_folder(std::string const& folder) {
  int const file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

}  // namespace qw::store
