#pragma once

#include <cstddef>
#include <map>
#include <string>

#include <weightkin/lineage/comparison.hpp>

#include "report/stored/json_place.hpp"

/// The parts of a stored comparison. Each takes what it knows and ignores the rest; complaints stay
/// with the place.
namespace weightkin::detail {

[[nodiscard]] component_ruling stored_component(const json_place& at);

/// \param components where each component stands, by its id
[[nodiscard]] tensor_evidence stored_tensor(const json_place& at,
                                            const std::map<std::string, std::size_t>& components);

/// Numbers of one kind; NaN where they are null. Those that are computed may miss their bounds by
/// rounding.
[[nodiscard]] double stored_share(const json_place& at);       ///< 0..1
[[nodiscard]] double stored_correlation(const json_place& at); ///< -1..1
[[nodiscard]] double stored_size(const json_place& at);        ///< not negative
[[nodiscard]] double stored_log10_p(const json_place& at);     ///< not positive

[[nodiscard]] std::vector<std::string> stored_texts(const json_place& at);

/// The reference distribution of a statistic; effect, z and p stand beside it.
[[nodiscard]] permutation_evidence stored_null(const json_place& at);

/// The statistics of a component or tensor, by name: the value of each and what was expected.
class stored_statistics {
public:
  explicit stored_statistics(const json_place& list);

  /// NaN where there is no such statistic.
  [[nodiscard]] double value(const char* name) const;
  [[nodiscard]] double expected(const char* name) const;
  /// What "effect" and "z" were judged by; null_kind::none where they were not.
  [[nodiscard]] const permutation_evidence& evidence() const noexcept { return evidence_; }

private:
  struct row {
    double value;
    double expected;
  };
  std::map<std::string, row> rows_;
  permutation_evidence evidence_;
};

} // namespace weightkin::detail
