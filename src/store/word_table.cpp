// SPDX-License-Identifier: Apache-2.0
#include "store/word_table.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"

namespace qw::store {
namespace {

/// What is remembered. Beyond, all of it is forgotten and texts get new numbers: a text
/// may have several, a number has one text.
constexpr std::size_t most_words = 16'384;
constexpr std::size_t most_octets = 1 << 20;

struct Word {
  std::uint32_t number = 0;
  std::string_view text;

  static constexpr auto fields() {
    return std::tuple{field("number", &Word::number), field("text", &Word::text)};
  }
};

Names const no_names;

}  // namespace

WordTable::WordTable(Database& database)
    : table_{database, "word", columns_of<Word>(), TableWriter::Coding::none, nullptr} {}

std::uint32_t WordTable::number_of(std::string_view text) {
  auto const hash = hash_of(bytes_of(text));
  if (auto const found = known_.find(hash); found != known_.end() && found->second.text == text)
    return found->second.number;
  if (known_.size() == most_words || arena_.octets() > most_octets) {
    known_.clear();
    arena_.clear();
  }
  QW_CHECK(++last_ != 0);
  table_.add(Word{last_, text}, no_names);
  known_[hash] = {arena_.keep(text), last_};
  return last_;
}

}  // namespace qw::store
