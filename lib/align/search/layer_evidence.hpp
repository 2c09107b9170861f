#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/metric/permutation_test.hpp>

#include "align/search/layer_map.hpp"
#include "align/search/model_blocks.hpp"
#include "align/search/search_options.hpp"

namespace weightkin::detail {

/// Longer stacks are not compared layer by layer: the tables would grow with their square.
inline constexpr std::size_t most_layers = 1024;

/// Affinities of all layers to all in the same basis: the mean effect of the permutation test, unit
/// i with unit i, over the tensors that have the same role and shape in both layers (a layer's
/// first feed-forward network stands for all), on 128 units and 64 features of each. Blind to
/// permuted units. `null_spread` is the test's own. \returns the medium's `io` error. A table of
/// NaN when nothing has the same shape; an empty one for stacks longer than `most_layers` or when
/// time ran out. Cost: the samples once, then 8192 multiplications a pair of tensors.
[[nodiscard]] result<layer_affinity> affinity_by_index(const model_ref& subject,
                                                       const model_blocks& subject_blocks,
                                                       const model_ref& reference,
                                                       const model_blocks& reference_blocks,
                                                       const search_options& options);

/// What one layer says about things that both models know (tokens, dimensions of the stream): one
/// matrix for each kind of tensor, `units` rows in any order, `features` columns that are the
/// shared things. Empty where a layer has no such tensor.
using shared_view = std::vector<unit_matrix>;

/// Affinities that do not depend on the order, number or rotation of units: unbiased CKA over the
/// shared things, mean over the kinds that both layers have. Strangers agree on what they share
/// (the meaning of tokens), so the medians of each row and column are taken out. It ranks layers
/// and says nothing about descent. NaN where no kind is in both with equally many features. Cost:
/// units * features^2 a matrix, features^2 / 2 a pair. Memory: features^2 / 2 floats a matrix.
[[nodiscard]] layer_affinity affinity_by_shared(std::span<const shared_view> subject,
                                                std::span<const shared_view> reference,
                                                const search_options& options);

/// The views for `affinity_by_shared` when the streams correspond dimension by dimension: what
/// readers and writers of each layer do to `dimensions` of the stream, gains multiplied into
/// readers. Takes at most 2048 units of a tensor. \returns the medium's `io` error.
[[nodiscard]] result<std::vector<shared_view>> views_of_stream(const model_ref& model,
                                                               const model_blocks& blocks,
                                                               std::size_t dimensions,
                                                               const search_options& options);

/// Unbiased CKA (Song and others' estimator) of two matrices with the same features: zero diagonals
/// before and after centring. 0 expected of independent ones; NaN below four features or without
/// variance.
[[nodiscard]] double unbiased_cka(const unit_matrix& a, const unit_matrix& b);

} // namespace weightkin::detail
