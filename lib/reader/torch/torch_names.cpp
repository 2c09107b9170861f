#include "reader/torch/torch_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

using kind = pickle_kind;

/// The keys below which training scripts put the model.
constexpr std::array<std::string_view, 9> wrapper_keys{"state_dict", "model",  "model_state_dict",
                                                       "module",     "params", "params_ema",
                                                       "ema",        "net",    "generator"};

/// The keys, or parts of them, below which they put everything else.
constexpr std::array<std::string_view, 5> bookkeeping_keys{"amp", "args", "loops", "rng",
                                                           "callbacks"};
constexpr std::array<std::string_view, 6> bookkeeping_parts{"optim", "sched",  "scaler",
                                                            "rng_",  "random", "hyper_param"};

/// What an instance keeps its tensors in; these names are no part of a tensor's path in torch.
constexpr std::array<std::string_view, 3> module_tables{"_parameters", "_buffers", "_modules"};

/// A key may be shared by a million entries: a longer one is not copied into each path.
constexpr std::uint32_t longest_key = 1024;

template <std::size_t Count>
bool contains(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_bookkeeping(std::string_view key) {
  return contains(bookkeeping_keys, key) ||
         std::any_of(bookkeeping_parts.begin(), bookkeeping_parts.end(),
                     [&](auto part) { return key.find(part) != std::string_view::npos; });
}

std::string real_text(double value) {
  std::array<char, 32> buffer{};
  const auto [end, problem] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return problem == std::errc{} ? std::string(buffer.data(), end) : std::string("?");
}

/// The text of a plain value; false for anything else.
bool plain_text(const pickle_values& values, pickle_index value, std::string& out) {
  switch (values.kind(value)) {
  case kind::none: out = "None"; return true;
  case kind::boolean: out = values.truth_of(value) ? "True" : "False"; return true;
  case kind::integer: out = std::to_string(values.integer_of(value)); return true;
  case kind::real: out = real_text(values.real_of(value)); return true;
  case kind::text: out = values.text_of(value); return true;
  default: return false;
  }
}

/// A child of the top level that holds tensors: those from `first` to `last` of the list.
struct top_child {
  std::string key;
  bool single_number = false;
  std::size_t first = 0;
  std::size_t last = 0;
};

class namer {
public:
  namer(const pickle_values& values, const reader_limits& limits, std::string_view label)
      : values_(values), limits_(limits), label_(label), seen_(values.size(), state::fresh),
        steps_left_((std::uint64_t{1} << 24U) + 8 * values.size()),
        name_bytes_left_((std::uint64_t{1} << 24U) + 64 * values.size()) {}

  result<named_values> run(pickle_index root);

private:
  enum class state : std::uint8_t { fresh, open, without_tensors, with_tensors };

  struct frame {
    pickle_index node;
    pickle_values::cursor items;
    std::uint32_t position = 0; ///< of the next child
    std::size_t path_bytes = 0; ///< length of the path to this value
    std::size_t tensors_before = 0;
    bool attributes = false; ///< the attribute dict of an object
  };

  result<void> walk(pickle_index root);
  /// Takes the next child of the innermost frame and completes `path_`; false at its end.
  bool next_child(pickle_index& child);
  bool next_of_object(frame& top, pickle_index& child);
  [[nodiscard]] bool is_short(pickle_index key) const {
    return values_.kind(key) != kind::text || values_.count_of(key) <= longest_key;
  }
  void extend_path(const frame& top, std::string_view piece);
  result<void> visit(pickle_index value);
  result<void> enter(pickle_index value, bool attributes);
  void leave();
  void close_top_child();
  void drop_wrapper(pickle_index root);
  void collect_metadata(pickle_index root);
  result<void> check_unique() const;
  [[nodiscard]] bool is_single_number(pickle_index tensor) const;
  [[nodiscard]] bool is_array(pickle_index value) const;
  [[nodiscard]] pickle_index array_of_pair(pickle_index value) const;
  result<void> list(pickle_index value, std::vector<named_tensor>& where);

  const pickle_values& values_;
  const reader_limits& limits_;
  std::string_view label_;
  std::vector<state> seen_;
  std::uint64_t steps_left_;
  std::uint64_t name_bytes_left_;
  std::vector<frame> frames_;
  std::string path_;
  std::string piece_;
  bool entering_attributes_ = false;
  std::vector<top_child> top_;
  top_child current_top_;
  named_values out_;
};

void namer::extend_path(const frame& top, std::string_view piece) {
  path_.resize(top.path_bytes);
  if (!path_.empty()) path_ += '.';
  path_ += piece;
}

/// State, items and arguments of an instance, in this order; only arguments add to the path.
bool namer::next_of_object(frame& top, pickle_index& child) {
  const pickle_object& object = values_.object_of(top.node);
  const std::array<pickle_index, 4> parts{object.state, object.entries, object.elements,
                                          object.args};
  while (top.position < parts.size()) {
    const std::uint32_t part = top.position++;
    child = parts[part];
    if (child == no_value) continue;
    path_.resize(top.path_bytes);
    if (part == 3) extend_path(top, "args");
    entering_attributes_ = part == 0;
    return true;
  }
  return false;
}

bool namer::next_child(pickle_index& child) {
  frame& top = frames_.back();
  entering_attributes_ = false;
  const kind found = values_.kind(top.node);
  if (found == kind::object) return next_of_object(top, child);
  if (top.items.at_end()) return false;
  const std::uint32_t position = top.position++;
  if (found == kind::dict) {
    const pickle_index key = top.items.next(values_);
    child = top.items.next(values_);
    // Most values of a pickle are plain; their paths are not needed.
    if (values_.kind(child) < kind::list) return true;
    if (!is_short(key) || !plain_text(values_, key, piece_))
      piece_ = "#" + std::to_string(position);
    if (top.attributes && contains(module_tables, piece_)) {
      path_.resize(top.path_bytes);
      return true;
    }
  } else {
    child = top.items.next(values_);
    if (values_.kind(child) < kind::list) return true;
    piece_ = std::to_string(position);
  }
  extend_path(top, piece_);
  return true;
}

result<void> namer::enter(pickle_index value, bool attributes) {
  if (frames_.size() >= limits_.value_depth)
    return detail::bad_file(fault::limit, label_,
                            "values are nested more than " + std::to_string(limits_.value_depth) +
                                " deep");
  const bool object = values_.kind(value) == kind::object;
  // An object keeps no run of items; any empty container stands in for its cursor.
  const pickle_values::cursor items(values_, object ? values_.nothing() : value);
  frames_.push_back({value, items, 0, path_.size(), out_.tensors.size(), attributes});
  seen_[value] = state::open;
  return {};
}

void namer::leave() {
  const frame& top = frames_.back();
  const bool found = out_.tensors.size() > top.tensors_before;
  seen_[top.node] = found ? state::with_tensors : state::without_tensors;
  frames_.pop_back();
}

bool namer::is_array(pickle_index value) const {
  return values_.kind(value) == kind::object &&
         values_.global_of(values_.object_of(value).type).role == pickle_role::numpy_array;
}

/// The array of a pair (text, array), which may also be a call of `tuple` with such a pair: how
/// Paddle keeps a tensor's own name beside its elements.
pickle_index namer::array_of_pair(pickle_index value) const {
  if (values_.kind(value) == kind::object) {
    const pickle_object& object = values_.object_of(value);
    if (values_.text_of(object.type) != "builtins tuple" || object.args == no_value ||
        values_.kind(object.args) != kind::tuple || values_.count_of(object.args) != 1)
      return no_value;
    value = values_.tuple_of(object.args).front();
  }
  if (values_.kind(value) != kind::tuple || values_.count_of(value) != 2) return no_value;
  const auto pair = values_.tuple_of(value);
  return values_.kind(pair[0]) == kind::text && is_array(pair[1]) ? pair[1] : no_value;
}

result<void> namer::list(pickle_index value, std::vector<named_tensor>& where) {
  if (where.size() >= limits_.tensors)
    return detail::bad_file(fault::limit, label_, "too many tensors");
  if (path_.size() > name_bytes_left_)
    return detail::bad_file(fault::limit, label_, "the names of its tensors are too long");
  name_bytes_left_ -= path_.size();
  where.push_back({path_, value});
  return {};
}

result<void> namer::visit(pickle_index value) {
  const kind found = values_.kind(value);
  if (found == kind::tensor) return list(value, out_.tensors);
  if (const pickle_index paired = array_of_pair(value); paired != no_value) {
    out_.has_named_pairs = true;
    ++out_.foreign_arrays;
    return list(paired, out_.arrays);
  }
  if (found == kind::storage) ++out_.foreign_arrays;
  const bool container = found == kind::list || found == kind::tuple || found == kind::dict ||
                         found == kind::set || found == kind::object;
  if (!container || seen_[value] == state::open || seen_[value] == state::without_tensors)
    return {};
  if (is_array(value)) {
    ++out_.foreign_arrays;
    return list(value, out_.arrays);
  }
  return enter(value, entering_attributes_);
}

bool namer::is_single_number(pickle_index tensor) const {
  const pickle_tensor& asked = values_.tensor_of(tensor);
  if (asked.size == no_value) return false;
  for (pickle_values::cursor at(values_, asked.size); !at.at_end();)
    if (values_.integer_of(at.next(values_)) != 1) return false;
  return true;
}

/// Called before the next child of the top level: remembers the one before, if it held tensors.
void namer::close_top_child() {
  current_top_.last = out_.tensors.size();
  if (current_top_.last > current_top_.first) {
    const named_tensor& only = out_.tensors[current_top_.first];
    current_top_.single_number = current_top_.last - current_top_.first == 1 &&
                                 only.name == current_top_.key && is_single_number(only.tensor);
    top_.push_back(current_top_);
  }
  current_top_ = {};
  current_top_.first = out_.tensors.size();
}

result<void> namer::walk(pickle_index root) {
  if (auto first = visit(root); !first) return first;
  while (!frames_.empty()) {
    if (steps_left_-- == 0)
      return detail::bad_file(fault::limit, label_, "values are shared too often to be listed");
    const bool at_top = frames_.size() == 1;
    if (at_top) close_top_child();
    pickle_index child = no_value;
    if (!next_child(child)) {
      leave();
      continue;
    }
    if (at_top && values_.kind(child) >= kind::list) current_top_.key = piece_;
    if (auto done = visit(child); !done) return done;
  }
  return {};
}

void namer::drop_wrapper(pickle_index root) {
  if (values_.kind(root) != kind::dict) return;
  const auto found = [&](std::string_view key) {
    return std::find_if(top_.begin(), top_.end(), [&](const top_child& child) {
      return child.key == key && out_.tensors[child.first].name != key;
    });
  };
  const auto wrapper = std::find_if(wrapper_keys.begin(), wrapper_keys.end(),
                                    [&](auto key) { return found(key) != top_.end(); });
  if (wrapper == wrapper_keys.end()) return;
  const auto chosen = found(*wrapper);
  for (auto other = top_.begin(); other != top_.end(); ++other) {
    if (other != chosen && !other->single_number && !is_bookkeeping(other->key) &&
        !contains(wrapper_keys, other->key))
      return;
  }
  const std::size_t prefix = chosen->key.size() + 1;
  std::unordered_set<std::string_view> others;
  for (std::size_t index = 0; index < out_.tensors.size(); ++index)
    if (index < chosen->first || index >= chosen->last) others.insert(out_.tensors[index].name);
  const auto begin = out_.tensors.begin();
  const auto clash = std::any_of(begin + static_cast<std::ptrdiff_t>(chosen->first),
                                 begin + static_cast<std::ptrdiff_t>(chosen->last),
                                 [&](const named_tensor& tensor) {
                                   const std::string_view full = tensor.name;
                                   return others.count(full.substr(prefix)) != 0;
                                 });
  if (clash) return;
  for (std::size_t index = chosen->first; index < chosen->last; ++index)
    out_.tensors[index].name.erase(0, prefix);
}

/// Numbers and short texts beside the tensors: epoch, arch and the like.
void namer::collect_metadata(pickle_index root) {
  constexpr std::size_t most_entries = 256;
  constexpr std::size_t longest_text = 4096;
  if (values_.kind(root) != kind::dict) return;
  std::string text;
  for (pickle_values::cursor at(values_, root); !at.at_end();) {
    const pickle_index key = at.next(values_);
    const pickle_index value = at.next(values_);
    if (values_.kind(key) != kind::text || values_.kind(value) == kind::none) continue;
    if (!plain_text(values_, value, text) || text.size() > longest_text ||
        values_.text_of(key).size() > longest_text)
      continue;
    if (out_.metadata.size() == most_entries) return;
    out_.metadata.emplace_back(values_.text_of(key), text);
  }
}

result<void> namer::check_unique() const {
  std::unordered_set<std::string_view> names;
  names.reserve(out_.tensors.size());
  for (const named_tensor& tensor : out_.tensors)
    if (!names.insert(tensor.name).second)
      return detail::bad_file(fault::duplicate, label_,
                              "two tensors are named '" + detail::printable(tensor.name) + "'");
  return {};
}

result<named_values> namer::run(pickle_index root) {
  if (auto done = walk(root); !done) return done.error();
  drop_wrapper(root);
  if (auto unique = check_unique(); !unique) return unique.error();
  collect_metadata(root);
  if (out_.foreign_arrays != 0)
    out_.warnings.push_back(std::to_string(out_.foreign_arrays) +
                            " numpy arrays or bare storages are not listed");
  return std::move(out_);
}

} // namespace

result<named_values> name_tensors(const pickle_values& values, pickle_index root,
                                  const reader_limits& limits, std::string_view label) {
  return namer(values, limits, label).run(root);
}

} // namespace weightkin
