#include "reader/onnx/onnx_constants.hpp"

#include <utility>

#include "reader/onnx/onnx_sparse.hpp"
#include "reader/onnx/onnx_tensor.hpp"
#include "reader/wire/protobuf_array.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t float_code = 1;
constexpr std::uint64_t int64_code = 7;

/// Collects constants while a walk meets them.
class constant_lister final : public onnx_visitor {
public:
  explicit constant_lister(onnx_file& file) : file_(file) {}

  [[nodiscard]] onnx_constants take() && { return std::move(found_); }

  [[nodiscard]] result<void> initializer(const onnx_scope& scope,
                                         const proto_field& where) override {
    auto proto = read_tensor_proto(file_, where);
    if (!proto) return std::move(proto).error();
    const std::string name = proto->name;
    return add_tensor(scope, name, *proto);
  }

  [[nodiscard]] result<void> sparse_initializer(const onnx_scope& scope,
                                                const proto_field& where) override {
    return add_sparse(scope, {}, where);
  }

  /// A Constant's value is known by the name of the node's output.
  [[nodiscard]] result<void> node(const onnx_scope& scope, const onnx_node& node) override {
    if (node.op != "Constant") return {};
    return for_each_attribute(file_, node, [&](const onnx_attribute& attribute) -> result<void> {
      if (attribute.name == "value") return add_value(scope, node, attribute);
      if (attribute.name == "sparse_value") return add_sparse_value(scope, node, attribute);
      if (attribute.name == "value_float" || attribute.name == "value_floats")
        return add_numbers(scope, node, attribute, float_code);
      if (attribute.name == "value_int" || attribute.name == "value_ints")
        return add_numbers(scope, node, attribute, int64_code);
      return {};
    });
  }

  [[nodiscard]] result<void> output(const onnx_scope& /*scope*/,
                                    std::string_view /*name*/) override {
    return {};
  }

private:
  [[nodiscard]] result<void> add(const onnx_scope& scope, const std::string& name,
                                 stored_tensor tensor, const proto_field& where) {
    if (found_.tensors.size() == file_.limits.tensors)
      return detail::fail_at(fault::limit, file_.label(), where.offset,
                             "more than " + std::to_string(file_.limits.tensors) + " tensors");
    if (auto charged = file_.charge(scope.prefix.size(), where.offset); !charged) return charged;
    if (!found_.bind(scope, name, found_.tensors.size()))
      return file_.refuse(fault::duplicate, where.offset, name, "stands twice in one graph");
    found_.tensors.push_back(std::move(tensor));
    return {};
  }

  [[nodiscard]] result<void> add_tensor(const onnx_scope& scope, const std::string& name,
                                        const onnx_tensor_proto& proto) {
    std::string full_name = std::string(scope.prefix) + name;
    if (proto.holds_text()) {
      if (proto.raw_data.has_value())
        return file_.refuse(fault::dtype, proto.where.offset, full_name, "is text in raw bytes");
      if (found_.texts++ == 0) found_.first_text = std::move(full_name);
      return {};
    }
    auto tensor = place_tensor(file_, proto, std::move(full_name));
    if (!tensor) return std::move(tensor).error();
    return add(scope, name, std::move(*tensor), proto.where);
  }

  [[nodiscard]] result<void> add_sparse(const onnx_scope& scope, const std::string& name,
                                        const proto_field& where) {
    auto tensor = place_sparse_tensor(file_, where, scope.prefix, name);
    if (!tensor) return std::move(tensor).error();
    const std::string own_name = tensor->name.substr(scope.prefix.size());
    return add(scope, own_name, std::move(*tensor), where);
  }

  /// The last field `number` of an attribute, as protobuf would have it.
  [[nodiscard]] result<std::optional<proto_field>> value_of(const onnx_attribute& attribute,
                                                            std::uint32_t number) const {
    std::optional<proto_field> found;
    auto read = file_.each_field(attribute.where, [&](const proto_field& field) -> result<void> {
      if (field.number == number) found = field;
      return {};
    });
    if (!read) return std::move(read).error();
    return found;
  }

  [[nodiscard]] result<void> add_value(const onnx_scope& scope, const onnx_node& node,
                                       const onnx_attribute& attribute) {
    const auto value = value_of(attribute, onnx_field::attribute_t);
    if (!value) return value.error();
    if (!value->has_value()) return {};
    auto proto = read_tensor_proto(file_, **value);
    if (!proto) return std::move(proto).error();
    return add_tensor(scope, node.output, *proto);
  }

  [[nodiscard]] result<void> add_sparse_value(const onnx_scope& scope, const onnx_node& node,
                                              const onnx_attribute& attribute) {
    const auto value = value_of(attribute, onnx_field::attribute_sparse_tensor);
    if (!value) return value.error();
    if (!value->has_value()) return {};
    return add_sparse(scope, node.output, **value);
  }

  /// Numbers that stand in the attribute itself: one (a scalar) or a list.
  [[nodiscard]] result<void> add_numbers(const onnx_scope& scope, const onnx_node& node,
                                         const onnx_attribute& attribute, std::uint64_t code) {
    const bool is_float = code == float_code;
    const bool is_list = attribute.name.back() == 's';
    const std::uint32_t field =
        is_float ? (is_list ? onnx_field::attribute_floats : onnx_field::attribute_f)
                 : (is_list ? onnx_field::attribute_ints : onnx_field::attribute_i);
    const onnx_element_type& type = *onnx_element_type_of(code);
    const auto count = count_proto_array(file_, attribute.where, field, type.number.wire);
    if (!count) return count.error();
    if (!is_list && *count == 0) return {}; // a zero, which some writers leave out
    std::string full_name = std::string(scope.prefix) + node.output;
    const std::uint64_t elements = is_list ? *count : 1;
    const auto place = place_proto_array(file_, attribute.where, field, type.number,
                                         elements * type.number.bytes, full_name);
    if (!place) return place.error();
    onnx_shape shape{{}, elements};
    if (is_list) shape.extents = {elements};
    return add(scope, node.output,
               tensor_of_raw(std::move(full_name), type, std::move(shape), *place),
               attribute.where);
  }

  onnx_file& file_;
  onnx_constants found_;
};

} // namespace

std::optional<std::size_t> onnx_constants::find(const onnx_scope& scope,
                                                std::string_view name) const {
  for (const onnx_scope* at = &scope; at != nullptr; at = at->outer) {
    const auto inside = names.find(at->id);
    if (inside == names.end()) continue;
    if (const auto found = inside->second.find(name); found != inside->second.end())
      return found->second;
  }
  return std::nullopt;
}

bool onnx_constants::bind(const onnx_scope& scope, const std::string& name, std::size_t index) {
  return names[scope.id].emplace(name, index).second;
}

result<onnx_constants> list_constants(onnx_file& file) {
  constant_lister lister(file);
  if (auto walked = walk_model(file, lister); !walked) return std::move(walked).error();
  return std::move(lister).take();
}

} // namespace weightkin
