#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/lent_weights.hpp>
#include <weightkin/lineage/operation.hpp>
#include <weightkin/lineage/pair_summary.hpp>
#include <weightkin/lineage/scan.hpp>

namespace weightkin {

/// What else is known about who of two models came first, e.g. from `direction_finding`s of full
/// comparisons. Upload times and names are no such knowledge.
struct known_direction {
  std::size_t subject = 0;   ///< index into the models
  std::size_t reference = 0; ///< likewise
  std::string component;     ///< of the subject; empty: all
  direction_finding finding; ///< of the two
};

/// How trees are grown.
struct tree_options {
  ruling_options ruling;         ///< `log10_alpha` holds for all pairs and components together
  separation_options separation; ///< when one lies between others
  std::span<const known_direction> directions = {}; ///< borrowed for the call
  unsigned threads = 0;               ///< 0: as many as the machine has; never changes the answer
  progress_callback on_progress;      ///< may cancel
  std::span<const map_rule> map = {}; ///< for comparisons of weights; borrowed for the call
};

/// One component of one model.
struct tree_member {
  std::size_t model = 0;   ///< index into the models
  std::string component;   ///< its id
  bool of_several = false; ///< the model has other components, too
  bool cast = false;       ///< equal to the first of its node only after a cast
};

/// A point of a tree. docs/tree.md says what three and more models prove.
struct tree_node {
  /// Whose weights lie here: one, or several with values that are equal, if need be after a cast:
  /// what such copies differ by is too little to tell which of them others come from. Empty: an
  /// unknown point where branches part and, as far as can be told, none of the models lies.
  std::vector<tree_member> members;
  /// Of an unknown point: nodes that it may coincide with; which one cannot be told.
  std::vector<std::size_t> may_be;
};

/// Two points with nothing else between them.
struct tree_edge {
  std::size_t first = 0;  ///< index into `nodes`; the elder one where `directed`
  std::size_t second = 0; ///< likewise
  bool directed = false;  ///< it is proven who came first
  std::string reason;     ///< what proves the direction; empty where nothing does
  /// Mean square difference per parameter in units of the variance of the weights; strangers are 2
  /// apart. NaN when not known.
  double length = 0;
  double length_error = 0; ///< its standard error
  /// The finding between the two, where both are models' and one was compared with the other.
  std::optional<component_summary> finding;
};

/// One of several that a model was mixed of.
struct merge_parent {
  std::size_t node = 0;    ///< index into `nodes`
  double weight = 0;       ///< of (parent - base), or of the parent where there is no base
  double weight_error = 0; ///< its standard error
};

/// A model that lies in the span of others.
struct tree_merge {
  std::size_t child = 0;             ///< index into `nodes`
  std::vector<merge_parent> parents; ///< at least two, or one and a base
  std::optional<std::size_t> base;   ///< the point that the parents' changes are counted from
  double residual = 0; ///< share of the child's distance to the nearest of them that is left over
  /// True: the child was made from the parents. False: one of all these is a combination of the
  /// others, and the weights do not tell which (interpolation, extrapolation, a straight course);
  /// the child is then also a point of the tree.
  bool proven = false;
  std::string sentence; ///< the finding in one sentence
};

/// Components that depend on one another.
struct lineage_family {
  std::vector<tree_node> nodes;      ///< the points of the tree
  std::vector<tree_edge> edges;      ///< between them
  std::vector<tree_merge> merges;    ///< models in the span of others
  std::optional<std::size_t> root;   ///< where all descent starts, if that is proven
  std::vector<tree_member> unplaced; ///< found related, but with too little in common to be placed
  /// Largest relative difference between the distance of two models and the way along the tree;
  /// above 0.5 the tree is a poor picture, and nothing follows from its shape.
  double misfit = 0;
  double parameters = 0;          ///< elements that the distances are taken over
  std::vector<std::string> notes; ///< what else is to be said, in sentences
};

/// The comparison of two of the models.
struct forest_pair {
  std::size_t subject = 0;   ///< index into the models
  std::size_t reference = 0; ///< likewise
  pair_summary summary;      ///< what came of it
};

/// How a set of models descends from one another, as far as their weights prove it.
struct lineage_forest {
  std::vector<model_summary> models;    ///< as given
  std::vector<forest_pair> pairs;       ///< all, subject before reference
  std::vector<lineage_family> families; ///< in the order of their first member
  std::vector<std::size_t> singles;     ///< models that nothing was found for
  std::size_t tests = 0;                ///< that p-values are corrected for
  ruling_options options;               ///< as given; each pair got log10_alpha - log10(pairs)
  separation_options separation;        ///< as given
  std::vector<std::string> limits;      ///< what this cannot see
};

/// Compares all pairs of `models` and arranges what was found in trees, one a family of components.
/// An edge is drawn only between members of a family that findings connect; a direction is given
/// only where it is proven: by `options.directions`, a cast that lost bits, a proven mixture, or
/// because it follows from one of these and the shape of the tree.
/// \param lend weights to compare instead of fingerprints; may be empty. They are checked before
///        they are compared (lent_weights.hpp).
/// \returns `bad_argument` for fewer than two models, fingerprints of different seeds or with
///          inventories that do not fit, directions about models that are not there; what `lend`
///          fails with; `cancelled`, `io`, `no_memory`.
/// Deterministic: same inputs and options, same answer, whatever the threads.
/// Cost: a comparison for each pair, a fingerprint for each model whose weights are lent, then for
/// a family of m members m^3 steps and m^2 products of their sketches.
[[nodiscard]] result<lineage_forest> grow_forest(std::span<const fingerprint> models,
                                                 const weight_lender& lend,
                                                 const tree_options& options = {});

} // namespace weightkin
