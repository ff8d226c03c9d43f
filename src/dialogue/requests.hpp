// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "dialogue/directions.hpp"
#include "dialogue/exchange.hpp"

/// Pairs replies with requests, for every protocol alike. The rules:
///
/// 1. A reply belongs to the oldest request of the other side that it answers, and never to one
///    asked after it; of stamps, `most_disorder` is forgiven, for two ports of a tap.
/// 2. A reply that is captured before its request, for that lies behind a hole, waits for it.
/// 3. At its deadline a request is `unanswered`, unless its reply may have been lost: in a gap
///    while it waited, or because nothing of the other direction was captured. Then, and at the
///    end of the conversation, it is `unseen`.
/// 4. Of two requests that a reply may answer, one that lost nothing goes first: behind a gap
///    the next reply is the next request's, also where all bear one number.
/// 5. Where there is no room, the oldest request makes some. It is `unseen`: that is our limit,
///    not the device's silence.
/// 6. A reply that comes after its request was told as silent is `late`, no broken rule.
/// 7. Over datagrams a request that is repeated while it waits is one request, and all replies
///    to it are one reply. In a stream it is another request.
/// 8. A reply to no request is `excused` if the request may have been lost: nothing was asked
///    before it, or octets of the asking side were lost shortly before. Else a rule is broken.
/// 9. In order: protocols without a number answer what they are asked in its order, so a late
///    reply comes before the others, and a gap among the replies ends all that waits.
///
/// Memory is used again: a conversation that goes on as it did allocates nothing.
namespace qw::dialogue {

enum class Pairing : std::uint8_t { by_key, in_order };
enum class Repeats : std::uint8_t { another, same };

/// What differs between protocols. Static storage.
struct Rules {
  std::size_t most = 64;                  // requests that wait
  std::size_t most_octets = 128 * 1024;   // of all that wait
  std::size_t most_kept = 4096;           // of one; what is beyond is not kept
  std::size_t most_early = 8;             // replies that wait for their request
  std::size_t most_early_octets = 16384;  // of one; a longer one does not wait
  Nanoseconds deadline = seconds(5);
  /// Longer than a hole in a stream stays open: what lies behind it comes that late, while the
  /// other direction went on.
  Nanoseconds patience = seconds(11);
  Pairing pairing = Pairing::by_key;
  Repeats repeats = Repeats::another;
};

inline constexpr Nanoseconds most_disorder = milliseconds(1);

/// The requests of one conversation, of both sides. `listener` and `rules` outlive it. The
/// listener must not ask or answer from within a call to it.
template <class Key, class Note = Nothing>
class Requests {
 public:
  using Listener = ExchangeListener<Key, Note>;
  using Request = dialogue::Request<Key, Note>;
  using Reply = dialogue::Reply<Key>;

  Requests(Listener& listener, Rules const& rules) : listener_{listener}, rules_{rules} {}

  /// A packet of this side was captured, with octets or without.
  void hear(Side side) { directions_.hear(side); }
  /// Octets of this side were never seen, or made no sense.
  void lose(Side side, Stamp at);

  /// False: it repeats one that waits.
  bool ask(Side from, Moment const& moment, Key const& key, Bytes octets = {},
           Note const& note = {});
  void answer(Side from, Moment const& moment, Key const& key, Bytes octets = {});
  /// A reply that says only that there will be another, whenever.
  void postpone(Side from, Moment const& moment, Key const& key);

  /// Would that be the reply to a request that waits? For protocols whose replies look like
  /// requests.
  [[nodiscard]] bool awaits(Side from, Moment const& moment, Key const& key) const {
    return find({moment, from, key, {}}) != waiting_;
  }
  [[nodiscard]] bool empty() const { return waiting_ == 0; }
  /// Asked last of those that wait; none if `empty()`.
  [[nodiscard]] Request const& newest() const { return requests_[waiting_ - 1]; }
  /// What waits, oldest first: a note may change.
  template <class Visit>
  void for_each(Visit&& visit) {
    for (std::size_t i = 0; i < waiting_; ++i) visit(static_cast<Request&>(requests_[i]));
  }

  /// As of `delivery::Tracker`.
  [[nodiscard]] std::optional<Stamp> deadline() const;
  void on_time(Stamp now);
  void on_end(Stamp now);
  [[nodiscard]] std::size_t heap_octets() const {
    return (requests_.capacity() + told_.capacity()) * sizeof(Entry) +
           early_.capacity() * sizeof(EarlyReply) + buffers_;
  }

 private:
  static constexpr std::size_t most_told = 16;  // silent requests that may be answered late

  struct Entry : Request {
    std::uint32_t times = 0;    // asked, since it waits
    std::uint32_t replies = 0;  // heard
    bool reply_may_be_lost = false;
    bool postponed = false;
  };
  struct EarlyReply {
    Moment moment;
    Side from = Side::server;
    Key key{};
    std::vector<std::byte> octets;

    [[nodiscard]] Reply view() const { return {moment, from, key, octets}; }
  };

  [[nodiscard]] bool fits(Entry const& request, Reply const& reply) const;
  [[nodiscard]] std::size_t find(Reply const& reply) const;
  [[nodiscard]] std::size_t find_told(Reply const& reply) const;
  bool answer_told(Reply reply);
  void pair(std::size_t position, Reply const& reply);
  void hold_early(Reply const& reply);
  void meet_early();
  void release_early();
  void make_room(std::size_t octets);
  void fall_silent(std::size_t position, Outcome::State state);
  void remember(std::size_t position);
  void drop(std::size_t position);
  void keep(std::vector<std::byte>& buffer, Bytes octets);
  [[nodiscard]] bool excused(Reply const& reply) const;
  [[nodiscard]] Outcome::State silence_of(Entry const& request) const;

  Listener& listener_;
  Rules const& rules_;
  Directions directions_;
  std::array<std::optional<Stamp>, 2> first_asked_;
  std::vector<Entry> requests_;    // the first `waiting_` wait, oldest first; the rest is spare
  std::vector<Entry> told_;        // a ring of those that were told as silent, or are repeated
  std::vector<EarlyReply> early_;  // the first `early_count_`, oldest first; the rest is spare
  std::size_t waiting_ = 0;
  std::size_t told_count_ = 0;  // all that ever were
  std::size_t early_count_ = 0;
  std::size_t waiting_octets_ = 0;
  std::size_t buffers_ = 0;  // octets that all buffers can hold
};

}  // namespace qw::dialogue

#include "dialogue/requests_impl.hpp"
