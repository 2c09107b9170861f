#pragma once

/// Eigen matrices and vectors as tensors and back, without copying. Opt-in: include Eigen's path.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <Eigen/Core>

#include <weightkin/interop/element_type.hpp>
#include <weightkin/interop/shaped_view.hpp>

namespace weightkin {

/// `Eigen::half` in memory.
template <>
struct element_type<Eigen::half> {
  static constexpr dtype value = dtype::f16; ///< what it is stored as
};
/// `Eigen::bfloat16` in memory.
template <>
struct element_type<Eigen::bfloat16> {
  static constexpr dtype value = dtype::bf16; ///< what it is stored as
};

/// A tensor's elements as an Eigen matrix: rows slowest, as tensors are stored.
template <stored_element Scalar>
using eigen_map =
    Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// `view` in place: a matrix as it is, a vector as one column, a higher rank as its first axis by
/// all others. \pre C order. \returns `bad_argument` for another dtype or a scalar, `unsupported`
/// for strided, unaligned or not addressable elements.
template <stored_element Scalar>
[[nodiscard]] result<eigen_map<Scalar>> map_as_eigen(const tensor_view& view) {
  auto data = detail::elements_in_place<Scalar>(view, element_type_v<Scalar>);
  if (!data) return std::move(data).error();
  const std::string who = "tensor '" + std::string(view.name) + "' ";
  if (view.shape.empty()) return error{errc::bad_argument, who + "is a scalar", fault::shape};
  const std::uint64_t count = element_count(view);
  if (count != 0 && !is_contiguous(view))
    return error{errc::unsupported, who + "is not in C order"};
  std::uint64_t columns = 1;
  for (const std::uint64_t extent : view.shape.subspan(1))
    columns *= extent;
  return eigen_map<Scalar>(*data, static_cast<Eigen::Index>(view.shape.front()),
                           static_cast<Eigen::Index>(columns));
}

/// An Eigen matrix, vector, map or block as a tensor that borrows its elements. A vector has rank
/// 1. \pre `matrix` has memory of its own layout (not a sum or a product) and outlives the view.
template <class Derived>
[[nodiscard]] shaped_view view_of_eigen(std::string name, const Eigen::DenseBase<Derived>& matrix) {
  static_assert((Derived::Flags & Eigen::DirectAccessBit) != 0,
                "an expression has no elements to borrow: evaluate it into a matrix first");
  const Derived& stored = matrix.derived();
  shaped_view view;
  view.name = std::move(name);
  view.type = element_type_v<typename Derived::Scalar>;
  if constexpr (Derived::IsVectorAtCompileTime) {
    view.shape = {static_cast<std::uint64_t>(stored.size())};
    view.strides = {stored.innerStride()};
  } else {
    view.shape = {static_cast<std::uint64_t>(stored.rows()),
                  static_cast<std::uint64_t>(stored.cols())};
    view.strides = {stored.rowStride(), stored.colStride()};
  }
  view.data = reinterpret_cast<const std::byte*>(stored.data());
  return view;
}

/// A matrix that is about to go away cannot be borrowed from.
template <class Derived>
shaped_view view_of_eigen(std::string name, Eigen::PlainObjectBase<Derived>&& matrix) = delete;

} // namespace weightkin
