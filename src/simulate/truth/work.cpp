// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth/work.hpp"

namespace qw::simulate {
namespace {

std::string_view word_of(machine::Task task) {
  constexpr std::string_view names[] = {"discharge", "load", "restow", "hatch_open", "hatch_close"};
  return names[static_cast<std::size_t>(task)];
}

std::string_view word_of(machine::Lift lift) {
  constexpr std::string_view names[] = {"single", "twin", "tandem", "hatch_cover"};
  return names[static_cast<std::size_t>(lift)];
}

std::string boxes_json(machine::Job const& job) {
  std::string json = "[";
  for (auto const& box : job.lifted()) {
    if (json.size() > 1) json += ',';
    Line one;
    one.text("id", box.id).text("type", box.type).number("mass", box.mass);
    json += one.number("declared", box.declared).closed();
  }
  return json + ']';
}

}  // namespace

Line crane_line(CraneSite& crane, std::string_view terminal_name) {
  auto const& model = crane.machine().model();
  Line line{"crane"};
  line.text("crane", crane.name()).text("terminal_name", terminal_name);
  line.text("model", model.name).text("words", model.words);
  return line.number("safe_load_kg", model.swl);
}

Line call_line(port::VesselCall const& call) {
  Line line{"call"};
  line.text("reference", call.reference).text("vessel", call.vessel.name);
  line.stamp("berthed", call.berthed).stamp("begin", call.begin).stamp("sails", call.sails);
  return line.number("containers", call.boxes.size());
}

Line move_line(port::MoveRecord const& move, std::string_view crane) {
  auto const& job = move.job;
  Line line{"move"};
  line.stamp("at", move.report.ended).text("crane", crane).text("job", job.name);
  line.number("number", job.number).text("task", word_of(job.task));
  line.text("lift", word_of(job.lift)).text("from", job.from.name).text("to", job.to.name);
  line.flag("done", move.report.done).stamp("begun", move.report.begun);
  line.stamp("picked", move.report.picked).stamp("ended", move.report.ended);
  line.number("relands", move.report.relands).number("operator", move.report.operator_id);
  return line.raw("boxes", boxes_json(job));
}

}  // namespace qw::simulate
