// SPDX-License-Identifier: Apache-2.0
#include "study/views.hpp"

#include "vocabulary/json.hpp"

namespace qw::study {
namespace {

void write_word(JsonWriter& json, std::string_view name, std::string_view word) {
  if (!word.empty()) json.member(name, word);
}

void write_part(JsonWriter& json, Part const& part) {
  json.begin_object();
  write_word(json, "member", part.member);
  json.member("form", name_of(part.form)).member("place", name_of(part.place));
  write_word(json, "words", part.words);
  write_word(json, "after", part.after);
  write_word(json, "also", part.also);
  write_word(json, "if_told", part.if_told);
  write_word(json, "unless", part.unless);
  write_word(json, "only", part.only);
  write_word(json, "several", part.several);
  if (part.with_site) json.member("with_site", true);
  json.end_object();
}

void write_column(JsonWriter& json, Column const& column) {
  json.begin_object().member("title", column.title);
  write_word(json, "style", column.style);
  json.key("parts").begin_array();
  for (std::size_t i = 0; i < column.part_count; ++i) write_part(json, column.parts[i]);
  json.end_array().end_object();
}

}  // namespace

std::string views_json() {
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  for_each_view([&]<class Record>(View const& view) {
    json.key(names_of_record<Record>.many).begin_object().member("label", view.label);
    write_word(json, "mark", view.mark);
    json.key("columns").begin_array();
    for (std::size_t i = 0; i < view.column_count; ++i) write_column(json, view.columns[i]);
    json.end_array().end_object();
  });
  json.end_object();
  return out;
}

}  // namespace qw::study
