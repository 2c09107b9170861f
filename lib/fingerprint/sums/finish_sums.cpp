#include <cmath>

#include "fingerprint/sums/print_codes.hpp"
#include "fingerprint/sums/row_codes.hpp"
#include "fingerprint/sums/sign_tables.hpp"
#include "fingerprint/sums/sums_state.hpp"

namespace weightkin::detail {
namespace {

/// Smaller tensors, and those whose root mean square is smaller, have no sketch.
constexpr std::uint64_t least_sketched = 256;
constexpr double least_root_mean_square = 0x1p-26;

void finish_totals(const print_totals& totals, const print_hashes& hashes, tensor_print& print) {
  const print_counts& counts = totals.counts;
  print.nonfinite = counts.nonfinite;
  print.outside = counts.outside;
  print.zeros = counts.zeros;
  print.negative = counts.negative;
  print.minimum = counts.minimum;
  print.maximum = counts.maximum;
  const auto inside = static_cast<double>(counts.seen - counts.nonfinite - counts.outside);
  if (inside > 0) {
    print.mean = static_cast<double>(totals.value) * 0x1p-40 / inside;
    print.mean_square = static_cast<double>(totals.square) * 0x1p-44 / inside;
  }
  std::uint64_t* const sums[] = {&print.checksum, &print.checksum_bf16, &print.checksum_f16};
  for (std::size_t cast = 0; cast < cast_count; ++cast)
    for (std::size_t lane = 0; lane < print_block; ++lane)
      *sums[cast] += (hashes.checks(lane) | 1U) * totals.checks[cast][lane];
  print.magnitudes = magnitude_quantiles(totals.magnitudes);
}

bool can_be_sketched(const tensor_print& print, std::uint64_t elements) {
  return print.nonfinite == 0 && print.outside == 0 && elements >= least_sketched &&
         std::sqrt(print.mean_square) >= least_root_mean_square;
}

unit_signature sign_units(const unit_map& map, bool are_rows, const sums_content& content) {
  unit_signature signature;
  for (std::uint64_t sample = 0; sample < map.sampled(); ++sample) {
    const print_lanes& features =
        are_rows ? content.rows.row(static_cast<std::size_t>(map.unit_of_sample(sample))).features
                 : content.units.features()[static_cast<std::size_t>(sample)];
    const auto coded = code_features(features);
    signature.scales.push_back(coded.scale);
    signature.codes.insert(signature.codes.end(), coded.codes.begin(), coded.codes.end());
  }
  return signature;
}

} // namespace

tensor_print tensor_sums::finish(sign_tables* signs) const {
  const sums_content nothing(sums_shape({}), unit_map{}, state_->hashes, *state_->ops);
  const sums_content& content = state_->content ? *state_->content : nothing;
  tensor_print print;
  print.name = state_->tensor.name;
  print.type = state_->tensor.type;
  print.shape = state_->tensor.shape;
  finish_totals(content.totals, state_->hashes, print);
  const std::uint64_t elements = state_->shape.elements;
  if (!can_be_sketched(print, elements)) return print;
  const auto ones = signs != nullptr ? signs->of(*state_->ops, state_->hashes, elements)
                                     : sign_tables::make(*state_->ops, state_->hashes, elements);
  print.sketch = code_sketch(content.totals.sketch, *ones, print.mean, elements);
  const bool summed = state_->units_are_rows() || content.units.touched();
  if (state_->map.any() && summed)
    print.units = sign_units(state_->map, state_->units_are_rows(), content);
  if (state_->shape.rows != 0) print.rows = summarise_rows(content.rows);
  return print;
}

} // namespace weightkin::detail
