#pragma once

#include <cstdint>

#include "lineage/operation/pair_panel.hpp"

namespace weightkin {

/// Which factors turn one side into the other.
enum class factor_form : std::uint8_t {
  none = 0,
  one = 1,     ///< one for the tensor
  rows = 2,    ///< one for each row
  columns = 3, ///< one for each column
  both = 4,    ///< one for each row times one for each column
};

struct factor_pattern {
  factor_form form = factor_form::none; ///< the simplest that explains all but rounding
  double scale = 1;                     ///< the least-squares factor for the whole tensor
  bool signs_only = false;              ///< all factors are 1 or -1, and both occur
  double spread = 0;                    ///< standard deviation of the logarithm of the factors
  double log10_margin = 0; ///< over a Gaussian residual of the size found, factors paid for
};

/// \param floor mean square that rounding leaves. Factors explain a tensor when what remains is at
/// most nine times that. *Close*: logarithms. Cost: at most 200 sweeps over the panel.
[[nodiscard]] factor_pattern find_factors(const pair_panel& panel, double floor);

} // namespace weightkin
