#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// A tensor_view that owns its name, shape and strides and borrows only the elements: what the
/// adapters from other libraries hand out. A `std::vector<shaped_view>` is a tensor_source.
struct shaped_view {
  std::string name;                  ///< unique within its model
  dtype type = dtype::f32;           ///< of every element
  std::vector<std::uint64_t> shape;  ///< slowest axis first; empty for a scalar
  std::vector<std::int64_t> strides; ///< in elements, >= 0; empty means C order
  const std::byte* data = nullptr;   ///< borrowed

  /// Borrowed from this object.
  operator tensor_view() const noexcept { // NOLINT(google-explicit-constructor): it is one
    tensor_view view;
    view.name = name;
    view.type = type;
    view.shape = shape;
    view.strides = strides;
    view.data = data;
    return view;
  }
};

namespace detail {

/// `view`'s address as elements of one C++ type, or why it cannot be used in place.
template <class Element>
[[nodiscard]] result<const Element*> elements_in_place(const tensor_view& view, dtype type) {
  const std::string who = "tensor '" + std::string(view.name) + "' ";
  if (view.type != type)
    return error{errc::bad_argument,
                 who + "is " + std::string(name_of(view.type)) + ", not " +
                     std::string(name_of(type)),
                 fault::dtype};
  if (view.source != nullptr) return error{errc::unsupported, who + "is not at an address"};
  if (view.data == nullptr && element_count(view) != 0)
    return error{errc::bad_argument, who + "has no elements"};
  if (reinterpret_cast<std::uintptr_t>(view.data) % alignof(Element) != 0)
    return error{errc::unsupported, who + "is not aligned to its elements", fault::alignment};
  return reinterpret_cast<const Element*>(view.data);
}

} // namespace detail
} // namespace weightkin
