// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.hpp"
#include "site/prefix.hpp"
#include "site/tree.hpp"

namespace qw::site {

/// Collects what is wrong with one file.
class Mistakes {
 public:
  explicit Mistakes(std::string_view file) : file_{file} {}
  void add(Spot spot, std::string text) { all_.push_back({file_, spot, std::move(text)}); }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  /// In the order of the file.
  [[nodiscard]] std::vector<Mistake> take();

 private:
  std::string file_;
  std::vector<Mistake> all_;
};

/// A text of the file and where it stands.
struct Word {
  std::string text;
  Spot spot;
};

/// ` got "txet"; did you mean "text"?`, the second half only if one is near.
std::string got(std::string_view word, std::span<std::string_view const> names);

/// Asks one table for its keys. A key that is there but wrong is a mistake and reads
/// as if it were absent; `finish` makes a mistake of every key that was not asked for.
class Form {
 public:
  /// `table` must outlive this. `what` names it in messages: `crane "STS-1"`.
  Form(Table const& table, Spot spot, std::string what, Mistakes& mistakes)
      : table_{table}, spot_{spot}, what_{std::move(what)}, mistakes_{mistakes} {}

  /// Adds its name to what messages call the table.
  void called(std::string_view name);

  std::string text(std::string_view key);
  /// Must be there and not be empty.
  std::string required(std::string_view key);
  std::optional<Word> word(std::string_view key);
  std::vector<Word> words(std::string_view key);
  bool flag(std::string_view key);
  std::optional<double> number(std::string_view key, double least, double most);
  std::optional<std::uint64_t> count(std::string_view key, std::uint64_t most);
  std::optional<DateTime> date_time(std::string_view key);
  std::vector<Prefix> networks(std::string_view key);
  std::vector<Address> addresses(std::string_view key);
  std::vector<Address> macs(std::string_view key);
  /// The value itself; null if absent.
  Node const* node(std::string_view key);

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] Spot spot() const { return spot_; }
  /// `key` may be empty if the table as a whole is meant.
  void wrong(Spot spot, std::string_view key, std::string_view text);
  void finish();

 private:
  std::optional<Word> word_of(Node const& node, std::string_view key);
  template <class Value, class Read>
  std::vector<Value> each(std::string_view key, std::string_view expected, Read read);

  Table const& table_;
  Spot spot_;
  std::string what_;
  Mistakes& mistakes_;
  std::vector<std::string_view> asked_;
};

}  // namespace qw::site
