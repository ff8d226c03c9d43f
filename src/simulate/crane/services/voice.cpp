// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulate/crane/site.hpp"
#include "simulate/speech/rtp/rtp.hpp"
#include "simulate/speech/sip/sip.hpp"
#include "simulate/wire/makers.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

constexpr std::string_view voice_domain = "voice.port.example";
constexpr std::uint16_t phone_media = 11784;
constexpr Nanoseconds packet_time = milliseconds(20);

/// One direction of one leg of a call.
struct Stream {
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t source = 0;

  Octets next(bool first, Bytes sound) {
    timestamp += 160;
    return rtp::packet(sequence++, timestamp, source, first, sound, sip::a_law);
  }
  static Stream by_chance(Dice& dice) {
    return {static_cast<std::uint16_t>(dice.below(30'000)), static_cast<std::uint32_t>(dice.draw()),
            static_cast<std::uint32_t>(dice.draw())};
  }
};

/// Between a phone and the exchange: signalling, media, and how they get there.
struct Leg {
  Shard& shard;
  FlowId signals;
  FlowId media;
  Path signal_path;
  Path media_path;
  Stream forth;  // from the path's client
  Stream back;

  Stamp say(Side from, Stamp at, std::string const& text) {
    return send_udp(shard, signal_path, from, signals, at, bytes_of(text));
  }
  void sound(Side from, Stamp at, bool first, Bytes octets) {
    auto& stream = from == Side::client ? forth : back;
    send_udp(shard, media_path, from, media, at, stream.next(first, octets));
  }
};

/// Who speaks with whom.
struct Ends {
  struct End {
    std::string_view user;
    std::string_view words;
  };
  End near;
  End far;
  std::string_view far_role;
};
constexpr Ends on_board{
    {"cabin", "cabin's phone"}, {"dispatcher", "dispatcher's phone"}, "dispatcher-phone"};
/// Nobody is in the cabin: those at the crane's foot speak with the operators.
constexpr Ends from_desks{
    {"crane", "intercom at the crane's foot"}, {"operators", "control room's phone"}, "room-phone"};

/// The phone in the cabin. The exchange stands between: it calls the other phone itself, and
/// passes on what is said, so that neither phone needs to know of the crane's gateway.
class CabinPhone : public std::enable_shared_from_this<CabinPhone> {
 public:
  CabinPhone(CraneSite& crane, Host& phone, Ends const& ends)
      : crane_{crane},
        exchange_{crane.server("voice-exchange")},
        dice_{crane.dice("voice")},
        relay_{static_cast<std::uint16_t>(12000 + crane.number() * 4)},
        cabin_{leg(phone, sip::port, exchange_, sip::port, phone_media, relay_, ends.near.words)},
        desk_{leg(exchange_, sip::port, crane.server(ends.far_role), sip::port,
                  static_cast<std::uint16_t>(relay_ + 2),
                  static_cast<std::uint16_t>(phone_media + crane.number() * 2), ends.far.words)},
        cabin_user_{fmt::format("{}-{}", ends.near.user, crane.number()), to_text(phone.ip),
                    "snomD735/10.1.159", phone_media},
        desk_user_{std::string{ends.far.user}, to_text(crane.server(ends.far_role).ip),
                   "snomD785/10.1.159",
                   static_cast<std::uint16_t>(phone_media + crane.number() * 2)} {}

  void log_on() {
    if (busy_) return;
    auto const dialog = sip::dialog(cabin_user_, cabin_user_, voice_domain, dice_);
    auto const nonce = fmt::format("{:016x}", dice_.draw());
    auto at = cabin_.say(Side::client, crane_.shard().now(), sip::register_request(dialog, 1));
    at = cabin_.say(Side::server, at + milliseconds(1), sip::register_challenged(dialog, nonce));
    at = cabin_.say(Side::client, at + milliseconds(6),
                    sip::register_request(dialog, 2, sip::proof(dialog, nonce, dice_)));
    cabin_.say(Side::server, at + milliseconds(2), sip::register_accepted(dialog, 2));
  }

  /// Calls the dispatcher, who answers after some rings.
  void call() {
    if (busy_) return;
    busy_ = true;
    auto const own = sip::User{"exchange", to_text(exchange_.ip), "pbx/18.9", relay_};
    auto for_cabin = own;
    for_cabin.name = desk_user_.name;
    auto for_desk = own;
    for_desk.name = cabin_user_.name;
    for_desk.media_port = static_cast<std::uint16_t>(relay_ + 2);
    upper_ = sip::dialog(cabin_user_, for_cabin, voice_domain, dice_);
    lower_ = sip::dialog(for_desk, desk_user_, voice_domain, dice_);
    auto at = cabin_.say(Side::client, crane_.shard().now(), sip::invite(upper_));
    cabin_.say(Side::server, at + milliseconds(1), sip::invite_answer(upper_, 100));
    at = desk_.say(Side::client, at + milliseconds(5), sip::invite(lower_));
    desk_.say(Side::server, at + milliseconds(4), sip::invite_answer(lower_, 100));
    at = desk_.say(Side::server, at + milliseconds(40), sip::invite_answer(lower_, 180));
    cabin_.say(Side::server, at + milliseconds(1), sip::invite_answer(upper_, 180));
    auto const lifted = at + milliseconds(dice_.between(2'000, 9'000));
    at = desk_.say(Side::server, lifted, sip::invite_answer(lower_, 200));
    desk_.say(Side::client, at + milliseconds(1), sip::acknowledge(lower_));
    at = cabin_.say(Side::server, at + milliseconds(2), sip::invite_answer(upper_, 200));
    at = cabin_.say(Side::client, at + milliseconds(3), sip::acknowledge(upper_));
    talk(at + milliseconds(30), at + milliseconds(dice_.between(7'000, 26'000)));
  }

 private:
  Leg leg(Host& client, std::uint16_t client_port, Host& server, std::uint16_t server_port,
          std::uint16_t client_media, std::uint16_t server_media, std::string_view whose) {
    auto& shard = crane_.shard();
    auto const signals = crane_.flow(fmt::format("{} registers and calls", whose), "SIP", client,
                                     server, "udp/5060");
    auto const media =
        shard.add_flow({fmt::format("voice of the {}", whose), "RTP", client.identity.name,
                        server.identity.name, fmt::format("udp/{}", server_media), true});
    return {shard,
            signals,
            media,
            Path{client, client_port, server, server_port},
            Path{client, client_media, server, server_media},
            Stream::by_chance(dice_),
            Stream::by_chance(dice_)};
  }

  void talk(Stamp from, Stamp until) {
    crane_.shard().repeat(from, {.period = packet_time, .jitter = Nanoseconds{600'000}},
                          [phone = shared_from_this(), from, until] {
                            auto const now = phone->crane_.shard().now();
                            if (now >= until) {
                              phone->hang_up(now);
                              return false;
                            }
                            phone->pass_on(now, now < from + packet_time);
                            return true;
                          });
  }

  /// One packet each way on both legs; they speak in turns.
  void pass_on(Stamp now, bool first) {
    if (dice_.chance(0.006)) cabin_speaks_ = !cabin_speaks_;
    auto const up = sip::voice(cabin_speaks_, dice_);
    auto const down = sip::voice(!cabin_speaks_, dice_);
    constexpr Nanoseconds relayed{350'000};
    cabin_.sound(Side::client, now, first, up);
    desk_.sound(Side::client, now + relayed, first, up);
    auto const later = now + Nanoseconds{4'700'000};  // the phones' clocks do not agree
    desk_.sound(Side::server, later, first, down);
    cabin_.sound(Side::server, later + relayed, first, down);
  }

  void hang_up(Stamp now) {
    auto at = cabin_.say(Side::client, now, sip::bye(upper_, true));
    cabin_.say(Side::server, at + milliseconds(1), sip::bye_answer(upper_, true));
    at = desk_.say(Side::client, at + milliseconds(2), sip::bye(lower_, true));
    desk_.say(Side::server, at + milliseconds(3), sip::bye_answer(lower_, true));
    busy_ = false;
  }

  CraneSite& crane_;
  Host& exchange_;
  Dice dice_;
  std::uint16_t relay_;
  Leg cabin_;
  Leg desk_;
  sip::User cabin_user_;
  sip::User desk_user_;
  sip::Dialog upper_;
  sip::Dialog lower_;
  bool busy_ = false;
  bool cabin_speaks_ = true;
};

}  // namespace

/// The operator's phone: it registers every five minutes, and calls the dispatcher now and then.
/// On a remote crane it stands at the foot, and calls the control room.
void voice(CraneSite& crane) {
  auto& phone = crane.add_device({"phone", "phone", "Snom", "D735", "10.1.159", ""}, maker::snom,
                                 stacks::embedded);
  auto const cabin =
      std::make_shared<CabinPhone>(crane, phone, crane.is_remote() ? from_desks : on_board);
  auto& shard = crane.shard();
  shard.at(shard.now() + milliseconds(2500 + 70 * crane.number()), [cabin] { cabin->log_on(); });
  shard.every({.period = seconds(300), .jitter = seconds(8)}, [cabin] { cabin->log_on(); });
  shard.every({.period = seconds(1400), .jitter = seconds(700)}, [cabin] { cabin->call(); });
}

}  // namespace qw::simulate
