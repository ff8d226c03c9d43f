// SPDX-License-Identifier: Apache-2.0
#include "store/columns.hpp"

namespace qw::store {

std::string_view sql_name(ColumnType type) {
  switch (type) {
    case ColumnType::truth: return "BOOLEAN";
    case ColumnType::u16: return "USMALLINT";
    case ColumnType::u32: return "UINTEGER";
    case ColumnType::u64: return "UBIGINT";
    case ColumnType::s64: return "BIGINT";
    case ColumnType::real: return "DOUBLE";
    case ColumnType::stamp: return "TIMESTAMP_NS";
    case ColumnType::text:
    case ColumnType::word:
    case ColumnType::json: return "VARCHAR";
  }
  return "VARCHAR";
}

}  // namespace qw::store
