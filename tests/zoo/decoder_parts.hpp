#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "descent.hpp"
#include "support/turned_decoder.hpp"
#include "zoo_model.hpp"

/// The tensors of a decoder by what they do, and row and column operations on them. Everything here
/// throws std::invalid_argument for a model that has no such tensor.
namespace weightkin::zoo {

using test::random_source;
using test::scattered_source;
using test::wide_matrix;
/// Which old unit each new one is.
using unit_order = std::vector<std::size_t>;

/// What the decoder's tensor names begin with: "model." or "language_model.model.".
[[nodiscard]] std::string decoder_prefix(const zoo_model& model);
[[nodiscard]] zoo_tensor& named_tensor(zoo_model& model, std::string_view name);
[[nodiscard]] const zoo_tensor& named_tensor(const zoo_model& model, std::string_view name);
/// `part` as in "mlp.up_proj", without the layer and without ".weight".
[[nodiscard]] std::string block_name(const zoo_model& model, std::size_t layer,
                                     std::string_view part);
[[nodiscard]] zoo_tensor& block_tensor(zoo_model& model, std::size_t layer, std::string_view part);
[[nodiscard]] const zoo_tensor& block_tensor(const zoo_model& model, std::size_t layer,
                                             std::string_view part);
[[nodiscard]] zoo_tensor& token_table(zoo_model& model);
[[nodiscard]] zoo_tensor& final_gain(zoo_model& model);
/// nullptr where the token table is the output head too.
[[nodiscard]] zoo_tensor* output_head(zoo_model& model);
/// The output head; a tied one gets weights of its own first.
[[nodiscard]] zoo_tensor& own_output_head(zoo_model& model);
/// Token table and, where there is one, output head: rows are tokens.
[[nodiscard]] std::vector<zoo_tensor*> token_tensors(zoo_model& model);

/// Linear maps: matrices and kernels; no tables of tokens or positions and no vectors.
[[nodiscard]] bool is_linear_map(const zoo_tensor& tensor);

/// How the residual stream runs through a tensor.
enum class stream_side { columns, rows, gain };
struct stream_tensor {
  zoo_tensor* tensor;
  stream_side side;
};
/// Every tensor the stream runs through, in the model's order. Throws for biases and unknown names:
/// a forgotten tensor would not be the same function any more.
[[nodiscard]] std::vector<stream_tensor> stream_tensors(zoo_model& model);
/// The tensors that add to the stream in blocks (o_proj, down_proj).
[[nodiscard]] std::vector<zoo_tensor*> stream_writers(zoo_model& model);

/// Which key head each query head reads: how many query heads share one.
[[nodiscard]] std::size_t group_size(const decoder_sizes& sizes);

void take_rows(zoo_tensor& tensor, const unit_order& order);
/// \pre two axes
void take_columns(zoo_tensor& tensor, const unit_order& order);
void scale_row(zoo_tensor& tensor, std::size_t row, double factor);
void scale_column(zoo_tensor& tensor, std::size_t column, double factor);
void scale_all(zoo_tensor& tensor, double factor);
/// tensor * right and left * tensor, in double.
void multiply_columns(zoo_tensor& tensor, const wide_matrix& right);
void multiply_rows(zoo_tensor& tensor, const wide_matrix& left);

[[nodiscard]] unit_order identity_order(std::size_t count);
/// Every unit's `block` consecutive entries, in the order of the units.
[[nodiscard]] unit_order block_order(const unit_order& units, std::size_t block);
[[nodiscard]] std::vector<std::int64_t> as_truth(const unit_order& order);
/// Indices of the `count` largest values, in increasing order of index.
[[nodiscard]] unit_order largest(const std::vector<double>& values, std::size_t count);
/// sqrt(mean of squares).
[[nodiscard]] double rms(const std::vector<float>& values);

// Groups as the inventory names them; it has no groups inside attention, those names are ours.
[[nodiscard]] std::string hidden_group(std::size_t layer);
[[nodiscard]] std::string head_group(std::size_t layer);     ///< query heads
[[nodiscard]] std::string key_head_group(std::size_t layer); ///< key and value heads
[[nodiscard]] std::string value_group(std::size_t layer);    ///< rows of v_proj

/// A child that is still its parent.
[[nodiscard]] descendant copy_of(const zoo_model& parent, std::string recipe, std::string strength);
/// `second` was made from `first.model`: the same child with the truth about both steps. Directions
/// are only carried over where the second step left the first one's proof alone.
[[nodiscard]] descendant chained(const descendant& first, descendant second);

} // namespace weightkin::zoo
