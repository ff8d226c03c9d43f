// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/speech/s7comm/s7comm.hpp"

namespace qw::simulate {
namespace {

using s7comm::Item;

constexpr std::size_t s7_most_items = 20;
constexpr s7comm::Limits s7_limits{.jobs = 2, .pdu = 480};

/// As many items a request as the reply's PDU holds.
std::vector<std::vector<Item>> requests_of(std::vector<Run> const& runs) {
  std::vector<std::vector<Item>> requests(1);
  for (auto const& run : runs) {
    Item const item{s7comm::Area::data_block, run.block, run.offset,
                    static_cast<std::uint16_t>(run.size)};
    auto& last = requests.back();
    last.push_back(item);
    if (last.size() <= s7_most_items && s7comm::reply_octets(last) <= s7_limits.pdu) continue;
    last.pop_back();
    requests.push_back({item});
  }
  return requests;
}

class S7Rounds final : public Rounds {
 public:
  S7Rounds(CraneSite& crane, Polls const& polls, FlowId flow, std::uint8_t kind)
      : Rounds{crane, polls, flow, s7comm::port},
        kind_{kind},
        requests_{requests_of(runs_of(crane.layout(), polls.part, {}, dice().part("wishes")))} {}

 private:
  Stamp greet(Stamp at) override {
    auto const own = static_cast<std::uint16_t>(dice().between(1, 0x7fff));
    s7comm::Tsap const caller{kind_, 0, 0};
    s7comm::Tsap const called{kind_, 0, 3};
    at = ask(at, s7comm::connect_request(own, caller, called),
             s7comm::connect_confirm(own, 0x4431, caller, called));
    ++reference_;
    return ask(at, s7comm::setup_request(reference_, {2, 960}),
               s7comm::setup_reply(reference_, s7_limits));
  }

  void read_all(Stamp at) override {
    for (auto const& request : requests_) at = read(request, at);
  }

  Stamp read(std::vector<Item> const& items, Stamp at) {
    ++reference_;
    std::vector<Bytes> values;
    for (auto const& item : items) {
      values.push_back(crane().image().read(item.block, item.offset, item.size));
      crane().witness(flow(), "reference", reference_, item.block, item.offset, item.size);
    }
    return ask(at, s7comm::read_request(reference_, items), s7comm::read_reply(reference_, values));
  }

  std::uint8_t kind_;
  std::vector<std::vector<Item>> requests_;
  std::uint16_t reference_ = 0;
};

}  // namespace

void s7_polls(CraneSite& crane, Polls polls, std::uint8_t kind) {
  polls.between_breaks = seconds(6 * 3600);
  start_rounds<S7Rounds>(crane, polls, "S7comm", s7comm::port, kind);
}

}  // namespace qw::simulate
