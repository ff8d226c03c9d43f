// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/http/http.hpp"

#include <fmt/format.h>

namespace qw::simulate::http {
namespace {

std::string_view reason(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 404: return "Not Found";
    default: return "Error";
  }
}

std::string header(std::string_view name, std::string_view value) {
  return value.empty() ? std::string{} : fmt::format("{}: {}\r\n", name, value);
}

std::string length_of(Bytes body) { return fmt::format("Content-Length: {}\r\n", body.size()); }

}  // namespace

Octets request(Request const& request, Bytes body) {
  auto head = fmt::format("{} {} HTTP/1.1\r\n", request.method, request.path);
  head += header("Host", request.host) + header("User-Agent", request.agent);
  head += header("Accept", request.accept);
  head += std::string{request.headers} + header("Content-Type", request.type);
  if (!body.empty()) head += length_of(body);
  auto out = Octets::with_room(head.size() + body.size() + 2);
  return out.text(head).text("\r\n").add(body), out;
}

Octets reply(Reply const& reply, Bytes body) {
  auto head = fmt::format("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
  head += header("Server", reply.server) + std::string{reply.headers};
  head += header("Content-Type", reply.type);
  if (reply.status != 204) head += length_of(body);
  auto out = Octets::with_room(head.size() + body.size() + 2);
  return out.text(head).text("\r\n").add(body), out;
}

Octets form(std::span<Part const> parts, std::string_view boundary) {
  Octets out;
  for (auto const& part : parts) {
    out.text(
        fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"", boundary, part.name));
    if (!part.file.empty()) out.text(fmt::format("; filename=\"{}\"", part.file));
    out.text("\r\n").text(header("Content-Type", part.type)).text("\r\n").add(part.content);
    out.text("\r\n");
  }
  return out.text(fmt::format("--{}--\r\n", boundary)), out;
}

}  // namespace qw::simulate::http
