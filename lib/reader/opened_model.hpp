#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// What opening a path yields, from one file or several.
struct opened_model {
  file_contents contents;
  std::vector<checkpoint_file> files;
};

/// sharded_checkpoint.cpp: the checkpoint whose index is `index`; its shards are looked up in
/// `directory` and nowhere else.
/// \returns `bad_format`: `header` or `duplicate` for the index itself, `path` for a shard name
/// that
///          leaves the directory, `shard` for a shard or tensor that is not there, or whatever
///          reading a shard answers.
[[nodiscard]] result<opened_model> open_sharded(const byte_source& index,
                                                const std::filesystem::path& directory,
                                                const open_options& options);

/// model_directory.cpp: the model that lies in `directory`, Hugging Face style.
[[nodiscard]] result<opened_model> open_directory(const std::filesystem::path& directory,
                                                  const open_options& options);

/// checkpoint.cpp: one file's bytes, or the sharded checkpoint they are the index of.
[[nodiscard]] result<opened_model> open_single(const std::shared_ptr<const byte_source>& bytes,
                                               const std::filesystem::path& directory,
                                               const open_options& options);

} // namespace weightkin
