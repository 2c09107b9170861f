#pragma once

#include <optional>
#include <string_view>

#include <weightkin/core/dtype.hpp>

namespace weightkin {

/// A number type as NumPy describes it.
struct numpy_type {
  dtype type = dtype::f32;
  bool big_endian = false; ///< never for one-byte types, which have no order
};

/// The type of a type string: an order mark or none, then kind and size ("<f4", "|u1").
[[nodiscard]] std::optional<numpy_type> numpy_type_of(std::string_view descr) noexcept;

/// True for the type string of Python objects, whose array data is a pickle.
[[nodiscard]] bool names_numpy_objects(std::string_view descr) noexcept;

/// The type called `name` ("float32"), with the types that JAX adds to NumPy ("bfloat16").
[[nodiscard]] std::optional<dtype> numpy_type_named(std::string_view name) noexcept;

} // namespace weightkin
