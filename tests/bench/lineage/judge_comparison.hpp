#pragma once

#include <span>
#include <string>

#include <weightkin/lineage/comparison.hpp>

#include "measured_pair.hpp"
#include "zoo/descent.hpp"

namespace weightkin::evaluation {

/// Ours, for rankings of pairs: of the component with the best answer, 1 + effect where there is a
/// finding (in [1, 2]; the effect that the ruling rests on), else the adjusted -log10 p as a share
/// of what a finding takes (in [0, 1)). It knows no threshold but the rulings' own.
[[nodiscard]] double ranking_score(const comparison& answer);

/// Fills in what was answered, without regard to the truth. `copied` is no operation here: whatever
/// is merely rearranged is copied besides, and no truth says so.
void note_answer(const comparison& answer, measured_pair& pair);

/// Counts how much of what is true of a child was recovered. What an answer does not mention it
/// claims to be unmoved: layer i lies on layer i, unit j on unit j.
void note_truth(const comparison& answer, const zoo::descent& truth, measured_pair& pair);

/// p-values of the tensors that the plain comparison tested, one per permutation group (the first
/// tensor's: those of one group depend on each other).
void note_nulls(const comparison& answer, measured_pair& pair);

} // namespace weightkin::evaluation
