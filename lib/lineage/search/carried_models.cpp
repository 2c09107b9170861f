#include "lineage/search/carried_models.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace weightkin {
namespace {

/// Positions along the axis that the pair's test compares were chosen by the search.
bool moves_units(std::span<const detail::axis_change> changes, const unit_axis& axis) {
  return std::any_of(changes.begin(), changes.end(), [&](const detail::axis_change& change) {
    return change.axis == axis.axis && (!change.from.empty() || change.turn != nullptr);
  });
}

/// Zeros stand where the subject has something that the reference has not.
bool is_padded(const detail::tensor_placement& place) {
  return std::any_of(place.reference_changes.begin(), place.reference_changes.end(),
                     [](const detail::axis_change& change) {
                       return std::find(change.from.begin(), change.from.end(), no_counterpart) !=
                              change.from.end();
                     });
}

fit_kind fit_of(const detail::tensor_placement& place, const inventory_entry& entry) {
  if (place.fitted) return fit_kind::values;
  const bool moved = entry.axis && (moves_units(place.reference_changes, *entry.axis) ||
                                    moves_units(place.subject_changes, *entry.axis));
  return moved ? fit_kind::axis : fit_kind::none;
}

/// What the reference's tensor is once it lies where the subject's is: the subject's part, under
/// the more cautious use of both.
inventory_entry placed_entry(const inventory_entry& subject, const inventory_entry& reference,
                             std::size_t tensor) {
  inventory_entry entry = subject;
  entry.tensor = tensor;
  entry.component = reference.component;
  entry.parameters = reference.parameters;
  entry.tied_to.reset();
  if (reference.use > entry.use) {
    entry.use = reference.use;
    entry.why = reference.why;
    entry.detail = reference.detail;
  }
  return entry;
}

/// The reference's changes with the subject's gains divided out; nothing where a gain is too small
/// or there is more to undo than gains of one axis.
std::optional<std::vector<detail::axis_change>> unfolded(const detail::tensor_placement& place) {
  constexpr float least = 1e-3F; // of the largest
  if (place.subject_changes.size() != 1) return std::nullopt;
  const detail::axis_change& folded = place.subject_changes.front();
  if (folded.factor.empty() || !folded.from.empty() || !folded.sign.empty() || folded.turn)
    return std::nullopt;
  float largest = 0;
  for (const float gain : folded.factor)
    largest = std::max(largest, std::abs(gain));
  detail::axis_change undo;
  undo.axis = folded.axis;
  for (const float gain : folded.factor) {
    if (!(std::abs(gain) > least * largest)) return std::nullopt;
    undo.after.push_back(1 / gain);
  }
  std::vector<detail::axis_change> changes = place.reference_changes;
  changes.push_back(std::move(undo));
  return changes;
}

class carrier {
public:
  carrier(const paired_models& direct, const detail::rearrangement& found)
      : direct_(direct), found_(found) {
    made_.subject_views.assign(direct.subject.tensors.begin(), direct.subject.tensors.end());
    made_.reference_contents.components = direct.reference.contents->components;
    made_.reference_contents.parameters = direct.reference.contents->parameters;
    made_.aligned.component_of.resize(direct.subject.contents->components.size());
    for (const component_correspondence& part : found.components)
      made_.aligned.component_of[part.subject] = part.reference;
  }

  result<void> place(const detail::tensor_placement& place);
  result<void> unfold(const detail::tensor_placement& place);
  void list_leftovers();
  carried_models finish() { return std::move(made_); }

private:
  void add_reference(const tensor_view& view, inventory_entry entry, std::size_t original) {
    made_.reference_views.push_back(view);
    made_.reference_contents.entries.push_back(std::move(entry));
    made_.reference_of.push_back(original);
  }

  const paired_models& direct_;
  const detail::rearrangement& found_;
  carried_models made_;
  std::vector<bool> placed_subject_ = std::vector<bool>(direct_.subject.tensors.size());
  std::vector<bool> placed_reference_ = std::vector<bool>(direct_.reference.tensors.size());
};

result<void> carrier::place(const detail::tensor_placement& place) {
  const inventory_entry& left = direct_.subject.contents->entries[place.subject];
  const inventory_entry& right = direct_.reference.contents->entries[place.reference];
  if (placed_subject_[place.subject] || left.tied_to) return {};
  const tensor_view& subject = direct_.subject.tensors[place.subject];
  auto carried = detail::carried_tensor::carry(direct_.reference.tensors[place.reference],
                                               {place.reverse_shape, place.swap_axes},
                                               place.reference_changes, subject.name);
  if (!carried) return std::move(carried).error();
  if (!place.subject_changes.empty()) {
    auto folded = detail::carried_tensor::carry(subject, {}, place.subject_changes, subject.name);
    if (!folded) return std::move(folded).error();
    made_.subject_views[place.subject] = folded->view();
    made_.carried.push_back(std::move(*folded));
  }
  const auto& shape = made_.subject_views[place.subject].shape;
  if (!std::equal(shape.begin(), shape.end(), carried->view().shape.begin(),
                  carried->view().shape.end()))
    return error{errc::internal, "tensor '" + std::string(subject.name) +
                                     "': its counterpart was carried to another shape"};
  // What is moved unchanged stays complex; a pass over such a pair cannot be made.
  if (is_complex(made_.subject_views[place.subject].type) != is_complex(carried->view().type))
    return {};
  placed_subject_[place.subject] = true;
  placed_reference_[place.reference] = true;
  made_.aligned.matches.push_back(
      {place.subject, made_.reference_views.size(), match_kind::searched});
  made_.fits.push_back(fit_of(place, left));
  made_.padded.push_back(is_padded(place) ? 1 : 0);
  add_reference(carried->view(), placed_entry(left, right, made_.reference_views.size()),
                place.reference);
  made_.carried.push_back(std::move(*carried));
  return unfold(place);
}

result<void> carrier::unfold(const detail::tensor_placement& place) {
  made_.unfolded.emplace_back();
  const auto changes = unfolded(place);
  if (!changes) return {};
  const tensor_view& reference = direct_.reference.tensors[place.reference];
  auto plain = detail::carried_tensor::carry(reference, {place.reverse_shape, place.swap_axes},
                                             *changes, reference.name);
  if (!plain) return std::move(plain).error();
  made_.unfolded.back() = plain->view();
  made_.carried.push_back(std::move(*plain));
  return {};
}

void carrier::list_leftovers() {
  std::vector<bool> searched(direct_.reference.contents->components.size());
  for (const component_correspondence& part : found_.components)
    searched[part.reference] = true;
  for (const inventory_entry& entry : direct_.subject.contents->entries)
    if (!placed_subject_[entry.tensor] && !entry.tied_to &&
        made_.aligned.component_of[entry.component])
      made_.aligned.leftovers.push_back(
          {side::subject, entry.tensor, "the search found no counterpart"});
  for (const inventory_entry& entry : direct_.reference.contents->entries) {
    if (placed_reference_[entry.tensor] || entry.tied_to || !searched[entry.component]) continue;
    inventory_entry left = entry;
    left.tensor = made_.reference_views.size();
    made_.aligned.leftovers.push_back(
        {side::reference, left.tensor, "the search found nothing of it in the subject"});
    add_reference(direct_.reference.tensors[entry.tensor], std::move(left), entry.tensor);
  }
}

} // namespace

result<carried_models> carry_models(const paired_models& direct,
                                    const detail::rearrangement& found) {
  carrier work(direct, found);
  for (const detail::tensor_placement& place : found.placements)
    if (auto placed = work.place(place); !placed) return std::move(placed).error();
  work.list_leftovers();
  return work.finish();
}

} // namespace weightkin
