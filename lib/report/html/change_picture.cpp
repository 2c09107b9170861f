#include "report/html/change_picture.hpp"

#include <algorithm>
#include <cmath>

#include "report/html/heat_grid.hpp"
#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/safe_text.hpp"
#include "report/svg_canvas.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr double plot_left = 64;
constexpr double plot_top = 12;
constexpr double plot_height = 130;
constexpr double plot_bottom = plot_top + plot_height;
constexpr double picture_height = plot_bottom + 44;

/// Relative L2 distances of one layer's tensors, weighted by their size.
struct layer_change {
  double weight = 0;
  double sum = 0;
  double unrelated = 0;
  double lowest = INFINITY;
  double highest = 0;

  void add(const tensor_evidence& tensor) {
    const double change = tensor.metrics.relative_l2;
    const auto size = static_cast<double>(tensor.parameters);
    if (!std::isfinite(change) || !(size > 0)) return;
    weight += size;
    sum += size * change;
    if (std::isfinite(tensor.metrics.relative_l2_if_unrelated))
      unrelated += size * tensor.metrics.relative_l2_if_unrelated;
    lowest = std::min(lowest, change);
    highest = std::max(highest, change);
  }
  [[nodiscard]] double mean() const { return sum / weight; }
  [[nodiscard]] double mean_unrelated() const { return unrelated / weight; }
};

/// A square-root scale up to `top`: changes of a hundredth and of everything both show.
double change_y(double change, double top) {
  return plot_bottom - plot_height * std::sqrt(std::clamp(change / top, 0.0, 1.0));
}

double axis_top(const std::vector<layer_change>& layers) {
  double top = 0.1;
  for (const layer_change& layer : layers)
    if (layer.weight > 0) top = std::max({top, layer.highest, layer.mean_unrelated()});
  return std::min(top, 4.0);
}

void draw_scale(svg_canvas& canvas, double width, double top) {
  double last = INFINITY;
  for (const double tick : {0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0}) {
    const double y = change_y(tick, top);
    if (tick > top || last - y < 14) continue;
    last = y;

    canvas.line({plot_left, y}, {width, y}, {.style = "l-grid"});
    canvas.text({plot_left - 6, y + 4}, tick == 0 ? "0 equal" : compact(tick),
                {.size = 10.5, .anchor = "end", .style = "t-faint"});
  }
}

void draw_layer(svg_canvas& canvas, double x, const layer_change& layer, double top) {
  const double unrelated = layer.mean_unrelated();
  if (unrelated > 0)
    canvas.line({x - 7, change_y(unrelated, top)}, {x + 7, change_y(unrelated, top)},
                {.stroke_width = 2, .style = "l-level"});
  canvas.line({x, change_y(layer.lowest, top)}, {x, change_y(layer.highest, top)},
              {.style = "l-range"});
  canvas.circle({x, change_y(layer.mean(), top)}, 5, {.style = "m-found"});
}

std::string words_of(const std::vector<layer_change>& layers) {
  double lowest = INFINITY;
  double highest = 0;
  double unrelated = 0;
  double weight = 0;
  for (const layer_change& layer : layers) {
    if (!(layer.weight > 0)) continue;
    lowest = std::min(lowest, layer.mean());
    highest = std::max(highest, layer.mean());
    unrelated += layer.unrelated;
    weight += layer.weight;
  }
  const std::string range = fixed(lowest, 3) == fixed(highest, 3)
                                ? "is " + fixed(lowest, 3)
                                : "lies between " + fixed(lowest, 3) + " and " + fixed(highest, 3);
  return "Here the mean of a layer " + range + "; between unrelated models it would be " +
         fixed(unrelated / weight, 3) + ".";
}

} // namespace

std::string change_picture(const comparison& ruling, std::size_t index,
                           const std::vector<std::size_t>& tensors) {
  const std::vector<layer_band> bands = layer_bands(ruling, tensors);
  std::vector<layer_change> layers(bands.size());
  for (const std::size_t t : tensors)
    if (ruling.tensors[t].use == evidence_use::convicting)
      layers[band_of(bands, ruling.tensors[t].layer)].add(ruling.tensors[t]);
  const bool any = std::any_of(layers.begin(), layers.end(),
                               [](const layer_change& layer) { return layer.weight > 0; });
  if (!any) return {};
  const double step = std::clamp(620.0 / static_cast<double>(bands.size()), 22.0, 70.0);
  const double width = plot_left + step * static_cast<double>(bands.size()) + 4;
  const double top = axis_top(layers);
  svg_canvas canvas;
  draw_scale(canvas, width, top);
  for (std::size_t b = 0; b < bands.size(); ++b) {
    const double x = plot_left + step * (static_cast<double>(b) + 0.5);
    if (layers[b].weight > 0) draw_layer(canvas, x, layers[b], top);
    const std::string label =
        bands[b].first < 0 ? std::string("other") : std::to_string(bands[b].first);
    canvas.text({x, plot_bottom + 16}, label,
                {.size = 10.5, .anchor = "middle", .style = "t-faint"});
  }
  canvas.text({plot_left, plot_bottom + 36}, "layer", {.size = 11, .style = "t-faint"});
  const std::string name = short_name(ruling.components[index].id);
  const std::string words = words_of(layers);
  const std::string title = "How much each layer of " + name + " differs";
  return element("h4", "Size of the difference, layer by layer") + "\n" +
         element("p", "The dot is the relative L2 distance (0: equal, 0.1: a tenth of the weights' "
                      "size), the bar its range in the layer's tensors, the short line above what "
                      "unrelated models show. " +
                          words) +
         "\n" +
         scrolling(
             canvas.figure(width, picture_height, {"change" + std::to_string(index), title, words}),
             xml_text(title));
}

} // namespace weightkin::detail
