#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// A parameter as DeepSpeed lists it: cut out of flat runs of all parameters.
struct flat_parameter {
  std::string name;
  std::vector<std::uint64_t> shape; ///< the product fits 60 bits
  [[nodiscard]] std::uint64_t count() const noexcept;
};

/// Flat tensors of one element type and one axis each, taken as one run.
using flat_run = std::vector<stored_tensor>;

/// ZeRO 1 and 2: the parameters of a group lie one after the other in the partitions of all ranks
/// joined; what is left is padding. \returns `shape` when the partitions hold too few values, or
/// more than the padding can be
[[nodiscard]] result<std::vector<stored_tensor>>
cut_joined(const std::vector<flat_parameter>& parameters, const flat_run& partitions,
           std::size_t ranks, std::string_view label);

/// ZeRO 3: each rank holds the same share, rounded up, of each parameter in turn.
/// \returns `shape` when a rank holds another number of values
[[nodiscard]] result<std::vector<stored_tensor>>
cut_shared(const std::vector<flat_parameter>& parameters, const std::vector<flat_run>& ranks,
           std::string_view label);

} // namespace weightkin
