// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/moment.hpp"
#include "export/output_file.hpp"

namespace qw::exports {

struct ZeekField {
  std::string_view name;
  std::string_view type;
};

/// One log of Zeek's tab-separated format: header, lines, closing line. Octets that
/// are no printable text are written as \xHH, as Zeek does. The file comes into being
/// with its first line; times in its header are packet times.
class ZeekTable {
 public:
  ZeekTable(std::string folder, std::string_view name, std::span<ZeekField const> fields)
      : folder_{std::move(folder)}, name_{name}, fields_{fields} {}

  /// Begins a line. Then one call for each field, in order, and `end`.
  void begin(Stamp at);
  void unset();
  void text(std::string_view value);  // unset if empty
  void number(std::uint64_t value);
  void truth(bool value);
  void time(Stamp value);
  void interval(Nanoseconds value);
  void address(Address const& value);
  /// uid, both addresses and both ports.
  void identity(Moment const& moment, bool speaker_is_client = true);
  void texts(std::span<std::string_view const> values);
  void end();

  Status finish();

 private:
  void separate();
  void escaped(std::string_view value, bool in_set);
  void header(Stamp at);

  std::string folder_;
  std::string_view name_;
  std::span<ZeekField const> fields_;
  OutputFile file_;
  bool open_ = false;
  bool first_ = true;  // field of the line
  Stamp last_;
  std::string failure_;
};

}  // namespace qw::exports
