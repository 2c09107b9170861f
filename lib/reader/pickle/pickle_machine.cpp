#include <algorithm>

#include "reader/pickle/pickle_calls.hpp"
#include "reader/pickle/pickle_engine.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin::detail {
namespace {

using kind = pickle_kind;

constexpr std::size_t longest_name = 4096;
constexpr int newest_protocol = 5;

} // namespace

bool pickle_engine::short_of_bytes() {
  if (stream_.failure().has_value()) {
    context_.failure = stream_.failure();
    return false;
  }
  return context_.fail(fault::truncated, "the pickle ends in the middle of an opcode");
}

bool pickle_engine::push(pickle_index value) {
  if (value == no_value) {
    context_.made(value);
    return false;
  }
  if (stack_.size() >= limits_.pickle_stack)
    return context_.fail(fault::limit, "the pickle's stack is too deep");
  stack_.push_back(value);
  return true;
}

bool pickle_engine::unmark(std::size_t& first) {
  if (marks_.empty()) return malformed("no mark on the stack");
  first = marks_.back();
  marks_.pop_back();
  return true;
}

bool pickle_engine::pop(opcode code) {
  if (code == '0' && open_items() != 0) {
    stack_.pop_back();
    return true;
  }
  std::size_t first = 0;
  if (!unmark(first)) return false;
  drop(first);
  return true;
}

bool pickle_engine::duplicate(opcode) { return need(1) && push(stack_.back()); }

bool pickle_engine::mark(opcode) {
  if (marks_.size() >= limits_.pickle_stack)
    return context_.fail(fault::limit, "the pickle's stack is too deep");
  marks_.push_back(stack_.size());
  return true;
}

bool pickle_engine::read_index(opcode code, std::uint64_t& index) {
  if (code == 'g' || code == 'p') {
    std::string_view line;
    if (!read_line(32, line)) return false;
    const auto literal = integer_of_digits(line);
    if (!literal.has_value() || !literal->value.has_value() || *literal->value < 0)
      return malformed("a broken memo index");
    index = static_cast<std::uint64_t>(*literal->value);
    return true;
  }
  const std::size_t width = code == 'h' || code == 'q' ? 1 : 4;
  const std::byte* at = stream_.take(width);
  if (at == nullptr) return short_of_bytes();
  index = width == 1 ? std::to_integer<std::uint64_t>(*at) : load_u32(at);
  return true;
}

bool pickle_engine::get(opcode code) {
  std::uint64_t index = 0;
  if (!read_index(code, index)) return false;
  pickle_index found = no_value;
  if (index < memo_.size()) {
    found = memo_[static_cast<std::size_t>(index)];
  } else if (const auto far = far_memo_.find(index); far != far_memo_.end()) {
    found = far->second;
  }
  if (found == no_value)
    return malformed("memo entry " + std::to_string(index) + " was never stored");
  return push(found);
}

/// A memo index is not trusted as a size: indices beyond the opcodes so far go to a map.
bool pickle_engine::remember(std::uint64_t index) {
  if (!need(1)) return false;
  if (index < memo_.size() || index <= opcodes_) {
    const auto slot = static_cast<std::size_t>(index);
    if (slot >= memo_.size()) {
      if (!context_.values.charge(4 * (slot + 1 - memo_.size()))) return push(no_value);
      memo_.resize(slot + 1, no_value);
    }
    memo_count_ += memo_[slot] == no_value ? 1 : 0;
    memo_[slot] = stack_.back();
    return true;
  }
  if (!context_.values.charge(64)) return push(no_value);
  const bool added = far_memo_.insert_or_assign(index, stack_.back()).second;
  memo_count_ += added ? 1 : 0;
  return true;
}

bool pickle_engine::put(opcode code) {
  std::uint64_t index = 0;
  return read_index(code, index) && remember(index);
}

bool pickle_engine::memoize(opcode) { return remember(memo_count_); }

bool pickle_engine::push_global(std::string_view module, std::string_view name) {
  std::optional<pickle_global> known = find_pickle_global(module, name);
  const bool script = module == "__torch__" || module.starts_with("__torch__.");
  if (!known.has_value() && context_.rules.script_classes && script)
    known = pickle_global{pickle_role::script_class, dtype::u8, true};
  if (!known.has_value() && context_.rules.distributed_metadata && module == "builtins" &&
      name == "getattr")
    known = pickle_global{pickle_role::member_of, dtype::u8, true};
  if (!known.has_value() && context_.rules.lenient) known = pickle_global{};
  std::string full(module);
  full += ' ';
  full += name;
  if (!known.has_value())
    return context_.fail(fault::pickle_global,
                         escaped(full) +
                             " is not on the list of harmless classes; it was not loaded");
  return push(context_.values.global(*known, full));
}

bool pickle_engine::global(opcode) {
  std::string_view line;
  if (!read_line(longest_name, line)) return false;
  const std::string module(line);
  return read_line(longest_name, line) && push_global(module, line);
}

/// INST makes an instance of a named class in a way that none of our classes is made; the name
/// tells a reader of the message more than the opcode.
bool pickle_engine::instance_of(opcode) {
  std::string_view line;
  if (!read_line(longest_name, line)) return false;
  const std::string module(line);
  if (!read_line(longest_name, line)) return false;
  return context_.fail(fault::pickle_global, "an instance of " +
                                                 escaped(module + ' ' + std::string(line)) +
                                                 " in the style of protocol 0; it was not loaded");
}

bool pickle_engine::stack_global(opcode) {
  if (!need(2)) return false;
  const pickle_index name = take();
  const pickle_index module = take();
  const pickle_values& values = context_.values;
  if (values.kind(name) != kind::text || values.kind(module) != kind::text)
    return malformed("the name of a class is not text");
  if (values.text_of(name).size() > longest_name || values.text_of(module).size() > longest_name)
    return context_.fail(fault::limit, "the name of a class has more than 4096 bytes");
  return push_global(values.text_of(module), values.text_of(name));
}

bool pickle_engine::call(opcode code) {
  if (!need(2)) return false;
  const pickle_index args = take();
  const pickle_index function = take();
  const pickle_index made = code == 'R' ? evaluate_call(context_, function, args)
                                        : evaluate_instance(context_, function, args);
  return push(made);
}

bool pickle_engine::build(opcode) {
  if (!need(2)) return false;
  const pickle_index state = take();
  return evaluate_build(context_, stack_.back(), state);
}

bool pickle_engine::persistent_id(opcode) {
  if (!need(1)) return false;
  return push(evaluate_persistent_id(context_, take()));
}

bool pickle_engine::protocol(opcode) {
  const int version = stream_.next();
  if (version < 0) return short_of_bytes();
  return version <= newest_protocol ||
         context_.fail(fault::version, "pickle protocol " + std::to_string(version));
}

bool pickle_engine::frame(opcode) {
  const std::byte* at = stream_.take(8);
  if (at == nullptr) return short_of_bytes();
  return load_u64(at) <= stream_.left() ||
         context_.fail(fault::truncated, "a frame goes past the end of the pickle");
}

const std::array<pickle_engine::opcode_row, 59> pickle_engine::rows{{
    {'N', &pickle_engine::constant},
    {')', &pickle_engine::constant},
    {0x88, &pickle_engine::constant},
    {0x89, &pickle_engine::constant},
    {'}', &pickle_engine::empty_container},
    {']', &pickle_engine::empty_container},
    {0x8f, &pickle_engine::empty_container},
    {'K', &pickle_engine::binary_integer},
    {'M', &pickle_engine::binary_integer},
    {'J', &pickle_engine::binary_integer},
    {0x8a, &pickle_engine::long_integer},
    {0x8b, &pickle_engine::long_integer},
    {'I', &pickle_engine::text_integer},
    {'L', &pickle_engine::text_integer},
    {'G', &pickle_engine::binary_real},
    {'F', &pickle_engine::text_real},
    {'T', &pickle_engine::counted_text},
    {'U', &pickle_engine::counted_text},
    {'X', &pickle_engine::counted_text},
    {0x8c, &pickle_engine::counted_text},
    {0x8d, &pickle_engine::counted_text},
    {'B', &pickle_engine::counted_bytes},
    {'C', &pickle_engine::counted_bytes},
    {0x8e, &pickle_engine::counted_bytes},
    {0x96, &pickle_engine::counted_bytes},
    {'S', &pickle_engine::quoted_text},
    {'V', &pickle_engine::unicode_line},
    {0x85, &pickle_engine::counted_tuple},
    {0x86, &pickle_engine::counted_tuple},
    {0x87, &pickle_engine::counted_tuple},
    {'t', &pickle_engine::marked_container},
    {'l', &pickle_engine::marked_container},
    {'d', &pickle_engine::marked_container},
    {0x91, &pickle_engine::marked_container},
    {'a', &pickle_engine::append},
    {'e', &pickle_engine::append},
    {0x90, &pickle_engine::append},
    {'s', &pickle_engine::set_items},
    {'u', &pickle_engine::set_items},
    {'0', &pickle_engine::pop},
    {'1', &pickle_engine::pop},
    {'2', &pickle_engine::duplicate},
    {'(', &pickle_engine::mark},
    {'g', &pickle_engine::get},
    {'h', &pickle_engine::get},
    {'j', &pickle_engine::get},
    {'p', &pickle_engine::put},
    {'q', &pickle_engine::put},
    {'r', &pickle_engine::put},
    {0x94, &pickle_engine::memoize},
    {'c', &pickle_engine::global},
    {'i', &pickle_engine::instance_of},
    {0x93, &pickle_engine::stack_global},
    {'R', &pickle_engine::call},
    {0x81, &pickle_engine::call},
    {'b', &pickle_engine::build},
    {'Q', &pickle_engine::persistent_id},
    {0x80, &pickle_engine::protocol},
    {0x95, &pickle_engine::frame},

}};

std::array<pickle_engine::handler, 256> pickle_engine::make_table() {
  std::array<handler, 256> table{};
  for (const opcode_row& row : rows)
    table[row.code] = row.run;
  return table;
}

result<pickled> pickle_engine::run() {
  static const std::array<handler, 256> table = make_table();
  constexpr int stop = '.';
  while (!context_.failure.has_value()) {
    context_.at = stream_.position();
    const int code = stream_.next();
    if (code < 0) {
      short_of_bytes();
    } else if (++opcodes_ > limits_.pickle_opcodes) {
      context_.fail(fault::limit, "too many opcodes");
    } else if (code == stop) {
      if (stack_.size() == 1 && marks_.empty())
        return pickled{std::move(context_.values), stack_.back(), stream_.position()};
      malformed("STOP does not leave exactly one value");
    } else if (const handler step = table[static_cast<std::size_t>(code)]; step == nullptr) {
      context_.fail(fault::pickle_op, "opcode " + std::to_string(code) + " is not read");
    } else if (!(this->*step)(static_cast<opcode>(code)) && !context_.failure.has_value()) {
      malformed("this opcode cannot be applied here");
    }
  }
  return *std::move(context_.failure);
}

} // namespace weightkin::detail

namespace weightkin {

result<pickled> run_pickle(const byte_source& source, std::uint64_t begin, std::uint64_t end,
                           const pickle_rules& rules) {
  // What is left where it lies does not count: the budget of the values bounds the rest.
  const std::uint64_t last =
      rules.locates_bytes ? end : begin + std::min(end - begin, rules.limits.pickle_bytes);
  auto done = detail::pickle_engine(source, begin, last, rules).run();
  if (!done && last < end && done.error().why == fault::truncated)
    return detail::fail_at(fault::limit, source.label(), last, "the pickle is too long");
  return done;
}

} // namespace weightkin
