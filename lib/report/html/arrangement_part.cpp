#include <algorithm>
#include <array>
#include <cmath>

#include "lineage/explanation.hpp"
#include "report/html/heat_grid.hpp"
#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/layer_picture.hpp"
#include "report/html/plain_words.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t groups_shown = 200;

const char* match_words(match_kind how) {
  switch (how) {
  case match_kind::name: return "by the same name";
  case match_kind::slot: return "by name, once prefix and naming dialect are taken off";
  case match_kind::content: return "by equal content under another name";
  case match_kind::assigned: return "by role, layer and shape";
  case match_kind::searched: return "by a search, once rearranged";
  }
  return "in a way this version does not know";
}

/// How the pairs were found, most frequent ways first as the alignment tries them.
std::string met_text(const comparison& ruling, const std::vector<std::size_t>& tensors) {
  constexpr std::array ways{match_kind::name, match_kind::slot, match_kind::content,
                            match_kind::assigned, match_kind::searched};
  std::string out;
  for (const match_kind way : ways) {
    const auto count = static_cast<std::uint64_t>(
        std::count_if(tensors.begin(), tensors.end(),
                      [&](std::size_t t) { return ruling.tensors[t].match == way; }));
    if (count == 0) continue;
    out += (out.empty() ? "" : ", ") + counted(count, "tensor") + " " + match_words(way);
  }
  return out.empty() ? "No tensor met a counterpart." : "Pairs were found: " + out + ".";
}

std::uint64_t moved_count(const std::vector<std::int64_t>& map) {
  std::uint64_t moved = 0;
  for (std::size_t i = 0; i < map.size(); ++i)
    moved += map[i] != static_cast<std::int64_t>(i) ? 1 : 0;
  return moved;
}

std::string basis_text(const component_correspondence& found) {
  switch (found.basis) {
  case basis_relation::same: return "The residual stream stands in the reference's basis.";
  case basis_relation::permuted: {
    const auto flipped = static_cast<std::uint64_t>(
        std::count(found.stream_sign.begin(), found.stream_sign.end(), std::int8_t{-1}));
    if (found.stream_of.empty()) return "The residual stream's dimensions were reordered.";
    return "The residual stream's dimensions were reordered: " +
           grouped(moved_count(found.stream_of)) + " of " + grouped(found.stream_of.size()) +
           " stand elsewhere, " + grouped(flipped) + " with the sign flipped.";
  }
  case basis_relation::rotated:
    return "The residual stream's basis was turned by an orthogonal map that is no reordering.";
  case basis_relation::unknown: break;
  }
  return "The basis of the residual stream was not found or not looked for.";
}

std::string units_row(const unit_correspondence& units) {
  const unit_counts counts = counts_of(units);
  const std::string moved = units.identity  ? "none"
                            : units.counted ? "-"
                                            : grouped(moved_count(units.reference_of));
  return element("tr", element("th", html_name(units.subject_group), "scope=\"row\"") +
                           element("td", html_name(units.reference_group)) +
                           element("td", grouped(counts.units), "class=\"n\"") +
                           element("td", grouped(counts.mapped), "class=\"n\"") +
                           element("td", moved, "class=\"n\"") +
                           element("td", xml_text(percent(units.agreement)), "class=\"n\"")) +
         "\n";
}

std::string units_table(const component_correspondence& found, const std::string& label) {
  if (found.units.empty()) return {};
  std::string head;
  for (const char* title : {"Group of units", "In the reference", "Units", "With a counterpart",
                            "At another place", "Halves of the evidence agree"})
    head += element("th", title, "scope=\"col\"");
  std::string rows;
  for (std::size_t g = 0; g < std::min(found.units.size(), groups_shown); ++g)
    rows += units_row(found.units[g]);
  std::string out = scrolling(
      element("table", element("caption", "Which units correspond (hidden units, heads, experts)") +
                           element("thead", element("tr", head)) + element("tbody", rows)),
      "Units of " + label);
  if (found.units.size() > groups_shown)
    out += element("p", "The first " + std::to_string(groups_shown) + " of " +
                            counted(found.units.size(), "group") + " are listed.");
  return out;
}

std::string found_text(const component_correspondence& found, std::size_t index,
                       const std::string& label) {
  html_list rows;
  rows.add(basis_text(found));
  if (found.tokens_moved && found.token_of.empty())
    rows.add("Rows of the token table were reordered.");
  if (!found.token_of.empty())
    rows.add("Rows of the token table were reordered: " + grouped(moved_count(found.token_of)) +
             " of " + grouped(found.token_of.size()) + " stand elsewhere.");
  if (found.moves_values)
    rows.add("Values had to be picked, flipped, multiplied or turned to lie on the subject's.");
  if (found.repeats_networks)
    rows.add("Several networks of the subject come from one of the reference's.");
  rows.add(found.log10_choices > 0
               ? "Values chose this among about 10^" + compact(found.log10_choices) +
                     " maps; probabilities were corrected for that."
               : std::string("Nothing was chosen by looking at values that were tested after."));
  return layer_picture(found, index, label) + rows.rendered() + "\n" + units_table(found, label);
}

std::string noted_lines(const component_ruling& component) {
  html_list rows;
  for (const std::string& note : component.search_notes)
    rows.add(html_sentence(note));
  return rows.rendered();
}

/// How far a search went that brought no verdict.
const char* depth_words(search_depth depth) {
  switch (depth) {
  case search_depth::full:
    return "A search for rearrangements ran for this component (layers, experts, tokens, "
           "reordered, flipped, added and left-out units and heads, a rotated residual stream)";
  case search_depth::layers:
    return "A search for rearrangements ran for this component as far as layers, experts and "
           "transposed tables (reordered units and a rotated residual stream were not searched)";
  case search_depth::direct:
  case search_depth::automatic: break;
  }
  return "No search for rearrangements ran for this component";
}

/// Whether rearrangements were searched for, and what came of it. \pre no arrangement.
std::string search_outcome(const comparison& ruling, const component_ruling& component) {
  const std::string stored =
      "The numbers on this page are those of the weights as they are stored.";
  if (ruling.source == evidence_source::fingerprints)
    return "No search for rearrangements ran: these are fingerprints. " + stored;
  const std::string lines = noted_lines(component);
  const bool found = is_finding(component.ruling);
  if (const auto depth = noted_search(component)) {
    const bool ran = *depth != search_depth::direct;
    const char* came = !ran ? ". "
                       : component.ruling == verdict::no_shared_initialisation_found
                           ? " and found none in which the component resembles the reference. "
                           : " and brought nothing that a verdict could rest on; whether it came "
                             "to its end stands in the evidence above. ";
    return depth_words(*depth) + std::string(came) + stored + lines;
  }
  if (!lines.empty())
    return std::string("A search for rearrangements ran for this component and found none that ") +
           (found ? "explains clearly more of it than the order in which it is stored. "
                  : "a verdict could rest on. ") +
           stored + lines;
  if (found)
    return "The finding needs no rearrangement: it rests on the weights as they are stored, layer "
           "by layer, unit by unit. No outcome of a search is on record for this component; a "
           "search looks only at what the stored order leaves unexplained.";
  return "No outcome of a search for rearrangements is on record for this component. " + stored;
}

} // namespace

std::string arrangement_section(const comparison& ruling) {
  const auto tensors = tensors_by_component(ruling);
  std::string out;
  for (std::size_t c = 0; c < ruling.components.size(); ++c) {
    const component_ruling& component = ruling.components[c];
    const std::string label = xml_text(short_name(component.id));
    out += component_heading(component) + "\n";
    std::string line =
        component.reference_id.empty()
            ? std::string("No component of the reference corresponds to it. ")
            : "Compared with the reference's " + html_name(component.reference_id) + ". ";
    line += met_text(ruling, tensors[c]);
    out += element("p", line) + "\n";
    if (!component.arrangement && !tensors[c].empty())
      out += element("div", element("b", "Rearrangements: ") + search_outcome(ruling, component)) +
             "\n";
    if (component.arrangement)
      out += element("p", element("b", "Rearrangements: ") +
                              "a search ran for this component and found one; the numbers on this "
                              "page are those of the reference rearranged like this.") +
             "\n";
    if (component.arrangement) out += found_text(*component.arrangement, c, label);
  }
  return page_section("parts", "Which parts correspond", out);
}

} // namespace weightkin::detail
