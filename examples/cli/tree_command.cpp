#include "tree_command.hpp"

#include <array>

#include <weightkin/lineage/tree.hpp>
#include <weightkin/report/forest_report.hpp>

#include "interrupt.hpp"
#include "model_access.hpp"
#include "model_set.hpp"
#include "named_models.hpp"
#include "progress_bar.hpp"
#include "text_file.hpp"

namespace weightkin::cli {
namespace {

result<lineage_forest> grown(const model_set& set, const std::vector<std::string>& paths,
                             std::span<const map_rule> map, const tree_settings& settings) {
  progress_bar bar;
  catch_interrupts();
  tree_options options;
  options.threads = settings.common.threads;
  options.map = map;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  weight_lender lend;
  if (settings.weights)
    lend = [&](std::size_t model) -> result<std::optional<lent_weights>> {
      if (!set.has_weights[model]) return std::optional<lent_weights>{};
      auto opened = open_weights(paths[model], settings.common);
      if (!opened) return std::move(opened).error();
      return std::optional(std::move(*opened));
    };
  auto forest = grow_forest(set.prints, lend, options);
  // The wish to stop may have come after the last time the call asked.
  if (forest && interrupted()) return error{errc::cancelled, "the tree was cancelled"};
  return forest;
}

/// \param complete becomes false where something that may be a model could not be read.
result<lineage_forest> grown(const tree_settings& settings, bool& complete) {
  const auto map = read_map(settings.common);
  if (!map) return map.error();
  const auto models = find_models(settings.models, "", settings.common);
  if (!models) return models.error();
  const auto set = read_models(models->paths, *map, settings.common, settings.seed);
  if (!set) return set.error();
  auto forest = grown(*set, models->paths, *map, settings);
  if (forest) add_to_limits(forest->limits, *models);
  complete = models->unread.empty();
  return forest;
}

std::string reported(const lineage_forest& forest, const tree_settings& settings) {
  if (settings.newick) return forest_to_newick(forest);
  if (settings.common.json) return forest_to_json(forest);
  text_options how;
  how.colour = wants_colour(settings.common);
  return forest_to_text(forest, how);
}

/// As `compare` ends, over all pairs.
exit_code code_of(const lineage_forest& forest, bool complete) {
  if (!complete) return exit_code::undetermined;
  bool undecided = false;
  bool compared = false;
  for (const forest_pair& pair : forest.pairs) {
    if (is_finding(pair.summary.overall)) return exit_code::finished;
    undecided = undecided || pair.summary.overall == verdict::undetermined;
    compared = compared || pair.summary.overall == verdict::no_shared_initialisation_found;
  }
  if (undecided) return exit_code::undetermined;
  return compared ? exit_code::finished : exit_code::not_comparable;
}

} // namespace

exit_code run_tree(const tree_settings& settings) {
  const std::array outputs{settings.common.output, settings.svg_path};
  if (const auto apart = check_apart(outputs); !apart) return complain(apart.error());
  bool complete = true;
  const auto forest = grown(settings, complete);
  if (!forest) return complain(forest.error());
  if (!settings.svg_path.empty())
    if (const auto drawn = write_text(settings.svg_path, forest_to_svg(*forest)); !drawn)
      return complain(drawn.error());
  const auto delivered = deliver(reported(*forest, settings), settings.common);
  return delivered ? code_of(*forest, complete) : complain(delivered.error());
}

} // namespace weightkin::cli
