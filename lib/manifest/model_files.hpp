#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

namespace weightkin::detail {

/// A file that belongs to a model.
struct model_file {
  std::string name; ///< as in manifests
  std::filesystem::path path;
};

/// The order of manifests: by components, as tuples of strings are ordered. Not that of the names
/// as strings: "a/b" stands before "a.b".
[[nodiscard]] bool stands_before(std::string_view a, std::string_view b) noexcept;

/// The files of `model` in the order of manifests, `ignored` ones (and what is in ignored folders)
/// left out. \returns as `make_manifest`.
[[nodiscard]] result<std::vector<model_file>>
files_of_model(const std::filesystem::path& model, const std::vector<std::string>& ignored,
               bool follow_links);

} // namespace weightkin::detail
