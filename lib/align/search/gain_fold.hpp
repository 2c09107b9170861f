#pragma once

#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// The gains of a norm in front of matrices that read the stream, in both models; empty where there
/// is none.
struct gain_pair_view {
  std::vector<float> subject;
  std::vector<float> reference;
};

/// Whether gains were moved between a norm and the matrices behind it: then what one norm
/// multiplies more, its matrix multiplies less. \param subject, reference matrices that read
/// through the norms. \param carry of the reference's stream; must not turn. True when, over the
/// dimensions, the logarithms of the quotients of gains and of column lengths have a correlation
/// below -1/2: strangers are not asked, since folding makes no difference to them. \returns the
/// medium's `io` error. Cost: 256 lines of each matrix.
/// \pre rank 2, the axes are the stream's, gains are as long as their stream or empty.
[[nodiscard]] result<bool> gains_were_moved(const gain_pair_view& gains, const tensor_view& subject,
                                            std::size_t subject_axis, const tensor_view& reference,
                                            std::size_t reference_axis, const axis_change& carry);

} // namespace weightkin::detail
