#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/sibling_files.hpp"
#include "reader/format_table.hpp"

namespace weightkin {

/// What opening yields, from one file or several.
struct opened_model {
  file_contents contents;
  std::vector<checkpoint_file> files;
};

/// The file in a directory that is the model.
struct model_choice {
  std::string name; ///< relative to the directory, components joined by '/'
};

/// model_directory.cpp: which file of `directory` to open. The name only chooses; what the file is,
/// its content decides.
[[nodiscard]] result<model_choice> choose_model(const std::filesystem::path& directory);

/// open_model.cpp: one file's bytes, or the sharded checkpoint they are the index of, as logical
/// tensors: several stored tensors folded into one, and layouts undone if `options` asks for it.
[[nodiscard]] result<opened_model> open_model(const std::shared_ptr<const byte_source>& bytes,
                                              sibling_files& beside, const open_options& options);

} // namespace weightkin
