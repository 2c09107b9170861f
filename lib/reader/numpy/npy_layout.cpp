#include "reader/numpy/npy_layout.hpp"

#include <utility>

#include "reader/reader_error.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

constexpr std::size_t version_bytes = 8; // magic number, major, minor

std::uint64_t element_count_of(const std::vector<std::uint64_t>& shape) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    count *= extent;
  return count;
}

/// Bytes of the packed array, or nothing when a product from the left does not fit 64 bits.
std::optional<std::uint64_t> packed_bytes(const npy_header& header) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : header.shape)
    if (__builtin_mul_overflow(count, extent, &count)) return std::nullopt;
  return bytes_of(header.type, count);
}

/// Strides of an array whose first axis runs fastest.
std::vector<std::int64_t> fortran_strides(const std::vector<std::uint64_t>& shape) {
  std::vector<std::int64_t> strides;
  std::uint64_t stride = 1;
  for (const std::uint64_t extent : shape) {
    strides.push_back(static_cast<std::int64_t>(stride));
    stride *= extent;
  }
  return strides;
}

} // namespace

result<npy_preamble> read_npy_preamble(std::span<const std::byte> head, std::uint64_t size,
                                       std::string_view label, const reader_limits& limits) {
  const std::string_view text = as_text(head);
  if (!text.starts_with(npy_magic))
    return detail::bad_file(fault::magic, label, "does not begin with the NumPy magic number");
  if (head.size() < version_bytes)
    return detail::bad_file(fault::truncated, label, "ends inside the NumPy version");
  const auto major = std::to_integer<unsigned>(head[6]);
  const auto minor = std::to_integer<unsigned>(head[7]);
  if (major < 1 || major > 3 || minor != 0)
    return detail::bad_file(fault::version, label,
                            "NumPy format version " + std::to_string(major) + "." +
                                std::to_string(minor) + " is not known; 1.0 to 3.0 are");
  npy_preamble preamble;
  preamble.text_offset = major == 1 ? 10 : 12;
  if (head.size() < preamble.text_offset)
    return detail::bad_file(fault::truncated, label, "ends inside the NumPy header length");
  const std::byte* length = head.data() + version_bytes;
  preamble.text_bytes = major == 1 ? load_u16(length) : load_u32(length);
  if (preamble.text_bytes > limits.npy_header_bytes)
    return detail::bad_file(fault::limit, label,
                            "NumPy header of " + std::to_string(preamble.text_bytes) +
                                " bytes exceeds the limit of " +
                                std::to_string(limits.npy_header_bytes));
  if (preamble.data_offset() > size)
    return detail::bad_file(fault::truncated, label,
                            "NumPy header ends at byte " + std::to_string(preamble.data_offset()) +
                                " but there are only " + std::to_string(size) + " bytes");
  return preamble;
}

result<stored_tensor> npy_tensor(std::string_view text, const npy_preamble& preamble,
                                 std::shared_ptr<const byte_source> bytes) {
  auto header = parse_npy_header(text, bytes->label(), preamble.text_offset);
  if (!header) return std::move(header).error();
  const auto size = packed_bytes(*header);
  if (!size)
    return detail::bad_file(fault::overflow, bytes->label(),
                            "the array's size does not fit 64 bits");
  const std::uint64_t available = bytes->size() - preamble.data_offset();
  if (*size > available)
    return detail::bad_file(fault::bounds, bytes->label(),
                            "the array needs " + std::to_string(*size) + " bytes at byte " +
                                std::to_string(preamble.data_offset()) + " but only " +
                                std::to_string(available) + " follow");
  stored_tensor tensor;
  tensor.type = header->type;
  tensor.big_endian = header->big_endian;
  tensor.shape = std::move(header->shape);
  const bool is_strided = header->fortran_order && tensor.shape.size() > 1 && *size != 0;
  if (is_strided) tensor.strides = fortran_strides(tensor.shape);
  tensor.offset = preamble.data_offset();
  tensor.storage_offset = tensor.offset;
  tensor.bytes = std::move(bytes);
  return tensor;
}

std::uint64_t npy_data_bytes(const stored_tensor& tensor) noexcept {
  return *bytes_of(tensor.type, element_count_of(tensor.shape)); // checked by npy_tensor
}

} // namespace weightkin
