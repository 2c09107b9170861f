#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <weightkin/lineage/merge.hpp>

#include "lineage/operation/merge_samples.hpp"

namespace weightkin {

using tensor_list = std::vector<const merge_sample*>;

/// Tensors of one component.
struct component_tensors {
  tensor_list whole;   ///< in all models
  tensor_list partial; ///< in some
};

/// How the tensors of one component are mixed from `references` models, its text and direction
/// included.
[[nodiscard]] merge_component explain_component(const std::string& id,
                                                const component_tensors& part,
                                                std::size_t references,
                                                const merge_options& options);

} // namespace weightkin
