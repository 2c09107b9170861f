#include "decoder_parts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace weightkin::zoo {
namespace {

constexpr std::string_view table_name = "embed_tokens.weight";

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

stream_side side_of(const zoo_tensor& tensor) {
  const std::string_view name = tensor.name;
  if (ends_with_any(name, {"embed_tokens.weight", "lm_head.weight", "q_proj.weight",
                           "k_proj.weight", "v_proj.weight", "gate_proj.weight", "up_proj.weight",
                           ".gate.weight", ".w1.weight", ".w3.weight"}))
    return stream_side::columns;
  if (ends_with_any(name, {"o_proj.weight", "down_proj.weight", ".w2.weight"}))
    return stream_side::rows;
  if (ends_with_any(name, {"layernorm.weight", ".norm.weight"})) return stream_side::gain;
  throw std::invalid_argument("no known place in the residual stream: " + tensor.name);
}

} // namespace

std::string decoder_prefix(const zoo_model& model) {
  for (const zoo_tensor& tensor : model.tensors)
    if (tensor.name.ends_with(table_name))
      return tensor.name.substr(0, tensor.name.size() - table_name.size());
  throw std::invalid_argument("no decoder: it has no token table");
}

const zoo_tensor& named_tensor(const zoo_model& model, std::string_view name) {
  for (const zoo_tensor& tensor : model.tensors)
    if (tensor.name == name) return tensor;
  throw std::invalid_argument("no tensor " + std::string(name));
}

zoo_tensor& named_tensor(zoo_model& model, std::string_view name) {
  return const_cast<zoo_tensor&>(named_tensor(std::as_const(model), name));
}

std::string block_name(const zoo_model& model, std::size_t layer, std::string_view part) {
  return decoder_prefix(model) + "layers." + std::to_string(layer) + "." + std::string(part) +
         ".weight";
}

zoo_tensor& block_tensor(zoo_model& model, std::size_t layer, std::string_view part) {
  return named_tensor(model, block_name(model, layer, part));
}

const zoo_tensor& block_tensor(const zoo_model& model, std::size_t layer, std::string_view part) {
  return named_tensor(model, block_name(model, layer, part));
}

zoo_tensor& token_table(zoo_model& model) {
  return named_tensor(model, decoder_prefix(model) + std::string(table_name));
}

zoo_tensor& final_gain(zoo_model& model) {
  return named_tensor(model, decoder_prefix(model) + "norm.weight");
}

zoo_tensor* output_head(zoo_model& model) {
  for (zoo_tensor& tensor : model.tensors)
    if (tensor.name.ends_with("lm_head.weight")) return &tensor;
  return nullptr;
}

zoo_tensor& own_output_head(zoo_model& model) {
  if (zoo_tensor* head = output_head(model)) return *head;
  zoo_tensor head = token_table(model);
  const std::string prefix = decoder_prefix(model);
  head.name =
      prefix.substr(0, prefix.size() - std::string_view("model.").size()) + "lm_head.weight";
  return model.tensors.emplace_back(std::move(head));
}

std::vector<zoo_tensor*> token_tensors(zoo_model& model) {
  std::vector<zoo_tensor*> all{&token_table(model)};
  if (zoo_tensor* head = output_head(model)) all.push_back(head);
  return all;
}

bool is_linear_map(const zoo_tensor& tensor) {
  return tensor.shape.size() >= 2 &&
         !ends_with_any(tensor.name, {"embed_tokens.weight", "lm_head.weight", "embedding.weight",
                                      "pos_embed", "cls_token"});
}

std::vector<stream_tensor> stream_tensors(zoo_model& model) {
  std::vector<stream_tensor> all;
  for (zoo_tensor& tensor : model.tensors)
    all.push_back({&tensor, side_of(tensor)});
  return all;
}

std::vector<zoo_tensor*> stream_writers(zoo_model& model) {
  std::vector<zoo_tensor*> all;
  for (zoo_tensor& tensor : model.tensors)
    if (ends_with_any(tensor.name, {"o_proj.weight", "down_proj.weight", ".w2.weight"}))
      all.push_back(&tensor);
  return all;
}

std::size_t group_size(const decoder_sizes& sizes) {
  if (sizes.key_heads == 0 || sizes.heads % sizes.key_heads != 0)
    throw std::invalid_argument("query heads do not divide into the key heads");
  return sizes.heads / sizes.key_heads;
}

void take_rows(zoo_tensor& tensor, const unit_order& order) {
  const std::size_t columns = tensor.columns();
  std::vector<float> taken;
  taken.reserve(order.size() * columns);
  for (const std::size_t row : order)
    for (std::size_t column = 0; column < columns; ++column)
      taken.push_back(tensor.values.at(row * columns + column));
  tensor.values = std::move(taken);
  tensor.shape.at(0) = order.size();
}

void take_columns(zoo_tensor& tensor, const unit_order& order) {
  const std::size_t rows = tensor.rows(), columns = tensor.columns();
  std::vector<float> taken;
  taken.reserve(rows * order.size());
  for (std::size_t row = 0; row < rows; ++row)
    for (const std::size_t column : order)
      taken.push_back(tensor.values.at(row * columns + column));
  tensor.values = std::move(taken);
  tensor.shape.at(1) = order.size();
}

void scale_row(zoo_tensor& tensor, std::size_t row, double factor) {
  const std::size_t columns = tensor.columns();
  for (std::size_t column = 0; column < columns; ++column) {
    float& value = tensor.values.at(row * columns + column);
    value = static_cast<float>(value * factor);
  }
}

void scale_column(zoo_tensor& tensor, std::size_t column, double factor) {
  const std::size_t columns = tensor.columns();
  for (std::size_t row = 0; row < tensor.rows(); ++row) {
    float& value = tensor.values.at(row * columns + column);
    value = static_cast<float>(value * factor);
  }
}

void scale_all(zoo_tensor& tensor, double factor) {
  for (float& value : tensor.values)
    value = static_cast<float>(value * factor);
}

namespace {

wide_matrix widened(const zoo_tensor& tensor) {
  wide_matrix wide(tensor.rows(), tensor.columns());
  std::copy(tensor.values.begin(), tensor.values.end(), wide.values.begin());
  return wide;
}

void store(zoo_tensor& tensor, const wide_matrix& wide) {
  tensor.shape = {wide.rows, wide.columns};
  tensor.values.assign(wide.values.begin(), wide.values.end());
}

} // namespace

void multiply_columns(zoo_tensor& tensor, const wide_matrix& right) {
  if (tensor.columns() != right.rows) throw std::invalid_argument("widths differ: " + tensor.name);
  store(tensor, test::product(widened(tensor), right));
}

void multiply_rows(zoo_tensor& tensor, const wide_matrix& left) {
  if (tensor.rows() != left.columns) throw std::invalid_argument("widths differ: " + tensor.name);
  store(tensor, test::product(left, widened(tensor)));
}

unit_order identity_order(std::size_t count) {
  unit_order order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

unit_order block_order(const unit_order& units, std::size_t block) {
  unit_order order;
  for (const std::size_t unit : units)
    for (std::size_t entry = 0; entry < block; ++entry)
      order.push_back(unit * block + entry);
  return order;
}

std::vector<std::int64_t> as_truth(const unit_order& order) { return {order.begin(), order.end()}; }

unit_order largest(const std::vector<double>& values, std::size_t count) {
  unit_order order = identity_order(values.size());
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  order.resize(std::min(count, order.size()));
  std::sort(order.begin(), order.end());
  return order;
}

double rms(const std::vector<float>& values) {
  double square = 0;
  for (const float value : values)
    square += static_cast<double>(value) * value;
  return values.empty() ? 0 : std::sqrt(square / static_cast<double>(values.size()));
}

namespace {

std::string in_layer(std::size_t layer, const char* what) {
  return "layers." + std::to_string(layer) + "." + what;
}

} // namespace

std::string hidden_group(std::size_t layer) { return in_layer(layer, "mlp.hidden"); }
std::string head_group(std::size_t layer) { return in_layer(layer, "attention.heads"); }
std::string key_head_group(std::size_t layer) { return in_layer(layer, "attention.key_heads"); }
std::string value_group(std::size_t layer) { return in_layer(layer, "attention.values"); }

descendant copy_of(const zoo_model& parent, std::string recipe, std::string strength) {
  descendant child{parent, {}};
  child.truth.recipe = std::move(recipe);
  child.truth.strength = std::move(strength);
  return child;
}

} // namespace weightkin::zoo
