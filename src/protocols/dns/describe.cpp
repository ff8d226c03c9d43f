// SPDX-License-Identifier: Apache-2.0
#include "protocols/dns/describe.hpp"

#include <algorithm>

namespace qw::dns {
namespace {

struct Numbered {
  std::uint16_t number;
  Term name;
};

constexpr Numbered types[] = {
    {1, "A"},           {2, "NS"},      {3, "MD"},         {4, "MF"},       {5, "CNAME"},
    {6, "SOA"},         {7, "MB"},      {8, "MG"},         {9, "MR"},       {10, "NULL"},
    {11, "WKS"},        {12, "PTR"},    {13, "HINFO"},     {14, "MINFO"},   {15, "MX"},
    {16, "TXT"},        {17, "RP"},     {18, "AFSDB"},     {19, "X25"},     {20, "ISDN"},
    {21, "RT"},         {22, "NSAP"},   {23, "NSAP-PTR"},  {24, "SIG"},     {25, "KEY"},
    {26, "PX"},         {27, "GPOS"},   {28, "AAAA"},      {29, "LOC"},     {30, "NXT"},
    {31, "EID"},        {32, "NIMLOC"}, {33, "SRV"},       {34, "ATMA"},    {35, "NAPTR"},
    {36, "KX"},         {37, "CERT"},   {38, "A6"},        {39, "DNAME"},   {40, "SINK"},
    {41, "OPT"},        {42, "APL"},    {43, "DS"},        {44, "SSHFP"},   {45, "IPSECKEY"},
    {46, "RRSIG"},      {47, "NSEC"},   {48, "DNSKEY"},    {49, "DHCID"},   {50, "NSEC3"},
    {51, "NSEC3PARAM"}, {52, "TLSA"},   {53, "SMIMEA"},    {55, "HIP"},     {56, "NINFO"},
    {57, "RKEY"},       {58, "TALINK"}, {59, "CDS"},       {60, "CDNSKEY"}, {61, "OPENPGPKEY"},
    {62, "CSYNC"},      {63, "ZONEMD"}, {64, "SVCB"},      {65, "HTTPS"},   {99, "SPF"},
    {104, "NID"},       {105, "L32"},   {106, "L64"},      {107, "LP"},     {108, "EUI48"},
    {109, "EUI64"},     {249, "TKEY"},  {250, "TSIG"},     {251, "IXFR"},   {252, "AXFR"},
    {253, "MAILB"},     {254, "MAILA"}, {255, "ANY"},      {256, "URI"},    {257, "CAA"},
    {258, "AVC"},       {259, "DOA"},   {260, "AMTRELAY"}, {32768, "TA"},   {32769, "DLV"},
};

constexpr Numbered rcodes[] = {
    {0, "NOERROR"}, {1, "FORMERR"}, {2, "SERVFAIL"}, {3, "NXDOMAIN"},
    {4, "NOTIMP"},  {5, "REFUSED"}, {6, "YXDOMAIN"}, {7, "YXRRSET"},
    {8, "NXRRSET"}, {9, "NOTAUTH"}, {10, "NOTZONE"}, {11, "DSOTYPENI"},
};

/// Writes the fixed and named parts of one record's data, front to back.
class DataWriter {
 public:
  DataWriter(MessageView const& message, Record const& record, TextWriter& out)
      : message_{message.whole}, record_{record}, in_{record.data}, out_{out} {}

  void name() {
    auto const end = walk_name(message_, record_.data_offset + in_.position(), [](Bytes) {});
    if (end.fault || end.offset > record_.data_offset + record_.data.size()) return broken();
    between();
    write_name(message_, record_.data_offset + in_.position(), out_);
    in_.skip(end.offset - record_.data_offset - in_.position());
  }
  void u16() { number(in_.u16be()); }
  void u32() { number(in_.u32be()); }
  void u8() { number(in_.u8()); }
  void string() {
    auto const octets = in_.take(in_.u8());
    between();
    out_.escaped(octets);
  }
  void strings() {
    do string();
    while (in_.ok() && !in_.empty());
  }
  void address(bool six) {
    auto const octets = in_.take_rest();
    auto const address = six ? Address::ipv6(octets) : Address::ipv4(octets);
    if (address.empty()) return broken();
    out_.address(address);
  }
  void rest() {
    between();
    out_.escaped(in_.take_rest());
  }
  [[nodiscard]] bool ok() const { return in_.ok() && ok_; }

 private:
  void between() {
    if (!first_) out_.character(' ');
    first_ = false;
  }
  void number(std::uint64_t value) {
    between();
    out_.number(value);
  }
  void broken() { ok_ = false; }

  Bytes message_;
  Record const& record_;
  Cursor in_;
  TextWriter& out_;
  bool first_ = true;
  bool ok_ = true;
};

/// False for a type that is not read here. Sources: RFC 1035 3.3, 3596, 2782,
/// 3403, 6672, 7208, 7553, 8659, 9460.
bool write_known(std::uint16_t type, DataWriter& data) {
  switch (type) {
    case 1: data.address(false); return true;
    case 28: data.address(true); return true;
    case 2:
    case 3:
    case 4:
    case 5:
    case 7:
    case 8:
    case 9:
    case 12:
    case 39: data.name(); return true;
    case 6:
      data.name();
      data.name();
      for (int i = 0; i < 5; ++i) data.u32();
      return true;
    case 13:
    case 16:
    case 99: data.strings(); return true;
    case 15:
    case 18:
    case 21:
    case 36:
    case 64:
    case 65:
      data.u16();
      data.name();  // of 64 and 65 the parameters stay unsaid
      return true;
    case 14:
    case 17:
      data.name();
      data.name();
      return true;
    case 33:
      for (int i = 0; i < 3; ++i) data.u16();
      data.name();
      return true;
    case 35:
      for (int i = 0; i < 2; ++i) data.u16();
      for (int i = 0; i < 3; ++i) data.string();
      data.name();
      return true;
    case 256:
      for (int i = 0; i < 2; ++i) data.u16();
      data.rest();
      return true;
    case 257:
      data.u8();
      data.string();
      data.rest();
      return true;
    default: return false;
  }
}

/// "\# 4 0a000001". Source: RFC 3597, section 5.
void write_unread(Bytes data, TextWriter& out) {
  out.text("\\# ").number(data.size()).character(' ');
  out.hex(data.first(std::min(data.size(), most_unread_octets)));
}

}  // namespace

Term type_name(std::uint16_t type) {
  auto const* const found = std::ranges::lower_bound(types, type, {}, &Numbered::number);
  return found != std::end(types) && found->number == type ? found->name : Term{"unassigned"};
}

Term rcode_name(std::uint8_t rcode) {
  return rcode < std::size(rcodes) ? rcodes[rcode].name : Term{};
}

void write_name(Bytes message, std::size_t offset, TextWriter& out) {
  bool first = true;
  walk_name(message, offset, [&](Bytes label) {
    if (!first) out.character('.');
    first = false;
    for (std::size_t i = 0; i < label.size(); ++i) {
      if (octet_at(label, i) == '.')
        out.character('\\').character('.');
      else
        out.escaped(label.subspan(i, 1));
    }
  });
  if (first) out.character('.');
}

void write_data(MessageView const& message, Record const& record, TextWriter& out) {
  auto const before = out;
  DataWriter data{message, record, out};
  if (write_known(record.type, data) && data.ok()) return;
  out = before;
  write_unread(record.data, out);
}

bool Strings::next(Bytes& string) {
  if (in_.empty()) return false;
  string = in_.take(in_.u8());
  return in_.ok();
}

}  // namespace qw::dns
