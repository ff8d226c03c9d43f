// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "protocols/http/parse.hpp"

namespace qw::http {
namespace {

/// IANA, HTTP Methods; then those of Windows' remote calls and transfers, UPnP, caches.
constexpr Term methods[] = {"GET",
                            "HEAD",
                            "POST",
                            "PUT",
                            "DELETE",
                            "CONNECT",
                            "OPTIONS",
                            "TRACE",
                            "PATCH",
                            "ACL",
                            "BASELINE-CONTROL",
                            "BIND",
                            "CHECKIN",
                            "CHECKOUT",
                            "COPY",
                            "LABEL",
                            "LINK",
                            "LOCK",
                            "MERGE",
                            "MKACTIVITY",
                            "MKCALENDAR",
                            "MKCOL",
                            "MKREDIRECTREF",
                            "MKWORKSPACE",
                            "MOVE",
                            "ORDERPATCH",
                            "PROPFIND",
                            "PROPPATCH",
                            "REBIND",
                            "REPORT",
                            "SEARCH",
                            "UNBIND",
                            "UNCHECKOUT",
                            "UNLINK",
                            "UNLOCK",
                            "UPDATE",
                            "UPDATEREDIRECTREF",
                            "VERSION-CONTROL",
                            "RPC_IN_DATA",
                            "RPC_OUT_DATA",
                            "BITS_POST",
                            "CCM_POST",
                            "SUBSCRIBE",
                            "UNSUBSCRIBE",
                            "NOTIFY",
                            "POLL",
                            "BMOVE",
                            "BCOPY",
                            "BDELETE",
                            "BPROPFIND",
                            "BPROPPATCH",
                            "PURGE"};

struct Status {
  std::uint16_t code;
  Term name;
};
constexpr Status statuses[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {102, "Processing"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {305, "Use Proxy"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
    {511, "Network Authentication Required"},
};
static_assert(std::ranges::is_sorted(statuses, {}, &Status::code));

}  // namespace

Term method_name(std::string_view method) {
  auto const found = std::ranges::find(methods, method, &Term::text);
  if (found == std::end(methods)) return "extension method";
  return *found;
}

Term status_name(std::uint16_t status) {
  auto const found = std::ranges::lower_bound(statuses, status, {}, &Status::code);
  if (found == std::end(statuses) || found->code != status) return {};
  return found->name;
}

}  // namespace qw::http
