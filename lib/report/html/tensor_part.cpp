#include <array>
#include <cmath>

#include "report/html/heat_grid.hpp"
#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/plain_words.hpp"
#include "report/report_words.hpp"
#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

/// A page with more tensors shows their tables only when asked, so that it opens at once.
constexpr std::size_t tensors_opened = 400;

struct column {
  const char* title;
  const char* style; ///< of the column, for its width
};
constexpr std::array<column, 13> columns{{{"Layer", "n"},
                                          {"Role", "r"},
                                          {"Shape", "w"},
                                          {"Type", "t"},
                                          {"Use", "w"},
                                          {"Effect", "n"},
                                          {"z", "n"},
                                          {"Cosine", "n"},
                                          {"if unre&shy;lated", "n"},
                                          {"Rel. L2", "n"},
                                          {"if unre&shy;lated", "n"},
                                          {"Bits equal", "n"},
                                          {"by chance", "n"}}};

void add_cell(std::string& out, const std::string& text) {
  out += "<td>";
  out += text;
  out += "</td>";
}

std::string type_text(const tensor_evidence& tensor) {
  std::string out(name_of(tensor.subject_type));
  if (tensor.reference_type != tensor.subject_type)
    out += " / " + std::string(name_of(tensor.reference_type));
  return out;
}

std::string shape_text(const tensor_evidence& tensor) {
  std::string out;
  for (const std::uint64_t extent : tensor.shape) {
    if (out.size() > 60) return out + "x...";
    out += (out.empty() ? "" : "x") + std::to_string(extent);
  }
  return out.empty() ? "scalar" : out;
}

std::string use_text(const tensor_evidence& tensor) {
  if (tensor.use == evidence_use::convicting)
    return tensor.fitted == fit_kind::values ? "shown, fitted" : "evidence";
  return "set aside: " + spaced(name_of(tensor.why));
}

void add_row(std::string& out, const tensor_evidence& tensor) {
  const bool tested = tensor.permutation.null != null_kind::none;
  const pair_metrics& m = tensor.metrics;
  out += "<tr><th scope=\"row\">" + html_name(tensor.subject_name);
  if (tensor.reference_name != tensor.subject_name)
    out += "<br><small>" + html_name(tensor.reference_name) + "</small>";
  out += "</th>";
  add_cell(out, tensor.layer < 0 ? "-" : std::to_string(tensor.layer));
  add_cell(out, role_title(tensor.role));
  add_cell(out, shape_text(tensor));
  add_cell(out, type_text(tensor));
  add_cell(out, use_text(tensor));
  add_cell(out, tested ? fixed(tensor.permutation.effect, 3) : "-");
  add_cell(out, tested ? compact(tensor.permutation.z) : "-");
  add_cell(out, fixed(m.cosine, 4));
  add_cell(out, fixed(m.cosine_if_unrelated, 4));
  add_cell(out, fixed(m.relative_l2, 3));
  add_cell(out, fixed(m.relative_l2_if_unrelated, 3));
  add_cell(out, xml_text(percent(m.bit_equal_share)));
  add_cell(out, xml_text(percent(tensor.bit_equal_chance)));
  out += "</tr>\n";
}

std::string table_head(const std::string& caption) {
  std::string out = "<caption>" + caption + "</caption><colgroup><col class=\"name\">";
  for (const column& one : columns)
    out += std::string("<col class=\"") + one.style + "\">";
  out += "</colgroup><thead><tr><th scope=\"col\">Tensor <small>(and the reference's, where it is "
         "called otherwise)</small></th>";
  for (const column& one : columns)
    out += element("th", one.title, "scope=\"col\"");
  return out + "</tr></thead>\n";
}

void add_table(std::string& out, const comparison& ruling, const std::vector<std::size_t>& tensors,
               const std::string& name, const std::string& label) {
  const bool open = ruling.tensors.size() <= tensors_opened;
  const std::string caption = "Pairs of tensors of " + name;
  out += open ? "<details open>" : "<details>";
  out += element("summary", name + ": " + counted(tensors.size(), "pair") + " of tensors") + "\n";
  out += "<div class=\"tall\" role=\"region\" tabindex=\"0\" aria-label=\"Tensors of " + label +
         "\">\n<table class=\"tensors\">" + table_head(caption) + "<tbody>\n";
  for (const std::size_t t : tensors)
    add_row(out, ruling.tensors[t]);
  out += "</tbody></table>\n</div></details>\n";
  if (!open)
    out += element("p",
                   "Not printed, because it was closed: the table of " +
                       counted(tensors.size(), "pair") + " of " + name +
                       ". All rows are in this file, and in the JSON of this comparison.",
                   "class=\"printed\"") +
           "\n";
}

} // namespace

std::string tensor_section(const comparison& ruling) {
  std::string out =
      element(
          "p",
          "Each number stands beside what unrelated tensors show. \"evidence\" in the "
          "column Use: the tensor may carry a verdict; else it is set aside, for the reason named. "
          "Where the browser runs the page's script, a click on a heading sorts.") +
      "\n";
  const auto by_component = tensors_by_component(ruling);
  std::vector<std::size_t> homeless;
  for (std::size_t t = 0; t < ruling.tensors.size(); ++t)
    if (ruling.tensors[t].component >= ruling.components.size()) homeless.push_back(t);
  for (std::size_t c = 0; c < ruling.components.size(); ++c)
    if (!by_component[c].empty())
      add_table(out, ruling, by_component[c], html_name(ruling.components[c].id),
                xml_text(short_name(ruling.components[c].id)));
  if (!homeless.empty()) add_table(out, ruling, homeless, "no component", "no component");
  if (ruling.tensors.empty()) out = element("p", "No tensor of the subject met a counterpart.");
  return page_section("tensors", "Tensor by tensor", out);
}

} // namespace weightkin::detail
