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

/// How one matrix relates the things that both models know (tokens, dimensions of the stream) to
/// each other: inner products between its columns, centred without their diagonals, scaled so that
/// the inner product of two of them is their unbiased CKA. Does not depend on the order, the number
/// or a rotation of the rows. Empty: nothing to say.
using shared_gram = std::vector<float>;

/// \param matrix rows = units in any order, columns = the shared things, at least four.
/// *Exact* but for the square root's last bit. Cost: units * features^2 / 2; features^2 doubles.
[[nodiscard]] shared_gram gram_of(const unit_matrix& matrix);

/// Unbiased CKA (the estimator of Song and others: zero diagonals before and after centring). 0 is
/// expected of independent matrices; NaN when one has nothing to say or their sizes differ.
[[nodiscard]] double unbiased_cka(const shared_gram& a, const shared_gram& b);

/// What one layer says about the shared things: a gram for each kind of tensor, in one order of
/// kinds for both models. Empty where a layer has no such tensor.
using shared_view = std::vector<shared_gram>;

/// Affinities that do not depend on the units' order, number or rotation: CKA over the shared
/// things, mean over the kinds that both layers have. Strangers agree on what they share (the
/// meaning of tokens), so the medians of each row and column are taken out. It ranks layers and
/// says nothing about descent. NaN where no kind is in both. Cost: features^2 / 2 a pair and kind.
[[nodiscard]] layer_affinity affinity_by_shared(std::span<const shared_view> subject,
                                                std::span<const shared_view> reference,
                                                const search_options& options);

/// The views for `affinity_by_shared` when the streams correspond dimension by dimension: what
/// queries, keys, values, fused attention, output, gate, up and down of each layer do to at most
/// `dimensions` dimensions of the stream, gains multiplied into readers. Looks at up to 2048 units
/// of a tensor. \returns the medium's `io` error.
[[nodiscard]] result<std::vector<shared_view>> views_of_stream(const model_ref& model,
                                                               const model_blocks& blocks,
                                                               std::size_t dimensions,
                                                               const search_options& options);

} // namespace weightkin::detail
