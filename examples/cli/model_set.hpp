#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/lent_weights.hpp>

#include "command_line.hpp"

namespace weightkin::cli {

/// Several models by their fingerprints; weights are opened again when they are wanted.
struct model_set {
  std::vector<fingerprint> prints; ///< named by the last part of their paths, if that is unique
  std::vector<bool> has_weights;   ///< it is a model, not a fingerprint file
};

/// Reads the fingerprint files among `paths` and fingerprints the models with the seed that the
/// first of them has (or `settings.seed`). Shows a progress bar.
[[nodiscard]] result<model_set> read_models(std::span<const std::string> paths,
                                            std::span<const map_rule> map,
                                            const common_settings& settings,
                                            std::optional<std::uint64_t> seed);

/// A file's or folder's own name, also where a slash follows it.
[[nodiscard]] std::string last_part(const std::string& path);

/// The last part of `path`, unless another of `all` has the same: then `path` itself.
[[nodiscard]] std::string short_name(const std::string& path, std::span<const std::string> all);

/// Opens a model again and lends its weights.
[[nodiscard]] result<lent_weights> open_weights(const std::string& path,
                                                const reading_settings& settings);

} // namespace weightkin::cli
