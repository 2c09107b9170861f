#include "lineage/search/bounded_search.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

namespace weightkin {
namespace {

/// Multiplications that a search may cost without being asked for: a few seconds' worth.
constexpr double affordable_work = 2e11;

/// What a full search costs, from shapes alone: streams are turned (width^2 a row), units of a
/// network matched (units^2 * width).
double search_work(const model_ref& model) {
  double work = 0;
  for (const inventory_entry& entry : model.contents->entries) {
    if (entry.use != evidence_use::convicting || entry.tied_to) continue;
    const tensor_view& view = model.tensors[entry.tensor];
    if (view.shape.size() < 2) continue;
    const auto rows = static_cast<double>(view.shape[0]);
    const auto columns = static_cast<double>(element_count(view)) / std::max(rows, 1.0);
    work += rows * columns * (rows + columns);
  }
  return work;
}

/// Longer is as good as without a limit.
constexpr double longest_search = 1e9;

/// What a search notes as progress: a component, and each of its layers.
std::uint64_t search_steps(const paired_models& direct,
                           std::span<const detail::component_pair> pairs) {
  std::set<std::pair<std::size_t, int>> layers;
  for (const inventory_entry& entry : direct.subject.contents->entries)
    for (const detail::component_pair& pair : pairs)
      if (entry.component == pair.subject) layers.emplace(entry.component, entry.layer);
  return layers.size() + pairs.size();
}

} // namespace

search_depth resolved_depth(const paired_models& models, const compare_options& options) {
  if (options.depth != search_depth::automatic) return options.depth;
  const double work = std::max(search_work(models.subject), search_work(models.reference));
  return work <= affordable_work ? search_depth::full : search_depth::layers;
}

std::optional<std::chrono::steady_clock::time_point> deadline_of(const compare_options& options) {
  if (!(options.search_seconds > 0)) return std::nullopt;
  const std::chrono::duration<double> seconds(std::min(options.search_seconds, longest_search));
  return std::chrono::steady_clock::now() +
         std::chrono::duration_cast<std::chrono::steady_clock::duration>(seconds);
}

result<detail::rearrangement> search_within(const search_bounds& bounds,
                                            const paired_models& models,
                                            std::span<const detail::component_pair> pairs,
                                            const compare_options& options) {
  progress_meter meter(options.on_progress, "search", search_steps(models, pairs));
  detail::search_options searching;
  searching.threads = options.threads;
  searching.meter = &meter;
  searching.seed = options.ruling.seed;
  searching.deadline = bounds.deadline;
  return detail::find_rearrangement(models.subject, models.reference, pairs,
                                    bounds.depth == search_depth::full, searching);
}

} // namespace weightkin
