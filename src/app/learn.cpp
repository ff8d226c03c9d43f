// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "analyses/analyses.hpp"
#include "app/captures.hpp"
#include "app/command.hpp"
#include "app/data.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/site_file.hpp"
#include "core/words.hpp"
#include "pipeline/known_protocols.hpp"
#include "pipeline/run.hpp"
#include "site/conflicts.hpp"
#include "site/draft.hpp"
#include "site/read.hpp"
#include "study/readable.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::app {
namespace {

namespace fs = std::filesystem;

constexpr std::array learn_options{
    Option{"--site", "FILE", "site file in use; what it names is not drafted again"},
    Option{"--import", "FILE", "document of the port, see below; may be repeated"},
    Option{"--out", "FILE", "file for the draft (default: standard output)"},
    Option{"--json", "", "print the imports as one JSON object; needs --out for the draft"},
    Option{"--force", "", "replace FILE if it exists"},
    Option{"--workers", "N", "number of worker threads (default 1)"},
    Option{"--data", "DIR",
           "folder of registries and lists of makers, instead of the installed one"},
};

/// Imports larger than this are no list that a person keeps.
constexpr std::uintmax_t most_import_octets = std::uintmax_t{256} << 20;

class LearnListener final : public pipeline::Listener {
 public:
  explicit LearnListener(analyses::Analyses& analyses) : analyses_{analyses} {}
  void on_event(Ordered const& event) override { analyses_.on(event.event); }

 private:
  analyses::Analyses& analyses_;
};

/// What is to be told of a draft beside the draft itself.
struct Told {
  std::vector<site::Imported> const& imports;
  std::vector<site::Conflict> const& conflicts;
};

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

Result<std::string> text_of_file(std::string const& path) {
  std::error_code failed;
  auto const size = fs::file_size(path, failed);
  if (failed) return Error{fmt::format("--import: {}: {}", path, failed.message())};
  if (size > most_import_octets)
    return Error{fmt::format("--import: {}: larger than {} MB", path, most_import_octets >> 20)};
  std::ifstream file{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (!file) return Error{fmt::format("--import: {}: cannot be read", path)};
  return text;
}

/// What a file holds is told by its name; of several kinds of CSV, by its head line.
site::Imported import_text(std::string_view text, std::string const& path, site::Site const& site) {
  auto const extension = lower(fs::path{path}.extension().string());
  auto const head = lower(text.substr(0, text.find('\n')));
  if (extension == ".sdf" || extension == ".asc") return site::import_s7_symbols(text, path);
  if (extension == ".l5x") return site::import_l5x(text, path);
  if (extension != ".csv") return site::import_switch_table(text, path);
  if (site::has_counters(text))
    return site::import_counters(text, path, site.port.utc_offset_minutes);
  bool const rules = head.find("action") != std::string::npos;
  return rules ? site::import_firewall(text, path) : site::import_assets(text, path);
}

/// "CONTROLLER=FILE" says whose symbols they are; a '=' in the name of a file that exists
/// is part of the name.
Result<std::vector<site::Imported>> imports_of(Arguments const& arguments, site::Site const& site) {
  std::vector<site::Imported> imports;
  for (auto const& word : arguments.values("--import")) {
    auto const equals = word.find('=');
    std::error_code ignored;
    bool const named = equals != std::string::npos && equals != 0 && !fs::exists(word, ignored);
    auto const path = named ? word.substr(equals + 1) : word;
    auto const text = text_of_file(path);
    if (!text) return text.error();
    imports.push_back(import_text(*text, path, site));
    if (named) imports.back().controller = word.substr(0, equals);
  }
  return imports;
}

std::vector<site::Conflict> conflicts_of(site::Site const& site,
                                         std::vector<site::Imported> const& imports,
                                         std::vector<Device> const& heard) {
  auto claims = site::claims_of(site);
  for (auto& claim : site::claims_of(imports)) claims.push_back(std::move(claim));
  return site::conflicts(claims, heard);
}

/// Standard output may be the draft, so what is to be said of it goes beside it.
void print_text(Told const& told) {
  for (auto const& import : told.imports) {
    fmt::print(
        stderr, "{}: {}, {}, {}, {}{}\n", study::printable(import.file),
        counted(import.devices.size(), "device"), counted(import.ports.size(), "switch port"),
        counted(import.conduits.size(), "rule"), counted(import.symbols.size(), "symbol"),
        import.counters.empty() ? ""
                                : ", " + counted(import.counters.size(), "snapshot of counters",
                                                 "snapshots of counters"));
    for (auto const& mistake : import.mistakes)
      fmt::print(stderr, "  not imported: {}\n", study::printable(to_text(mistake)));
  }
  for (auto const& conflict : told.conflicts)
    fmt::print(stderr, "conflict: {}: {}\n", to_text(conflict.subject.address),
               study::printable(to_text(conflict)));
  if (!told.imports.empty())
    fmt::print(
        stderr, "{}{}\n", counted(told.conflicts.size(), "conflict"),
        told.conflicts.empty() ? "" : "; studies report them until the site file settles them");
}

void write_import(JsonWriter& json, site::Imported const& import) {
  json.begin_object().member("file", import.file);
  json.member("devices", std::uint64_t{import.devices.size()});
  json.member("switch_ports", std::uint64_t{import.ports.size()});
  json.member("rules", std::uint64_t{import.conduits.size()});
  json.member("symbols", std::uint64_t{import.symbols.size()});
  json.member("counters", std::uint64_t{import.counters.size()});
  json.key("not_understood").begin_array();
  for (auto const& mistake : import.mistakes) json.value(to_text(mistake));
  json.end_array().end_object();
}

void print_json(Told const& told, std::string const& out, site::Site const& site) {
  std::string text;
  JsonWriter json{text};
  json.begin_object().member("schema_version", schema_version).member("draft", out);
  json.key("imports").begin_array();
  for (auto const& import : told.imports) write_import(json, import);
  json.end_array().key("conflicts").begin_array();
  for (auto const& conflict : told.conflicts) {
    json.begin_object().member("kind", name_of(conflict.kind));
    json.member("subject", to_text(conflict.subject.address));
    auto const realm = static_cast<std::size_t>(conflict.subject.realm);
    if (realm != 0) json.member("realm", site.realms[realm].name);
    json.member("document", conflict.document).member("text", to_text(conflict)).end_object();
  }
  json.end_array().end_object();
  say("{}\n", text);
}

/// A draft that the program would not read is a fault of the program, never of a document.
Status check_draft(std::string const& draft) {
  auto const reading = site::read(draft, "draft");
  auto const* mistakes = std::get_if<std::vector<site::Mistake>>(&reading);
  if (mistakes == nullptr) return Nothing{};
  return Error{"the draft cannot be read back; this is a bug in quaywatch: " +
               to_text(mistakes->front())};
}

int give(std::string const& draft, std::string const& out) {
  if (out.empty()) {
    write_output(draft);
    return status::done;
  }
  if (auto const written = write_file(out, draft); !written)
    return fail("learn", written.error().text, status::failed);
  fmt::print(stderr, "{} is a draft: check it, then run quaywatch study CAPTURE --site {}\n", out,
             out);
  return status::done;
}

int learn(Arguments const& arguments, unsigned workers, std::string const& out) {
  auto const site = site_of(arguments);
  if (!site) return fail("learn", site.error().text, status::usage);
  auto const imports = imports_of(arguments, *site);
  if (!imports) return fail("learn", imports.error().text, status::usage);
  capture::BlockPool pool;
  auto captures = open_captures(arguments.words(), *site, pool);
  if (!captures) return fail("learn", captures.error().text, status::failed);

  auto const data = load_data(std::string{arguments.value("--data")});
  analyses::Analyses analyses{*site, captures->names.points, data.registries};
  LearnListener listener{analyses};
  pipeline::Run run{{.workers = workers, .naming = true}, std::move(captures->inputs)};
  {
    ProgressLine progress;
    run.listen(listener, [&](auto position, auto size) { progress.show(position, size); });
  }
  for (auto const& source : run.accounts().sources)
    if (source.read.frames == 0 && source.damages != 0)
      return fail("learn", fmt::format("{}: no frame could be read", source.name), status::failed);
  Dossier dossier;
  analyses.write(dossier);
  auto const& devices = dossier.of<Device>();
  auto const draft =
      site::draft(*site, devices, dossier.of<ConduitRow>(), *imports, pipeline::known_protocols());
  if (auto const sound = check_draft(draft); !sound)
    return fail("learn", sound.error().text, status::failed);
  auto const found = conflicts_of(*site, *imports, devices);
  if (auto const code = give(draft, out); code != status::done) return code;
  if (arguments.has("--json"))
    print_json({*imports, found}, out, *site);
  else
    print_text({*imports, found});
  return status::done;
}

int learn_site(Arguments const& arguments) {
  if (arguments.words().empty())
    return fail("learn", "expected a capture: quaywatch learn CAPTURE... (- is standard input)",
                status::usage);
  auto const workers = parse_number(arguments.value("--workers", "1"), 1, 64);
  if (!workers) return fail("learn", "--workers: " + workers.error().text, status::usage);
  std::string const out{arguments.value("--out")};
  if (arguments.has("--json") && out.empty())
    return fail("learn",
                "--json needs --out FILE, because the draft goes to standard output otherwise",
                status::usage);
  std::error_code ignored;
  if (!out.empty() && fs::exists(out, ignored) && !arguments.has("--force"))
    return fail("learn", fmt::format("{} already exists; --force replaces it", out),
                status::failed);
  return learn(arguments, *workers, out);
}

}  // namespace

Command const learn_command{
    .name = "learn",
    .usage = "learn CAPTURE... [--import FILE]... [--out FILE]",
    .summary = "draft a site.toml from traffic and from the port's documents",
    .help =
        "Everything drafted from traffic is marked seen_only: it explains nothing until a person\n"
        "vouches for it. The kind of an imported file follows from its name:\n"
        "  .csv          assets; firewall rules if it has a column \"action\"; switch counters if\n"
        "                it has columns of counters\n"
        "  .sdf, .asc    symbols of STEP 7; CONTROLLER=FILE names the controller\n"
        "  .l5x          tags of Logix; CONTROLLER=FILE as well\n"
        "  other names   MAC table of a switch\n"
        "Conflicts between documents, or between a document and the traffic, are printed. Studies\n"
        "with the draft report them until the site file settles them.",
    .options = learn_options,
    .run = learn_site,
};

}  // namespace qw::app
