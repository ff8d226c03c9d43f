// SPDX-License-Identifier: Apache-2.0
// Only literals are markup: text from the wire reaches the report escaped or not at all.
// says: no matching function for call to .*Markup
#include <string>

#include "study/html.hpp"

int main(int, char** arguments) {
  std::string const foreign = arguments[0];
  std::string out;
  qw::study::Html{out}.put(qw::study::Markup{"<b>"}, foreign, "</b>");
#ifdef QW_MUST_NOT_COMPILE
  qw::study::Html{out}.put(qw::study::Markup{foreign});
#endif
  return out.empty();
}
