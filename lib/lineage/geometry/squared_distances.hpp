#pragma once

#include <cstddef>
#include <vector>

#include <weightkin/fingerprint/estimate.hpp>

namespace weightkin {

/// Squared distances between the weights of several members, apart for every group of tensors, in
/// units of the group's variance: unrelated members are 2 per parameter apart. Where the distances
/// come from sketches, all from the same ones, so that their errors cancel in differences.
class squared_distances {
public:
  /// What all distances of one group have in common.
  struct group {
    double parameters = 0; ///< elements
    double buckets = 0;    ///< independent values that a product of two differences averages over:
                           ///< of the sketch, or the elements themselves
  };

  squared_distances(std::size_t members, std::vector<group> groups);

  [[nodiscard]] std::size_t members() const noexcept { return members_; }
  [[nodiscard]] std::size_t groups() const noexcept { return groups_.size(); }
  [[nodiscard]] const group& group_at(std::size_t g) const { return groups_[g]; }

  /// Sum over the group's elements; NaN where a member lacks the group. Symmetric, 0 on the
  /// diagonal. \param blur mean square that rounding of the sketches' codes may add or take.
  void set(std::size_t g, std::size_t i, std::size_t j, double square, double blur);
  [[nodiscard]] double at(std::size_t g, std::size_t i, std::size_t j) const {
    return squares_[place(g, i, j)];
  }

  /// Total over the groups that both have; 0 when there is none.
  [[nodiscard]] double square(std::size_t i, std::size_t j) const;

  /// <i - j, k - l>, summed over the groups that all four have, and its standard error if what the
  /// two differences do not share is as if drawn at random.
  [[nodiscard]] estimate product(std::size_t i, std::size_t j, std::size_t k, std::size_t l) const;

  /// How much of what sets `far` apart from `near` the member `from` has: 0 where its foot on the
  /// line between them is `near`, 1 where it is `far`. NaN without a common group or when the two
  /// are equal.
  [[nodiscard]] estimate position(std::size_t from, std::size_t near, std::size_t far) const;

private:
  [[nodiscard]] std::size_t place(std::size_t g, std::size_t i, std::size_t j) const {
    return (g * members_ + i) * members_ + j;
  }
  /// NaN when a member lacks the group.
  [[nodiscard]] double product_in(std::size_t g, std::size_t i, std::size_t j, std::size_t k,
                                  std::size_t l) const;

  std::size_t members_;
  std::vector<group> groups_;
  std::vector<double> squares_;
  std::vector<float> blurs_;
};

} // namespace weightkin
