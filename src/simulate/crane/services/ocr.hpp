// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulate/crane/site.hpp"
#include "simulate/speech/http/http.hpp"

namespace qw::simulate {

/// What the computer in the e-house sends of one lift.
struct OcrUpload {
  std::uint64_t passage = 0;       // counts up on each crane
  std::string job;                 // "WI-0001234"
  std::vector<std::string> boxes;  // true numbers of the containers that passed
  std::vector<http::Part> parts;   // of the form: "passage" (JSON), then two pictures a box
  MarkId mark = MarkId::none;      // what the frames belong to; set by who plants something
};

/// Reads containers on one crane: a computer in the e-house takes pictures when a container
/// passes, and sends them to the OCR server, whose answer has the numbers; the server tells
/// the terminal system.
///
/// A scenario finds it as `crane.ocr()`, and may change what is sent:
///
///     crane.ocr()->before_upload([mark, list](OcrUpload& upload) {
///       auto& picture = upload.parts.back().content;
///       picture.text(list);  // behind the end of the picture; or jpeg::with_comment
///       upload.mark = mark;
///     });
///
/// or send an upload of its own with `upload`.
class OcrStation : public std::enable_shared_from_this<OcrStation> {
 public:
  static std::shared_ptr<OcrStation> make(CraneSite& crane);

  /// Calls `what` for each upload before it goes, in the order of adding.
  void before_upload(std::function<void(OcrUpload&)> what) { changes_.push_back(std::move(what)); }
  /// Sends it now, on a connection of its own. Nothing of `upload` is looked at but the parts
  /// and the mark, and the server answers for `boxes`. Returns when it is over.
  Stamp upload(OcrUpload const& upload);
  /// Takes pictures of what hangs in the crane now, and sends them.
  void passage(machine::Job const& job);
  [[nodiscard]] Host& computer() { return computer_; }

 private:
  explicit OcrStation(CraneSite& crane, Host& computer);

  struct Reading {
    std::string shown;
    double confidence = 0;
    bool checks = false;  // its check digit
  };
  Reading read(std::string const& box);
  void add_pictures(OcrUpload& upload, std::string const& box);
  void tell(OcrUpload const& upload, std::vector<Reading> const& readings);
  Stamp send(Stamp at, OcrUpload const& upload, std::vector<Reading> const& readings);
  void report(Stamp at, OcrUpload const& upload, std::vector<Reading> const& readings);

  CraneSite& crane_;
  Host& computer_;
  Host& server_;
  Host& terminal_;
  FlowId pictures_flow_;
  FlowId results_flow_;
  Dice dice_;
  std::vector<std::function<void(OcrUpload&)>> changes_;
  std::uint64_t passages_ = 0;
};

}  // namespace qw::simulate
