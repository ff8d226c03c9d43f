// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "board/board.hpp"
#include "core/result.hpp"

namespace qw::serve {

struct Page {
  std::string_view media_type;  // of static duration
  std::string body;
};

/// What a server has to show. Asked on the server's thread.
class Pages {
 public:
  Pages() = default;
  Pages(Pages const&) = delete;
  Pages& operator=(Pages const&) = delete;
  virtual ~Pages() = default;

  /// The page at a target of a request, "/board.json?since=3". None: there is none.
  [[nodiscard]] virtual std::optional<Page> page_at(std::string_view target) const = 0;
};

/// The report of one study and its study.json. No other file of the folder is shown, and
/// nothing of a request ever becomes part of a path.
class StudyPages final : public Pages {
 public:
  explicit StudyPages(std::filesystem::path folder) : folder_{std::move(folder)} {}

  /// Fails if the folder holds no report.
  static Status check(std::filesystem::path const& folder);

  [[nodiscard]] std::optional<Page> page_at(std::string_view target) const override;

 private:
  std::filesystem::path folder_;
};

/// A run while it goes on: a page that shows the board, and what changed on it since a version of
/// that run as /board.json?since=VERSION&run=RUN. Once the study is written, its report too.
class LivePages final : public Pages {
 public:
  /// The board must outlive this.
  LivePages(board::Board const& board, std::filesystem::path folder)
      : board_{board}, study_{std::move(folder)} {}

  [[nodiscard]] std::optional<Page> page_at(std::string_view target) const override;

 private:
  board::Board const& board_;
  StudyPages study_;
};

}  // namespace qw::serve
