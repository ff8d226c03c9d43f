// SPDX-License-Identifier: Apache-2.0
#include "protocols/ftp/track.hpp"

#include <algorithm>

#include "vocabulary/voice.hpp"

namespace qw::ftp {
namespace {

using delivery::Likeness;
using delivery::Side;

constexpr std::uint16_t ports[] = {21};
constexpr std::size_t most_greeting = 256;

std::string_view first_line(Bytes octets) {
  auto const parsed = parse(octets);
  auto const* done = std::get_if<0>(&parsed);
  return done == nullptr ? std::string_view{} : done->message;
}

bool names_ftp(std::string_view text) {
  for (std::size_t i = 0; i + 3 <= text.size(); ++i)
    if ((text[i] | 0x20) == 'f' && (text[i + 1] | 0x20) == 't' && (text[i + 2] | 0x20) == 'p')
      return true;
  return false;
}

/// Codes that a server begins with, or that answer a login when the capture
/// began later. SMTP greets with 220 too, so a client's command decides.
bool opens(std::uint16_t code) {
  switch (code) {
    case 120:
    case 220:
    case 230:
    case 331:
    case 421:
    case 530: return true;
    default: return false;
  }
}

/// Commands that SMTP has too; but TLS is no mechanism of its AUTH.
bool is_of_mail(CommandView const& command) {
  auto const text = command.name.text();
  if (text == "AUTH") return command.argument != "TLS" && command.argument != "SSL";
  return text == "HELP" || text == "NOOP" || text == "QUIT";
}

/// What one side begins with.
enum class Head : std::uint8_t { absent, partial, shared, fits, foreign };

Head client_head(Bytes octets) {
  if (octets.empty()) return Head::absent;
  auto const parsed = parse(octets);
  auto const letter = octet_at(octets, 0) | 0x20;
  bool const may_be = letter >= 'a' && letter <= 'z';
  if (std::holds_alternative<NeedMore>(parsed)) return may_be ? Head::partial : Head::foreign;
  auto const command = read_command(first_line(octets));
  if (command.name.empty()) return Head::foreign;
  return is_of_mail(command) ? Head::shared : Head::fits;
}

Head server_head(Bytes octets) {
  if (octets.empty()) return Head::absent;
  auto const parsed = parse(octets);
  auto const digit = octet_at(octets, 0);
  bool const may_be = digit == '1' || digit == '2' || digit == '3' || digit == '4' || digit == '5';
  if (std::holds_alternative<NeedMore>(parsed)) return may_be ? Head::partial : Head::foreign;
  auto const line = first_line(octets);
  auto const reply = read_reply(line);
  if (!reply || !opens(reply->code)) return Head::foreign;
  return names_ftp(line) ? Head::fits : Head::shared;
}

Likeness recognise(delivery::Opening const& opening) {
  auto const client = client_head(opening.client);
  auto const server = server_head(opening.server);
  if (client == Head::foreign || server == Head::foreign) return Likeness::no;
  bool const asks = client == Head::fits || client == Head::shared;
  bool const answers = server == Head::fits || server == Head::shared;
  bool const sure = client == Head::fits || server == Head::fits;
  if (asks && answers) return sure ? Likeness::certain : Likeness::more;
  return sure ? Likeness::likely : Likeness::more;
}

}  // namespace

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  auto& state = lines_[static_cast<std::size_t>(segment.from)];
  std::size_t used = 0;
  while (used < segment.bytes.size()) {
    auto const rest = segment.bytes.subspan(used);
    auto const parsed = parse(rest);
    if (auto const* more = std::get_if<NeedMore>(&parsed)) return {used, more->total};
    if (auto const* bad = std::get_if<Malformed>(&parsed)) {
      if (!state.broken) voice_.say_fault(bad->fault, bad->text, 0, segment.moment);
      state.broken = true;
      used += most_line;
      continue;
    }
    auto const& done = *std::get_if<0>(&parsed);
    used += done.used;
    if (!state.broken) on_line(done.message, segment);
    state.broken = false;
    if (to_tls_) return {used, 0, delivery::Taken::Then::offer, "tls"};
  }
  return {used};
}

void Tracker::on_line(std::string_view line, delivery::Segment const& segment) {
  if (segment.from == Side::client)
    on_command(line, segment.moment);
  else
    on_reply_line(line, segment.moment);
}

void Tracker::on_gap(Side from, std::uint64_t, Stamp) {
  lost_ = true;
  lines_[static_cast<std::size_t>(from)].broken = true;
  if (from == Side::server) going_on_ = 0;
}

void Tracker::on_command(std::string_view line, Moment const& moment) {
  auto const command = read_command(line);
  if (command.name.empty()) voice_.say_fault(Fault::value, "command is not listed", 0, moment);
  if (pending_.size() == most_pending) {
    say_command(pending_.front(), {Outcome::State::unanswered, {}, {}}, nullptr);
    pending_.erase(pending_.begin());
  }
  auto& pending = pending_.emplace_back();
  pending.moment = moment;
  pending.command = command;
  pending.command.argument = {};
  if (!command.keeps_argument) return;
  pending.argument.add(command.argument.substr(0, most_argument));
  if (command.name == Term{"USER"}) {
    account_ = {};
    account_.add(command.argument.substr(0, most_account));
  }
  // Some servers open the data connection before they answer.
  if (command.name == Term{"PORT"})
    expect_data(read_port(command.argument), moment, moment.speaker);
  if (command.name == Term{"EPRT"})
    expect_data(read_extended_port(command.argument), moment, moment.speaker);
}

/// Section 4.2: between the first line of a long reply and its last, which bears
/// the same code and a space, lines may hold anything.
void Tracker::on_reply_line(std::string_view line, Moment const& moment) {
  auto const reply = read_reply(line);
  if (going_on_ != 0) {
    if (!reply || reply->goes_on || reply->code != going_on_) return;
    going_on_ = 0;
    on_reply(*reply, moment);
    return;
  }
  if (!reply) {
    if (!lost_) voice_.say_fault(Fault::value, "reply does not begin with a code", 0, moment);
    return;
  }
  if (!greeted_) on_greeting(*reply, moment);
  if (reply->goes_on)
    going_on_ = reply->code;
  else
    on_reply(*reply, moment);
}

void Tracker::on_greeting(ReplyView const& reply, Moment const& moment) {
  greeted_ = true;
  if (reply.code == 220 && pending_.empty() && !reply.text.empty())
    voice_.say_identity(Attribute::software, reply.text.substr(0, most_greeting), "FTP greeting",
                        moment, Basis::banner);
}

void Tracker::on_reply(ReplyView const& reply, Moment const& moment) {
  if (pending_.empty()) return;  // the greeting, or 421 as the server leaves
  if (reply.code < 200) {
    pending_.front().preliminary = true;
    return;
  }
  auto const pending = pending_.front();
  pending_.erase(pending_.begin());
  settle(pending, reply, moment);
}

void Tracker::settle(Pending const& pending, ReplyView const& reply, Moment const& moment) {
  Outcome const outcome{reply.code < 400 ? Outcome::State::accepted : Outcome::State::refused,
                        reply.code, reply_name(reply.code)};
  auto const command = pending.command.name.text();
  bool const wants_more = reply.code == 331 || reply.code == 332;
  bool const logs_in = command == "PASS" || (command == "USER" && !wants_more);
  if (logs_in)
    say_login(pending, outcome, &moment);
  else
    say_command(pending, outcome, &moment);
  if (outcome.state != Outcome::State::accepted) return;

  if (command == "PASV" && reply.code == 227)
    expect_data(read_port(reply.text), moment, moment.speaker);
  if (command == "EPSV" && reply.code == 229)
    expect_data(read_extended_port(reply.text), moment, moment.speaker);
  if (command == "SYST" && reply.code == 215)
    voice_.say_identity(Attribute::operating_system, reply.text.substr(0, most_greeting),
                        "FTP SYST", moment, Basis::banner);
  to_tls_ =
      command == "AUTH" && reply.code == 234 && !pending.argument.view().starts_with("GSSAPI");
}

/// Behind a translated address the named one may be wrong, so both are expected;
/// where a third host is named to listen, that is said.
void Tracker::expect_data(std::optional<DataEnd> const& end, Moment const& moment,
                          Endpoint const& own) {
  if (!end || end->port == 0) {
    voice_.say_fault(Fault::value, "address of the data connection cannot be read", 0, moment);
    return;
  }
  Endpoint listener{own.host, end->port};
  auto const expect = [&] {
    expectations_.expect(
        {listener, delivery::Transport::tcp, "ftp_data", moment.at + data_opens_within});
  };
  expect();
  if (end->address.empty() || end->address == own.host.address) return;
  voice_.say_fault(Fault::mismatch, "data connection is to another host", 0, moment);
  listener.host.address = end->address;
  expect();
}

void Tracker::say_command(Pending const& pending, Outcome const& outcome, Moment const* reply) {
  Object object;
  if (pending.command.names_path) object.space = "path";
  object.symbol = pending.argument.view();
  Command command{
      .said = {pending.moment, protocol_name, reply == nullptr ? 0 : reply->frames.last},
      .verb = pending.command.verb,
      .operation = pending.command.name,
      .object = object,
      .values = {},
      .outcome = outcome,
      .reply_after = {}};
  if (reply != nullptr) command.reply_after = reply->at - pending.moment.at;
  voice_.say(command);
}

void Tracker::say_login(Pending const& pending, Outcome const& outcome, Moment const* reply) {
  voice_.say(
      Login{.said = {pending.moment, protocol_name, reply == nullptr ? 0 : reply->frames.last},
            .account = account_.view(),
            .method = pending.command.name,
            .in_clear = pending.command.name == Term{"PASS"},
            .outcome = outcome});
}

void Tracker::say_silent(Outcome::State state) {
  auto const& pending = pending_.front();
  if (lost_ || (!greeted_ && state == Outcome::State::unanswered)) state = Outcome::State::unseen;
  if (pending.command.name == Term{"PASS"})
    say_login(pending, {state, {}, {}}, nullptr);
  else
    say_command(pending, {state, {}, {}}, nullptr);
  pending_.erase(pending_.begin());
}

std::optional<Stamp> Tracker::deadline() const {
  if (pending_.empty() || pending_.front().preliminary) return std::nullopt;
  return pending_.front().moment.at + reply_deadline;
}

void Tracker::on_time(Stamp now) {
  for (auto due = deadline(); due && *due <= now; due = deadline())
    say_silent(Outcome::State::unanswered);
}

void Tracker::on_end(Stamp now) {
  on_time(now);
  while (!pending_.empty()) say_silent(Outcome::State::unseen);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.name = protocol_name,
                                               .title = "FTP",
                                               .tcp_ports = ports,
                                               .recognise = recognise,
                                               .stream = delivery::make<Tracker>};
  return self;
}

}  // namespace qw::ftp
