// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without a fuzzer: every seed as it is, then changed copies of them for
// a while. Finds little that coverage would guide to, but runs with any compiler in every
// check. The numbers are the same each time; only how far they come depends on the clock.
//
//   smoke_NAME SECONDS SEED_FILE...

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
extern "C" int __attribute__((weak)) LLVMFuzzerInitialize(int*, char***);

namespace {

using Input = std::vector<std::uint8_t>;

Input read(char const* path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Some octets changed, cut out, repeated or made extreme.
Input changed(Input input, std::mt19937& random) {
  auto const most = std::max<std::size_t>(8192, input.size());
  for (auto count = 1 + random() % 6; count > 0 && !input.empty(); --count) {
    auto const at = static_cast<long>(random() % input.size());
    switch (random() % 5) {
      case 0: input[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(random()); break;
      case 1: input[static_cast<std::size_t>(at)] = random() % 2 != 0 ? 0xff : 0; break;
      case 2: input.erase(input.begin() + at); break;
      case 3: input.resize(static_cast<std::size_t>(at) + 1); break;
      default: {
        Input const part{input.begin() + at,
                         input.begin() + std::min<long>(at + 64, static_cast<long>(input.size()))};
        input.insert(input.begin() + at, part.begin(), part.end());
      }
    }
  }
  if (input.size() > most) input.resize(most);
  return input;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "usage: %s SECONDS SEED_FILE...\n", words[0]);
    return 2;
  }
  if (LLVMFuzzerInitialize != nullptr) LLVMFuzzerInitialize(&count, &words);
  std::vector<Input> seeds;
  for (int i = 2; i < count; ++i) seeds.push_back(read(words[i]));
  for (auto const& seed : seeds) LLVMFuzzerTestOneInput(seed.data(), seed.size());

  std::mt19937 random{1};
  auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{std::atoi(words[1])};
  std::uint64_t runs = seeds.size();
  while (std::chrono::steady_clock::now() < until)
    for (int i = 0; i < 100; ++i, ++runs) {
      auto input = changed(seeds[random() % seeds.size()], random);
      if (random() % 4 == 0) {
        auto const& other = seeds[random() % seeds.size()];
        input.insert(input.end(), other.begin(), other.end());
      }
      LLVMFuzzerTestOneInput(input.data(), input.size());
    }
  std::printf("%llu runs\n", static_cast<unsigned long long>(runs));
  return 0;
}
