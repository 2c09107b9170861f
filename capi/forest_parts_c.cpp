#include <weightkin/report/forest_report.hpp>

#include "boundary.hpp"
#include "lending.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

const lineage_family* find_family(const wkin_forest* forest, size_t family) {
  if (forest == nullptr || family >= forest->grown.families.size()) return nullptr;
  return &forest->grown.families[family];
}

/// Entry `index` of one of the lists of a family; null when there is none.
template <class Entry>
const Entry* find_in(const wkin_forest* forest, size_t family,
                     std::vector<Entry> lineage_family::*list, size_t index) {
  const lineage_family* found = find_family(forest, family);
  return found != nullptr && index < (found->*list).size() ? &(found->*list)[index] : nullptr;
}

wkin_status no_such(wkin_error* error) {
  return bad_argument(error, "the forest is NULL or has nothing with these indices");
}

wkin_status tell_member(const tree_member& found, wkin_member* member, size_t member_size,
                        wkin_error* error) {
  wkin_member ours{};
  ours.component = found.component.c_str();
  ours.model = found.model;
  ours.of_several = found.of_several ? 1 : 0;
  ours.cast = found.cast ? 1 : 0;
  return fill(member, member_size, ours, error);
}

const forest_pair* find_pair(const wkin_forest* forest, size_t index) {
  if (forest == nullptr || index >= forest->grown.pairs.size()) return nullptr;
  return &forest->grown.pairs[index];
}

/// Text that `make` writes of the forest.
template <class Make>
wkin_status write(const wkin_forest* forest, Make&& make, char* buffer, size_t capacity,
                  size_t* needed, wkin_error* error) noexcept {
  return guard(error, [&] {
    if (forest == nullptr) return bad_argument(error, "the forest is NULL");
    return copy_text(make(forest->grown), buffer, capacity, needed, error);
  });
}

} // namespace

wkin_status wkin_forest_describe(const wkin_forest* forest, wkin_forest_overall* overall,
                                 size_t overall_size, wkin_error* error) {
  return guard(error, [&] {
    if (forest == nullptr) return bad_argument(error, "the forest is NULL");
    const lineage_forest& grown = forest->grown;
    wkin_forest_overall ours{};
    ours.singles = lent(grown.singles);
    ours.single_count = grown.singles.size();
    ours.models = grown.models.size();
    ours.pairs = grown.pairs.size();
    ours.families = grown.families.size();
    ours.tests = grown.tests;
    ours.limits = grown.limits.size();
    return fill(overall, overall_size, ours, error);
  });
}

wkin_status wkin_forest_settings(const wkin_forest* forest, wkin_many_settings* settings,
                                 size_t settings_size, wkin_error* error) {
  return guard(error, [&] {
    if (forest == nullptr) return bad_argument(error, "the forest is NULL");
    return fill(settings, settings_size, coded(forest->grown.options, forest->grown.separation),
                error);
  });
}

wkin_status wkin_forest_family(const wkin_forest* forest, size_t index, wkin_family* family,
                               size_t family_size, wkin_error* error) {
  return guard(error, [&] {
    const lineage_family* found = find_family(forest, index);
    if (found == nullptr) return no_such(error);
    wkin_family ours{};
    ours.nodes = found->nodes.size();
    ours.edges = found->edges.size();
    ours.merges = found->merges.size();
    ours.unplaced = found->unplaced.size();
    ours.notes = found->notes.size();
    ours.root = found->root.value_or(WKIN_NO_INDEX);
    ours.misfit = found->misfit;
    ours.parameters = found->parameters;
    return fill(family, family_size, ours, error);
  });
}

wkin_status wkin_forest_node(const wkin_forest* forest, size_t family, size_t index,
                             wkin_node* node, size_t node_size, wkin_error* error) {
  return guard(error, [&] {
    const tree_node* found = find_in(forest, family, &lineage_family::nodes, index);
    if (found == nullptr) return no_such(error);
    wkin_node ours{};
    ours.may_be = lent(found->may_be);
    ours.may_be_count = found->may_be.size();
    ours.members = found->members.size();
    return fill(node, node_size, ours, error);
  });
}

wkin_status wkin_forest_member(const wkin_forest* forest, size_t family, size_t node, size_t index,
                               wkin_member* member, size_t member_size, wkin_error* error) {
  return guard(error, [&] {
    const tree_node* found = find_in(forest, family, &lineage_family::nodes, node);
    if (found == nullptr || index >= found->members.size()) return no_such(error);
    return tell_member(found->members[index], member, member_size, error);
  });
}

wkin_status wkin_forest_unplaced(const wkin_forest* forest, size_t family, size_t index,
                                 wkin_member* member, size_t member_size, wkin_error* error) {
  return guard(error, [&] {
    const tree_member* found = find_in(forest, family, &lineage_family::unplaced, index);
    if (found == nullptr) return no_such(error);
    return tell_member(*found, member, member_size, error);
  });
}

wkin_status wkin_forest_edge(const wkin_forest* forest, size_t family, size_t index,
                             wkin_edge* edge, size_t edge_size, wkin_error* error) {
  return guard(error, [&] {
    const tree_edge* found = find_in(forest, family, &lineage_family::edges, index);
    if (found == nullptr) return no_such(error);
    wkin_edge ours{};
    ours.reason = found->reason.c_str();
    ours.first = found->first;
    ours.second = found->second;
    ours.length = found->length;
    ours.length_error = found->length_error;
    ours.directed = found->directed ? 1 : 0;
    ours.has_finding = found->finding ? 1 : 0;
    return fill(edge, edge_size, ours, error);
  });
}

wkin_status wkin_forest_finding(const wkin_forest* forest, size_t family, size_t edge,
                                wkin_component_summary* summary, size_t summary_size,
                                wkin_error* error) {
  return guard(error, [&] {
    const tree_edge* found = find_in(forest, family, &lineage_family::edges, edge);
    if (found == nullptr) return no_such(error);
    if (!found->finding)
      return tell(error, errc::undefined, fault::none,
                  "the ends of the edge were not compared with each other");
    return fill(summary, summary_size, coded(*found->finding), error);
  });
}

wkin_status wkin_forest_merge(const wkin_forest* forest, size_t family, size_t index,
                              wkin_tree_merge* merge, size_t merge_size, wkin_error* error) {
  return guard(error, [&] {
    const tree_merge* found = find_in(forest, family, &lineage_family::merges, index);
    if (found == nullptr) return no_such(error);
    wkin_tree_merge ours{};
    ours.sentence = found->sentence.c_str();
    ours.child = found->child;
    ours.base = found->base.value_or(WKIN_NO_INDEX);
    ours.parents = found->parents.size();
    ours.residual = found->residual;
    ours.proven = found->proven ? 1 : 0;
    return fill(merge, merge_size, ours, error);
  });
}

wkin_status wkin_forest_parent(const wkin_forest* forest, size_t family, size_t merge, size_t index,
                               wkin_tree_parent* parent, size_t parent_size, wkin_error* error) {
  return guard(error, [&] {
    const tree_merge* found = find_in(forest, family, &lineage_family::merges, merge);
    if (found == nullptr || index >= found->parents.size()) return no_such(error);
    wkin_tree_parent ours{};
    ours.node = found->parents[index].node;
    ours.weight = found->parents[index].weight;
    ours.weight_error = found->parents[index].weight_error;
    return fill(parent, parent_size, ours, error);
  });
}

wkin_status wkin_forest_pair(const wkin_forest* forest, size_t index, wkin_forest_comparison* pair,
                             size_t pair_size, wkin_error* error) {
  return guard(error, [&] {
    const forest_pair* found = find_pair(forest, index);
    if (found == nullptr) return no_such(error);
    wkin_forest_comparison ours{};
    ours.sentence = found->summary.sentence.c_str();
    ours.subject = found->subject;
    ours.reference = found->reference;
    ours.components = found->summary.components.size();
    ours.verdict = static_cast<wkin_verdict>(found->summary.overall);
    ours.source = static_cast<wkin_evidence_source>(found->summary.source);
    return fill(pair, pair_size, ours, error);
  });
}

wkin_status wkin_forest_pair_component(const wkin_forest* forest, size_t pair, size_t index,
                                       wkin_component_summary* summary, size_t summary_size,
                                       wkin_error* error) {
  return guard(error, [&] {
    const forest_pair* found = find_pair(forest, pair);
    if (found == nullptr || index >= found->summary.components.size()) return no_such(error);
    return fill(summary, summary_size, coded(found->summary.components[index]), error);
  });
}

const char* wkin_forest_note(const wkin_forest* forest, size_t family, size_t index) {
  const lineage_family* found = find_family(forest, family);
  return found != nullptr ? text_at(found->notes, index) : nullptr;
}

const char* wkin_forest_limit(const wkin_forest* forest, size_t index) {
  return forest != nullptr ? text_at(forest->grown.limits, index) : nullptr;
}

wkin_status wkin_forest_text(const wkin_forest* forest, const wkin_text_options* options,
                             char* buffer, size_t capacity, size_t* needed, wkin_error* error) {
  return guard(error, [&] {
    if (forest == nullptr) return bad_argument(error, "the forest is NULL");
    const auto look = looking(options);
    if (!look) return tell(error, look.error());
    return copy_text(forest_to_text(forest->grown, *look), buffer, capacity, needed, error);
  });
}

wkin_status wkin_forest_json(const wkin_forest* forest, char* buffer, size_t capacity,
                             size_t* needed, wkin_error* error) {
  return write(forest, forest_to_json, buffer, capacity, needed, error);
}

wkin_status wkin_forest_newick(const wkin_forest* forest, char* buffer, size_t capacity,
                               size_t* needed, wkin_error* error) {
  return write(forest, forest_to_newick, buffer, capacity, needed, error);
}

wkin_status wkin_forest_svg(const wkin_forest* forest, char* buffer, size_t capacity,
                            size_t* needed, wkin_error* error) {
  return write(forest, forest_to_svg, buffer, capacity, needed, error);
}
