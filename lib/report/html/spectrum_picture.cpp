#include "report/html/spectrum_picture.hpp"

#include <algorithm>
#include <cmath>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/safe_text.hpp"
#include "report/svg_canvas.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t most_values = 64;
constexpr double spectrum_left = 64;
constexpr double spectrum_top = 12;
constexpr double spectrum_height = 170;
constexpr double spectrum_bottom = spectrum_top + spectrum_height;
constexpr double spectrum_picture_height = spectrum_bottom + 44;
constexpr int most_decades = 4;

/// A logarithmic scale of whole decades.
struct decades {
  int lowest = -1;
  int highest = 0;

  [[nodiscard]] double y(double share) const {
    const double at = share > 0 ? std::log10(share) : lowest;
    const double place = (at - lowest) / (highest - lowest);
    return spectrum_bottom - spectrum_height * std::clamp(place, 0.0, 1.0);
  }
};

bool can_be_drawn(double share) { return std::isfinite(share) && share >= 0 && share <= 1; }

std::size_t values_of(const change_spectrum& spectrum) {
  return std::min({spectrum.shares.size(), spectrum.gaussian_shares.size(), most_values});
}

decades scale_of(const change_spectrum& spectrum) {
  double top = can_be_drawn(spectrum.gaussian_edge) ? spectrum.gaussian_edge : 0;
  double bottom = 1;
  const auto take = [&](double share) {
    if (!can_be_drawn(share) || share <= 0) return;
    top = std::max(top, share);
    bottom = std::min(bottom, share);
  };
  for (std::size_t i = 0; i < values_of(spectrum); ++i) {
    take(spectrum.shares[i]);
    take(spectrum.gaussian_shares[i]);
  }
  decades scale;
  scale.highest = top > 0 ? static_cast<int>(std::ceil(std::log10(top))) : 0;
  scale.lowest = static_cast<int>(std::floor(std::log10(bottom)));
  scale.lowest = std::clamp(scale.lowest, scale.highest - most_decades, scale.highest - 1);
  return scale;
}

/// "10 %"; everything below the lowest decade lies on it.
std::string label_of(int decade, bool lowest) {
  const std::string value = fixed(std::pow(10.0, decade + 2), std::max(0, -decade - 2)) + " %";
  return lowest ? "to " + value : value;
}

void draw_scale(svg_canvas& canvas, const decades& scale, double width) {
  for (int decade = scale.lowest; decade <= scale.highest; ++decade) {
    const double share = std::pow(10.0, decade);
    const double y = scale.y(share);
    canvas.line({spectrum_left, y}, {width, y}, {.style = "l-grid"});
    canvas.text({spectrum_left - 6, y + 4}, label_of(decade, decade == scale.lowest),
                {.size = 10.5, .anchor = "end", .style = "t-faint"});
  }
}

void draw_value(svg_canvas& canvas, const decades& scale, double x, double seen, double expected) {
  if (can_be_drawn(expected))
    canvas.diamond({x, scale.y(expected)}, 3.5, {.stroke_width = 1.5, .style = "m-none"});
  if (can_be_drawn(seen)) canvas.circle({x, scale.y(seen)}, 3.5, {.style = "m-found"});
}

std::string drawing(const change_spectrum& spectrum, const svg_caption& caption) {
  const std::size_t count = values_of(spectrum);
  const double step = std::clamp(640.0 / static_cast<double>(count), 10.0, 40.0);
  const double width = spectrum_left + step * static_cast<double>(count) + 4;
  const decades scale = scale_of(spectrum);
  svg_canvas canvas;
  draw_scale(canvas, scale, width);
  if (can_be_drawn(spectrum.gaussian_edge))
    canvas.line({spectrum_left, scale.y(spectrum.gaussian_edge)},
                {width, scale.y(spectrum.gaussian_edge)}, {.dash = "6 4", .style = "l-axis"});
  for (std::size_t i = 0; i < count; ++i) {
    const double x = spectrum_left + step * (static_cast<double>(i) + 0.5);
    draw_value(canvas, scale, x, spectrum.shares[i], spectrum.gaussian_shares[i]);
    if (i == 0 || (i + 1) % 8 == 0)
      canvas.text({x, spectrum_bottom + 16}, std::to_string(i + 1),
                  {.size = 10.5, .anchor = "middle", .style = "t-faint"});
  }
  canvas.text({spectrum_left, spectrum_bottom + 36}, "singular value, largest first",
              {.size = 11, .style = "t-faint"});
  return canvas.figure(width, spectrum_picture_height, caption);
}

std::string words_of(const change_spectrum& spectrum) {
  const std::string all = grouped(std::min(spectrum.rows, spectrum.columns));
  if (spectrum.above_edge == 0)
    return "None of the " + all +
           " stands above the dashed line: seen so, the difference cannot be told from noise.";
  return grouped(spectrum.above_edge) + " of the " + all +
         (spectrum.above_edge == 1 ? " stands" : " stand") + " above the dashed line, with " +
         percent(spectrum.share_above_edge) + " of the difference in " +
         (spectrum.above_edge == 1 ? "it" : "them") +
         ". A Gaussian difference would have none there.";
}

std::string looked_at(const change_spectrum& spectrum) {
  const std::string whole = grouped(spectrum.all_rows) + " by " + grouped(spectrum.all_columns);
  if (spectrum.rows == spectrum.all_rows && spectrum.columns == spectrum.all_columns)
    return "all " + whole + " values";
  return "a sample of " + grouped(spectrum.rows) + " rows and " + grouped(spectrum.columns) +
         " columns out of " + whole;
}

std::string table_of(const change_spectrum& spectrum, const std::string& name) {
  std::string head;
  for (const char* title : {"Singular value", "Share of the difference", "If Gaussian"})
    head += element("th", title, "scope=\"col\"");
  std::string rows;
  for (std::size_t i = 0; i < values_of(spectrum); ++i)
    rows += element("tr", element("th", std::to_string(i + 1), "scope=\"row\"") +
                              element("td", measured(spectrum.shares[i])) +
                              element("td", measured(spectrum.gaussian_shares[i]))) +
            "\n";
  return element("details",
                 element("summary", "The same as a table") +
                     element("table", element("caption", "Shares of the difference in " + name) +
                                          element("thead", element("tr", head)) +
                                          element("tbody", rows))) +
         "\n";
}

} // namespace

std::string spectrum_picture(const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  if (!component.spectrum || values_of(*component.spectrum) == 0) return {};
  const change_spectrum& spectrum = *component.spectrum;
  const std::string words = words_of(spectrum);
  const std::string title = "What changed in " + short_name(spectrum.tensor);
  const std::string frame = xml_text(title);
  return element("h4", "Shape of the difference") + "\n" +
         element(
             "p",
             "The example of what is called " +
                 element("b", xml_text(operation_words(spectrum.operation))) +
                 " is its largest matrix, " + html_name(spectrum.tensor) + ": " +
                 looked_at(spectrum) +
                 ". Each dot is a squared singular value of the "
                 "difference, as a share of the whole difference; the hollow diamond at the same "
                 "place is what a Gaussian difference of this size and shape shows, whose largest "
                 "value exceeds the dashed line once in a thousand. A low-rank adapter or a "
                 "removed direction leaves few dots far above the diamonds and the rest far below; "
                 "training leaves a slope; noise lies on the diamonds. No verdict rests on this "
                 "picture.") +
         "\n" + element("p", xml_text(words)) + "\n" +
         scrolling(drawing(spectrum, {"spectrum" + std::to_string(index), title, words}), frame) +
         "\n" + table_of(spectrum, html_name(spectrum.tensor));
}

} // namespace weightkin::detail
