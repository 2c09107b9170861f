#include <algorithm>
#include <cmath>

#include <weightkin/report/svg_picture.hpp>
#include <weightkin/version.hpp>

#include "report_words.hpp"
#include "safe_text.hpp"
#include "svg_canvas.hpp"
#include "text_numbers.hpp"

namespace weightkin {
namespace {

using detail::compact;
using detail::fixed;
using detail::percent;
using detail::svg_canvas;
using detail::svg_font;
using detail::svg_point;

constexpr double picture_margin = 24;
constexpr double panel_width = 640;
constexpr double header_height = 132;
constexpr double row_height = 122;
constexpr double legend_height = 96;
constexpr double share_width = 150;
constexpr double axis_left = 300; // within a panel
constexpr double axis_width = 310;

// Okabe and Ito's colours, told apart with every kind of colour vision; words and shapes say the
// same.
constexpr const char* strong_colour = "#D55E00";
constexpr const char* related_colour = "#E69F00";
constexpr const char* none_colour = "#0072B2";
constexpr const char* silent_colour = "#767676";
constexpr const char* band_colour = "#D9D9D9";
constexpr const char* ink = "#222222";
constexpr const char* faint = "#666666";

const char* colour_of(verdict ruling) {
  if (ruling == verdict::related) return related_colour;
  if (is_finding(ruling)) return strong_colour;
  return ruling == verdict::no_shared_initialisation_found ? none_colour : silent_colour;
}

/// Position of a similarity on the axis: a square-root scale, so that small effects stay visible.
double axis_x(double left, double value) {
  return left + axis_width * std::sqrt(std::clamp(value, 0.0, 1.0));
}

std::string base_name(const std::string& path) {
  const std::size_t slash = path.find_last_of('/', path.size() < 2 ? 0 : path.size() - 2);
  return slash == std::string::npos || slash + 1 >= path.size() ? path : path.substr(slash + 1);
}

std::string shown_name(const std::string& name, std::size_t columns) {
  return detail::elided(printable(name.empty() ? "(unnamed)" : base_name(name)), columns);
}

void draw_badge(svg_canvas& canvas, svg_point right_top, const component_ruling& component) {
  const std::string words = detail::ruling_words(component.ruling, component.change);
  const double width = 7.1 * static_cast<double>(words.size()) + 34;
  const char* colour = colour_of(component.ruling);
  const svg_point corner{right_top.x - width, right_top.y};
  const bool found = is_finding(component.ruling);
  canvas.rectangle(corner, width, 24, 12, {found ? colour : "#ffffff", colour, 2});
  const svg_point glyph{corner.x + 15, corner.y + 12};
  if (found)
    canvas.circle(glyph, 5, {"#ffffff"});
  else if (component.ruling == verdict::no_shared_initialisation_found)
    canvas.circle(glyph, 5, {"none", colour, 2});
  else
    canvas.line({glyph.x - 5, glyph.y}, {glyph.x + 5, glyph.y}, {"none", colour, 2.5});
  const bool dark_text = component.ruling == verdict::related;
  canvas.text({corner.x + 26, corner.y + 16.5}, words,
              {13, found ? (dark_text ? "#000000" : "#ffffff") : colour, true});
}

void draw_share(svg_canvas& canvas, svg_point at, const component_ruling& component) {
  const double share = std::isfinite(component.share) ? std::clamp(component.share, 0.0, 1.0) : 0;
  canvas.rectangle(at, share_width, 14, 2, {"#ffffff", "#999999", 1});
  if (share > 0) canvas.rectangle(at, std::max(1.5, share * share_width), 14, 2, {"#444444"});
  canvas.text({at.x + share_width + 8, at.y + 12}, percent(component.share), {13, ink, true});
  canvas.text({at.x, at.y + 31}, detail::magnitude(component.parameters) + " parameters",
              {12, faint});
}

/// The axis with its ticks; `top` is the first lane's middle.
void draw_axis(svg_canvas& canvas, double left, double top, double bottom) {
  for (const double tick : {0.0, 0.1, 0.25, 0.5, 0.75, 1.0}) {
    const double x = axis_x(left, tick);
    canvas.line({x, top - 10}, {x, bottom}, {"none", "#E6E6E6", 1});
    canvas.text({x, bottom + 12}, tick == 0 || tick == 1 ? fixed(tick, 0) : compact(tick),
                {10, faint, false, "middle"});
  }
}

void draw_effect(svg_canvas& canvas, double left, double y, const component_ruling& component,
                 const ruling_options& options) {
  const double label_right = left - 12;
  canvas.text({label_right, y + 4}, "effect", {12, ink, false, "end"});
  if (component.evidence.null == null_kind::none) {
    canvas.line({left, y}, {left + axis_width, y}, {"none", "#999999", 1});
    canvas.text({left + 6, y - 3}, "not tested", {11, faint});
    return;
  }
  const double visible = std::isfinite(component.minimum_detectable) ? component.minimum_detectable
                                                                     : options.effect_floor;
  const double effect = component.evidence.effect;
  const double band_end = axis_x(left, std::max(visible, options.effect_floor));
  canvas.rectangle({left, y - 9}, band_end - left, 18, 0, {band_colour});
  canvas.line({left, y}, {left + axis_width, y}, {"none", "#999999", 1});
  const double floor_x = axis_x(left, options.effect_floor);
  canvas.line({floor_x, y - 11}, {floor_x, y + 11}, {"none", ink, 1.5, "3 2"});
  const char* colour = colour_of(component.ruling);
  const double x = axis_x(left, effect);
  if (is_finding(component.ruling)) {
    canvas.rectangle({left, y - 3}, x - left, 6, 0, {colour});
    canvas.circle({x, y}, 7, {colour, "#ffffff", 1.5});
  } else {
    canvas.circle({x, y}, 6, {"#ffffff", colour, 2.5});
  }
}

void draw_gains(svg_canvas& canvas, double left, double y, const detail::gain_summary& gains) {
  if (gains.tensors == 0) return;
  canvas.text({left - 12, y + 4}, "norm cosine", {12, faint, false, "end"});
  canvas.line({left, y}, {left + axis_width, y}, {"none", "#BBBBBB", 1});
  const double expected = axis_x(left, gains.cosine_if_unrelated);
  canvas.line({expected, y - 10}, {expected, y + 10}, {"none", ink, 3});
  canvas.diamond({axis_x(left, gains.cosine), y}, 6.5, {"#ffffff", faint, 2});
}

std::string numbers_text(const component_ruling& component, const detail::gain_summary& gains) {
  std::string out;
  if (component.evidence.null != null_kind::none)
    out = "effect " + fixed(component.evidence.effect, 3) + ", z " + compact(component.evidence.z) +
          ", p " + detail::probability(component.log10_p_holm);
  const bool bits_known = std::isfinite(component.bit_equal_share);
  if (component.evidence.null != null_kind::none && bits_known)
    out += ", equal bits " + percent(component.bit_equal_share) + " (chance " +
           percent(component.bit_equal_chance) + ")";
  if (gains.tensors > 0)
    out += (out.empty() ? "" : "; ") + std::string("norm cosine ") + fixed(gains.cosine, 3) + ", " +
           fixed(gains.cosine_if_unrelated, 3) + " if unrelated";
  return out.empty() ? "nothing to compare" : out;
}

void draw_component(svg_canvas& canvas, svg_point at, const comparison& ruling, std::size_t index) {
  const component_ruling& component = ruling.components[index];
  const detail::gain_summary gains = detail::gains_of(ruling, index);
  canvas.line(at, {at.x + panel_width - picture_margin, at.y}, {"none", "#CCCCCC", 1});
  canvas.text({at.x, at.y + 25}, detail::elided(printable(component.id), 36), {16, ink, true});
  draw_badge(canvas, {at.x + panel_width - picture_margin, at.y + 8}, component);
  draw_share(canvas, {at.x, at.y + 48}, component);
  const double left = at.x + axis_left;
  draw_axis(canvas, left, at.y + 54, at.y + 87);
  draw_effect(canvas, left, at.y + 54, component, ruling.options);
  draw_gains(canvas, left, at.y + 77, gains);
  canvas.text({at.x, at.y + 113}, numbers_text(component, gains), {11.5, faint});
}

void draw_panel(svg_canvas& canvas, svg_point at, const comparison& ruling) {
  canvas.text({at.x, at.y + 26}, shown_name(ruling.subject.name, 44), {20, ink, true});
  canvas.text({at.x, at.y + 48},
              "against " + shown_name(ruling.reference.name, 60) + "; " +
                  detail::magnitude(ruling.subject.parameters) + " parameters",
              {13, faint});
  const auto all = static_cast<double>(ruling.subject.parameters);
  canvas.text({at.x, at.y + 76}, "Overall: " + detail::overall_words(ruling),
              {15, colour_of(ruling.overall), true});
  if (is_finding(ruling.overall) && ruling.subject.parameters > 0)
    canvas.text({at.x, at.y + 95},
                "components with a finding hold " +
                    percent(static_cast<double>(ruling.parameters_found) / all) +
                    " of the parameters",
                {13, ink});
  canvas.text({at.x, at.y + 120}, "share of parameters", {11, faint});
  canvas.text({at.x + axis_left, at.y + 120}, "0 = unrelated, 1 = the same (square-root scale)",
              {11, faint});
  for (std::size_t c = 0; c < ruling.components.size(); ++c)
    draw_component(canvas, {at.x, at.y + header_height + row_height * static_cast<double>(c)},
                   ruling, c);
}

void draw_legend(svg_canvas& canvas, svg_point at) {
  const svg_font words{12, faint};
  double x = at.x;
  const auto say = [&](std::string_view text) {
    canvas.text({x, at.y + 4}, text, words);
    x += 6.1 * static_cast<double>(text.size()) + 26;
  };
  canvas.circle({x + 7, at.y}, 7, {strong_colour});
  x += 20;
  say("effect, a finding");
  canvas.circle({x + 7, at.y}, 6, {"#ffffff", none_colour, 2.5});
  x += 20;
  say("effect, no finding");
  canvas.rectangle({x, at.y - 9}, 22, 18, 0, {band_colour});
  x += 28;
  say("too small to tell from chance");
  x = at.x;
  const double second = at.y + 26;
  canvas.line({x + 7, second - 10}, {x + 7, second + 10}, {"none", ink, 1.5, "3 2"});
  canvas.text({x + 20, second + 4}, "floor", words);
  canvas.diamond({x + 83, second}, 6.5, {"#ffffff", faint, 2});
  canvas.text({x + 96, second + 4}, "median cosine of norm gains, never evidence:", words);
  canvas.line({x + 352, second - 10}, {x + 352, second + 10}, {"none", ink, 3});
  canvas.text({x + 362, second + 4}, "what unrelated gains show", words);
  canvas.text({x, at.y + 52},
              "weightkin " WEIGHTKIN_VERSION ". A verdict is against the named reference only.",
              {11, faint});
}

} // namespace

std::string to_svg(std::span<const comparison> rulings) {
  std::size_t rows = 0;
  for (const comparison& ruling : rulings)
    rows = std::max(rows, ruling.components.size());
  const double panels = static_cast<double>(std::max<std::size_t>(rulings.size(), 1));
  const double width = picture_margin + panels * (panel_width + picture_margin);
  const double bottom = picture_margin + header_height + row_height * static_cast<double>(rows);
  const double height = bottom + legend_height;
  svg_canvas canvas;
  std::string title = "weightkin";
  for (std::size_t p = 0; p < rulings.size(); ++p) {
    const double x = picture_margin + static_cast<double>(p) * (panel_width + picture_margin);
    draw_panel(canvas, {x, picture_margin}, rulings[p]);
    title += (p == 0 ? ": " : "; ") + shown_name(rulings[p].subject.name, 60) + " against " +
             shown_name(rulings[p].reference.name, 60) + ": " +
             std::string(name_of(rulings[p].overall));
  }
  draw_legend(canvas, {picture_margin, bottom + 24});
  return canvas.document(width, height, title);
}

} // namespace weightkin
