#pragma once

/// Tensors handed over in DLPack's exchange format, without copying. Needs no other header: the
/// structs below have DLPack's layout (specification of DLPack 1.1), and the function also takes
/// the structs of dlpack.h themselves.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <weightkin/interop/shaped_view.hpp>

namespace weightkin {
namespace dlpack {

/// DLPack's DLDevice.
struct device {
  std::int32_t device_type; ///< 1: ordinary memory, 2: CUDA, ...
  std::int32_t device_id;   ///< which of several
};

/// DLPack's DLDataType.
struct data_type {
  std::uint8_t code;   ///< 0: int, 1: uint, 2: float, 4: bfloat, ...
  std::uint8_t bits;   ///< of one element
  std::uint16_t lanes; ///< 1, or more for vectors
};

/// DLPack's DLTensor.
struct tensor {
  void* data;                ///< element [0,...,0] lies `byte_offset` behind it
  dlpack::device device;     ///< whose memory it is
  std::int32_t ndim;         ///< the rank
  data_type dtype;           ///< of every element
  std::int64_t* shape;       ///< `ndim` extents
  std::int64_t* strides;     ///< in elements; null means C order
  std::uint64_t byte_offset; ///< from `data`
};

/// What a "dltensor" capsule points to.
struct managed_tensor {
  tensor dl_tensor;                      ///< the tensor
  void* manager_ctx;                     ///< its owner's
  void (*deleter)(managed_tensor* self); ///< may be null; called by who took the capsule
};

/// DLPack's DLPackVersion.
struct version_number {
  std::uint32_t major; ///< another one means another layout
  std::uint32_t minor; ///< grows with additions
};

/// What a "dltensor_versioned" capsule points to.
struct managed_tensor_versioned {
  version_number version;                          ///< of the layout behind it
  void* manager_ctx;                               ///< its owner's
  void (*deleter)(managed_tensor_versioned* self); ///< may be null; called by who took the capsule
  std::uint64_t flags;                             ///< bits: 1 read only, 2 copied, 4 padded
  tensor dl_tensor;                                ///< the tensor
};

/// Structs of a later major version are refused.
inline constexpr std::uint32_t newest_major_version = 1;
/// The bit of `flags` that says each small element has a byte of its own.
inline constexpr std::uint64_t flag_sub_byte_padded = 4;

/// The dtype of a DLPack type code and width; nothing when there is none.
[[nodiscard]] constexpr std::optional<dtype> dtype_of(unsigned code, unsigned bits) noexcept {
  struct row {
    unsigned code;
    unsigned bits;
    dtype type;
  };
  constexpr row rows[] = {
      {0, 8, dtype::i8},       {0, 16, dtype::i16},         {0, 32, dtype::i32},
      {0, 64, dtype::i64},     {1, 8, dtype::u8},           {1, 16, dtype::u16},
      {1, 32, dtype::u32},     {1, 64, dtype::u64},         {2, 16, dtype::f16},
      {2, 32, dtype::f32},     {2, 64, dtype::f64},         {4, 16, dtype::bf16},
      {5, 32, dtype::c32},     {5, 64, dtype::c64},         {5, 128, dtype::c128},
      {6, 8, dtype::boolean},  {10, 8, dtype::f8_e4m3fn},   {11, 8, dtype::f8_e4m3fnuz},
      {12, 8, dtype::f8_e5m2}, {13, 8, dtype::f8_e5m2fnuz}, {14, 8, dtype::f8_e8m0},
      {15, 6, dtype::f6_e2m3}, {16, 6, dtype::f6_e3m2},     {17, 4, dtype::f4_e2m1},
  };
  for (const row& r : rows)
    if (r.code == code && r.bits == bits) return r.type;
  return std::nullopt;
}

/// True for memory that the processor reads directly: ordinary, or pinned by CUDA or ROCm.
[[nodiscard]] constexpr bool is_host_memory(int device_type) noexcept {
  return device_type == 1 || device_type == 3 || device_type == 11;
}

} // namespace dlpack

namespace detail {

/// Copies shape and strides after checking each. A stride along an axis of one element or none
/// leads nowhere: producers leave anything there, and it becomes 0.
template <class DlTensor>
[[nodiscard]] result<void> copy_dlpack_shape(const DlTensor& from, shaped_view& to) {
  const std::string who = "tensor '" + to.name + "' ";
  std::uint64_t reachable = 1;
  if (from.ndim > 0 && from.shape == nullptr)
    return error{errc::bad_argument, who + "has axes but no shape", fault::shape};
  for (std::int32_t axis = 0; axis < from.ndim; ++axis) {
    const std::int64_t extent = from.shape[axis];
    if (extent < 0) return error{errc::bad_argument, who + "has a negative extent", fault::shape};
    const auto count = static_cast<std::uint64_t>(extent);
    if (count != 0 && reachable > UINT64_MAX / count)
      return error{errc::bad_argument, who + "has too many elements", fault::overflow};
    reachable *= count;
    to.shape.push_back(count);
    if (from.strides == nullptr) continue;
    if (count > 1 && from.strides[axis] < 0)
      return error{errc::unsupported, who + "has a negative stride", fault::shape};
    to.strides.push_back(count > 1 ? from.strides[axis] : 0);
  }
  return {};
}

} // namespace detail

/// A managed DLPack tensor, plain or versioned, as a tensor that borrows its elements: the caller
/// keeps it alive and calls its deleter afterwards. \returns `unsupported` for memory of a device,
/// types without a counterpart, vector lanes, padded sub-byte elements, negative strides (but along
/// axes of one element) and major versions above 1; `bad_argument` for an inconsistent shape.
template <class Managed>
[[nodiscard]] result<shaped_view> view_of_dlpack(std::string name, const Managed& managed) {
  shaped_view view;
  view.name = std::move(name);
  const std::string who = "tensor '" + view.name + "' ";
  bool padded = false;
  if constexpr (requires { managed.version; }) {
    if (managed.version.major > dlpack::newest_major_version)
      return error{errc::unsupported, who + "has a newer DLPack version", fault::version};
    padded = (managed.flags & dlpack::flag_sub_byte_padded) != 0;
  }
  const auto& tensor = managed.dl_tensor;
  if (!dlpack::is_host_memory(static_cast<int>(tensor.device.device_type)))
    return error{errc::unsupported, who + "is in device memory: copy it to the CPU first"};
  const auto type = dlpack::dtype_of(tensor.dtype.code, tensor.dtype.bits);
  if (!type || tensor.dtype.lanes != 1 || (padded && !is_byte_sized(*type)))
    return error{errc::unsupported,
                 who + "has an element type that is not read (code " +
                     std::to_string(tensor.dtype.code) + ", " + std::to_string(tensor.dtype.bits) +
                     " bits, " + std::to_string(tensor.dtype.lanes) + " lanes" +
                     (padded ? ", padded)" : ")"),
                 fault::dtype};
  if (tensor.ndim < 0 || tensor.ndim > static_cast<std::int32_t>(max_rank))
    return error{errc::bad_argument, who + "has an impossible rank", fault::shape};
  view.type = *type;
  if (auto copied = detail::copy_dlpack_shape(tensor, view); !copied)
    return std::move(copied).error();
  view.data = static_cast<const std::byte*>(tensor.data);
  if (view.data != nullptr)
    view.data += tensor.byte_offset;
  else if (element_count(view) != 0)
    return error{errc::bad_argument, who + "has no elements at its address"};
  return view;
}

} // namespace weightkin
