// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "protocols/enip/cip.hpp"
#include "protocols/enip/pccc.hpp"
#include "vocabulary/terms.hpp"
#include "vocabulary/values.hpp"

/// What a CIP request asks, and what its reply gives, in the house's words. Pure,
/// stateless, no allocation; views borrow from request, reply and path.
namespace qw::enip {

/// How a request is to be treated beyond being said.
enum class Shape : std::uint8_t {
  plain,
  multiple,          // Multiple_Service_Packet: its requests are said, not itself
  unconnected_send,  // likewise its message
  forward_open,
  forward_close,
  tag_read,
  pccc,
};

/// Reads one request. Not copied: `object` and `values` may point into it.
class RequestView {
 public:
  explicit RequestView(CipView const& message);
  RequestView(RequestView const&) = delete;
  RequestView& operator=(RequestView const&) = delete;

  CipView cip;
  PathView path;
  Shape shape = Shape::plain;
  Verb verb = Verb::other;
  Term operation;
  Object object;
  Values values;        // written, or what parametrises it
  bool broken = false;  // does not fit its service
  std::uint32_t class_id = 0;
  std::optional<PcccView> pccc;

 private:
  void read_class();
  void read_tag();
  void read_set_list();
  void read_get_list();
  void read_forward_open();
  void read_pccc();
  void keep_octets();
  void write_points(PathView const& target);

  std::optional<PcccAddress> address_;
  std::array<char, 64> text_{};
};

/// Octets of a request before what it writes: its service and path where it writes a tag, so
/// that what is written to the same tag later is known to be; else all of them.
std::size_t place_octets(Bytes cip);

/// Values that a normal reply carries; none where it carries none or where we do
/// not know that they are values. `broken` if it contradicts itself.
struct ReplyView {
  Values values;
  bool broken = false;
};
ReplyView read_reply(RequestView const& request, CipView const& reply);

/// Code and name of a reply's status: the general status, or, with an extended
/// status, extended << 8 | general.
struct StatusView {
  bool accepted = false;
  std::uint32_t code = 0;
  Term name;
};
StatusView read_status(RequestView const& request, CipView const& reply);

/// One attribute of the Identity object, section 5-2.2.
struct AttributeView {
  std::uint16_t id = 0;
  Bytes value;
};
/// Walks those that a reply gives to Get_Attributes_All, _List or _Single.
class IdentityAttributes {
 public:
  /// Attributes 1 to 7 in a row.
  explicit IdentityAttributes(Bytes all) : rest_{all}, left_{7} {}
  IdentityAttributes(RequestView const& request, CipView const& reply);
  /// False at the end, or where an attribute's size is not known to us.
  bool next(AttributeView& attribute);

 private:
  enum class Source : std::uint8_t { all, list, single };
  bool next_of_list(AttributeView& attribute);
  Bytes value_of(std::uint16_t id);

  Bytes rest_;
  std::uint16_t next_id_ = 1;
  std::uint16_t left_ = 0;
  Source source_ = Source::all;
};

}  // namespace qw::enip
