// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// HTTP/1.1 (RFC 9110 and 9112) with bodies of known length, and forms with files (RFC 7578).
namespace qw::simulate::http {

struct Request {
  std::string_view method = "GET";
  std::string_view path = "/";
  std::string_view host;
  std::string_view agent;
  std::string_view type;            // of the body
  std::string_view headers = {};    // more of them, each with its line end
  std::string_view accept = "*/*";  // not said if empty
};
Octets request(Request const& request, Bytes body = {});

struct Reply {
  unsigned status = 200;
  std::string_view server;
  std::string_view type;  // of the body
  std::string_view headers = {};
};
/// Of status 204 there is no body and no length.
Octets reply(Reply const& reply, Bytes body = {});

/// One field of a form; a file if it has a file name.
struct Part {
  std::string name;
  std::string file;
  std::string type;  // "image/jpeg"; none if empty
  Octets content;
};
/// The body of a form. `boundary` must occur in no content.
Octets form(std::span<Part const> parts, std::string_view boundary);

}  // namespace qw::simulate::http
