#include "judge_comparison.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

namespace weightkin::evaluation {
namespace {

/// What JSON can hold.
double plain(double value) { return std::isfinite(value) ? value : 0.0; }
double bounded(double log10_p) { return std::isnan(log10_p) ? 0.0 : std::max(log10_p, -1e6); }

/// The effect a finding rests on. Where a search put units in order and nothing else convicts, it
/// is that of the searched tensors; copies count in full.
double effect_of(const component_ruling& part) {
  if (part.ruling <= verdict::identical_after_cast) return 1;
  return std::clamp(std::max({plain(part.evidence.effect), plain(part.strongest.effect),
                              plain(part.searched.effect)}),
                    0.0, 1.0);
}

double component_score(const component_ruling& part, const ruling_options& options) {
  if (is_finding(part.ruling)) return 1 + effect_of(part);
  if (part.evidence.null == null_kind::none) return 0;
  return std::clamp(part.log10_p_holm / options.log10_alpha, 0.0, 0.999999);
}

/// "layers.3.mlp.hidden" to "layers.mlp.hidden".
std::string axis_kind(const std::string& group, const std::string& backbone) {
  std::string kind;
  bool in_number = false;
  for (const char character : group) {
    const bool digit = std::isdigit(static_cast<unsigned char>(character)) != 0;
    if (!digit && !(in_number && character == '.')) kind += character;
    in_number = digit;
  }
  if (kind.rfind("layers.", 0) == 0) kind.erase(0, 7);
  return backbone + ": " + kind;
}

void count_map(std::span<const std::int64_t> truth, std::span<const std::int64_t> named,
               share_right& count) {
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto claimed = named.empty()      ? static_cast<std::int64_t>(i)
                         : i < named.size() ? named[i]
                                            : no_counterpart;
    ++count.asked;
    count.right += claimed == truth[i];
  }
}

const unit_correspondence* units_named(const comparison& answer, const std::string& group) {
  for (const component_ruling& part : answer.components)
    if (part.arrangement)
      for (const unit_correspondence& units : part.arrangement->units)
        if (units.subject_group == group) return &units;
  return nullptr;
}

/// Units of the parent may stand at another layer there; the truth numbers them within it.
void count_units(const comparison& answer, const zoo::descent& truth, measured_pair& pair) {
  for (const auto& [group, of] : truth.units_of) {
    share_right* count = group.ends_with(".heads")       ? &pair.heads
                         : group.ends_with(".key_heads") ? nullptr // follow from the query heads
                         : group.ends_with(".values")    ? nullptr // not reported
                                                         : &pair.hidden_units;
    if (!count) continue;
    const unit_correspondence* named = units_named(answer, group);
    count_map(of, named ? named->reference_of : std::span<const std::int64_t>(), *count);
  }
}

void count_stream(const component_correspondence* arrangement, const zoo::descent& truth,
                  share_right& count) {
  if (truth.rotated) return;
  for (std::size_t i = 0; i < truth.stream_of.size(); ++i) {
    const bool given = arrangement && i < arrangement->stream_of.size();
    const auto claimed = given ? arrangement->stream_of[i] : static_cast<std::int64_t>(i);
    const int claimed_sign =
        arrangement && i < arrangement->stream_sign.size() ? arrangement->stream_sign[i] : 1;
    const int sign = i < truth.stream_sign.size() ? truth.stream_sign[i] : 1;
    ++count.asked;
    count.right += claimed == truth.stream_of[i] &&
                   (claimed_sign == sign || truth.stream_of[i] == no_counterpart);
  }
}

/// Layers that lie on each other by their names: those in which some tensor depends on its
/// counterpart.
std::vector<std::int64_t> layers_shown(const comparison& answer, std::size_t count) {
  std::vector<std::int64_t> of(count, no_counterpart);
  for (const tensor_evidence& pair : answer.tensors)
    if (pair.use == evidence_use::convicting && pair.layer >= 0 &&
        static_cast<std::size_t>(pair.layer) < count &&
        (pair.permutation.log10_p <= answer.options.log10_alpha ||
         pair.stats.bit_equal == pair.stats.elements))
      of[static_cast<std::size_t>(pair.layer)] = pair.layer;
  return of;
}

/// What of each component began anew. \pre components in the order of the answer's.
void note_beginnings(const comparison& answer, const std::vector<std::string>& fresh,
                     measured_pair& pair) {
  const std::set<std::string> anew(fresh.begin(), fresh.end());
  for (std::size_t i = 0; i < pair.components.size(); ++i) {
    double of_fresh = 0, of_all = 0;
    for (const tensor_evidence& tensor : answer.tensors) {
      if (tensor.component != i || tensor.use != evidence_use::convicting) continue;
      const auto parameters = static_cast<double>(tensor.parameters);
      of_all += parameters;
      of_fresh += anew.contains(tensor.subject_name) ? parameters : 0;
    }
    if (of_all > 0) pair.components[i].anew = of_fresh / of_all;
  }
}

} // namespace

double ranking_score(const comparison& answer) {
  double best = 0;
  for (const component_ruling& part : answer.components)
    best = std::max(best, component_score(part, answer.options));
  return best;
}

void note_answer(const comparison& answer, measured_pair& pair) {
  std::set<int> operations;
  for (const component_ruling& part : answer.components) {
    measured_component kept;
    kept.id = part.id;
    kept.ruling = name_of(part.ruling);
    kept.finding = is_finding(part.ruling);
    kept.compared = part.ruling != verdict::not_comparable &&
                    part.ruling != verdict::non_evidential && part.tensors_compared > 0;
    kept.z = plain(part.evidence.z);
    kept.effect = plain(part.evidence.effect);
    kept.log10_p = bounded(part.log10_p_holm);
    if (part.searched.null != null_kind::none) {
      kept.searched_effect = plain(part.searched.effect);
      kept.searched_log10_p = bounded(part.searched.log10_p);
      kept.searched_units = part.searched.units;
    }
    kept.sentence = part.sentence;
    pair.components.push_back(std::move(kept));
    if (part.parameters > answer.components[pair.main].parameters)
      pair.main = pair.components.size() - 1;
    if (!is_finding(part.ruling)) continue;
    for (const operation_finding& named : part.operations)
      if (named.kind != operation_kind::copied) operations.insert(static_cast<int>(named.kind));
    if (part.direction.which == descent_direction::undetermined) continue;
    pair.direction = static_cast<int>(part.direction.which);
    pair.direction_reason = part.direction.reason;
  }
  pair.named_operations.assign(operations.begin(), operations.end());
  pair.score = ranking_score(answer);
}

void note_truth(const comparison& answer, const zoo::descent& truth, measured_pair& pair) {
  for (const operation_kind kind : truth.operations)
    pair.true_operations.push_back(static_cast<int>(kind));
  pair.provable = static_cast<int>(truth.provable);
  pair.common_ancestor = truth.common_ancestor;
  if (answer.components.empty()) return;
  const component_ruling& part = answer.components[pair.main];
  const component_correspondence* arrangement = part.arrangement ? &*part.arrangement : nullptr;
  count_map(truth.layer_of,
            arrangement ? arrangement->layer_of : layers_shown(answer, truth.layer_of.size()),
            pair.layers);
  count_map(truth.token_of, arrangement ? arrangement->token_of : std::span<const std::int64_t>(),
            pair.tokens);
  count_stream(arrangement, truth, pair.stream);
  count_units(answer, truth, pair);
  if (pair.set == set_name::trained) note_beginnings(answer, truth.fresh, pair);
}

void note_nulls(const comparison& answer, measured_pair& pair) {
  std::set<std::string> seen;
  for (const tensor_evidence& tensor : answer.tensors) {
    const permutation_evidence& test = tensor.permutation;
    if (tensor.group.empty() || tensor.use != evidence_use::convicting ||
        tensor.fitted != fit_kind::none || test.null == null_kind::none)
      continue;
    if (!seen.insert(std::to_string(tensor.component) + tensor.group).second) continue;
    pair.nulls.push_back({axis_kind(tensor.group, pair.backbone), std::pow(10.0, test.log10_p),
                          test.z, test.effect});
  }
}

} // namespace weightkin::evaluation
