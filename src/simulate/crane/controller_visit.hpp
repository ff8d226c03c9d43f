// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulate/crane/site.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {

/// One thing that a visitor does with a crane's controller, in whatever protocol the make
/// speaks.
struct Step {
  enum class What : std::uint8_t {
    identify,      // asks who it is
    read,          // everything that the layout has, once
    write,         // `signal` becomes `value` on the wire; the machine hears of it by `done`
    stop,          // the controller stops running its program
    start,         // and runs it again
    load_program,  // a block of `octets` goes in
    take_program,  // a block of `octets` comes out
    set_clock,     // its clock shows the time, `value` seconds wrong
  };
  What what = What::read;
  machine::Signal signal{};
  double value = 0;
  std::uint32_t octets = 2000;
  std::function<void()> done = {};  // called when the controller has done it
};

/// A session with the controller: opened, greeted, step by step, closed.
struct ControllerVisit {
  std::string purpose;
  Host* client = nullptr;
  std::vector<Step> steps;
  Nanoseconds pause = seconds(2);  // between steps
};

/// Is this step written for the make of this crane's controller?
bool can_visit(CraneSite& crane, Step::What what);
/// Plans the session from now on, with the mark of now. Every step must be one that can be.
void visit_controller(CraneSite& crane, ControllerVisit const& visit);

/// One make's way of doing it.
class Visitor {
 public:
  Visitor(CraneSite& crane, ControllerVisit visit, Host& controller, std::string protocol,
          std::uint16_t port);
  Visitor(Visitor const&) = delete;
  Visitor& operator=(Visitor const&) = delete;
  virtual ~Visitor() = default;

  static void start(std::shared_ptr<Visitor> visitor);

 protected:
  virtual Stamp greet(Stamp at) = 0;
  virtual Stamp take_step(Step const& step, Stamp at) = 0;

  Stamp ask(Stamp at, Octets const& question, Octets const& answer, Side asker = Side::client,
            std::size_t head = 0);
  [[nodiscard]] CraneSite& crane() { return crane_; }
  [[nodiscard]] Host const& controller() const { return controller_; }
  [[nodiscard]] Dice& dice() { return dice_; }
  /// So many octets that look like a compiled program.
  [[nodiscard]] std::vector<std::byte> program(std::uint32_t octets);
  /// A register's octets with another value than the machine shows.
  [[nodiscard]] std::vector<std::byte> written(Register const& place, double value);

 private:
  void next(std::size_t step);

  CraneSite& crane_;
  ControllerVisit visit_;
  Host& controller_;
  FlowId flow_;
  std::uint16_t port_;
  Dice dice_;
  TalkPointer talk_;
  Stamp ready_;
  MarkId mark_ = MarkId::none;
  std::weak_ptr<Visitor> self_;
};

std::shared_ptr<Visitor> s7_visitor(CraneSite& crane, ControllerVisit const& visit,
                                    Host& controller);
std::shared_ptr<Visitor> modbus_visitor(CraneSite& crane, ControllerVisit const& visit,
                                        Host& controller);
std::shared_ptr<Visitor> enip_visitor(CraneSite& crane, ControllerVisit const& visit,
                                      Host& controller);
std::shared_ptr<Visitor> srtp_visitor(CraneSite& crane, ControllerVisit const& visit,
                                      Host& controller);

}  // namespace qw::simulate
