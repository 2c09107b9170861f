#include <algorithm>
#include <cmath>

#include <weightkin/report/scan_report.hpp>

#include "report_words.hpp"
#include "safe_text.hpp"
#include "text_numbers.hpp"
#include "text_table.hpp"

namespace weightkin {
namespace {

using namespace detail;

constexpr std::size_t longest_scan_name = 40;

std::string shown(const std::string& name, std::size_t reference) {
  return name.empty() ? "reference " + std::to_string(reference)
                      : elided(printable(name), longest_scan_name);
}

text_style verdict_style(verdict ruling) {
  if (is_finding(ruling)) return text_style::finding;
  return ruling == verdict::no_shared_initialisation_found ? text_style::clear : text_style::plain;
}

std::string head(const scan_result& answer) {
  return "weightkin scan\n  subject     " + printable(answer.subject.name) + "  " +
         printable(answer.subject.format) + ", " + counted(answer.subject.tensors, "tensor") +
         ", " + magnitude(answer.subject.parameters) + " parameters\n  references  " +
         grouped(answer.references) + ", " + grouped(answer.compared) + " of them compared\n\n";
}

std::string origins(const scan_result& answer, const text_options& options) {
  std::string out;
  for (const component_origin& origin : answer.components) {
    out += styled(printable(origin.id), text_style::strong, options.colour) + "  " +
           percent(origin.share) + " of the parameters\n  ";
    out += wrapped(printable(origin.sentence), options.width, 2);
  }
  return out + "\n";
}

/// One row a component that was found or else the model's verdict.
void add_rows(text_table& table, const scan_candidate& candidate, std::size_t rank) {
  const std::string name = shown(candidate.model.name, candidate.reference);
  const std::string place = std::to_string(rank);
  const std::string sketches = fixed(candidate.similar.of(affinity_channel::sketches), 3);
  if (!candidate.compared) {
    table.add({{place}, {name}, {sketches}, {"not compared", text_style::dim}});
    return;
  }
  bool any = false;
  for (const component_summary& part : candidate.pair.components) {
    if (!is_finding(part.ruling)) continue;
    table.add({{any ? "" : place},
               {any ? "" : name},
               {any ? "" : sketches},
               {ruling_words(part.ruling, part.change), verdict_style(part.ruling)},
               {printable(part.id)},
               {percent(part.common_variance)},
               {"p " + probability(part.log10_p_holm)}});
    any = true;
  }
  if (any) return;
  table.add(
      {{place},
       {name},
       {sketches},
       {std::string(name_of(candidate.pair.overall)), verdict_style(candidate.pair.overall)}});
}

/// Candidates that were not compared fill pages; the first few show how ranks fall off.
constexpr std::size_t most_not_compared = 5;

std::string candidates(const scan_result& answer, const text_options& options) {
  text_table table({{"rank", true},
                    {"reference"},
                    {"sketches", true},
                    {"verdict"},
                    {"component"},
                    {"common variance", true},
                    {"after Holm"}});
  std::size_t skipped = 0;
  std::size_t rank = 0;
  std::size_t bare = 0;
  for (const scan_candidate& candidate : answer.candidates) {
    ++rank;
    if (!candidate.compared && ++bare > most_not_compared)
      ++skipped;
    else
      add_rows(table, candidate, rank);
  }
  std::string out = table.rendered(options.colour);
  if (skipped > 0) out += "... and " + grouped(skipped) + " more that were not compared\n";
  return out + "\n";
}

/// Comparisons that did not decide clear nobody, whatever was found elsewhere.
std::string not_cleared(const scan_result& answer, const text_options& options) {
  std::string parts;
  for (std::size_t own = 0; own < answer.components.size(); ++own) {
    std::size_t open = 0;
    for (const scan_candidate& candidate : answer.candidates)
      for (const component_summary& part : candidate.pair.components)
        open += candidate.compared && part.component == own && part.ruling == verdict::undetermined;
    if (open > 0)
      parts += (parts.empty() ? "" : ", ") + printable(answer.components[own].id) + " against " +
               counted(open, "reference");
  }
  if (parts.empty()) return {};
  return wrapped("Undetermined, so not cleared: " + parts, options.width, 2) + "\n";
}

} // namespace

std::string scan_to_text(const scan_result& answer, const text_options& options) {
  std::string out = head(answer) + origins(answer, options) + candidates(answer, options);
  out += not_cleared(answer, options);
  out += wrapped("p-values are corrected (Holm) for " + grouped(answer.tests) +
                     " tests: every component against every reference, compared or not. Ranks are "
                     "no evidence.",
                 options.width, 0);
  out += "\nLimits\n";
  for (const std::string& limit : answer.limits)
    out += "- " + wrapped(printable(limit), options.width, 2);
  return out;
}

} // namespace weightkin
