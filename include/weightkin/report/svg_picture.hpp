#pragma once

#include <span>
#include <string>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// One or more comparisons side by side as one self-contained SVG picture: per component its share
/// of the parameters, its verdict in words, the observed effect beside the band in which unrelated
/// models lie, and the cosine of its norm gains beside the cosine expected if unrelated.
/// Readable without colour vision; needs no font, script or file beside it.
/// *Exact*: the same comparisons give the same bytes. Cost: linear in components and tensors.
[[nodiscard]] std::string to_svg(std::span<const comparison> rulings);

} // namespace weightkin
