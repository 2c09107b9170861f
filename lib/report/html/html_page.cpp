#include <algorithm>
#include <numeric>

#include <weightkin/report/html_report.hpp>
#include <weightkin/version.hpp>

#include "report/html/html_sections.hpp"
#include "report/html/html_text.hpp"
#include "report/html/page_assets.hpp"
#include "report/html/plain_words.hpp"
#include "report/safe_text.hpp"

namespace weightkin {
namespace detail {

std::string page_section(const char* id, const char* title, const std::string& body) {
  if (body.empty()) return {};
  const std::string name(id);
  return "<section id=\"" + name + "\" aria-labelledby=\"" + name + "-h\">\n<h2 id=\"" + name +
         "-h\">" + title + "</h2>\n" + body + "</section>\n";
}

std::string scrolling(const std::string& body, const std::string& label) {
  return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + label + "\">" +
         body + "</div>\n";
}

std::vector<std::size_t> pictured(const comparison& ruling) {
  std::vector<std::size_t> order(ruling.components.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return ruling.components[a].parameters > ruling.components[b].parameters;
  });
  order.resize(std::min(order.size(), pictured_components));
  std::sort(order.begin(), order.end());
  return order;
}

std::string component_heading(const component_ruling& component) {
  return element("h3",
                 html_name(component.id) + " " + verdict_badge(component.ruling, component.change));
}

bool all_equal(const tensor_evidence& tensor) noexcept {
  return tensor.basis != equality_basis::unknown && tensor.stats.elements > 0 &&
         (tensor.stats.bit_equal == tensor.stats.elements || tensor.same_once_undone);
}

} // namespace detail

namespace {

std::string page_head(const comparison& ruling) {
  const std::string title = detail::short_name(ruling.subject.name) + " against " +
                            detail::short_name(ruling.reference.name) + " - weightkin";
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
         std::string(detail::page_policy) +
         "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<meta name=\"generator\" content=\"weightkin " WEIGHTKIN_VERSION "\">\n<title>" +
         detail::xml_text(title) + "</title>\n<style>" + std::string(detail::page_style) +
         "</style>\n</head>\n";
}

constexpr const char* contents = R"(<nav aria-label="Contents"><ul>
<li><a href="#components">Components</a></li>
<li><a href="#map">Where</a></li>
<li><a href="#chance">How sure</a></li>
<li><a href="#changes">The change</a></li>
<li><a href="#parts">What corresponds</a></li>
<li><a href="#aside">Set aside</a></li>
<li><a href="#tensors">Tensors</a></li>
<li><a href="#method">Method and limits</a></li>
<li><a href="#cautions">What not to conclude</a></li>
<li><a href="#reproduce">Reproduce</a></li>
<li><a href="#words">Words</a></li>
</ul></nav>
)";

} // namespace

std::string to_html(const comparison& ruling) {
  std::string out = page_head(ruling);
  out += "<body>\n<a class=\"skip\" href=\"#components\">Skip to the component table</a>\n";
  out += "<header>\n" + detail::answer_section(ruling) + contents + "</header>\n<main>\n";
  out += detail::component_section(ruling);
  out += detail::heat_section(ruling);
  out += detail::chance_section(ruling);
  out += detail::change_section(ruling);
  out += detail::arrangement_section(ruling);
  out += detail::aside_section(ruling);
  out += detail::tensor_section(ruling);
  out += detail::method_section(ruling);
  out += detail::caution_section(ruling);
  out += detail::reproduce_section(ruling);
  out += detail::glossary_section();
  out += "</main>\n<footer><p>Written by weightkin " WEIGHTKIN_VERSION
         ". Every verdict is against the named reference only. The page loads nothing and sends "
         "nothing.</p></footer>\n<script>" +
         std::string(detail::page_script) + "</script>\n</body>\n</html>\n";
  return out;
}

} // namespace weightkin
