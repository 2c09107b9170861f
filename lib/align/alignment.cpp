#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include <weightkin/align/alignment.hpp>
#include <weightkin/align/correspondence.hpp>

#include "align/assignment.hpp"
#include "align/component_match.hpp"
#include "align/content_match.hpp"

namespace weightkin {
namespace {

/// Beyond this many equal candidates an assignment costs more than it is worth: order decides.
constexpr std::size_t largest_assignment = 256;

/// The state of one alignment while it is being found. Indices are inventory entries.
class aligner {
public:
  aligner(const model_ref& subject, const model_ref& reference)
      : subject_(subject), reference_(reference), partner_(subject.contents->entries.size()),
        taken_(reference.contents->entries.size()), how_(subject.contents->entries.size()) {
    found_.component_of = match_components(subject, reference);
    for (std::size_t j = 0; j < taken_.size(); ++j) {
      by_slot_.emplace(slot_key{reference_entry(j).component, reference_entry(j).slot}, j);
    }
    for (const auto& component : found_.component_of)
      if (component) matched_references_.insert(*component);
  }

  void by_name();
  void by_slot();
  [[nodiscard]] result<void> by_content(const content_matcher& content);
  void by_assignment();
  [[nodiscard]] alignment finish();

private:
  using slot_key = std::pair<std::size_t, std::string_view>;

  [[nodiscard]] const inventory_entry& subject_entry(std::size_t i) const {
    return subject_.contents->entries[i];
  }
  [[nodiscard]] const inventory_entry& reference_entry(std::size_t j) const {
    return reference_.contents->entries[j];
  }
  [[nodiscard]] const tensor_view& subject_view(std::size_t i) const {
    return subject_.tensors[subject_entry(i).tensor];
  }
  [[nodiscard]] const tensor_view& reference_view(std::size_t j) const {
    return reference_.tensors[reference_entry(j).tensor];
  }
  [[nodiscard]] bool open_subject(std::size_t i) const {
    return !partner_[i] && !subject_entry(i).tied_to;
  }
  [[nodiscard]] bool open_reference(std::size_t j) const {
    return !taken_[j] && !reference_entry(j).tied_to;
  }
  [[nodiscard]] bool comparable(std::size_t i, std::size_t j) const {
    return same_extent(subject_view(i).shape, reference_view(j).shape) &&
           is_complex(subject_view(i).type) == is_complex(reference_view(j).type);
  }
  /// True when j lies in the component that i's component was matched with.
  [[nodiscard]] bool in_matched_component(std::size_t i, std::size_t j) const {
    const auto& match = found_.component_of[subject_entry(i).component];
    return match && *match == reference_entry(j).component;
  }
  void pair(std::size_t i, std::size_t j, match_kind how) {
    partner_[i] = j;
    taken_[j] = i;
    how_[i] = how;
  }
  void assign_group(const std::vector<std::size_t>& left, const std::vector<std::size_t>& right);
  [[nodiscard]] std::string reason_for_subject(std::size_t i) const;
  [[nodiscard]] std::string reason_for_reference(std::size_t j) const;

  const model_ref& subject_;
  const model_ref& reference_;
  std::vector<std::optional<std::size_t>> partner_;
  std::vector<std::optional<std::size_t>> taken_;
  std::vector<match_kind> how_;
  alignment found_;
  std::multimap<slot_key, std::size_t> by_slot_; // of the reference
  std::set<std::size_t> matched_references_;     // components
};

std::string shape_text(std::span<const std::uint64_t> shape) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    text += (axis == 0 ? "" : ",") + std::to_string(shape[axis]);
  return text + "]";
}

void aligner::by_name() {
  std::unordered_map<std::string_view, std::size_t> by_full_name;
  for (std::size_t j = 0; j < taken_.size(); ++j)
    if (open_reference(j)) by_full_name.emplace(reference_view(j).name, j);
  for (std::size_t i = 0; i < partner_.size(); ++i) {
    if (!open_subject(i)) continue;
    const auto found = by_full_name.find(subject_view(i).name);
    if (found != by_full_name.end() && open_reference(found->second) &&
        comparable(i, found->second) && in_matched_component(i, found->second))
      pair(i, found->second, match_kind::name);
  }
}

void aligner::by_slot() {
  for (std::size_t i = 0; i < partner_.size(); ++i) {
    const auto& component = found_.component_of[subject_entry(i).component];
    if (!open_subject(i) || !component) continue;
    const auto [begin, end] = by_slot_.equal_range(slot_key{*component, subject_entry(i).slot});
    const auto found = std::find_if(begin, end, [&](const auto& candidate) {
      return open_reference(candidate.second) && comparable(i, candidate.second);
    });
    if (found != end) pair(i, found->second, match_kind::slot);
  }
}

result<void> aligner::by_content(const content_matcher& content) {
  std::vector<std::size_t> left;
  std::vector<std::size_t> right;
  for (std::size_t i = 0; i < partner_.size(); ++i)
    if (open_subject(i) && subject_entry(i).use == evidence_use::convicting) left.push_back(i);
  for (std::size_t j = 0; j < taken_.size(); ++j)
    if (open_reference(j) && reference_entry(j).use == evidence_use::convicting) right.push_back(j);
  auto pairs = content.match(left, right);
  if (!pairs) return std::move(pairs).error();
  for (const auto& [i, j] : *pairs)
    if (comparable(i, j)) pair(i, j, match_kind::content);
  return {};
}

void aligner::by_assignment() {
  // Candidates agree in component, role, shape and in being complex; what is left to decide is
  // which layer is which.
  using key = std::tuple<std::size_t, tensor_role, bool, std::string>;
  std::map<key, std::vector<std::size_t>> left;
  std::map<key, std::vector<std::size_t>> right;
  for (std::size_t i = 0; i < partner_.size(); ++i) {
    const auto& component = found_.component_of[subject_entry(i).component];
    if (open_subject(i) && component && subject_entry(i).use == evidence_use::convicting)
      left[{*component, subject_entry(i).role, is_complex(subject_view(i).type),
            shape_text(subject_view(i).shape)}]
          .push_back(i);
  }
  for (std::size_t j = 0; j < taken_.size(); ++j)
    if (open_reference(j) && reference_entry(j).use == evidence_use::convicting)
      right[{reference_entry(j).component, reference_entry(j).role,
             is_complex(reference_view(j).type), shape_text(reference_view(j).shape)}]
          .push_back(j);
  for (const auto& [where, candidates] : left)
    if (const auto found = right.find(where); found != right.end())
      assign_group(candidates, found->second);
}

/// Cost of calling two tensors the same: distance in layers, then in position, then in name.
double naming_cost(const inventory_entry& a, const inventory_entry& b, std::size_t rank_a,
                   std::size_t rank_b) {
  const double layers = a.layer == b.layer ? 0.0 : 1.0 + std::abs(a.layer - b.layer);
  const double order = std::abs(static_cast<double>(rank_a) - static_cast<double>(rank_b));
  return 16.0 * layers + order + (a.slot == b.slot ? 0.0 : 0.5);
}

void aligner::assign_group(const std::vector<std::size_t>& left,
                           const std::vector<std::size_t>& right) {
  const bool swapped = left.size() > right.size();
  const auto& rows = swapped ? right : left;
  const auto& columns = swapped ? left : right;
  if (columns.size() > largest_assignment) {
    for (std::size_t k = 0; k < rows.size(); ++k)
      pair(left[k], right[k], match_kind::assigned);
    return;
  }
  cost_table table{rows.size(), columns.size(), {}};
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const std::size_t a = swapped ? column : row;
      const std::size_t b = swapped ? row : column;
      table.cost.push_back(naming_cost(subject_entry(left[a]), reference_entry(right[b]), a, b));
    }
  const auto column_of = cheapest_assignment(table);
  for (std::size_t row = 0; row < rows.size(); ++row)
    pair(swapped ? left[column_of[row]] : left[row], swapped ? right[row] : right[column_of[row]],
         match_kind::assigned);
}

std::string aligner::reason_for_subject(std::size_t i) const {
  const auto& component = found_.component_of[subject_entry(i).component];
  if (!component) return "the reference has no component that matches this one";
  const auto same_slot = by_slot_.find(slot_key{*component, subject_entry(i).slot});
  if (same_slot == by_slot_.end() || comparable(i, same_slot->second))
    return "no tensor of this role and shape is left in the reference's component";
  const tensor_view& theirs = reference_view(same_slot->second);
  if (is_complex(subject_view(i).type) != is_complex(theirs.type))
    return std::string(name_of(subject_view(i).type)) + " against " +
           std::string(name_of(theirs.type)) + " in the reference: only one of them is complex";
  return "shape " + shape_text(subject_view(i).shape) + " against " + shape_text(theirs.shape) +
         " in the reference";
}

std::string aligner::reason_for_reference(std::size_t j) const {
  if (matched_references_.contains(reference_entry(j).component))
    return "no tensor of this role and shape is left in the subject's component";
  return "the subject has no component that matches this one";
}

alignment aligner::finish() {
  for (std::size_t i = 0; i < partner_.size(); ++i) {
    if (partner_[i])
      found_.matches.push_back(
          {subject_entry(i).tensor, reference_entry(*partner_[i]).tensor, how_[i]});
    else if (!subject_entry(i).tied_to)
      found_.leftovers.push_back({side::subject, subject_entry(i).tensor, reason_for_subject(i)});
  }
  for (std::size_t j = 0; j < taken_.size(); ++j)
    if (open_reference(j))
      found_.leftovers.push_back(
          {side::reference, reference_entry(j).tensor, reason_for_reference(j)});
  return std::move(found_);
}

} // namespace

std::string_view name_of(match_kind kind) noexcept {
  switch (kind) {
  case match_kind::name: return "name";
  case match_kind::slot: return "slot";
  case match_kind::content: return "content";
  case match_kind::assigned: return "assigned";
  case match_kind::searched: return "searched";
  }
  return "unknown";
}

std::string_view name_of(basis_relation relation) noexcept {
  switch (relation) {
  case basis_relation::same: return "same";
  case basis_relation::permuted: return "permuted";
  case basis_relation::rotated: return "rotated";
  case basis_relation::unknown: return "unknown";
  }
  return "unknown";
}

result<alignment> align_by(const model_ref& subject, const model_ref& reference,
                           const content_matcher& content) {
  aligner work(subject, reference);
  work.by_name();
  work.by_slot();
  if (auto matched = work.by_content(content); !matched) return std::move(matched).error();
  work.by_assignment();
  return work.finish();
}

result<alignment> align(const model_ref& subject, const model_ref& reference) {
  return align_by(subject, reference, byte_matcher(subject, reference));
}

} // namespace weightkin
