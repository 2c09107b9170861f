#include <weightkin/core/tensor_view.hpp>

#include "reader/pickle/pickle_calls.hpp"

namespace weightkin::detail {
namespace {

using role = pickle_role;
using kind = pickle_kind;
using items = std::span<const pickle_index>;

pickle_index malformed(pickle_context& context, std::string_view what) {
  return context.refuse(fault::pickle_malformed, what);
}

/// A tensor that is somewhere else or something else than stored elements; reported by name later.
pickle_index unreadable_tensor(pickle_context& context, const char* reason) {
  pickle_tensor made;
  made.unreadable = reason;
  made.at = context.at;
  return context.made(context.values.tensor(made));
}

/// True when `value` is a tuple or list of 64-bit integers; records the error otherwise.
bool check_integers(pickle_context& context, pickle_index value) {
  const pickle_values& values = context.values;
  if (values.kind(value) != kind::tuple && values.kind(value) != kind::list)
    return context.fail(fault::pickle_malformed, "a tensor's size or stride is not a tuple");
  if (values.count_of(value) > max_rank)
    return context.fail(fault::limit, "a tensor has more than 64 axes");
  for (pickle_values::cursor at(values, value); !at.at_end();) {
    const kind item = values.kind(at.next(values));
    if (item == kind::big_integer)
      return context.fail(fault::overflow, "a tensor's size or stride exceeds 64 bits");
    if (item != kind::integer)
      return context.fail(fault::pickle_malformed, "a tensor's size or stride holds no integers");
  }
  return true;
}

/// Torch writes at most two entries; a longer dict is not searched for every tensor that names it.
constexpr std::uint32_t most_metadata_items = 16;

bool check_metadata(pickle_context& context, pickle_index metadata) {
  const pickle_values& values = context.values;
  if (metadata == no_value || values.kind(metadata) == kind::none) return true;
  if (values.kind(metadata) == kind::dict && values.count_of(metadata) <= most_metadata_items)
    return true;
  return context.fail(fault::pickle_malformed, "a tensor's metadata is not a small dict");
}

bool is_set(const pickle_values& values, pickle_index metadata, std::string_view bit) {
  if (metadata == no_value || values.kind(metadata) != kind::dict) return false;
  for (pickle_values::cursor at(values, metadata); !at.at_end();) {
    const pickle_index key = at.next(values);
    const pickle_index value = at.next(values);
    if (values.kind(key) == kind::text && values.text_of(key) == bit && value != values.none() &&
        value != values.boolean(false))
      return true;
  }
  return false;
}

/// Fills the element type in: from argument 7 of version 3, else from the storage's class.
bool set_element_type(pickle_context& context, pickle_tensor& tensor, pickle_index explicit_type) {
  const pickle_values& values = context.values;
  const pickle_storage& storage = values.storage_of(tensor.storage);
  tensor.type = storage.type;
  bool readable = storage.readable;
  if (explicit_type != no_value) {
    if (values.kind(explicit_type) != kind::global ||
        values.global_of(explicit_type).role != role::dtype_constant)
      return context.fail(fault::pickle_malformed, "a tensor's dtype is not one");
    tensor.type = values.global_of(explicit_type).type;
    readable = values.global_of(explicit_type).readable;
  } else if (storage.untyped) {
    return context.fail(fault::pickle_malformed, "a tensor over an untyped storage has no dtype");
  }
  if (!readable) tensor.unreadable = "has a packed or quantised element type";
  return true;
}

/// What every tensor's arguments begin with: (storage, offset, size, stride).
bool read_strided(pickle_context& context, items args, pickle_tensor& made) {
  const pickle_values& values = context.values;
  if (values.kind(args[0]) != kind::storage)
    return context.fail(fault::pickle_malformed,
                        "a tensor is rebuilt from something else than a storage");
  if (values.kind(args[1]) == kind::big_integer)
    return context.fail(fault::overflow, "a tensor's offset exceeds 64 bits");
  if (values.kind(args[1]) != kind::integer)
    return context.fail(fault::pickle_malformed, "a tensor's offset is not an integer");
  if (!check_integers(context, args[2]) || !check_integers(context, args[3])) return false;
  made.storage = args[0];
  made.offset = values.integer_of(args[1]);
  made.size = args[2];
  made.stride = args[3];
  made.at = context.at;
  return true;
}

/// (storage, offset, size, stride[, requires_grad, hooks[, dtype][, metadata]])
pickle_index rebuild_strided(pickle_context& context, role version, items args) {
  const pickle_values& values = context.values;
  const std::size_t dtype_args = version == role::rebuild_tensor_v3 ? 1 : 0;
  const std::size_t least = version == role::rebuild_tensor ? 4 : 6 + dtype_args;
  const std::size_t most = version == role::rebuild_tensor ? 4 : least + 1;
  if (args.size() < least || args.size() > most)
    return malformed(context, "a tensor is rebuilt from the wrong number of arguments");
  pickle_tensor made;
  if (!read_strided(context, args, made)) return no_value;
  if (!set_element_type(context, made, dtype_args != 0 ? args[6] : no_value)) return no_value;
  const pickle_index metadata = args.size() == most && most > 4 ? args[most - 1] : no_value;
  if (!check_metadata(context, metadata)) return no_value;
  if (is_set(values, metadata, "conj")) made.unreadable = "is a lazily conjugated view";
  if (is_set(values, metadata, "neg")) made.unreadable = "is a lazily negated view";
  return context.made(context.values.tensor(made));
}

/// Whether `quantiser` says what the integers stand for in one of the two ways that are read.
bool is_affine(const pickle_values& values, pickle_index quantiser) {
  if (values.kind(quantiser) != kind::tuple || values.count_of(quantiser) < 3) return false;
  const items parts = values.tuple_of(quantiser);
  if (values.kind(parts[0]) != kind::global || values.global_of(parts[0]).role != role::constant)
    return false;
  const std::string_view scheme = values.text_of(parts[0]);
  if (scheme == "torch per_tensor_affine")
    return parts.size() == 3 && values.kind(parts[1]) == kind::real &&
           values.kind(parts[2]) == kind::integer;
  return scheme.starts_with("torch per_channel_affine") && parts.size() == 4 &&
         values.kind(parts[1]) == kind::tensor && values.kind(parts[2]) == kind::tensor &&
         values.kind(parts[3]) == kind::integer;
}

/// (storage, offset, size, stride, quantiser, requires_grad, hooks)
pickle_index rebuild_quantised(pickle_context& context, items args) {
  constexpr std::size_t most = 7;
  if (args.size() < 5 || args.size() > most)
    return malformed(context, "a tensor is rebuilt from the wrong number of arguments");
  if (!is_affine(context.values, args[4]))
    return unreadable_tensor(context, "is quantised by torch in a way of its own");
  pickle_tensor made;
  if (!read_strided(context, args, made) || !set_element_type(context, made, no_value))
    return no_value;
  made.quantiser = args[4];
  constexpr std::uint64_t bytes_when_placed = 2048; // its parts, each described on its own
  if (!context.values.charge(bytes_when_placed)) return context.made(no_value);
  return context.made(context.values.tensor(made));
}

/// A parameter is its tensor: what it adds (requires_grad, hooks, state) is not about elements.
pickle_index rebuild_parameter(pickle_context& context, items args, std::size_t least) {
  if (args.size() < least || context.values.kind(args[0]) != kind::tensor)
    return malformed(context, "a parameter is made of something else than a tensor");
  return args[0];
}

/// (function, type, arguments, state): function(*arguments), made an instance of type.
pickle_index rebuild_from_type(pickle_context& context, items args) {
  const pickle_values& values = context.values;
  if (args.size() != 4 || values.kind(args[0]) != kind::global ||
      values.kind(args[1]) != kind::global || values.kind(args[2]) != kind::tuple)
    return malformed(context, "_rebuild_from_type_v2 needs a function, a type and arguments");
  switch (values.global_of(args[0]).role) {
  case role::rebuild_tensor:
  case role::rebuild_tensor_v2:
  case role::rebuild_tensor_v3:
  case role::rebuild_parameter:
  case role::rebuild_parameter_with_state:
  case role::rebuild_quantised:
  case role::rebuild_sparse:
  case role::rebuild_without_data: return evaluate_call(context, args[0], args[2]);
  default: return malformed(context, "_rebuild_from_type_v2 calls no function that makes tensors");
  }
}

/// The storage part that an old file's view names, checked for kind.
bool read_view(pickle_context& context, pickle_index view, pickle_storage& storage) {
  const pickle_values& values = context.values;
  if (values.kind(view) == kind::none) return true;
  if (values.kind(view) != kind::tuple || values.count_of(view) != 3)
    return context.fail(fault::pickle_malformed, "a storage's view is not (key, offset, size)");
  const items parts = values.tuple_of(view);
  if (values.kind(parts[1]) != kind::integer || values.kind(parts[2]) != kind::integer)
    return context.fail(fault::pickle_malformed, "a storage's view is not (key, offset, size)");
  storage.view_offset = values.integer_of(parts[1]);
  storage.view_count = values.integer_of(parts[2]);
  if (storage.view_offset < 0 || storage.view_count < 0)
    return context.fail(fault::bounds, "a storage's view has a negative offset or size");
  return true;
}

/// ('module', class, file, source): whole models of old torch; the class is the value.
bool is_module_id(const pickle_values& values, items parts) {
  return parts.size() >= 2 && values.kind(parts[0]) == kind::text &&
         values.text_of(parts[0]) == "module" && values.kind(parts[1]) == kind::global;
}

} // namespace

pickle_index evaluate_rebuild(pickle_context& context, pickle_role role, items args) {
  switch (role) {
  case pickle_role::rebuild_tensor:
  case pickle_role::rebuild_tensor_v2:
  case pickle_role::rebuild_tensor_v3: return rebuild_strided(context, role, args);
  case pickle_role::rebuild_parameter: return rebuild_parameter(context, args, 3);
  case pickle_role::rebuild_parameter_with_state: return rebuild_parameter(context, args, 4);
  case pickle_role::parameter_class: return rebuild_parameter(context, args, 1);
  case pickle_role::rebuild_from_type_v2: return rebuild_from_type(context, args);
  case pickle_role::rebuild_quantised: return rebuild_quantised(context, args);
  case pickle_role::rebuild_sparse: return unreadable_tensor(context, "is sparse");
  default: return unreadable_tensor(context, "has no data of its own in this file");
  }
}

pickle_index evaluate_persistent_id(pickle_context& context, pickle_index id) {
  const pickle_values& values = context.values;
  if (!context.rules.torch_storages)
    return malformed(context, "a persistent id where no storage can be");
  if (values.kind(id) != kind::tuple) return malformed(context, "a persistent id is not a tuple");
  const items parts = values.tuple_of(id);
  if (is_module_id(values, parts)) return parts[1];
  if (parts.size() < 5 || parts.size() > 6 || values.kind(parts[0]) != kind::text ||
      values.text_of(parts[0]) != "storage" || values.kind(parts[1]) != kind::global)
    return malformed(context, "a persistent id names no storage");
  const pickle_global type = values.global_of(parts[1]);
  if (type.role != role::storage_class && type.role != role::untyped_storage_class)
    return malformed(context, "a persistent id names no storage class");
  if (values.kind(parts[2]) != kind::text)
    return malformed(context, "the key of a storage is not text");
  if (values.kind(parts[4]) == kind::big_integer)
    return context.refuse(fault::overflow, "the size of a storage exceeds 64 bits");
  if (values.kind(parts[4]) != kind::integer)
    return malformed(context, "the size of a storage is not an integer");
  pickle_storage storage;
  storage.key = parts[2];
  storage.count = values.integer_of(parts[4]);
  storage.type = type.type;
  storage.untyped = type.role == role::untyped_storage_class;
  storage.readable = type.readable;
  storage.at = context.at;
  if (storage.count < 0) return context.refuse(fault::bounds, "a storage has a negative size");
  if (parts.size() == 6 && !read_view(context, parts[5], storage)) return no_value;
  return context.made(context.values.storage(storage));
}

} // namespace weightkin::detail
