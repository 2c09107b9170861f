#include "svg_canvas.hpp"

#include "safe_text.hpp"
#include "text_numbers.hpp"

namespace weightkin::detail {
namespace {

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + fixed(value, 1) + "\"";
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

std::string painted(const svg_paint& paint) {
  std::string out;
  if (!paint.style.empty()) out += attribute("class", paint.style);
  if (paint.style.empty() || paint.fill != "none") out += attribute("fill", paint.fill);
  if (paint.stroke != "none")
    out += attribute("stroke", paint.stroke) + attribute("stroke-width", paint.stroke_width);
  if (!paint.dash.empty()) out += attribute("stroke-dasharray", paint.dash);
  return out;
}

} // namespace

void svg_canvas::rectangle(svg_point corner, double width, double height, double radius,
                           const svg_paint& paint) {
  body_ += "<rect" + attribute("x", corner.x) + attribute("y", corner.y) +
           attribute("width", width) + attribute("height", height);
  if (radius > 0) body_ += attribute("rx", radius);
  body_ += painted(paint) + "/>\n";
}

void svg_canvas::cell(svg_point corner, double width, double height, std::string_view style,
                      std::string_view tip) {
  body_ += "<rect" + attribute("x", corner.x) + attribute("y", corner.y) +
           attribute("width", width) + attribute("height", height) + attribute("class", style) +
           "><title>" + xml_text(tip) + "</title></rect>\n";
}

void svg_canvas::line(svg_point from, svg_point to, const svg_paint& paint) {
  body_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
           attribute("y2", to.y) + painted(paint) + "/>\n";
}

void svg_canvas::circle(svg_point centre, double radius, const svg_paint& paint) {
  body_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) +
           attribute("r", radius) + painted(paint) + "/>\n";
}

void svg_canvas::diamond(svg_point centre, double radius, const svg_paint& paint) {
  const auto at = [&](double dx, double dy) {
    return fixed(centre.x + dx * radius, 1) + "," + fixed(centre.y + dy * radius, 1);
  };
  body_ += "<polygon" +
           attribute("points", at(0, -1) + " " + at(1, 0) + " " + at(0, 1) + " " + at(-1, 0)) +
           painted(paint) + "/>\n";
}

void svg_canvas::text(svg_point baseline, std::string_view words, const svg_font& font) {
  body_ += "<text" + attribute("x", baseline.x) + attribute("y", baseline.y) +
           attribute("font-size", font.size) +
           (font.style.empty() ? attribute("fill", font.fill) : attribute("class", font.style));
  if (font.bold) body_ += attribute("font-weight", "bold");
  if (font.anchor != "start") body_ += attribute("text-anchor", font.anchor);
  body_ += ">" + xml_text(words) + "</text>\n";
}

std::string svg_canvas::document(double width, double height, std::string_view title) const {
  const std::string name = xml_text(title);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", width) +
         attribute("height", height) + " viewBox=\"0 0 " + fixed(width, 1) + " " +
         fixed(height, 1) + "\" role=\"img\" font-family=\"Helvetica, Arial, sans-serif\">\n" +
         "<title>" + name + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" +
         body_ + "</svg>\n";
}

std::string svg_canvas::figure(double width, double height, const svg_caption& caption) const {
  const std::string id = xml_text(caption.id);
  return "<svg" + attribute("width", width) + attribute("height", height) + " viewBox=\"0 0 " +
         fixed(width, 1) + " " + fixed(height, 1) + "\" role=\"img\" aria-labelledby=\"" + id +
         "-t " + id + "-d\">\n<title id=\"" + id + "-t\">" + xml_text(caption.title) +
         "</title>\n<desc id=\"" + id + "-d\">" + xml_text(caption.description) + "</desc>\n" +
         body_ + "</svg>\n";
}

} // namespace weightkin::detail
