// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/s7comm/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "simulate/speech/s7comm/message.hpp"

namespace qw::simulate::s7comm {
namespace {

namespace function {
constexpr unsigned request_download = 0x1a;
constexpr unsigned download_block = 0x1b;
constexpr unsigned download_ended = 0x1c;
constexpr unsigned start_upload = 0x1d;
constexpr unsigned upload = 0x1e;
constexpr unsigned end_upload = 0x1f;
constexpr unsigned invoke_service = 0x28;
constexpr unsigned stop = 0x29;
}  // namespace function

constexpr std::size_t piece_octets = 440;  // of a block, in one PDU
constexpr std::uint32_t upload_id = 7;

std::string_view type_code(BlockType type) {
  constexpr std::string_view codes[] = {"08", "0A", "0C", "0E"};
  return codes[static_cast<std::size_t>(type)];
}

/// "0A00041P": type, number, and where it lies: passive or active.
std::string name_of(Block const& block, char where) {
  return fmt::format("{}{:05}{}", type_code(block.type), block.number % 100'000, where);
}

Octets file_parameters(unsigned code, Block const& block, char where) {
  auto const name = "_" + name_of(block, where);
  return Octets{code, 0, 0, 0}.u32be(0).u8(name.size()).text(name);
}

Octets piece_answer(unsigned code, std::uint16_t reference, Bytes piece, bool more) {
  auto const data = Octets{}.u16be(piece.size()).u16be(0x00fb).add(piece);
  return message(ack_data, reference, Octets{code, more ? 1U : 0U}, data);
}

Octets service_parameters(Octets const& block, std::string_view service) {
  auto out = Octets{function::invoke_service}.fill(6).u8(0xfd).u16be(block.size()).add(block);
  return out.u8(service.size()).text(service);
}

Turn job_turn(std::uint16_t reference, Octets const& parameters, Octets const& answer) {
  return {false, message(job, reference, parameters, {}), message(ack_data, reference, answer, {})};
}

unsigned bcd(unsigned number) { return number / 10 << 4 | number % 10; }

/// Ten octets: nothing, century, then as DATE_AND_TIME of IEC 61131-3 in S7: BCD, the last
/// half octet is the day of the week, 1 for Sunday.
Octets clock_of(Stamp at) {
  using namespace std::chrono;
  sys_time<std::chrono::milliseconds> const moment{std::chrono::milliseconds{at.ns / 1'000'000}};
  auto const day = floor<days>(moment);
  year_month_day const date{day};
  hh_mm_ss const time{moment - day};
  auto const year = static_cast<unsigned>(static_cast<int>(date.year()));
  auto const part = static_cast<unsigned>(time.subseconds().count());
  Octets out{0, bcd(year / 100), bcd(year % 100), bcd(static_cast<unsigned>(date.month())),
             bcd(static_cast<unsigned>(date.day()))};
  out.u8(bcd(static_cast<unsigned>(time.hours().count())));
  out.u8(bcd(static_cast<unsigned>(time.minutes().count())));
  out.u8(bcd(static_cast<unsigned>(time.seconds().count()))).u8(bcd(part / 10));
  return out.u8(part % 10 << 4 | (weekday{day}.c_encoding() + 1));
}

}  // namespace

std::vector<Turn> load_block(Block const& block, Bytes content, std::uint16_t& reference) {
  std::vector<Turn> turns;
  auto asked = file_parameters(function::request_download, block, 'P');
  asked.patch16be(2, 0x0100);
  asked.u8(13).text(fmt::format("1{:06}{:06}", content.size() + 36, content.size()));
  turns.push_back(job_turn(++reference, asked, Octets{function::request_download}));
  while (!content.empty()) {
    auto const piece = content.first(std::min(piece_octets, content.size()));
    content = content.subspan(piece.size());
    auto const parameters = file_parameters(function::download_block, block, 'P');
    turns.push_back({true, message(job, ++reference, parameters, {}),
                     piece_answer(function::download_block, reference, piece, !content.empty())});
  }
  auto const ended = file_parameters(function::download_ended, block, 'P');
  turns.push_back({true, message(job, ++reference, ended, {}),
                   message(ack_data, reference, Octets{function::download_ended}, {})});
  auto const listed = Octets{1, 0}.text(name_of(block, 'P'));
  turns.push_back(
      job_turn(++reference, service_parameters(listed, "_INSE"), Octets{function::invoke_service}));
  return turns;
}

std::vector<Turn> take_block(Block const& block, Bytes content, std::uint16_t& reference) {
  std::vector<Turn> turns;
  auto const length = fmt::format("{:07}", content.size());
  auto const begun = Octets{function::start_upload, 0, 1, 0}.u32be(upload_id).u8(length.size());
  turns.push_back(job_turn(++reference, file_parameters(function::start_upload, block, 'A'),
                           Octets{begun}.text(length)));
  while (!content.empty()) {
    auto const piece = content.first(std::min(piece_octets, content.size()));
    content = content.subspan(piece.size());
    auto const asked = Octets{function::upload, 0, 0, 0}.u32be(upload_id);
    turns.push_back({false, message(job, ++reference, asked, {}),
                     piece_answer(function::upload, reference, piece, !content.empty())});
  }
  turns.push_back(job_turn(++reference, Octets{function::end_upload, 0, 0, 0}.u32be(upload_id),
                           Octets{function::end_upload}));
  return turns;
}

Turn stop_controller(std::uint16_t reference) {
  auto const parameters = Octets{function::stop}.fill(5).u8(9).text("P_PROGRAM");
  return job_turn(reference, parameters, Octets{function::stop});
}

Turn start_controller(std::uint16_t reference) {
  return job_turn(reference, service_parameters({}, "P_PROGRAM"), Octets{function::invoke_service});
}

Turn identify(std::uint16_t reference, std::string_view order_number, std::uint8_t major,
              std::uint8_t minor, std::uint8_t patch) {
  constexpr std::uint16_t list = 0x0011;
  constexpr std::uint16_t record_octets = 28;
  auto const asked = Octets{0, 1, 0x12, 4, 0x11, 0x44, 1, 0};
  auto const which = Octets{0xff, 9}.u16be(4).u16be(list).u16be(0);
  auto const told = Octets{0, 1, 0x12, 8, 0x12, 0x84, 1, 1}.u32be(0);
  Octets records;
  records.u16be(1).text(order_number, 20, ' ').u16be(0x00c0).u16be(4).u16be(1);
  records.u16be(7).text("", 20, ' ').u16be(0x00c0).u8('V').u8(major).u8(minor).u8(patch);
  auto const answer = Octets{0xff, 9}
                          .u16be(8 + records.size())
                          .u16be(list)
                          .u16be(0)
                          .u16be(record_octets)
                          .u16be(records.size() / record_octets)
                          .add(records);
  return {false, message(userdata, reference, asked, which),
          message(userdata, reference, told, answer)};
}

Turn set_clock(std::uint16_t reference, Stamp to) {
  auto const asked = Octets{0, 1, 0x12, 4, 0x11, 0x47, 2, 0};
  auto const clock = clock_of(to);
  auto const data = Octets{0xff, 9}.u16be(clock.size()).add(clock);
  auto const told = Octets{0, 1, 0x12, 8, 0x12, 0x87, 2, 1}.u32be(0);
  return {false, message(userdata, reference, asked, data),
          message(userdata, reference, told, Octets{0x0a, 0, 0, 0})};
}

}  // namespace qw::simulate::s7comm
