#pragma once

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// A projector writes into the dimensions of the model that reads it. When those readers (or the
/// encoders before it) are themselves found to be kin, two projectors trained apart still serve the
/// same dimensions, so their units are not exchangeable and dependence proves nothing: such a
/// projector abstains, unless its weights are the reference's bit for bit or nearly so.
void abstain_on_joined_projectors(comparison& answer);

} // namespace weightkin
