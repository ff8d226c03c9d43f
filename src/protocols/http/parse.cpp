// SPDX-License-Identifier: Apache-2.0
#include "protocols/http/parse.hpp"

#include <algorithm>

namespace qw::http {
namespace {

constexpr std::string_view version_prefix = "HTTP/1.";
constexpr std::size_t longest_method = 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_method_letter(char c) { return (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; }

std::string_view trimmed(std::string_view text) {
  auto const outer = [](char c) { return is_blank(c) || c == '\r' || c == '\n'; };
  while (!text.empty() && outer(text.front())) text.remove_prefix(1);
  while (!text.empty() && outer(text.back())) text.remove_suffix(1);
  return text;
}

/// The part before `separator`; all of it if there is none.
std::string_view before(std::string_view text, char separator) {
  return text.substr(0, text.find(separator));
}

/// Octets before the empty line that ends a head, and octets with it.
struct HeadEnd {
  std::size_t head = 0;
  std::size_t total = 0;
  bool bare_line_feed = false;
};
std::optional<HeadEnd> find_end(std::string_view text) {
  bool bare = false;
  for (std::size_t line = 0;;) {
    auto const feed = text.find('\n', line);
    if (feed == std::string_view::npos) return std::nullopt;
    bool const with_return = feed > line && text[feed - 1] == '\r';
    bare |= !with_return;
    if (line != 0 && feed == line + (with_return ? 1 : 0)) return HeadEnd{line, feed + 1, bare};
    line = feed + 1;
  }
}

Parsed<HeadView> read_response_line(std::string_view line, HeadView head, std::size_t used) {
  // "HTTP/1.1 200 OK"; the reason may be missing together with its space.
  auto const rest = line.substr(version_prefix.size());
  if (rest.size() < 5 || !is_digit(rest[0]) || rest[1] != ' ')
    return Malformed{Fault::value, version_prefix.size(), "version or status is no number"};
  auto const digits = rest.substr(2, 3);
  if (!std::ranges::all_of(digits, is_digit) || digits[0] < '1' || digits[0] > '5' ||
      (rest.size() > 5 && rest[5] != ' '))
    return Malformed{Fault::value, 9, "status is outside 100..599"};
  head.response = true;
  head.minor = static_cast<std::uint8_t>(rest[0] - '0');
  head.status = static_cast<std::uint16_t>((digits[0] - '0') * 100 + (digits[1] - '0') * 10 +
                                           (digits[2] - '0'));
  return Done<HeadView>{head, used};
}

Parsed<HeadView> read_request_line(std::string_view line, HeadView head, std::size_t used) {
  head.method = before(line, ' ');
  if (head.method.empty() || head.method.size() > longest_method ||
      !std::ranges::all_of(head.method, is_method_letter) || head.method.size() == line.size())
    return Malformed{Fault::value, 0, "no method"};
  auto const rest = line.substr(head.method.size() + 1);
  auto const version_at = rest.rfind(' ');
  if (version_at == std::string_view::npos)
    return Malformed{Fault::value, head.method.size() + 1, "no version"};
  auto const version = rest.substr(version_at + 1);
  if (version.size() != version_prefix.size() + 1 || !version.starts_with(version_prefix) ||
      !is_digit(version.back()))
    return Malformed{Fault::value, head.method.size() + 2 + version_at, "version is not HTTP/1"};
  head.target = trimmed(rest.substr(0, version_at));
  head.minor = static_cast<std::uint8_t>(version.back() - '0');
  return Done<HeadView>{head, used};
}

/// A number of Content-Length; several that are the same may be joined by commas.
void take_length(Fields& fields, std::string_view value) {
  while (true) {
    auto const part = trimmed(before(value, ','));
    std::uint64_t length = 0;
    bool const readable = !part.empty() && part.size() <= 18 && std::ranges::all_of(part, is_digit);
    for (char const c : readable ? part : std::string_view{})
      length = length * 10 + static_cast<std::uint64_t>(c - '0');
    if (!readable || (fields.content_length && *fields.content_length != length))
      fields.length_unreadable = true;
    else
      fields.content_length = length;
    auto const comma = value.find(',');
    if (comma == std::string_view::npos) return;
    value.remove_prefix(comma + 1);
  }
}

void take_coding(Fields& fields, std::string_view value) {
  auto const comma = value.rfind(',');
  auto const last = comma == std::string_view::npos ? value : value.substr(comma + 1);
  fields.coded = true;
  fields.chunked = same_word(trimmed(before(last, ';')), "chunked");
}

void take_field(Fields& fields, Headers::Item const& item) {
  if (same_word(item.name, "host")) {
    fields.host = item.value;
  } else if (same_word(item.name, "content-length")) {
    take_length(fields, item.value);
  } else if (same_word(item.name, "transfer-encoding")) {
    take_coding(fields, item.value);
  } else if (same_word(item.name, "content-type")) {
    fields.content_type = item.value;
  } else if (same_word(item.name, "authorization") || same_word(item.name, "proxy-authorization")) {
    fields.authorization = item.value;
  } else if (same_word(item.name, "www-authenticate") ||
             same_word(item.name, "proxy-authenticate")) {
    if (!fields.challenge.starts_with("NTLM ")) fields.challenge = item.value;
  } else if (same_word(item.name, "server")) {
    fields.server = item.value;
  } else if (same_word(item.name, "user-agent")) {
    fields.user_agent = item.value;
  } else if (same_word(item.name, "upgrade")) {
    fields.upgrade = item.value;
  }
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

Opens opens(Bytes stream) {
  auto const text = text_of(stream.first(std::min(stream.size(), most_line)));
  auto const shared = std::min(text.size(), version_prefix.size());
  if (text.substr(0, shared) == version_prefix.substr(0, shared)) {
    if (text.size() < 13) return Opens::unclear;
    return std::holds_alternative<Malformed>(read_response_line(before(text, '\n'), {}, 1))
               ? Opens::no
               : Opens::response;
  }
  auto const method = before(text, ' ');
  bool const known = method_name(method) != Term{"extension method"};
  if (method.size() == text.size())
    return text.size() <= longest_method && std::ranges::all_of(text, is_method_letter)
               ? Opens::unclear
               : Opens::no;
  if (!known) return Opens::no;
  auto const feed = text.find('\n');
  if (feed == std::string_view::npos) return text.size() < most_line ? Opens::unclear : Opens::no;
  auto const line = trimmed(text.substr(0, feed));
  return std::holds_alternative<Malformed>(read_request_line(line, {}, 1)) ? Opens::no
                                                                           : Opens::request;
}

Parsed<HeadView> parse(Bytes stream) {
  auto const text = text_of(stream.first(std::min(stream.size(), most_head)));
  auto const feed = text.find('\n');
  if (feed == std::string_view::npos && text.size() >= most_line)
    return Malformed{Fault::limit, most_line, "start line is above 16 KiB"};
  if (feed == std::string_view::npos) return NeedMore{stream.size() + 1};

  auto const end = find_end(text);
  HeadView head;
  auto const used = end ? end->total : most_head;
  if (end) {
    head.headers = stream.subspan(feed + 1, end->head - feed - 1);
    head.bare_line_feed = end->bare_line_feed;
  }
  auto line = text.substr(0, feed);
  if (line.ends_with('\r')) line.remove_suffix(1);
  auto const parsed = line.starts_with(version_prefix) ? read_response_line(line, head, used)
                                                       : read_request_line(line, head, used);
  if (end || std::holds_alternative<Malformed>(parsed)) return parsed;
  if (stream.size() >= most_head) return Malformed{Fault::limit, most_head, "head is above 64 KiB"};
  return NeedMore{stream.size() + 1};
}

bool Headers::next(Item& item) {
  if (rest_.empty()) return false;
  std::size_t end = 0;
  do {
    end = rest_.find('\n', end);
    end = end == std::string_view::npos ? rest_.size() : end + 1;
  } while (end < rest_.size() && is_blank(rest_[end]));  // the next line is folded into this
  auto const line = rest_.substr(0, end);
  rest_.remove_prefix(end);
  auto const colon = line.find(':');
  bool const named = colon != std::string_view::npos;
  item.name = named ? trimmed(line.substr(0, colon)) : std::string_view{};
  item.value = trimmed(named ? line.substr(colon + 1) : line);
  return true;
}

Fields read_fields(Bytes headers) {
  Fields fields;
  Headers lines{headers};
  std::size_t count = 0;
  for (Headers::Item item; lines.next(item);) {
    if (++count > most_headers) {
      fields.too_many = true;
      break;
    }
    fields.without_colon |= item.name.empty();
    take_field(fields, item);
  }
  return fields;
}

Place place_of(std::string_view target, std::string_view host, bool connect) {
  if (connect) return {target, {}};
  if (auto const scheme = target.find("://");
      scheme != std::string_view::npos && scheme < target.find_first_of("/?#")) {
    auto const rest = target.substr(scheme + 3);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    target = rest.substr(authority.size());
    host = authority.substr(authority.rfind('@') + 1);  // npos + 1 is 0
  }
  if (!target.starts_with('/')) return {host, {}};  // "*", or a scheme alone
  return {host, target.substr(0, target.find_first_of("?#"))};
}

Bytes decode_base64(std::string_view text, std::span<std::byte> room) {
  std::size_t size = 0;
  std::uint32_t bits = 0;
  int held = 0;
  for (char const c : text) {
    auto const value = base64_value(c);
    if (value < 0 || size == room.size()) break;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    room[size++] = static_cast<std::byte>(bits >> held & 0xff);
  }
  return room.first(size);
}

}  // namespace qw::http
