// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "store/table_writer.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::store {

/// One table for each record of records.def, named as the record, and one for each list within
/// a record that is worth asking for by itself: attributes of devices, evidence of findings.
class RecordTables {
 public:
  /// Creates the tables; the database must outlive this.
  explicit RecordTables(Database& database);
  ~RecordTables();

  /// All rows of a run. Once.
  void add(Dossier const& dossier, Names const& names);
  /// In the order in which they were made.
  [[nodiscard]] std::vector<TableWriter*> all() const;

 private:
  struct Each;
  std::unique_ptr<Each> each_;
};

}  // namespace qw::store
