// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "core/cursor.hpp"
#include "simulate/serve/dialogue.hpp"
#include "simulate/speech/s7comm/message.hpp"
#include "simulate/speech/s7comm/s7comm.hpp"

namespace qw::simulate {
namespace {

constexpr std::size_t tpkt_octets = 4;
constexpr std::size_t longest_message = 1024;
constexpr std::size_t most_served_items = 20;
constexpr std::uint16_t smallest_pdu = 64;
constexpr s7comm::Limits served_limits{.jobs = 2, .pdu = 480};

enum Cotp : std::uint8_t { connection_request = 0xe0, connection_confirm = 0xd0, data = 0xf0 };
enum Function : std::uint8_t { read_variable = 4, setup = 0xf0 };
enum ItemResult : std::uint8_t { good = 0xff, no_address = 5, no_type = 6, no_object = 0x0a };
constexpr unsigned bits_follow = 4;

// Class and code of an error in the header of an answer.
constexpr std::uint16_t no_such_service = 0x8104;
constexpr std::uint16_t too_long = 0x8500;
constexpr std::size_t error_place = 17;  // in TPKT, COTP data and header

/// Octets of one element of a transport size; 0 for one that is not served.
std::uint32_t octets_of(std::uint8_t transport_size) {
  switch (transport_size) {
    case 2:
    case 3: return 1;  // BYTE, CHAR
    case 4:
    case 5: return 2;  // WORD, INT
    case 6:
    case 7:
    case 8: return 4;  // DWORD, DINT, REAL
    default: return 0;
  }
}

class S7Dialogue final : public Dialogue {
 public:
  explicit S7Dialogue(Memory const& memory) : memory_{memory} {}

  std::optional<std::size_t> answer(Bytes received, Octets& reply) override {
    Cursor in{received};
    auto const version = in.u8();
    in.u8();
    std::size_t const length = in.u16be();
    if (!in.ok()) return 0;
    if (version != 3 || length < tpkt_octets + 3 || length > longest_message) return std::nullopt;
    Cursor unit{in.take(length - tpkt_octets)};
    if (!in.ok()) return 0;
    auto const rest = std::size_t{unit.u8()};
    auto const kind = unit.u8();
    bool const known = kind == connection_request ? connect(rest, unit, reply)
                                                  : kind == data && talk(rest, unit, reply);
    if (!known) return std::nullopt;
    return length;
  }

 private:
  /// The parameters that the client proposes are accepted as they are. RFC 905, 13.3 and 13.4.
  bool connect(std::size_t length, Cursor& unit, Octets& reply) {
    unit.u16be();
    auto const caller = unit.u16be();
    auto const classes = unit.u8();
    if (!unit.ok() || connected_ || classes != 0 || length != 6 + unit.rest().size()) return false;
    connected_ = true;
    Octets confirm;
    confirm.u8(length).u8(connection_confirm).u16be(caller).u16be(0x4431).u8(0);
    reply.add(s7comm::tpkt(confirm.add(unit.rest())));
    return true;
  }

  bool talk(std::size_t length, Cursor& unit, Octets& reply) {
    auto const last = unit.u8();
    auto const id = unit.u8();
    auto const kind = unit.u8();
    unit.u16be();
    auto const reference = unit.u16be();
    auto const parameters_octets = unit.u16be();
    auto const data_octets = unit.u16be();
    Cursor parameters{unit.take(parameters_octets)};
    unit.take(data_octets);
    if (!unit.ok() || !unit.rest().empty() || !connected_ || length != 2) return false;
    if (last != 0x80 || id != 0x32 || kind != s7comm::job) return false;
    auto const function = parameters.u8();
    if (function == setup) return set_up(reference, parameters, reply);
    if (function == read_variable) return read(reference, parameters, reply);
    reply.add(refusal(reference, function, no_such_service));
    return parameters.ok();
  }

  bool set_up(std::uint16_t reference, Cursor& parameters, Octets& reply) {
    parameters.u8();
    auto const calling = parameters.u16be();
    auto const called = parameters.u16be();
    auto const pdu = parameters.u16be();
    if (!parameters.ok() || pdu < smallest_pdu) return false;
    pdu_ = std::min(pdu, served_limits.pdu);
    auto const jobs = std::clamp(std::min(calling, called), std::uint16_t{1}, served_limits.jobs);
    reply.add(s7comm::setup_reply(reference, {.jobs = jobs, .pdu = pdu_}));
    return true;
  }

  bool read(std::uint16_t reference, Cursor& parameters, Octets& reply) const {
    auto const count = std::size_t{parameters.u8()};
    if (count == 0 || count > most_served_items || pdu_ == 0) return false;
    Octets values;
    for (std::size_t i = 0; i < count; ++i) {
      if (values.size() % 2 == 1) values.u8(0);
      if (!add_item(parameters, values)) return false;
    }
    if (!parameters.rest().empty()) return false;
    constexpr std::size_t heads = 12 + 2;
    if (heads + values.size() > pdu_) {
      reply.add(refusal(reference, read_variable, too_long));
    } else {
      Octets const answer{read_variable, static_cast<unsigned>(count)};
      reply.add(s7comm::message(s7comm::ack_data, reference, answer, values));
    }
    return true;
  }

  /// One item of a request, and what its part of the answer is. False if it is malformed.
  bool add_item(Cursor& parameters, Octets& values) const {
    auto const specification = parameters.u8();
    auto const length = parameters.u8();
    auto const syntax = parameters.u8();
    auto const element = octets_of(parameters.u8());
    auto const size = parameters.u16be() * element;
    auto const number = parameters.u16be();
    auto const area = parameters.u8();
    auto const high = std::uint32_t{parameters.u8()};
    auto const bits = high << 16 | parameters.u16be();
    if (!parameters.ok() || specification != 0x12 || length != 10 || syntax != 0x10) return false;
    auto const* block = area == static_cast<std::uint8_t>(s7comm::Area::data_block)
                            ? memory_.find(number)
                            : nullptr;
    auto const refuse = [&](ItemResult result) {
      values.u8(result).u8(0).u16be(0);
      return true;
    };
    if (element == 0) return refuse(no_type);
    if (block == nullptr) return refuse(no_object);
    if (bits % 8 != 0 || size == 0 || bits / 8 + size > block->size) return refuse(no_address);
    // What cannot fit is not gathered; the answer says that it was too long.
    if (values.size() > pdu_ || size > pdu_) {
      values.fill(pdu_);
      return true;
    }
    values.u8(good)
        .u8(bits_follow)
        .u16be(size * 8)
        .add(memory_.read(block->number, bits / 8, size));
    return true;
  }

  static Octets refusal(std::uint16_t reference, std::uint8_t function, std::uint16_t code) {
    auto out = s7comm::message(s7comm::ack_data, reference, Octets{function, 0}, {});
    out.patch16be(error_place, code);
    return out;
  }

  Memory const& memory_;
  bool connected_ = false;
  std::uint16_t pdu_ = 0;  // octets of a message, once set up
};

}  // namespace

std::unique_ptr<Dialogue> s7_dialogue(Memory const& memory) {
  return std::make_unique<S7Dialogue>(memory);
}

}  // namespace qw::simulate
