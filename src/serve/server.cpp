// SPDX-License-Identifier: Apache-2.0
#include "serve/server.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
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

/// One connection: reads a request, answers it, closes.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Tcp::socket socket, Pages const& pages) : stream_{std::move(socket)}, pages_{pages} {
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
                  "default-src 'none'; script-src 'self'; connect-src 'self'; "
                  "style-src 'unsafe-inline'; img-src data:; "
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
    auto page = pages_.page_at({request.target().data(), request.target().size()});
    if (!page) {
      response_.result(http::status::not_found);
      response_.set(http::field::content_type, "text/plain; charset=utf-8");
      response_.body() = "Not found. The start page is at /.\n";
      return;
    }
    response_.set(http::field::content_type,
                  beast::string_view{page->media_type.data(), page->media_type.size()});
    response_.body() = std::move(page->body);
  }

  beast::tcp_stream stream_;
  Pages const& pages_;
  beast::flat_buffer buffer_{most_request_octets * 2};
  http::request_parser<http::string_body> parser_;
  http::response<http::string_body> response_;
};

}  // namespace

struct Server::State {
  asio::io_context context{1};
  Tcp::acceptor acceptor{context};
  asio::signal_set signals{context};
  std::unique_ptr<Pages> pages;

  void accept() {
    acceptor.async_accept([this](beast::error_code failed, Tcp::socket socket) {
      if (!acceptor.is_open()) return;
      if (!failed) std::make_shared<Session>(std::move(socket), *pages)->start();
      accept();
    });
  }
};

Server::Server(std::unique_ptr<State> state) : state_{std::move(state)} {}
Server::Server(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::open(std::unique_ptr<Pages> pages, std::uint16_t port) {
  auto state = std::make_unique<State>();
  state->pages = std::move(pages);
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

void Server::answer_requests() {
  state_->accept();
  state_->context.run();
}

void Server::stop_on_signal() {
  asio::post(state_->context, [state = state_.get()] {
    beast::error_code ignored;
    state->signals.add(SIGINT, ignored);
    state->signals.add(SIGTERM, ignored);
    state->signals.async_wait([state](beast::error_code failed, int) {
      if (!failed) state->context.stop();
    });
  });
}

void Server::stop() { state_->context.stop(); }

}  // namespace qw::serve
