#include "lineage/operation/placed_parent.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/dtype.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "align/unit_sample.hpp"
#include "lineage/operation/left_over_elements.hpp"
#include "lineage/operation/mixture_fit.hpp"
#include "lineage/search/bounded_search.hpp"
#include "lineage/search/carried_models.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t values_weighed = 1 << 16;
constexpr std::uint64_t values_in_a_row = 256;

bool is_matrix(const tensor_view& view) { return is_real(view.type) && view.shape.size() >= 2; }

std::vector<tensor_view> matrices_of(std::span<const tensor_view> model) {
  std::vector<tensor_view> matrices;
  std::copy_if(model.begin(), model.end(), std::back_inserter(matrices), is_matrix);
  return matrices;
}

/// A model with what is known of its tensors.
struct described_model {
  explicit described_model(std::vector<tensor_view> of, unsigned threads)
      : tensors(std::move(of)), contents(take_inventory(tensors, {{}, threads})) {}
  described_model(const described_model&) = delete;
  described_model& operator=(const described_model&) = delete;

  [[nodiscard]] model_ref ref() const { return {tensors, &contents}; }

  std::vector<tensor_view> tensors;
  inventory contents;
};

/// The counterparts of every tensor of `subject`, those with the same shape only.
result<std::vector<std::vector<weighed_tensor>>>
counterparts(const described_model& subject, std::span<const std::span<const tensor_view>> others,
             unsigned threads) {
  std::vector<std::vector<weighed_tensor>> found(subject.tensors.size());
  for (const auto& other : others) {
    const described_model model({other.begin(), other.end()}, threads);
    const auto aligned = align(subject.ref(), model.ref());
    if (!aligned) return aligned.error();
    for (const tensor_match& match : aligned->matches) {
      const tensor_view& there = model.tensors[match.reference];
      if (is_real(there.type) &&
          std::ranges::equal(subject.tensors[match.subject].shape, there.shape))
        found[match.subject].push_back({there, 0});
    }
  }
  return found;
}

/// Weights with which the others explain most of the tensor.
result<void> weigh(const tensor_view& whole, std::vector<weighed_tensor>& others) {
  const auto values = sample_values(whole, values_weighed, values_in_a_row);
  if (!values) return values.error();
  std::vector<std::vector<float>> shares;
  for (const weighed_tensor& other : others) {
    auto share = sample_values(other.view, values_weighed, values_in_a_row);
    if (!share) return std::move(share).error();
    shares.push_back(std::move(*share));
  }
  const auto product = [](const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
      sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
  };
  std::vector<double> matrix, right;
  for (const auto& row : shares) {
    for (const auto& column : shares)
      matrix.push_back(product(row, column));
    right.push_back(product(row, *values));
  }
  const std::vector<double> weights = solve_positive(matrix, right);
  for (std::size_t k = 0; k < others.size(); ++k)
    others[k].weight = weights[k];
  return {};
}

/// What the others leave of the subject's matrices that all of them have.
class left_over_model {
public:
  static result<left_over_model> of(std::span<const tensor_view> subject,
                                    std::span<const std::span<const tensor_view>> others,
                                    unsigned threads) {
    const described_model whole({subject.begin(), subject.end()}, threads);
    auto shares = counterparts(whole, others, threads);
    if (!shares) return std::move(shares).error();
    left_over_model left;
    for (std::size_t i = 0; i < whole.tensors.size(); ++i) {
      std::vector<weighed_tensor>& share = (*shares)[i];
      if (!is_matrix(whole.tensors[i]) || share.size() != others.size()) continue;
      if (auto done = weigh(whole.tensors[i], share); !done) return std::move(done).error();
      left.elements_.push_back(
          std::make_unique<left_over_elements>(whole.tensors[i], std::move(share)));
    }
    return left;
  }

  [[nodiscard]] std::vector<tensor_view> views() const {
    std::vector<tensor_view> views;
    for (const auto& tensor : elements_)
      views.push_back(tensor->view());
    return views;
  }

private:
  std::vector<std::unique_ptr<left_over_elements>> elements_;
};

std::vector<detail::component_pair> pairs_of(const alignment& aligned) {
  std::vector<detail::component_pair> pairs;
  for (std::size_t i = 0; i < aligned.component_of.size(); ++i)
    if (aligned.component_of[i]) pairs.push_back({i, *aligned.component_of[i]});
  return pairs;
}

/// The reference's tensors where the search put them.
placed_parent parent_of(carried_models&& carried) {
  placed_parent placed;
  for (const tensor_match& match : carried.aligned.matches)
    placed.views.push_back(carried.reference_views[match.reference]);
  placed.carried = std::move(carried.carried);
  return placed;
}

} // namespace

result<parent_search> place_parent(std::span<const tensor_view> subject,
                                   std::span<const tensor_view> parent,
                                   std::span<const std::span<const tensor_view>> others,
                                   const compare_options& options,
                                   std::optional<std::chrono::steady_clock::time_point> deadline) {
  const auto left = left_over_model::of(subject, others, options.threads);
  if (!left) return left.error();
  const described_model rest(left->views(), options.threads);
  const described_model searched(matrices_of(parent), options.threads);
  const auto aligned = align(rest.ref(), searched.ref());
  if (!aligned) return aligned.error();
  const paired_models models{rest.ref(), searched.ref(), &*aligned};
  const search_bounds bounds{resolved_depth(models, options), deadline};
  const auto pairs = pairs_of(*aligned);
  parent_search answer;
  if (pairs.empty()) return answer;
  answer.left_out = bounds.depth != search_depth::full;
  if (answer.left_out) return answer;
  auto found = search_within(bounds, models, pairs, options);
  if (!found) return std::move(found).error();
  answer.out_of_time = found->out_of_time;
  if (found->placements.empty()) return answer;
  auto carried = carry_models(models, *found);
  if (!carried) return std::move(carried).error();
  answer.placed = parent_of(std::move(*carried));
  return answer;
}

} // namespace weightkin
