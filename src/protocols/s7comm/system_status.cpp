// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/system_status.hpp"

#include <fmt/format.h>

#include "core/cursor.hpp"

namespace qw::s7comm {
namespace {

constexpr std::size_t order_number_octets = 20;
constexpr std::size_t least_module_octets = 28;
constexpr std::size_t least_component_octets = 4;
constexpr std::size_t states_offset = 3;  // behind event identifier and reserved octet

/// Up to the first NUL, without blanks at either end.
std::string_view stripped(std::string_view text) {
  text = text.substr(0, text.find('\0'));
  auto const first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::string ModuleRecord::version() const {
  auto const letter = static_cast<char>(release >> 8);
  if (release == 0) return {};
  if (letter < 'A' || letter > 'Z') return fmt::format("{}", release);
  return fmt::format("{}{}.{}.{}", letter, release & 255, subrelease >> 8, subrelease & 255);
}

ModuleRecords::ModuleRecords(SzlView const& szl)
    : rest_{szl.record_octets < least_module_octets ? Bytes{} : szl.data},
      record_octets_{szl.record_octets} {}

bool ModuleRecords::next(ModuleRecord& record) {
  Cursor all{rest_};
  Cursor in{all.take(record_octets_)};
  if (!all.ok() || in.empty()) return false;
  rest_ = all.rest();
  record.index = in.u16be();
  record.order_number = stripped(text_of(in.take(order_number_octets)));
  in.skip(2);  // module type
  record.release = in.u16be();
  record.subrelease = in.u16be();
  return in.ok();
}

ComponentRecords::ComponentRecords(SzlView const& szl)
    : rest_{szl.record_octets < least_component_octets ? Bytes{} : szl.data},
      record_octets_{szl.record_octets} {}

bool ComponentRecords::next(ComponentRecord& record) {
  Cursor all{rest_};
  Cursor in{all.take(record_octets_)};
  if (!all.ok() || in.empty()) return false;
  rest_ = all.rest();
  record.index = in.u16be();
  record.text = stripped(text_of(in.rest()));
  return in.ok();
}

Bytes read_operating_state(SzlView const& szl) {
  Cursor in{szl.data};
  in.skip(states_offset);
  return in.take(1);
}

Term szl_state_name(std::uint8_t states) {
  switch (states & 15) {
    case 0x1: return "STOP (update)";
    case 0x2: return "STOP (memory reset)";
    case 0x3: return "STOP (self-initialisation)";
    case 0x4: return "STOP (internal)";
    case 0x5: return "Startup (complete restart)";
    case 0x6: return "Startup (cold restart)";
    case 0x7: return "Restart";
    case 0x8: return "RUN";
    case 0xa: return "HOLD";
    case 0xd: return "DEFECT";
    default: return {};
  }
}

}  // namespace qw::s7comm
