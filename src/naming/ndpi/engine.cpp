// SPDX-License-Identifier: Apache-2.0
#include <ndpi/ndpi_api.h>

#include <list>
#include <vector>

#include "naming/ndpi/module.hpp"

namespace qw::naming {
namespace {

class NdpiHearing;
using Hearings = std::list<NdpiHearing*>;

/// One conversation, until it has a name, has been heard enough, or makes room.
class NdpiHearing final : public delivery::Hearing {
 public:
  NdpiHearing(Module& module, Counts& counts, Hearings& all, Ends const& ends)
      : module_{module}, counts_{counts}, all_{all}, ends_{ends} {
    memory_.emplace();
    all_.push_back(this);
    place_ = std::prev(all_.end());
  }
  ~NdpiHearing() override { forget(); }

  std::optional<Protocol> hear(delivery::Side from, Bytes payload, Stamp at) override {
    bool const cut = ends_.transport != delivery::Transport::tcp && payload.size() > most_octets;
    if (over() || cut) return std::nullopt;
    auto const found = module_.see(*memory_, ends_, from, payload, at);
    ++payloads_;
    if (found) ++counts_.named;
    if (found || payloads_ == most_payloads) forget();
    return found;
  }

  [[nodiscard]] bool over() const override { return !memory_ || memory_->flow() == nullptr; }

  void make_room() {
    ++counts_.cut_short;
    forget();
  }

 private:
  void forget() {
    if (memory_) all_.erase(place_);
    memory_.reset();
  }

  Module& module_;
  Counts& counts_;
  Hearings& all_;
  Hearings::iterator place_;
  Ends ends_;
  std::optional<FlowMemory> memory_;
  std::uint32_t payloads_ = 0;
};

class NdpiNamer final : public Namer {
 public:
  NdpiNamer(Module& module, std::size_t most) : module_{module}, most_{most} {}

  std::unique_ptr<delivery::Hearing> begin(delivery::Transport transport, Endpoint const& client,
                                           Endpoint const& server) override {
    if (!client.host.address.is_ip() || !server.host.address.is_ip()) return nullptr;
    if (hearings_.size() == most_) hearings_.front()->make_room();
    ++counts_.heard;
    return std::make_unique<NdpiHearing>(module_, counts_, hearings_,
                                         Ends{.transport = transport, .sides = {client, server}});
  }
  [[nodiscard]] Counts counts() const override { return counts_; }

 private:
  Module& module_;
  std::size_t most_;
  Hearings hearings_;  // oldest first
  Counts counts_;
};

class NdpiEngine final : public Engine {
 public:
  NdpiEngine(Limits const& limits, std::span<Term const> own)
      : own_{own.begin(), own.end()}, hearings_{limits.hearings} {
    for (std::uint32_t i = 0; i < limits.modules; ++i)
      modules_.push_back(std::make_unique<Module>(own_));
  }
  std::unique_ptr<Namer> namer(std::uint32_t number) override {
    return std::make_unique<NdpiNamer>(*modules_[number % modules_.size()], hearings_);
  }

 private:
  std::vector<Term> own_;
  std::size_t hearings_;
  std::vector<std::unique_ptr<Module>> modules_;
};

}  // namespace

std::string library() { return std::string{"nDPI "} + ndpi_revision(); }

std::unique_ptr<Engine> make_engine(Limits const& limits, std::span<Term const> own) {
  return std::make_unique<NdpiEngine>(limits, own);
}

}  // namespace qw::naming
