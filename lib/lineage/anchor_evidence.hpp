#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/metric/permutation_test.hpp>

namespace weightkin {

/// The anchors of one feed-forward network on both sides, tested.
struct network_evidence {
  std::size_t subject = 0;   ///< index into the subject's anchors
  std::size_t reference = 0; ///< index into the reference's
  std::string group;         ///< their permutation group
  int layer = -1;
  permutation_evidence cosines; ///< of gate, up and down among each other
  permutation_evidence gate;    ///< directions of tokens as the gate sees them
  permutation_evidence up;      ///< likewise up
};

/// What the anchors of one component say.
struct anchor_evidence {
  std::size_t component = 0;           ///< the subject's
  std::size_t reference_component = 0; ///< the reference's it was aligned with
  permutation_evidence combined;       ///< over layers; null_kind::none when nothing was tested
  permutation_evidence cosines;        ///< likewise, without the directions of tokens
  double log10_p = 0; ///< the smaller of both, times two: a new embedding silences the directions
  std::vector<network_evidence> networks;
  std::vector<permutation_evidence> layers; ///< pooled, in the order of the layers
};

/// Tests whether the feed-forward networks of aligned components have the same hidden units in the
/// same order, by what no change of the residual stream's basis alters. *Valid* because hidden
/// units are exchangeable and layers are permuted independently of each other; networks of one
/// layer (experts) may share their order, so they are pooled as such. Blind to reordered hidden
/// units.
/// \param component_of per subject component the reference's, as an alignment finds them.
/// \param threads 0: as many as the machine has; never changes a bit.
/// Cost: about 0.15 ms a network.
[[nodiscard]] std::vector<anchor_evidence>
test_anchors(const fingerprint& subject, const fingerprint& reference,
             std::span<const std::optional<std::size_t>> component_of,
             const permutation_options& options = {}, unsigned threads = 1);

} // namespace weightkin
