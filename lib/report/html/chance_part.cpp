#include <algorithm>
#include <cmath>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/svg_canvas.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr double lane_width = 340;
constexpr double lane_height = 52;
constexpr double lane_left = 12;
constexpr double lane_span = lane_width - 2 * lane_left;
constexpr double lane_y = 18;

/// No model of chance holds beyond this; the axis of probabilities ends here.
constexpr double deepest = 12;

/// One statistic and what it stands beside.
struct chance_row {
  std::string id; ///< unique in the page
  std::string what;
  permutation_evidence evidence;
  double log10_p = 0; ///< as it counts, after corrections
  double floor = 0;   ///< smaller effects never count
  double detectable = 0;

  [[nodiscard]] bool passes(const ruling_options& options) const {
    return log10_p <= options.log10_alpha && evidence.effect >= floor;
  }
};

/// A square-root scale keeps small effects visible.
double effect_x(double effect) {
  return lane_left + lane_span * std::sqrt(std::clamp(effect, 0.0, 1.0));
}

double chance_x(double log10_p) {
  return lane_left + lane_span * std::clamp(-log10_p, 0.0, deepest) / deepest;
}

void draw_ruler(svg_canvas& canvas) {
  canvas.line({lane_left, lane_y}, {lane_left + lane_span, lane_y}, {.style = "l-axis"});
}

void draw_tick(svg_canvas& canvas, double x, const std::string& words) {
  canvas.line({x, lane_y + 11}, {x, lane_y + 15}, {.style = "l-axis"});
  const bool first = x <= lane_left;
  const bool last = x >= lane_left + lane_span;
  const double shift = first ? -lane_left : last ? lane_left : 0;
  const char* anchor = first ? "start" : last ? "end" : "middle";
  canvas.text({x + shift, lane_height - 6}, words,
              {.size = 10.5, .anchor = anchor, .style = "t-faint"});
}

void draw_mark(svg_canvas& canvas, double x, bool found) {
  if (found) canvas.rectangle({lane_left, lane_y - 3}, x - lane_left, 6, 0, {.style = "m-found"});
  canvas.circle({x, lane_y}, 6.5, {.style = found ? "m-found" : "m-none"});
}

std::string effect_lane(const chance_row& row, const ruling_options& options) {
  svg_canvas canvas;
  const double band = effect_x(std::max(row.floor, row.detectable));
  canvas.rectangle({lane_left, lane_y - 11}, band - lane_left, 22, 0, {.style = "band"});
  draw_ruler(canvas);
  for (const double tick : {0.0, 0.1, 0.25, 0.5, 1.0})
    draw_tick(canvas, effect_x(tick),
              tick == 0   ? "0 unrelated"
              : tick == 1 ? "1 same"
                          : compact(tick));
  canvas.line({effect_x(row.floor), lane_y - 13}, {effect_x(row.floor), lane_y + 13},
              {.dash = "3 2", .style = "l-level"});
  draw_mark(canvas, effect_x(row.evidence.effect), row.passes(options));
  return canvas.figure(lane_width, lane_height,
                       {row.id + "e", row.what + ": effect beside chance",
                        "Observed " + fixed(row.evidence.effect, 3) +
                            "; a finding takes more than " +
                            fixed(std::max(row.floor, row.detectable), 3) + "."});
}

std::string probability_lane(const chance_row& row, const ruling_options& options) {
  svg_canvas canvas;
  const double level = chance_x(options.log10_alpha);
  canvas.rectangle({lane_left, lane_y - 11}, level - lane_left, 22, 0, {.style = "band"});
  draw_ruler(canvas);
  for (const int tick : {0, 3, 6, 9, 12})
    draw_tick(canvas, chance_x(-tick),
              tick == 0    ? std::string("1")
              : tick == 12 ? std::string("1e-12")
                           : "1e-" + std::to_string(tick));
  canvas.line({level, lane_y - 13}, {level, lane_y + 13}, {.dash = "3 2", .style = "l-level"});
  draw_mark(canvas, chance_x(row.log10_p), row.passes(options));
  return canvas.figure(lane_width, lane_height,
                       {row.id + "p", row.what + ": probability of chance",
                        "p " + probability(row.log10_p) + "; the level is " +
                            compact(options.log10_alpha) + " as log10."});
}

std::string numbers(const chance_row& row, const ruling_options& options) {
  return "effect " + element("b", fixed(row.evidence.effect, 4)) + "<br>chance " +
         xml_text("p " + probability(row.log10_p)) + "<br><small>log10 p " + compact(row.log10_p) +
         ", z " + compact(row.evidence.z) + "; " + spaced(name_of(row.evidence.null)) + "; " +
         counted(row.evidence.units, "unit") + "; an effect of " + fixed(row.detectable, 3) +
         " would show half the time</small>" +
         (row.log10_p > options.log10_alpha
              ? "<br><small>Not beyond the level: no finding by this test, and no proof of "
                "independence.</small>"
              : "");
}

std::string table_row(const std::string& head, const chance_row& row,
                      const ruling_options& options) {
  return element(
             "tr",
             element("th", head, "scope=\"row\" role=\"rowheader\"") +
                 element("td", effect_lane(row, options),
                         "role=\"cell\" data-label=\"Effect, 0 to 1\"") +
                 element("td", probability_lane(row, options),
                         "role=\"cell\" data-label=\"Chance alone (p)\"") +
                 element("td", numbers(row, options), "role=\"cell\" data-label=\"In numbers\""),
             "role=\"row\"") +
         "\n";
}

bool is_tested(const permutation_evidence& evidence) { return evidence.null != null_kind::none; }

/// The looks at one component that its verdict may rest on.
std::string component_looks(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  const ruling_options& options = ruling.options;
  const std::string name = html_name(component.id);
  const std::string id = "look" + std::to_string(index);
  const std::string title = short_name(component.id);
  const bool found = is_finding(component.ruling);
  std::string out;
  if (is_tested(component.evidence))
    out += table_row(name + "<br><small>all groups together</small>",
                     {id + "a", title, component.evidence, component.log10_p_holm,
                      options.effect_floor, component.minimum_detectable},
                     options);
  if (is_tested(component.strongest) && found &&
      component.strongest.log10_p < component.evidence.log10_p)
    out += table_row(
        name + "<br><small>strongest group, before correction: " +
            html_name(component.strongest_group) + "</small>",
        {id + "s", title + ", strongest group", component.strongest, component.strongest.log10_p,
         options.effect_floor,
         minimum_detectable_effect(component.strongest.effective_size, options.log10_alpha)},
        options);
  if (is_tested(component.searched))
    out += table_row(
        name + "<br><small>units put in order by a search, judged by tensors that "
               "took no part in it; before correction, larger floor</small>",
        {id + "o", title + ", searched order", component.searched, component.searched.log10_p,
         options.searched_floor,
         minimum_detectable_effect(component.searched.effective_size, options.log10_alpha)},
        options);
  if (is_tested(component.anchors))
    out += table_row(
        name + "<br><small>anchors of " +
            counted(component.anchored_networks, "feed-forward network") +
            ", whatever the basis</small>",
        {id + "n", title + ", anchors", component.anchors, component.anchors_log10_p_holm,
         options.effect_floor,
         minimum_detectable_effect(component.anchors.effective_size, options.log10_alpha)},
        options);
  if (!out.empty()) return out;
  return element("tr",
                 element("th", name, "scope=\"row\" role=\"rowheader\"") +
                     element("td",
                             "Not tested: no pair of tensors with units that could stand in "
                             "any order.",
                             "colspan=\"3\" role=\"cell\""),
                 "role=\"row\"") +
         "\n";
}

std::string gains_text(const comparison& ruling) {
  html_list rows;
  for (std::size_t c = 0; c < ruling.components.size(); ++c) {
    const gain_summary gains = gains_of(ruling, c);
    if (gains.tensors == 0) continue;
    rows.add(html_name(ruling.components[c].id) + ": " +
             counted(gains.tensors, "norm gain vector") + ", median cosine " +
             element("b", fixed(gains.cosine, 4)) +
             "; unrelated gains of the same means and "
             "spreads have " +
             element("b", fixed(gains.cosine_if_unrelated, 4)) + "; Pearson " +
             fixed(gains.pearson, 3) + " (0 if unrelated)");
  }
  if (rows.items.empty()) return {};
  return element("h3", "Shown, but not evidence: norm gains") + "\n" +
         element("p", "Gains of unrelated models have cosines near one, because all their values "
                      "are positive. Such a cosine says nothing; beside each stands what "
                      "unrelated gains show.") +
         "\n" + rows.rendered() + "\n";
}

constexpr const char* how_to_read =
    "Left: the observed effect on an axis from 0 to 1 (square-root scale, so that small effects "
    "show). The grey band is where unrelated models lie or where this comparison could not tell "
    "them apart; the dashed line is the floor below which an effect never counts. Right: how often "
    "chance alone would do as much between unrelated models (p); a finding needs a mark "
    "to the right of the dashed level. Below 1e-12 no probability is claimed: what tables "
    "show of log10 p there ranks, and lets others check. A filled mark is beyond both dashed "
    "lines, a hollow one is not.";

constexpr const char* what_p_is =
    "What p is: how often unrelated models, which is all that chance means here, would be as alike "
    "as this. It is one-sided (only likeness counts, never unlikeness), and it is not what z alone "
    "gives, because it pays for every choice, in this order. The better of two looks counts, at "
    "all groups of units together and at the strongest group (that one times the number of "
    "groups), and is doubled. Where values chose a rearrangement, it is multiplied by the number "
    "of maps they chose among. Where rearrangements may be searched, the search is a second look, "
    "paid by doubling again, whether or not it had to look at this component. Then it is corrected "
    "for the number of components tested (Holm's method), and is 1 at most. Anchors, where there "
    "are any, are doubled and corrected by Holm's method among themselves. A row that says "
    "\"before correction\" has none of this.";

constexpr const char* what_p_is_not =
    "What p is not: the probability that nobody copied. A small p speaks only against unrelated "
    "models; it does not say who copied, or that anybody did: a common random start or a third "
    "model that both come from make p as small. A p of 0.1 or near 1 is no finding and no proof of "
    "independence: it says that this test saw nothing above the effect beside it.";

} // namespace

std::string chance_section(const comparison& ruling) {
  if (ruling.components.empty()) return {};
  std::string head;
  for (const char* title : {"Component", "Effect, 0 to 1", "Chance alone (p)", "In numbers"})
    head += element("th", title, "scope=\"col\" role=\"columnheader\"");
  std::string rows;
  for (const std::size_t c : pictured(ruling))
    rows += component_looks(ruling, c);
  const std::string table =
      element("table",
              element("caption", "What was observed, beside what unrelated models show") +
                  element("thead", element("tr", head, "role=\"row\""), "role=\"rowgroup\"") +
                  element("tbody", rows, "role=\"rowgroup\""),
              "class=\"lanes\" role=\"table\"");
  return page_section("chance", "Observed, beside chance",
                      element("p", how_to_read) + "\n" + element("p", what_p_is) + "\n" +
                          element("p", what_p_is_not) + "\n" +
                          scrolling(table, "Observed beside chance") + gains_text(ruling));
}

} // namespace weightkin::detail
