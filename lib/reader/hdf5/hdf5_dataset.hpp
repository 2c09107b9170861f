#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/hdf5/hdf5_attributes.hpp"
#include "reader/hdf5/hdf5_chunk_cache.hpp"
#include "reader/hdf5/hdf5_datatype.hpp"
#include "reader/hdf5/hdf5_layout.hpp"
#include "reader/hdf5/hdf5_object_header.hpp"

namespace weightkin {

/// A dataset as a tensor without a name, or why it is none.
struct hdf5_dataset {
  std::optional<stored_tensor> tensor;
  std::string skipped; ///< "holds no numbers" and the like
};

/// Turns objects into tensors. Remembers what several datasets of a file share.
class hdf5_dataset_reader {
public:
  explicit hdf5_dataset_reader(hdf5_file& file)
      : file_(file), cache_(std::make_shared<hdf5_chunk_cache>()) {}

  /// True when the object has elements.
  [[nodiscard]] static bool is_dataset(const hdf5_object& object) noexcept;

  /// \param path for messages
  /// \returns `unsupported` for numbers and layouts that are not read, `bad_format` otherwise.
  [[nodiscard]] result<hdf5_dataset> read(const hdf5_object& object, const std::string& path);

  /// Remembers the type at `address` if `object` is a named one.
  result<void> remember_type(const hdf5_object& object, std::uint64_t address);

  [[nodiscard]] hdf5_global_heap& heap() noexcept { return heap_; }

private:
  result<hdf5_datatype> type_of(const hdf5_object& object);
  result<hdf5_datatype> named_type(const hdf5_message& message);
  result<void> place(const hdf5_object& object, const hdf5_dataspace& space, std::uint32_t size,
                     const std::string& path, stored_tensor& tensor);
  result<void> place_contiguous(const hdf5_layout& layout, std::uint64_t bytes,
                                stored_tensor& tensor);
  result<void> place_chunked(const hdf5_object& object, const hdf5_layout& layout,
                             const hdf5_dataspace& space, std::uint32_t size,
                             const std::string& path, stored_tensor& tensor);
  result<std::vector<std::byte>> fill_value(const hdf5_object& object, std::uint32_t size);

  hdf5_file& file_;
  hdf5_global_heap heap_;
  std::shared_ptr<hdf5_chunk_cache> cache_;
  std::map<std::uint64_t, hdf5_datatype> named_types_; ///< by address
};

} // namespace weightkin
