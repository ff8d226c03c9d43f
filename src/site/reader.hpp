// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "site/form.hpp"
#include "site/site.hpp"

namespace qw::site {

/// Fills a Site from a document, one kind of table after the other: what may be
/// referred to comes first, so that a reference is checked where it is read.
class Reader {
 public:
  explicit Reader(std::string_view file) : mistakes_{file} { site_.file = file; }

  void read(Node const& document);
  [[nodiscard]] Mistakes& mistakes() { return mistakes_; }
  [[nodiscard]] Site take() { return std::move(site_); }

 private:
  using Names = std::vector<std::string_view>;

  void tables(Form& document, std::string_view key, void (Reader::*one)(Form&));
  void port(Form& document);
  void lists(Form& document);
  void services(Form& document);
  void berth(Form& form);
  void realm(Form& form);
  void crane(Form& form);
  void zone(Form& form);
  void device(Form& form);
  void claim(Form& form);
  void point(Form& form);
  void conduit(Form& form);
  void remote_access(Form& form);
  void maintenance(Form& form);
  void signal(Form& form);
  void telegram(Form& form);

  /// The table's own name: must be there, and be no other's of the same kind.
  std::string own_name(Form& form, std::string_view kind);
  RealmId realm_in(Form& form);
  /// Index of the thing of this name; `none`, and a mistake, if there is no such thing.
  Index reference(Form& form, std::string_view key, std::string_view kind, Names const& names);
  End end_in(Form& form, std::string_view key);
  Window window(Form& form);
  std::optional<Hours> hours_in(Form& form);
  std::vector<Verb> commands_in(Form& form);
  WireType type_in(Form& form);
  std::optional<Stamp> stamp_in(Form& form, std::string_view key);
  void no_overlap(Form& form, std::vector<Prefix> const& networks, std::string_view kind,
                  std::string const& owner, std::string const& scope);

  Names berth_names() const;
  Names realm_names() const;
  Names crane_names() const;
  Names place_names() const;

  Site site_;
  Mistakes mistakes_;
  std::map<std::string, Spot> named_;              // "crane STS-1": where
  std::map<std::string, std::string> network_of_;  // "crane 0 10.1.0.0/16": whose
};

}  // namespace qw::site
