// SPDX-License-Identifier: Apache-2.0
#include "protocols/ftp/track.hpp"

#include <algorithm>

#include "vocabulary/voice.hpp"

namespace qw::ftp {
namespace {

using delivery::Likeness;
using delivery::Side;

constexpr std::size_t most_greeting = 256;
constexpr dialogue::Rules rules{.most = most_pending,
                                .most_early = 0,
                                .deadline = reply_deadline,
                                .pairing = dialogue::Pairing::in_order};

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

std::size_t find_line_end(Bytes octets, dialogue::Astray) {
  return std::min(text_of(octets).find('\n'), octets.size());
}

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, protocol_name},
      expectations_{around.expectations},
      requests_{*this, rules} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  using Then = delivery::Taken::Then;
  return messages_.read(
      segment,
      [&](std::string_view line) -> dialogue::Reading {
        if (!line.empty()) on_line(line, segment);
        if (to_tls_) return {.then = Then::offer, .hint = "tls"};
        return {};
      },
      [&](Malformed const& bad) { voice_.say_fault(bad.fault, bad.text, 0, segment.moment); });
}

void Tracker::on_line(std::string_view line, delivery::Segment const& segment) {
  if (segment.from == Side::client)
    on_command(line, segment.moment);
  else
    on_reply_line(line, segment.moment);
}

void Tracker::on_gap(Side from, std::uint64_t, Stamp at) {
  lost_ = true;
  messages_.lose(from);
  requests_.lose(from, at);
  if (from == Side::server) going_on_ = 0;
}

void Tracker::on_command(std::string_view line, Moment const& moment) {
  auto const command = read_command(line);
  if (command.name.empty()) voice_.say_fault(Fault::value, "command is not listed", 0, moment);
  Note note{.command = command, .argument = {}};
  note.command.argument = {};
  if (command.keeps_argument) note.argument.add(command.argument.substr(0, most_argument));
  requests_.ask(Side::client, moment, {}, {}, note);
  if (!command.keeps_argument) return;
  if (command.name == Term{"USER"}) {
    account_ = {};
    account_.add(command.argument.substr(0, most_account));
  }
  // Some servers open the data connection before they answer.
  if (command.name == Term{"PORT"}) expect_data(read_port(command.argument), moment, Side::client);
  if (command.name == Term{"EPRT"})
    expect_data(read_extended_port(command.argument), moment, Side::client);
  announce(command, moment);
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
  if (reply.code == 220 && requests_.empty() && !reply.text.empty())
    voice_.say_identity(Attribute::software, reply.text.substr(0, most_greeting), "FTP greeting",
                        moment, Basis::banner);
}

void Tracker::on_reply(ReplyView const& reply, Moment const& moment) {
  if (reply.code < 200) return requests_.postpone(Side::server, moment, {reply.code});
  requests_.answer(Side::server, moment, {reply.code}, bytes_of(reply.text));
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  auto const code = reply.key.code;
  Outcome const outcome{code < 400 ? Outcome::State::accepted : Outcome::State::refused, code,
                        reply_name(code)};
  auto const command = request.note.command.name.text();
  bool const wants_more = code == 331 || code == 332;
  bool const logs_in = command == "PASS" || (command == "USER" && !wants_more);
  if (logs_in && !reply.late)
    say_login(request, outcome, &reply.moment);
  else if (!reply.late)
    say_command(request, outcome, &reply.moment);
  if (outcome.state == Outcome::State::accepted) act(request, reply);
}

/// What follows from a command that was accepted.
void Tracker::act(Request const& request, Reply const& reply) {
  auto const command = request.note.command.name.text();
  auto const code = reply.key.code;
  auto const text = text_of(reply.octets);
  auto const& moment = reply.moment;
  if (command == "PASV" && code == 227) expect_data(read_port(text), moment, Side::server);
  if (command == "EPSV" && code == 229) expect_data(read_extended_port(text), moment, Side::server);
  if (command == "SYST" && code == 215)
    voice_.say_identity(Attribute::operating_system, text.substr(0, most_greeting), "FTP SYST",
                        moment, Basis::banner);
  to_tls_ = command == "AUTH" && code == 234 && !request.note.argument.view().starts_with("GSSAPI");
}

/// Behind a translated address the named one may be wrong, so both are expected;
/// where a third host is named to listen, that is said.
void Tracker::expect_data(std::optional<DataEnd> const& end, Moment const& moment, Side listens) {
  if (!end || end->port == 0) {
    voice_.say_fault(Fault::value, "address of the data connection cannot be read", 0, moment);
    return;
  }
  data_listener_ = listens;
  data_ends_.assign(1, {moment.speaker.host, end->port});
  if (!end->address.empty() && end->address != moment.speaker.host.address) {
    voice_.say_fault(Fault::mismatch, "data connection is to another host", 0, moment);
    data_ends_.push_back({{moment.speaker.host.realm, end->address}, end->port});
  }
  expect(nullptr, moment.at);
}

/// What the data connection carries is known once it is asked for, before its first octet.
void Tracker::announce(CommandView const& command, Moment const& moment) {
  if (command.moves == Moves::nothing || data_ends_.empty()) return;
  std::string name;
  if (command.moves == Moves::listing) name = command.name.text();
  if (!name.empty() && !command.argument.empty()) name += ' ';
  name += command.argument.substr(0, most_argument);
  auto const sender = command.moves == Moves::file_to_server ? Side::client : Side::server;
  auto const from = sender == data_listener_ ? Side::server : Side::client;
  expect(std::make_shared<delivery::AnnouncedFile>(std::move(name), TransferKind::file, from),
         moment.at);
}

void Tracker::expect(std::shared_ptr<delivery::Announced const> const& file, Stamp at) {
  for (auto const& listener : data_ends_)
    expectations_.expect(
        {listener, delivery::Transport::tcp, "ftp_data", at + data_opens_within, file});
}

void Tracker::say_command(Request const& request, Outcome const& outcome, Moment const* reply) {
  Object object;
  if (request.note.command.names_path) object.space = "path";
  object.symbol = request.note.argument.view();
  Command command{
      .said = {request.moment, protocol_name, reply == nullptr ? 0 : reply->frames.last},
      .verb = request.note.command.verb,
      .operation = request.note.command.name,
      .object = object,
      .values = {},
      .outcome = outcome,
      .reply_after = {}};
  if (reply != nullptr) command.reply_after = dialogue::delay(request.moment, *reply);
  voice_.say(command);
}

void Tracker::say_login(Request const& request, Outcome const& outcome, Moment const* reply) {
  voice_.say(
      Login{.said = {request.moment, protocol_name, reply == nullptr ? 0 : reply->frames.last},
            .account = account_.view(),
            .method = request.note.command.name,
            .in_clear = request.note.command.name == Term{"PASS"},
            .outcome = outcome});
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  if (request.note.command.name == Term{"PASS"})
    say_login(request, {state, {}, {}}, nullptr);
  else
    say_command(request, {state, {}, {}}, nullptr);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::ftp
