#include "reader/pickle/pickle_calls.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "reader/pickle/pickle_literals.hpp"

namespace weightkin::detail {
namespace {

using role = pickle_role;
using kind = pickle_kind;
using items = std::span<const pickle_index>;

/// No function of the closed list takes more; a longer tuple is not even copied.
constexpr std::size_t most_arguments = 16;

bool is_sequence(const pickle_values& values, pickle_index value) {
  const kind found = values.kind(value);
  return found == kind::list || found == kind::tuple || found == kind::set;
}

std::vector<pickle_index> items_of(const pickle_values& values, pickle_index container) {
  std::vector<pickle_index> found;
  for (pickle_values::cursor at(values, container); !at.at_end();)
    found.push_back(at.next(values));
  return found;
}

/// Keys and values, alternating, of a dict or of a sequence of pairs; false for anything else.
bool flatten_pairs(const pickle_values& values, pickle_index source,
                   std::vector<pickle_index>& pairs) {
  if (values.kind(source) == kind::dict) {
    pairs = items_of(values, source);
    return true;
  }
  if (!is_sequence(values, source)) return false;
  for (const pickle_index pair : items_of(values, source)) {
    if (!is_sequence(values, pair) || values.count_of(pair) != 2) return false;
    for (pickle_values::cursor at(values, pair); !at.at_end();)
      pairs.push_back(at.next(values));
  }
  return true;
}

/// OrderedDict and its relatives: empty or from `source`.
pickle_index make_dict(pickle_context& context, items source) {
  std::vector<pickle_index> pairs;
  if (source.size() > 1 || (source.size() == 1 && !flatten_pairs(context.values, source[0], pairs)))
    return context.refuse(fault::pickle_malformed, "a dict is made from something else than pairs");
  const pickle_index made = context.made(context.values.container(kind::dict, true));
  if (made == no_value) return no_value;
  return context.values.append(made, pairs) ? made : context.made(no_value);
}

pickle_index make_default_dict(pickle_context& context, items args) {
  if (!args.empty() && context.values.kind(args[0]) != kind::global &&
      context.values.kind(args[0]) != kind::none)
    return context.refuse(fault::pickle_malformed, "defaultdict needs a class that makes defaults");
  return make_dict(context, args.empty() ? args : args.subspan(1));
}

pickle_index make_set(pickle_context& context, items args) {
  if (args.size() > 1 || (args.size() == 1 && !is_sequence(context.values, args[0])))
    return context.refuse(fault::pickle_malformed, "a set is made from something else than a list");
  const pickle_index made = context.made(context.values.container(kind::set));
  if (made == no_value || args.empty()) return made;
  const std::vector<pickle_index> members = items_of(context.values, args[0]);
  return context.values.append(made, members) ? made : context.made(no_value);
}

/// `_codecs.encode(text, 'latin1')`, how old protocols write bytes.
pickle_index encode_latin1(pickle_context& context, items args) {
  const pickle_values& values = context.values;
  const bool located =
      !args.empty() && values.kind(args[0]) == kind::located && values.located_of(args[0]).text;
  if (args.size() != 2 || (!located && values.kind(args[0]) != kind::text) ||
      values.kind(args[1]) != kind::text ||
      (values.text_of(args[1]) != "latin1" && values.text_of(args[1]) != "latin-1"))
    return context.refuse(fault::pickle_global, "only text in latin1 may be encoded");
  if (located) {
    const pickle_located& text = values.located_of(args[0]);
    return context.made(context.values.located({text.offset, text.length, false, true}));
  }
  const auto bytes = latin1_bytes(values.text_of(args[0]));
  if (!bytes) return context.refuse(fault::encoding, "text does not fit latin1");
  return context.made(context.values.text(kind::bytes, *bytes));
}

pickle_index make_byte_array(pickle_context& context, items args) {
  if (args.empty()) return context.made(context.values.text(kind::bytes, {}));
  if (args.size() == 2) return encode_latin1(context, args);
  if (args.size() == 1 && context.values.kind(args[0]) == kind::bytes) return args[0];
  if (args.size() == 1 && context.values.kind(args[0]) == kind::integer)
    return context.refuse(fault::limit, "bytearray of a mere length");
  return context.refuse(fault::pickle_malformed, "bytearray needs bytes");
}

pickle_index make_object(pickle_context& context, pickle_index type, pickle_index args) {
  pickle_object made;
  made.type = type;
  made.args = args;
  return context.made(context.values.object(made));
}

/// numpy's `_reconstruct(ndarray, (0,), b'b')`; the array itself comes with BUILD.
pickle_index reconstruct_array(pickle_context& context, items args) {
  const pickle_values& values = context.values;
  if (args.size() != 3 || values.kind(args[0]) != kind::global ||
      values.global_of(args[0]).role != role::numpy_array || values.kind(args[1]) != kind::tuple)
    return context.refuse(fault::pickle_global, "numpy may reconstruct plain arrays only");
  return make_object(context, args[0], values.nothing());
}

pickle_index first_of(pickle_context& context, items args) {
  if (args.empty()) return context.refuse(fault::pickle_malformed, "call without arguments");
  return args[0];
}

pickle_index size_of(pickle_context& context, items args) {
  if (args.size() != 1 || !is_sequence(context.values, args[0]))
    return context.refuse(fault::pickle_malformed, "torch.Size needs one tuple");
  return args[0];
}

/// getattr(enumeration, name): which member it is matters to nobody here.
pickle_index member_of(pickle_context& context, items args) {
  const pickle_values& values = context.values;
  if (args.size() != 2 || values.kind(args[0]) != kind::global ||
      values.global_of(args[0]).role != role::enumeration || values.kind(args[1]) != kind::text)
    return context.refuse(fault::pickle_global,
                          "getattr of something else than a known enumeration");
  return make_object(context, args[0], values.nothing());
}

/// Calls that are remembered with their arguments instead of being evaluated.
bool is_kept_whole(role called) {
  return called == role::opaque || called == role::plain_type || called == role::inert_class ||
         called == role::enumeration || called == role::script_class;
}

bool is_callable(role called) {
  return called != role::constant && called != role::dtype_constant &&
         called != role::storage_class && called != role::untyped_storage_class &&
         called != role::numpy_array;
}

} // namespace

pickle_index evaluate_call(pickle_context& context, pickle_index function, pickle_index args) {
  pickle_values& values = context.values;
  if (values.kind(function) != kind::global || !is_callable(values.global_of(function).role))
    return context.refuse(fault::pickle_malformed, "REDUCE of something that is not a function");
  if (values.kind(args) != kind::tuple)
    return context.refuse(fault::pickle_malformed, "REDUCE without a tuple of arguments");
  const role called = values.global_of(function).role;
  const items borrowed = values.tuple_of(args);
  if (borrowed.size() > most_arguments) {
    if (is_kept_whole(called)) return make_object(context, function, args);
    return context.refuse(fault::pickle_malformed, "call with too many arguments");
  }
  // A copy: what the call adds to the arena moves the original.
  std::array<pickle_index, most_arguments> copied{};
  std::copy(borrowed.begin(), borrowed.end(), copied.begin());
  const items given(copied.data(), borrowed.size());
  switch (called) {
  case role::ordered_dict:
  case role::counter: return make_dict(context, given);
  case role::default_dict: return make_default_dict(context, given);
  case role::set_type: return make_set(context, given);
  case role::byte_array: return make_byte_array(context, given);
  case role::encode: return encode_latin1(context, given);
  case role::same_as_first: return first_of(context, given);
  case role::size_type: return size_of(context, given);
  case role::member_of: return member_of(context, given);
  case role::numpy_reconstruct: return reconstruct_array(context, given);
  case role::rebuild_tensor:
  case role::rebuild_tensor_v2:
  case role::rebuild_tensor_v3:
  case role::rebuild_parameter:
  case role::rebuild_parameter_with_state:
  case role::rebuild_from_type_v2:
  case role::rebuild_quantised:
  case role::rebuild_sparse:
  case role::rebuild_without_data:
  case role::parameter_class: return evaluate_rebuild(context, called, given);
  default: return make_object(context, function, args);
  }
}

pickle_index evaluate_instance(pickle_context& context, pickle_index type, pickle_index args) {
  const pickle_values& values = context.values;
  if (values.kind(type) != kind::global)
    return context.refuse(fault::pickle_malformed, "NEWOBJ of something that is not a class");
  switch (values.global_of(type).role) {
  case role::opaque:
  case role::inert_class:
  case role::script_class:
  case role::numpy_dtype:
  case role::ordered_dict:
  case role::counter:
  case role::default_dict:
  case role::parameter_class: return evaluate_call(context, type, args);
  default: return context.refuse(fault::pickle_malformed, "NEWOBJ of a class that is not made so");
  }
}

bool evaluate_build(pickle_context& context, pickle_index target, pickle_index state) {
  pickle_values& values = context.values;
  const kind state_kind = values.kind(state);
  const bool attributes =
      state_kind == kind::dict || state_kind == kind::tuple || state_kind == kind::none;
  if (values.kind(target) == kind::tensor && attributes) return true;
  if (values.is_ordered_dict(target) && state_kind == kind::dict) return true;
  if (values.kind(target) != kind::object)
    return context.fail(fault::pickle_malformed, "BUILD on a value that takes no such state");
  pickle_object& object = values.object_of(target);
  const role type = values.global_of(object.type).role;
  const bool takes_any =
      type == role::opaque || type == role::inert_class || type == role::script_class;
  const bool takes_tuple = type == role::numpy_array || type == role::numpy_dtype;
  if (!takes_any && !(takes_tuple && state_kind == kind::tuple))
    return context.fail(fault::pickle_malformed, "BUILD on a value that takes no such state");
  if (object.state != no_value)
    return context.fail(fault::pickle_malformed, "BUILD for the second time");
  object.state = state;
  return true;
}

} // namespace weightkin::detail
