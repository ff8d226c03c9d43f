// SPDX-License-Identifier: Apache-2.0
#include "simulate/serve/dialogue.hpp"
#include "simulate/serve/opcua_read.hpp"
#include "simulate/serve/opcua_subscriptions.hpp"

namespace qw::simulate {
namespace {

using opcua::Service;
using Clock = std::chrono::steady_clock;

constexpr std::size_t head_octets = 8;  // type, chunk, size
// node-opcua sends nothing where a message of its own largest chunk is not allowed.
constexpr std::uint32_t largest_message = 65'535;
constexpr std::uint32_t smallest_buffer = 8192;  // OPC 10000-6, 7.1.2.3
constexpr std::size_t most_nodes = 500;          // of a request
constexpr double longest_timeout_ms = 60'000;
constexpr std::uint32_t granted_lifetime_ms = 3'600'000;
constexpr std::string_view no_security = "http://opcfoundation.org/UA/SecurityPolicy#None";

// OPC 10000-6, annex A: the StatusCode file.
constexpr std::uint32_t bad_decoding_error = 0x8007'0000;
constexpr std::uint32_t bad_service_unsupported = 0x800b'0000;
constexpr std::uint32_t bad_session_id_invalid = 0x8025'0000;
constexpr std::uint32_t bad_too_many_subscriptions = 0x8077'0000;
constexpr std::uint32_t bad_too_many_publish_requests = 0x8078'0000;
constexpr std::uint32_t bad_response_too_large = 0x80b9'0000;
constexpr std::uint32_t bad_no_subscription = 0x8079'0000;

/// One connection with its channel and its session.
class OpcuaDialogue final : public Dialogue {
 public:
  explicit OpcuaDialogue(OpcuaSpace const& space) : space_{space}, subscriptions_{space} {}

  std::optional<std::size_t> answer(Bytes received, Octets& reply) override {
    Cursor in{received};
    auto const type = in.take(3);
    auto const chunk = in.u8();
    auto const size = in.u32le();
    if (!in.ok()) return 0;
    // One chunk a message: so it was acknowledged.
    if (chunk != 'F' || size < head_octets || size > largest_message) return std::nullopt;
    Cursor body{in.take(size - head_octets)};
    if (!in.ok()) return 0;
    std::string_view const name{reinterpret_cast<char const*>(type.data()), type.size()};
    bool const goes_on = name == "HEL"   ? greet(body, reply)
                         : name == "OPN" ? open(body, reply)
                                         : name == "MSG" && talk(body, reply);
    if (!goes_on) return std::nullopt;
    return size;
  }

  void pass(Clock::time_point now, Octets& out) override {
    now_ = now;
    subscriptions_.pass(now, [&](auto const& waiting, auto const& published) {
      request_ = waiting.request;
      handle_ = waiting.handle;
      say(out, opcua::publish_response(head(), published));
    });
  }

 private:
  [[nodiscard]] opcua::ResponseHead head(std::uint32_t result = opcua::good) const {
    return {space_.now(), handle_, result};
  }
  void say(Octets& reply, Octets const& body) {
    auto const chunk = opcua::message_chunk(channel_, {++sequence_, request_}, body);
    if (chunk.size() <= client_takes_) {
      reply.add(chunk);
    } else {
      reply.add(opcua::message_chunk(channel_, {sequence_, request_},
                                     opcua::fault(head(bad_response_too_large))));
    }
  }
  void refuse(Octets& reply, std::uint32_t why) { say(reply, opcua::fault(head(why))); }

  bool greet(Cursor& in, Octets& reply) {
    in.skip(sizeof(std::uint32_t));
    client_takes_ = in.u32le();
    in.skip(3 * sizeof(std::uint32_t));
    opcua::read_string(in);
    if (!in.ok() || !in.empty() || greeted_ || client_takes_ < smallest_buffer) return false;
    greeted_ = true;
    reply.add(opcua::acknowledge(largest_message));
    return true;
  }

  /// Reads the head of a request. False if it is malformed.
  bool read_head(Cursor& in) {
    service_ = opcua::read_node_id(in).number;
    token_ = opcua::read_node_id(in).number;
    in.skip(8);
    handle_ = in.u32le();
    in.skip(4);
    opcua::read_string(in);
    in.skip(4);
    opcua::skip_extension_object(in);
    return in.ok();
  }

  bool open(Cursor& in, Octets& reply) {
    auto const channel = in.u32le();
    auto const policy = opcua::read_string(in);
    opcua::read_string(in);
    opcua::read_string(in);
    in.skip(4);
    request_ = in.u32le();
    if (!read_head(in) || !greeted_ || policy != no_security) return false;
    in.skip(4);
    bool const renew = in.u32le() == 1;
    constexpr std::uint32_t mode_none = 1;
    bool const plain = in.u32le() == mode_none;
    opcua::read_string(in);
    in.skip(4);
    if (!in.ok() || !in.empty() || !plain) return false;
    if (service_ != static_cast<std::uint32_t>(Service::open_channel_request)) return false;
    if (renew != (channel_.id != 0) || (renew && channel != channel_.id)) return false;
    channel_.id = 1;
    ++channel_.token;
    auto const body = opcua::open_channel_response(head(), channel_, granted_lifetime_ms);
    reply.add(opcua::open_chunk(channel_.id, {++sequence_, request_}, body));
    return true;
  }

  bool talk(Cursor& in, Octets& reply) {
    auto const channel = in.u32le();
    in.skip(2 * sizeof(std::uint32_t));  // token and number: TCP keeps the order
    request_ = in.u32le();
    if (channel_.id == 0 || !read_head(in) || channel != channel_.id) return false;
    serve(in, reply);
    return true;
  }

  void serve(Cursor& in, Octets& reply) {
    switch (static_cast<Service>(service_)) {
      case Service::get_endpoints_request:
        return say(reply, opcua::get_endpoints_response(head(), application()));
      case Service::create_session_request: return create_session(in, reply);
      default: break;
    }
    if (session_ == 0 || token_ != session_) return refuse(reply, bad_session_id_invalid);
    switch (static_cast<Service>(service_)) {
      case Service::activate_session_request:
        return say(reply, opcua::activate_session_response(head()));
      case Service::close_session_request: return close_session(reply);
      case Service::browse_request: return browse(in, reply);
      case Service::read_request: return read(in, reply);
      case Service::create_subscription_request: return subscribe(in, reply);
      case Service::delete_subscriptions_request: return unsubscribe(in, reply);
      case Service::create_monitored_items_request: return monitor(in, reply);
      case Service::publish_request: return publish(in, reply);
      default: return refuse(reply, bad_service_unsupported);
    }
  }

  [[nodiscard]] opcua::Application application() const { return space_.server().application(); }

  /// The client's application, its session's name and its certificate are not asked for.
  void create_session(Cursor& in, Octets& reply) {
    static_cast<void>(in);
    if (session_ == 0) session_ = first_session;
    say(reply, opcua::create_session_response(head(), application(), session_, longest_timeout_ms));
  }

  void close_session(Octets& reply) {
    session_ = 0;
    subscriptions_.clear();
    say(reply, opcua::done(Service::close_session_response, head()));
  }

  void browse(Cursor& in, Octets& reply) {
    opcua::read_node_id(in);
    in.skip(8 + 4 + 4);
    std::vector<opcua::Browsed> results;
    auto count = opcua::read_count(in, most_browsed);
    for (; count > 0 && in.ok(); --count) {
      auto const node = opcua::read_node_id(in);
      auto const direction = in.u32le();
      opcua::read_node_id(in);
      in.skip(1 + 4 + 4);
      // What is above a node is not told.
      results.push_back(direction == 0 ? space_.browse(node) : opcua::Browsed{});
    }
    if (!in.ok()) return refuse(reply, bad_decoding_error);
    say(reply, opcua::browse_response(head(), results));
  }

  struct Wanted {
    opcua::NodeId node;
    std::uint32_t attribute = 0;
  };
  /// A ReadValueId; ranges and other encodings than the default are passed over.
  static Wanted read_wanted(Cursor& in) {
    Wanted wanted{opcua::read_node_id(in), in.u32le()};
    opcua::read_string(in);
    opcua::skip_qualified_name(in);
    return wanted;
  }

  void read(Cursor& in, Octets& reply) {
    in.skip(8 + 4);
    Octets values;
    auto const count = opcua::read_count(in, most_nodes);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
      auto const wanted = read_wanted(in);
      if (in.ok()) space_.add_attribute(values, wanted.node, wanted.attribute);
    }
    if (!in.ok()) return refuse(reply, bad_decoding_error);
    say(reply, opcua::read_response(head(), count, values));
  }

  void subscribe(Cursor& in, Octets& reply) {
    auto const interval_ms = opcua::read_f64(in);
    if (!in.ok()) return refuse(reply, bad_decoding_error);
    auto const given = subscriptions_.create(interval_ms, now_);
    if (given.id == 0) return refuse(reply, bad_too_many_subscriptions);
    say(reply, opcua::create_subscription_response(head(), given));
  }

  void unsubscribe(Cursor& in, Octets& reply) {
    std::vector<std::uint32_t> results;
    auto count = opcua::read_count(in, most_nodes);
    for (; count > 0 && in.ok(); --count) results.push_back(subscriptions_.remove(in.u32le()));
    if (!in.ok()) return refuse(reply, bad_decoding_error);
    say(reply, opcua::delete_subscriptions_response(head(), results));
  }

  void monitor(Cursor& in, Octets& reply) {
    auto const subscription = in.u32le();
    in.skip(4);
    if (!subscriptions_.has(subscription)) return refuse(reply, opcua::bad_subscription_id_invalid);
    std::vector<opcua::GivenItem> given;
    auto count = opcua::read_count(in, most_nodes);
    for (; count > 0 && in.ok(); --count) {
      auto const wanted = read_wanted(in);
      in.skip(4);
      auto const handle = in.u32le();
      in.skip(8);
      opcua::skip_extension_object(in);
      in.skip(4 + 1);
      if (in.ok())
        given.push_back(
            subscriptions_.add_item(subscription, wanted.node, wanted.attribute, handle));
    }
    if (!in.ok()) return refuse(reply, bad_decoding_error);
    // Values are looked at once an interval, whatever was wished.
    say(reply, opcua::create_monitored_items_response(head(), given, 0));
  }

  void publish(Cursor& in, Octets& reply) {
    auto const acknowledged = opcua::read_count(in, most_nodes);
    in.skip(acknowledged * 8);
    if (!in.ok()) return refuse(reply, bad_decoding_error);
    if (subscriptions_.empty()) return refuse(reply, bad_no_subscription);
    if (!subscriptions_.wait({request_, handle_, acknowledged}))
      refuse(reply, bad_too_many_publish_requests);
  }

  static constexpr std::uint32_t first_session = 1'000'001;
  static constexpr std::size_t most_browsed = 20;

  OpcuaSpace const& space_;
  OpcuaSubscriptions subscriptions_;
  bool greeted_ = false;
  std::uint32_t client_takes_ = 0;  // octets of a chunk
  opcua::Channel channel_;
  std::uint32_t sequence_ = 0;
  std::uint32_t session_ = 0;  // 0: none
  Clock::time_point now_ = Clock::now();
  // Of the request that is being answered.
  std::uint32_t request_ = 0;
  std::uint32_t service_ = 0;
  std::uint32_t token_ = 0;
  std::uint32_t handle_ = 0;
};

}  // namespace

std::unique_ptr<Dialogue> opcua_dialogue(OpcuaSpace const& space) {
  return std::make_unique<OpcuaDialogue>(space);
}

}  // namespace qw::simulate
