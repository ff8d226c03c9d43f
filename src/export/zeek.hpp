// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "export/exported.hpp"
#include "export/zeek_table.hpp"
#include "vocabulary/batch.hpp"

namespace qw::exports {

/// Events as logs of Zeek: conn, dns, ssl, http, modbus, and s7comm with the fields of
/// any command. What the events do not know is unset, never guessed: no
/// IP octets, no connection state after a reset. A connection is written when it ends,
/// so lines stand in the order of their ends, as Zeek's do.
class ZeekLogs {
 public:
  /// Makes the folder if need be; each log comes into being with its first line.
  static Result<std::unique_ptr<ZeekLogs>> create(std::string const& folder);

  /// Events must come in their order.
  void on_event(Ordered const& ordered);
  /// Writes what is still open. Once.
  Status finish();

 private:
  explicit ZeekLogs(std::string const& folder);

  /// A lookup and its answer are said in the same step, in either order.
  struct Lookup {
    Said said;
    bool answer = false;
    std::string question;
    std::string record;
    std::vector<std::string> answers;
    Outcome outcome;
    bool written = false;
  };

  void on(Conversation const& conversation);
  void on(Command const& command);
  void on(Name const& name);
  void on(Handshake const& handshake);
  template <class Kind>
  void on(Kind const&) {}

  void write_connection(Conversation const& sum);
  void write_session(Session const& session);
  void write_lookups();
  void write_lookup(Lookup const& asked, Lookup const* answer);
  void write_modbus(Command const& command);
  void write_request(Command const& command);
  void write_s7(Command const& command);

  Conversations conversations_;
  std::vector<Lookup> lookups_;  // of one step
  std::uint64_t step_ = 0;
  ZeekTable conn_;
  ZeekTable dns_;
  ZeekTable ssl_;
  ZeekTable http_;
  ZeekTable modbus_;
  ZeekTable s7comm_;
};

}  // namespace qw::exports
