// SPDX-License-Identifier: Apache-2.0
#include "site/draft_signals.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/words.hpp"
#include "site/atlas.hpp"
#include "site/csv.hpp"
#include "site/draft_text.hpp"
#include "site/tic_words.hpp"

namespace qw::site {
namespace {

/// A controller, and why it is taken for the one whose symbols these are.
struct Controller {
  std::optional<Host> host;
  std::string why;
};

std::optional<Host> ip_of(std::span<Host const> hosts) {
  for (auto const& host : hosts)
    if (host.address.is_ip()) return host;
  return std::nullopt;
}

class Signals {
 public:
  Signals(Site const& site, std::span<Device const> heard, std::span<Imported const> imports,
          KnownProtocols known)
      : site_{site}, atlas_{site}, heard_{heard}, imports_{imports}, known_{known} {}

  std::string write() {
    for (auto const& import : imports_)
      if (!import.symbols.empty()) document(import);
    if (left_out_ != 0)
      line(fmt::format("\n# {} left out: a draft holds {} signals.",
                       counted(left_out_, "more symbol"), most_drafted_signals));
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { (out_ += text) += '\n'; }

  /// By which the symbols are read and written.
  [[nodiscard]] std::string_view service_of(Imported const& import) const {
    for (auto const* each : known_)
      if (!import.tool.empty() && each->known_as.symbols == import.tool) return each->name.text();
    return {};
  }

  void document(Imported const& import) {
    auto const controller = controller_of(import);
    line(fmt::format("\n# Symbols of {}: {}", plain(import.file), plain(controller.why)));
    std::map<std::string, std::size_t> words;
    std::size_t without_value = 0;
    for (auto const& symbol : import.symbols) {
      if (symbol.type == WireType::none)
        ++without_value;
      else if (auto const word = tic_word(symbol.name, symbol.type); !word.empty())
        ++words[word];
    }
    for (auto const& symbol : import.symbols)
      if (symbol.type != WireType::none) signal(symbol, import, controller, words);
    if (without_value != 0)
      line(fmt::format("\n# {} of {} left out: no single value.", counted(without_value, "symbol"),
                       plain(import.file)));
  }

  void signal(Symbol const& symbol, Imported const& import, Controller const& controller,
              std::map<std::string, std::size_t> const& words) {
    if (++drafted_ > most_drafted_signals) {
      ++left_out_;
      return;
    }
    auto const word = tic_word(symbol.name, symbol.type);
    bool const alone = !word.empty() && words.at(word) == 1;
    line({});
    line(word.empty() ? "# not matched to TIC4.0 words"
         : alone      ? "# matched by its name only"
                      : fmt::format("# may be {}, like another symbol", word));
    auto const table = table_of(symbol, import, controller, alone ? word : symbol.name);
    if (controller.host) {
      out_ += table;
      return;
    }
    for (std::string_view rest = table; !rest.empty();) line("# " + std::string{take_line(rest)});
  }

  std::string table_of(Symbol const& symbol, Imported const& import, Controller const& controller,
                       std::string const& name) const {
    auto const document =
        symbol.line == 0 ? import.file : fmt::format("{}, line {}", import.file, symbol.line);
    std::string table = "[[signal]]\n" + key_line("name", name) + key_line("symbol", symbol.name) +
                        key_line("document", document);
    auto const host = controller.host.value_or(Host{});
    if (auto const crane = atlas_.place_of(host).crane; crane != none)
      table += key_line("crane", site_.cranes[crane].name);
    table += key_line("device", controller.host ? to_text(host.address) : "ADDRESS");
    table += key_line("service", service_of(import)) + key_line("space", symbol.space);
    if (symbol.block != 0) table += fmt::format("block = {}\n", symbol.block);
    if (symbol.space != "tag") table += fmt::format("offset = {}\n", symbol.offset);
    if (symbol.space != "tag" && symbol.type == WireType::bits)
      table += fmt::format("bit = {}\n", symbol.bit);
    return table + key_line("type", name_of(symbol.type)) + "seen_only = true\n";
  }

  Controller controller_of(Imported const& import) const {
    if (import.controller.empty()) return only_one_heard(service_of(import));
    if (auto const address = Address::parse(import.controller); address && address->is_ip())
      return {Host{{}, *address}, fmt::format("of {}, as given.", import.controller)};
    auto const why = fmt::format("of \"{}\", as given.", import.controller);
    for (auto const& device : heard_)
      if (device.name == import.controller)
        if (auto const host = ip_of(device.hosts)) return {host, why};
    auto const declared = [&](std::vector<KnownDevice> const& devices) -> std::optional<Host> {
      for (auto const& device : devices)
        if (device.name == import.controller && !device.addresses.empty())
          return Host{device.realm, device.addresses.front()};
      return std::nullopt;
    };
    if (auto const host = declared(site_.devices)) return {host, why};
    for (auto const& each : imports_)
      if (auto const host = declared(each.devices)) return {host, why};
    return {{},
            fmt::format("of \"{}\", which is not a known device; write its address and remove "
                        "the \"#\".",
                        import.controller)};
  }

  Controller only_one_heard(std::string_view service) const {
    std::vector<Host> found;
    for (auto const& device : heard_) {
      auto const& services = device.services;
      if (std::find(services.begin(), services.end(), service) == services.end()) continue;
      if (auto const host = ip_of(device.hosts)) found.push_back(*host);
    }
    if (found.size() == 1)
      return {found.front(), fmt::format("of {}, the only device that answers {}.",
                                         to_text(found.front().address), service)};
    return {{},
            fmt::format("controller unknown: {} {}. Import them as ADDRESS=FILE, "
                        "or write the address and remove the \"#\".",
                        counted(found.size(), "device answers", "devices answer"), service)};
  }

  Site const& site_;
  Atlas atlas_;
  std::span<Device const> heard_;
  std::span<Imported const> imports_;
  KnownProtocols known_;
  std::size_t drafted_ = 0;
  std::size_t left_out_ = 0;
  std::string out_;
};

}  // namespace

std::string draft_signals(Site const& site, std::span<Device const> heard,
                          std::span<Imported const> imports, KnownProtocols known) {
  return Signals{site, heard, imports, known}.write();
}

}  // namespace qw::site
