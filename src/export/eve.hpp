// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/result.hpp"
#include "export/exported.hpp"
#include "export/output_file.hpp"
#include "vocabulary/batch.hpp"

namespace qw::exports {

/// Events as Suricata's EVE JSON: flow, dns, tls, http, modbus, anomaly. Times have
/// microseconds there; what the events do not know is left out. Commands of protocols
/// that EVE has no type for are written as type "command" with the vocabulary's words.
class EveLog {
 public:
  static Result<EveLog> create(std::string const& path);

  /// Events must come in their order.
  void on_event(Ordered const& ordered);
  /// Writes what is still open. Once.
  Status finish();

 private:
  void on(Conversation const& conversation);
  void on(Command const& command);
  void on(Name const& name);
  void on(Handshake const& handshake);
  void on(Irregularity const& irregularity);
  template <class Kind>
  void on(Kind const&) {}

  void write_flow(Conversation const& sum);
  void write_session(Session const& session);

  OutputFile file_;
  Conversations conversations_;
};

}  // namespace qw::exports
