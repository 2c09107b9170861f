#include "lineage/operation/component_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "lineage/number_text.hpp"
#include "lineage/operation/arc_mixture.hpp"
#include "lineage/operation/mixture_codes.hpp"
#include "lineage/operation/mixture_fit.hpp"

namespace weightkin {
namespace {

constexpr double merge_certain = std::numeric_limits<double>::infinity();
constexpr double most_merge_floors = 9.0;
constexpr double least_weight = 0.01;
constexpr double least_merge_fitting = 0.95; ///< of values that must be a combination of codes

/// Which single reference a tensor is a copy of, if just one.
int copy_of(const merge_sample& sample) {
  int found = -1;
  for (std::size_t k = 0; k < sample.references.size(); ++k) {
    if (sample.references[k] != sample.subject) continue;
    if (found >= 0) return -1;
    found = static_cast<int>(k);
  }
  return found;
}

bool equals_some(const merge_sample& sample) {
  return std::find(sample.references.begin(), sample.references.end(), sample.subject) !=
         sample.references.end();
}

std::vector<merge_weight> weights_from(const mixture_fit& fit) {
  std::vector<merge_weight> weights;
  for (std::size_t k = 0; k < fit.weights.size(); ++k)
    weights.push_back({fit.weights[k], fit.errors[k], fit.margins[k]});
  return weights;
}

bool contributes(const merge_weight& weight, const merge_options& options) {
  return weight.log10_margin >= options.least_margin &&
         std::abs(weight.value) >= std::max(least_weight, 5 * weight.error);
}

std::map<int, tensor_list> by_layer(const tensor_list& tensors) {
  std::map<int, tensor_list> layers;
  for (const merge_sample* tensor : tensors)
    layers[tensor->layer].push_back(tensor);
  return layers;
}

/// Leaves out the least helpful reference until all that remain help.
mixture_fit chosen_fit(const tensor_list& tensors, std::vector<bool>& used,
                       const merge_options& options) {
  while (true) {
    mixture_fit fit = fit_mixture(tensors, used);
    const auto count = std::count(used.begin(), used.end(), true);
    const std::size_t least_left = tensors.front()->base.empty() ? 2 : 1;
    std::size_t worst = used.size();
    for (std::size_t k = 0; k < used.size(); ++k) {
      if (!used[k] || contributes({fit.weights[k], fit.errors[k], fit.margins[k]}, options))
        continue;
      if (worst == used.size() || fit.margins[k] < fit.margins[worst]) worst = k;
    }
    if (worst == used.size() || static_cast<std::size_t>(count) <= least_left) return fit;
    used[worst] = false;
  }
}

void read_layers(merge_component& mixture, const tensor_list& tensors,
                 const std::vector<bool>& used) {
  for (const auto& [number, list] : by_layer(tensors)) {
    const mixture_fit fit = fit_mixture(list, used);
    mixture.layers.push_back({number, list.size(), weights_from(fit), fit.unexplained});
  }
}

/// Every tensor is one reference's, and they are not all the same one's.
bool read_passthrough(merge_component& mixture, const tensor_list& tensors, std::size_t count) {
  std::vector<double> share(count, 0.0);
  double all = 0;
  for (const merge_sample* tensor : tensors) {
    if (!equals_some(*tensor)) return false;
    const int parent = copy_of(*tensor);
    if (parent < 0) continue; // equal in several: says nothing
    share[static_cast<std::size_t>(parent)] += static_cast<double>(tensor->elements);
    all += static_cast<double>(tensor->elements);
  }
  const auto parents = std::count_if(share.begin(), share.end(), [](double x) { return x > 0; });
  if (parents < 2) return false;
  mixture.method = merge_method::passthrough;
  mixture.unexplained = 0;
  mixture.contributors = static_cast<std::size_t>(parents);
  for (std::size_t k = 0; k < count; ++k)
    mixture.weights.push_back({share[k] / all, 0, share[k] > 0 ? merge_certain : 0});
  for (const auto& [number, list] : by_layer(tensors)) {
    merge_layer layer{number, list.size(), std::vector<merge_weight>(count), 0};
    double weighed = 0;
    for (const merge_sample* tensor : list) {
      const int parent = copy_of(*tensor);
      if (parent < 0) continue;
      layer.weights[static_cast<std::size_t>(parent)].value +=
          static_cast<double>(tensor->elements);
      weighed += static_cast<double>(tensor->elements);
    }
    for (merge_weight& weight : layer.weights)
      weight.value = weighed > 0 ? weight.value / weighed : 0;
    mixture.layers.push_back(std::move(layer));
  }
  mixture.weight_sum = 1;
  return true;
}

/// Thinned or elected changes, when nearly every value is one of their combinations.
bool read_codes(merge_component& mixture, const tensor_list& tensors, const std::vector<bool>& used,
                const mixture_fit& fit) {
  if (tensors.front()->base.empty()) return false;
  if (std::count(used.begin(), used.end(), true) > 6) return false;
  const mixture_codes thinned = fit_thinned(tensors, used, fit.weights);
  const mixture_codes elected = fit_elected(tensors, used, fit.weights);
  const bool dare = thinned.fitting >= elected.fitting;
  const mixture_codes& codes = dare ? thinned : elected;
  if (codes.fitting < least_merge_fitting || codes.by_chance > 0.5 * codes.fitting) return false;
  mixture.method = dare ? merge_method::dare : merge_method::ties;
  mixture.density = codes.density;
  mixture.unexplained = 1 - codes.fitting;
  mixture.weight_sum = 0;
  for (std::size_t k = 0; k < used.size(); ++k) {
    mixture.weights[k] = {codes.weights[k], codes.errors[k], used[k] ? merge_certain : 0.0};
    mixture.weight_sum += codes.weights[k];
  }
  return true;
}

/// Two references on an arc.
bool read_arc(merge_component& mixture, const tensor_list& tensors, const std::vector<bool>& used) {
  std::vector<std::size_t> two;
  for (std::size_t k = 0; k < used.size(); ++k)
    if (used[k]) two.push_back(k);
  if (two.size() != 2) return false;
  const arc_mixture arc = fit_arc(tensors, two[0], two[1]);
  if (!arc.holds) return false;
  mixture.method = merge_method::spherical;
  mixture.weights.assign(used.size(), {});
  mixture.weights[two[0]] = {1 - arc.place, arc.error, merge_certain};
  mixture.weights[two[1]] = {arc.place, arc.error, merge_certain};
  mixture.unexplained = arc.unexplained;
  for (merge_layer& layer : mixture.layers) {
    const arc_mixture part = fit_arc(by_layer(tensors).at(layer.layer), two[0], two[1]);
    if (part.tensors == 0) continue;
    layer.weights.assign(used.size(), {});
    layer.weights[two[0]] = {1 - part.place, part.error, merge_certain};
    layer.weights[two[1]] = {part.place, part.error, merge_certain};
    layer.unexplained = part.unexplained;
  }
  return true;
}

std::string weight_text(const merge_weight& weight) {
  std::string text = number_text(weight.value);
  if (std::isfinite(weight.error) && weight.error > 0)
    text += " +- " + number_text(weight.error, 1);
  return text;
}

std::string listed(const std::vector<merge_weight>& weights) {
  std::string text;
  for (std::size_t k = 0; k < weights.size(); ++k)
    text += (k == 0 ? "" : ", ") + std::string("reference ") + std::to_string(k + 1) + ": " +
            weight_text(weights[k]);
  return text;
}

/// A run of layers that are a reference's, under other numbers.
struct moved_run {
  std::size_t reference = 0;
  int first = 0; ///< of the subject
  int last = 0;
  int offset = 0; ///< to the number in the reference
};

std::vector<moved_run> moved_runs(const tensor_list& tensors) {
  std::vector<moved_run> runs;
  for (const auto& [layer, list] : by_layer(tensors)) {
    const merge_sample& one = *list.front();
    for (std::size_t k = 0; k < one.references.size(); ++k) {
      if (!one.other_layers[k] || one.references[k] != one.subject) continue;
      const int offset = *one.other_layers[k] - layer;
      const bool goes_on = !runs.empty() && runs.back().reference == k &&
                           runs.back().last + 1 == layer && runs.back().offset == offset;
      if (goes_on)
        runs.back().last = layer;
      else
        runs.push_back({k, layer, layer, offset});
      break;
    }
  }
  return runs;
}

std::string numbers_text(int first, int last) {
  if (first == last) return "layer " + std::to_string(first);
  return "layers " + std::to_string(first) + " to " + std::to_string(last);
}

std::string moved_text(const tensor_list& tensors) {
  std::string text;
  for (const moved_run& run : moved_runs(tensors))
    text += "; " + numbers_text(run.first, run.last) + (run.first == run.last ? " is " : " are ") +
            numbers_text(run.first + run.offset, run.last + run.offset) + " of reference " +
            std::to_string(run.reference + 1);
  return text;
}

std::string text_of(const merge_component& mixture) {
  const std::string rest = "; " + percent_text(mixture.unexplained) + " of the change is left over";
  switch (mixture.method) {
  case merge_method::none:
    return "no mixture shown (" + listed(mixture.weights) + rest +
           (mixture.unexplained > 0.5
                ? ": trained on, or a parent that is not among the references)"
                : ")");
  case merge_method::linear: return "weighted mean: " + listed(mixture.weights) + rest;
  case merge_method::task_arithmetic:
    return "changes from the base added up: " + listed(mixture.weights) + rest;
  case merge_method::spherical:
    return "on the arc between two references: " + listed(mixture.weights) + rest;
  case merge_method::ties:
    return "trimmed changes with elected signs: " + listed(mixture.weights) + "; " +
           percent_text(mixture.density) + " of the changes were kept on the average";
  case merge_method::dare:
    return "changes thinned at random and enlarged: " + listed(mixture.weights) + "; " +
           percent_text(mixture.density) + " were kept";
  case merge_method::passthrough:
    return "every tensor is one reference's, bit for bit: " + listed(mixture.weights);
  }
  return {};
}

/// The sum of the weights is one up to its error and to rounding.
bool adds_up(const mixture_fit& fit) {
  return std::abs(fit.weight_sum - 1) <= std::max(3 * fit.weight_sum_error, 2e-3);
}

direction_finding direction_of(const merge_component& mixture) {
  direction_finding found;
  const bool among =
      std::all_of(mixture.weights.begin(), mixture.weights.end(),
                  [](const merge_weight& weight) { return weight.value > -least_weight; });
  if (mixture.method == merge_method::none || mixture.contributors < 2 || !among) {
    found.reason = "no mixture in which every weight is positive: it does not say who came first";
    return found;
  }
  found.which = descent_direction::subject_from_reference;
  found.reason =
      mixture.method == merge_method::passthrough
          ? "the subject holds tensors of several references, each of which lacks the others'"
          : "the subject lies among the references: seen from any of them some weight "
            "would be negative";
  return found;
}

void read_fit(merge_component& mixture, const tensor_list& tensors, std::size_t count,
              const merge_options& options) {
  // Tensors that are the same everywhere have no change to explain.
  tensor_list changed;
  for (const merge_sample* tensor : tensors)
    if (!equals_some(*tensor) || copy_of(*tensor) >= 0) changed.push_back(tensor);
  if (changed.empty()) changed = tensors;
  std::vector<bool> used(count, true);
  const mixture_fit fit = chosen_fit(changed, used, options);
  mixture.weights = weights_from(fit);
  mixture.unexplained = fit.unexplained;
  mixture.weight_sum = fit.weight_sum;
  mixture.weight_sum_error = fit.weight_sum_error;
  mixture.contributors = static_cast<std::size_t>(
      std::count_if(mixture.weights.begin(), mixture.weights.end(),
                    [&](const merge_weight& weight) { return contributes(weight, options); }));
  read_layers(mixture, changed, used);
  const bool exact = fit.residual <= most_merge_floors * fit.floor;
  if (mixture.contributors >= 2 && !(exact && adds_up(fit) && read_arc(mixture, changed, used)) &&
      !(!exact && (read_arc(mixture, changed, used) || read_codes(mixture, changed, used, fit))) &&
      mixture.unexplained <= options.most_unexplained)
    mixture.method = adds_up(fit) ? merge_method::linear : merge_method::task_arithmetic;
}

} // namespace

merge_component explain_component(const std::string& id, const component_tensors& part,
                                  std::size_t references, const merge_options& options) {
  merge_component mixture;
  mixture.id = id;
  tensor_list all = part.whole;
  all.insert(all.end(), part.partial.begin(), part.partial.end());
  mixture.tensors = all.size();
  if (!read_passthrough(mixture, all, references)) {
    mixture.tensors = part.whole.size();
    if (part.whole.empty())
      mixture.weights.resize(references);
    else
      read_fit(mixture, part.whole, references, options);
  }
  mixture.text = mixture.tensors == 0 ? "no tensor is in all models" : text_of(mixture);
  if (mixture.method == merge_method::passthrough) mixture.text += moved_text(all);
  mixture.direction = direction_of(mixture);
  return mixture;
}

} // namespace weightkin
