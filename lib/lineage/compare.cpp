#include <new>

#include <weightkin/align/alignment.hpp>
#include <weightkin/lineage/compare.hpp>

#include "lineage/search/search_models.hpp"

namespace weightkin {
namespace {

result<comparison> compare_weights(std::span<const tensor_view> subject,
                                   std::span<const tensor_view> reference,
                                   const compare_options& options) {
  const inventory_options taking{options.map, options.threads};
  const inventory subject_contents = take_inventory(subject, taking);
  const inventory reference_contents = take_inventory(reference, taking);
  paired_models models{{subject, &subject_contents}, {reference, &reference_contents}, nullptr};
  auto aligned = align(models.subject, models.reference);
  if (!aligned) return std::move(aligned).error();
  models.aligned = &*aligned;
  auto answer = compare_with_search(models, options);
  if (answer)
    answer->asked =
        asked_search{options.depth, options.search_seconds, component_map_digest(options.map)};
  return answer;
}

} // namespace

result<comparison> compare_views(std::span<const tensor_view> subject,
                                 std::span<const tensor_view> reference,
                                 const compare_options& options) {
  try {
    return compare_weights(subject, reference, options);
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, "out of memory while comparing"};
  }
}

} // namespace weightkin
