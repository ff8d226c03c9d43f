// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <type_traits>

#include "study/report_parts.hpp"
#include "study/views.hpp"
#include "study/words.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::study {
namespace {

constexpr std::size_t most_code = 120;  // characters of an object, values or a name

/// "+2 s" is ahead of packet time.
std::string offset(Nanoseconds time) {
  if (time.count == 0) return "0 s";
  auto const size = Nanoseconds{std::abs(time.count)};
  return (time.count < 0 ? "\u2212" : "+") + lasting(size);
}

void put_attributes(Page const& page, std::vector<KnownAttribute> const& attributes) {
  page.html.put("<ul>");
  for (auto const& known : attributes) {
    page.html.put("<li><span class=\"attribute\">", name_of(known.attribute), "</span> ",
                  known.value);
    if (known.conflicting) page.html.put(" <span class=\"tag\">contradicted</span>");
    page.html.put("<span class=\"how\">", name_of(known.basis));
    if (!known.source.empty()) page.html.put(", ", known.source);
    if (known.evidence.frames.first != 0) page.html.put(", ");
    put_evidence(page, known.evidence);
    page.html.put("</span></li>");
  }
  page.html.put("</ul>");
  if (attributes.empty()) page.html.put("<span class=\"quiet\">nothing known</span>");
}

/// One value, as its form says.
class ValueWriter {
 public:
  ValueWriter(Page const& page, Form form) : page_{page}, form_{form} {}

  void put(std::string_view text) const {
    auto& html = page_.html;
    if (form_ == Form::code) {
      if (!text.empty()) html.put("<code>", printable(text, most_code), "</code>");
    } else if (form_ == Form::service) {
      html.put("<span class=\"service\">", text, "</span>");
    } else if (form_ == Form::name) {
      html.put("<span class=\"host\">", text, "</span>");
    } else {
      html.put(text);
    }
  }
  void put(Protocol const& protocol) const { put(protocol.text()); }
  template <class Number>
  requires std::is_integral_v<Number>
  void put(Number number) const {
    page_.html.put(form_ == Form::size ? sized(number) : grouped(number));
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void put(Enum word) const { page_.html.put(name_of(word)); }
  void put(Verb verb) const {
    page_.html.put(changes_state(verb) ? Markup{"<span class=\"tag strong\">"}
                                       : Markup{"<span class=\"tag\">"},
                   name_of(verb), "</span>");
  }
  void put(Host const& host) const {
    if (form_ == Form::host_name)
      page_.html.put(page_.hosts.name(host));
    else
      put_host(page_, host);
  }
  void put(Stamp stamp) const { page_.html.put(moment_of_day(stamp, page_.result.first())); }
  void put(Nanoseconds time) const { page_.html.put(offset(time)); }
  void put(Evidence const& evidence) const { put_evidence(page_, evidence); }
  void put(std::vector<Evidence> const& all) const {
    for (auto const& evidence : all) {
      if (&evidence != &all.front()) page_.html.put("<br>");
      put(evidence);
    }
  }
  void put(std::vector<KnownAttribute> const& attributes) const {
    put_attributes(page_, attributes);
  }
  void put(std::vector<std::string> const& texts) const {
    for (auto const& text : texts) {
      if (&text != &texts.front()) page_.html.put(", ");
      page_.html.put(text);
    }
  }
  template <class Value>
  void put(std::optional<Value> const& value) const {
    if (value) put(*value);
  }

 private:
  Page const& page_;
  Form form_;
};

template <class Value>
bool tells(Value const& value) {
  if constexpr (std::is_same_v<Value, bool>)
    return value;
  else
    return !qw::detail::says_nothing(value);
}

/// The cells of one record.
template <class Record>
class RowWriter {
 public:
  RowWriter(Page const& page, Record const& row) : page_{page}, row_{row} {}

  void put(View const& view) const {
    page_.html.put(!view.mark.empty() && !told(view.mark) ? Markup{"<tr class=\"unexplained\">"}
                                                          : Markup{"<tr>"});
    for (std::size_t i = 0; i < view.column_count; ++i) put_cell(view.columns[i], i == 0);
    page_.html.put("</tr>\n");
  }

 private:
  template <class Visit>
  void visit(std::string_view member, Visit const& visit) const {
    auto const one = [&](auto const& field) {
      if (field.name == member) visit(row_.*field.member);
    };
    std::apply([&](auto const&... field) { (one(field), ...); }, Record::fields());
  }

  [[nodiscard]] bool told(std::string_view member) const {
    bool is_told = false;
    visit(member, [&](auto const& value) { is_told = tells(value); });
    return is_told;
  }

  [[nodiscard]] bool is_word(std::string_view member, std::string_view word) const {
    bool is_it = false;
    visit(member, [&]<class Value>(Value const& value) {
      if constexpr (std::is_enum_v<Value>) is_it = name_of(value) == word;
    });
    return is_it;
  }

  [[nodiscard]] bool is_several(std::string_view member) const {
    bool is_it = false;
    visit(member, [&]<class Value>(Value const& value) {
      if constexpr (std::is_same_v<Value, std::uint64_t>) is_it = value > 1;
    });
    return is_it;
  }

  [[nodiscard]] bool shown(Part const& part) const {
    if (part.with_site && !page_.result.has_site) return false;
    if (!part.if_told.empty() && !told(part.if_told)) return false;
    if (!part.unless.empty() && told(part.unless)) return false;
    if (!part.only.empty() && !is_word(part.member, part.only)) return false;
    if (!part.several.empty() && !is_several(part.several)) return false;
    return part.place == Place::line || part.form == Form::word || told(part.member) ||
           told(part.also);
  }

  void put_member(std::string_view member, Form form) const {
    visit(member, [&]<class Value>(Value const& value) {
      if constexpr (std::is_same_v<Value, std::vector<Host>>)
        put_addresses(value);
      else
        ValueWriter{page_, form}.put(value);
    });
  }

  void put_addresses(std::vector<Host> const& hosts) const {
    for (auto const& host : hosts) {
      auto const address = page_.hosts.address(host);
      if constexpr (requires { row_.name; })
        if (address == row_.name) continue;
      page_.html.put("<br><span class=\"address\">", address, "</span>");
    }
  }

  void put_words(Part const& part) const {
    page_.html.put(part.words);
    if (part.form == Form::word) return;
    put_member(part.member, part.form);
    if (part.also.empty()) return;
    if (told(part.member) && told(part.also)) page_.html.put(", ");
    put_member(part.also, part.form);
  }

  void put_part(Part const& part) const {
    auto& html = page_.html;
    switch (part.place) {
      case Place::line: return put_words(part);
      case Place::below: html.put("<span class=\"how\">"); break;
      case Place::tag: html.put(" <span class=\"tag\">"); break;
      case Place::strong_tag: html.put(" <span class=\"tag strong\">"); break;
    }
    put_words(part);
    html.put("</span>");
  }

  void put_cell(Column const& column, bool first) const {
    auto& html = page_.html;
    html.put(first ? Markup{"<th scope=\"row\""} : Markup{"<td"});
    if (!column.style.empty()) html.put(" class=\"", column.style, "\"");
    html.put(">");
    for (std::size_t i = 0; i < column.part_count; ++i)
      if (shown(column.parts[i])) put_part(column.parts[i]);
    html.put(first ? Markup{"</th>"} : Markup{"</td>"});
  }

  Page const& page_;
  Record const& row_;
};

/// In the order in which they are to be read, if there is one; else as they came.
template <class Record>
std::vector<Record const*> ordered(std::vector<Record> const& rows) {
  if constexpr (requires { in_reading_order(rows); }) return in_reading_order(rows);
  std::vector<Record const*> order;
  for (auto const& row : rows) order.push_back(&row);
  return order;
}

template <class Record>
void put_one(Page const& page, View const& view) {
  auto& html = page.html;
  auto const& rows = page.result.of<Record>();
  if (rows.empty()) {
    if (!view.empty.empty()) html.put("<p class=\"empty\">", view.empty, "</p>\n");
    return;
  }
  if (!view.heading.empty()) html.put("<h3 class=\"divide\">", view.heading, "</h3>\n");
  if (!view.note.empty()) html.put("<p class=\"note\">", view.note, "</p>\n");
  put_table(page,
            {view.label, std::span{view.columns}.first(view.column_count), view.box, view.form},
            ordered(rows), [&](Page const& at, Record const* row) {
              RowWriter<Record>{at, *row}.put(view);
            });
}

}  // namespace

void put_views(Page const& page, std::string_view section) {
  for_each_view([&]<class Record>(View const& view) {
    if (view.section == section) put_one<Record>(page, view);
  });
}

}  // namespace qw::study
