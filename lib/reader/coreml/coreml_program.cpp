#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reader/coreml/coreml_constexpr.hpp"
#include "reader/coreml/coreml_file.hpp"
#include "reader/coreml/coreml_value.hpp"

// An ML program is a tree of functions, blocks and operations. A weight is the value of a "const"
// operation and goes by the name of its output. Compressed weights are operations of their own
// ("constexpr_..."), whose attributes (iOS 16 and 17) or inputs (iOS 18) hold the parts, or name
// another's output; they too go by the name of their output. Parts that are not put together, and
// tensors that any other operation holds, are listed as "<output>.<argument>".
// Names of outputs are unique within a function.

namespace weightkin {
namespace {

/// Program's, Function's, Block's, Operation's and Argument's fields.
constexpr std::uint32_t program_functions = 2;
constexpr std::uint32_t function_blocks = 3;
constexpr std::uint32_t block_operations = 3;
constexpr std::uint32_t operation_type = 1;
constexpr std::uint32_t operation_inputs = 2;
constexpr std::uint32_t operation_outputs = 3;
constexpr std::uint32_t operation_blocks = 4;
constexpr std::uint32_t operation_attributes = 5;
constexpr std::uint32_t map_key = 1;
constexpr std::uint32_t map_value = 2;
constexpr std::uint32_t binding_name = 1;
constexpr std::uint32_t binding_value = 2;

/// An operation lies two messages deeper than the operation around its block.
constexpr std::size_t most_block_depth = proto_depth / 2 - 8;

constexpr std::string_view main_function = "main";

class program_walk {
public:
  program_walk(coreml_file& file, std::string prefix) : file_(file), prefix_(std::move(prefix)) {}

  [[nodiscard]] result<void> program(const proto_field& where) {
    auto read = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      return field.number == program_functions ? function(field) : result<void>();
    });
    if (read) drop_used();
    return read;
  }

private:
  /// What has become a part of another tensor is none of its own.
  void drop_used() {
    if (used_.empty()) return;
    std::sort(used_.begin(), used_.end());
    std::vector<stored_tensor> kept;
    auto next = used_.begin();
    for (std::size_t i = 0; i < file_.tensors.size(); ++i) {
      next = std::lower_bound(next, used_.end(), i);
      if (next == used_.end() || *next != i) kept.push_back(std::move(file_.tensors[i]));
    }
    file_.tensors = std::move(kept);
    used_.clear();
  }

  /// One pair of a map: its key, and where its value lies.
  struct map_entry {
    std::string key;
    std::optional<proto_field> value;
  };
  [[nodiscard]] result<map_entry> read_entry(const proto_field& where) const {
    map_entry entry;
    auto read = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == map_key) return file_.read_name(field, entry.key);
      if (field.number == map_value) entry.value = field;
      return {};
    });
    if (!read) return std::move(read).error();
    return entry;
  }

  [[nodiscard]] result<void> function(const proto_field& where) {
    const auto entry = read_entry(where);
    if (!entry) return entry.error();
    if (!entry->value.has_value()) return {};
    outputs_.clear();
    function_ = entry->key == main_function ? "" : entry->key + "/";
    std::size_t specializations = 0;
    return file_.each_field(*entry->value, [&](const proto_field& field) -> result<void> {
      if (field.number != function_blocks) return {};
      const auto specialization = read_entry(field);
      if (!specialization) return specialization.error();
      if (!specialization->value.has_value()) return {};
      if (specializations++ != 0) function_ = entry->key + "/" + specialization->key + "/";
      return block(*specialization->value, 0);
    });
  }

  [[nodiscard]] result<void> block(const proto_field& where, std::size_t depth) {
    if (depth > most_block_depth)
      return detail::fail_at(fault::limit, file_.label(), where.offset, "blocks nest too deeply");
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      return field.number == block_operations ? operation(field, depth) : result<void>();
    });
  }

  [[nodiscard]] result<void> operation(const proto_field& where, std::size_t depth) {
    std::string type;
    std::string output;
    auto read = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == operation_type) return file_.read_name(field, type);
      if (field.number != operation_outputs || !output.empty()) return {};
      return file_.each_field(field, [&](const proto_field& named) -> result<void> {
        return named.number == 1 ? file_.read_name(named, output) : result<void>();
      });
    });
    if (!read) return read;
    if (type.starts_with("constexpr_")) {
      const auto folded = constant_expression(where, type, output);
      if (!folded) return folded.error();
      if (*folded) return {};
    }
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == operation_attributes) return attribute(field, type, output);
      if (field.number == operation_inputs) return input(field, type, output);
      return field.number == operation_blocks ? block(field, depth + 1) : result<void>();
    });
  }

  /// Calls `use(Binding)` for each thing that an operation's input is bound to.
  template <class Use>
  [[nodiscard]] result<void> each_binding(const proto_field& argument, Use use) const {
    return file_.each_field(argument, [&](const proto_field& binding) -> result<void> {
      return binding.number == 1 ? file_.each_field(binding, use) : result<void>();
    });
  }

  /// The arguments of an operation that unpacks a weight. Nothing when one is unknown.
  [[nodiscard]] result<std::optional<constexpr_parts>> parts_of(const proto_field& where) {
    constexpr_parts parts;
    bool known = true;
    const auto take = [&](const std::string& key, const proto_field& value) -> result<void> {
      if (auto charged = file_.charge(sizeof(constexpr_part) + key.size(), value.offset); !charged)
        return charged;
      auto read = read_coreml_value(file_, value);
      if (!read) return std::move(read).error();
      parts[key] = {std::move(*read), value, {}};
      return {};
    };
    auto read = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number != operation_attributes && field.number != operation_inputs) return {};
      const auto entry = read_entry(field);
      if (!entry) return entry.error();
      if (!entry->value.has_value() || entry->key == "name") return {};
      if (field.number == operation_attributes) return take(entry->key, *entry->value);
      return each_binding(*entry->value, [&](const proto_field& bound) -> result<void> {
        if (bound.number == binding_value) return take(entry->key, bound);
        if (bound.number != binding_name) return {};
        std::string name;
        if (auto text = file_.read_name(bound, name); !text) return text;
        const auto found = outputs_.find(name);
        known = known && found != outputs_.end();
        if (!known) return {};
        if (auto charged = file_.charge(sizeof(constexpr_part) + entry->key.size(), bound.offset);
            !charged)
          return charged;
        parts[entry->key] = {{}, bound, file_.tensors[found->second]};
        used_.push_back(found->second);
        return {};
      });
    });
    if (!read) return std::move(read).error();
    return known ? std::optional(std::move(parts)) : std::nullopt;
  }

  /// A weight that an operation unpacks, listed as one tensor. \returns false when it is not known
  /// how; its parts are to be listed then
  [[nodiscard]] result<bool> constant_expression(const proto_field& where, const std::string& type,
                                                 const std::string& output) {
    const std::size_t used_before = used_.size();
    const auto parts = parts_of(where);
    if (!parts) return parts.error();
    const std::string name = prefix_ + function_ + output;
    std::optional<stored_tensor> weight;
    if (parts->has_value()) {
      auto folded = fold_constexpr(file_, type, **parts, where, name);
      if (!folded) return std::move(folded).error();
      weight = std::move(*folded);
    }
    if (!weight.has_value()) {
      used_.resize(used_before);
      constexpr std::size_t most_warnings = 100;
      if (file_.warnings.size() < most_warnings)
        file_.warnings.push_back(file_.label() + ": " + detail::escaped(name) +
                                 " is packed in a way that is not read (" +
                                 detail::printable(type) + "); its parts are listed");
      return false;
    }
    outputs_.emplace(output, file_.tensors.size());
    if (auto added = file_.add(std::move(*weight), where.offset); !added) return added.error();
    return true;
  }

  [[nodiscard]] result<void> attribute(const proto_field& where, const std::string& type,
                                       const std::string& output) {
    const auto entry = read_entry(where);
    if (!entry) return entry.error();
    if (!entry->value.has_value() || entry->key == "name") return {};
    const bool is_weight = type == "const" && entry->key == "val";
    if (is_weight) return value(*entry->value, where, output, true);
    return value(*entry->value, where, output + "." + entry->key, false);
  }

  /// Lists a value if it is a tensor.
  [[nodiscard]] result<void> value(const proto_field& where, const proto_field& owner,
                                   const std::string& name, bool is_output) {
    const auto read = read_coreml_value(file_, where);
    if (!read) return read.error();
    auto tensor = place_coreml_value(file_, *read, owner, prefix_ + function_ + name);
    if (!tensor) return std::move(tensor).error();
    if (!tensor->has_value()) return {};
    if (is_output) outputs_.emplace(name, file_.tensors.size());
    return file_.add(std::move(**tensor), owner.offset);
  }

  /// What an operation does with a weight that one of its inputs names, or holds itself.
  [[nodiscard]] result<void> input(const proto_field& where, const std::string& type,
                                   const std::string& output) {
    const auto entry = read_entry(where);
    if (!entry) return entry.error();
    if (!entry->value.has_value()) return {};
    return each_binding(*entry->value, [&](const proto_field& bound) -> result<void> {
      if (bound.number == binding_value)
        return value(bound, where, output + "." + entry->key, false);
      return bound.number == binding_name ? note_use(bound, type + "." + entry->key)
                                          : result<void>();
    });
  }

  [[nodiscard]] result<void> note_use(const proto_field& where, const std::string& use) {
    std::string name;
    if (auto text = file_.read_name(where, name); !text) return text;
    const auto found = outputs_.find(name);
    if (found == outputs_.end()) return {};
    shared_text& usage = file_.tensors[found->second].usage;
    if (!usage.empty()) return {};
    if (auto charged = file_.charge(use.size(), where.offset); !charged) return charged;
    usage = use;
    return {};
  }

  coreml_file& file_;
  std::string prefix_;   ///< of the model
  std::string function_; ///< of the function, after it
  std::map<std::string, std::size_t> outputs_;
  std::vector<std::size_t> used_; ///< tensors that are part of others
};

} // namespace

result<void> add_coreml_program(coreml_file& file, const proto_field& program,
                                const std::string& prefix) {
  return program_walk(file, prefix).program(program);
}

} // namespace weightkin
