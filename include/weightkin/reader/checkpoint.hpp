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

/// How a checkpoint is opened.
struct open_options {
  file_access access = file_access::mapped; ///< how its bytes are reached
  reader_limits limits = {};                ///< what its files may ask of us
  /// Pickles: unknown classes become inert values instead of an error (nothing is ever run either
  /// way), so that a training checkpoint with foreign hyper-parameter objects still yields its
  /// tensors.
  bool lenient_pickle = false;
  /// True: names, axis order and values as the weights' home framework has them (PyTorch and
  /// Hugging Face), so that the same weights in two containers compare as the same; each rule that
  /// was undone is listed in the tensor's encoding. False: as the file has them.
  bool undo_layout = true;
};

/// One file a checkpoint is made of.
struct checkpoint_file {
  std::string path;             ///< as it was opened
  std::uint64_t size_bytes = 0; ///< of the whole file
};

/// An open model: an index of named tensors over mapped or copied files. Nothing is decoded on
/// opening. A `tensor_source`. Move-only; const member functions may run concurrently.
class checkpoint {
public:
  /// Opens a file, a sharded checkpoint's index, or a directory that holds one model. The format is
  /// decided by content, never by extension. Quantised layouts and adapters that span several
  /// stored tensors become one logical tensor each; a `config.json` beside the file is consulted.
  /// \returns `io` when it cannot be read, `bad_format` when it contradicts its format,
  /// `unsupported`
  ///          when no reader knows it; the message names file, tensor and byte offset.
  /// Cost: reads headers only.
  [[nodiscard]] static result<checkpoint> open(const std::filesystem::path& path,
                                               const open_options& options = {});

  /// Reads one file's bytes that the caller keeps alive and unchanged while the checkpoint lives.
  [[nodiscard]] static result<checkpoint> open(std::span<const std::byte> bytes, std::string label,
                                               const open_options& options = {});

  /// Reads bytes from wherever `bytes` gets them: an HTTP range, an object store, an encrypted
  /// file. \param beside other files of the same model (shards, external data, config.json); null
  /// when there are none. Both are kept as long as the checkpoint lives.
  [[nodiscard]] static result<checkpoint> open(std::shared_ptr<const byte_source> bytes,
                                               std::shared_ptr<const file_set> beside = nullptr,
                                               const open_options& options = {});

  checkpoint(checkpoint&&) noexcept;
  checkpoint& operator=(checkpoint&&) noexcept;
  ~checkpoint();

  /// Number of tensors.
  [[nodiscard]] std::size_t size() const noexcept;

  /// Logical tensor `index` (< size()), in the order of the files; borrowed from this checkpoint.
  [[nodiscard]] tensor_view operator[](std::size_t index) const noexcept;

  /// The path or label it was opened with.
  [[nodiscard]] const std::string& name() const noexcept;

  /// The format found, e.g. "safetensors", "pytorch-zip", "npz"; sharded checkpoints answer their
  /// shards' format.
  [[nodiscard]] const std::string& format() const noexcept;

  /// How it was opened.
  [[nodiscard]] const open_options& options() const noexcept;

  /// Every file that tensors come from.
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
