#include "reader/gguf/gguf_tensors.hpp"

#include <algorithm>
#include <utility>

#include "reader/first_duplicate.hpp"
#include "reader/gguf/block_elements.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::uint32_t most_axes = 4;
constexpr std::uint64_t longest_name = 1024; ///< ggml itself: 63

/// Reads one description after the other.
class tensor_list_reader {
public:
  tensor_list_reader(gguf_cursor& cursor, bool big_endian)
      : cursor_(cursor), big_endian_(big_endian) {}

  result<gguf_tensor> next() {
    at_ = cursor_.offset();
    auto name = cursor_.name(longest_name, "a tensor name");
    if (!name) return std::move(name).error();
    gguf_tensor tensor;
    tensor.name = std::move(*name);
    if (auto read = read_shape(tensor); !read) return std::move(read).error();
    if (auto read = read_type(tensor); !read) return std::move(read).error();
    if (auto sized = measure(tensor); !sized) return std::move(sized).error();
    const auto offset = cursor_.u64();
    if (!offset) return offset.error();
    tensor.offset = *offset;
    return tensor;
  }

private:
  result<void> read_shape(gguf_tensor& tensor) {
    const auto axes = cursor_.u32();
    if (!axes) return axes.error();
    if (*axes > most_axes) {
      if (tensor.name == "general.architecture")
        return refuse(tensor, fault::header,
                      "is a metadata key: the file holds more pairs of metadata than it counts");
      return refuse(tensor, fault::limit, std::to_string(*axes) + " axes, more than 4");
    }
    tensor.shape.resize(*axes);
    for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
      const auto extent = cursor_.length();
      if (!extent) return extent.error();
      tensor.shape[axis] = *extent;
    }
    return {};
  }

  result<void> read_type(gguf_tensor& tensor) {
    const auto code = cursor_.u32();
    if (!code) return code.error();
    tensor.type = ggml_type_of(*code);
    if (tensor.type == nullptr)
      return refuse(
          tensor, fault::dtype,
          "type " + std::to_string(*code) +
              (is_removed_ggml_type(*code) ? " was removed from the format" : " is not known"));
    if (big_endian_ && !tensor.type->halves)
      return detail::unsupported_at(cursor_.source().label(), at_,
                                    "tensor " + detail::escaped(tensor.name) + ": big-endian " +
                                        std::string(tensor.type->name) + " is not read");
    return {};
  }

  /// Sets the size. An extent of zero does not excuse the others.
  result<void> measure(gguf_tensor& tensor) {
    const ggml_type& type = *tensor.type;
    const std::uint64_t row = tensor.shape.empty() ? 1 : tensor.shape.back();
    if (row % type.block_values != 0)
      return refuse(tensor, fault::shape,
                    "rows of " + std::to_string(row) + " values do not fill blocks of " +
                        std::to_string(type.block_values));
    std::uint64_t size = type.block_bytes;
    bool is_empty = false;
    for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
      const bool is_row = axis + 1 == tensor.shape.size();
      const std::uint64_t extent = is_row ? row / type.block_values : tensor.shape[axis];
      is_empty = is_empty || extent == 0;
      if (extent != 0 && size > INT64_MAX / extent)
        return refuse(tensor, fault::overflow, "its size does not fit 63 bits");
      size *= std::max<std::uint64_t>(extent, 1);
    }
    if (size / type.block_bytes > INT64_MAX / type.block_values)
      return refuse(tensor, fault::overflow, "its number of values does not fit 63 bits");
    tensor.size = is_empty ? 0 : size;
    return {};
  }

  [[nodiscard]] error refuse(const gguf_tensor& tensor, fault why, const std::string& what) const {
    return detail::fail_at(why, cursor_.source().label(), at_,
                           "tensor " + detail::escaped(tensor.name) + ": " + what);
  }

  gguf_cursor& cursor_;
  bool big_endian_;
  std::uint64_t at_ = 0; ///< where the description begins
};

result<void> check_count(const gguf_cursor& cursor, std::uint64_t count,
                         const reader_limits& limits) {
  // An empty name, a rank of zero, a type and an offset.
  const std::uint64_t least = cursor.length_bytes() + 4 + 4 + 8;
  const std::string& label = cursor.source().label();
  if (count > cursor.remaining() / least)
    return detail::fail_at(fault::truncated, label, cursor.offset(),
                           std::to_string(count) + " tensors, but only " +
                               std::to_string(cursor.remaining()) + " bytes are left");
  if (count > limits.tensors)
    return detail::fail_at(fault::limit, label, cursor.offset(),
                           std::to_string(count) + " tensors, more than " +
                               std::to_string(limits.tensors));
  return {};
}

/// How blocks are stored: their own bytes, row by row.
std::shared_ptr<const stored_encoding> encoding_of(const stored_tensor& tensor,
                                                   const ggml_type& type) {
  stored_tensor blocks;
  blocks.name = tensor.name;
  blocks.type = dtype::u8;
  blocks.shape = tensor.shape;
  blocks.shape.back() = blocks.shape.back() / type.block_values * type.block_bytes;
  blocks.bytes = tensor.bytes;
  blocks.offset = tensor.offset;
  blocks.storage_offset = tensor.offset;
  auto encoding = std::make_shared<stored_encoding>();
  encoding->scheme = type.name;
  encoding->bits_per_value =
      8.0 * static_cast<double>(type.block_bytes) / static_cast<double>(type.block_values);
  encoding->block_values = type.run_values;
  encoding->parts.push_back({"blocks", std::move(blocks)});
  return encoding;
}

} // namespace

result<std::vector<gguf_tensor>> read_gguf_tensors(gguf_cursor& cursor, const gguf_header& header,
                                                   const reader_limits& limits) {
  if (auto checked = check_count(cursor, header.tensors, limits); !checked)
    return std::move(checked).error();
  tensor_list_reader reader(cursor, header.big_endian);
  std::vector<gguf_tensor> tensors;
  for (std::uint64_t i = 0; i < header.tensors; ++i) {
    auto tensor = reader.next();
    if (!tensor) return std::move(tensor).error();
    tensors.push_back(std::move(*tensor));
  }
  const auto name_of = [](const gguf_tensor& tensor) -> const std::string& { return tensor.name; };
  if (const auto name = detail::first_duplicate(tensors, name_of))
    return detail::bad_file(fault::duplicate, cursor.source().label(),
                            "tensor " + detail::escaped(*name) + " appears twice");
  return tensors;
}

stored_tensor stored_gguf_tensor(gguf_tensor tensor, std::uint64_t data_begin, bool big_endian,
                                 const std::shared_ptr<const byte_source>& bytes) {
  stored_tensor stored;
  stored.name = std::move(tensor.name);
  stored.type = tensor.type->type.value_or(dtype::f32);
  stored.shape = std::move(tensor.shape);
  stored.bytes = bytes;
  // Nothing of an empty tensor is ever read; it may stand behind a missing last padding.
  stored.offset =
      tensor.size == 0 ? std::min(data_begin, bytes->size()) : data_begin + tensor.offset;
  stored.storage_offset = stored.offset;
  stored.big_endian = big_endian;
  if (tensor.type->decode == nullptr) return stored;
  stored.big_endian = false;
  stored.decoded = std::make_shared<block_elements>(
      block_run{bytes, stored.offset, element_count(stored), tensor.type, big_endian});
  stored.encoding = encoding_of(stored, *tensor.type);
  return stored;
}

} // namespace weightkin
