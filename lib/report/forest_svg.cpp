#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <weightkin/report/forest_report.hpp>
#include <weightkin/report/printable.hpp>

#include "forest_layout.hpp"
#include "safe_text.hpp"
#include "svg_canvas.hpp"
#include "text_numbers.hpp"

namespace weightkin {
namespace {

using namespace detail;

constexpr double margin = 24;
constexpr double column = 190;
constexpr double row = 34;
constexpr double box_width = 150;
constexpr double box_height = 24;
constexpr std::size_t longest_label = 24;

// Okabe and Ito's palette; shapes and dashes say the same.
constexpr std::string_view known_colour = "#0072b2";
constexpr std::string_view merge_colour = "#d55e00";
constexpr std::string_view plain_colour = "#555555";

struct spot {
  double x = 0;
  double y = 0;
};

/// A line that ends in an arrow head.
void arrow(svg_canvas& canvas, svg_point from, svg_point to, const svg_paint& paint) {
  canvas.line(from, to, paint);
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  if (!(length > 0)) return;
  const double ux = (to.x - from.x) / length;
  const double uy = (to.y - from.y) / length;
  for (const double side : {-1.0, 1.0})
    canvas.line({to.x - 9 * ux + side * 5 * uy, to.y - 9 * uy - side * 5 * ux}, to,
                {"none", paint.stroke, paint.stroke_width, ""});
}

class family_picture {
public:
  family_picture(svg_canvas& canvas, const lineage_forest& forest, const lineage_family& family,
                 double top)
      : canvas_(canvas), forest_(forest), family_(family), list_(hang(family)),
        spots_(list_.size()), place_(family.nodes.size()), bottom_(top) {}

  /// Returns where the picture ends.
  svg_point draw() {
    place();
    for (std::size_t at = 0; at < list_.size(); ++at)
      for (const std::size_t below : list_[at].below)
        join(at, below);
    for (std::size_t at = 0; at < list_.size(); ++at)
      if (!list_[at].repeated) label(at);
    return {right_ + box_width + margin, bottom_};
  }

private:
  /// Leaves get a row each, in the order a reader meets them; the others the middle of theirs.
  void place() {
    std::vector<std::size_t> open;
    std::vector<std::size_t> order;
    for (std::size_t at = list_.size(); at-- > 0;)
      if (list_[at].depth == 0) open.push_back(at);
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      order.push_back(at);
      open.insert(open.end(), list_[at].below.rbegin(), list_[at].below.rend());
    }
    for (const std::size_t at : order) {
      spots_[at].x = margin + column * static_cast<double>(list_[at].depth);
      right_ = std::max(right_, spots_[at].x);
      const auto& below = list_[at].below;
      const bool leaf =
          std::all_of(below.begin(), below.end(), [&](std::size_t b) { return list_[b].repeated; });
      if (leaf && !list_[at].repeated) {
        spots_[at].y = bottom_ + row / 2;
        bottom_ += row;
      }
    }
    for (std::size_t at = order.size(); at-- > 0;)
      settle(order[at]);
    for (std::size_t at = 0; at < list_.size(); ++at)
      if (!list_[at].repeated) place_[list_[at].node] = spots_[at];
    for (std::size_t at = 0; at < list_.size(); ++at)
      if (list_[at].repeated) spots_[at] = place_[list_[at].node];
  }

  void settle(std::size_t at) {
    double sum = 0;
    double count = 0;
    for (const std::size_t below : list_[at].below) {
      if (list_[below].repeated) continue;
      sum += spots_[below].y;
      ++count;
    }
    if (count > 0) spots_[at].y = sum / count;
  }

  [[nodiscard]] bool is_unknown(std::size_t at) const {
    return family_.nodes[list_[at].node].members.empty();
  }

  /// The point of a node's outline where an edge leaves to the right or comes in from the left.
  [[nodiscard]] svg_point side(std::size_t at, bool right) const {
    const double half = is_unknown(at) ? 7 : 0;
    if (half > 0) return {spots_[at].x + box_width / 2 + (right ? half : -half), spots_[at].y};
    return {spots_[at].x + (right ? box_width : 0), spots_[at].y};
  }

  void join(std::size_t above, std::size_t below) {
    const hung_node& hung = list_[below];
    const bool forward = spots_[below].x > spots_[above].x;
    const svg_point from = side(above, forward);
    const svg_point to = side(below, !forward);
    if (hung.merge != nullptr) {
      arrow(canvas_, from, to, {"none", merge_colour, 1.5, "6 3"});
      for (const merge_parent& parent : hung.merge->parents)
        if (parent.node == list_[above].node)
          canvas_.text({(from.x + to.x) / 2, (from.y + to.y) / 2 - 4}, fixed(parent.weight, 2),
                       {10, merge_colour, true, "middle"});
      return;
    }
    const svg_paint known{"none", known_colour, 2, ""};
    if (hung.directed)
      arrow(canvas_, from, to, known);
    else if (hung.against)
      arrow(canvas_, to, from, known);
    else
      canvas_.line(from, to, {"none", plain_colour, 1.2, ""});
  }

  void label(std::size_t at) {
    const spot& here = spots_[at];
    if (is_unknown(at)) {
      canvas_.diamond({here.x + box_width / 2, here.y}, 7, {"#ffffff", plain_colour, 1.2, ""});
      return;
    }
    const bool root = family_.root == list_[at].node;
    canvas_.rectangle({here.x, here.y - box_height / 2}, box_width, box_height, 4,
                      {"#f4f4f4", "#222222", root ? 2.5 : 1.0, ""});
    canvas_.text({here.x + box_width / 2, here.y + 4},
                 elided(printable(label_of(forest_, family_, list_[at].node)), longest_label),
                 {11, "#222222", root, "middle"});
  }

  svg_canvas& canvas_;
  const lineage_forest& forest_;
  const lineage_family& family_;
  std::vector<hung_node> list_;
  std::vector<spot> spots_;
  std::vector<spot> place_; ///< by node
  double bottom_;
  double right_ = 0;
};

double draw_singles(svg_canvas& canvas, const lineage_forest& forest, double top) {
  if (forest.singles.empty()) return top;
  canvas.text({margin, top + 18}, "nothing found for", {13, "#222222", true, "start"});
  top += row;
  for (const std::size_t model : forest.singles) {
    canvas.rectangle({margin, top}, box_width, box_height, 4, {"#ffffff", "#999999", 1, "3 3"});
    canvas.text({margin + box_width / 2, top + box_height / 2 + 4},
                elided(printable(forest.models[model].name), longest_label),
                {11, "#222222", false, "middle"});
    top += row;
  }
  return top;
}

double draw_legend(svg_canvas& canvas, double top) {
  top += 10;
  arrow(canvas, {margin, top}, {margin + 40, top}, {"none", known_colour, 2, ""});
  canvas.text({margin + 50, top + 4}, "proven to be younger", {11, "#222222", false, "start"});
  canvas.line({margin + 200, top}, {margin + 240, top}, {"none", plain_colour, 1.2, ""});
  canvas.text({margin + 250, top + 4}, "who came first is not known",
              {11, "#222222", false, "start"});
  top += 22;
  arrow(canvas, {margin, top}, {margin + 40, top}, {"none", merge_colour, 1.5, "6 3"});
  canvas.text({margin + 50, top + 4}, "mixture, weight", {11, "#222222", false, "start"});
  canvas.diamond({margin + 220, top}, 7, {"#ffffff", plain_colour, 1.2, ""});
  canvas.text({margin + 250, top + 4}, "branching point, model unknown",
              {11, "#222222", false, "start"});
  return top + 30;
}

} // namespace

std::string forest_to_svg(const lineage_forest& forest) {
  svg_canvas canvas;
  double top = margin;
  double width = 520;
  for (std::size_t at = 0; at < forest.families.size(); ++at) {
    const lineage_family& family = forest.families[at];
    canvas.text({margin, top + 6},
                "family " + std::to_string(at + 1) +
                    (family.root ? ", root proven" : ", no proven root"),
                {13, "#222222", true, "start"});
    const svg_point end = family_picture(canvas, forest, family, top + 18).draw();
    width = std::max(width, end.x);
    top = end.y + 26;
  }
  top = draw_legend(canvas, draw_singles(canvas, forest, top));
  return canvas.document(width, top, "How models descend from one another");
}

} // namespace weightkin
