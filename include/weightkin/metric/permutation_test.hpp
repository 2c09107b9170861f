#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace weightkin {

/// A tensor laid out for a permutation test: `units` rows (exchangeable), `features` columns,
/// row-major.
struct unit_matrix {
  std::size_t units = 0;     ///< rows
  std::size_t features = 0;  ///< columns
  std::vector<float> values; ///< `units` times `features`
};

/// Which reference distribution a p-value came from.
enum class null_kind : std::uint8_t {
  none = 0,
  permutation_normal = 1,      ///< exact variance, skewness and kurtosis so small that the normal
                               ///< tail is honest
  permutation_monte_carlo = 2, ///< drawn permutations, p = (1 + reached)/(draws + 1)
  permutation_student = 3,     ///< exact first four moments, skew-corrected Student tail
  permutation_exact = 4,       ///< all permutations enumerated (at most 7 units)
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(null_kind kind) noexcept;

/// Evidence that rows of two matrices correspond, under the null that one was permuted at random.
/// z = S / sd(S) where S = sum over units of the inner product of matching, standardised rows.
/// All but `log10_p` are *exact*; `log10_p` is *close* (1e-11 relative, the C library's
/// logarithms).
struct permutation_evidence {
  double effect = 0;          ///< mean inner product of matching rows, in [-1, 1]; 0 if unrelated
  double z = 0;               ///< standardised statistic; 0 if unrelated, sd 1
  double effective_size = 0;  ///< (z/effect)^2: the number of independent values the data are worth
  double log10_p = 0;         ///< one-sided (positive dependence); 0 to log10(1/units!)
  double skewness = 0;        ///< of the permutation distribution
  double excess_kurtosis = 0; ///< likewise; above 64 units high by up to 6/units^2
  std::uint64_t units = 0;    ///< that were permuted; of groups together
  std::uint64_t draws = 0;    ///< Monte-Carlo permutations used; 0 when none
  null_kind null = null_kind::none; ///< where the p-value came from
};

/// How permutations are drawn.
struct permutation_options {
  std::uint64_t seed = 0x77656967'68746b69; ///< of the Monte-Carlo draws; printed in reports
  std::uint64_t draws = 4095;               ///< where the tail is not known in closed form
  std::uint64_t monte_carlo_below = 64;     ///< units below which the normal tail is not trusted
};

/// One permutation group: tensors whose units are permuted together (the hidden units of one layer
/// seen by several tensors, the residual dimensions seen by all). Add each pair once, then ask.
///
/// Each pair is standardised (columns centred and scaled by their own deviation over units, rows to
/// unit length, columns re-centred) so that heavy-tailed rows and columns, common means and offsets
/// do not distort the null; all steps commute with permuting units, so the test stays valid.
class permutation_group {
public:
  /// \param sharing_known false when tensors of the group may or may not share one permutation: the
  ///        variance is then the larger of both answers.
  /// Memory: units^2 doubles, twice that during `add`.
  explicit permutation_group(std::size_t units, bool sharing_known = true);
  permutation_group(permutation_group&&) noexcept;
  permutation_group& operator=(permutation_group&&) noexcept;
  ~permutation_group();

  /// One pair, standardised and multiplied out: the costly part of `add`, free of the group's
  /// state, so that many may be prepared at once. Memory: units^2 doubles.
  class prepared_pair {
  public:
    prepared_pair(prepared_pair&&) noexcept;
    prepared_pair& operator=(prepared_pair&&) noexcept;
    ~prepared_pair();

    /// This pair's own evidence; null_kind::none when it has nothing to say.
    [[nodiscard]] const permutation_evidence& evidence() const noexcept;

  private:
    friend class permutation_group;
    struct state;
    explicit prepared_pair(std::unique_ptr<state> prepared) noexcept;
    std::unique_ptr<state> state_;
  };

  /// Prepares one pair of equally shaped matrices. A column with a non-finite value counts as
  /// absent from its side. A pair without variance (constant, nothing finite, fewer than two units,
  /// unequal shapes) has null_kind::none. A single feature (a vector) is compared by ranks. Cost:
  /// units^2 * features multiply-adds; units * draws random reads where permutations are drawn.
  [[nodiscard]] static prepared_pair prepare(const unit_matrix& a, const unit_matrix& b,
                                             const permutation_options& options = {});

  /// Adds a prepared pair. Pairs must be merged in one order for one answer: the last bits of a sum
  /// depend on it. A pair of another number of units, or without evidence, adds nothing.
  void merge(const prepared_pair& pair);

  /// `prepare` and `merge`; returns the pair's own evidence.
  permutation_evidence add(const unit_matrix& a, const unit_matrix& b,
                           const permutation_options& options = {});

  /// The pooled evidence of everything added, each pair weighted by scale/variance (the best
  /// weights for a common effect): the effect is the mean of the pairs' effects weighted by
  /// effective size.
  [[nodiscard]] permutation_evidence pooled(const permutation_options& options = {}) const;

private:
  struct state;
  std::unique_ptr<state> state_;
};

/// Evidence of independent groups combined: effect = mean of the effects weighted by effective
/// size, z = effect * sqrt(total effective size). z has mean 0 and variance 1 exactly under the
/// product of the groups' permutations, because the weights do not change when units are permuted;
/// the tail follows from the combined skewness and kurtosis. Groups of null_kind::none are skipped;
/// a single remaining group is returned as it is.
[[nodiscard]] permutation_evidence
combine_independent(std::span<const permutation_evidence> groups);

/// The smallest effect that would reach `log10_alpha` with probability one half at this effective
/// size. Above 1: nothing could have been found. Infinite when `effective_size` is not positive.
[[nodiscard]] double minimum_detectable_effect(double effective_size, double log10_alpha) noexcept;

} // namespace weightkin
