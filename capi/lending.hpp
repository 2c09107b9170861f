#pragma once

#include <cstddef>
#include <vector>

#include <weightkin.h>
#include <weightkin/lineage/lent_weights.hpp>
#include <weightkin/lineage/pair_summary.hpp>

#include "handles.hpp"

/// What calls about many models share.
namespace weightkin::capi {

/// Copies of the fingerprints behind the handles. \returns `bad_argument` when one is null.
[[nodiscard]] result<std::vector<fingerprint>> prints_of(const wkin_fingerprint* const* handles,
                                                         std::size_t count);

/// Lends the tensors of the models that there are; empty when `models` is null. Borrows the
/// handles.
[[nodiscard]] weight_lender lender_of(const wkin_model* const* models, std::size_t count);

/// One row of a pair's summary, borrowed.
[[nodiscard]] wkin_component_summary coded(const component_summary& found);

[[nodiscard]] wkin_affinity coded(const affinity& found);

[[nodiscard]] wkin_many_settings coded(const ruling_options& used,
                                       const separation_options& separation);

} // namespace weightkin::capi
