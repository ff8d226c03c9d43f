// SPDX-License-Identifier: Apache-2.0
#include "study/html.hpp"

#include <fmt/format.h>

#include <iterator>

#include "study/readable.hpp"

namespace qw::study {

void Html::add(std::string_view foreign) {
  auto const text = printable(foreign, 1000);
  if (text.find_first_of("&<>\"'") == std::string::npos) {
    out_ += text;
    return;
  }
  for (char const c : text) {
    switch (c) {
      case '&': out_ += "&amp;"; break;
      case '<': out_ += "&lt;"; break;
      case '>': out_ += "&gt;"; break;
      case '"': out_ += "&quot;"; break;
      case '\'': out_ += "&#39;"; break;
      default: out_ += c;
    }
  }
}

void Html::add(double number) { fmt::format_to(std::back_inserter(out_), "{:.1f}", number); }

}  // namespace qw::study
