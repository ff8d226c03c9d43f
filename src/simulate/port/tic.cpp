// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/tic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace qw::simulate::port {
namespace {

using machine::SignalKind;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char const letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    if (static_cast<unsigned char>(letter) >= 0x20) out += letter;
  }
  return out + '"';
}

std::string milliseconds_text(Stamp at) { return to_text(at).substr(0, 23) + "Z"; }

std::string head_text(TicHead const& head) {
  return fmt::format(
      R"({{"msg":{{"sender":{},"destination":{},"topic":{},"id":"{}","version":"2025.015","timestamp":"{}"}})",
      quoted(head.sender), quoted(head.destination), quoted(head.topic), head.id,
      milliseconds_text(head.at));
}

/// The value as JSON: true or false, text, or a number.
std::string value_text(machine::Crane const& crane, machine::SignalInfo const& info) {
  if (info.kind == SignalKind::text) return quoted(crane.shown_text(info.signal));
  double const value = crane.shown(info.signal);
  if (info.kind == SignalKind::flag) return value != 0 ? "true" : "false";
  if (info.kind == SignalKind::analogue) return fmt::format("{:.3f}", value);
  return fmt::format("{:.0f}", value);
}

/// An observed property: a list of one point of measurement.
std::string property(machine::Crane const& crane, machine::SignalInfo const& info, Stamp at) {
  auto const unit = info.unit.empty() ? "" : fmt::format(R"("unit":{},)", quoted(info.unit));
  return fmt::format(R"([{{"pom":"input","pomt":"actual",{}"timestamp":"{}","value":{}}}])", unit,
                     milliseconds_text(at), value_text(crane, info));
}

using Rows = std::vector<machine::SignalInfo const*>;

/// Members of one object: rows that share the first `depth` parts of their path. A path that
/// ends where another goes on keeps its value under "status".
std::string object(machine::Crane const& crane, Rows const& rows, std::size_t prefix, Stamp at) {
  std::string out = "{";
  for (std::size_t i = 0; i < rows.size();) {
    auto const path = rows[i]->name.substr(prefix);
    auto const name = path.substr(0, path.find('.'));
    Rows inside;
    machine::SignalInfo const* own = nullptr;
    for (; i < rows.size(); ++i) {
      auto const rest = rows[i]->name.substr(prefix);
      if (rest.substr(0, rest.find('.')) != name) break;
      if (rest == name)
        own = rows[i];
      else
        inside.push_back(rows[i]);
    }
    if (out.size() > 1) out += ',';
    out += quoted(name) + ':';
    if (inside.empty()) {
      out += property(crane, *own, at);
      continue;
    }
    auto body = object(crane, inside, prefix + name.size() + 1, at);
    if (own != nullptr) body = R"({"status":)" + property(crane, *own, at) + ',' + body.substr(1);
    out += body;
  }
  return out + '}';
}

}  // namespace

std::string tic_status(machine::Crane const& crane, TicHead const& head,
                       std::span<machine::Signal const> signals, TicForm form) {
  auto const at = crane.state().at;
  auto out = head_text(head);
  Rows rows;
  for (auto const signal : signals) rows.push_back(&machine::info(signal));
  if (form == TicForm::flat) {
    for (auto const* row : rows)
      out += fmt::format(R"(,"che.{}.{}.input.actual{}{}":{})", head.sender, row->name,
                         row->unit.empty() ? "" : ".", row->unit, value_text(crane, *row));
    return out + '}';
  }
  std::sort(rows.begin(), rows.end(),
            [](auto const* a, auto const* b) { return a->name < b->name; });
  auto body = object(crane, rows, 0, at);
  return fmt::format(R"({},"che":[{{"id":{},"type":"sts",{}]}})", out, quoted(head.sender),
                     body.substr(1));
}

namespace {

constexpr std::array tic_lifts{"single", "twin", "tandem", "hatchcover"};
constexpr std::array tic_tasks{"discharge", "load", "restow", "hatchopen", "hatchclose"};

char const* lift_of(machine::Job const& job) {
  return tic_lifts[static_cast<std::size_t>(job.lift)];
}
char const* task_of(machine::Job const& job) {
  return tic_tasks[static_cast<std::size_t>(job.task)];
}

/// The containers of a job as a list; none of a hatch cover.
std::string cargo_of(machine::Job const& job) {
  std::string cargo;
  for (auto const& box : job.lifted()) {
    if (job.lift == machine::Lift::hatch_cover) break;
    if (!cargo.empty()) cargo += ',';
    cargo += fmt::format(R"({{"id":{},"isocode":{},"weight":{:.0f}}})", quoted(box.id),
                         quoted(box.type), box.declared);
  }
  return '[' + cargo + ']';
}

}  // namespace

std::string tic_order(machine::Job const& job, TicHead const& head) {
  return fmt::format(
      R"({},"tos":[{{"id":{},"workorder":[{{"id":{},"che":{},"pomt":"request","kind":"{}","lift":"{}","from":{},"to":{},"cargo":{}}}]}}]}})",
      head_text(head), quoted(head.sender), quoted(job.name), quoted(head.destination),
      task_of(job), lift_of(job), quoted(job.from.name), quoted(job.to.name), cargo_of(job));
}

char const* to_text(TicStep step) {
  static constexpr std::array names{"accepted", "picked", "delivered", "abandoned"};
  return names[static_cast<std::size_t>(step)];
}

std::string tic_step(machine::Job const& job, TicHead const& head, TicStep step) {
  return fmt::format(
      R"({},"che":[{{"id":{},"type":"sts","cycle":{{"move":{{"id":{},"pomt":"actual","kind":"{}","lift":"{}","step":"{}","timestamp":"{}","cargo":{}}}}}}}]}})",
      head_text(head), quoted(head.sender), quoted(job.name), task_of(job), lift_of(job),
      to_text(step), milliseconds_text(head.at), cargo_of(job));
}

std::string tic_move(MoveRecord const& record, TicHead const& head) {
  auto const& job = record.job;
  int teu = 0;
  for (auto const& box : job.lifted())
    if (job.lift != machine::Lift::hatch_cover) teu += box.length_ft > 20 ? 2 : 1;
  return fmt::format(
      R"({},"che":[{{"id":{},"type":"sts","cycle":{{"move":{{"id":{},"kind":"{}","{}":1,"teu":{},"from":{},"to":{},"starttimestamp":"{}","endtimestamp":"{}","cargo":{}}}}}}}]}})",
      head_text(head), quoted(head.sender), quoted(job.name), task_of(job), lift_of(job), teu,
      quoted(job.from.name), quoted(job.to.name), milliseconds_text(record.report.begun),
      milliseconds_text(record.report.ended), cargo_of(job));
}

}  // namespace qw::simulate::port
