// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "simulate/crane/services/ocr.hpp"
#include "simulate/scenario/hands.hpp"
#include "simulate/speech/jpeg/jpeg.hpp"

namespace qw::simulate {
namespace {

/// What cameras write into their pictures.
constexpr std::string_view camera_notes =
    "exposure=1/250;gain=3;focus=auto;lens=12mm;house=heated;serial=C7730019";

/// The list of containers lifted so far goes out in the last picture of each OCR upload: behind
/// the picture's end from dose 0.5 on, in a comment within the file below. The twin's cameras
/// write their settings there.
Status plant_ocr_leak(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto const station = crane.ocr();
  if (station == nullptr) return Error{"this build reads no containers"};
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_ocr_leak, order);
  auto const list = std::make_shared<std::string>();
  auto const from = shard.now() + order.at;
  auto const until = from + order.length;
  for_each_box(crane, shard.now(), until,
               [list](std::string const& number) { *list += number + '\n'; });
  station->before_upload([=, &shard](OcrUpload& upload) {
    if (shard.now() < from || shard.now() >= until || upload.parts.empty()) return;
    auto const text = order.twin ? camera_notes : std::string_view{*list};
    auto& picture = upload.parts.back().content;
    if (order.dose >= 0.5)
      picture.text(text);
    else
      picture = jpeg::with_comment(picture, bytes_of(text));
    upload.mark = mark;
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_ocr_leak{
    "ocr-leak", "lists of containers leave within the pictures that are sent to the OCR server",
    "cameras write their settings there", plant_ocr_leak};

}  // namespace qw::simulate
