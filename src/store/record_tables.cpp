// SPDX-License-Identifier: Apache-2.0
#include "store/record_tables.hpp"

#include "store/record_rows.hpp"

namespace qw::store {
namespace {

/// The table of one record.
template <class Record>
class RecordTable {
 public:
  RecordTable(Database& database, std::string_view name)
      : rows_{database, name, columns_of<Record>()} {}

  void add(std::vector<Record> const& rows, Names const& names) {
    for (auto const& row : rows) rows_.add(row, names);
  }
  void name_all(std::vector<TableWriter*>& all) { all.push_back(&rows_); }

 private:
  TableWriter rows_;
};

template <>
class RecordTable<Device> {
 public:
  RecordTable(Database& database, std::string_view name)
      : devices_{database, name, columns_of<Device>()},
        attributes_{database, "attribute", columns_of<DeviceAttribute>()} {}

  void add(std::vector<Device> const& rows, Names const& names) {
    for (auto const& device : rows) {
      devices_.add(device, names);
      for (auto const& attribute : device.attributes)
        attributes_.add(DeviceAttribute{device.name, attribute}, names);
    }
  }
  void name_all(std::vector<TableWriter*>& all) {
    all.insert(all.end(), {&devices_, &attributes_});
  }

 private:
  TableWriter devices_;
  TableWriter attributes_;
};

template <>
class RecordTable<Finding> {
 public:
  RecordTable(Database& database, std::string_view name)
      : findings_{database, name, columns_of<NumberedFinding>()},
        evidence_{database, "evidence", columns_of<FindingEvidence>()} {}

  void add(std::vector<Finding> const& rows, Names const& names) {
    std::uint64_t number = 0;
    for (auto const& finding : rows) {
      findings_.add(NumberedFinding{++number, told(finding, names)}, names);
      for (auto const& evidence : finding.evidence)
        evidence_.add(FindingEvidence{number, evidence}, names);
    }
  }
  void name_all(std::vector<TableWriter*>& all) { all.insert(all.end(), {&findings_, &evidence_}); }

 private:
  TableWriter findings_;
  TableWriter evidence_;
};

}  // namespace

struct RecordTables::Each {
  explicit Each(Database& of_run) : database{of_run} {}

  Database& database;
#define QW_RECORD(name, Type, list) RecordTable<Type> name{database, #name};
#include "vocabulary/records.def"
#undef QW_RECORD

  template <class Visit>
  void for_each(Visit const& visit) {
#define QW_RECORD(name, Type, list) visit(name, std::type_identity<Type>{});
#include "vocabulary/records.def"
#undef QW_RECORD
  }
};

RecordTables::RecordTables(Database& database) : each_{std::make_unique<Each>(database)} {}
RecordTables::~RecordTables() = default;

void RecordTables::add(Dossier const& dossier, Names const& names) {
  each_->for_each([&]<class Record>(auto& table, std::type_identity<Record>) {
    table.add(dossier.of<Record>(), names);
  });
}

std::vector<TableWriter*> RecordTables::all() const {
  std::vector<TableWriter*> all;
  each_->for_each([&](auto& table, auto) { table.name_all(all); });
  return all;
}

}  // namespace qw::store
