#pragma once

/// xtensor containers as tensors and back, without copying. Opt-in: include xtensor's path.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

// Newer releases sorted their headers into folders.
#if __has_include(<xtensor/containers/xadapt.hpp>)
#include <xtensor/containers/xadapt.hpp>
#else
#include <xtensor/xadapt.hpp>
#endif

#include <weightkin/interop/element_type.hpp>
#include <weightkin/interop/shaped_view.hpp>

namespace weightkin {
namespace detail {

template <class Element>
[[nodiscard]] auto adapt_to_xtensor(const Element* data, std::size_t span,
                                    const xt::dynamic_shape<std::size_t>& shape,
                                    const xt::dynamic_shape<std::ptrdiff_t>& strides) {
  return xt::adapt(data, span, xt::no_ownership(), shape, strides);
}

} // namespace detail

/// A tensor's elements as an xtensor expression of any rank, strides included.
template <stored_element Element>
using xtensor_map = decltype(detail::adapt_to_xtensor<Element>(nullptr, 0, {}, {}));

/// `view` in place, whatever its strides. \returns `bad_argument` for another dtype, `unsupported`
/// for unaligned or not addressable elements.
template <stored_element Element>
[[nodiscard]] result<xtensor_map<Element>> map_as_xtensor(const tensor_view& view) {
  auto data = detail::elements_in_place<Element>(view, element_type_v<Element>);
  if (!data) return std::move(data).error();
  const std::size_t rank = view.shape.size();
  xt::dynamic_shape<std::size_t> shape(view.shape.begin(), view.shape.end());
  xt::dynamic_shape<std::ptrdiff_t> strides(rank);
  std::ptrdiff_t packed = 1;
  std::size_t span = element_count(view) == 0 ? 0 : 1; // elements up to the last one reached
  for (std::size_t axis = rank; axis-- > 0;) {
    strides[axis] = view.strides.empty() ? packed : view.strides[axis];
    packed *= static_cast<std::ptrdiff_t>(shape[axis]);
    if (span != 0) span += (shape[axis] - 1) * static_cast<std::size_t>(strides[axis]);
  }
  return detail::adapt_to_xtensor<Element>(*data, span, shape, strides);
}

/// An xtensor container, adaptor or strided view as a tensor that borrows its elements.
/// \pre `container` outlives the view. \returns `unsupported` when it runs backwards along an axis.
template <class Container>
requires requires(const Container& c) {
  c.data();
  c.data_offset();
  c.strides();
}
[[nodiscard]] result<shaped_view> view_of_xtensor(std::string name, const Container& container) {
  using element = std::remove_cv_t<typename Container::value_type>;
  shaped_view view;
  view.type = element_type_v<element>;
  view.shape.assign(container.shape().begin(), container.shape().end());
  view.strides.assign(container.strides().begin(), container.strides().end());
  if (std::any_of(view.strides.begin(), view.strides.end(), [](auto stride) { return stride < 0; }))
    return error{errc::unsupported, "tensor '" + name + "' has a negative stride"};
  view.name = std::move(name);
  view.data = reinterpret_cast<const std::byte*>(container.data() + container.data_offset());
  return view;
}

/// A container that is about to go away cannot be borrowed from.
template <class Container>
requires(!std::is_lvalue_reference_v<Container>) result<shaped_view> view_of_xtensor(
    std::string name, Container&& container)
= delete;

} // namespace weightkin
