#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/tree.hpp>

#include "lineage/tree/compared_pairs.hpp"
#include "lineage/tree/family_geometry.hpp"

namespace weightkin {

/// Numbers the components of all models one after the other.
class component_numbers {
public:
  explicit component_numbers(std::span<const fingerprint> models) {
    for (std::size_t model = 0; model < models.size(); ++model) {
      first_.push_back(all_.size());
      for (std::size_t part = 0; part < models[model].contents.components.size(); ++part)
        all_.push_back({model, part});
    }
  }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] std::size_t of(std::size_t model, std::size_t part) const {
    return first_[model] + part;
  }
  [[nodiscard]] const component_ref& at(std::size_t number) const { return all_[number]; }

private:
  std::vector<std::size_t> first_;
  std::vector<component_ref> all_;
};

/// A finding between two components, numbered over all models.
struct component_link {
  std::size_t first = 0;
  std::size_t second = 0;
  const compared_pair* pair = nullptr;
  std::size_t component = 0; ///< of the pair's subject
};

[[nodiscard]] verdict ruling_of(const component_link& link);

/// Every unit stands where it stood.
[[nodiscard]] bool in_place(const component_link& link);

/// All findings, in the order of the pairs. They borrow them.
[[nodiscard]] std::vector<component_link> links_in(const compared_pairs& pairs,
                                                   std::span<const fingerprint> models,
                                                   const component_numbers& numbers);

/// Sets of components that links for which `counts` holds connect. \returns per component the
/// smallest number in its set.
[[nodiscard]] std::vector<std::size_t> connected(std::size_t components,
                                                 std::span<const component_link> links,
                                                 bool (*counts)(const component_link&));

} // namespace weightkin
