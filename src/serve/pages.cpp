// SPDX-License-Identifier: Apache-2.0
#include "serve/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "serve/live_page.hpp"
#include "study/views.hpp"

namespace qw::serve {
namespace {

constexpr std::string_view html = "text/html; charset=utf-8";
constexpr std::string_view json = "application/json";

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::optional<Page> file(std::filesystem::path const& path, std::string_view media_type) {
  std::ifstream in{path, std::ios::binary};
  if (!in) return std::nullopt;
  return Page{media_type, {std::istreambuf_iterator<char>{in}, {}}};
}

/// VALUE of "?NAME=VALUE&..."; empty if it is not there.
std::string_view parameter(std::string_view target, std::string_view name) {
  auto rest = target.substr(std::min(target.size(), path_of(target).size() + 1));
  while (!rest.empty()) {
    auto const each = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), each.size() + 1));
    if (each.starts_with(name) && each.substr(name.size()).starts_with('='))
      return each.substr(name.size() + 1);
  }
  return {};
}

/// What the board says to who asks so; everything to who asks badly.
std::string changes_asked(board::Board const& board, std::string_view target) {
  auto const number = parameter(target, "since");
  std::uint64_t version = 0;
  std::from_chars(number.data(), number.data() + number.size(), version);
  return board.changes_since(version, parameter(target, "run"));
}

}  // namespace

Status StudyPages::check(std::filesystem::path const& folder) {
  std::error_code missing;
  if (std::filesystem::is_regular_file(folder / "report.html", missing)) return Nothing{};
  return Error{
      fmt::format("{}: contains no report.html; 'quaywatch study' writes one", folder.string())};
}

std::optional<Page> StudyPages::page_at(std::string_view target) const {
  auto const path = path_of(target);
  if (path == "/" || path == "/report.html") return file(folder_ / "report.html", html);
  if (path == "/study.json") return file(folder_ / "study.json", json);
  return std::nullopt;
}

std::optional<Page> LivePages::page_at(std::string_view target) const {
  auto const path = path_of(target);
  if (path == "/") return Page{html, std::string{live_page()}};
  if (path == "/live.js") return Page{"text/javascript; charset=utf-8", std::string{live_script()}};
  if (path == "/views.json") return Page{json, study::views_json()};
  if (path == "/board.json") return Page{json, changes_asked(board_, target)};
  // What an earlier study left in the folder is not this run's report.
  if (!board_.latest()->progress.ended) return std::nullopt;
  return study_.page_at(target);
}

}  // namespace qw::serve
