// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "simulate/crane/site.hpp"

namespace qw::simulate {

/// What stands between head and safety of a desk's telegrams in one direction.
class DeskFields {
 public:
  /// What the hands do: sticks as references in m/s (boom: rad/s), then buttons.
  static DeskFields commands();
  /// What the crane shows: place, speed, reference and set point of each motion, load, flags.
  static DeskFields status();

  [[nodiscard]] std::string_view name() const { return name_; }
  /// `telegram` lines of the truth, those of head and safety as well.
  void tell(CraneSite& crane) const;
  /// As of the controller's last scan; `commands` for those fields that are hands.
  [[nodiscard]] std::vector<std::byte> body(machine::Crane const& crane,
                                            machine::Controls const& commands) const;
  [[nodiscard]] Line values(machine::Crane const& crane, machine::Controls const& commands) const;

 private:
  struct Field {
    std::string_view name;
    std::string_view unit;
    std::string_view meaning;
    Register place;  // its offset counts from the telegram's start
    double (*command)(machine::Controls const&) = nullptr;

    [[nodiscard]] double value(machine::Crane const& crane,
                               machine::Controls const& commands) const {
      return command != nullptr ? command(commands) : crane.shown(place.signal);
    }
  };
  std::string_view name_;
  std::vector<Field> fields_;
};

/// What is left of the sticks on their way through a telegram: single precision.
machine::Controls as_sent(machine::Controls hands);

}  // namespace qw::simulate
