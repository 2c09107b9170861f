#include <algorithm>
#include <array>
#include <cmath>

#include "report/html/heat_grid.hpp"
#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/safe_text.hpp"
#include "report/svg_canvas.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr double label_width = 76;
constexpr double head_height = 36;
constexpr double cell_width = 62;
constexpr double cell_height = 22;

/// Lower ends of the steps of the scale above "chance".
constexpr std::array<double, 4> steps{0.1, 0.5, 0.9, 0.99};

std::size_t step_of(double value) {
  std::size_t step = 1;
  for (const double end : steps)
    step += value >= end ? 1 : 0;
  return step;
}

std::string shade_of(const heat_cell& cell) {
  switch (cell.kind) {
  case heat_kind::equal: return "h5";
  case heat_kind::dependent: return "h" + std::to_string(step_of(cell.value));
  case heat_kind::chance:
  case heat_kind::untested:
  case heat_kind::aside:
  case heat_kind::aside_equal:
  case heat_kind::empty: break;
  }
  return "h0";
}

/// A single tensor's shade would hide in the mean of its cell that others look different.
bool is_mixed(const heat_cell& cell) {
  return cell.tensors > 1 && cell.kind == heat_kind::dependent &&
         step_of(cell.lowest) != step_of(cell.highest);
}

/// Two decimals; three where two would round across a step of the scale, or to one, which nothing
/// but equality is.
std::string effect_words(double effect) {
  if (effect > 0.9995) return ">0.999";
  return fixed(effect, effect >= 0.895 ? 3 : 2);
}

std::string cell_words(const heat_cell& cell) {
  switch (cell.kind) {
  case heat_kind::equal: return "equal";
  case heat_kind::aside_equal: return "(equal)";
  case heat_kind::untested:
    return std::isfinite(cell.value) ? "~" + fixed(cell.value, 2) : std::string("?");
  case heat_kind::dependent: return effect_words(cell.value) + (is_mixed(cell) ? " *" : "");
  case heat_kind::chance: return fixed(cell.value, 2);
  case heat_kind::aside:
  case heat_kind::empty: break;
  }
  return "";
}

std::string cell_tip(const heat_cell& cell, const layer_band& band, tensor_role role) {
  std::string tip = band.first < 0 ? "outside of layers" : "layer " + band_title(band);
  tip += ", " + role_title(role) + ": ";
  const std::string range = cell.tensors > 1
                                ? " (" + fixed(cell.lowest, 3) + " to " + fixed(cell.highest, 3) +
                                      " in " + counted(cell.tensors, "tensor") + ")"
                                : "";
  switch (cell.kind) {
  case heat_kind::equal: return tip + "all values equal, " + counted(cell.tensors, "tensor");
  case heat_kind::aside_equal:
    return tip + counted(cell.tensors, "tensor") + " with equal values, set aside, no evidence";
  case heat_kind::aside: return tip + counted(cell.tensors, "tensor") + " set aside, no evidence";
  case heat_kind::untested: return tip + "correlation " + fixed(cell.value, 3) + ", not tested";
  case heat_kind::chance:
    return tip + "effect " + fixed(cell.value, 3) + range + ", no more than chance shows";
  case heat_kind::dependent: return tip + "effect " + fixed(cell.value, 3) + range;
  case heat_kind::empty: break;
  }
  return tip + "no tensor";
}

void draw_head(svg_canvas& canvas, svg_point at, tensor_role role) {
  std::string first = role_title(role);
  std::string second;
  if (const std::size_t blank = first.rfind(' '); blank != std::string::npos) {
    second = first.substr(blank + 1);
    first.resize(blank);
  } else {
    std::swap(first, second);
  }
  canvas.text({at.x + cell_width / 2, at.y - 19}, first,
              {.size = 11, .anchor = "middle", .style = "t-faint"});
  canvas.text({at.x + cell_width / 2, at.y - 6}, second,
              {.size = 11, .anchor = "middle", .style = "t-faint"});
}

/// Around values that are all equal, whether they are evidence or not: a colour shows how alike
/// they are, which is not the same.
void draw_frame(svg_canvas& canvas, svg_point cell, std::string_view style) {
  canvas.rectangle({cell.x + 3, cell.y + 3}, cell_width - 6, cell_height - 6, 0, {.style = style});
}

void draw_cell(svg_canvas& canvas, svg_point at, const heat_cell& cell, const std::string& tip) {
  if (cell.kind == heat_kind::empty) return;
  const std::string shade = shade_of(cell);
  canvas.cell({at.x + 1, at.y + 1}, cell_width - 2, cell_height - 2, shade, tip);
  if (cell.kind == heat_kind::aside)
    canvas.line({at.x + 6, at.y + cell_height - 6}, {at.x + cell_width - 6, at.y + 6},
                {.style = "l-faint"});
  if (cell.kind == heat_kind::equal) draw_frame(canvas, at, "frame-equal");
  if (cell.kind == heat_kind::aside_equal) draw_frame(canvas, at, "frame-aside");
  const std::string words = cell_words(cell);
  if (!words.empty())
    canvas.text({at.x + cell_width / 2, at.y + 15}, words,
                {.size = 11.5,
                 .anchor = "middle",
                 .style = cell.kind == heat_kind::aside_equal ? "t-faint" : "t-" + shade});
}

/// What a reader who cannot see the map is told, and everybody else reads below it.
std::string summary_of(const heat_grid& grid) {
  std::array<std::size_t, 7> counts{};
  const heat_cell* lowest = nullptr;
  const heat_cell* highest = nullptr;
  for (const heat_cell& cell : grid.cells) {
    ++counts[static_cast<std::size_t>(cell.kind)];
    if (cell.kind != heat_kind::dependent) continue;
    if (lowest == nullptr || cell.value < lowest->value) lowest = &cell;
    if (highest == nullptr || cell.value > highest->value) highest = &cell;
  }
  const auto count = [&](heat_kind kind) { return counts[static_cast<std::size_t>(kind)]; };
  const std::size_t all = grid.cells.size() - count(heat_kind::empty) - count(heat_kind::aside) -
                          count(heat_kind::aside_equal);
  const std::string beside =
      count(heat_kind::aside_equal) == 0
          ? ""
          : " " + counted(count(heat_kind::aside_equal), "cell") + " set aside hold" +
                (count(heat_kind::aside_equal) == 1 ? "s" : "") +
                " equal values, for which nothing says how often chance makes them.";
  if (all == 0) return "No tensor of it may be evidence." + beside;
  std::string out;
  const auto say = [&](heat_kind kind, const std::string& words) {
    if (count(kind) == 0) return;
    out += (out.empty() ? "" : ", ") + std::to_string(count(kind)) + words;
  };
  say(heat_kind::equal, " hold equal values");
  say(heat_kind::dependent, " are more alike than chance makes them" +
                                (lowest == nullptr ? std::string()
                                                   : " (effect " + fixed(lowest->value, 3) +
                                                         " to " + fixed(highest->value, 3) + ")"));
  say(heat_kind::chance, " show no more than chance");
  say(heat_kind::untested, " could not be tested");
  return "Of " + counted(all, "cell") + " that may be evidence, " + out + "." + beside;
}

std::string heat_map(const comparison& ruling, std::size_t index,
                     const std::vector<std::size_t>& tensors) {
  const component_ruling& component = ruling.components[index];
  const heat_grid grid = heat_grid_of(ruling, tensors);
  svg_canvas canvas;
  for (std::size_t c = 0; c < grid.columns.size(); ++c)
    draw_head(canvas, {label_width + cell_width * static_cast<double>(c), head_height},
              grid.columns[c]);
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    const double y = head_height + cell_height * static_cast<double>(r);
    canvas.text({label_width - 8, y + 15}, band_title(grid.rows[r]),
                {.size = 11, .anchor = "end", .style = "t-faint"});
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
      const heat_cell& cell = grid.cells[r * grid.columns.size() + c];
      draw_cell(canvas, {label_width + cell_width * static_cast<double>(c), y}, cell,
                cell_tip(cell, grid.rows[r], grid.columns[c]));
    }
  }
  canvas.text({label_width - 8, head_height - 6}, "layer",
              {.size = 11, .bold = true, .anchor = "end", .style = "t-ink"});
  const double width = label_width + cell_width * static_cast<double>(grid.columns.size());
  const double height = head_height + cell_height * static_cast<double>(grid.rows.size()) + 2;
  const std::string title = "Map of " + short_name(component.id) + ": layers by roles";
  const std::string summary = summary_of(grid);
  return scrolling(canvas.figure(width, height, {"map" + std::to_string(index), title, summary}),
                   xml_text(title)) +
         element("p", summary, "class=\"faint\"") + "\n";
}

std::string legend() {
  constexpr double step_width = 104;
  const std::array<std::pair<const char*, const char*>, 6> shades{{{"h0", "like chance"},
                                                                   {"h1", "below 0.1"},
                                                                   {"h2", "0.1 to 0.5"},
                                                                   {"h3", "0.5 to 0.9"},
                                                                   {"h4", "0.9 to 0.99"},
                                                                   {"h5", "0.99 and more"}}};
  svg_canvas canvas;
  double x = 0;
  for (const auto& [shade, words] : shades) {
    canvas.cell({x + 1, 1}, step_width - 2, 22, shade, words);
    canvas.text({x + step_width / 2, 16}, words,
                {.size = 11.5, .anchor = "middle", .style = std::string("t-") + shade});
    x += step_width;
  }
  canvas.cell({x + 13, 1}, cell_width - 2, cell_height - 2, "h5", "all values equal");
  draw_frame(canvas, {x + 12, 0}, "frame-equal");
  canvas.text({x + 80, 16}, "equal values", {.size = 11.5, .style = "t-ink"});
  x += 160;
  canvas.cell({x + 13, 1}, 38, 22, "h0", "set aside");
  canvas.line({x + 18, 18}, {x + 46, 6}, {.style = "l-faint"});
  canvas.text({x + 58, 16}, "set aside, no evidence", {.size = 11.5, .style = "t-ink"});
  return scrolling(canvas.figure(x + 190, 24,
                                 {"scale", "Scale of the maps",
                                  "Six steps from like chance over 0.1, 0.5, 0.9 and 0.99 to one; "
                                  "a frame marks equal values, a stroke what is set aside."}),
                   "Scale of the maps");
}

constexpr const char* how_to_read_heat =
    "Rows are layers, columns what tensors do. The number is the effect: how far matching units of "
    "the two models agree, 0 when unrelated, 1 when the same. A cell is coloured only if its own "
    "test rules out chance, after correction for the number of tensors. \"equal\" in a frame "
    "means that every value is the same, in brackets where that is no evidence, \"*\" that tensors "
    "in the cell "
    "differ, \"~\" that a similarity could not be tested.";

} // namespace

std::string heat_section(const comparison& ruling) {
  const auto tensors = tensors_by_component(ruling);
  std::string maps;
  for (const std::size_t c : pictured(ruling)) {
    maps += component_heading(ruling.components[c]) + "\n";
    maps += tensors[c].empty()
                ? element("p", "Nothing to draw: no tensor of it has a counterpart.") + "\n"
                : heat_map(ruling, c, tensors[c]);
  }
  if (ruling.components.size() > pictured_components)
    maps += element("p", "Only the " + std::to_string(pictured_components) +
                             " largest components are drawn; the tables have all.") +
            "\n";
  return page_section("map", "Where the likeness lies",
                      element("p", how_to_read_heat) + "\n" + legend() + maps);
}

} // namespace weightkin::detail
