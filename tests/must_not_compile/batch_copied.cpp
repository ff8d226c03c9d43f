// SPDX-License-Identifier: Apache-2.0
// Events are views into the arena of their batch: a copy would be views into another's.
// says: use of deleted function .*(Batch|Arena|unique_ptr)
#include "vocabulary/voice.hpp"

int main() {
  qw::Batch batch;
  qw::Batch moved = std::move(batch);
#ifdef QW_MUST_NOT_COMPILE
  qw::Batch copied = moved;
  return static_cast<int>(copied.events.size());
#endif
  return static_cast<int>(moved.events.size());
}
