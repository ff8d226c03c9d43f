// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <vector>

#include "analyses/limits.hpp"
#include "core/check.hpp"
#include "site/atlas.hpp"
#include "site/site.hpp"

namespace qw {
class Dossier;
}

namespace qw::analyses {

struct Registries;

/// The analyses of one run by type, for those that ask another what it learnt.
class Others {
 public:
  /// It must outlive this.
  template <class Analysis>
  void add(Analysis const& analysis) {
    all_.emplace_back(typeid(Analysis), &analysis);
  }
  /// Must have been added.
  template <class Analysis>
  [[nodiscard]] Analysis const& of() const {
    for (auto const& [type, analysis] : all_)
      if (type == typeid(Analysis)) return *static_cast<Analysis const*>(analysis);
    QW_CHECK(!"the analysis that is asked for is made before the one that asks");
  }

 private:
  std::vector<std::pair<std::type_index, void const*>> all_;
};

/// What an analysis may know. All of it outlives the analysis; `point_names` is in the order of
/// their PointId.
struct Context {
  site::Site const& site;
  site::Atlas const& atlas;
  std::vector<std::string> const& point_names;
  Registries const& registries;
  Limits limits;
  Others const& others;
};

/// An analysis that the others find from the moment it is made. It is made with the context, or,
/// if it needs to know nothing, with nothing.
template <class Analysis>
struct Known : Analysis {
  Known(Context const& context, Others& others) : Analysis(made(context)) {
    others.add(static_cast<Analysis const&>(*this));
  }

 private:
  static Analysis made(Context const& context) {
    if constexpr (std::is_constructible_v<Analysis, Context const&>)
      return Analysis{context};
    else
      return Analysis{};
  }
};

}  // namespace qw::analyses
