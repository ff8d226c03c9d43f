// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/sip/sip.hpp"

#include <fmt/format.h>

namespace qw::simulate::sip {
namespace {

std::string_view reason(unsigned status) {
  switch (status) {
    case 100: return "Trying";
    case 180: return "Ringing";
    case 401: return "Unauthorized";
    default: return "OK";
  }
}

std::string address_of(User const& user, std::string_view domain) {
  return fmt::format("<sip:{}@{}>", user.name, domain);
}
std::string contact_of(User const& user) {
  return fmt::format("Contact: <sip:{}@{}:{}>\r\n", user.name, user.address, port);
}
std::string tagged(std::string_view tag) {
  return tag.empty() ? std::string{} : fmt::format(";tag={}", tag);
}

/// The headers that every message has, from the Via on. `turned`: the called one asks.
std::string common(Dialog const& dialog, std::string_view sequence, bool answered,
                   bool turned = false) {
  auto const& from = turned ? dialog.called : dialog.caller;
  auto const& to = turned ? dialog.caller : dialog.called;
  auto const& from_tag = turned ? dialog.called_tag : dialog.caller_tag;
  auto const to_tag = turned ? dialog.caller_tag : answered ? dialog.called_tag : std::string{};
  return fmt::format(
      "Via: SIP/2.0/UDP {}:{};branch={}-{};rport\r\nFrom: {}{}\r\nTo: {}{}\r\nCall-ID: {}\r\n"
      "CSeq: {}\r\n",
      from.address, port, dialog.branch, sequence.substr(0, sequence.find(' ')),
      address_of(from, dialog.domain), tagged(from_tag), address_of(to, dialog.domain),
      tagged(to_tag), dialog.id, sequence);
}

std::string with_body(std::string head, std::string_view body) {
  if (!body.empty()) head += "Content-Type: application/sdp\r\n";
  return head + fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

std::string media(User const& user, std::uint32_t session) {
  return fmt::format(
      "v=0\r\no={} {} 1 IN IP4 {}\r\ns=-\r\nc=IN IP4 {}\r\nt=0 0\r\nm=audio {} RTP/AVP {}\r\n"
      "a=rtpmap:{} PCMA/8000\r\na=ptime:20\r\na=sendrecv\r\n",
      user.name, session, user.address, user.address, user.media_port, a_law, a_law);
}

std::string answer(Dialog const& dialog, unsigned status, std::string_view sequence,
                   std::string_view more, bool turned = false) {
  return fmt::format("SIP/2.0 {} {}\r\n{}{}", status, reason(status),
                     common(dialog, sequence, status != 100, turned), more);
}

std::string request(std::string_view method, std::string_view target, std::string_view rest) {
  return fmt::format("{} {} SIP/2.0\r\nMax-Forwards: 70\r\n{}", method, target, rest);
}

std::string uri(User const& user) {
  return fmt::format("sip:{}@{}:{}", user.name, user.address, port);
}
std::string agent(User const& user) { return fmt::format("User-Agent: {}\r\n", user.agent); }

}  // namespace

Dialog dialog(User caller, User called, std::string_view domain, Dice& dice) {
  Dialog made;
  made.caller = std::move(caller);
  made.called = std::move(called);
  made.domain = domain;
  made.id = fmt::format("{:016x}@{}", dice.draw(), made.caller.address);
  made.caller_tag = fmt::format("{:08x}", dice.draw() >> 32);
  made.called_tag = fmt::format("as{:08x}", dice.draw() >> 32);
  made.branch = fmt::format("z9hG4bK{:012x}", dice.draw() >> 16);
  made.session = static_cast<std::uint32_t>(dice.between(10'000, 2'000'000'000));
  return made;
}

std::string register_request(Dialog const& dialog, unsigned number, std::string_view proof) {
  auto rest = common(dialog, fmt::format("{} REGISTER", number), false);
  rest += contact_of(dialog.caller) + "Expires: 600\r\n" + agent(dialog.caller);
  if (!proof.empty()) rest += fmt::format("Authorization: {}\r\n", proof);
  return with_body(request("REGISTER", "sip:" + dialog.domain, rest), {});
}

std::string register_challenged(Dialog const& dialog, std::string_view nonce) {
  return with_body(
      answer(dialog, 401, "1 REGISTER",
             fmt::format("WWW-Authenticate: Digest realm=\"{}\", nonce=\"{}\", algorithm=MD5\r\n",
                         dialog.domain, nonce)),
      {});
}

std::string register_accepted(Dialog const& dialog, unsigned number) {
  return with_body(answer(dialog, 200, fmt::format("{} REGISTER", number),
                          contact_of(dialog.caller) + "Expires: 600\r\n"),
                   {});
}

std::string proof(Dialog const& dialog, std::string_view nonce, Dice& dice) {
  return fmt::format(
      "Digest username=\"{}\", realm=\"{}\", nonce=\"{}\", uri=\"sip:{}\", "
      "response=\"{:016x}{:016x}\", algorithm=MD5",
      dialog.caller.name, dialog.domain, nonce, dialog.domain, dice.draw(), dice.draw());
}

std::string invite(Dialog const& dialog) {
  auto const target = fmt::format("sip:{}@{}", dialog.called.name, dialog.domain);
  return with_body(request("INVITE", target,
                           common(dialog, "102 INVITE", false) + contact_of(dialog.caller) +
                               agent(dialog.caller)),
                   media(dialog.caller, dialog.session));
}

std::string invite_answer(Dialog const& dialog, unsigned status) {
  return with_body(
      answer(dialog, status, "102 INVITE", status == 100 ? "" : contact_of(dialog.called)),
      status == 200 ? media(dialog.called, dialog.session + 1) : std::string{});
}

std::string acknowledge(Dialog const& dialog) {
  return with_body(request("ACK", uri(dialog.called), common(dialog, "102 ACK", true)), {});
}

std::string bye(Dialog const& dialog, bool by_caller) {
  return with_body(request("BYE", uri(by_caller ? dialog.called : dialog.caller),
                           common(dialog, "103 BYE", true, !by_caller)),
                   {});
}

std::string bye_answer(Dialog const& dialog, bool by_caller) {
  return with_body(answer(dialog, 200, "103 BYE", "", !by_caller), {});
}

Octets voice(bool speaks, Dice& dice) {
  constexpr std::size_t samples = 160;
  constexpr unsigned silence = 0xd5;
  auto out = Octets::with_room(samples);
  if (!speaks) return out.fill(samples, silence), out;
  auto const loudness = static_cast<unsigned>(dice.between(0x10, 0x5f));
  for (std::size_t i = 0; i < samples; i += 4) {
    auto const four = dice.draw();
    for (unsigned k = 0; k < 4; ++k) {
      auto const size = static_cast<unsigned>(four >> (16 * k) & 0xffff) % loudness;
      out.u8((size ^ 0x55) | (four >> (16 * k + 15) & 1) << 7);
    }
  }
  return out;
}

}  // namespace qw::simulate::sip
