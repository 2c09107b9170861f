#include "reader/torch/torch_tensor.hpp"

#include <algorithm>
#include <optional>

#include <weightkin/core/tensor_view.hpp>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

using std::uint64_t;

/// The part of a storage that a tensor may reach, in elements of the tensor's type.
struct reachable {
  uint64_t first = 0; ///< of the storage's elements
  uint64_t count = 0;
};

/// Collects what every check needs to refuse.
struct tensor_check {
  std::string_view label;
  const std::string& name;
  uint64_t at;

  [[nodiscard]] error fail(fault why, std::string_view what) const {
    return detail::fail_at(why, label, at,
                           "tensor " + detail::escaped(name) + ": " + std::string(what));
  }
};

std::vector<std::int64_t> integers_of(const pickle_values& values, pickle_index container) {
  std::vector<std::int64_t> found;
  for (pickle_values::cursor at(values, container); !at.at_end();)
    found.push_back(values.integer_of(at.next(values)));
  return found;
}

bool multiply(uint64_t a, uint64_t b, uint64_t& product) noexcept {
  return !__builtin_mul_overflow(a, b, &product);
}

/// Bytes of one element; torch stores none of less than a byte.
uint64_t item_bytes(dtype type) noexcept { return std::max<uint64_t>(1, bits_of(type) / 8); }

/// Checks the storage against its place and cuts it to the view that old files may name.
result<reachable> check_storage(const pickle_storage& storage, dtype type,
                                const storage_place& place, const tensor_check& check) {
  const auto bytes = storage_bytes(storage);
  if (!bytes.has_value()) return check.fail(fault::overflow, "its storage exceeds 64 bits");
  if (*bytes > place.size_bytes)
    return check.fail(fault::bounds, "its storage claims " + std::to_string(*bytes) +
                                         " bytes, the file holds " +
                                         std::to_string(place.size_bytes));
  reachable part{0, *bytes / item_bytes(type)};
  if (storage.view_count < 0) return part;
  const auto first = static_cast<uint64_t>(storage.view_offset);
  const auto count = static_cast<uint64_t>(storage.view_count);
  if (first > part.count || count > part.count - first)
    return check.fail(fault::bounds, "its view leaves the storage");
  return reachable{first, count};
}

/// Sets the shape; answers the number of elements.
result<uint64_t> set_shape(const std::vector<std::int64_t>& sizes, stored_tensor& out,
                           const tensor_check& check) {
  for (const std::int64_t size : sizes) {
    if (size < 0) return check.fail(fault::shape, "negative size");
    out.shape.push_back(static_cast<uint64_t>(size));
  }
  uint64_t count = 1;
  bool fits = true;
  // A zero does not excuse an overflow elsewhere.
  for (const uint64_t size : out.shape)
    fits = fits && multiply(count, size == 0 ? 1 : size, count);
  uint64_t bytes = 0;
  if (!fits || !multiply(count, item_bytes(out.type), bytes))
    return check.fail(fault::overflow, "its size exceeds 64 bits");
  for (const uint64_t size : out.shape)
    if (size == 0) return uint64_t{0};
  return count;
}

/// True when walking by `strides` visits the elements packed, in C order.
bool is_packed(const std::vector<uint64_t>& shape, const std::vector<std::int64_t>& strides) {
  uint64_t expected = 1;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    if (shape[axis] != 1 && static_cast<uint64_t>(strides[axis]) != expected) return false;
    expected *= shape[axis];
  }
  return true;
}

/// What tied tensors share: where the first element lies, and for elements that are not packed also
/// how they are walked (a square matrix and its transpose begin at the same byte).
uint64_t identity_of(uint64_t offset, const std::vector<std::int64_t>& strides) {
  constexpr uint64_t prime = 0x100000001b3; // of the 64-bit FNV-1a hash
  uint64_t identity = offset;
  for (const std::int64_t stride : strides)
    identity = (identity ^ static_cast<uint64_t>(stride)) * prime;
  return strides.empty() ? identity : identity | uint64_t{1} << 63U; // no file offset is so large
}

/// Distance from the first to the farthest element.
result<uint64_t> reach(const stored_tensor& tensor, const std::vector<std::int64_t>& strides,
                       const tensor_check& check) {
  uint64_t last = 0;
  for (std::size_t axis = 0; axis < strides.size(); ++axis) {
    uint64_t step = 0;
    if (!multiply(tensor.shape[axis] - 1, static_cast<uint64_t>(strides[axis]), step) ||
        __builtin_add_overflow(last, step, &last))
      return check.fail(fault::overflow, "its strides exceed 64 bits");
  }
  return last;
}

} // namespace

std::optional<uint64_t> storage_bytes(const pickle_storage& storage) noexcept {
  const uint64_t item = storage.untyped ? 1 : item_bytes(storage.type);
  uint64_t bytes = 0;
  if (!multiply(static_cast<uint64_t>(storage.count), item, bytes)) return std::nullopt;
  return bytes;
}

result<stored_tensor> place_tensor(const pickle_values& values, const pickle_tensor& tensor,
                                   std::string name, const storage_place& place,
                                   std::string_view label) {
  stored_tensor out;
  out.name = std::move(name);
  out.type = tensor.type;
  const tensor_check check{label, out.name, tensor.at};
  const pickle_storage& storage = values.storage_of(tensor.storage);
  const auto part = check_storage(storage, tensor.type, place, check);
  if (!part) return part.error();

  const std::vector<std::int64_t> strides = integers_of(values, tensor.stride);
  const std::vector<std::int64_t> sizes = integers_of(values, tensor.size);
  if (sizes.size() > max_rank) return check.fail(fault::limit, "more than 64 axes");
  if (sizes.size() != strides.size())
    return check.fail(fault::shape, "its size and its strides differ in rank");
  for (const std::int64_t stride : strides)
    if (stride < 0) return check.fail(fault::shape, "negative stride");
  if (tensor.offset < 0) return check.fail(fault::bounds, "negative offset");
  const auto count = set_shape(sizes, out, check);
  if (!count) return count.error();

  uint64_t first = 0;
  if (*count != 0) {
    const auto last = reach(out, strides, check);
    if (!last) return last.error();
    first = static_cast<uint64_t>(tensor.offset);
    if (first >= part->count || *last >= part->count - first)
      return check.fail(fault::bounds, "its last element lies outside its storage of " +
                                           std::to_string(part->count) + " elements");
    if (!is_packed(out.shape, strides)) out.strides = strides;
  }
  out.bytes = place.bytes;
  out.big_endian = place.big_endian;
  out.offset = place.offset + (part->first + first) * item_bytes(out.type);
  out.storage_offset = identity_of(out.offset, out.strides);
  return out;
}

result<stored_tensor> find_tensor(const pickle_values& values, const pickle_tensor& tensor,
                                  std::string name, storage_places& storages,
                                  std::string_view label) {
  const auto place = storages.find(values.text_of(values.storage_of(tensor.storage).key));
  if (!place)
    return error{place.error().code,
                 place.error().message + " (tensor " + detail::escaped(name) + ")",
                 place.error().why};
  return place_tensor(values, tensor, std::move(name), *place, label);
}

} // namespace weightkin
