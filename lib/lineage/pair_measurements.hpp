#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/metric/permutation_test.hpp>

#include "align/unit_sample.hpp"
#include "lineage/residual_texture.hpp"

namespace weightkin {

/// The sampled units of both sides of a pair, row for row.
struct pair_sample {
  unit_matrix subject;
  unit_matrix reference;
};

/// What the difference of one pair looks like.
struct residual_look {
  texture found = texture::neither;
  bool gridded = false; ///< subject lies on a coarse grid that explains the difference
};

/// What can be measured of the pairs of two aligned models. The rules ask here and do not know
/// whether weights answer or what is left of them. Concurrent calls for different pairs are safe.
class pair_measurements {
public:
  pair_measurements() = default;
  pair_measurements(const pair_measurements&) = delete;
  pair_measurements& operator=(const pair_measurements&) = delete;
  virtual ~pair_measurements() = default;

  /// The options with the size of sample that fits so many tensors that may carry a verdict.
  /// Depends on their number only, never on values.
  [[nodiscard]] virtual ruling_options sampling(ruling_options options,
                                                std::size_t convicting) const = 0;

  /// Bytes that `measure` reads.
  [[nodiscard]] virtual std::uint64_t bytes_of(const tensor_evidence& pair) const = 0;

  /// True when the pair alone is worth all threads.
  [[nodiscard]] virtual bool is_large(const tensor_evidence& pair) const = 0;

  /// Fills `stats`, `metrics` and the chance levels.
  [[nodiscard]] virtual result<void> measure(tensor_evidence& pair, unsigned threads,
                                             progress_meter& meter) const = 0;

  /// True when `sample` can answer, given that both sides' labels agree.
  [[nodiscard]] virtual bool has_units(const tensor_evidence& pair) const = 0;

  /// The rows that `sample` will have. \pre has_units.
  [[nodiscard]] virtual std::size_t sampled_units(const tensor_evidence& pair,
                                                  const sample_limits& limits) const = 0;

  /// \pre both sides have an exchangeable axis, and has_units.
  [[nodiscard]] virtual result<pair_sample> sample(const tensor_evidence& pair,
                                                   const sample_limits& limits) const = 0;

  /// Nothing where the difference cannot be looked at. \pre as `sample`.
  [[nodiscard]] virtual result<std::optional<residual_look>>
  look_at_residual(const tensor_evidence& pair, const sample_limits& limits) const = 0;

  /// `rows_are_multiples` of the pair; false where that cannot be told.
  [[nodiscard]] virtual result<bool> is_scaled_by_rows(const tensor_evidence& pair) const = 0;

  /// What no comparison of this kind can see; the same for every report.
  [[nodiscard]] virtual std::vector<std::string> limits(const ruling_options& options) const = 0;
};

} // namespace weightkin
