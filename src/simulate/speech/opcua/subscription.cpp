// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/opcua/heads.hpp"
#include "simulate/speech/opcua/opcua.hpp"

namespace qw::simulate::opcua {
namespace {

constexpr std::uint32_t data_change_notification = 811;

}  // namespace

Octets create_subscription_request(RequestHead const& head, Subscription const& wished) {
  auto out = request(Service::create_subscription_request, head);
  out.f64le(wished.interval_ms).u32le(wished.lifetime).u32le(wished.keep_alive);
  return std::move(out.u32le(0).u8(1).u8(0));  // any number of items, enabled, no priority
}

Octets create_subscription_response(ResponseHead const& head, Subscription const& given) {
  auto out = response(Service::create_subscription_response, head);
  out.u32le(given.id).f64le(given.interval_ms).u32le(given.lifetime).u32le(given.keep_alive);
  return out;
}

Octets delete_subscriptions_response(ResponseHead const& head,
                                     std::span<std::uint32_t const> results) {
  auto out = response(Service::delete_subscriptions_response, head);
  add_count(out, results.size());
  for (auto const result : results) out.u32le(result);
  add_no_array(out);
  return out;
}

Octets create_monitored_items_request(RequestHead const& head, std::uint32_t subscription,
                                      std::span<WishedItem const> items, double sampling_ms) {
  constexpr unsigned source_times = 0;
  constexpr unsigned reporting = 2;
  auto out = request(Service::create_monitored_items_request, head);
  out.u32le(subscription).u32le(source_times);
  add_count(out, items.size());
  for (auto const& item : items) {
    add_value_of(out, item.node);
    out.u32le(reporting).u32le(item.handle).f64le(sampling_ms);
    add_no_extension_object(out);  // no filter
    out.u32le(1).u8(1);            // a queue of one, the newest stays
  }
  return out;
}

Octets create_monitored_items_response(ResponseHead const& head, std::span<GivenItem const> items,
                                       double sampling_ms) {
  auto out = response(Service::create_monitored_items_response, head);
  add_count(out, items.size());
  for (auto const& item : items) {
    out.u32le(item.status).u32le(item.id).f64le(sampling_ms).u32le(1);
    add_no_extension_object(out);
  }
  add_no_array(out);
  return out;
}

Octets publish_request(RequestHead const& head, std::span<Notification const> got) {
  auto out = request(Service::publish_request, head);
  add_count(out, got.size());
  for (auto const& one : got) out.u32le(one.subscription).u32le(one.number);
  return out;
}

Octets publish_response(ResponseHead const& head, Published const& published) {
  auto out = response(Service::publish_response, head);
  out.u32le(published.which.subscription);
  add_no_array(out);  // what is acknowledged late is not kept
  out.u8(0).u32le(published.which.number);
  add_date_time(out, head.at);
  if (published.count == 0) {
    add_no_array(out);
  } else {
    Octets change;
    add_count(change, published.count);
    change.add(published.items);
    add_no_array(change);
    add_count(out, 1);
    add_extension_object(out, data_change_notification, change);
  }
  add_count(out, published.acknowledged);
  for (std::size_t i = 0; i < published.acknowledged; ++i) out.u32le(good);
  add_no_array(out);
  return out;
}

}  // namespace qw::simulate::opcua
