#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

#include <weightkin/align/alignment.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/metric/tail.hpp>

#include "lineage/component_rule.hpp"
#include "lineage/explanation.hpp"
#include "lineage/group_tests.hpp"
#include "lineage/joined_projector.hpp"
#include "lineage/overall_rule.hpp"
#include "lineage/paired_tensors.hpp"
#include "lineage/residual.hpp"

namespace weightkin {
namespace {

std::uint64_t bytes_to_read(const paired_models& models, std::span<const tensor_evidence> pairs) {
  std::uint64_t total = 0;
  for (const tensor_evidence& pair : pairs)
    for (const tensor_view* view : {&models.subject_view(pair), &models.reference_view(pair)})
      total += element_count(*view) * bits_of(view->type) / 8;
  return total;
}

/// With many tensors each needs less of a look. Depends on their number only, never on values.
ruling_options options_for(std::span<const tensor_evidence> pairs, ruling_options options) {
  constexpr std::ptrdiff_t many = 64;
  const auto convicting =
      std::count_if(pairs.begin(), pairs.end(), [](const tensor_evidence& pair) {
        return pair.use == evidence_use::convicting;
      });
  if (convicting > many) {
    options.max_units = std::max<std::uint64_t>(options.max_units / 2, 2);
    options.max_features = std::max<std::uint64_t>(options.max_features / 2, 2);
  }
  return options;
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

result<void> rule_components(comparison& answer, const paired_models& models,
                             std::span<const group_evidence> groups) {
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    summarise_component(answer.components[i], i, models, answer.tensors);
    combine_evidence(answer.components[i], i, groups);
  }
  correct_for_components(answer.components, answer.options);
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    const bit_census bits = census_of(i, answer.tensors, answer.options);
    auto residual = profile_residual(models, answer.tensors, bits.changed, answer.options);
    if (!residual) return std::move(residual).error();
    rule(answer.components[i], bits, *residual, answer.options);
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

model_summary summary_of(std::string name, std::string format, const model_ref& model) {
  return {std::move(name), std::move(format), model.tensors.size(), model.contents->parameters};
}

result<comparison> compare_models(std::span<const tensor_view> subject,
                                  std::span<const tensor_view> reference,
                                  const compare_options& options) {
  const inventory_options taking{options.map, options.threads};
  const inventory subject_contents = take_inventory(subject, taking);
  const inventory reference_contents = take_inventory(reference, taking);
  paired_models models{{subject, &subject_contents}, {reference, &reference_contents}, nullptr};
  auto aligned = align(models.subject, models.reference);
  if (!aligned) return std::move(aligned).error();
  models.aligned = &*aligned;

  comparison answer;
  answer.subject = summary_of(options.subject_name, options.subject_format, models.subject);
  answer.reference = summary_of(options.reference_name, options.reference_format, models.reference);
  answer.components = start_rulings(models);
  answer.tensors = describe_pairs(models);
  answer.options = options_for(answer.tensors, options.ruling);
  progress_meter meter(options.on_progress, "compare",
                       bytes_to_read(models, answer.tensors) +
                           test_work * count_tests(models, answer.tensors));
  if (auto done = measure_pairs(models, answer.tensors, options.threads, meter); !done)
    return std::move(done).error();
  auto groups = test_groups(models, answer.tensors, answer.options, options.threads, meter);
  if (!groups) return std::move(groups).error();
  if (meter.cancelled()) return error{errc::cancelled, "the comparison was cancelled"};
  if (auto done = rule_components(answer, models, *groups); !done) return std::move(done).error();
  list_unmatched(answer, models);
  rule_overall(answer);
  answer.limits = general_limits(answer.options);
  return answer;
}

} // namespace

result<comparison> compare_views(std::span<const tensor_view> subject,
                                 std::span<const tensor_view> reference,
                                 const compare_options& options) {
  try {
    return compare_models(subject, reference, options);
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, "out of memory while comparing"};
  }
}

} // namespace weightkin
