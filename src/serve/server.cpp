// SPDX-License-Identifier: Apache-2.0
#include "serve/server.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

namespace qw::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;

constexpr std::size_t most_request_octets = 16 * 1024;
constexpr std::chrono::seconds patience{10};

/// What may be asked for: target to file and media type.
struct Page {
  std::string_view file;
  std::string_view media_type;
};
std::map<std::string_view, Page> const pages{
    {"/", {"report.html", "text/html; charset=utf-8"}},
    {"/report.html", {"report.html", "text/html; charset=utf-8"}},
    {"/study.json", {"study.json", "application/json"}},
};

std::string contents(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// One connection: reads a request, answers it, closes.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Tcp::socket socket, std::filesystem::path const& folder)
      : stream_{std::move(socket)}, folder_{folder} {
    parser_.header_limit(most_request_octets);
    parser_.body_limit(most_request_octets);
  }

  void start() {
    stream_.expires_after(patience);
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](beast::error_code failed, std::size_t) {
                       if (!failed) self->answer();
                     });
  }

 private:
  void answer() {
    auto const& request = parser_.get();
    response_.version(request.version());
    response_.keep_alive(false);
    response_.set(http::field::server, "quaywatch");
    response_.set("X-Content-Type-Options", "nosniff");
    response_.set("Referrer-Policy", "no-referrer");
    response_.set("Content-Security-Policy",
                  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    response_.set(http::field::cache_control, "no-store");
    fill(request);
    response_.prepare_payload();
    if (request.method() == http::verb::head) response_.body().clear();
    http::async_write(stream_, response_,
                      [self = shared_from_this()](beast::error_code, std::size_t) {
                        beast::error_code ignored;
                        self->stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
                      });
  }

  void fill(http::request<http::string_body> const& request) {
    if (request.method() != http::verb::get && request.method() != http::verb::head) {
      response_.result(http::status::method_not_allowed);
      response_.set(http::field::allow, "GET, HEAD");
      return;
    }
    std::string_view const target{request.target().data(), request.target().size()};
    auto const found = pages.find(target.substr(0, target.find('?')));
    if (found == pages.end()) {
      response_.result(http::status::not_found);
      response_.set(http::field::content_type, "text/plain; charset=utf-8");
      response_.body() = "There is nothing here; the report is at /.\n";
      return;
    }
    response_.set(http::field::content_type, beast::string_view{found->second.media_type.data(),
                                                                found->second.media_type.size()});
    response_.body() = contents(folder_ / found->second.file);
  }

  beast::tcp_stream stream_;
  std::filesystem::path const& folder_;
  beast::flat_buffer buffer_{most_request_octets * 2};
  http::request_parser<http::string_body> parser_;
  http::response<http::string_body> response_;
};

}  // namespace

struct Server::State {
  asio::io_context context{1};
  Tcp::acceptor acceptor{context};
  asio::signal_set signals{context};
  std::filesystem::path folder;

  void accept() {
    acceptor.async_accept([this](beast::error_code failed, Tcp::socket socket) {
      if (!acceptor.is_open()) return;
      if (!failed) std::make_shared<Session>(std::move(socket), folder)->start();
      accept();
    });
  }
};

Server::Server(std::unique_ptr<State> state) : state_{std::move(state)} {}
Server::Server(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::open(std::string const& folder, std::uint16_t port) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  std::error_code missing;
  if (!std::filesystem::is_regular_file(state->folder / "report.html", missing))
    return Error{fmt::format("{} holds no report.html; 'quaywatch study' writes one", folder)};
  beast::error_code failed;
  Tcp::endpoint const here{asio::ip::address_v4::loopback(), port};
  state->acceptor.open(here.protocol(), failed);
  if (!failed) state->acceptor.set_option(Tcp::acceptor::reuse_address{true}, failed);
  if (!failed) state->acceptor.bind(here, failed);
  if (!failed) state->acceptor.listen(asio::socket_base::max_listen_connections, failed);
  if (failed)
    return Error{fmt::format("port {} cannot be used: {}; try --port 0", port, failed.message())};
  return Server{std::move(state)};
}

std::string Server::address() const {
  return fmt::format("http://127.0.0.1:{}/", state_->acceptor.local_endpoint().port());
}

void Server::run() {
  beast::error_code ignored;
  state_->signals.add(SIGINT, ignored);
  state_->signals.add(SIGTERM, ignored);
  state_->signals.async_wait([this](beast::error_code failed, int) {
    if (!failed) stop();
  });
  state_->accept();
  state_->context.run();
}

void Server::stop() { state_->context.stop(); }

}  // namespace qw::serve
