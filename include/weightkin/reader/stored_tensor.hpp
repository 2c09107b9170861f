#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// Where one tensor lies: what every format reader produces. Checked: every element it can reach
/// lies inside `bytes`, all products fit 64 bits, rank <= max_rank, strides >= 0.
struct stored_tensor {
  std::string name;
  dtype type = dtype::f32;
  std::vector<std::uint64_t> shape;
  std::vector<std::int64_t> strides; ///< in elements; empty means packed C order
  std::shared_ptr<const byte_source> bytes;
  std::uint64_t offset = 0; ///< byte position of element [0,...,0] in `bytes`
  /// Identifies the elements within `bytes`; equal for tied weights. The byte position of the
  /// first, unless they are not packed.
  std::uint64_t storage_offset = 0;
  bool big_endian = false; ///< stored elements are byte-swapped
};

/// What reading one file yields before anything is decoded.
struct file_contents {
  std::string format; ///< as in the table of formats: "safetensors", "pytorch-zip", ...
  std::vector<stored_tensor> tensors; ///< names unique
  std::vector<std::pair<std::string, std::string>>
      metadata;                      ///< format's own key/value text, in file order
  std::vector<std::string> warnings; ///< odd but harmless things, one line each
};

} // namespace weightkin
