// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "study/readable.hpp"
#include "study/report_parts.hpp"
#include "vocabulary/event_json.hpp"

/// The cells of a table, as its view declares them.
namespace qw::study {

inline constexpr std::size_t most_code = 120;  // characters of an object, values or a name

/// "+2 s" is ahead of packet time.
std::string offset_text(Nanoseconds time);
void put_attributes(Page const& page, std::vector<KnownAttribute> const& attributes);

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
  void put(Nanoseconds time) const { page_.html.put(offset_text(time)); }
  void put(Evidence const& evidence) const { put_evidence(page_, evidence); }
  void put(std::vector<Evidence> const& all) const {
    if (form_ == Form::first_evidence) return all.empty() ? void() : put(all.front());
    for (auto const& evidence : all) {
      if (&evidence != &all.front()) page_.html.put("<br>");
      put(evidence);
    }
  }
  void put(std::vector<KnownAttribute> const& attributes) const {
    put_attributes(page_, attributes);
  }
  void put(VerbCounts const& verbs) const { put(to_text(verbs)); }
  void put(Subject const& subject) const {
    for (auto const& host : hosts_of(subject)) put(host);
  }
  void put(FindingParts const& parts) const {
    for (auto const& part : parts.all()) {
      if (&part != &parts.all().front()) page_.html.put(", ");
      page_.html.put(part.name.text(), " ");
      std::visit([&](auto const& value) { put(value); }, part.value);
    }
  }
  void put(std::vector<std::string> const& texts) const {
    if (form_ == Form::lines) {
      for (auto const& text : texts) page_.html.put("<span class=\"how\">", text, "</span>");
      return;
    }
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

  void put_cell(Column const& column, bool first) const {
    auto& html = page_.html;
    html.put(first ? Markup{"<th scope=\"row\""} : Markup{"<td"});
    if (!column.style.empty()) html.put(" class=\"", column.style, "\"");
    html.put(">");
    for (std::size_t i = 0; i < column.part_count; ++i)
      if (shown(column.parts[i])) put_part(column.parts[i]);
    html.put(first ? Markup{"</th>"} : Markup{"</td>"});
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

  [[nodiscard]] bool holds(std::string_view member) const {
    bool is_it = false;
    visit(member, [&]<class Value>(Value const& value) {
      is_it = tells(value);
      if constexpr (std::is_integral_v<Value>) is_it = value != 0;
    });
    return is_it;
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
    if (!part.if_told.empty() && !holds(part.if_told)) return false;
    if (!part.unless.empty() && holds(part.unless)) return false;
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
    if (!part.also.empty()) {
      if (told(part.member) && told(part.also)) page_.html.put(", ");
      put_member(part.also, part.form);
    }
    if (part.place != Place::strong) page_.html.put(part.after);
  }

  void put_part(Part const& part) const {
    auto& html = page_.html;
    switch (part.place) {
      case Place::line: return put_words(part);
      case Place::below: html.put("<span class=\"how\">"); break;
      case Place::tag: html.put(" <span class=\"tag\">"); break;
      case Place::strong_tag: html.put(" <span class=\"tag strong\">"); break;
      case Place::unseen: html.put("<span class=\"unseen\">"); break;
      case Place::paragraph:
        html.put("<p>");
        put_words(part);
        return void(html.put("</p>"));
      case Place::strong:
        html.put("<p><strong>");
        put_words(part);
        return void(html.put("</strong>", part.after, "</p>"));
    }
    put_words(part);
    html.put("</span>");
  }

  Page const& page_;
  Record const& row_;
};

inline HtmlTable table_of(View const& view) {
  return {view.label, std::span{view.columns}.first(view.column_count), view.box, view.form};
}

/// The table of a view with these rows.
template <class Record>
void put_view(Page const& page, View const& view, std::vector<Record const*> const& rows) {
  put_table(page, table_of(view), rows, [&](Page const& at, Record const* row) {
    RowWriter<Told<Record>>{at, as_told(*row, at.result.names)}.put(view);
  });
}
template <class Record>
void put_view(Page const& page, View const& view, std::vector<Record> const& rows) {
  put_table(page, table_of(view), rows, [&](Page const& at, Record const& row) {
    RowWriter<Record>{at, row}.put(view);
  });
}

}  // namespace qw::study
