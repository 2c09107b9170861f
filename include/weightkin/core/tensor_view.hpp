#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/result.hpp>

namespace weightkin {

/// Largest rank any reader produces and any function accepts.
inline constexpr std::size_t max_rank = 64;

/// Elements of one tensor that are not (all) at an address: copied reads, swapped bytes, decoded
/// blocks. Implementations are immutable after construction; concurrent `read` calls are safe.
class element_source {
public:
  element_source() = default;
  element_source(const element_source&) = delete;
  element_source& operator=(const element_source&) = delete;
  virtual ~element_source() = default;

  /// The elements [first, first + count) in C order, packed, in host byte order, as the view's
  /// dtype. \param scratch at least the bytes of `count` elements; the answer may point into it or
  /// into
  ///        memory that lives as long as this object.
  /// \returns exactly the bytes of `count` elements, or `io` when the medium failed.
  /// For 4- and 6-bit types `first` and `count` must start and end on a whole byte.
  [[nodiscard]] virtual result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const = 0;
};

/// Which stored bytes a tensor is made of; two tensors with equal ids and equal shape are one
/// tensor under two names (tied weights). A null `space` means unknown: never equal to anything.
struct storage_id {
  const void* space = nullptr; ///< the allocation, file or archive
  std::uint64_t offset = 0;    ///< bytes from its beginning
};

struct tensor_encoding;

/// A borrowed, typed, n-dimensional array with a name: what every algorithm works on.
/// Owns nothing; `name`, `shape`, `strides` and the elements must outlive it. Cheap to copy.
struct tensor_view {
  std::string_view name;                ///< unique within its model
  dtype type = dtype::f32;              ///< of every element
  std::span<const std::uint64_t> shape; ///< slowest axis first; empty for a scalar
  std::span<const std::int64_t>
      strides;                     ///< in elements, >= 0, same rank as `shape`; empty means C order
  const std::byte* data = nullptr; ///< element [0,...,0], host byte order; may be unaligned
  const element_source* source =
      nullptr;        ///< used instead of `data` when not null (`strides` is then ignored)
  storage_id storage; ///< which bytes it is made of
  /// How the values are stored when they are not simply the elements: quantised blocks, low-rank
  /// factors, another layout (tensor_encoding.hpp). Null for plain tensors.
  const tensor_encoding* encoding = nullptr;
  /// What the container's own graph does with it ("Conv.W"), where there is one; else empty. Names
  /// in such files are often numbers, and this is all that tells a kernel from a table.
  std::string_view usage = {};
};

/// Number of elements; 1 for a scalar. The product of `shape` must fit 64 bits (readers guarantee
/// it).
[[nodiscard]] constexpr std::uint64_t element_count(const tensor_view& view) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : view.shape)
    count *= extent;
  return count;
}

/// True when the elements lie packed in C order at `data`, so they can be used in place.
[[nodiscard]] constexpr bool is_contiguous(const tensor_view& view) noexcept {
  if (view.source != nullptr || view.data == nullptr) return false;
  if (view.strides.empty()) return true;
  std::uint64_t expected = 1;
  for (std::size_t axis = view.shape.size(); axis-- > 0;) {
    if (view.shape[axis] != 1 && view.strides[axis] != static_cast<std::int64_t>(expected))
      return false;
    expected *= view.shape[axis];
  }
  return true;
}

} // namespace weightkin
