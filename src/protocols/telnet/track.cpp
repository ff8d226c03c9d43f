// SPDX-License-Identifier: Apache-2.0
#include "protocols/telnet/track.hpp"

#include <algorithm>

#include "vocabulary/voice.hpp"

namespace qw::telnet {
namespace {

using delivery::Likeness;
using delivery::Side;

constexpr std::uint16_t ports[] = {23};
constexpr ProtocolDescription description{
    .name = "telnet", .title = "Telnet", .traits = {Trait::remote_access}, .tcp_ports = ports};
constexpr Protocol name{description};
constexpr Term greeting{"Telnet greeting"};
constexpr std::size_t fewest_negotiations = 2;

struct Head {
  std::size_t negotiations = 0;
  bool foreign = false;
  bool partial = false;
};

/// Counts the options that an opening begins with; data may follow them.
Head head_of(Bytes octets) {
  Head head;
  while (!octets.empty()) {
    auto const parsed = parse(octets);
    if (std::holds_alternative<NeedMore>(parsed)) head.partial = true;
    auto const* done = std::get_if<0>(&parsed);
    if (done == nullptr) return head;
    head.foreign |= done->message.fault.has_value();
    if (done->message.command == 0) return head;
    bool const fits =
        is_negotiation(done->message) || done->message.command == code::subnegotiation;
    head.foreign |= !fits;
    if (!fits) return head;
    ++head.negotiations;
    octets = octets.subspan(done->used);
  }
  return head;
}

/// An option has three octets, which pictures and sound hold too, so one side
/// must name two or both one.
Likeness recognise(delivery::Opening const& opening) {
  auto const client = head_of(opening.client);
  auto const server = head_of(opening.server);
  if (client.foreign || server.foreign) return Likeness::no;
  if (client.negotiations != 0 && server.negotiations != 0) return Likeness::certain;
  auto const most = std::max(client.negotiations, server.negotiations);
  if (most >= fewest_negotiations) return Likeness::likely;
  return most != 0 || client.partial || server.partial ? Likeness::more : Likeness::no;
}

bool ends_with(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  text.remove_prefix(text.size() - lower.size());
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
  });
}

bool contains(std::string_view text, std::string_view lower) {
  for (std::size_t end = lower.size(); end <= text.size(); ++end)
    if (ends_with(text.substr(0, end), lower)) return true;
  return false;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  return text;
}

bool asks_account(std::string_view line) {
  return ends_with(line, "login:") || ends_with(line, "username:") ||
         ends_with(line, "user name:") || ends_with(line, "user:");
}
bool asks_secret(std::string_view line) {
  return ends_with(line, "password:") || ends_with(line, "passwd:") || ends_with(line, "passcode:");
}
bool refuses(std::string_view line) {
  for (auto const word : {"incorrect", "failed", "denied", "invalid", "refused", "bad password",
                          "not authorized", "authentication error"})
    if (contains(line, word)) return true;
  return false;
}
bool welcomes(std::string_view line) {
  return contains(line, "last login") || contains(line, "welcome");
}
/// A shell, or the like, waits for a command.
bool prompts(std::string_view line) {
  return !line.empty() && std::string_view{"$#>%"}.find(line.back()) != std::string_view::npos;
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  if (encrypted_) return {segment.bytes.size()};
  return messages_.read(
      segment, [&](PieceView const& piece) { return on_piece(piece, segment); },
      [&](Malformed const& bad) { voice_.say_fault(bad, segment.moment); }, dialogue::ignore_body);
}

dialogue::Reading Tracker::on_piece(PieceView const& piece, delivery::Segment const& segment) {
  if (piece.fault) {
    voice_.say_fault(*piece.fault, segment.moment);
    return {};
  }
  if (piece.command == code::subnegotiation && piece.option == option::encrypt) {
    constexpr std::uint8_t start = 3;
    encrypted_ = !piece.data.empty() && octet_at(piece.data, 0) == start;
    return {.body = encrypted_ ? dialogue::all_that_follows : 0};
  }
  if (piece.command != 0) return {};
  if (segment.from == Side::server)
    on_server_text(piece.data, segment.moment);
  else
    on_client_text(piece.data, segment.moment);
  return {};
}

void Tracker::on_server_text(Bytes data, Moment const& moment) {
  if (stage_ == Stage::open) return;
  for (char const c : text_of(data)) {
    if (c == '\r' || c == '\n') {
      on_server_line(moment);
      line_ = {};
    } else if (static_cast<unsigned char>(c) >= ' ') {
      line_.add(c);
    }
  }
  on_prompt(moment);
}

void Tracker::on_server_line(Moment const& moment) {
  auto const line = trimmed(line_.view());
  if (line.empty()) return;
  if (stage_ == Stage::verdict) judge(moment);
  if (stage_ != Stage::greeting || greeted_) return;
  greeted_ = true;
  voice_.say_identity(Attribute::software, line, greeting, moment, Basis::banner);
}

/// A line that has not ended: the server waits for the other side.
void Tracker::on_prompt(Moment const& moment) {
  auto const line = trimmed(line_.view());
  if (line.empty()) return;
  if (stage_ == Stage::verdict) judge(moment);
  if (asks_secret(line)) {
    stage_ = Stage::secret;
  } else if (asks_account(line)) {
    // getty puts the name of the host before it
    constexpr std::string_view login = " login:";
    if (stage_ == Stage::greeting && line.size() > login.size() && ends_with(line, login)) {
      auto const host = line.substr(0, line.size() - login.size());
      if (host.find(' ') == std::string_view::npos)
        voice_.say_identity(Attribute::host_name, host, greeting, moment, Basis::banner);
    }
    if (stage_ != Stage::account) account_ = {};
    stage_ = Stage::account;
  }
}

void Tracker::on_client_text(Bytes data, Moment const& moment) {
  for (char const c : text_of(data)) {
    if (stage_ != Stage::account && stage_ != Stage::secret) return;
    on_typed(c, moment);
  }
}

/// A line ends with CR, CR LF or CR NUL; in character mode it comes octet by octet.
void Tracker::on_typed(char c, Moment const& moment) {
  constexpr char backspace = '\b';
  constexpr char erase = '\x7f';
  if (c == '\r' || c == '\n') {
    if (stage_ == Stage::secret) {
      secret_moment_ = moment;
      stage_ = Stage::verdict;
    } else if (!account_.view().empty()) {
      stage_ = Stage::between;
    }
    line_ = {};  // so that the prompt is not taken for a new one
    return;
  }
  if (stage_ == Stage::secret) return;  // the secret itself is nobody's business
  if (c == backspace || c == erase) {
    ShortText<most_account> shorter;
    shorter.add(account_.view().substr(0, account_.view().size() - 1));
    if (!account_.view().empty()) account_ = shorter;
  } else if (static_cast<unsigned char>(c) >= ' ') {
    account_.add(c);
  }
}

/// After the password: a refusal or a new prompt for the account says no, a
/// welcome or a shell's prompt yes.
void Tracker::judge(Moment const& moment) {
  auto const line = trimmed(line_.view());
  if (refuses(line) || asks_account(line) || asks_secret(line)) {
    settle(Outcome::State::refused, &moment);
    stage_ = Stage::between;
  } else if (welcomes(line) || prompts(line)) {
    settle(Outcome::State::accepted, &moment);
    stage_ = Stage::open;
  }
}

void Tracker::settle(Outcome::State state, Moment const* answer) {
  voice_.say(Login{.said = {secret_moment_, name, answer == nullptr ? 0 : answer->frames.last},
                   .account = account_.view(),
                   .method = "password",
                   .in_clear = true,
                   .outcome = {state, {}, {}}});
}

void Tracker::on_gap(Side from, std::uint64_t, Stamp) {
  if (from == Side::server) line_ = {};
}

std::optional<Stamp> Tracker::deadline() const {
  if (stage_ != Stage::verdict) return std::nullopt;
  return secret_moment_.at + verdict_deadline;
}

/// A login that was not refused may have succeeded in words that we do not know.
void Tracker::on_time(Stamp now) {
  if (stage_ != Stage::verdict || secret_moment_.at + verdict_deadline > now) return;
  settle(Outcome::State::unseen, nullptr);
  stage_ = Stage::open;
}

void Tracker::on_end(Stamp) {
  if (stage_ == Stage::verdict) settle(Outcome::State::unseen, nullptr);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::telnet
