#include "lineage/compare_models.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <weightkin/metric/tail.hpp>

#include "lineage/component_evidence.hpp"
#include "lineage/component_figures.hpp"
#include "lineage/component_rule.hpp"
#include "lineage/group_tests.hpp"
#include "lineage/joined_projector.hpp"
#include "lineage/overall_rule.hpp"
#include "lineage/residual.hpp"

namespace weightkin {
namespace {

std::uint64_t work_of(const paired_models& models, const pair_measurements& measured,
                      std::span<const tensor_evidence> pairs) {
  std::uint64_t total = test_work * count_tests(models, measured, pairs);
  for (const tensor_evidence& pair : pairs)
    total += measured.bytes_of(pair);
  return total;
}

std::size_t count_convicting(std::span<const tensor_evidence> pairs) {
  return static_cast<std::size_t>(
      std::count_if(pairs.begin(), pairs.end(), [](const tensor_evidence& pair) {
        return pair.use == evidence_use::convicting;
      }));
}

/// How a component lies on the reference's: the first of its stacks of layers, with the units of
/// all of them and what values chose among in all.
std::optional<component_correspondence>
arrangement_of(std::span<const component_correspondence> stacks, std::size_t component) {
  std::optional<component_correspondence> whole;
  for (const component_correspondence& stack : stacks) {
    if (stack.subject != component) continue;
    if (!whole) {
      whole = stack;
      continue;
    }
    whole->units.insert(whole->units.end(), stack.units.begin(), stack.units.end());
    whole->log10_choices += stack.log10_choices;
    whole->moves_values |= stack.moves_values;
    whole->gains_moved |= stack.gains_moved;
    whole->repeats_networks |= stack.repeats_networks;
  }
  return whole;
}

std::vector<component_ruling> start_rulings(const paired_models& models) {
  std::vector<component_ruling> rulings;
  const inventory& contents = *models.subject.contents;
  for (std::size_t i = 0; i < contents.components.size(); ++i) {
    const component& part = contents.components[i];
    component_ruling ruling;
    ruling.id = part.id;
    ruling.kind = part.kind;
    if (const auto& match = models.aligned->component_of[i])
      ruling.reference_id = models.reference.contents->components[*match].id;
    ruling.parameters = part.parameters;
    ruling.share = contents.parameters == 0 ? 0.0
                                            : static_cast<double>(part.parameters) /
                                                  static_cast<double>(contents.parameters);
    ruling.minimum_detectable = std::numeric_limits<double>::quiet_NaN();
    ruling.arrangement = arrangement_of(models.arrangements, i);
    rulings.push_back(std::move(ruling));
  }
  return rulings;
}

/// Holm over the components that were tested; the others keep log10 p = 0.
void correct_for_components(std::vector<component_ruling>& rulings, const ruling_options& options) {
  std::vector<double> log10_p;
  for (const component_ruling& ruling : rulings)
    if (ruling.groups > 0) log10_p.push_back(ruling.log10_p);
  const auto adjusted = holm_log10(log10_p);
  const double family =
      std::log10(2.0 * static_cast<double>(std::max<std::size_t>(log10_p.size(), 1)));
  std::size_t next = 0;
  for (component_ruling& ruling : rulings) {
    if (ruling.groups == 0) continue;
    ruling.log10_p_holm = adjusted[next++];
    ruling.minimum_detectable =
        std::max(options.effect_floor, minimum_detectable_effect(ruling.evidence.effective_size,
                                                                 options.log10_alpha - family));
  }
}

/// How often units in a searched order could have been found alike: in every such component, in
/// every look at the models.
double log10_searches_of(const std::vector<component_ruling>& rulings, std::size_t looks) {
  const auto searched =
      std::count_if(rulings.begin(), rulings.end(), [](const component_ruling& ruling) {
        return ruling.searched.null != null_kind::none;
      });
  return std::log10(static_cast<double>(looks) *
                    static_cast<double>(std::max<std::ptrdiff_t>(searched, 1)));
}

result<void> rule_components(comparison& answer, const paired_models& models,
                             const pair_measurements& measured,
                             std::span<const group_evidence> groups) {
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    summarise_component(answer.components[i], i, models, answer.tensors);
    combine_evidence(answer.components[i], i, groups, models.looks);
  }
  correct_for_components(answer.components, answer.options);
  const double log10_searches = log10_searches_of(answer.components, models.looks);
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    const bit_census bits = census_of(i, models, answer.tensors, answer.options);
    auto residual =
        profile_residual(models, measured, answer.tensors, bits.changed, answer.options);
    if (!residual) return std::move(residual).error();
    rule(answer.components[i], bits, *residual, answer.options, log10_searches);
  }
  abstain_on_joined_projectors(answer);
  return {};
}

void list_unmatched(comparison& answer, const paired_models& models) {
  for (const tensor_leftover& left : models.aligned->leftovers) {
    const model_ref& model = left.of == side::subject ? models.subject : models.reference;
    const inventory_entry& entry = model.contents->entries[left.tensor];
    answer.unmatched.push_back(
        {left.of, left.tensor, std::string(model.tensors[left.tensor].name),
         model.contents->components[entry.component].id, entry.parameters,
         entry.use == evidence_use::excluded
             ? std::string(name_of(entry.why)) + (entry.detail.empty() ? "" : ": " + entry.detail)
             : left.reason});
  }
}

model_summary summary_of(const std::string& name, const std::string& format,
                         const std::optional<model_opening>& opened, const model_ref& model) {
  return {name, format, model.tensors.size(), model.contents->parameters, {}, opened};
}

} // namespace

result<comparison> compare_models(const paired_models& models, const pair_measurements& measured,
                                  const compare_options& options) {
  comparison answer;
  answer.subject = summary_of(options.subject_name, options.subject_format, options.subject_opened,
                              models.subject);
  answer.reference = summary_of(options.reference_name, options.reference_format,
                                options.reference_opened, models.reference);
  answer.components = start_rulings(models);
  answer.tensors = describe_pairs(models);
  answer.options = measured.sampling(options.ruling, count_convicting(answer.tensors));
  progress_meter meter(options.on_progress, "compare", work_of(models, measured, answer.tensors));
  if (auto done = measure_pairs(measured, answer.tensors, options.threads, meter); !done)
    return std::move(done).error();
  auto groups =
      test_groups(models, measured, answer.tensors, answer.options, options.threads, meter);
  if (!groups) return std::move(groups).error();
  if (meter.cancelled()) return error{errc::cancelled, "the comparison was cancelled"};
  if (auto done = rule_components(answer, models, measured, *groups); !done)
    return std::move(done).error();
  list_unmatched(answer, models);
  rule_overall(answer);
  answer.limits = measured.limits(answer.options);
  return answer;
}

} // namespace weightkin
