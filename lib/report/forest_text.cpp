#include <algorithm>
#include <cmath>

#include <weightkin/report/forest_report.hpp>

#include "forest_layout.hpp"
#include "report_words.hpp"
#include "safe_text.hpp"
#include "text_numbers.hpp"
#include "text_table.hpp"

namespace weightkin {
namespace {

using namespace detail;

constexpr std::size_t longest_name = 60;

/// How the edge to the node above reads: "->" away from it, "<-" towards it, "--" unknown.
std::string arrow_of(const hung_node& hung) {
  if (hung.depth == 0) return "";
  if (hung.merge != nullptr) return "=> ";
  return hung.directed ? "-> " : hung.against ? "<- " : "-- ";
}

std::string may_be_text(const lineage_forest& forest, const lineage_family& family,
                        const tree_node& node) {
  std::string out;
  for (const std::size_t other : node.may_be)
    out += (out.empty() ? ", may be " : " or ") + printable(label_of(forest, family, other));
  return out;
}

std::string facts_of(const hung_node& hung) {
  if (hung.merge != nullptr) return "  mixture";
  if (hung.edge == nullptr) return "";
  std::string out = "  length " + compact(hung.edge->length);
  if (hung.edge->finding)
    out += ", " + ruling_words(hung.edge->finding->ruling, hung.edge->finding->change);
  if (hung.edge->directed) out += ": " + hung.edge->reason;
  return out;
}

/// Depth first, as a reader follows branches.
std::string drawing(const lineage_forest& forest, const lineage_family& family,
                    const text_options& options) {
  const auto list = hang(family);
  std::vector<std::size_t> open;
  for (std::size_t at = list.size(); at-- > 0;)
    if (list[at].depth == 0) open.push_back(at);
  std::string out;
  while (!open.empty()) {
    const hung_node& hung = list[open.back()];
    open.pop_back();
    const tree_node& node = family.nodes[hung.node];
    const std::string name =
        node.members.empty() ? "(unknown" + may_be_text(forest, family, node) + ")"
                             : elided(printable(label_of(forest, family, hung.node)), longest_name);
    out += std::string(2 + 3 * hung.depth, ' ') + arrow_of(hung) +
           styled(name, hung.repeated ? text_style::dim : text_style::strong, options.colour) +
           (hung.repeated ? "  (again)" : printable(facts_of(hung))) + "\n";
    open.insert(open.end(), hung.below.rbegin(), hung.below.rend());
  }
  return out;
}

std::string mixtures(const lineage_forest& forest, const lineage_family& family,
                     const text_options& options) {
  std::string out;
  for (const tree_merge& merge : family.merges) {
    std::string line = label_of(forest, family, merge.child) + " ~";
    for (const merge_parent& parent : merge.parents)
      line += (&parent == &merge.parents.front() ? " " : " + ") + fixed(parent.weight, 3) + " " +
              label_of(forest, family, parent.node);
    if (merge.base) line += ", from " + label_of(forest, family, *merge.base);
    out += "  " + wrapped(printable(line + ": it " + merge.sentence), options.width, 4);
  }
  return out;
}

std::string family_text(const lineage_forest& forest, const lineage_family& family,
                        std::size_t number, const text_options& options) {
  std::size_t members = 0;
  for (const tree_node& node : family.nodes)
    members += node.members.size();
  std::string out = styled("Family " + std::to_string(number), text_style::strong, options.colour) +
                    "  " + std::to_string(members) + " members, " +
                    (family.root ? "root proven" : "no proven root") + "\n";
  out += drawing(forest, family, options) + mixtures(forest, family, options);
  for (const tree_member& member : family.unplaced)
    out += "  not placed: " + printable(forest.models[member.model].name) + " (" +
           printable(member.component) + "), too little in common with the others\n";
  if (family.misfit > 0.5)
    out += "  distances fit no tree well (misfit " + compact(family.misfit) +
           "): its shape proves nothing\n";
  for (const std::string& note : family.notes)
    out += "  " + wrapped(printable(note), options.width, 4);
  return out + "\n";
}

} // namespace

std::string forest_to_text(const lineage_forest& forest, const text_options& options) {
  std::string out = "weightkin tree\n  " + counted(forest.models.size(), "model") + ", " +
                    counted(forest.pairs.size(), "pair") + " compared\n\n";
  for (std::size_t at = 0; at < forest.families.size(); ++at)
    out += family_text(forest, forest.families[at], at + 1, options);
  if (!forest.singles.empty()) {
    out += "Nothing found for\n";
    for (const std::size_t model : forest.singles)
      out += "  " + printable(forest.models[model].name) + "\n";
    out += "\n";
  }
  out += wrapped("-> proven to be younger than what it hangs on, <- proven to be older, -- not "
                 "known, => mixture. Where no root is proven, what stands on top means nothing. "
                 "Length: mean square difference over the variance; strangers are 2 apart. "
                 "p-values are corrected (Holm) for " +
                     grouped(forest.tests) + " tests.",
                 options.width, 0);
  out += "\nLimits\n";
  for (const std::string& limit : forest.limits)
    out += "- " + wrapped(printable(limit), options.width, 2);
  return out;
}

} // namespace weightkin
