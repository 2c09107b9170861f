#include <algorithm>
#include <cmath>

#include <weightkin/report/text_report.hpp>
#include <weightkin/version.hpp>

#include "report_words.hpp"
#include "safe_text.hpp"
#include "set_aside.hpp"
#include "text_numbers.hpp"
#include "text_table.hpp"

namespace weightkin {
namespace {

using detail::compact;
using detail::counted;
using detail::fixed;
using detail::is_exact_pattern;
using detail::magnitude;
using detail::percent;
using detail::probability;
using detail::shows_cover;
using detail::text_cell;
using detail::text_style;
using detail::text_table;
using detail::wrapped;

constexpr std::size_t bar_columns = 10;
constexpr std::uint64_t components_named = 8;

text_style style_of(verdict ruling) {
  if (is_finding(ruling)) return text_style::finding;
  return ruling == verdict::no_shared_initialisation_found ? text_style::clear : text_style::dim;
}

/// The effect from 0 (unrelated) to 1 (the same) as a bar.
std::string bar(double effect, bool blocks) {
  if (!std::isfinite(effect)) return {};
  const double clamped = std::clamp(effect, 0.0, 1.0);
  const auto full = static_cast<std::size_t>(std::lround(clamped * bar_columns));
  std::string out = blocks ? "" : "[";
  for (std::size_t i = 0; i < bar_columns; ++i) {
    if (blocks)
      out += i < full ? "\xe2\x96\x88" : "\xe2\x96\x91"; // full block, light shade
    else
      out += i < full ? '#' : '.';
  }
  return blocks ? out : out + "]";
}

std::string described(const model_summary& model) {
  std::string out = printable(model.name.empty() ? "(unnamed)" : model.name);
  out += "  (";
  if (!model.format.empty()) out += printable(model.format) + ", ";
  if (model.opened && model.opened->as_stored) out += "as stored, ";
  if (model.opened && model.opened->lenient_pickle) out += "pickles read leniently, ";
  return out + counted(model.tensors, "tensor") + ", " + magnitude(model.parameters) +
         " parameters)";
}

/// The files of a model, where their digests were asked for.
std::string files_of(const model_summary& model) {
  std::string out;
  for (const model_file& file : model.files)
    out += "           " + printable(file.name) + ", " + detail::grouped(file.size_bytes) +
           " bytes, sha256 " + printable(file.sha256) + "\n";
  return out;
}

void add_component(text_table& table, const component_ruling& component,
                   const text_options& options) {
  const bool tested = component.evidence.null != null_kind::none;
  const bool measured = std::isfinite(component.cosine) || tested;
  const auto if_tested = [&](std::string text) { return tested ? std::move(text) : "-"; };
  table.add({{detail::elided(printable(component.id), 34), text_style::strong},
             {percent(component.share)},
             {if_tested(fixed(component.evidence.effect, 3))},
             {tested ? bar(component.evidence.effect, options.blocks) : ""},
             {if_tested(compact(component.evidence.z))},
             {fixed(component.cosine, 4)},
             {fixed(component.relative_l2, 3)},
             {percent(component.bit_equal_share)},
             {if_tested(probability(component.log10_p_holm))},
             {if_tested(fixed(component.minimum_detectable, 3))}});
  const auto dim = [&](std::string text) {
    return text_cell{measured ? std::move(text) : "", text_style::dim};
  };
  table.add({{"= " + detail::ruling_words(component.ruling, component.change),
              style_of(component.ruling)},
             dim(""),
             dim(tested ? "0" : "-"),
             dim("if unrelated"),
             dim(tested ? "0" : "-"),
             dim(fixed(component.cosine_if_unrelated, 4)),
             dim(fixed(component.relative_l2_if_unrelated, 3)),
             dim(percent(component.bit_equal_chance)),
             dim(""),
             dim("")});
}

std::string component_table(const comparison& ruling, const text_options& options) {
  text_table table({{"component = verdict"},
                    {"share", true},
                    {"effect", true},
                    {"0 ...... 1"},
                    {"z", true},
                    {"cosine", true},
                    {"rel.L2", true},
                    {"bits =", true},
                    {"p (Holm)"},
                    {"visible", true}});
  for (const component_ruling& component : ruling.components)
    add_component(table, component, options);
  return table.rendered(options.colour);
}

constexpr const char* table_key =
    "Under each number stands what unrelated models would show. effect: correlation of matching "
    "units after standardising (0 unrelated, 1 the same). z: the same in standard deviations of "
    "its permutation null. cosine, rel.L2, bits = (share of equal bits): medians over the tensors "
    "that may carry a verdict. p: chance of such evidence without dependence, corrected for the "
    "number of components. visible: smallest effect that would have been found with probability "
    "one half. share: of the subject's parameters.";

/// Components that did not answer: neither the overall verdict nor an exit code of 0 clears them.
std::string undetermined_text(const comparison& ruling) {
  std::string names;
  std::uint64_t count = 0;
  for (const component_ruling& component : ruling.components) {
    if (component.ruling != verdict::undetermined) continue;
    if (count < components_named) names += (count == 0 ? "" : ", ") + printable(component.id);
    ++count;
  }
  if (count == 0) return {};
  if (count > components_named) names += ", ...";
  return "Undetermined, so not cleared: " + std::to_string(count) + " of " +
         counted(ruling.components.size(), "component") + " (" + names + ").";
}

std::string overall_text(const comparison& ruling, const text_options& options) {
  std::string out =
      wrapped("Overall: " + detail::overall_words(ruling) + " - " + printable(ruling.sentence),
              options.width, 9);
  const auto all = static_cast<double>(ruling.subject.parameters);
  if (is_finding(ruling.overall) && ruling.subject.parameters > 0)
    out += "         " +
           wrapped("Components with a finding hold " +
                       percent(static_cast<double>(ruling.parameters_found) / all) +
                       " of the subject's parameters (" + magnitude(ruling.parameters_found) + ").",
                   options.width - 9, 9);
  if (is_finding(ruling.overall) && ruling.reference_parameters_found &&
      ruling.reference.parameters > 0)
    out += "         " +
           wrapped("Of the reference, " +
                       percent(static_cast<double>(*ruling.reference_parameters_found) /
                               static_cast<double>(ruling.reference.parameters)) +
                       " of the parameters (" + magnitude(*ruling.reference_parameters_found) +
                       ") have a counterpart there; that says nothing of how alike they are.",
                   options.width - 9, 9);
  if (const std::string open = undetermined_text(ruling); !open.empty())
    out += "         " + wrapped(open, options.width - 9, 9);
  return detail::styled(out, text_style::strong, options.colour);
}

/// The evidence of one permutation group outweighs that of all together: only a part descends.
bool is_localised(const component_ruling& component) {
  return component.strongest.null != null_kind::none && is_finding(component.ruling) &&
         component.strongest.log10_p < component.evidence.log10_p;
}

/// What the change looks like, and who came first where something proves it.
std::string operation_lines(const component_ruling& component, const text_options& options) {
  std::string out;
  const auto add = [&](const std::string& line) {
    out += "  - " + wrapped(line, options.width - 4, 4);
  };
  for (const operation_finding& finding : component.operations)
    add((is_exact_pattern(finding) ? "the values themselves show: " : "the change looks like: ") +
        printable(finding.text));
  if (is_finding(component.ruling) && !component.direction.reason.empty())
    add("direction: " + printable(component.direction.reason));
  return out;
}

std::string component_sentences(const comparison& ruling, const text_options& options) {
  std::string out;
  for (std::size_t c = 0; c < ruling.components.size(); ++c) {
    const component_ruling& component = ruling.components[c];
    std::string line = printable(component.id) + " (" + std::string(name_of(component.kind)) +
                       ", " + magnitude(component.parameters) + " parameters";
    if (!component.reference_id.empty()) line += ", against " + printable(component.reference_id);
    if (shows_cover(component))
      line += ", " + percent(detail::share_of(*component.cover)) + " of which is paired";
    line += "): " + printable(component.sentence);
    out += wrapped(line, options.width, 2);
    for (const possible_explanation& explanation : component.explanations)
      out += "  - " +
             wrapped("possible: " + printable(sentence_of(explanation)), options.width - 4, 4);
    out += operation_lines(component, options);
    if (is_localised(component))
      out += "  - " + wrapped("strongest part: " + printable(component.strongest_group) +
                                  ", effect " + fixed(component.strongest.effect, 3) + ", z " +
                                  compact(component.strongest.z) + ".",
                              options.width - 4, 4);
    const detail::gain_summary gains = detail::gains_of(ruling, c);
    if (gains.tensors > 0)
      out += "  - " +
             wrapped("not evidence: " + counted(gains.tensors, "norm gain vector") +
                         ", median cosine " + fixed(gains.cosine, 4) + " where " +
                         fixed(gains.cosine_if_unrelated, 4) +
                         " is expected if unrelated (Pearson " + fixed(gains.pearson, 3) + ").",
                     options.width - 4, 4);
  }
  return out;
}

std::string tensor_table(const comparison& ruling, bool colour) {
  text_table table({{"use"},
                    {"dtype"},
                    {"parameters", true},
                    {"effect", true},
                    {"z", true},
                    {"cosine", true},
                    {"(unrel.)", true},
                    {"pearson", true},
                    {"rel.L2", true},
                    {"bits =", true},
                    {"(chance)", true},
                    {"signs =", true},
                    {"tensor"}});
  for (const tensor_evidence& tensor : ruling.tensors) {
    const bool tested = tensor.permutation.null != null_kind::none;
    std::string types(name_of(tensor.subject_type));
    if (tensor.reference_type != tensor.subject_type)
      types += "<-" + std::string(name_of(tensor.reference_type));
    std::string names = printable(tensor.subject_name);
    if (tensor.reference_name != tensor.subject_name)
      names += "  <-  " + printable(tensor.reference_name);
    table.add({{std::string(name_of(tensor.use))},
               {types},
               {detail::grouped(tensor.parameters)},
               {tested ? fixed(tensor.permutation.effect, 3) : "-"},
               {tested ? compact(tensor.permutation.z) : "-"},
               {fixed(tensor.metrics.cosine, 4)},
               {fixed(tensor.metrics.cosine_if_unrelated, 4), text_style::dim},
               {fixed(tensor.metrics.pearson, 4)},
               {fixed(tensor.metrics.relative_l2, 3)},
               {percent(tensor.metrics.bit_equal_share)},
               {percent(tensor.bit_equal_chance), text_style::dim},
               {percent(tensor.metrics.sign_equal_share)},
               {names}});
  }
  return table.rendered(colour);
}

std::string limits_text(const comparison& ruling, const text_options& options) {
  std::string out;
  for (const std::string& limit : ruling.limits)
    out += "  - " + wrapped(printable(limit), options.width - 4, 4);
  return out;
}

/// What has to be asked again to get this answer again.
std::string asked_text(const comparison& ruling, const text_options& options) {
  if (!ruling.asked) return {};
  const asked_search& asked = *ruling.asked;
  std::string line = "seed " + std::to_string(ruling.options.seed) + ", search depth " +
                     std::string(name_of(asked.depth));
  line += asked.seconds > 0 ? ", at most " + compact(asked.seconds) + " s of search"
                            : std::string(", no time limit");
  line += asked.component_map.empty()
              ? std::string(", no component map")
              : ", component map with the digest " + printable(asked.component_map);
  return "  " + wrapped(line, options.width - 2, 2);
}

} // namespace

std::string to_text(const comparison& ruling, const text_options& wanted) {
  text_options options = wanted;
  options.width = std::max<std::size_t>(options.width, 40);
  const auto section = [&](const char* title, const std::string& body) {
    if (body.empty()) return std::string();
    return "\n" + detail::styled(title, text_style::strong, options.colour) + "\n" + body;
  };
  std::string out = "weightkin " WEIGHTKIN_VERSION
                    ": does the subject descend from the reference?\n"
                    "subject    " +
                    described(ruling.subject) + "\n" + files_of(ruling.subject) + "reference  " +
                    described(ruling.reference) + "\n" + files_of(ruling.reference);
  if (ruling.source == evidence_source::fingerprints)
    out += "from fingerprints: similarities are estimates, \"-\" is what they do not tell\n";
  out += "\n";
  out += component_table(ruling, options);
  out += "\n" + overall_text(ruling, options);
  out += section("Component by component", component_sentences(ruling, options));
  if (options.tensors && !ruling.tensors.empty())
    out += section("Tensor by tensor", tensor_table(ruling, options.colour));
  out += section("Compared but not evidence", detail::set_aside_text(ruling, options.width));
  out += section("Without a counterpart", detail::unmatched_text(ruling, options.width));
  out += section("What this comparison cannot see", limits_text(ruling, options));
  out += section("What was asked", asked_text(ruling, options));
  out += section("How to read the table", "  " + wrapped(table_key, options.width - 2, 2));
  return out;
}

} // namespace weightkin
