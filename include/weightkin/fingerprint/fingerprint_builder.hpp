#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin {

/// A tensor as announced to a builder before any of its elements.
struct tensor_declaration {
  std::string name;                 ///< unique within the model
  dtype type = dtype::f32;          ///< of every element
  std::vector<std::uint64_t> shape; ///< slowest axis first
};

/// How a builder works; parts that are to be merged need equal ones.
struct builder_options {
  std::uint64_t seed = 0; ///< fingerprints of different seeds cannot be compared
  /// Digests need the elements of each tensor in contiguous ranges (any order, any cuts along C
  /// order). Turn them off for shards that cut rows: then any box of elements may be added.
  bool digests = true;
  /// What each tensor is. Absent: taken from names and shapes alone, values unseen, so that tables
  /// which anybody would compute are not recognised: only roles that are never such tables
  /// (attention, MLPs, token embeddings, routers, recurrent cells) may then carry a verdict. All
  /// parts of one model need the same.
  std::optional<inventory> contents;
};

/// Makes the fingerprint of a model whose elements arrive in pieces: shards, ranks, a stream. The
/// result is the same, bit for bit, however the elements were cut, ordered and distributed.
/// Movable; not for concurrent use (one builder a thread, then `merge`).
/// Memory: for a tensor being filled about 20 KiB, 150 bytes a row of matrices with at most 65,536
/// rows, and with digests up to 128 KiB a range that has not met its neighbours yet.
class fingerprint_builder {
public:
  /// \returns `bad_argument` when names repeat, a shape overflows, or `contents` does not fit.
  [[nodiscard]] static result<fingerprint_builder> begin(std::vector<tensor_declaration> tensors,
                                                         builder_options options = {});

  fingerprint_builder(fingerprint_builder&&) noexcept;
  fingerprint_builder& operator=(fingerprint_builder&&) noexcept;
  ~fingerprint_builder();

  /// What was announced. Borrowed.
  [[nodiscard]] std::span<const tensor_declaration> declarations() const noexcept;

  /// Adds elements [first, first + count) of tensor `tensor`, packed in its dtype, in host byte
  /// order. \returns `bad_argument` when out of range, of the wrong size, or already added.
  [[nodiscard]] result<void> add(std::size_t tensor, std::uint64_t first, std::uint64_t count,
                                 std::span<const std::byte> packed);

  /// Adds the box of elements start[a] <= index[a] < start[a] + extent[a], packed in C order of the
  /// box. \returns as `add`; `unsupported` for 4- and 6-bit types whose runs split bytes.
  [[nodiscard]] result<void> add_box(std::size_t tensor, std::span<const std::uint64_t> start,
                                     std::span<const std::uint64_t> extent,
                                     std::span<const std::byte> packed);

  /// Takes over what `other` has. \returns `bad_argument` when the declarations, seeds or options
  /// differ or both have the same element; both builders are then as they were.
  [[nodiscard]] result<void> merge(const fingerprint_builder& other);

  /// The state as bytes, to be sent to another process, and back. `bad_format` for anything that
  /// `save` of this version did not write.
  [[nodiscard]] std::vector<std::byte> save() const;
  /// A builder in the state that `save` wrote.
  [[nodiscard]] static result<fingerprint_builder> load(std::span<const std::byte> bytes);

  /// \returns `bad_argument` naming the first tensor that has missing elements.
  [[nodiscard]] result<fingerprint> finish() const;

private:
  struct state;
  explicit fingerprint_builder(std::unique_ptr<state> started) noexcept;
  std::unique_ptr<state> state_;
};

/// How a model is fingerprinted.
struct fingerprint_options {
  std::uint64_t seed = 0;             ///< fingerprints of different seeds cannot be compared
  bool digests = true;                ///< false: faster, but no proof of identity
  unsigned threads = 0;               ///< 0: as many as the machine has; never changes a bit
  std::span<const map_rule> map = {}; ///< overrides the inventory; borrowed for the call
  progress_callback on_progress = {}; ///< counts bytes; may cancel
  std::string name = {};              ///< of the model; a checkpoint fills both in by itself
  std::string format = {};            ///< of its container
  bool anchors = true; ///< what survives a rotation; reads a little more of feed-forward networks
  /// The string of every row of the token embedding, without marks of a word's beginning; empty
  /// where it is not known. Borrowed for the call.
  std::span<const std::string_view> vocabulary = {};
};

/// Fingerprints `tensors`, reading each once (and a bounded part once more for its inventory).
/// \returns `cancelled`, or `io` when a medium failed. Memory: a few tiles a thread and one
/// tensor's sums a thread, whatever the model.
[[nodiscard]] result<fingerprint> fingerprint_views(std::span<const tensor_view> tensors,
                                                    const fingerprint_options& options = {});

/// The same for any tensor source.
template <tensor_source Source>
[[nodiscard]] result<fingerprint> fingerprint_of(const Source& source,
                                                 fingerprint_options options = {}) {
  if constexpr (requires { std::string(source.name()); })
    if (options.name.empty()) options.name = source.name();
  if constexpr (requires { std::string(source.format()); })
    if (options.format.empty()) options.format = source.format();
  return fingerprint_views(views_of(source), options);
}

} // namespace weightkin
