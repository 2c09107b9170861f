#include "reader/pickle/pickle_engine.hpp"

namespace weightkin::detail {
namespace {

using kind = pickle_kind;

} // namespace

bool pickle_engine::counted_tuple(opcode code) {
  const std::size_t count = code == 0x85 ? 1 : code == 0x86 ? 2 : 3;
  if (!need(count)) return false;
  const std::size_t first = stack_.size() - count;
  const pickle_index made = context_.values.tuple(above(first));
  drop(first);
  return push(made);
}

bool pickle_engine::marked_container(opcode code) {
  std::size_t first = 0;
  if (!unmark(first)) return false;
  pickle_values& values = context_.values;
  pickle_index made = no_value;
  if (code == 't') {
    made = values.tuple(above(first));
  } else {
    made = values.container(code == 'd' ? kind::dict : code == 'l' ? kind::list : kind::set);
    if (made == no_value || !append_to(made, above(first), code == 'd'))
      return context_.failure.has_value() ? false : push(no_value);
  }
  drop(first);
  return push(made);
}

bool pickle_engine::check_keys(std::span<const pickle_index> pairs) {
  if (pairs.size() % 2 != 0) return malformed("a key without its value");
  for (std::size_t index = 0; index < pairs.size(); index += 2) {
    const kind key = context_.values.kind(pairs[index]);
    if (key == kind::list || key == kind::dict || key == kind::set || key == kind::tensor)
      return malformed("a dict key that Python cannot hash");
  }
  return true;
}

/// Adds to a list, set or dict, or to an opaque object, whose class may be derived from one.
bool pickle_engine::append_to(pickle_index target, std::span<const pickle_index> items,
                              bool pairs) {
  pickle_values& values = context_.values;
  if (pairs && !check_keys(items)) return false;
  if (values.kind(target) == kind::object) {
    const pickle_object& object = values.object_of(target);
    if (values.global_of(object.type).role != pickle_role::opaque)
      return malformed("items are added to an object that holds none");
    pickle_index inner = pairs ? object.entries : object.elements;
    if (inner == no_value) {
      inner = values.container(pairs ? kind::dict : kind::list);
      if (inner == no_value) return push(no_value);
      (pairs ? values.object_of(target).entries : values.object_of(target).elements) = inner;
    }
    target = inner;
  }
  return values.append(target, items) || push(no_value);
}

/// Finds what items are added to: below the mark, or, for the opcodes that add one, below `single`.
bool pickle_engine::find_target(bool one, std::size_t single, std::size_t& first) {
  if (!one) {
    if (!unmark(first)) return false;
    // The target must belong to the frame that the mark closed.
    return first > (marks_.empty() ? 0 : marks_.back()) || malformed("nothing to add items to");
  }
  if (!need(single + 1)) return false;
  first = stack_.size() - single;
  return true;
}

bool pickle_engine::append(opcode code) {
  std::size_t first = 0;
  if (!find_target(code == 'a', 1, first)) return false;
  const pickle_index target = stack_[first - 1];
  const kind wanted = code == 0x90 ? kind::set : kind::list;
  const kind found = context_.values.kind(target);
  if (found != wanted && found != kind::object)
    return malformed(code == 0x90 ? "ADDITEMS on something that is not a set"
                                  : "APPEND on something that is not a list");
  if (!append_to(target, above(first), false)) return false;
  drop(first);
  return true;
}

bool pickle_engine::set_items(opcode code) {
  std::size_t first = 0;
  if (!find_target(code == 's', 2, first)) return false;
  const pickle_index target = stack_[first - 1];
  const kind found = context_.values.kind(target);
  if (found != kind::dict && found != kind::object)
    return malformed("SETITEM on something that is not a dict");
  if (!append_to(target, above(first), true)) return false;
  drop(first);
  return true;
}

} // namespace weightkin::detail
