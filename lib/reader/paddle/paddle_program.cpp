#include "reader/paddle/paddle_program.hpp"

#include <algorithm>
#include <optional>

#include <weightkin/core/tensor_view.hpp>

#include "reader/located_error.hpp"
#include "reader/wire/protobuf.hpp"

// Numbers of the fields are those of Paddle's framework.proto.
namespace weightkin {
namespace {

constexpr std::uint32_t program_blocks = 1;
constexpr std::uint32_t block_variables = 3;
constexpr std::uint32_t variable_name = 1;
constexpr std::uint32_t variable_type = 2;
constexpr std::uint32_t variable_persistable = 3;
constexpr std::uint32_t type_kind = 1;
constexpr std::uint32_t type_dense = 3;
constexpr std::uint32_t dense_tensor = 1;
constexpr std::uint64_t kind_dense = 7; ///< others feed, fetch and communicate
constexpr std::uint64_t longest_name = 65'536;

/// Calls `use(field)` for each field of a message; the first error ends the walk.
template <class Use>
result<void> for_each_field(const byte_source& source, std::uint64_t begin, std::uint64_t end,
                            Use use) {
  proto_message message(source, begin, end);
  while (true) {
    const auto field = message.next();
    if (!field) return field.error();
    if (!field->has_value()) return {};
    if (auto used = use(**field); !used) return used;
  }
}

template <class Use>
result<void> for_each_field(const byte_source& source, const proto_field& field, Use use) {
  return for_each_field(source, field.offset, field.offset + field.length, use);
}

bool is_message(const proto_field& field, std::uint32_t number) {
  return field.number == number && field.wire == proto_wire::bytes;
}

struct variable {
  paddle_variable read;
  std::uint64_t kind = 0;
  bool persistable = false;
};

result<void> read_type(const byte_source& source, const proto_field& type, variable& out) {
  return for_each_field(source, type, [&](const proto_field& field) -> result<void> {
    if (field.number == type_kind) out.kind = field.value;
    if (!is_message(field, type_dense)) return {};
    return for_each_field(source, field, [&](const proto_field& inner) -> result<void> {
      if (!is_message(inner, dense_tensor)) return {};
      auto tensor = read_paddle_tensor(source, inner.offset, inner.offset + inner.length);
      if (!tensor) return std::move(tensor).error();
      out.read.shape = std::move(tensor->shape);
      return {};
    });
  });
}

result<variable> read_variable(const byte_source& source, const proto_field& message) {
  variable out;
  auto done = for_each_field(source, message, [&](const proto_field& field) -> result<void> {
    if (field.number == variable_persistable) out.persistable = field.value != 0;
    if (is_message(field, variable_type)) return read_type(source, field, out);
    if (!is_message(field, variable_name)) return {};
    auto name = proto_text(source, field, longest_name);
    if (!name) return std::move(name).error();
    out.read.name = std::move(*name);
    return {};
  });
  if (!done) return std::move(done).error();
  return out;
}

} // namespace

result<paddle_tensor_description> read_paddle_tensor(const byte_source& source, std::uint64_t begin,
                                                     std::uint64_t end) {
  paddle_tensor_description out;
  auto done = for_each_field(source, begin, end, [&](const proto_field& field) -> result<void> {
    if (field.number == 1) out.type = field.value;
    if (field.number != 2) return {};
    return proto_numbers(source, field, [&](std::uint64_t extent) -> result<void> {
      if (out.shape.size() == max_rank)
        return detail::fail_at(fault::limit, source.label(), field.offset, "more than 64 axes");
      out.shape.push_back(extent);
      return {};
    });
  });
  if (!done) return std::move(done).error();
  return out;
}

result<std::vector<paddle_variable>> read_paddle_parameters(const byte_source& program,
                                                            const reader_limits& limits) {
  std::vector<paddle_variable> found;
  const auto add_variable = [&](const proto_field& field) -> result<void> {
    if (!is_message(field, block_variables)) return {};
    auto read = read_variable(program, field);
    if (!read) return std::move(read).error();
    if (!read->persistable || read->kind != kind_dense) return {};
    if (found.size() == limits.tensors)
      return detail::bad_file(fault::limit, program.label(), "too many variables");
    found.push_back(std::move(read->read));
    return {};
  };
  auto done = for_each_field(program, 0, program.size(), [&](const proto_field& field) {
    if (!is_message(field, program_blocks)) return result<void>{};
    return for_each_field(program, field, add_variable);
  });
  if (!done) return std::move(done).error();
  std::sort(found.begin(), found.end(),
            [](const paddle_variable& a, const paddle_variable& b) { return a.name < b.name; });
  // A variable may stand in several blocks.
  found.erase(std::unique(found.begin(), found.end(),
                          [](const paddle_variable& a, const paddle_variable& b) {
                            return a.name == b.name;
                          }),
              found.end());
  return found;
}

} // namespace weightkin
