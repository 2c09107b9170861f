#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/lineage/operation.hpp>

namespace weightkin {

/// How several models were mixed. The numbers never change.
enum class merge_method : std::int32_t {
  none = 0,            ///< no mixture shown
  linear = 1,          ///< sum of weights times parents, weights adding up to one
  task_arithmetic = 2, ///< base plus weights times changes from it, adding up to something else
  spherical = 3,       ///< along the arc between two parents, so that sizes are kept
  ties = 4,            ///< trimmed changes, signs elected, mean of those that agree
  dare = 5,            ///< changes thinned at random, survivors enlarged
  passthrough = 6,     ///< each tensor is one parent's, bit for bit
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(merge_method method) noexcept;

/// One parent's share.
struct merge_weight {
  double value = 0; ///< of the parent, or of its change from the base
  double error = 0; ///< standard error, runs of 256 neighbours counting as one observation
  /// log10 of how much likelier the values are with this parent than without, one parameter paid
  /// for, effective instead of nominal sample size. Infinite where bits or codes say so.
  double log10_margin = 0;
};

/// The mixture in one layer (-1: outside of layers).
struct merge_layer {
  int layer = -1;                    ///< -1: outside of layers
  std::size_t tensors = 0;           ///< compared
  std::vector<merge_weight> weights; ///< in the order of the references
  double unexplained = 0;            ///< share of the change that is left over
};

/// The mixture in one component of the subject.
struct merge_component {
  std::string id;                           ///< the subject's
  merge_method method = merge_method::none; ///< how they were mixed
  std::vector<merge_weight> weights; ///< in the order of the references; of `spherical` the place
                                     ///< on the arc, of `dare` and `ties` the declared weights
  std::vector<merge_layer> layers;   ///< in their order
  std::size_t tensors = 0;           ///< compared: present in all models with equal shapes
  std::size_t contributors = 0;      ///< references that pass the margin
  /// Share of the change (from the base, else from the nearest reference) that is left over.
  double unexplained = 1;
  double density = 1;          ///< share of each change that was kept (`dare`, `ties`)
  double weight_sum = 0;       ///< of all weights
  double weight_sum_error = 0; ///< its standard error
  std::string text;            ///< one sentence
  /// `subject_from_reference` where two or more references contribute and none with a negative
  /// weight: the subject lies among them, while seen from any of them some weight would be
  /// negative. Else undetermined.
  direction_finding direction;
  /// No mixture is shown, and not every reference was looked for in another order of its units: the
  /// limit of time was reached, or the search would have cost too much. `text` says which.
  bool search_missing = false;
};

/// How a model is composed of others.
struct merge_ruling {
  std::vector<merge_component> components; ///< with at least one compared tensor
  std::string sentence;                    ///< of the component with most compared values
};

/// How a mixture is looked for.
struct merge_options {
  unsigned threads = 1;          ///< never changes the answer
  double least_margin = 3;       ///< decades a reference must gain to count as a parent
  double most_unexplained = 0.5; ///< of the change; above it no mixture is claimed. An unrelated
                                 ///< sibling of one base alone explains a quarter.
  progress_callback on_progress = {}; ///< stages "read", "explain" and "search"; may cancel
  /// `full` searches whatever it costs, `automatic` where it is cheap, the others never.
  search_depth depth = search_depth::automatic;
  /// Seconds that the searches of a call may take together; 0: no limit. The one that is under way
  /// stops soon after. A limit that is reached makes answers depend on the machine's speed.
  double search_seconds = 0;
};

/// How `subject` is composed of `references` (at least one; two unless `base` is given), each
/// matched by `align`. `base` is what the references were trained from; empty when unknown, and
/// treated so when it is one of the references. Without
/// it weights are taken to add up to one, and thinned changes cannot be seen. Looks at a bounded
/// sample of every tensor; small models whole. Where no mixture shows, each reference is searched
/// for in what the others leave (a parent whose units were put into another's order first), as far
/// as `options.depth` and `options.search_seconds` allow; its order is fitted, so the mixture
/// counts only if next to nothing is left over, and `text` says so, as it does where a search is
/// missing. *Close*. \returns `bad_argument` for too few references or more than eight,
/// `cancelled`, or the medium's `io`. Cost: at most 2^24 values are read, but 256 of every tensor
/// and model in any case; a component without a mixture costs one full search of `compare` for
/// each of the references, and reading the sample again for each that was found. Memory: about 64
/// MiB; with a search, what `compare` needs for it.
[[nodiscard]] result<merge_ruling>
explain_merge(std::span<const tensor_view> subject,
              std::span<const std::span<const tensor_view>> references,
              std::span<const tensor_view> base = {}, const merge_options& options = {});

/// A mixture as an operation: `weight.<n>` for each reference, `unexplained`, `density`.
[[nodiscard]] operation_finding finding_of(const merge_component& mixture);

} // namespace weightkin
