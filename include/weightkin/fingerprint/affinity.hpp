#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin {

/// A way in which fingerprints can resemble each other. Each survives other changes of a model
/// (docs/fingerprint-search.md); none looks at names.
enum class affinity_channel : std::uint8_t {
  values = 0,     ///< equal values in any dtype
  checksums = 1,  ///< equal checksums, also after a cast to bf16 or f16
  sketches = 2,   ///< correlation of whole tensors
  landmarks = 3,  ///< the heaviest rows, wherever they moved
  gram = 4,       ///< correlations of row features: the same rows in any order
  profiles = 5,   ///< sorted row norms over their median: rows and columns in any order, any scale
  magnitudes = 6, ///< quantiles of |x| over their median: elements in any order, any scale
};
/// How many channels `affinity_channel` has.
inline constexpr std::size_t affinity_channels = 7;
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(affinity_channel channel) noexcept;

/// How near one reference is, by channel: from 0, what strangers show, to 1, everything agrees. The
/// average over the subject's tensors, weighted by elements; constant tensors do not count. NaN
/// where the channel is missing in either fingerprint or seeds differ.
struct affinity {
  std::array<double, affinity_channels> scores{}; ///< by the number of the channel
  /// The score of one channel.
  [[nodiscard]] double of(affinity_channel channel) const {
    return scores[static_cast<std::size_t>(channel)];
  }
};

/// The affinity of every reference, in their order. For finding candidates among many; it says
/// nothing about how likely such an affinity is by chance and is never evidence of descent: compare
/// the candidates for that. Cost: about 10 ms for a reference with 300 tensors.
[[nodiscard]] std::vector<affinity> measure_affinities(const fingerprint& subject,
                                                       std::span<const fingerprint> references);

/// References by one channel, nearest first; those it cannot see come last; of equals the first.
[[nodiscard]] std::vector<std::size_t> ranked_by(std::span<const affinity> affinities,
                                                 affinity_channel channel);

/// A reference in a ranking over all channels.
struct ranked_reference {
  std::size_t reference = 0;                           ///< index into the references
  affinity_channel channel = affinity_channel::values; ///< by which it stands out most
  double standout = 0; ///< by how many usual deviations, over the median of the others
};

/// All references by the channel each stands out in most. Ranking only.
[[nodiscard]] std::vector<ranked_reference> ranked_by_all(std::span<const affinity> affinities);

} // namespace weightkin
