#pragma once

#include <string>
#include <vector>

#include "checkpoint_writer.hpp"
#include "random_stream.hpp"

namespace story {

struct made_tensor {
  std::string name; ///< without the prefix of the model it is written into
  shape extents;
  std::vector<float> values;
};

/// The tensors of one component, in order.
using made_component = std::vector<made_tensor>;

/// A weight that looks trained: deviation about 0.02, heavy-tailed scales of rows and columns.
[[nodiscard]] made_tensor make_weight(const std::string& name, const shape& extents,
                                      random_stream& random);

/// A vector of normal values with this mean and deviation.
[[nodiscard]] made_tensor make_vector(const std::string& name, std::uint64_t length, double mean,
                                      double deviation, random_stream& random);

/// The tensor after training went on: a low-rank change plus a small change everywhere, together
/// about `amount` of its norm.
[[nodiscard]] made_tensor tuned(const made_tensor& tensor, double amount, random_stream& random);
[[nodiscard]] made_component tuned(const made_component& tensors, double amount,
                                   random_stream& random);

/// Writes all tensors under `prefix`.
void add_all(checkpoint_writer& writer, const std::string& prefix, const made_component& tensors,
             weightkin::dtype type);

} // namespace story
