// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "core/bytes.hpp"
#include "core/moment.hpp"
#include "delivery/faces.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::dialogue {

using delivery::Side;

/// What a protocol keeps of a request that octets alone do not tell. This: no more.
struct Nothing {};

/// A request that waits, or waited. Its octets are kept so that what it asked can be said when
/// the outcome is known.
template <class Key, class Note = Nothing>
struct Request {
  Moment moment;
  Side from = Side::client;
  Key key{};
  Note note{};
  std::vector<std::byte> octets;  // not more than `Rules::most_kept`
};

/// A reply. Borrowed, valid during the call.
template <class Key>
struct Reply {
  Moment const& moment;
  Side from;
  Key const& key;
  Bytes octets;
  /// The request was told as unanswered or unseen before: what the reply carries is still worth
  /// saying, its outcome no longer.
  bool late = false;
};

/// Never below 0: of two ports of a tap, one may be microseconds behind.
inline Nanoseconds delay(Moment const& asked, Moment const& answered) {
  return std::max(answered.at - asked.at, Nanoseconds{});
}

/// A tracker as `Requests` calls it.
template <class Key, class Note = Nothing>
class ExchangeListener {
 public:
  using Request = dialogue::Request<Key, Note>;
  using Reply = dialogue::Reply<Key>;

  /// Is it the reply to this request? Directions and stamps fit.
  [[nodiscard]] virtual bool answers(Request const& request, Reply const& reply) const {
    return request.key == reply.key;
  }
  /// The one place where a request and its reply come together, with the octets of both, so that
  /// an exchange that is repeated can be known by them before either is read.
  virtual void on_exchange(Request const& request, Reply const& reply) = 0;
  /// No reply came; `state` is unanswered or unseen.
  virtual void on_silence(Request const& request, Outcome::State state) = 0;
  /// A reply to no request that was seen. `excused`: the capture may have lost the request.
  virtual void on_unasked(Reply const& reply, bool excused) = 0;

 protected:
  ~ExchangeListener() = default;
};

}  // namespace qw::dialogue
