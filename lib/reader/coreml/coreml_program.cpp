#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "reader/coreml/coreml_file.hpp"
#include "reader/coreml/coreml_value.hpp"

// An ML program is a tree of functions, blocks and operations. A weight is the value of a "const"
// operation and goes by the name of its output. Compressed weights are operations of their own
// ("constexpr_..."), whose attributes hold the parts; those are listed as "<output>.<attribute>".
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

/// An operation lies two messages deeper than the operation around its block.
constexpr std::size_t most_block_depth = proto_depth / 2 - 8;

constexpr std::string_view main_function = "main";

class program_walk {
public:
  program_walk(coreml_file& file, std::string prefix) : file_(file), prefix_(std::move(prefix)) {}

  [[nodiscard]] result<void> program(const proto_field& where) {
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      return field.number == program_functions ? function(field) : result<void>();
    });
  }

private:
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
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == operation_attributes) return attribute(field, type, output);
      if (field.number == operation_inputs) return input(field, type);
      return field.number == operation_blocks ? block(field, depth + 1) : result<void>();
    });
  }

  [[nodiscard]] result<void> attribute(const proto_field& where, const std::string& type,
                                       const std::string& output) {
    const auto entry = read_entry(where);
    if (!entry) return entry.error();
    if (!entry->value.has_value() || entry->key == "name") return {};
    const auto value = read_coreml_value(file_, *entry->value);
    if (!value) return value.error();
    const bool is_weight = type == "const" && entry->key == "val";
    auto tensor = place_coreml_value(
        file_, *value, where, prefix_ + function_ + output + (is_weight ? "" : "." + entry->key));
    if (!tensor) return std::move(tensor).error();
    if (!tensor->has_value()) return {};
    if (is_weight) outputs_.emplace(output, file_.tensors.size());
    return file_.add(std::move(**tensor), where.offset);
  }

  /// What an operation does with a weight that one of its inputs names.
  [[nodiscard]] result<void> input(const proto_field& where, const std::string& type) {
    const auto entry = read_entry(where);
    if (!entry) return entry.error();
    if (!entry->value.has_value()) return {};
    return file_.each_field(*entry->value, [&](const proto_field& binding) -> result<void> {
      if (binding.number != 1) return {};
      return file_.each_field(binding, [&](const proto_field& named) -> result<void> {
        if (named.number != 1) return {};
        std::string name;
        if (auto text = file_.read_name(named, name); !text) return text;
        const auto found = outputs_.find(name);
        if (found == outputs_.end()) return {};
        shared_text& usage = file_.tensors[found->second].usage;
        if (!usage.empty()) return {};
        if (auto charged = file_.charge(type.size(), where.offset); !charged) return charged;
        usage = type + "." + entry->key;
        return {};
      });
    });
  }

  coreml_file& file_;
  std::string prefix_;   ///< of the model
  std::string function_; ///< of the function, after it
  std::map<std::string, std::size_t> outputs_;
};

} // namespace

result<void> add_coreml_program(coreml_file& file, const proto_field& program,
                                const std::string& prefix) {
  return program_walk(file, prefix).program(program);
}

} // namespace weightkin
