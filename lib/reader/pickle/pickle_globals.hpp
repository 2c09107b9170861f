#pragma once

#include <optional>
#include <string_view>

#include <weightkin/core/dtype.hpp>

namespace weightkin {

/// What a named class or function means to us. The names are a closed list; nothing is ever
/// imported or called.
enum class pickle_role : std::uint8_t {
  opaque,         ///< any other name, in lenient mode only
  constant,       ///< a value: memory formats, layouts, quantisation schemes, type names
  dtype_constant, ///< torch.float32...
  ordered_dict,
  counter,
  default_dict,
  set_type,
  byte_array,
  plain_type, ///< complex, int, slice...: calls give inert objects
  inert_class,
  enumeration,   ///< an inert class whose members may be asked for by getattr
  member_of,     ///< getattr itself, where enumerations are expected
  script_class,  ///< a class of the TorchScript archive itself
  same_as_first, ///< TorchScript's list builders and type tags: the first argument
  storage_class, ///< typed
  untyped_storage_class,
  size_type,
  device_type,
  layout_of,
  encode,
  numpy_reconstruct,
  numpy_scalar,
  numpy_array,
  numpy_dtype,
  rebuild_tensor,
  rebuild_tensor_v2,
  rebuild_tensor_v3,
  rebuild_parameter,
  rebuild_parameter_with_state,
  rebuild_from_type_v2,
  rebuild_quantised,
  rebuild_sparse,
  rebuild_without_data, ///< meta tensors, wrapper subclasses, arrays of other devices
  parameter_class,
};

struct pickle_global {
  pickle_role role = pickle_role::opaque;
  dtype type = dtype::u8; ///< of a storage class or dtype constant
  bool readable = true;   ///< false when elements of `type` cannot be read one by one
};

/// Looks `module`.`name` up in the closed list, by exact bytes.
[[nodiscard]] std::optional<pickle_global> find_pickle_global(std::string_view module,
                                                              std::string_view name) noexcept;

} // namespace weightkin
