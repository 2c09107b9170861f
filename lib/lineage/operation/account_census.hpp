#pragma once

#include <cstdint>
#include <vector>

#include "lineage/operation/tensor_account.hpp"

namespace weightkin {

/// The tensors of a component by what became of them.
class account_census {
public:
  account_census(std::span<const aligned_pair> pairs, std::span<const operation_evidence> seen,
                 const typing_options& options);

  /// Indices into the evidence.
  [[nodiscard]] std::vector<std::size_t> with(tensor_account account) const;
  [[nodiscard]] tensor_account of(std::size_t index) const { return accounts_[index]; }
  [[nodiscard]] std::size_t count(tensor_account account) const { return with(account).size(); }

  /// Elements of the given tensors.
  [[nodiscard]] std::uint64_t elements_of(const std::vector<std::size_t>& chosen) const;
  [[nodiscard]] const aligned_pair& pair(std::size_t index) const;
  [[nodiscard]] const operation_evidence& seen(std::size_t index) const { return seen_[index]; }
  [[nodiscard]] std::size_t size() const { return accounts_.size(); }

  /// Some matrix depends on its counterpart.
  [[nodiscard]] bool related() const { return related_; }
  /// NaN or infinity on one side where the other has values.
  [[nodiscard]] std::vector<std::size_t> with_nonfinite() const;
  /// Vectors that differ.
  [[nodiscard]] std::vector<std::size_t> changed_vectors() const;

  [[nodiscard]] std::vector<std::string> names_of(const std::vector<std::size_t>& chosen) const;

private:
  std::span<const aligned_pair> pairs_;
  std::span<const operation_evidence> seen_;
  std::vector<tensor_account> accounts_;
  bool related_ = false;
};

} // namespace weightkin
