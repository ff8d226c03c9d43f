// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/state.hpp"
#include "vocabulary/batch.hpp"
#include "vocabulary/records/finding.hpp"

/// How a state keeps the parts of events and records that have no tables of their own.
namespace qw {

template <>
inline constexpr std::tuple parts_of<Said>{&Said::moment, &Said::protocol, &Said::reply};
template <>
inline constexpr std::tuple parts_of<Outcome>{&Outcome::state, &Outcome::code, &Outcome::reason};
template <>
inline constexpr std::tuple parts_of<Object>{
    &Object::space,  &Object::station, &Object::block,   &Object::offset,   &Object::bit,
    &Object::length, &Object::symbol,  &Object::element, &Object::property, &Object::property_name};
template <>
inline constexpr std::tuple parts_of<Values>{
    &Values::type,         &Values::count,    &Values::raw, &Values::quality,
    &Values::quality_code, &Values::encoding, &Values::time};
template <>
inline constexpr std::tuple parts_of<Order>{&Order::step, &Order::shard, &Order::ordinal};

template <>
inline constexpr std::tuple parts_of<Observation>{&Observation::realm};
template <>
inline constexpr std::tuple parts_of<HostPair>{&HostPair::from, &HostPair::to};
template <>
inline constexpr std::tuple parts_of<ConduitEnds>{&ConduitEnds::from, &ConduitEnds::to,
                                                  &ConduitEnds::service};
template <>
inline constexpr std::tuple parts_of<HostPoint>{&HostPoint::host, &HostPoint::point};
template <>
inline constexpr std::tuple parts_of<PortDocument>{&PortDocument::name};
template <>
inline constexpr std::tuple parts_of<FindingPart>{&FindingPart::name, &FindingPart::value};

/// With the names of its detector and kind; a name that is not known does not load. What
/// `Findings::sorted` sets is left out.
void save(StateWriter& out, Finding const& finding);
void load(StateReader& in, Finding& finding);

}  // namespace qw
