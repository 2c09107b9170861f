#pragma once

#include <memory>
#include <string>
#include <utility>

#include <weightkin.h>
#include <weightkin/interop/dlpack.hpp>

namespace weightkin::capi {

/// Gives a managed tensor back to whom it came from. A deleter written in C++ may throw; whoever
/// closes a handle has no use for that.
struct managed_deleter {
  template <class Managed>
  void operator()(Managed* managed) const noexcept {
    if (managed->deleter == nullptr) return;
    try {
      managed->deleter(managed);
    } catch (...) { // NOLINT(bugprone-empty-catch): the memory is its owner's, not ours
    }
  }
};

/// A managed tensor that is ours: one of both.
struct handed_tensor {
  std::unique_ptr<dlpack::managed_tensor, managed_deleter> managed;
  std::unique_ptr<dlpack::managed_tensor_versioned, managed_deleter> versioned;
};

inline dlpack::managed_tensor* plain(const wkin_dlpack_tensor& tensor) {
  return reinterpret_cast<dlpack::managed_tensor*>(tensor.managed);
}
inline dlpack::managed_tensor_versioned* versioned(const wkin_dlpack_tensor& tensor) {
  return reinterpret_cast<dlpack::managed_tensor_versioned*>(tensor.versioned);
}

/// The tensor as one that borrows its elements.
inline result<shaped_view> viewed(std::string name, const wkin_dlpack_tensor& tensor) {
  if ((tensor.managed == nullptr) == (tensor.versioned == nullptr))
    return error{errc::bad_argument,
                 "tensor '" + name + "' needs either a managed or a versioned tensor"};
  if (tensor.managed != nullptr) return view_of_dlpack(std::move(name), *plain(tensor));
  return view_of_dlpack(std::move(name), *versioned(tensor));
}

} // namespace weightkin::capi
