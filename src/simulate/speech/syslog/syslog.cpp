// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/syslog/syslog.hpp"

#include <fmt/format.h>

namespace qw::simulate::syslog {

std::string line(Stamp at, std::string_view name, unsigned severity, std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  auto const whole = qw::to_text(at);  // 2026-03-01T07:00:00...
  auto const month = static_cast<std::size_t>(std::stoi(whole.substr(5, 2)) - 1);
  auto const day = std::stoi(whole.substr(8, 2));
  return fmt::format("<{}>{} {:2} {} {} {}", 23 * 8 + severity, months.substr(month * 3, 3), day,
                     whole.substr(11, 8), name, text);
}

}  // namespace qw::simulate::syslog
