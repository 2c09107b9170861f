#pragma once

#include <cstddef>
#include <vector>

#include "align/search/chain_map.hpp"
#include "align/search/search_options.hpp"

namespace weightkin::detail {

/// In which order the groups of a chain can be matched, each by tensors whose other axes are
/// settled. By shapes alone: no value is looked at.
class chain_settling {
public:
  /// \param elements per tensor of the chain; 0: takes no part. \param open per group: its order is
  /// looked for. The chain must outlive this.
  chain_settling(const chain_map& chain, std::vector<std::size_t> elements, std::vector<bool> open);

  /// What needs no search.
  [[nodiscard]] std::vector<bool> at_first() const;
  /// The tensor holds the group along one axis, and nothing else that is not settled.
  [[nodiscard]] bool settled_but(std::size_t tensor, std::size_t group,
                                 const std::vector<bool>& settled) const;

  struct next_group {
    std::size_t group = 0; ///< as many as there are groups: none is left that anything is known of
    double features = 0;   ///< by which its units can be told apart
  };
  /// The open group with the most settled features in the tensors that are `used`.
  [[nodiscard]] next_group next(const std::vector<bool>& settled,
                                const std::vector<bool>& used) const;

  /// The tensors to look at: others are left out as long as these settle every group that all
  /// together can, on enough features (8 ln units, or 4, or 2, as much as the shapes allow).
  /// First go those that see most groups that no other of them sees, later ones before earlier.
  /// \param may_testify per tensor: worth leaving out. Leaves out no more once time is up. Cost:
  /// tensors * groups^2.
  [[nodiscard]] std::vector<bool> choose_fitted(const std::vector<bool>& may_testify,
                                                const search_options& options) const;

  /// Per group, given what was asked of some (shares, NaN: not asked): what an asked group says of
  /// those that its own order was derived from. Had they been wrong, it could not be right: its
  /// share is theirs; but a small group vouches for no more units than it has. NaN: nothing.
  [[nodiscard]] std::vector<double> implied(const std::vector<double>& asked,
                                            const std::vector<bool>& fitted) const;

private:
  [[nodiscard]] double features(std::size_t group, const std::vector<bool>& settled,
                                const std::vector<bool>& used) const;
  [[nodiscard]] std::vector<double> known_features(const std::vector<bool>& settled,
                                                   const std::vector<bool>& used) const;
  [[nodiscard]] double units(std::size_t group) const;
  [[nodiscard]] double enough(std::size_t group, double demand) const;
  [[nodiscard]] std::vector<bool> settled_by(const std::vector<bool>& used, double demand) const;
  [[nodiscard]] double most_demanding(const std::vector<bool>& used) const;
  [[nodiscard]] std::size_t fresh_groups(std::size_t tensor, const std::vector<bool>& seen) const;
  [[nodiscard]] bool anchored(std::size_t group, const std::vector<bool>& fitted) const;

  const chain_map& chain_;
  std::vector<std::size_t> elements_;
  std::vector<bool> open_;
  std::vector<std::vector<std::size_t>> tensors_of_; ///< per group: those that hold it
};

} // namespace weightkin::detail
