#pragma once

#include <span>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "align/content_match.hpp"
#include "lineage/pair_measurements.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Measures what fingerprints tell of weights: equality by digests and checksums, similarity by
/// sketches, correspondence of units by their signatures. What they do not tell stays unknown.
class print_measurements final : public pair_measurements {
public:
  /// \param models, subject, reference borrowed; tensors of a model and its fingerprint agree.
  print_measurements(const paired_models& models, const fingerprint& subject,
                     const fingerprint& reference)
      : models_(models), subject_(subject.tensors), reference_(reference.tensors) {}

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
  [[nodiscard]] const tensor_print& left(const tensor_evidence& pair) const {
    return subject_[pair.subject];
  }
  [[nodiscard]] const tensor_print& right(const tensor_evidence& pair) const {
    return reference_[pair.reference];
  }

  const paired_models& models_;
  std::span<const tensor_print> subject_;
  std::span<const tensor_print> reference_;
};

/// Content is equal where dtypes and value digests are.
class digest_matcher final : public content_matcher {
public:
  /// \param models borrowed, like the fingerprints.
  digest_matcher(const paired_models& models, const fingerprint& subject,
                 const fingerprint& reference)
      : models_(models), subject_(subject.tensors), reference_(reference.tensors) {}

  [[nodiscard]] result<content_pairs>
  match(std::span<const std::size_t> subject_entries,
        std::span<const std::size_t> reference_entries) const override;

private:
  const paired_models& models_;
  std::span<const tensor_print> subject_;
  std::span<const tensor_print> reference_;
};

} // namespace weightkin
