#include <array>

#include <weightkin/core/tensor_view.hpp>

#include "reader/first_duplicate.hpp"
#include "reader/format_rows.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/byte_cursor.hpp"
#include "reader/wire/little_endian.hpp"

// MXNet's .params: a magic number, a reserved word, a count of arrays and the arrays; then as many
// names, or none for a plain list. An array is a word that says how its shape is written, the
// shape, the device it came from, its element type and the packed elements. Shapes come in four
// ways: V3 (numpy semantics: rank -1 is no array, rank 0 a scalar), V2 (also a storage type), V1,
// and before that the word itself is the rank, with 32-bit extents. Rank 0 is no array before V3.
namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::string_view format_name = "mxnet";
constexpr std::uint64_t list_magic = 0x112;
constexpr std::uint32_t magic_v1 = 0xf993fac8;
constexpr std::uint32_t magic_v2 = 0xf993fac9;
constexpr std::uint32_t magic_v3 = 0xf993faca;
constexpr std::uint64_t longest_name = 65'536;

/// Element types by their number.
constexpr std::array<dtype, 13> element_types{
    dtype::f32,     dtype::f64, dtype::f16, dtype::u8,  dtype::i32, dtype::i8,  dtype::i64,
    dtype::boolean, dtype::i16, dtype::u16, dtype::u32, dtype::u64, dtype::bf16};

/// By the list's magic number; or, where that is damaged, by the reserved word and the first array.
bool recognises(const format_probe& probe) {
  const std::byte* head = probe.head.data();
  if (probe.head.size() >= 8 && load_u64(head) == list_magic) return true;
  if (probe.head.size() < 28 || load_u64(head + 8) != 0) return false;
  const std::uint32_t array = load_u32(head + 24);
  return array >= magic_v1 && array <= magic_v3;
}

class params_reader {
public:
  explicit params_reader(const read_request& request)
      : bytes_(request.bytes), limits_(request.options.limits), cursor_(*request.bytes) {}

  result<file_contents> run() {
    contents_.format = format_name;
    if (auto read = read_arrays(); !read) return std::move(read).error();
    if (auto read = read_names(); !read) return std::move(read).error();
    if (cursor_.remaining() != 0) return fail(fault::trailing, "bytes after the last name");
    if (const auto twice = detail::first_duplicate(
            arrays_, [](const stored_tensor& t) -> std::string_view { return t.name; }))
      return fail(fault::duplicate, "two arrays are named " + detail::escaped(*twice));
    for (std::size_t i = 0; i < arrays_.size(); ++i)
      if (!absent_[i]) contents_.tensors.push_back(std::move(arrays_[i]));
    if (contents_.tensors.size() != arrays_.size())
      contents_.warnings.push_back(bytes_->label() + ": " +
                                   std::to_string(arrays_.size() - contents_.tensors.size()) +
                                   " names have no array");
    return std::move(contents_);
  }

private:
  [[nodiscard]] error fail(fault why, const std::string& what) const {
    return fail_at(why, bytes_->label(), cursor_.offset(), what);
  }

  result<void> read_arrays() {
    const auto magic = cursor_.u64();
    if (!magic) return magic.error();
    if (*magic != list_magic) return fail(fault::magic, "the list's magic number is damaged");
    const auto reserved = cursor_.u64();
    if (!reserved) return reserved.error();
    if (*reserved != 0) return fail(fault::header, "the reserved word is not 0");
    const auto count = cursor_.u64();
    if (!count) return count.error();
    if (*count > limits_.tensors) return fail(fault::limit, "too many arrays");
    for (std::uint64_t i = 0; i < *count; ++i)
      if (auto read = read_array(); !read) return read;
    return {};
  }

  result<void> read_array() {
    stored_tensor array;
    const auto kind = cursor_.u32();
    if (!kind) return kind.error();
    if (*kind == magic_v2 || *kind == magic_v3) {
      const auto storage = cursor_.u32();
      if (!storage) return storage.error();
      if (*storage != 0)
        return detail::unsupported_at(bytes_->label(), cursor_.offset(),
                                      "a sparse array (storage type " + std::to_string(*storage) +
                                          ") is not read");
    }
    const auto rank = read_rank(*kind);
    if (!rank) return rank.error();
    const bool absent = *rank < 0;
    absent_.push_back(absent);
    if (!absent) {
      if (auto shape = read_shape(*kind, *rank, array); !shape) return shape;
      if (auto placed = place_elements(array); !placed) return placed;
    }
    arrays_.push_back(std::move(array));
    return {};
  }

  /// -1 for no array at all.
  result<int> read_rank(std::uint32_t kind) {
    std::uint32_t rank = kind;
    if (kind >= magic_v1 && kind <= magic_v3) {
      const auto read = cursor_.u32();
      if (!read) return read.error();
      rank = *read;
    } else if (kind > max_rank) {
      return fail(fault::magic, "no array begins here");
    }
    if (kind == magic_v3 && rank == UINT32_MAX) return -1;
    if (rank > INT32_MAX) return fail(fault::shape, "an array has a negative rank");
    if (rank > max_rank) return fail(fault::limit, "an array has more than 64 axes");
    if (rank == 0 && kind != magic_v3) return -1;
    return static_cast<int>(rank);
  }

  result<void> read_shape(std::uint32_t kind, int rank, stored_tensor& array) {
    const bool wide = kind >= magic_v1 && kind <= magic_v3;
    for (int axis = 0; axis < rank; ++axis) {
      std::uint64_t extent = 0;
      if (wide) {
        const auto read = cursor_.u64();
        if (!read) return read.error();
        extent = *read;
      } else {
        const auto read = cursor_.u32();
        if (!read) return read.error();
        extent = *read;
      }
      if (extent > INT64_MAX) return fail(fault::shape, "an array has a negative extent");
      array.shape.push_back(extent);
    }
    return {};
  }

  result<void> place_elements(stored_tensor& array) {
    if (auto device = cursor_.skip(8); !device) return device; // type and number
    const auto type = cursor_.u32();
    if (!type) return type.error();
    if (*type >= element_types.size())
      return fail(fault::dtype, "element type " + std::to_string(*type) + " is not known");
    array.type = element_types[*type];
    std::uint64_t count = 1;
    for (const std::uint64_t extent : array.shape)
      if (__builtin_mul_overflow(count, extent, &count))
        return fail(fault::overflow, "an array's shape exceeds 64 bits");
    const auto size = bytes_of(array.type, count);
    if (!size.has_value()) return fail(fault::overflow, "an array's size exceeds 64 bits");
    array.bytes = bytes_;
    array.offset = array.storage_offset = cursor_.offset();
    return cursor_.skip(*size);
  }

  result<void> read_names() {
    const auto count = cursor_.u64();
    if (!count) return count.error();
    if (*count != arrays_.size() && *count != 0)
      return fail(fault::header, std::to_string(*count) + " names for " +
                                     std::to_string(arrays_.size()) + " arrays");
    for (std::size_t i = 0; i < arrays_.size(); ++i) {
      if (*count == 0) {
        arrays_[i].name = std::to_string(i);
        continue;
      }
      const auto length = cursor_.u64();
      if (!length) return length.error();
      if (*length > longest_name && *length <= cursor_.remaining())
        return fail(fault::limit, "a name has more than 65536 bytes");
      const auto name = cursor_.text(*length);
      if (!name) return name.error();
      arrays_[i].name = *name;
    }
    return {};
  }

  std::shared_ptr<const byte_source> bytes_;
  const reader_limits& limits_;
  byte_cursor cursor_;
  std::vector<stored_tensor> arrays_;
  std::vector<bool> absent_; ///< names without an array
  file_contents contents_;
};

} // namespace

const format_row mxnet_format{format_name, recognises, [](const read_request& request) {
                                return params_reader(request).run();
                              }};

} // namespace weightkin
