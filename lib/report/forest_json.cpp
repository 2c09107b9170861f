#include <weightkin/report/forest_report.hpp>

#include "pair_json.hpp"

namespace weightkin {
namespace {

using detail::number;
using detail::ordered_json;
using detail::text;
using detail::whole;

constexpr const char* forest_schema = "urn:weightkin:schema:forest:1.0";

ordered_json members_json(const std::vector<tree_member>& members) {
  ordered_json out = ordered_json::array();
  for (const tree_member& member : members)
    out.push_back({{"model", whole(member.model)},
                   {"component", text(member.component)},
                   {"cast", member.cast}});
  return out;
}

ordered_json node_json(const tree_node& node) {
  ordered_json may_be = ordered_json::array();
  for (const std::size_t other : node.may_be)
    may_be.push_back(whole(other));
  return {{"members", members_json(node.members)}, {"may_be", std::move(may_be)}};
}

ordered_json edge_json(const tree_edge& edge) {
  ordered_json finding = nullptr;
  if (edge.finding)
    finding = {{"verdict", name_of(edge.finding->ruling)},
               {"change", name_of(edge.finding->change)},
               {"pearson", number(edge.finding->pearson)},
               {"log10_p_holm", number(edge.finding->log10_p_holm)}};
  return {{"first", whole(edge.first)},
          {"second", whole(edge.second)},
          {"directed", edge.directed},
          {"reason", edge.directed ? ordered_json(text(edge.reason)) : ordered_json(nullptr)},
          {"length", number(edge.length)},
          {"length_error", number(edge.length_error)},
          {"finding", std::move(finding)}};
}

ordered_json merge_json(const tree_merge& merge) {
  ordered_json parents = ordered_json::array();
  for (const merge_parent& parent : merge.parents)
    parents.push_back({{"node", whole(parent.node)},
                       {"weight", number(parent.weight)},
                       {"weight_error", number(parent.weight_error)}});
  return {{"child", whole(merge.child)},
          {"parents", std::move(parents)},
          {"base", merge.base ? whole(*merge.base) : ordered_json(nullptr)},
          {"residual", number(merge.residual)},
          {"proven", merge.proven},
          {"sentence", text(merge.sentence)}};
}

ordered_json family_json(const lineage_family& family) {
  ordered_json nodes = ordered_json::array();
  for (const tree_node& node : family.nodes)
    nodes.push_back(node_json(node));
  ordered_json edges = ordered_json::array();
  for (const tree_edge& edge : family.edges)
    edges.push_back(edge_json(edge));
  ordered_json merges = ordered_json::array();
  for (const tree_merge& merge : family.merges)
    merges.push_back(merge_json(merge));
  return {{"nodes", std::move(nodes)},
          {"edges", std::move(edges)},
          {"merges", std::move(merges)},
          {"root", family.root ? whole(*family.root) : ordered_json(nullptr)},
          {"unplaced", members_json(family.unplaced)},
          {"misfit", number(family.misfit)},
          {"parameters", number(family.parameters)},
          {"notes", detail::texts_json(family.notes)}};
}

} // namespace

std::string forest_to_json(const lineage_forest& forest) {
  ordered_json options = detail::options_json(forest.options);
  options["nearest_share"] = number(forest.separation.nearest_share);
  options["separation_errors"] = number(forest.separation.errors);
  ordered_json models = ordered_json::array();
  for (const model_summary& model : forest.models)
    models.push_back(detail::model_json(model));
  ordered_json families = ordered_json::array();
  for (const lineage_family& family : forest.families)
    families.push_back(family_json(family));
  ordered_json singles = ordered_json::array();
  for (const std::size_t model : forest.singles)
    singles.push_back(whole(model));
  ordered_json pairs = ordered_json::array();
  for (const forest_pair& pair : forest.pairs) {
    ordered_json row{{"subject", whole(pair.subject)}, {"reference", whole(pair.reference)}};
    row.update(detail::pair_json(pair.summary));
    pairs.push_back(std::move(row));
  }
  return detail::document({{"schema", forest_schema},
                           {"tool", detail::tool_json()},
                           {"options", std::move(options)},
                           {"tests", whole(forest.tests)},
                           {"models", std::move(models)},
                           {"families", std::move(families)},
                           {"singles", std::move(singles)},
                           {"pairs", std::move(pairs)},
                           {"limits", detail::texts_json(forest.limits)}});
}

} // namespace weightkin
