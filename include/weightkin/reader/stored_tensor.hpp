#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

struct stored_encoding;

/// Text that does not change and that copies share, in the space of two pointers: a model may have
/// a million tensors. Made from text and seen as text wherever one stands for the other.
class shared_text {
public:
  shared_text() = default;
  /// Owns a copy of the text.
  shared_text(std::string text) // NOLINT(google-explicit-constructor): stands for text
      : text_(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))) {}
  /// Owns a copy of the text.
  shared_text(std::string_view text) // NOLINT(google-explicit-constructor): the same
      : shared_text(std::string(text)) {}
  /// Owns a copy of the text.
  shared_text(const char* text) // NOLINT(google-explicit-constructor): the same
      : shared_text(std::string(text)) {}

  /// True when there is no character.
  [[nodiscard]] bool empty() const noexcept { return text_ == nullptr; }
  /// In bytes.
  [[nodiscard]] std::size_t size() const noexcept { return text_ == nullptr ? 0 : text_->size(); }
  operator std::string_view() const noexcept { // NOLINT(google-explicit-constructor): the same
    return text_ == nullptr ? std::string_view() : std::string_view(*text_);
  }

private:
  std::shared_ptr<const std::string> text_;
};

/// Where one tensor lies: what every format reader produces. Checked: every element it can reach
/// lies inside `bytes`, all products fit 64 bits, rank <= max_rank, strides >= 0.
struct stored_tensor {
  std::string name;                         ///< as the file has it
  dtype type = dtype::f32;                  ///< of every element
  bool big_endian = false;                  ///< stored elements are byte-swapped
  std::vector<std::uint64_t> shape;         ///< slowest axis first
  std::vector<std::int64_t> strides;        ///< in elements; empty means packed C order
  std::shared_ptr<const byte_source> bytes; ///< where its elements lie
  std::uint64_t offset = 0;                 ///< byte position of element [0,...,0] in `bytes`
  /// Identifies the elements within `bytes`; equal for tied weights. The byte position of the
  /// first, unless they are not packed.
  std::uint64_t storage_offset = 0;
  /// Not null: the values are decoded, as `type`, in packed C order of `shape`; `bytes`, `offset`
  /// and `storage_offset` then only say where the (first) stored part lies.
  std::shared_ptr<const element_source> decoded;
  /// What the file's own graph does with it, where it has one, as "Operator.Input" with the
  /// attributes that decide the axis order: "Conv.W", "Gemm.B transB=0",
  /// "DEPTHWISE_CONV_2D.filter", "DepthwiseConv2dNative.filter". Empty when the file says nothing.
  shared_text usage;
  /// How, and from which parts; null for plain tensors.
  std::shared_ptr<const stored_encoding> encoding;
};

/// One stored piece of a logical tensor.
struct stored_part {
  std::string role;     ///< as in `encoding_part`
  stored_tensor tensor; ///< the piece itself
};

/// What `tensor_encoding` says, before views of the parts exist. Fields as there.
struct stored_encoding {
  std::string scheme;              ///< as in `tensor_encoding`
  double bits_per_value = 0;       ///< likewise
  std::uint64_t block_values = 0;  ///< likewise
  std::vector<stored_part> parts;  ///< likewise, owning
  std::vector<std::string> layout; ///< likewise
  double undo_error = 0;           ///< likewise
};

/// What reading one file yields before anything is decoded.
struct file_contents {
  std::string format; ///< as in the table of formats: "safetensors", "pytorch-zip", ...
  std::vector<stored_tensor> tensors; ///< names unique
  std::vector<std::pair<std::string, std::string>>
      metadata;                      ///< format's own key/value text, in file order
  std::vector<std::string> warnings; ///< odd but harmless things, one line each
  /// Elements in files that are only opened when they are read, in bytes.
  std::uint64_t bytes_beside = 0;
};

} // namespace weightkin
