// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/der/der.hpp"
#include "simulate/speech/smb/smb.hpp"

namespace qw::simulate::smb {
namespace {

constexpr std::string_view spnego = "1.3.6.1.5.5.2";
constexpr std::string_view ntlm = "1.3.6.1.4.1.311.2.2.10";
enum Pair : std::uint16_t {  // [MS-NLMP], section 2.2.2.1
  end_of_list = 0,
  computer_name = 1,
  domain_name = 2,
  time = 7,
};
enum Message : std::uint32_t { negotiate = 1, challenge = 2, authenticate = 3 };

Octets begin(Message kind) {
  Octets out;
  return out.text("NTLMSSP", 8).u32le(kind), out;
}

void add_version(Octets& out) { out.u8(10).u8(0).u16le(17763).u8(0).u16le(0).u8(15); }

/// What stands behind the fixed part of a message, and where. Section 2.2.1.
class Payload {
 public:
  explicit Payload(std::size_t fixed) : at_{fixed} {}
  void add(Octets& out, Bytes value) {
    out.u16le(value.size()).u16le(value.size()).u32le(at_ + held_.size());
    held_.add(value);
  }
  [[nodiscard]] Octets const& octets() const { return held_; }

 private:
  std::size_t at_;
  Octets held_;
};

Octets target_info(Account const& server, Stamp at) {
  Octets out;
  auto const add = [&](Pair pair, Bytes value) { out.u16le(pair).u16le(value.size()).add(value); };
  add(domain_name, wide(server.domain));
  add(computer_name, wide(server.workstation));
  add(time, Octets{}.u64le(file_time(at)));
  add(end_of_list, {});
  return out;
}

/// Section 2.2.2.8. The first sixteen octets would prove that the password is known.
Octets proof(Account const& server, Stamp at, Dice& dice) {
  Octets out;
  out.u64be(dice.draw()).u64be(dice.draw());
  out.u8(1).u8(1).fill(6).u64le(file_time(at)).u64be(dice.draw()).u32le(0);
  return out.add(target_info(server, at)).u32le(0), out;
}

Octets tagged(unsigned number, Octets const& inside) {
  return der::value(0xa0 + number, inside.bytes());
}

Octets answer(unsigned state, Octets const& token, bool names_mechanism = false) {
  auto const result = tagged(0, der::value(0x0a, Octets{state}.bytes()));
  auto const mechanism = names_mechanism ? tagged(1, der::oid(ntlm)) : Octets{};
  auto const carried =
      token.size() == 0 ? Octets{} : tagged(2, der::value(der::octet_string, token.bytes()));
  return tagged(1, der::sequence({result, mechanism, carried}));
}

Octets first(Octets const& rest) {
  auto const mechanisms = tagged(0, der::sequence({der::oid(ntlm)}));
  return der::sequence({der::oid(spnego), tagged(0, der::sequence({mechanisms, rest}))}, 0x60);
}

}  // namespace

Octets offer_token() {
  constexpr unsigned general_string = 0x1b;
  auto const hint =
      der::value(general_string, std::string_view{"not_defined_in_RFC4178@please_ignore"});
  return first(tagged(3, der::sequence({tagged(0, hint)})));
}

Octets negotiate_token() {
  auto message = begin(negotiate);
  message.u32le(0xe208'8297).fill(16);
  add_version(message);
  return first(tagged(2, der::value(der::octet_string, message.bytes())));
}

Octets challenge_token(Account const& server, Stamp at, Dice& dice) {
  auto message = begin(challenge);
  Payload payload{56};
  payload.add(message, wide(server.domain));
  message.u32le(0xe289'8215).u64be(dice.draw()).u64le(0);
  payload.add(message, target_info(server, at));
  add_version(message);
  return answer(1, message.add(payload.octets()), true);
}

Octets authenticate_token(Account const& account, Account const& server, Stamp at, Dice& dice) {
  auto message = begin(authenticate);
  Payload payload{88};
  payload.add(message, Octets{}.fill(24));
  payload.add(message, proof(server, at, dice));
  payload.add(message, wide(account.domain));
  payload.add(message, wide(account.user));
  payload.add(message, wide(account.workstation));
  payload.add(message, Octets{}.u64be(dice.draw()).u64be(dice.draw()));  // session key
  message.u32le(0xe288'8215);
  add_version(message);
  message.u64be(dice.draw()).u64be(dice.draw());  // message integrity code
  return answer(1, message.add(payload.octets()));
}

Octets accepted_token() { return answer(0, {}); }

}  // namespace qw::simulate::smb
