#include "align/search/find_rearrangement.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "align/search/arrange_blocks.hpp"
#include "align/search/layer_evidence.hpp"
#include "align/search/layer_map.hpp"
#include "align/search/model_blocks.hpp"
#include "align/search/place_layers.hpp"

namespace weightkin::detail {
namespace {

/// The reference's stack under the same path, else the longest.
const model_blocks* partner_of(const model_blocks& stack, const std::vector<model_blocks>& others) {
  const auto same = std::find_if(others.begin(), others.end(), [&](const model_blocks& other) {
    return other.stack == stack.stack;
  });
  if (same != others.end()) return &*same;
  return others.empty() ? nullptr : &others.front();
}

std::vector<std::int64_t> in_order(std::size_t layers, std::size_t there) {
  std::vector<std::int64_t> of(layers, no_counterpart);
  for (std::size_t i = 0; i < std::min(layers, there); ++i)
    of[i] = static_cast<std::int64_t>(i);
  return of;
}

class rearranger {
public:
  rearranger(const model_ref& subject, const model_ref& reference, bool basis_too,
             const search_options& options)
      : subject_(subject), reference_(reference), basis_too_(basis_too), options_(options) {}

  result<void> look_at(const component_pair& pair);
  rearrangement finish() {
    if (found_.searched.empty()) return std::move(found_);
    return std::move(found_);
  }

private:
  result<void> look_at_stacks(const model_blocks& left, const model_blocks& right);

  const model_ref& subject_;
  const model_ref& reference_;
  bool basis_too_;
  const search_options& options_;
  rearrangement found_;
};

/// Layers are mapped in the basis as it is; where that tells nothing, the basis is looked for.
result<void> rearranger::look_at_stacks(const model_blocks& left, const model_blocks& right) {
  block_pair pair;
  pair.subject = &subject_;
  pair.reference = &reference_;
  pair.subject_blocks = left;
  pair.reference_blocks = right;
  auto affinity = affinity_by_index(subject_, left, reference_, right, options_);
  if (!affinity) return std::move(affinity).error();
  const layer_map map = map_layers(*affinity, 0.0);
  if (map.beats_chance()) {
    pair.layer_of = map.of;
    return place_layers(pair, options_, found_);
  }
  if (!basis_too_) return {};
  pair.layer_of = in_order(left.layers.size(), right.layers.size());
  return {};
}

result<void> rearranger::look_at(const component_pair& pair) {
  const auto left = describe_stacks(subject_, pair.subject);
  const auto right = describe_stacks(reference_, pair.reference);
  for (const model_blocks& stack : left) {
    if (out_of_time(options_)) {
      found_.limits.emplace_back("the search did not reach every component in its limit of time");
      return {};
    }
    const model_blocks* partner = partner_of(stack, right);
    if (partner == nullptr) continue;
    if (auto done = look_at_stacks(stack, *partner); !done) return done;
  }
  return {};
}

} // namespace

result<rearrangement> find_rearrangement(const model_ref& subject, const model_ref& reference,
                                         std::span<const component_pair> pairs, bool basis_too,
                                         const search_options& options) {
  rearranger work(subject, reference, basis_too, options);
  for (const component_pair& pair : pairs)
    if (auto looked = work.look_at(pair); !looked) return std::move(looked).error();
  return work.finish();
}

} // namespace weightkin::detail
