#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/lineage/scan.hpp>

#include "lineage/scan/confirmed_pair.hpp"

namespace weightkin {

/// A reference that was found for a component.
struct found_reference {
  std::size_t reference = 0;
  const confirmed_pair* pair = nullptr;
};

/// Fills `found`, `separations`, `nearest` and `sentence` of `origin`, the subject's component
/// number `component`. \param found in any order; each pair's subject is `subject`. *Close*, as
/// `sketch_distances`. Cost: found^2 sketches a tensor.
void place_references(component_origin& origin, std::size_t component, const fingerprint& subject,
                      std::span<const fingerprint> references, std::vector<found_reference> found,
                      const separation_options& options, unsigned threads);

} // namespace weightkin
