#include <map>

#include <weightkin/report/forest_report.hpp>
#include <weightkin/report/printable.hpp>

#include "forest_layout.hpp"
#include "text_numbers.hpp"

namespace weightkin {
namespace {

using namespace detail;

/// 'name', with quotes inside doubled.
std::string quoted(const std::string& name) {
  std::string out = "'";
  for (const char c : printable(name))
    out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

class newick_writer {
public:
  newick_writer(const lineage_forest& forest, const lineage_family& family)
      : forest_(forest), family_(family), list_(hang(family)) {
    for (const tree_merge& merge : family.merges)
      if (merge.proven) {
        const std::size_t number = hybrids_.size() + 1;
        hybrids_.emplace(merge.child, number);
      }
  }

  /// One line; more only if something hangs on nothing else.
  std::string lines() const {
    std::string out;
    for (std::size_t at = 0; at < list_.size(); ++at)
      if (list_[at].depth == 0) out += (family_.root ? "[&R] " : "[&U] ") + subtree(at) + ";\n";
    return out;
  }

private:
  /// Below first, then the name: parts are written from the last to the first, so no recursion.
  std::string subtree(std::size_t top) const {
    std::vector<std::string> done(list_.size());
    for (std::size_t at = list_.size(); at-- > top;) {
      std::string inside;
      for (const std::size_t below : list_[at].below)
        inside += (inside.empty() ? "" : ",") + done[below];
      done[at] = (inside.empty() ? "" : "(" + inside + ")") + name_of_node(list_[at]);
    }
    return done[top];
  }

  std::string name_of_node(const hung_node& hung) const {
    std::string out;
    if (!family_.nodes[hung.node].members.empty())
      out = quoted(label_of(forest_, family_, hung.node));
    if (const auto hybrid = hybrids_.find(hung.node); hybrid != hybrids_.end())
      out += "#H" + std::to_string(hybrid->second);
    if (hung.edge != nullptr) out += ":" + fixed(hung.edge->length, 9);
    return out;
  }

  const lineage_forest& forest_;
  const lineage_family& family_;
  std::vector<hung_node> list_;
  std::map<std::size_t, std::size_t> hybrids_; ///< by node
};

} // namespace

std::string forest_to_newick(const lineage_forest& forest) {
  std::string out;
  for (const lineage_family& family : forest.families)
    out += newick_writer(forest, family).lines();
  return out;
}

} // namespace weightkin
