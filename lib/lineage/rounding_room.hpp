#pragma once

#include <cstddef>
#include <optional>

#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin {

/// What two fingerprints leave open between rounding and a change that came before it.
struct rounding_room {
  double residual = 0;       ///< ||rounded - plain|| / ||plain||, estimated
  double largest_change = 0; ///< a change of more than this, as a share likewise, is excluded
};

/// How large a change of the plain weights, made before they were rounded to the other side's
/// values, can have been. What is measured is the energy of change and rounding together; the grid
/// is not in a fingerprint, so that rounding might explain none of it, and all of it is what the
/// change may have been at most. Assumes that errors of rounding do not undo the change: that they
/// are uncorrelated with it. The bound is wrong once in a thousand times, by the errors that
/// sketches state. *Close*.
class rounding_bound {
public:
  void add(const tensor_print& rounded, const tensor_print& plain);

  /// Nothing if sketches tell of less than nine tenths of the energy of what was added.
  [[nodiscard]] std::optional<rounding_room> room() const;

private:
  double energy_ = 0;   ///< of the plain tensors
  double measured_ = 0; ///< of those with sketches
  double residual_ = 0;
  double variance_ = 0; ///< of `residual_`
};

} // namespace weightkin
