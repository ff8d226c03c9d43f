// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <deque>

#include "simulate/crane/services/reel.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/port/tic.hpp"
#include "simulate/speech/http/http.hpp"

namespace qw::simulate {
namespace {

using machine::Happening;
using machine::Signal;
using port::TicStep;

constexpr std::uint16_t job_terminal_port = 8080;
constexpr Nanoseconds patience = seconds(25);  // with a question that waits for an order
constexpr Signal position[] = {Signal::gantry_position, Signal::trolley_position,
                               Signal::hoist_height, Signal::locked};

/// The crane's management system and the terminal system: it always has a question open, which
/// the terminal answers when there is an order, and tells on another connection what it does.
/// All connections go up from the crane, as its gateway translates.
class Jobs : public std::enable_shared_from_this<Jobs> {
 public:
  Jobs(CraneSite& crane, Host& client)
      : crane_{crane},
        client_{client},
        terminal_{crane.server("terminal-system")},
        orders_{crane.flow("work orders of the terminal", "HTTP", client, terminal_, "tcp/8080")},
        steps_{crane.flow("job steps and positions for the terminal", "HTTP", client, terminal_,
                          "tcp/8080")},
        dice_{crane.dice("jobs")} {}

  /// Asks for an order, and waits.
  void ask() {
    auto at = connect(asking_, orders_);
    asked_ = asking_->send(Side::client, at, request("GET", "orders", {}));
    waits_ = true;
    if (!ready_.empty()) return answer();
    crane_.shard().at(asked_ + patience, [jobs = shared_from_this(), question = ++questions_] {
      if (jobs->waits_ && jobs->questions_ == question) jobs->answer();
    });
  }

  void hear(Happening const& happening) {
    auto const* const job = crane_.machine().job();
    switch (happening.kind) {
      case Happening::Kind::job_begun:
        if (job == nullptr) return;
        job_ = *job;
        ready_.push_back(*job);
        if (waits_) answer();
        return say_later(TicStep::accepted, milliseconds(dice_.between(400, 2200)));
      case Happening::Kind::lifted: return say_later(TicStep::picked, milliseconds(120));
      case Happening::Kind::job_ended:
        return say_later(happening.value != 0 ? TicStep::delivered : TicStep::abandoned,
                         milliseconds(150));
      default: return;
    }
  }

  void say_position() {
    auto const head = next_head("che/position");
    post("position", port::tic_status(crane_.machine(), head, position, port::TicForm::nested));
  }

 private:
  Stamp connect(TalkPointer& talk, FlowId flow) {
    auto const now = crane_.shard().now();
    if (talk != nullptr && talk->is_open()) return now;
    talk = Talk::make(crane_.shard(), flow, client_, terminal_, job_terminal_port, reel_fibre);
    return talk->open(now);
  }

  Octets request(std::string_view method, std::string_view what, std::string_view body) {
    auto const path = fmt::format("/tic40/che/{}/{}", crane_.name(), what);
    auto const host = fmt::format("{}:{}", to_text(terminal_.ip), job_terminal_port);
    return http::request({.method = method,
                          .path = path,
                          .host = host,
                          .agent = "cms-connector/2.4",
                          .type = body.empty() ? "" : "application/json"},
                         bytes_of(body));
  }

  port::TicHead next_head(std::string_view topic) {
    return {.sender = crane_.name(),
            .destination = "TERMINAL",
            .topic = topic,
            .id = ++told_,
            .at = crane_.shard().now() + client_.clock_error};
  }

  /// With the oldest order that is ready, or with nothing.
  void answer() {
    auto const at = std::max(crane_.shard().now(), asked_) + milliseconds(dice_.between(2, 12));
    waits_ = false;
    Stamp arrived;
    if (ready_.empty()) {
      arrived = asking_->send(Side::server, at,
                              http::reply({.status = 204, .server = "tos", .type = {}}));
    } else {
      port::TicHead const head{.sender = "TERMINAL",
                               .destination = crane_.name(),
                               .topic = "tos/workorder",
                               .id = ++ordered_,
                               .at = at};
      tell(head, ready_.front());
      arrived =
          asking_->send(Side::server, at,
                        http::reply({.status = 200, .server = "tos", .type = "application/json"},
                                    bytes_of(port::tic_order(ready_.front(), head))));
      ready_.pop_front();
    }
    crane_.shard().at(arrived + milliseconds(8), [jobs = shared_from_this()] { jobs->ask(); });
  }

  void say_later(TicStep step, Nanoseconds later) {
    if (!job_) return;
    crane_.shard().at(crane_.shard().now() + later,
                      [jobs = shared_from_this(), step, job = *job_] { jobs->say(step, job); });
  }

  void say(TicStep step, machine::Job const& job) {
    auto const head = next_head("che/job");
    tell(head, job, to_text(step));
    post("steps", port::tic_step(job, head, step));
  }

  void post(std::string_view what, std::string_view text) {
    auto const at = connect(telling_, steps_);
    auto const there = telling_->send(Side::client, at, request("POST", what, text));
    telling_->send(Side::server, there + milliseconds(dice_.between(2, 9)),
                   http::reply({.status = 204, .server = "tos", .type = {}}));
  }

  void tell(port::TicHead const& head, machine::Job const& job, std::string_view step = {}) {
    std::string boxes;
    for (auto const& box : job.lifted())
      if (job.lift != machine::Lift::hatch_cover)
        boxes += (boxes.empty() ? "" : ",") + quoted(box.id);
    Line line{"job_message"};
    line.stamp("at", crane_.shard().now()).text("crane", crane_.name());
    line.text("topic", head.topic).number("id", head.id).text("job", job.name);
    if (!step.empty()) line.text("step", step);
    crane_.shard().tell(line.raw("boxes", '[' + boxes + ']'));
  }

  CraneSite& crane_;
  Host& client_;
  Host& terminal_;
  FlowId orders_;
  FlowId steps_;
  Dice dice_;
  TalkPointer asking_;
  TalkPointer telling_;
  std::optional<machine::Job> job_;  // as begun last
  std::deque<machine::Job> ready_;   // ordered, not yet told
  Stamp asked_;
  bool waits_ = false;
  std::uint64_t questions_ = 0;
  std::uint64_t ordered_ = 0;
  std::uint64_t told_ = 0;
};

}  // namespace

/// Work orders, job steps and positions between the terminal system and the crane.
void jobs(CraneSite& crane) {
  auto* const client = crane.device("management");
  if (client == nullptr) return;
  auto const all = std::make_shared<Jobs>(crane, *client);
  auto& shard = crane.shard();
  shard.at(shard.now() + milliseconds(1500 + 130 * crane.number()), [all] { all->ask(); });
  crane.on_happening([all](Happening const& happening) { all->hear(happening); });
  shard.every({.period = seconds(10), .jitter = milliseconds(200)}, [all] { all->say_position(); });
}

}  // namespace qw::simulate
