#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "reader/coreml/coreml_file.hpp"
#include "reader/coreml/coreml_layers.hpp"

// A neural network is a list of layers, each a name, and the parameters of its kind in a field of
// its own. Weights stand in the parameters as floats, as half precision bytes, or quantised (which
// is not read); their shape follows from other parameters. Branches and loops hold networks in
// turn. A weight is listed as "<layer>/<weight>".

namespace weightkin {
namespace {

/// NeuralNetwork's, NeuralNetworkLayer's and WeightParams' fields.
constexpr std::uint32_t network_layers = 1;
constexpr std::uint32_t layer_name = 1;
constexpr std::uint32_t first_layer_kind = 100;
constexpr std::uint32_t lstm = 420;
constexpr std::uint32_t lstm_both_ways = 430;
constexpr std::uint32_t branch = 605;
constexpr std::uint32_t loop = 615;
constexpr std::uint32_t weight_floats = 1;
constexpr std::uint32_t weight_halves = 2;
constexpr std::uint32_t weight_raw = 30;
constexpr std::uint32_t weight_quantization = 40;

/// A network in a layer lies three messages deeper than the network of the layer.
constexpr std::size_t most_network_depth = proto_depth / 3;

/// The forms a WeightParams can have.
struct weight_forms {
  std::uint64_t float_pieces = 0;
  std::optional<proto_field> halves;
  bool quantised = false;
};

class network_walk {
public:
  explicit network_walk(coreml_file& file) : file_(file) {}

  [[nodiscard]] result<void> network(const proto_field& where, const std::string& prefix,
                                     std::size_t depth) {
    if (depth > most_network_depth)
      return detail::fail_at(fault::limit, file_.label(), where.offset,
                             "networks inside of networks, more than " +
                                 std::to_string(most_network_depth) + " deep");
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      return field.number == network_layers ? layer(field, prefix, depth) : result<void>();
    });
  }

private:
  [[nodiscard]] result<void> layer(const proto_field& where, const std::string& prefix,
                                   std::size_t depth) {
    std::string name;
    auto named = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      return field.number == layer_name ? file_.read_name(field, name) : result<void>();
    });
    if (!named) return named;
    if (auto charged = file_.charge(prefix.size(), where.offset); !charged) return charged;
    const std::string inside = prefix + name + "/";
    return file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number < first_layer_kind) return {};
      if (field.number == branch || field.number == loop)
        return file_.each_field(field, [&](const proto_field& part) -> result<void> {
          if (part.wire != proto_wire::bytes || (field.number == loop && part.number < 3))
            return {};
          return network(part, inside + std::to_string(part.number) + "/", depth + 1);
        });
      return weights(field, inside);
    });
  }

  [[nodiscard]] result<void> weights(const proto_field& parameters, const std::string& inside) {
    const std::uint32_t kind =
        parameters.number == lstm_both_ways ? lstm : parameters.number; // the same weights, twice
    for (const coreml_weight_row& row : coreml_weight_rows()) {
      if (row.layer != kind) continue;
      std::size_t index = 0;
      auto found = file_.each_field(parameters, [&](const proto_field& field) -> result<void> {
        if (field.number != (row.nested != 0 ? row.nested : row.field)) return {};
        const std::string again = index == 0 ? "" : std::to_string(index) + "/";
        ++index;
        if (row.nested == 0) return weight(row, parameters, field, inside + again);
        return file_.each_field(field, [&](const proto_field& inner) -> result<void> {
          if (inner.number != row.field) return {};
          return weight(row, parameters, inner, inside + again);
        });
      });
      if (!found) return found;
    }
    return {};
  }

  [[nodiscard]] result<void> weight(const coreml_weight_row& row, const proto_field& parameters,
                                    const proto_field& where, const std::string& inside) {
    std::string name = inside + std::string(row.weight);
    const auto forms = read_forms(where);
    if (!forms) return forms.error();
    if (forms->quantised)
      return detail::unsupported_at(file_.label(), where.offset,
                                    "tensor " + detail::escaped(name) +
                                        " is a quantised weight of a neural network");
    const bool is_half = forms->float_pieces == 0;
    if (is_half && !forms->halves.has_value()) return {}; // a weight that the layer does without
    const auto stored = stored_count(where, *forms);
    if (!stored) return stored.error();
    auto shape = shape_of(row, parameters, *stored);
    if (!shape) return std::move(shape).error();
    const auto count = count_elements(file_, where.offset, *shape, name);
    if (!count) return count.error();
    if (*count != *stored)
      return file_.refuse(fault::shape, where.offset, name,
                          "has " + std::to_string(*stored) + " values where its layer needs " +
                              std::to_string(*count));
    return place(row, where, *forms, std::move(*shape), *count, std::move(name));
  }

  [[nodiscard]] result<void> place(const coreml_weight_row& row, const proto_field& where,
                                   const weight_forms& forms, std::vector<std::uint64_t> shape,
                                   std::uint64_t count, std::string name) {
    stored_tensor tensor;
    tensor.usage = std::string(row.type) + "." + std::string(row.weight);
    tensor.shape = std::move(shape);
    if (forms.float_pieces == 0) {
      tensor.type = dtype::f16;
      tensor.bytes = file_.bytes;
      tensor.offset = forms.halves->offset;
    } else {
      const auto floats = place_proto_array(file_, where, weight_floats, proto_float,
                                            count * proto_float.bytes, name);
      if (!floats) return floats.error();
      tensor.bytes = floats->bytes;
      tensor.offset = floats->offset;
    }
    tensor.storage_offset = tensor.offset;
    tensor.name = std::move(name);
    return file_.add(std::move(tensor), where.offset);
  }

  [[nodiscard]] result<weight_forms> read_forms(const proto_field& where) const {
    weight_forms forms;
    auto read = file_.each_field(where, [&](const proto_field& field) -> result<void> {
      if (field.number == weight_floats) ++forms.float_pieces;
      forms.quantised |= field.number == weight_raw || field.number == weight_quantization;
      if (field.number != weight_halves || field.length == 0) return {};
      forms.halves = field;
      return check_wire(*file_.bytes, field, proto_wire::bytes);
    });
    if (!read) return std::move(read).error();
    return forms;
  }

  [[nodiscard]] result<std::uint64_t> stored_count(const proto_field& where,
                                                   const weight_forms& forms) const {
    if (forms.float_pieces != 0)
      return count_proto_array(file_, where, weight_floats, proto_wire::fixed32);
    if (forms.halves->length % 2 != 0)
      return detail::fail_at(fault::shape, file_.label(), where.offset,
                             "a weight of half a half-precision value");
    return forms.halves->length / 2;
  }

  /// The numbers of field `number` of a layer's parameters, at most max_rank of them.
  [[nodiscard]] result<std::vector<std::uint64_t>> numbers(const proto_field& parameters,
                                                           std::uint32_t number) const {
    std::vector<std::uint64_t> list;
    auto read = file_.each_field(parameters, [&](const proto_field& field) -> result<void> {
      if (field.number != number) return {};
      return proto_numbers(*file_.bytes, field, [&](std::uint64_t value) -> result<void> {
        if (list.size() == max_rank)
          return detail::fail_at(fault::limit, file_.label(), field.offset,
                                 "more than " + std::to_string(max_rank) + " dimensions");
        list.push_back(value);
        return {};
      });
    });
    if (!read) return std::move(read).error();
    return list;
  }

  /// The last number of a field, 0 when it is missing.
  [[nodiscard]] result<std::uint64_t> number_of(const proto_field& parameters,
                                                std::uint32_t number) const {
    const auto list = numbers(parameters, number);
    if (!list) return list.error();
    return list->empty() ? 0 : list->back();
  }

  [[nodiscard]] result<std::vector<std::uint64_t>> shape_of(const coreml_weight_row& row,
                                                            const proto_field& parameters,
                                                            std::uint64_t stored) const {
    switch (row.shape) {
    case coreml_shape::flat: return std::vector<std::uint64_t>{stored};
    case coreml_shape::listed: return numbers(parameters, row.a);
    case coreml_shape::convolution: return kernel_shape(parameters);
    case coreml_shape::rows:
    case coreml_shape::matrix: break;
    }
    std::vector<std::uint64_t> shape;
    for (const std::uint32_t field : {row.a, row.b}) {
      if (field == 0) continue;
      const auto extent = number_of(parameters, field);
      if (!extent) return extent.error();
      shape.push_back(*extent);
    }
    return shape;
  }

  /// Convolution: [outputs, kernel channels, height, width]; deconvolution: [kernel channels,
  /// outputs / groups, height, width].
  [[nodiscard]] result<std::vector<std::uint64_t>>
  kernel_shape(const proto_field& parameters) const {
    std::array<std::uint64_t, 4> found{}; // outputs, kernel channels, groups, deconvolution
    constexpr std::array<std::uint32_t, 4> fields{1, 2, 10, 60};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto number = number_of(parameters, fields[i]);
      if (!number) return number.error();
      found[i] = *number;
    }
    auto kernel = numbers(parameters, 20);
    if (!kernel) return kernel;
    if (kernel->empty()) *kernel = {3, 3}; // what the format means by none
    const bool is_deconvolution = found[3] != 0;
    std::vector<std::uint64_t> shape{found[0], found[1]};
    if (is_deconvolution) shape = {found[1], found[0] / std::max<std::uint64_t>(found[2], 1)};
    if (kernel->size() > max_rank - shape.size()) return shape; // cannot have as many values
    shape.insert(shape.end(), kernel->begin(), kernel->end());
    return shape;
  }

  coreml_file& file_;
};

} // namespace

result<void> add_coreml_network(coreml_file& file, const proto_field& network,
                                const std::string& prefix) {
  return network_walk(file).network(network, prefix, 0);
}

} // namespace weightkin
