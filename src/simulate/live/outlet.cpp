// SPDX-License-Identifier: Apache-2.0
#include "simulate/live/outlet.hpp"

#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace qw::simulate {
namespace {

Error interface_failure(std::string const& interface, std::string_view words) {
  return {fmt::format("--live {}: {}", interface, words)};
}

/// Is it there, an Ethernet, and up?
Status check_interface(int socket, std::string const& interface) {
  ifreq request{};
  interface.copy(request.ifr_name, IFNAMSIZ - 1);
  if (::ioctl(socket, SIOCGIFHWADDR, &request) != 0)
    return interface_failure(interface, std::strerror(errno));
  auto const kind = request.ifr_hwaddr.sa_family;
  if (kind != ARPHRD_ETHER && kind != ARPHRD_LOOPBACK)
    return interface_failure(interface,
                             "is no Ethernet interface, and the frames are Ethernet frames");
  if (::ioctl(socket, SIOCGIFFLAGS, &request) != 0)
    return interface_failure(interface, std::strerror(errno));
  if ((request.ifr_flags & IFF_UP) == 0)
    return interface_failure(interface, fmt::format("is down; ip link set {} up", interface));
  return Nothing{};
}

}  // namespace

Outlet::Outlet(Outlet&& other) noexcept
    : interface_{std::move(other.interface_)},
      socket_{std::exchange(other.socket_, -1)},
      sent_{other.sent_},
      refused_{other.refused_},
      first_error_{other.first_error_} {}

Outlet::~Outlet() {
  if (socket_ >= 0) ::close(socket_);
}

Result<Outlet> Outlet::open(std::string const& interface) {
  auto const index = interface.size() < IFNAMSIZ ? ::if_nametoindex(interface.c_str()) : 0;
  if (index == 0)
    return interface_failure(interface, "there is no such interface; ip link shows those that are");
  // Protocol 0 receives nothing.
  int const socket = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (socket < 0 && (errno == EPERM || errno == EACCES))
    return interface_failure(interface,
                             "sending frames needs the capability CAP_NET_RAW; run as root, or "
                             "setcap cap_net_raw+ep on the program");
  if (socket < 0) return interface_failure(interface, std::strerror(errno));
  Outlet outlet{interface, socket};
  auto const fit = check_interface(socket, interface);
  if (!fit) return fit.error();
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_ifindex = static_cast<int>(index);
  if (::bind(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
    return interface_failure(interface, std::strerror(errno));
  return outlet;
}

void Outlet::send(Bytes frame) {
  ssize_t taken = 0;
  do {
    taken = ::send(socket_, frame.data(), frame.size(), 0);
  } while (taken < 0 && errno == EINTR);
  if (taken == static_cast<ssize_t>(frame.size())) {
    ++sent_;
    return;
  }
  if (refused_++ == 0) first_error_ = taken < 0 ? errno : EIO;
}

std::string Outlet::reason() const { return std::strerror(first_error_); }

}  // namespace qw::simulate
