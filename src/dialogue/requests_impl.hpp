// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How `Requests` keeps its rules, which requests.hpp lists.
namespace qw::dialogue {

template <class Key, class Note>
bool Requests<Key, Note>::ask(Side from, Moment const& moment, Key const& key, Bytes octets,
                              Note const& note) {
  auto const kept = octets.first(std::min(octets.size(), rules_.most_kept));
  directions_.understand(from);
  auto& first = first_asked_[static_cast<std::size_t>(from)];
  if (!first) first = moment.at;
  if (rules_.repeats == Repeats::same)
    for (std::size_t i = 0; i < waiting_; ++i) {
      auto& each = requests_[i];
      if (each.from != from || !(each.key == key) || text_of(each.octets) != text_of(kept))
        continue;
      ++each.times;
      return false;
    }
  make_room(kept.size());
  if (waiting_ == requests_.size()) requests_.emplace_back();
  auto& request = requests_[waiting_++];
  request.moment = moment;
  request.from = from;
  request.key = key;
  request.note = note;
  request.times = 1;
  request.replies = 0;
  request.reply_may_be_lost = directions_.out_of_step(delivery::other(from));
  request.postponed = false;
  keep(request.octets, kept);
  waiting_octets_ += kept.size();
  if (early_count_ != 0) meet_early();
  return true;
}

template <class Key, class Note>
void Requests<Key, Note>::answer(Side from, Moment const& moment, Key const& key, Bytes octets) {
  directions_.understand(from);
  Reply const reply{moment, from, key, octets};
  if (rules_.pairing == Pairing::in_order && answer_told(reply)) return;
  if (auto const found = find(reply); found != waiting_) return pair(found, reply);
  if (rules_.pairing == Pairing::by_key && answer_told(reply)) return;
  if (rules_.most_early == 0 || octets.size() > rules_.most_early_octets)
    return listener_.on_unasked(reply, excused(reply));
  hold_early(reply);
}

template <class Key, class Note>
void Requests<Key, Note>::postpone(Side from, Moment const& moment, Key const& key) {
  directions_.understand(from);
  Reply const reply{moment, from, key, {}};
  if (rules_.pairing == Pairing::in_order && find_told(reply) != told_.size()) return;
  if (auto const found = find(reply); found != waiting_) requests_[found].postponed = true;
}

template <class Key, class Note>
void Requests<Key, Note>::lose(Side side, Stamp at) {
  directions_.lose(side, at);
  auto const asker = delivery::other(side);
  for (std::size_t i = 0; i < waiting_; ++i)
    if (requests_[i].from == asker) requests_[i].reply_may_be_lost = true;
  if (rules_.pairing != Pairing::in_order) return;
  for (std::size_t i = 0; i < waiting_;)
    if (requests_[i].from == asker) {
      listener_.on_silence(requests_[i], Outcome::State::unseen);
      drop(i);
    } else {
      ++i;
    }
  for (auto& each : told_)
    if (each.from == asker) each.replies = each.times;
  directions_.forget(asker, at);
}

/// Rule 1.
template <class Key, class Note>
bool Requests<Key, Note>::fits(Entry const& request, Reply const& reply) const {
  return request.from != reply.from && request.moment.at <= reply.moment.at + most_disorder &&
         listener_.answers(request, reply);
}

/// Rules 1 and 4: the position, or `waiting_`.
template <class Key, class Note>
std::size_t Requests<Key, Note>::find(Reply const& reply) const {
  auto doubtful = waiting_;
  for (std::size_t i = 0; i < waiting_; ++i) {
    if (!fits(requests_[i], reply)) continue;
    if (!requests_[i].reply_may_be_lost) return i;
    if (doubtful == waiting_) doubtful = i;
  }
  return doubtful;
}

/// Rules 6 and 7: was the request told before, or its reply heard?
template <class Key, class Note>
bool Requests<Key, Note>::answer_told(Reply reply) {
  auto const found = find_told(reply);
  if (found == told_.size()) return false;
  auto& request = told_[found];
  reply.late = true;
  if (request.replies++ == 0) listener_.on_exchange(request, reply);
  return true;
}

template <class Key, class Note>
std::size_t Requests<Key, Note>::find_told(Reply const& reply) const {
  auto const size = told_.size();
  for (std::size_t i = 0; i < size; ++i) {
    auto const at = (told_count_ + i) % size;  // the oldest first
    if (told_[at].replies < told_[at].times && fits(told_[at], reply)) return at;
  }
  return size;
}

template <class Key, class Note>
void Requests<Key, Note>::pair(std::size_t position, Reply const& reply) {
  listener_.on_exchange(requests_[position], reply);
  requests_[position].replies = 1;
  if (requests_[position].times > 1) return remember(position);
  drop(position);
}

template <class Key, class Note>
void Requests<Key, Note>::hold_early(Reply const& reply) {
  if (early_count_ == rules_.most_early) release_early();
  if (early_count_ == early_.size()) early_.emplace_back();
  auto& early = early_[early_count_++];
  early.moment = reply.moment;
  early.from = reply.from;
  early.key = reply.key;
  keep(early.octets, reply.octets);
}

/// Rule 2: was the reply to the newest request there before it?
template <class Key, class Note>
void Requests<Key, Note>::meet_early() {
  auto const newest = waiting_ - 1;
  for (std::size_t i = 0; i < early_count_; ++i) {
    if (!fits(requests_[newest], early_[i].view())) continue;
    pair(newest, early_[i].view());
    auto const at = early_.begin() + static_cast<std::ptrdiff_t>(i);
    std::rotate(at, at + 1, early_.begin() + static_cast<std::ptrdiff_t>(early_count_));
    --early_count_;
    return;
  }
}

/// Rule 8: no request came for the oldest.
template <class Key, class Note>
void Requests<Key, Note>::release_early() {
  auto const reply = early_.front().view();
  listener_.on_unasked(reply, excused(reply));
  std::rotate(early_.begin(), early_.begin() + 1,
              early_.begin() + static_cast<std::ptrdiff_t>(early_count_));
  --early_count_;
}

template <class Key, class Note>
bool Requests<Key, Note>::excused(Reply const& reply) const {
  auto const asker = delivery::other(reply.from);
  auto const& first = first_asked_[static_cast<std::size_t>(asker)];
  return !first || reply.moment.at < *first ||
         directions_.follows_loss(asker, reply.moment.at, rules_.deadline);
}

/// Rule 5.
template <class Key, class Note>
void Requests<Key, Note>::make_room(std::size_t octets) {
  while (waiting_ != 0 &&
         (waiting_ >= rules_.most || waiting_octets_ + octets > rules_.most_octets))
    fall_silent(0, Outcome::State::unseen);
}

template <class Key, class Note>
void Requests<Key, Note>::fall_silent(std::size_t position, Outcome::State state) {
  listener_.on_silence(requests_[position], state);
  remember(position);
}

/// Moves it to those that were told, whose oldest makes room: should that be answered at last,
/// the reply is excused.
template <class Key, class Note>
void Requests<Key, Note>::remember(std::size_t position) {
  auto const slot = told_count_++ % most_told;
  if (slot == told_.size()) told_.emplace_back();
  if (told_[slot].replies < told_[slot].times)
    directions_.forget(told_[slot].from, requests_[position].moment.at);
  waiting_octets_ -= requests_[position].octets.size();
  std::swap(told_[slot], requests_[position]);
  requests_[position].octets.clear();
  drop(position);
}

/// Its memory goes behind those that wait, for the next one.
template <class Key, class Note>
void Requests<Key, Note>::drop(std::size_t position) {
  waiting_octets_ -= requests_[position].octets.size();
  auto const at = requests_.begin() + static_cast<std::ptrdiff_t>(position);
  if (position + 1 != waiting_)
    std::rotate(at, at + 1, requests_.begin() + static_cast<std::ptrdiff_t>(waiting_));
  --waiting_;
}

template <class Key, class Note>
void Requests<Key, Note>::keep(std::vector<std::byte>& buffer, Bytes octets) {
  buffers_ -= buffer.capacity();
  buffer.assign(octets.begin(), octets.end());
  buffers_ += buffer.capacity();
}

/// Rule 3.
template <class Key, class Note>
Outcome::State Requests<Key, Note>::silence_of(Entry const& request) const {
  bool const heard = directions_.heard(delivery::other(request.from));
  return heard && !request.reply_may_be_lost ? Outcome::State::unanswered : Outcome::State::unseen;
}

template <class Key, class Note>
std::optional<Stamp> Requests<Key, Note>::deadline() const {
  std::optional<Stamp> next;
  for (std::size_t i = 0; i < waiting_ && !next; ++i)
    if (!requests_[i].postponed) next = requests_[i].moment.at + rules_.deadline;
  if (early_count_ == 0) return next;
  auto const patience = early_.front().moment.at + rules_.patience;
  return next ? std::min(*next, patience) : patience;
}

template <class Key, class Note>
void Requests<Key, Note>::on_time(Stamp now) {
  while (early_count_ != 0 && early_.front().moment.at + rules_.patience <= now) release_early();
  for (std::size_t i = 0; i < waiting_;) {
    if (requests_[i].postponed) {
      ++i;
      continue;
    }
    if (requests_[i].moment.at + rules_.deadline > now) return;
    fall_silent(i, silence_of(requests_[i]));
  }
}

template <class Key, class Note>
void Requests<Key, Note>::on_end(Stamp now) {
  on_time(now);
  while (early_count_ != 0) release_early();
  while (waiting_ != 0) {
    listener_.on_silence(requests_.front(), Outcome::State::unseen);
    drop(0);
  }
}

}  // namespace qw::dialogue
