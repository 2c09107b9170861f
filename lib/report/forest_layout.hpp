#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <weightkin/lineage/tree.hpp>

/// How a family is hung up to be written down or drawn.
namespace weightkin::detail {

/// A node and what hangs below it.
struct hung_node {
  std::size_t node = 0;
  std::size_t depth = 0;
  const tree_edge* edge = nullptr;   ///< to the node above; null at the top
  const tree_merge* merge = nullptr; ///< that brought it below a parent; null for edges
  bool repeated = false;             ///< a further parent of a mixture that is already there
  bool directed = false;             ///< the node above is proven to be older
  bool against = false;              ///< this node is proven to be older than the one above
  std::vector<std::size_t> below;    ///< indices into the list, in the order of nodes
};

/// Every node once, and proven mixtures once more for each further parent; the first is the top. It
/// is the proven root, else the node most of the others hang on; for drawing only.
[[nodiscard]] std::vector<hung_node> hang(const lineage_family& family);

/// "model", "model (component)" where it has several, "a = b" for equal ones, "a ~ b" where b is a
/// rounded, or "unknown".
[[nodiscard]] std::string label_of(const lineage_forest& forest, const lineage_family& family,
                                   std::size_t node);

} // namespace weightkin::detail
