#pragma once

#include <span>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>

#include "command_line.hpp"

namespace weightkin::cli {

/// Something in a folder that is not taken for a model.
struct passed_over {
  std::string path;
  std::string line; ///< names it and says why
};

/// Which models the user named, each once.
struct named_models {
  std::vector<std::string> paths;
  std::vector<passed_over> left_out; ///< the subject itself, and what is plainly no model
  std::vector<passed_over> unread;   ///< what may be a model and cannot be looked at
};

/// The models behind `arguments`: a model, a fingerprint, or a folder. A folder is the model that
/// it opens as when nothing in it could be another; else it is a collection, in the order of paths,
/// to which its folders belong as well. Names that begin with a dot are not looked at.
/// \param except the subject's path: folders need not repeat it; empty for none.
/// \returns `bad_argument` when two arguments name the same file, or one the subject; `io` for a
///          folder that cannot be listed.
/// Cost: opens every file of the folders, which reads headers.
[[nodiscard]] result<named_models> find_models(std::span<const std::string> arguments,
                                               const std::string& except,
                                               const reading_settings& settings);

/// Says there what of `models` was passed over.
void add_to_limits(std::vector<std::string>& limits, const named_models& models);

} // namespace weightkin::cli
