#include "lineage/search/reversed_search.hpp"

#include <cstdint>
#include <span>

#include "align/search/model_blocks.hpp"
#include "lineage/operation/component_sizes.hpp"
#include "lineage/operation/prove_direction.hpp"
#include "lineage/search/unexplained_components.hpp"

namespace weightkin {
namespace {

/// Elements of the first layer's first network.
std::uint64_t size_of_network(const model_ref& model, const detail::model_blocks& blocks) {
  if (blocks.layers.empty() || blocks.layers.front().networks.empty()) return 0;
  const detail::tensor_index up = blocks.layers.front().networks.front().up;
  return up ? element_count(model.tensors[*up]) : 0;
}

/// Layers, networks or units of the reference that the subject has no place for may repeat others;
/// dimensions of its stream may hold nothing.
bool has_room_for_repeats(const model_ref& subject, const model_ref& reference,
                          const detail::component_pair& pair) {
  const auto left = detail::describe_blocks(subject, pair.subject);
  const auto right = detail::describe_blocks(reference, pair.reference);
  const auto networks = [](const detail::model_blocks& blocks) {
    return blocks.layers.empty() ? std::size_t{0} : blocks.layers.front().networks.size();
  };
  return right.width > left.width || right.layers.size() > left.layers.size() ||
         networks(right) > networks(left) ||
         size_of_network(reference, right) > size_of_network(subject, left);
}

} // namespace

result<void> look_for_repeats(comparison& answer, const paired_models& direct,
                              const search_bounds& bounds, const compare_options& options) {
  bool unfinished = false;
  for (std::size_t i = 0; i < answer.components.size(); ++i) {
    component_ruling& ruling = answer.components[i];
    const auto partner = searched_partner(direct, i);
    if (!is_finding(ruling.ruling) || !partner) continue;
    const detail::component_pair pair{i, *partner};
    if (!has_room_for_repeats(direct.subject, direct.reference, pair)) continue;
    const paired_models turned{direct.reference, direct.subject, direct.aligned};
    const detail::component_pair back{pair.reference, pair.subject};
    auto found = search_within(bounds, turned, std::span(&back, 1), options);
    if (!found) return std::move(found).error();
    unfinished = unfinished || found->out_of_time;
    for (const component_correspondence& part : found->components)
      if (part.subject == back.subject)
        add_reversed_structure(
            ruling.direction,
            structural_operations(part, measure_sizes(part, direct.reference, direct.subject)));
  }
  if (unfinished)
    answer.limits.emplace_back("the search for parts that the reference repeats reached its limit "
                               "of time: some direction may have been missed");
  return {};
}

} // namespace weightkin
