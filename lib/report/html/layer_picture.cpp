#include "report/html/layer_picture.hpp"

#include <algorithm>
#include <cmath>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/svg_canvas.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::int64_t layers_drawn = 160;
constexpr std::size_t runs_named = 40;
constexpr double left = 52;
constexpr double top = 10;

/// One more; by wrapping arithmetic, because a stored report may hold any number.
bool follows(std::int64_t layer, std::int64_t next) {
  return static_cast<std::uint64_t>(next) - static_cast<std::uint64_t>(layer) == 1;
}

/// "0 to 23 from 0 to 23; 24 to 47 from 8 to 31; 48 new".
std::string runs_text(const std::vector<std::int64_t>& layers) {
  std::string out;
  std::size_t runs = 0;
  for (std::size_t first = 0; first < layers.size();) {
    std::size_t last = first;
    const bool is_new = layers[first] == no_counterpart;
    while (last + 1 < layers.size() &&
           (is_new ? layers[last + 1] == no_counterpart : follows(layers[last], layers[last + 1])))
      ++last;
    if (runs++ == runs_named) return out + "; and so on";
    const auto span = [](auto from, auto to) {
      return std::to_string(from) + (from == to ? "" : " to " + std::to_string(to));
    };
    out += (out.empty() ? "" : "; ") + span(first, last) +
           (is_new ? " new" : " from " + span(layers[first], layers[last]));
    first = last + 1;
  }
  return out;
}

void draw_axis(svg_canvas& canvas, double step, std::int64_t across, std::int64_t down) {
  const std::int64_t every = std::max<std::int64_t>(1, (std::max(across, down) + 11) / 12);
  for (std::int64_t layer = 0; layer < across; layer += every)
    canvas.text({left + step * (static_cast<double>(layer) + 0.5),
                 top + step * static_cast<double>(down) + 15},
                std::to_string(layer), {.size = 10.5, .anchor = "middle", .style = "t-faint"});
  for (std::int64_t layer = 0; layer < down; layer += every)
    canvas.text({left - 6, top + step * (static_cast<double>(layer) + 0.5) + 4},
                std::to_string(layer), {.size = 10.5, .anchor = "end", .style = "t-faint"});
}

} // namespace

std::string layer_picture(const component_correspondence& found, std::size_t index,
                          const std::string& label) {
  const std::vector<std::int64_t>& layers = found.layer_of;
  if (layers.empty()) return {};
  const std::string words = "Subject's layer from reference's layer: " + runs_text(layers) + ".";
  const std::string said = element("p", words) + "\n";
  const auto across = static_cast<std::int64_t>(layers.size());
  const std::int64_t deepest = *std::max_element(layers.begin(), layers.end());
  if (across > layers_drawn || deepest >= layers_drawn || deepest < 0) return said;
  const std::int64_t down = deepest + 1;
  const double step = std::clamp(360.0 / static_cast<double>(std::max(across, down)), 4.0, 18.0);
  svg_canvas canvas;
  const double width = step * static_cast<double>(across);
  const double height = step * static_cast<double>(down);
  canvas.rectangle({left, top}, width, height, 0, {.style = "frame"});
  const double both = std::min(width, height);
  canvas.line({left, top}, {left + both, top + both}, {.dash = "3 2", .style = "l-axis"});
  for (std::int64_t layer = 0; layer < across; ++layer) {
    const std::int64_t from = layers[static_cast<std::size_t>(layer)];
    if (from < 0) continue;
    canvas.rectangle({left + step * static_cast<double>(layer) + 0.5,
                      top + step * static_cast<double>(from) + 0.5},
                     step - 1, step - 1, 0, {.style = "m-found"});
  }
  draw_axis(canvas, step, across, down);
  canvas.text({left, top + height + 32},
              "across: the subject's layers; down: the reference's; dashed: unchanged",
              {.size = 11, .style = "t-faint"});
  const std::string title = "Layer map";
  return said + scrolling(canvas.figure(std::max(left + width + 8, 480.0), top + height + 40,
                                        {"layers" + std::to_string(index), title, words}),
                          "Layer map of " + label);
}

} // namespace weightkin::detail
