// SPDX-License-Identifier: Apache-2.0
#include <pcap.h>

#include <cstdint>
#include <cstdio>

/// Reads every frame of a capture with libpcap and counts: the least that any program
/// built on it does.
int main(int count, char** arguments) {
  if (count != 2) return 2;
  char error[PCAP_ERRBUF_SIZE];
  auto* const capture = pcap_open_offline(arguments[1], error);
  if (capture == nullptr) return std::fprintf(stderr, "%s\n", error), 1;
  pcap_pkthdr* header = nullptr;
  unsigned char const* frame = nullptr;
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
  while (pcap_next_ex(capture, &header, &frame) == 1) {
    ++frames;
    octets += header->len;
  }
  pcap_close(capture);
  std::printf("%ju %ju\n", static_cast<std::uintmax_t>(frames),
              static_cast<std::uintmax_t>(octets));
}
