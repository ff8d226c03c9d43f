// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/refrain.hpp"

namespace qw {
namespace {

constexpr std::size_t slot_octets = sizeof(Refrain) + 24;  // with its place in the index

/// A conversation has two ends, so who speaks tells who listens.
bool same_parties(Moment const& a, Moment const& b) {
  return a.conversation == b.conversation && a.speaker == b.speaker && a.source == b.source &&
         a.point == b.point;
}

bool same_frames(FrameSpan const& a, FrameSpan const& b) {
  return a.first == b.first && a.last == b.last;
}

bool same_moment(Moment const& a, Moment const& b) {
  return a.at == b.at && same_frames(a.frames, b.frames) && same_parties(a, b);
}

}  // namespace

bool Refrain::again(Exchange const& exchange) {
  if (!whole_ || header_ != exchange.header || request_octets_ != exchange.request.size())
    return false;
  auto const request = Bytes{octets_}.first(request_octets_);
  auto const reply = Bytes{octets_}.subspan(request_octets_);
  // As texts: the standard's algorithms compare octets one by one.
  if (text_of(request) != text_of(exchange.request) || text_of(reply) != text_of(exchange.reply) ||
      !same_parties(asked_, exchange.asked) || !same_parties(answered_, exchange.answered))
    return false;
  asked_ = exchange.asked;
  answered_ = exchange.answered;
  return true;
}

void Refrain::begin(Exchange const& exchange) {
  asked_ = exchange.asked;
  answered_ = exchange.answered;
  header_ = exchange.header;
  request_octets_ = exchange.request.size();
  octets_.assign(exchange.request.begin(), exchange.request.end());
  octets_.insert(octets_.end(), exchange.reply.begin(), exchange.reply.end());
  lines_.clear();
  whole_ = true;
}

bool Refrain::fits(Command const& command) const {
  return same_moment(command.said.moment, asked_) && command.said.reply == answered_.frames.last &&
         command.reply_after == answered_.at - asked_.at;
}

bool Refrain::fits(Sample const& sample) const {
  return same_moment(sample.said.moment, answered_) && sample.said.reply == 0;
}

Refrain& Refrains::of(Exchange const& exchange) {
  if (octets_ > limit_) {
    index_.clear();
    refrains_.clear();
    octets_ = 0;
  }
  auto const hash = mixed(hash_of(exchange.request.first(exchange.asked_octets), exchange.header),
                          exchange.asked.conversation.value);
  auto const [found, is_new] =
      index_.try_emplace(hash, static_cast<std::uint32_t>(refrains_.size()));
  if (is_new) {
    refrains_.emplace_back();
    octets_ += slot_octets;
  }
  auto& refrain = refrains_[found->second];
  taken_ = refrain.heap_octets();
  return refrain;
}

void Refrains::settle(Refrain const& refrain) { octets_ += refrain.heap_octets() - taken_; }

}  // namespace qw
