// SPDX-License-Identifier: Apache-2.0
#include "serve/server.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>

#include "app/command.hpp"
#include "app/output.hpp"

namespace qw::app {
namespace {

constexpr std::array serve_options{
    Option{"--port", "N", "port on 127.0.0.1 (default 8710; 0: any free port)"},
};

int serve_folder(Arguments const& arguments) {
  if (arguments.words().size() != 1)
    return fail("serve", "expected one folder of a study: quaywatch serve DIR", status::usage);
  auto const port = parse_number(arguments.value("--port", "8710"), 0, 65'535);
  if (!port) return fail("serve", "--port: " + port.error().text, status::usage);
  auto const& folder = arguments.words()[0];
  if (auto const whole = serve::StudyPages::check(folder); !whole)
    return fail("serve", whole.error().text, status::failed);
  auto server = serve::Server::open(std::make_unique<serve::StudyPages>(folder),
                                    static_cast<std::uint16_t>(*port));
  if (!server) return fail("serve", server.error().text, status::failed);
  say("The report is at {} (press Ctrl-C to stop)\n", server->address());
  std::fflush(stdout);
  server->stop_on_signal();
  server->answer_requests();
  return status::done;
}

}  // namespace

Command const serve_command{
    .name = "serve",
    .usage = "serve DIR [--port N]",
    .summary = "show a study in the browser",
    .help = "Serves the report to browsers on this machine only.",
    .options = serve_options,
    .run = serve_folder,
};

}  // namespace qw::app
