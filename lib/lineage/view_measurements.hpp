#pragma once

#include "lineage/pair_measurements.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Measures the weights themselves: one fused pass over every element, samples of units and values.
class view_measurements final : public pair_measurements {
public:
  /// \param models borrowed.
  explicit view_measurements(const paired_models& models) : models_(models) {}

  [[nodiscard]] ruling_options sampling(ruling_options options,
                                        std::size_t convicting) const override;
  [[nodiscard]] std::uint64_t bytes_of(const tensor_evidence& pair) const override;
  [[nodiscard]] bool is_large(const tensor_evidence& pair) const override;
  [[nodiscard]] result<void> measure(tensor_evidence& pair, unsigned threads,
                                     progress_meter& meter) const override;
  [[nodiscard]] bool has_units(const tensor_evidence& pair) const override;
  [[nodiscard]] std::size_t sampled_units(const tensor_evidence& pair,
                                          const sample_limits& limits) const override;
  [[nodiscard]] result<pair_sample> sample(const tensor_evidence& pair,
                                           const sample_limits& limits) const override;
  [[nodiscard]] result<std::optional<residual_look>>
  look_at_residual(const tensor_evidence& pair, const sample_limits& limits) const override;
  [[nodiscard]] result<bool> is_scaled_by_rows(const tensor_evidence& pair) const override;
  [[nodiscard]] std::vector<std::string> limits(const ruling_options& options) const override;

private:
  const paired_models& models_;
};

} // namespace weightkin
