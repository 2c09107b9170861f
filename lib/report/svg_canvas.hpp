#pragma once

#include <string>
#include <string_view>

namespace weightkin::detail {

struct svg_point {
  double x = 0;
  double y = 0;
};

/// How a shape is painted; colours are CSS colours.
struct svg_paint {
  std::string_view fill = "none";
  std::string_view stroke = "none";
  double stroke_width = 1;
  std::string_view dash = ""; ///< e.g. "3 3"
  std::string_view style =
      {}; ///< a class of the page around the picture, which then has the colours
};

struct svg_font {
  double size = 12;
  std::string_view fill = "#222222";
  bool bold = false;
  std::string_view anchor = "start"; ///< start, middle or end
  std::string_view style = {};       ///< as in `svg_paint`
};

/// What screen readers say of a picture inside a page. `id` is unique in the page.
struct svg_caption {
  std::string_view id;
  std::string_view title;
  std::string_view description;
};

/// Collects SVG elements. Coordinates in pixels with one decimal; all text is escaped.
class svg_canvas {
public:
  void rectangle(svg_point corner, double width, double height, double radius,
                 const svg_paint& paint);
  /// A rectangle that says `tip` when pointed at.
  void cell(svg_point corner, double width, double height, std::string_view style,
            std::string_view tip);
  void line(svg_point from, svg_point to, const svg_paint& paint);
  void circle(svg_point centre, double radius, const svg_paint& paint);
  void diamond(svg_point centre, double radius, const svg_paint& paint);
  void text(svg_point baseline, std::string_view words, const svg_font& font = {});

  /// The whole document; `title` is read out by screen readers.
  [[nodiscard]] std::string document(double width, double height, std::string_view title) const;

  /// The picture as a part of an HTML page: no background, colours by the page's classes.
  [[nodiscard]] std::string figure(double width, double height, const svg_caption& caption) const;

private:
  std::string body_;
};

} // namespace weightkin::detail
