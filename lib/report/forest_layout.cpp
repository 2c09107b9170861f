#include "forest_layout.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace weightkin::detail {
namespace {

class hanger {
public:
  explicit hanger(const lineage_family& family) : family_(family) {}

  std::vector<hung_node> hung() && {
    seen_.resize(family_.nodes.size(), false);
    add({top(), 0, nullptr, nullptr, false, false, false, {}});
    grow(0);
    // What hangs on nothing drawn so far: branches behind mixtures without a drawn parent.
    for (std::size_t node = 0; node < family_.nodes.size(); ++node)
      if (!seen_[node]) {
        add({node, 0, nullptr, nullptr, false, false, false, {}});
        grow(list_.size() - 1);
      }
    return std::move(list_);
  }

private:
  std::size_t top() const {
    if (family_.root) return *family_.root;
    std::vector<std::size_t> degree(family_.nodes.size(), 0);
    for (const tree_edge& edge : family_.edges)
      ++degree[edge.first], ++degree[edge.second];
    // What comes out of a mixture is no place to start from.
    for (const tree_merge& merge : family_.merges)
      if (merge.proven) degree[merge.child] = 0;
    return static_cast<std::size_t>(std::max_element(degree.begin(), degree.end()) -
                                    degree.begin());
  }

  std::size_t add(hung_node node) {
    if (!node.repeated) seen_[node.node] = true;
    list_.push_back(std::move(node));
    return list_.size() - 1;
  }

  /// Without recursion: chains can be as long as there are models.
  void grow(std::size_t first) {
    std::vector<std::size_t> open{first};
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      std::vector<std::size_t> fresh;
      hang_edges(at, fresh);
      hang_mixtures(at, fresh);
      open.insert(open.end(), fresh.rbegin(), fresh.rend());
    }
  }

  void hang_edges(std::size_t at, std::vector<std::size_t>& fresh) {
    const std::size_t node = list_[at].node;
    for (const tree_edge& edge : family_.edges) {
      if (edge.first != node && edge.second != node) continue;
      const std::size_t other = edge.first == node ? edge.second : edge.first;
      if (seen_[other]) continue;
      const bool down = edge.directed && edge.first == node;
      const bool up = edge.directed && edge.second == node;
      below(at, {other, 0, &edge, nullptr, false, down, up, {}}, fresh);
    }
  }

  void hang_mixtures(std::size_t at, std::vector<std::size_t>& fresh) {
    const std::size_t node = list_[at].node;
    for (const tree_merge& merge : family_.merges) {
      const bool parent = std::any_of(merge.parents.begin(), merge.parents.end(),
                                      [&](const merge_parent& each) { return each.node == node; });
      if (!merge.proven || !parent) continue;
      below(at, {merge.child, 0, nullptr, &merge, seen_[merge.child], true, false, {}}, fresh);
    }
  }

  void below(std::size_t at, hung_node node, std::vector<std::size_t>& fresh) {
    node.depth = list_[at].depth + 1;
    const bool again = node.repeated;
    const std::size_t index = add(std::move(node));
    list_[at].below.push_back(index);
    if (!again) fresh.push_back(index);
  }

  const lineage_family& family_;
  std::vector<bool> seen_;
  std::vector<hung_node> list_;
};

} // namespace

std::vector<hung_node> hang(const lineage_family& family) {
  if (family.nodes.empty()) return {};
  return hanger(family).hung();
}

std::string label_of(const lineage_forest& forest, const lineage_family& family, std::size_t node) {
  std::string out;
  for (const tree_member& member : family.nodes[node].members) {
    const model_summary& model = forest.models[member.model];
    out += (out.empty()   ? ""
            : member.cast ? " ~ "
                          : " = ") +
           (model.name.empty() ? "model " + std::to_string(member.model) : model.name);
    if (member.of_several) out += " (" + member.component + ")";
  }
  return out.empty() ? "unknown" : out;
}

} // namespace weightkin::detail
