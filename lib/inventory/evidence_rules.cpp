#include "inventory/evidence_rules.hpp"

#include <utility>

#include "inventory/constancy.hpp"
#include "inventory/constructions.hpp"
#include "inventory/diagonal_look.hpp"
#include "inventory/short_number.hpp"

namespace weightkin::detail {
namespace {

/// A learned position table that still follows a sinusoidal one this closely began as one.
constexpr double sinusoidal_start = 0.5;
/// Likewise of transforms and filter banks. Two that follow one table so closely correlate by the
/// square of it, the least effect that counts; the largest of hundreds of correlations of random
/// values stays below 0.12 with so many elements.
constexpr double transform_start = 0.14;
constexpr std::uint64_t fewest_to_correlate = 1024;

void settle(inventory_entry& entry, evidence_use use, exclusion why, std::string detail = {}) {
  entry.use = use;
  entry.why = why;
  // A draft's detail is about its axis or its tie, and stays only with those.
  const bool drafted =
      why == exclusion::none || why == exclusion::tied || why == exclusion::no_exchangeable_axis;
  if (!detail.empty() || !drafted) entry.detail = std::move(detail);
}

void exclude(inventory_entry& entry, exclusion why, std::string detail = {}) {
  settle(entry, evidence_use::excluded, why, std::move(detail));
}

/// What can be said without looking at a value. \returns true when that settles the entry.
bool judge_by_kind(const tensor_facts& fact, inventory_entry& entry) {
  if (element_count(*fact.view) == 0) {
    exclude(entry, exclusion::empty);
  } else if (fact.kind == component_kind::optimizer) {
    exclude(entry, exclusion::optimizer_state);
  } else if (entry.tied_to) {
    exclude(entry, exclusion::tied);
  } else if (!is_real(fact.view->type) && !is_complex(fact.view->type)) {
    exclude(entry, exclusion::integer);
  } else {
    return false;
  }
  return true;
}

void judge_constant(const tensor_facts& fact, inventory_entry& entry, double value) {
  const bool gain = fact.role == tensor_role::norm && value == 1;
  const bool shift = fact.role == tensor_role::bias && value == 0;
  const bool factor = fact.kind == component_kind::adapter && value == 0;
  if (gain)
    exclude(entry, exclusion::init_valued, "gain of ones");
  else if (shift)
    exclude(entry, exclusion::init_valued, "bias of zeros");
  else if (factor)
    exclude(entry, exclusion::init_valued, "factor of zeros: never trained");
  else
    exclude(entry, exclusion::constant, "all elements are " + short_number(value));
}

/// Tensors whose shape or place leaves no test: what remains may carry a verdict.
void judge_by_shape(const tensor_facts& fact, inventory_entry& entry) {
  const auto describe = [&](exclusion why, std::string detail = {}) {
    settle(entry, evidence_use::descriptive, why, std::move(detail));
  };
  if (fact.kind == component_kind::adapter) return describe(exclusion::adapter_factor);
  const std::uint64_t count = element_count(*fact.view);
  if (fact.rank() <= 1 || fact.role == tensor_role::bias) return describe(exclusion::vector);
  if (fact.role == tensor_role::buffer)
    return describe(exclusion::no_exchangeable_axis, "named like a table, but none that is known");
  if (!entry.axis) return describe(exclusion::no_exchangeable_axis);
  if (count / entry.axis->units < fewest_features) return describe(exclusion::vector);
  if (entry.axis->units < fewest_units)
    return describe(exclusion::degenerate,
                    std::to_string(entry.axis->units) + " exchangeable units are too few");
  settle(entry, evidence_use::convicting, exclusion::none);
}

/// A unit meets itself once, in a feature of the same number.
bool meets_itself(const tensor_view& view, const unit_axis& axis) {
  return view.shape.size() >= 2 && view.shape[0] == view.shape[1] && axis.axis <= 1 &&
         axis.units == view.shape[0];
}

/// Units that are told apart by their numbers: all that remains comparable of them is what lies off
/// the diagonal, where there is one, and nothing where order shows beside it as well.
result<void> judge_by_order(const tensor_facts& fact, inventory_entry& entry) {
  const auto look = look_at_diagonal(*fact.view);
  if (!look) return look.error();
  if (look->diagonal && !look->beside && meets_itself(*fact.view, *entry.axis)) {
    entry.axis->skip_diagonal = true;
  } else if (look->diagonal || look->beside) {
    entry.axis.reset();
    settle(entry, evidence_use::descriptive, exclusion::no_exchangeable_axis,
           "values depend on the distance from the diagonal: rows and columns are in one order");
  }
  return {};
}

/// Positions that were learned from sinusoids on.
result<value_findings> judge_learned_positions(const tensor_view& view, row_shape shape,
                                               inventory_entry& entry) {
  const auto correlation = sinusoid_correlation(view, shape);
  if (!correlation) return correlation.error();
  if (*correlation < sinusoidal_start) return value_findings{};
  settle(entry, evidence_use::descriptive, exclusion::deterministic,
         "began as sinusoidal positions: correlation " + short_number(*correlation));
  return value_findings{true};
}

/// Filters that were trained from a transform's basis or a filter bank on: each unit has its place
/// from the start, in every model that begins so.
result<void> judge_trained_filters(const tensor_view& view, row_shape shape,
                                   inventory_entry& entry) {
  if (element_count(view) < fewest_to_correlate) return {};
  struct beginning {
    const char* what;
    result<double> (*correlation)(const tensor_view&, row_shape);
  };
  for (const auto& [what, correlation] :
       {beginning{"a transform's basis", &transform_correlation},
        beginning{"a mel filter bank", &filter_bank_correlation}}) {
    const auto found = correlation(view, shape);
    if (!found) return found.error();
    if (*found < transform_start) continue;
    settle(entry, evidence_use::descriptive, exclusion::deterministic,
           std::string("began as ") + what + ": correlation " + short_number(*found));
    return {};
  }
  return {};
}

/// Everything that needs values; an error is the medium's.
result<value_findings> judge_by_values(const tensor_facts& fact, inventory_entry& entry) {
  const tensor_view& view = *fact.view;
  auto sample = sample_values(view);
  if (!sample) return sample.error();
  if (fact.role == tensor_role::batch_norm_statistic) {
    exclude(entry, exclusion::running_statistic);
    return value_findings{};
  }
  const auto constant = is_constant(view, *sample);
  if (!constant) return constant.error();
  if (*constant && element_count(view) > 1) {
    judge_constant(fact, entry, sample->head.front());
    return value_findings{};
  }
  const row_shape shape = squeezed_rows(view.shape);
  auto known = recognise_construction({&fact, shape, sample->head});
  if (!known) return known.error();
  if (*known) {
    exclude(entry, exclusion::deterministic, (*known)->name);
    return value_findings{(*known)->fixes_positions};
  }
  const auto mask = is_two_valued_mask(view, *sample);
  if (!mask) return mask.error();
  if (*mask && element_count(view) > 1) {
    exclude(entry, exclusion::degenerate, "two values, one of them zero: a mask");
    return value_findings{};
  }
  judge_by_shape(fact, entry);
  if (entry.use == evidence_use::convicting && entry.axis)
    if (const auto done = judge_by_order(fact, entry); !done) return done.error();
  if (fact.role == tensor_role::position_embedding)
    return judge_learned_positions(view, shape, entry);
  if (entry.use == evidence_use::convicting)
    if (const auto done = judge_trained_filters(view, shape, entry); !done) return done.error();
  return value_findings{};
}

} // namespace

value_findings judge_evidence(const tensor_facts& fact, inventory_entry& entry) {
  if (judge_by_kind(fact, entry)) return {};
  auto found = judge_by_values(fact, entry);
  if (found) return *found;
  exclude(entry, exclusion::unreadable, found.error().message);
  return {};
}

} // namespace weightkin::detail
