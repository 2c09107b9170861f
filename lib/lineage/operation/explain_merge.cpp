#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include <weightkin/lineage/merge.hpp>

#include "lineage/operation/component_mixture.hpp"
#include "lineage/operation/merge_samples.hpp"
#include "lineage/operation/placed_parent.hpp"
#include "lineage/search/bounded_search.hpp"

namespace weightkin {
namespace {

constexpr double most_left_by_placed = 0.05; ///< of the change

/// Steps of progress that the search for one parent is worth.
constexpr std::uint64_t steps_of_a_parent = 1000;

bool same_values(const merge_sample& sample, std::size_t reference) {
  return sample.references[reference] == sample.base;
}

/// A base that is among the references has no change of its own to be weighed: weights that add up
/// to one say more.
void forget_repeated_base(std::vector<merge_sample>& samples, std::size_t references) {
  for (std::size_t k = 0; k < references; ++k)
    if (std::all_of(samples.begin(), samples.end(), [&](const merge_sample& sample) {
          return !sample.base.empty() && same_values(sample, k);
        })) {
      for (merge_sample& sample : samples)
        sample.base.clear();
      return;
    }
}

/// What is to be explained by what. Borrowed.
struct merged_models {
  std::span<const tensor_view> subject;
  std::vector<std::span<const tensor_view>> references;
  std::span<const tensor_view> base;
};

/// A component's mixture and its weight among the components.
struct weighed_mixture {
  merge_component mixture;
  std::uint64_t elements = 0;
};

result<std::vector<weighed_mixture>> mixtures_in(const merged_models& models,
                                                 const merge_options& options,
                                                 const progress_callback& on_progress) {
  auto samples = take_merge_samples(models.subject, models.references, models.base, options.threads,
                                    on_progress);
  if (!samples) return std::move(samples).error();
  const std::size_t count = models.references.size();
  if (count > 1) forget_repeated_base(samples->tensors, count);
  std::map<std::size_t, component_tensors> components;
  for (const merge_sample& sample : samples->tensors)
    components[sample.component].whole.push_back(&sample);
  for (const merge_sample& sample : samples->partial)
    components[sample.component].partial.push_back(&sample);
  std::vector<weighed_mixture> mixtures;
  progress_meter meter(on_progress, "explain", components.size());
  for (const auto& [index, tensors] : components) {
    weighed_mixture& one = mixtures.emplace_back();
    one.mixture = explain_component(samples->component_ids[index], tensors, count, options);
    for (const tensor_list* list : {&tensors.whole, &tensors.partial})
      for (const merge_sample* tensor : *list)
        one.elements += tensor->elements;
    if (!meter.advance(1)) return error{errc::cancelled, "taking a mixture apart was cancelled"};
  }
  return mixtures;
}

bool is_unexplained(const merge_component& mixture, const merge_options& options) {
  return mixture.method == merge_method::none && mixture.unexplained > options.most_unexplained;
}

/// Takes over what a placed parent explains almost to the last. Its order was fitted to values, but
/// strangers in the best of orders leave nearly all of a change.
void adopt_placed(std::vector<weighed_mixture>& mixtures, std::vector<weighed_mixture>& placed,
                  std::size_t parent, const merge_options& options) {
  for (weighed_mixture& one : mixtures)
    for (weighed_mixture& other : placed) {
      const bool explains = other.mixture.method != merge_method::none &&
                            other.mixture.unexplained <= most_left_by_placed;
      if (other.mixture.id != one.mixture.id || !explains || !is_unexplained(one.mixture, options))
        continue;
      one.mixture = std::move(other.mixture);
      one.mixture.text += "; units of reference " + std::to_string(parent + 1) +
                          " were put in the order in which they were mixed";
    }
}

bool any_unexplained(const std::vector<weighed_mixture>& mixtures, const merge_options& options) {
  return std::any_of(mixtures.begin(), mixtures.end(), [&](const weighed_mixture& one) {
    return is_unexplained(one.mixture, options);
  });
}

/// Where a mixture does not show, one parent's units may have been mixed in another order. One
/// limit of time and one count of progress for the searches for all parents.
class parent_placing {
public:
  parent_placing(std::vector<weighed_mixture>& mixtures, const merged_models& models,
                 const merge_options& options)
      : mixtures_(mixtures), models_(models), options_(options) {
    searching_.threads = options.threads;
    searching_.depth = options.depth;
    searching_.search_seconds = options.search_seconds;
    deadline_ = deadline_of(searching_);
  }

  result<void> run() {
    const std::size_t parents = models_.references.size();
    if (parents < 2 || !any_unexplained(mixtures_, options_)) return {};
    left_out_ = options_.depth == search_depth::direct || options_.depth == search_depth::layers;
    for (std::size_t tried = 0; tried < parents && !left_out_; ++tried) {
      if (!any_unexplained(mixtures_, options_)) break;
      out_of_time_ = out_of_time_ || (deadline_ && std::chrono::steady_clock::now() >= *deadline_);
      if (out_of_time_) break;
      if (auto done = place(parents - 1 - tried, tried); !done) return done;
    }
    const std::uint64_t all = parents * steps_of_a_parent;
    if (options_.on_progress && !options_.on_progress({"search", all, all}))
      return error{errc::cancelled, "taking a mixture apart was cancelled"};
    say_what_is_missing();
    return {};
  }

private:
  /// The search for one parent as its part of the search for all.
  [[nodiscard]] progress_callback part_of_all(std::size_t tried) const {
    if (!options_.on_progress) return {};
    return [this, tried](const progress& now) {
      const double share = static_cast<double>(now.done) / static_cast<double>(now.total);
      const auto steps = static_cast<std::uint64_t>(share * steps_of_a_parent);
      return options_.on_progress({"search", tried * steps_of_a_parent + steps,
                                   models_.references.size() * steps_of_a_parent});
    };
  }

  result<void> place(std::size_t parent, std::size_t tried) {
    merged_models others = models_;
    others.references.erase(others.references.begin() + static_cast<std::ptrdiff_t>(parent));
    searching_.on_progress = part_of_all(tried);
    auto found = place_parent(models_.subject, models_.references[parent], others.references,
                              searching_, deadline_);
    if (!found) return std::move(found).error();
    out_of_time_ = out_of_time_ || found->out_of_time;
    left_out_ = left_out_ || found->left_out;
    if (!found->placed) return {};
    merged_models again = models_;
    again.references[parent] = found->placed->views;
    auto second = mixtures_in(again, options_, {});
    if (!second) return std::move(second).error();
    adopt_placed(mixtures_, *second, parent, options_);
    return {};
  }

  void say_what_is_missing() {
    if (!out_of_time_ && !left_out_) return;
    for (weighed_mixture& one : mixtures_) {
      if (!is_unexplained(one.mixture, options_)) continue;
      one.mixture.search_missing = true;
      one.mixture.text +=
          out_of_time_
              ? "; the search for references whose units were mixed in another order reached its "
                "limit of time"
              : "; references whose units were mixed in another order were not searched for";
    }
  }

  std::vector<weighed_mixture>& mixtures_;
  const merged_models& models_;
  const merge_options& options_;
  compare_options searching_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  bool out_of_time_ = false;
  bool left_out_ = false;
};

merge_ruling ruling_on(std::vector<weighed_mixture>&& mixtures) {
  merge_ruling ruling;
  ruling.sentence = "no tensor is in all models";
  std::uint64_t most = 0;
  for (weighed_mixture& one : mixtures) {
    ruling.components.push_back(std::move(one.mixture));
    if (one.elements <= most) continue;
    most = one.elements;
    ruling.sentence = ruling.components.back().id + ": " + ruling.components.back().text;
  }
  return ruling;
}

} // namespace

std::string_view name_of(merge_method method) noexcept {
  switch (method) {
  case merge_method::none: return "none";
  case merge_method::linear: return "linear";
  case merge_method::task_arithmetic: return "task_arithmetic";
  case merge_method::spherical: return "spherical";
  case merge_method::ties: return "ties";
  case merge_method::dare: return "dare";
  case merge_method::passthrough: return "passthrough";
  }
  return "unknown";
}

result<merge_ruling> explain_merge(std::span<const tensor_view> subject,
                                   std::span<const std::span<const tensor_view>> references,
                                   std::span<const tensor_view> base,
                                   const merge_options& options) {
  if (references.empty() || references.size() > 8)
    return error{errc::bad_argument, "a merge is explained by one to eight references"};
  if (references.size() < 2 && base.empty())
    return error{errc::bad_argument, "without a base a merge needs at least two references"};
  const merged_models models{subject, {references.begin(), references.end()}, base};
  auto mixtures = mixtures_in(models, options, options.on_progress);
  if (!mixtures) return std::move(mixtures).error();
  if (auto done = parent_placing(*mixtures, models, options).run(); !done)
    return std::move(done).error();
  return ruling_on(std::move(*mixtures));
}

operation_finding finding_of(const merge_component& mixture) {
  operation_finding finding;
  if (mixture.method == merge_method::none) return finding;
  finding.kind = operation_kind::merged;
  finding.text = mixture.text;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < mixture.weights.size(); ++k) {
    finding.numbers.push_back(
        {"weight." + std::to_string(k + 1), mixture.weights[k].value, mixture.weights[k].error});
    if (mixture.weights[k].log10_margin > 0)
      least = std::min(least, mixture.weights[k].log10_margin);
  }
  finding.numbers.push_back(
      {"unexplained", mixture.unexplained, std::numeric_limits<double>::quiet_NaN()});
  finding.numbers.push_back({"density", mixture.density, std::numeric_limits<double>::quiet_NaN()});
  finding.log10_likelihood_margin = least;
  return finding;
}

} // namespace weightkin
