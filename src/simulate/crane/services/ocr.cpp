// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/ocr.hpp"

#include <fmt/format.h>

#include "simulate/crane/services/reel.hpp"
#include "simulate/port/container.hpp"
#include "simulate/speech/jpeg/jpeg.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

constexpr std::uint16_t ocr_port = 8080;
constexpr std::uint16_t ocr_terminal_port = 8080;
constexpr std::string_view agent = "ocr-station/3.1";
constexpr double misread = 0.04;
constexpr unsigned quality = 60;

constexpr std::string_view tasks[] = {"discharge", "load", "restow", "hatch open", "hatch close"};

std::string member(std::string_view name, std::string_view value) {
  return fmt::format("{}:{}", quoted(name), quoted(value));
}

/// A list in JSON of what `text` says of each.
template <class Items, class Text>
std::string list_of(Items const& items, Text text) {
  std::string out;
  for (auto const& item : items) out += (out.empty() ? "" : ",") + text(item);
  return '[' + out + ']';
}

}  // namespace

std::shared_ptr<OcrStation> OcrStation::make(CraneSite& crane) {
  auto& computer =
      crane.add_device({"ocr", "ocr-station", "Advantech", "ARK-3534", "Windows 10 IoT 2021", ""},
                       maker::advantech, stacks::windows);
  return std::shared_ptr<OcrStation>{new OcrStation{crane, computer}};
}

OcrStation::OcrStation(CraneSite& crane, Host& computer)
    : crane_{crane},
      computer_{computer},
      server_{crane.server("ocr-server")},
      terminal_{crane.server("terminal-system")},
      pictures_flow_{crane.flow("pictures of containers for the OCR server", "HTTP", computer,
                                server_, "tcp/8080")},
      results_flow_{crane.flow("container numbers as read, for the terminal system", "HTTP",
                               server_, terminal_, "tcp/8080")},
      dice_{crane.dice("ocr")} {}

OcrStation::Reading OcrStation::read(std::string const& box) {
  Reading reading{box, dice_.uniform(0.93, 0.999), true};
  if (!dice_.chance(misread) || box.size() != 11) return reading;
  auto& digit = reading.shown[static_cast<std::size_t>(dice_.between(4, 9))];
  digit = static_cast<char>('0' + (digit - '0' + dice_.between(1, 9)) % 10);
  reading.confidence = dice_.uniform(0.5, 0.85);
  reading.checks = port::check_digit(reading.shown.substr(0, 10)) == reading.shown[10] - '0';
  return reading;
}

void OcrStation::add_pictures(OcrUpload& upload, std::string const& box) {
  for (auto const* const camera : {"sea", "land"}) {
    auto picture = jpeg::container_wall(box, dice_);
    upload.parts.push_back({"picture",
                            fmt::format("{}-{:06}-{}.jpg", crane_.name(), upload.passage, camera),
                            "image/jpeg", jpeg::encode(picture, quality)});
  }
}

void OcrStation::passage(machine::Job const& job) {
  OcrUpload upload{.passage = ++passages_, .job = job.name, .boxes = {}, .parts = {}};
  for (auto const& box : job.lifted()) upload.boxes.push_back(box.id);
  auto const& state = crane_.machine().state();
  auto const when = crane_.shard().now() + computer_.clock_error;
  auto const text = fmt::format(
      R"({{{},"passage":{},{},{},{},"trolley_m":{:.2f},"height_m":{:.2f},"boxes":{}}})",
      member("crane", crane_.name()), upload.passage, member("at", qw::to_text(when)),
      member("job", job.name), member("task", tasks[static_cast<std::size_t>(job.task)]),
      state.trolley.position, state.hoist.position, upload.boxes.size());
  upload.parts.push_back({"passage", "", "application/json", Octets{}.text(text)});
  for (auto const& box : upload.boxes) add_pictures(upload, box);
  for (auto const& change : changes_) change(upload);
  this->upload(upload);
}

Stamp OcrStation::upload(OcrUpload const& upload) {
  Marking const marking{crane_.shard(), upload.mark};
  std::vector<Reading> readings;
  for (auto const& box : upload.boxes) readings.push_back(read(box));
  tell(upload, readings);
  return send(crane_.shard().now(), upload, readings);
}

void OcrStation::tell(OcrUpload const& upload, std::vector<Reading> const& readings) {
  Line line{"passage"};
  line.stamp("at", crane_.shard().now()).text("crane", crane_.name());
  line.number("passage", upload.passage).text("job", upload.job);
  line.raw("boxes", list_of(upload.boxes, [](auto const& box) { return quoted(box); }));
  line.raw("read", list_of(readings, [](auto const& one) { return quoted(one.shown); }));
  crane_.shard().tell(std::move(line));
}

Stamp OcrStation::send(Stamp at, OcrUpload const& upload, std::vector<Reading> const& readings) {
  auto const boundary = fmt::format("------------------------{:016x}", dice_.draw());
  auto const host = fmt::format("{}:{}", to_text(server_.ip), ocr_port);
  auto const type = "multipart/form-data; boundary=" + boundary;
  auto const talk =
      Talk::make(crane_.shard(), pictures_flow_, computer_, server_, ocr_port, reel_fibre);
  at = talk->open(at);
  at = talk->send(Side::client, at,
                  http::request({.method = "POST",
                                 .path = "/ocr/v1/passages",
                                 .host = host,
                                 .agent = agent,
                                 .type = type,
                                 .headers = "Connection: close\r\n"},
                                http::form(upload.parts, boundary)));
  auto const text = fmt::format(
      R"({{"passage":{},"results":{}}})", upload.passage, list_of(readings, [](auto const& one) {
        return fmt::format(R"({{{},"confidence":{:.3f},"check_digit":{}}})",
                           member("container", one.shown), one.confidence, one.checks);
      }));
  auto const think = milliseconds(dice_.between(180, 900));
  at = talk->send(Side::server, at + think,
                  http::reply({.status = 200,
                               .server = "ocr",
                               .type = "application/json",
                               .headers = "Connection: close\r\n"},
                              bytes_of(text)));
  at = talk->close(Side::server, at);
  if (!readings.empty()) report(at, upload, readings);
  return at;
}

/// In XML, as older terminal systems take it.
void OcrStation::report(Stamp at, OcrUpload const& upload, std::vector<Reading> const& readings) {
  auto text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ocrResult crane=\"{}\" passage=\"{}\">\n",
      crane_.name(), upload.passage);
  for (auto const& one : readings)
    text += fmt::format("  <container confidence=\"{:.3f}\">{}</container>\n", one.confidence,
                        one.shown);
  text += "</ocrResult>\n";
  auto const talk =
      Talk::make(crane_.shard(), results_flow_, server_, terminal_, ocr_terminal_port);
  at = talk->open(at + milliseconds(4));
  at = talk->send(Side::client, at,
                  http::request({.method = "POST",
                                 .path = "/tos/ocr",
                                 .host = fmt::format("tos:{}", ocr_terminal_port),
                                 .agent = "ocr-server/3.1",
                                 .type = "application/xml"},
                                bytes_of(text)));
  at = talk->send(Side::server, at + milliseconds(dice_.between(4, 40)),
                  http::reply({.status = 204, .server = "tos", .type = {}}));
  talk->close(Side::client, at);
}

/// Cameras on the portal read each container that passes between ship and quay.
void ocr(CraneSite& crane) {
  if (crane.device("controller") == nullptr) return;
  auto const station = OcrStation::make(crane);
  crane.set_ocr(station);
  auto const dice = std::make_shared<Dice>(crane.dice("ocr passages"));
  crane.on_happening([&crane, station, dice](machine::Happening const& happening) {
    auto const* const job = crane.machine().job();
    if (happening.kind != machine::Happening::Kind::lifted || job == nullptr ||
        job->lift == machine::Lift::hatch_cover)
      return;
    // From its place to the portal's beams.
    auto const later = crane.shard().now() + milliseconds(dice->between(9'000, 20'000));
    crane.shard().at(later, [station, job = *job] { station->passage(job); });
  });
}

}  // namespace qw::simulate
