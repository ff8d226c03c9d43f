// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/table_writer.hpp"

/// Tables that are stored otherwise than they are read have a view of their documented name, with
/// all columns, also those that no row fills. It can be made once the tables are finished.
namespace qw::store {

/// The view over a table that holds numbers of words.
std::string view_of(TableWriter const& coded, std::string_view name);

/// The view over commands: those that were folded, and those that can change state, which
/// lie apart as acts and their times.
std::string view_of_commands(TableWriter const& folded, TableWriter const& acts,
                             TableWriter const& times, std::string_view name);

}  // namespace qw::store
