#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reader/pickle/pickle_context.hpp"
#include "reader/pickle/pickle_literals.hpp"
#include "reader/pickle/pickle_machine.hpp"
#include "reader/pickle/pickle_stream.hpp"

// The opcodes are those of CPython's pickletools; what each does to the stack follows from there.
namespace weightkin::detail {

/// One evaluation: the stack, the marks, the memo, and a member function per group of opcodes.
class pickle_engine {
public:
  pickle_engine(const byte_source& source, std::uint64_t begin, std::uint64_t end,
                const pickle_rules& rules)
      : stream_(source, begin, end),
        limits_(rules.limits), context_{pickle_values(budget_of(end - begin, rules)), rules,
                                        stream_.label(), begin, std::nullopt} {}

  result<pickled> run();

private:
  /// What the values of any pickle may take beyond four times its length.
  static constexpr std::uint64_t base_budget_bytes = std::uint64_t{16} << 20U;
  /// Strings up to this length are copied even where longer ones are located: most are names.
  static constexpr std::uint64_t longest_copied = 256;

  [[nodiscard]] static std::uint64_t budget_of(std::uint64_t length, const pickle_rules& rules) {
    return base_budget_bytes + 4 * std::min(length, rules.limits.pickle_bytes);
  }

  using opcode = unsigned char;
  using handler = bool (pickle_engine::*)(opcode);
  struct opcode_row {
    opcode code;
    handler run;
  };
  /// The closed list of opcodes; all others are refused.
  static const std::array<opcode_row, 59> rows;
  static std::array<handler, 256> make_table();

  // Groups of opcodes; each answers false with the reason recorded.
  bool constant(opcode code);
  bool empty_container(opcode code);
  bool binary_integer(opcode code);
  bool long_integer(opcode code);
  bool text_integer(opcode code);
  bool binary_real(opcode);
  bool text_real(opcode);
  bool counted_text(opcode code);
  bool counted_bytes(opcode code);
  bool quoted_text(opcode);
  bool unicode_line(opcode);
  bool counted_tuple(opcode code);
  bool marked_container(opcode code);
  bool append(opcode code);
  bool set_items(opcode code);
  bool pop(opcode code);
  bool duplicate(opcode);
  bool mark(opcode);
  bool get(opcode code);
  bool put(opcode code);
  bool memoize(opcode);
  bool global(opcode);
  bool instance_of(opcode);
  bool stack_global(opcode);
  bool call(opcode code);
  bool build(opcode);
  bool persistent_id(opcode);
  bool protocol(opcode);
  bool frame(opcode);

  bool malformed(std::string_view what) { return context_.fail(fault::pickle_malformed, what); }
  /// The stream gave less than asked: the file ends, the medium failed, or a limit was reached.
  bool short_of_bytes();
  /// Items of the current frame: those above the topmost mark.
  [[nodiscard]] std::size_t open_items() const {
    return stack_.size() - (marks_.empty() ? 0 : marks_.back());
  }
  bool need(std::size_t items) {
    return open_items() >= items || malformed("the stack holds too few values");
  }
  bool push(pickle_index value);
  pickle_index take() {
    const pickle_index top = stack_.back();
    stack_.pop_back();
    return top;
  }
  /// Takes the topmost mark away; the items above it start at the returned position.
  bool unmark(std::size_t& first);
  /// The items from `first` on, which the caller drops with `drop`.
  [[nodiscard]] std::span<const pickle_index> above(std::size_t first) const {
    return std::span(stack_).subspan(first);
  }
  void drop(std::size_t first) { stack_.resize(first); }
  /// Reads the length field of `width` bytes.
  bool read_length(std::size_t width, bool is_signed, std::uint64_t& length);
  /// Reads `length` bytes into `scratch_`.
  bool read_content(std::uint64_t length);
  /// Whether a string of `length` bytes is to be left where it lies.
  [[nodiscard]] bool is_located(std::uint64_t length) const {
    return context_.rules.locates_bytes && length > longest_copied;
  }
  /// Passes over a string and pushes its place.
  bool push_located(std::uint64_t length, bool text);
  bool read_line(std::size_t longest, std::string_view& line);
  bool push_text(std::string_view content, bool must_be_text);
  bool push_integer(const integer_literal& literal);
  bool push_global(std::string_view module, std::string_view name);
  bool check_keys(std::span<const pickle_index> pairs);
  bool find_target(bool one, std::size_t single, std::size_t& first);
  bool append_to(pickle_index target, std::span<const pickle_index> items, bool pairs);
  bool read_index(opcode code, std::uint64_t& index);
  bool remember(std::uint64_t index);

  pickle_stream stream_;
  const reader_limits& limits_;
  pickle_context context_;
  std::vector<pickle_index> stack_;
  std::vector<std::size_t> marks_;
  std::vector<pickle_index> memo_;                           ///< by index, `no_value` where unset
  std::unordered_map<std::uint64_t, pickle_index> far_memo_; ///< indices far beyond the opcodes
  std::uint64_t memo_count_ = 0;
  std::uint64_t opcodes_ = 0;
  std::string scratch_;
};

} // namespace weightkin::detail
