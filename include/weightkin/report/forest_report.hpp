#pragma once

#include <string>

#include <weightkin/lineage/tree.hpp>
#include <weightkin/report/text_report.hpp>

namespace weightkin {

/// A drawing of every family in lines, then what the pairs showed; for people.
/// `text_options::tensors` is not used.
[[nodiscard]] std::string forest_to_text(const lineage_forest& forest,
                                         const text_options& options = {});

/// The same as JSON after docs/schemas/forest-1.json; same promises as `to_json`.
[[nodiscard]] std::string forest_to_json(const lineage_forest& forest);

/// A line a family in extended Newick (docs/tree.md): `[&R]` before trees with a proven root,
/// `[&U]` before the others, `#H1` after models with several proven parents, which occur once under
/// each; lengths are `tree_edge::length`. Quotes around every name. *Exact*.
[[nodiscard]] std::string forest_to_newick(const lineage_forest& forest);

/// All families as one self-contained SVG picture. Arrows only where the direction is proven;
/// unknown points are diamonds; mixtures have dashed arrows with their weights.
/// Readable without colour vision. *Exact*. Cost: linear in nodes.
[[nodiscard]] std::string forest_to_svg(const lineage_forest& forest);

} // namespace weightkin
