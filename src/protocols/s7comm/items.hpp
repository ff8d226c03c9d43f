// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/short_text.hpp"
#include "protocols/s7comm/parse.hpp"
#include "vocabulary/values.hpp"

/// Items of Read Var, Write Var and the cyclic services: what is addressed, and
/// the data that belongs to it.
namespace qw::s7comm {

/// Text made for one item; lives as long as whoever holds it.
using SymbolText = ShortText<96>;

/// Two lower-case digits an octet.
void add_hex(SymbolText& text, Bytes bytes);

/// One addressed thing. `object` has offset and length in octets, or in numbers
/// of counters and timers; its `symbol` is `symbol.view()` if that is not empty.
struct ItemView {
  Object object;
  WireType type = WireType::octets;
  SymbolText symbol;  // of addresses that are no area and offset
  std::uint8_t syntax = 0;
  std::uint8_t transport_size = 0;
  std::uint16_t elements = 0;  // of the transport size

  [[nodiscard]] Object named() const {
    Object named = object;
    named.symbol = symbol.view();
    return named;
  }
};

/// Walks the variable specifications of a request.
class Items {
 public:
  /// `specifications` follow the item count.
  Items(std::uint16_t count, Bytes specifications) : rest_{specifications}, left_{count} {}
  /// False after the last, and when an item is cut or no specification.
  bool next(ItemView& item);
  [[nodiscard]] bool broken() const { return broken_; }
  /// Octets behind the last item that was read.
  [[nodiscard]] Bytes rest() const { return rest_; }

 private:
  Bytes rest_;
  std::uint16_t left_;
  bool broken_ = false;
};

/// Items of a Read Var or Write Var job.
Items items_of(Bytes parameters);

/// Data of one item.
struct DataView {
  std::uint8_t code = 0;            // return code; 0xff is success
  std::uint8_t transport_size = 0;  // of data, not of addresses
  std::uint16_t length = 0;         // as sent: bits or octets
  Bytes raw;
};

/// Walks data items: of a Read Var reply, of a Write Var job, of cyclic data.
class DataItems {
 public:
  DataItems(std::uint16_t count, Bytes data) : rest_{data}, left_{count} {}
  bool next(DataView& data);
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  Bytes rest_;
  std::uint16_t left_;
  bool broken_ = false;
};

/// Data of a Write Var job or a Read Var reply: as many as its parameters say.
DataItems data_items_of(PduView const& pdu);

inline constexpr std::uint8_t success = 0xff;

/// Octets, uninterpreted; no values if there are none.
Values octets_of(Bytes raw);

/// The data as values of the item's type; octets if they do not fit it.
Values values_of(ItemView const& item, DataView const& data);

}  // namespace qw::s7comm
