// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "vocabulary/accounts.hpp"
#include "vocabulary/event_json.hpp"
#include "vocabulary/names.hpp"
#include "vocabulary/subject.hpp"
#include "vocabulary/verb_counts.hpp"

/// How members of field tables become columns. One traversal serves the table's
/// definition and its rows, so the two cannot differ.
namespace qw::store {

/// What a column holds. `json` is text that holds one JSON value; `word` is text of which a
/// study has few, such as addresses and the words of specifications.
enum class ColumnType : std::uint8_t { truth, u16, u32, u64, s64, real, stamp, text, word, json };
std::string_view sql_name(ColumnType type);

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  std::string_view unit;
};

/// One cell; borrowed text is any octets, made valid where it is stored.
using Cell = std::variant<std::monostate, bool, std::uint64_t, std::int64_t, double, Stamp,
                          std::string_view>;
inline constexpr Cell absent{};

/// Gives a sink the cells of members. Names nest ("outcome", "outcome_code"); an empty suffix is
/// the member itself.
template <class Sink>
class Cells {
 public:
  Cells(Sink& sink, Names const& names) : sink_{sink}, names_{names} {}

  /// One cell for each column of a member; all absent without a `value`.
  template <class Value>
  void member(std::string_view name, std::string_view unit, Value const* value) {
    name_ = name;
    unit_ = unit;
    cells(value);
  }
  /// The members of a field table, of `owner` or of nobody.
  template <class Owner>
  void members(Owner const* owner) {
    members(fields_of<Owner>, owner);
  }
  template <class Fields, class Owner>
  void members(Fields const& fields, Owner const* owner) {
    auto const each = [&](auto const& field) {
      auto const* value = owner == nullptr ? nullptr : &(owner->*field.member);
      if (field.unit == "hex") return hex(field.name, value);
      member(field.name, field.unit, value);
    };
    std::apply([&](auto const&... field) { (each(field), ...); }, fields);
  }
  /// A capture point or source, by name.
  void place(std::string_view name, PointId const* value) {
    named(name, value == nullptr ? std::string_view{} : names_.point(*value));
  }
  void place(std::string_view name, SourceId const* value) {
    named(name, value == nullptr ? std::string_view{} : names_.source(*value));
  }
  /// A stamp that is there even if it is 0.
  void stamp(std::string_view name, Stamp const* value) {
    name_ = name;
    unit_ = {};
    put({}, ColumnType::stamp, value == nullptr ? absent : Cell{*value});
  }

 private:
  void named(std::string_view name, std::string_view value) {
    name_ = name;
    unit_ = {};
    word(value);
  }
  void put(std::string_view suffix, ColumnType type, Cell const& cell) {
    sink_.put(name_, suffix, unit_, type, cell);
  }

  void cells(bool const* value) { scalar(ColumnType::truth, value); }
  void cells(std::uint8_t const* value) { small(value); }
  void cells(std::uint16_t const* value) { small(value); }
  void cells(std::uint32_t const* value) { number<std::uint64_t>(ColumnType::u32, value); }
  void cells(std::uint64_t const* value) { number<std::uint64_t>(ColumnType::u64, value); }
  void cells(std::int64_t const* value) { scalar(ColumnType::s64, value); }
  void cells(double const* value) { scalar(ColumnType::real, value); }
  void cells(Stamp const* value) {
    put({}, ColumnType::stamp, value == nullptr || value->ns == 0 ? absent : Cell{*value});
  }
  void cells(MessageNumber const* value) {
    put({}, ColumnType::u32, value == nullptr ? absent : Cell{static_cast<std::uint64_t>(*value)});
  }
  void cells(TcpHistory const* value) {
    word(value == nullptr ? std::string_view{} : value->text());
  }
  void cells(NumberList const* value) {
    json(value == nullptr || value->empty() ? nullptr : value);
  }
  void cells(Nanoseconds const* value) {
    put({}, ColumnType::s64, value == nullptr ? absent : Cell{value->count});
  }
  void cells(std::string_view const* value) {
    text(value == nullptr ? std::string_view{} : *value);
  }
  void cells(std::string const* value) { text(value == nullptr ? std::string_view{} : *value); }
  void cells(Protocol const* value) { word(value == nullptr ? std::string_view{} : value->text()); }
  void cells(Term const* value) { word(value == nullptr ? std::string_view{} : value->text()); }

  template <class Enum>
  requires std::is_enum_v<Enum>
  void cells(Enum const* value) {
    word(value == nullptr || detail::says_nothing(*value) ? std::string_view{} : name_of(*value));
  }
  template <class Value>
  void cells(std::optional<Value> const* value) {
    cells(value == nullptr || !value->has_value() ? nullptr : &**value);
  }

  void cells(Address const* value) {
    text_.clear();
    if (value != nullptr) append_text(text_, *value);
    word(text_);
  }
  void cells(Host const* value) {
    text_.clear();
    if (value != nullptr) append_text(text_, *value, names_);
    word(text_);
  }
  void cells(Endpoint const* value) {
    cells(value == nullptr ? nullptr : &value->host);
    bool const known = value != nullptr && value->port != 0;
    put("port", ColumnType::u16, known ? Cell{std::uint64_t{value->port}} : absent);
  }
  void cells(FrameSpan const* value) {
    bool const known = value != nullptr && value->first != 0;
    put("first", ColumnType::u64, known ? Cell{value->first} : absent);
    put("last", ColumnType::u64, known ? Cell{value->last} : absent);
  }
  void cells(Evidence const* value) {
    bool const known = value != nullptr && value->frames.first != 0;
    put("capture", ColumnType::word, known ? Cell{names_.source(value->source)} : absent);
    cells(known ? &value->frames : nullptr);
    bool const answered = known && value->reply != 0;
    put("reply", ColumnType::u64, answered ? Cell{value->reply} : absent);
  }
  void cells(Outcome const* value) {
    cells(value == nullptr ? nullptr : &value->state);
    bool const coded = value != nullptr && value->code.has_value();
    put("code", ColumnType::u32, coded ? Cell{std::uint64_t{*value->code}} : absent);
    bool const reasoned = value != nullptr && !value->reason.empty();
    put("reason", ColumnType::word, reasoned ? Cell{value->reason.text()} : absent);
  }
  void cells(Object const* value) {
    bool const known = value != nullptr && !detail::says_nothing(*value);
    text_.clear();
    if (known) append_text(text_, *value);
    word(text_);
    auto const part = [&](std::string_view suffix, auto member) {
      put(suffix, ColumnType::u32, known ? Cell{std::uint64_t{value->*member}} : absent);
    };
    put("space", ColumnType::word,
        known && !value->space.empty() ? Cell{value->space.text()} : absent);
    part("station", &Object::station);
    part("block", &Object::block);
    part("offset", &Object::offset);
    part("bit", &Object::bit);
    part("length", &Object::length);
    put("symbol", ColumnType::text, known && !value->symbol.empty() ? Cell{value->symbol} : absent);
    auto const optional = [&](std::string_view suffix, auto member) {
      bool const there = known && (value->*member).has_value();
      put(suffix, ColumnType::u32, there ? Cell{std::uint64_t{*(value->*member)}} : absent);
    };
    optional("element", &Object::element);
    optional("property", &Object::property);
    put("property_name", ColumnType::word,
        known && !value->property_name.empty() ? Cell{value->property_name.text()} : absent);
  }
  void cells(Values const* value) {
    bool const known = value != nullptr && value->type != WireType::none;
    put("type", ColumnType::word, known ? Cell{name_of(value->type)} : absent);
    text_.clear();
    if (known) {
      JsonWriter writer{text_};
      write_data(writer, *value);
    }
    put({}, ColumnType::json, known ? Cell{std::string_view{text_}} : absent);
    bool const rated = known && value->quality != Quality::none;
    put("quality", ColumnType::word, rated ? Cell{name_of(value->quality)} : absent);
    put("quality_code", ColumnType::u32, rated ? Cell{std::uint64_t{value->quality_code}} : absent);
    bool const encoded = known && value->encoding != 0;
    put("encoding", ColumnType::u64, encoded ? Cell{value->encoding} : absent);
    bool const timed = known && value->time.has_value();
    put("time", ColumnType::stamp, timed ? Cell{*value->time} : absent);
  }
  void cells(Subject const* value) { json(value); }
  void cells(VerbCounts const* value) {
    text_ = value == nullptr ? std::string{} : to_text(*value);
    text(text_);
  }
  void cells(FindingParts const* value) {
    json(value == nullptr || value->empty() ? nullptr : value);
  }
  void cells(TextList const* value) { json(value == nullptr || value->empty() ? nullptr : value); }
  void cells(Tally const* value) {
    put("frames", ColumnType::u64, value == nullptr ? absent : Cell{value->frames});
    put("octets", ColumnType::u64, value == nullptr ? absent : Cell{value->octets});
  }
  template <class Value>
  void cells(std::vector<Value> const* value) {
    json(value == nullptr || value->empty() ? nullptr : value);
  }

  template <class Value>
  void json(Value const* value) {
    text_.clear();
    if (value != nullptr) {
      JsonWriter writer{text_};
      write_value(writer, *value, names_);
    }
    put({}, ColumnType::json, value == nullptr ? absent : Cell{std::string_view{text_}});
  }
  void text(std::string_view value) {
    put({}, ColumnType::text, value.empty() ? absent : Cell{value});
  }
  void word(std::string_view value) {
    put({}, ColumnType::word, value.empty() ? absent : Cell{value});
  }
  void hex(std::string_view name, auto const* value) {
    name_ = name;
    unit_ = "hex";
    text_.clear();
    if constexpr (std::is_convertible_v<decltype(*value), std::string_view>)
      if (value != nullptr) append_hex(text_, bytes_of(*value));
    text(text_);
  }
  /// Numbers of 8 and 16 bits are 0 where nothing was seen.
  template <class Number>
  void small(Number const* value) {
    bool const known = value != nullptr && *value != 0;
    put({}, ColumnType::u16, known ? Cell{std::uint64_t{*value}} : absent);
  }
  template <class Wide, class Number>
  void number(ColumnType type, Number const* value) {
    put({}, type, value == nullptr ? absent : Cell{Wide{*value}});
  }
  template <class Value>
  void scalar(ColumnType type, Value const* value) {
    put({}, type, value == nullptr ? absent : Cell{*value});
  }

  Sink& sink_;
  Names const& names_;
  std::string_view name_;
  std::string_view unit_;
  std::string text_;
};

/// Collects the columns that cells belong to.
struct ColumnSink {
  std::vector<Column> columns;

  void put(std::string_view name, std::string_view suffix, std::string_view unit, ColumnType type,
           Cell const&) {
    std::string full{name};
    if (!suffix.empty()) full.append("_").append(suffix);
    columns.push_back({std::move(full), type, unit});
  }
};

/// The cells of one record.
template <class Sink, class Record>
void row_cells(Cells<Sink>& cells, Record const* record) {
  cells.members(record);
}

/// The columns of a row, in the order of its cells.
template <class Row>
std::vector<Column> columns_of() {
  ColumnSink sink;
  Names const names;
  Cells cells{sink, names};
  row_cells(cells, static_cast<Row const*>(nullptr));
  return std::move(sink.columns);
}

}  // namespace qw::store
