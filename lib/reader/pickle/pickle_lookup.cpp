#include "reader/pickle/pickle_lookup.hpp"

#include <weightkin/core/tensor_view.hpp>

namespace weightkin {
namespace {

using kind = pickle_kind;

constexpr std::uint32_t most_attributes = 16;

} // namespace

pickle_index find_key(const pickle_values& values, pickle_index dict, std::string_view key) {
  pickle_index found = no_value;
  if (dict == no_value || values.kind(dict) != kind::dict) return found;
  for (pickle_values::cursor at(values, dict); !at.at_end();) {
    const pickle_index name = at.next(values);
    const pickle_index value = at.next(values);
    if (values.kind(name) == kind::text && values.text_of(name) == key) found = value;
  }
  return found;
}

pickle_index find_attribute(const pickle_values& values, pickle_index object,
                            std::string_view name) {
  if (object == no_value || values.kind(object) != kind::object) return no_value;
  const pickle_index state = values.object_of(object).state;
  if (state == no_value || values.kind(state) != kind::dict ||
      values.count_of(state) > 2 * most_attributes)
    return no_value;
  return find_key(values, state, name);
}

bool is_instance(const pickle_values& values, pickle_index value, std::string_view name) {
  if (value == no_value || values.kind(value) != kind::object) return false;
  const std::string_view full = values.text_of(values.object_of(value).type);
  return full.ends_with(name) && full.size() > name.size() &&
         full[full.size() - name.size() - 1] == ' ';
}

std::optional<std::vector<std::int64_t>> small_integers(const pickle_values& values,
                                                        pickle_index value) {
  if (value == no_value ||
      (values.kind(value) != kind::tuple && values.kind(value) != kind::list) ||
      values.count_of(value) > max_rank)
    return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (pickle_values::cursor at(values, value); !at.at_end();) {
    const pickle_index item = at.next(values);
    if (values.kind(item) != kind::integer) return std::nullopt;
    numbers.push_back(values.integer_of(item));
  }
  return numbers;
}

std::optional<std::int64_t> integer_at(const pickle_values& values, pickle_index value) {
  if (value == no_value || values.kind(value) != kind::integer) return std::nullopt;
  return values.integer_of(value);
}

} // namespace weightkin
