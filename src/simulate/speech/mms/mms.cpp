// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/mms/mms.hpp"

namespace qw::simulate::mms {
namespace {

// Object identifiers, encoded.
Octets const acse_syntax{0x52, 0x01, 0x00, 0x01};            // 2.2.1.0.1
Octets const mms_syntax{0x28, 0xca, 0x22, 0x02, 0x01};       // 1.0.9506.2.1
Octets const mms_application{0x28, 0xca, 0x22, 0x02, 0x03};  // 1.0.9506.2.3
Octets const basic_encoding{0x51, 0x01};                     // 2.1.1
Octets const context_of_mms{0x03};                           // as agreed in presentation
Octets const parameters{0x05, 0xf1, 0x00};                   // named variables, addresses...
Octets const services{0x03, 0xee, 0x1c, 0x00, 0x00, 0x04, 0x08, 0x00, 0x00, 0x79, 0xef, 0x18};

namespace tag {
constexpr unsigned integer = 0x02;
constexpr unsigned object = 0x06;
constexpr unsigned sequence = 0x30;
constexpr unsigned visible_string = 0x1a;
}  // namespace tag

Octets length(std::size_t octets) {
  if (octets < 0x80) return Octets{static_cast<unsigned>(octets)};
  if (octets < 0x100) return Octets{0x81, static_cast<unsigned>(octets)};
  return Octets{0x82}.u16be(octets);
}

/// Tag, length, content.
template <class... Parts>
Octets tlv(unsigned tag, Parts const&... parts) {
  Octets content;
  (content.add(parts), ...);
  return Octets{tag}.add(length(content.size())).add(content);
}

/// The shortest two's complement.
Octets whole(std::int64_t value) {
  unsigned octets = 1;
  while (octets < 8 && (value >> (8 * octets - 1)) != 0 && (value >> (8 * octets - 1)) != -1)
    ++octets;
  Octets out;
  while (octets-- > 0) out.u8(static_cast<std::uint64_t>(value) >> (8 * octets));
  return out;
}

Octets tpkt(Octets const& unit) { return Octets{3, 0}.u16be(4 + unit.size()).add(unit); }
/// COTP data unit, the last of its message.
Octets data(Octets const& user) { return tpkt(Octets{2, 0xf0, 0x80}.add(user)); }

/// A COTP connection unit: 1 kB at most, selectors 00 01.
Octets connection(unsigned code, std::uint16_t to, std::uint16_t from) {
  Octets options{0xc0, 1, 0x0a, 0xc1, 2, 0, 1, 0xc2, 2, 0, 1};
  auto out = Octets{static_cast<unsigned>(6 + options.size()), code};
  return tpkt(out.u16be(to).u16be(from).u8(0).add(options));
}

/// A message within the association: session's two units, presentation's context.
Octets within(Octets const& pdu) {
  Octets const session{1, 0, 1, 0};
  auto const presented = tlv(tag::sequence, tlv(tag::integer, context_of_mms), tlv(0xa0, pdu));
  return data(Octets{session}.add(tlv(0x61, presented)));
}

/// ISO 8327-1: a connect or accept unit around the presentation's.
Octets session(unsigned unit, Octets const& presentation) {
  Octets content{5,    6, 0x13, 1, 0, 0x16, 1, 2,  // no extended concatenation; version 2
                 0x14, 2, 0,    2};                // duplex
  if (unit == 0x0d) content.add(Octets{0x33, 2, 0, 1});
  content.add(Octets{0x34, 2, 0, 1, 0xc1, static_cast<unsigned>(presentation.size())});
  content.add(presentation);
  return data(Octets{unit, static_cast<unsigned>(content.size())}.add(content));
}

/// ISO 8823-1: what is spoken on contexts 1 and 3, and the association's unit on 1.
Octets presentation(Octets const& selectors, Octets const& contexts, Octets const& association) {
  auto const user = tlv(0x61, tlv(tag::sequence, Octets{2, 1, 1}, tlv(0xa0, association)));
  return tlv(0x31, Octets{0xa0, 3, 0x80, 1, 1}, tlv(0xa2, selectors, contexts, user));
}

Octets initiate_detail() {
  return Octets{}
      .add(Octets{0x81, 1, 5, 0x82, 1, 5, 0x83, 1, 5})  // calls at a time, each way; nesting
      .add(tlv(0xa4, Octets{0x80, 1, 1}, tlv(0x81, parameters), tlv(0x82, services)));
}
Octets const largest_message{0x80, 3, 0x00, 0xfd, 0xe8};  // 65,000 octets

Octets user_information(Octets const& pdu) {
  return tlv(0xbe, tlv(0x28, tlv(tag::integer, context_of_mms), tlv(0xa0, pdu)));
}

Octets request(std::uint32_t invoke, Octets const& service) {
  return within(tlv(0xa0, tlv(tag::integer, whole(invoke)), service));
}
Octets reply(std::uint32_t invoke, Octets const& service) {
  return within(tlv(0xa1, tlv(tag::integer, whole(invoke)), service));
}

/// A variable specification: name, of a domain.
Octets specification(Variable variable) {
  auto const name = tlv(0xa1, tlv(tag::visible_string, bytes_of(variable.domain)),
                        tlv(tag::visible_string, bytes_of(variable.item)));
  return tlv(tag::sequence, tlv(0xa0, name));
}

}  // namespace

Octets transport_request(std::uint16_t reference) { return connection(0xe0, 0, reference); }
Octets transport_confirm(std::uint16_t caller_reference, std::uint16_t reference) {
  return connection(0xd0, caller_reference, reference);
}

Octets initiate_request() {
  auto const association = tlv(0x60, tlv(0xa1, tlv(tag::object, mms_application)),
                               user_information(tlv(0xa8, largest_message, initiate_detail())));
  auto const syntax = tlv(tag::sequence, tlv(tag::object, basic_encoding));
  auto const contexts = tlv(
      0xa4, tlv(tag::sequence, Octets{2, 1, 1}, tlv(tag::object, acse_syntax), syntax),
      tlv(tag::sequence, tlv(tag::integer, context_of_mms), tlv(tag::object, mms_syntax), syntax));
  Octets const selectors{0x81, 4, 0, 0, 0, 1, 0x82, 4, 0, 0, 0, 1};
  return session(0x0d, presentation(selectors, contexts, association));
}

Octets initiate_reply() {
  auto const accepted = Octets{0xa2, 3, 2, 1, 0, 0xa3, 5, 0xa1, 3, 2, 1, 0};
  auto const association = tlv(0x61, tlv(0xa1, tlv(tag::object, mms_application)), accepted,
                               user_information(tlv(0xa9, largest_message, initiate_detail())));
  auto const taken = tlv(tag::sequence, Octets{0x80, 1, 0}, tlv(0x81, basic_encoding));
  Octets const selector{0x83, 4, 0, 0, 0, 1};
  return session(0x0e, presentation(selector, tlv(0xa5, taken, taken), association));
}

Octets boolean(bool value) { return tlv(0x83, Octets{value ? 1U : 0U}); }
Octets integer(std::int64_t value) { return tlv(0x85, whole(value)); }
Octets unsigned_integer(std::uint64_t value) {
  return tlv(0x86, whole(static_cast<std::int64_t>(value)));
}
Octets floating_point(double value) { return tlv(0x87, Octets{8}.f32be(value)); }
Octets visible_string(std::string_view text) { return tlv(0x8a, bytes_of(text)); }

Octets read_request(std::uint32_t invoke, std::span<Variable const> variables) {
  Octets list;
  for (auto const& variable : variables) list.add(specification(variable));
  return request(invoke, tlv(0xa4, tlv(0xa1, tlv(0xa0, list))));
}

Octets read_reply(std::uint32_t invoke, std::span<Octets const> values) {
  Octets list;
  for (auto const& value : values) list.add(value);
  return reply(invoke, tlv(0xa4, tlv(0xa1, list)));
}

Octets write_request(std::uint32_t invoke, Variable variable, Octets const& value) {
  return request(invoke, tlv(0xa5, tlv(0xa0, specification(variable)), tlv(0xa0, value)));
}

Octets write_reply(std::uint32_t invoke) {
  return reply(invoke, tlv(0xa5, Octets{0x81, 0}));  // success, without data
}

Octets identify_request(std::uint32_t invoke) { return request(invoke, tlv(0x82)); }

Octets identify_reply(std::uint32_t invoke, std::string_view vendor, std::string_view model,
                      std::string_view revision) {
  return reply(invoke, tlv(0xa2, tlv(0x80, bytes_of(vendor)), tlv(0x81, bytes_of(model)),
                           tlv(0x82, bytes_of(revision))));
}

}  // namespace qw::simulate::mms
