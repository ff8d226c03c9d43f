// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/names.hpp"

namespace qw::s7comm {

Term area_name(std::uint8_t area) {
  switch (area) {
    case 0x01: return "data record";
    case 0x03: return "system info";  // these four: S7-200
    case 0x05: return "system flags";
    case 0x06: return "analog inputs";
    case 0x07: return "analog outputs";
    case 0x1c: return "C";
    case 0x1d: return "T";
    case 0x1e: return "IEC counters";
    case 0x1f: return "IEC timers";
    case 0x80: return "P";
    case 0x81: return "I";
    case 0x82: return "Q";
    case 0x83: return "M";
    case 0x84: return "DB";
    case 0x85: return "DI";
    case 0x86: return "L";
    case 0x87: return "V";
    default: return {};
  }
}

Term block_type_name(std::uint8_t type) {
  switch (type) {
    case 0x08: return "OB";
    case 0x0a: return "DB";
    case 0x0b: return "SDB";
    case 0x0c: return "FC";
    case 0x0d: return "SFC";
    case 0x0e: return "FB";
    case 0x0f: return "SFB";
    default: return {};
  }
}

Term return_code_name(std::uint8_t code) {
  switch (code) {
    case 0x00: return "Reserved";
    case 0x01: return "Hardware fault";
    case 0x03: return "Accessing the object not allowed";
    case 0x05: return "Invalid address";
    case 0x06: return "Data type not supported";
    case 0x07: return "Data type inconsistent";
    case 0x0a: return "Object does not exist";
    case 0xff: return "Success";
    default: return {};
  }
}

Term operating_state_name(std::uint8_t state) {
  switch (state) {
    case 0x0: return "STOP";
    case 0x1: return "Warm restart";
    case 0x2: return "RUN";
    case 0x3: return "Hot restart";
    case 0x4: return "HOLD";
    case 0x6: return "Cold restart";
    case 0x9: return "RUN (redundant)";
    case 0xb: return "LINK-UP";
    case 0xc: return "UPDATE";
    default: return {};
  }
}

ServiceView job_service(std::uint8_t function) {
  switch (function) {
    case 0x00: return {Verb::other, "CPU services"};
    case 0x04: return {Verb::read, "Read Var"};
    case 0x05: return {Verb::write, "Write Var"};
    case 0x1a: return {Verb::load_program, "Request download"};
    case 0x1b: return {Verb::other, "Download block"};
    case 0x1c: return {Verb::other, "Download ended"};
    case 0x1d: return {Verb::take_program, "Start upload"};
    case 0x1e: return {Verb::take_program, "Upload"};
    case 0x1f: return {Verb::take_program, "End upload"};
    case 0x28: return {Verb::other, "PI-Service"};
    case 0x29: return {Verb::stop, "PLC Stop"};
    case 0xf0: return {Verb::other, "Setup communication"};
    default: return {Verb::other, "Unknown function"};
  }
}

namespace {

struct PiService {
  std::string_view name;
  Verb verb;
  Term operation;
};
constexpr PiService pi_services[] = {
    {"_INSE", Verb::load_program, "PI-Service _INSE (activate block)"},
    {"_INS2", Verb::load_program, "PI-Service _INS2 (activate block)"},
    {"_DELE", Verb::configure, "PI-Service _DELE (delete block)"},
    {"_MODU", Verb::configure, "PI-Service _MODU (copy RAM to ROM)"},
    {"_GARB", Verb::configure, "PI-Service _GARB (compress memory)"},
    {"_N_LOGIN_", Verb::authenticate, "PI-Service _N_LOGIN_ (log in)"},
    {"_N_LOGOUT", Verb::authenticate, "PI-Service _N_LOGOUT (log out)"},
    {"_N_CANCEL", Verb::other, "PI-Service _N_CANCEL (cancel NC alarm)"},
    {"_N_DELECT", Verb::stop, "PI-Service _N_DELECT (cancel block search)"},
    {"_N_EXTERN", Verb::start, "PI-Service _N_EXTERN (execute external program)"},
    {"_N_EXTMOD", Verb::start, "PI-Service _N_EXTMOD (execute external program)"},
    {"_N_F_COPY", Verb::file, "PI-Service _N_F_COPY (copy file)"},
    {"_N_F_DELE", Verb::file, "PI-Service _N_F_DELE (delete file)"},
    {"_N_F_RENA", Verb::file, "PI-Service _N_F_RENA (rename file)"},
    {"_N_SELECT", Verb::configure, "PI-Service _N_SELECT (select program)"},
    {"_N_SETUFR", Verb::configure, "PI-Service _N_SETUFR (activate user frames)"},
    {"_N_DASAVE", Verb::file, "PI-Service _N_DASAVE (save data)"},
};

}  // namespace

ServiceView pi_service(std::string_view name, std::string_view argument) {
  if (name == "P_PROGRAM") {
    bool const cold = !argument.empty() && argument.front() == 'C';
    if (cold) return {Verb::start, "PI-Service P_PROGRAM (cold restart)"};
    return {Verb::start, "PI-Service P_PROGRAM (warm restart)"};
  }
  for (auto const& each : pi_services)
    if (each.name == name) return {each.verb, each.operation};
  return {Verb::other, "PI-Service"};
}

namespace {

/// Test and installation functions, which STEP 7 calls monitor, modify, force.
ServiceView programmer_command(std::uint8_t subfunction) {
  switch (subfunction) {
    case 0x01: return {Verb::diagnose, "Block status"};
    case 0x02: return {Verb::read, "Variable status"};
    case 0x03: return {Verb::diagnose, "Output ISTACK"};
    case 0x04: return {Verb::diagnose, "Output BSTACK"};
    case 0x05: return {Verb::diagnose, "Output LSTACK"};
    case 0x06: return {Verb::diagnose, "Time measurement from to"};
    case 0x07: return {Verb::read, "Force selection"};
    case 0x08: return {Verb::force, "Modify variable"};
    case 0x09: return {Verb::force, "Force"};
    case 0x0a: return {Verb::stop, "Breakpoint"};
    case 0x0b: return {Verb::start, "Exit HOLD"};
    case 0x0c: return {Verb::configure, "Memory reset"};
    case 0x0d: return {Verb::diagnose, "Disable job"};
    case 0x0e: return {Verb::diagnose, "Enable job"};
    case 0x0f: return {Verb::diagnose, "Delete job"};
    case 0x10: return {Verb::diagnose, "Read job list"};
    case 0x11: return {Verb::diagnose, "Read job"};
    case 0x12: return {Verb::diagnose, "Replace job"};
    case 0x13: return {Verb::diagnose, "Block status 2"};
    case 0x16: return {Verb::diagnose, "Flash LED"};
    default: return {Verb::other, "Programmer command"};
  }
}

ServiceView cyclic_service(std::uint8_t subfunction) {
  switch (subfunction) {
    case 0x01: return {Verb::read, "Cyclic transfer"};
    case 0x04: return {Verb::other, "Unsubscribe"};
    case 0x05: return {Verb::read, "Change driven transfer"};
    case 0x07: return {Verb::read, "Change driven transfer modify"};
    case 0x08: return {Verb::read, "Read data record"};
    default: return {Verb::other, "Cyclic services"};
  }
}

ServiceView cpu_function(std::uint8_t subfunction) {
  switch (subfunction) {
    case 0x01: return {Verb::read, "Read SZL"};
    case 0x02: return {Verb::other, "Message service"};
    case 0x03: return {Verb::other, "Diagnostic message"};
    case 0x05: return {Verb::other, "ALARM_8 indication"};
    case 0x06: return {Verb::other, "NOTIFY indication"};
    case 0x07: return {Verb::configure, "ALARM_8 lock"};
    case 0x08: return {Verb::configure, "ALARM_8 unlock"};
    case 0x09: return {Verb::other, "SCAN indication"};
    case 0x0b: return {Verb::write, "ALARM ack"};
    case 0x0c: return {Verb::other, "ALARM ack indication"};
    case 0x0d: return {Verb::other, "ALARM lock indication"};
    case 0x0e: return {Verb::other, "ALARM unlock indication"};
    case 0x11: return {Verb::other, "ALARM_SQ indication"};
    case 0x12: return {Verb::other, "ALARM_S indication"};
    case 0x13: return {Verb::read, "ALARM query"};
    case 0x16: return {Verb::other, "NOTIFY_8 indication"};
    default: return {Verb::other, "CPU functions"};
  }
}

ServiceView nc_programming(std::uint8_t subfunction) {
  switch (subfunction) {
    case 1: return {Verb::load_program, "NC request download"};
    case 2: return {Verb::other, "NC download block"};
    case 3: return {Verb::other, "NC continue download"};
    case 4: return {Verb::other, "NC download ended"};
    case 6: return {Verb::take_program, "NC start upload"};
    case 7: return {Verb::other, "NC upload"};
    case 8: return {Verb::other, "NC continue upload"};
    default: return {Verb::other, "NC programming"};
  }
}

}  // namespace

ServiceView userdata_service(std::uint8_t group, std::uint8_t subfunction) {
  switch (group) {
    case 0x1: return programmer_command(subfunction);
    case 0x2: return cyclic_service(subfunction);
    case 0x3:
      if (subfunction == 1) return {Verb::read, "List blocks"};
      if (subfunction == 2) return {Verb::read, "List blocks of type"};
      if (subfunction == 3) return {Verb::read, "Get block info"};
      return {Verb::other, "Block functions"};
    case 0x4: return cpu_function(subfunction);
    case 0x5:
      if (subfunction == 1) return {Verb::authenticate, "PLC password"};
      return {Verb::other, "Security"};
    case 0x6:
      if (subfunction == 1) return {Verb::write, "BSEND"};
      return {Verb::other, "PBC BSEND/BRECV"};
    case 0x7:
      if (subfunction == 1) return {Verb::read, "Read clock"};
      if (subfunction == 3) return {Verb::read, "Read clock (following)"};
      if (subfunction == 2 || subfunction == 4) return {Verb::set_clock, "Set clock"};
      return {Verb::other, "Time functions"};
    case 0xf: return nc_programming(subfunction);
    default: return {Verb::other, "Userdata"};
  }
}

}  // namespace qw::s7comm
