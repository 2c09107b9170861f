#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/limits.hpp>

namespace weightkin {

struct open_options {
  file_access access = file_access::mapped;
  reader_limits limits = {};
  /// Pickles: unknown classes become inert values instead of an error (nothing is ever run either
  /// way), so that a training checkpoint with foreign hyper-parameter objects still yields its
  /// tensors.
  bool lenient_pickle = false;
};

/// One file a checkpoint is made of.
struct checkpoint_file {
  std::string path;
  std::uint64_t size_bytes = 0;
};

/// An open model: an index of named tensors over mapped or copied files. Nothing is decoded on
/// opening. A `tensor_source`. Move-only; const member functions may run concurrently.
class checkpoint {
public:
  /// Opens a file, a sharded checkpoint's index, or a Hugging Face style directory. The format is
  /// decided by content, never by extension.
  /// \returns `io` when it cannot be read, `bad_format` when it contradicts its format,
  /// `unsupported`
  ///          when no reader knows it; the message names file, tensor and byte offset.
  /// Cost: reads headers only.
  [[nodiscard]] static result<checkpoint> open(const std::filesystem::path& path,
                                               const open_options& options = {});

  /// Reads one file's bytes that the caller keeps alive and unchanged while the checkpoint lives.
  [[nodiscard]] static result<checkpoint> open(std::span<const std::byte> bytes, std::string label,
                                               const open_options& options = {});

  checkpoint(checkpoint&&) noexcept;
  checkpoint& operator=(checkpoint&&) noexcept;
  ~checkpoint();

  /// Number of tensors.
  [[nodiscard]] std::size_t size() const noexcept;

  /// Tensor `index` (< size()), in the order of the files; borrowed from this checkpoint.
  [[nodiscard]] tensor_view operator[](std::size_t index) const noexcept;

  /// The path or label it was opened with.
  [[nodiscard]] const std::string& name() const noexcept;

  /// The format found, e.g. "safetensors", "pytorch-zip", "npz"; sharded checkpoints answer their
  /// shards' format.
  [[nodiscard]] const std::string& format() const noexcept;

  [[nodiscard]] std::span<const checkpoint_file> files() const noexcept;

  /// The format's own key/value text (safetensors __metadata__ and the like), in file order.
  [[nodiscard]] std::span<const std::pair<std::string, std::string>> metadata() const noexcept;

  /// Odd but harmless things found while reading, one line each.
  [[nodiscard]] std::span<const std::string> warnings() const noexcept;

private:
  struct state;
  explicit checkpoint(std::unique_ptr<state> opened) noexcept;
  std::unique_ptr<state> state_;
};

} // namespace weightkin
