#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace weightkin::detail {

/// Leaves what a vector grows by as it is: for memory that is written before it is read, and large
/// enough for setting it to 0 to be noticed.
template <class Type>
struct unset_allocator : std::allocator<Type> {
  template <class Other>
  struct rebind {
    using other = unset_allocator<Other>;
  };

  void construct(Type* at) noexcept { ::new (static_cast<void*>(at)) Type; }
  template <class... Arguments>
  void construct(Type* at, Arguments&&... arguments) {
    ::new (static_cast<void*>(at)) Type(std::forward<Arguments>(arguments)...);
  }
};

template <class Type>
using unset_vector = std::vector<Type, unset_allocator<Type>>;

} // namespace weightkin::detail
