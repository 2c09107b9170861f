#include "align/search/find_rearrangement.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "align/search/arrange_blocks.hpp"
#include "align/search/arrange_chain.hpp"
#include "align/search/layer_evidence.hpp"
#include "align/search/layer_map.hpp"
#include "align/search/model_blocks.hpp"
#include "align/search/place_layers.hpp"
#include "align/search/token_map.hpp"
#include "align/search/transposed_tensors.hpp"

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

/// Where values chose the layers: the number of maps they chose among.
double log10_layer_maps(const block_pair& pair) {
  return static_cast<double>(pair.layer_of.size()) *
         std::log10(static_cast<double>(pair.reference_blocks.layers.size() + 1));
}

/// Rows that both token tables have, spread evenly: the same numbers are taken for the same tokens
/// until something better is known.
void number_tokens(block_pair& pair) {
  constexpr std::uint64_t most = 4096;
  const auto rows = [](const model_ref& model, tensor_index table) -> std::uint64_t {
    return table ? model.tensors[*table].shape[0] : 0;
  };
  const std::uint64_t shared = std::min(rows(*pair.subject, pair.subject_blocks.embedding),
                                        rows(*pair.reference, pair.reference_blocks.embedding));
  const std::uint64_t taken = std::min(shared, most);
  for (std::uint64_t i = 0; i < taken; ++i)
    pair.subject_tokens.push_back(i * shared / taken);
  pair.reference_tokens = pair.subject_tokens;
}

/// The rows of both token tables that are the same token: found by content where both streams have
/// one basis and numbers say nothing, else by number.
result<void> find_tokens(block_pair& pair, bool same_basis, const search_options& options) {
  const tensor_index left = pair.subject_blocks.embedding;
  const tensor_index right = pair.reference_blocks.embedding;
  if (left && right) {
    auto map = map_tokens(pair.subject->tensors[*left], pair.reference->tensors[*right], same_basis,
                          {}, options);
    if (!map) return std::move(map).error();
    pair.tokens_by_content = map->how == token_relation::by_content;
    for (std::size_t row = 0; pair.tokens_by_content && row < map->of.size(); ++row)
      if (map->of[row] != no_counterpart) {
        pair.subject_tokens.push_back(row);
        pair.reference_tokens.push_back(static_cast<std::uint64_t>(map->of[row]));
      }
  }
  if (!pair.tokens_by_content) number_tokens(pair);
  return {};
}

class rearranger {
public:
  rearranger(const model_ref& subject, const model_ref& reference, bool basis_too,
             const search_options& options)
      : subject_(subject), reference_(reference), basis_too_(basis_too), options_(options) {}

  result<void> look_at(const component_pair& pair);
  /// Whatever stopped early did so because the deadline had passed, and it still has.
  rearrangement finish() {
    found_.out_of_time = out_of_time(options_);
    if (found_.out_of_time)
      found_.limits.emplace_back("the search for rearranged weights reached its limit of time");
    for (component_correspondence& part : found_.components)
      part.moves_values = moves_values(part.subject);
    return std::move(found_);
  }

private:
  [[nodiscard]] bool moves_values(std::size_t component) const {
    return std::any_of(found_.placements.begin(), found_.placements.end(),
                       [&](const tensor_placement& place) {
                         return subject_.contents->entries[place.subject].component == component &&
                                !(place.subject_changes.empty() && place.reference_changes.empty());
                       });
  }
  result<bool> look_for_transposes(const component_pair& pair);
  result<void> look_at_stacks(const model_blocks& left, const model_blocks& right);

  const model_ref& subject_;
  const model_ref& reference_;
  bool basis_too_;
  const search_options& options_;
  rearrangement found_;
};

/// True when the matrices of one side are stored transposed: nothing else needs to be looked for.
result<bool> rearranger::look_for_transposes(const component_pair& pair) {
  auto placed = place_transposed(subject_, reference_, pair);
  if (!placed) return std::move(placed).error();
  if (placed->empty()) return false;
  found_.placements.insert(found_.placements.end(), placed->begin(), placed->end());
  component_correspondence part;
  part.subject = pair.subject;
  part.reference = pair.reference;
  found_.components.push_back(std::move(part));
  return true;
}

/// Layers are mapped in the basis as it is, by unit numbers; what that does not explain is looked
/// for layer by layer.
result<void> rearranger::look_at_stacks(const model_blocks& left, const model_blocks& right) {
  block_pair pair;
  pair.subject = &subject_;
  pair.reference = &reference_;
  pair.subject_blocks = left;
  pair.reference_blocks = right;
  auto affinity = affinity_by_index(subject_, left, reference_, right, options_);
  if (!affinity) return std::move(affinity).error();
  if (affinity->values.empty() && left.layers.size() > most_layers)
    found_.limits.push_back("layers of stacks longer than " + std::to_string(most_layers) +
                            " are not compared with each other");
  const layer_map map = map_layers(*affinity, 0.0);
  if (map.beats_chance()) pair.layer_of = map.of;
  if (!basis_too_)
    return map.beats_chance() ? place_layers(pair, options_, found_) : result<void>{};
  if (!map.beats_chance()) pair.layer_of = in_order(left.layers.size(), right.layers.size());
  if (auto done = find_tokens(pair, map.beats_chance(), options_); !done) return done;
  const std::size_t parts = found_.components.size();
  if (auto done = arrange_blocks(pair, options_, found_); !done) return done;
  if (found_.components.size() == parts) return {};
  component_correspondence& part = found_.components.back();
  if (map.beats_chance())
    part.log10_choices += log10_layer_maps(pair);
  else if (left.layers.size() != right.layers.size())
    part.layer_of.clear(); // layers were tried in order for want of a map: nothing to report
  return {};
}

result<void> rearranger::look_at(const component_pair& pair) {
  const auto transposed = look_for_transposes(pair);
  if (!transposed) return transposed.error();
  if (*transposed) return {};
  const auto left = describe_stacks(subject_, pair.subject);
  const auto right = describe_stacks(reference_, pair.reference);
  if ((left.empty() || right.empty()) && basis_too_)
    return arrange_chain(subject_, reference_, pair, options_, found_);
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
  for (const component_pair& pair : pairs) {
    if (auto looked = work.look_at(pair); !looked) return std::move(looked).error();
    note_progress(options);
    if (options.meter != nullptr && options.meter->cancelled())
      return error{errc::cancelled, "the search for rearranged weights was cancelled"};
  }
  return work.finish();
}

} // namespace weightkin::detail
