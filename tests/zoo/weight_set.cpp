#include "weight_set.hpp"

#include <algorithm>
#include <cmath>

#include "row_sums.hpp"
#include "tape_operations.hpp"
#include "zoo_random.hpp"

namespace weightkin::zoo {

namespace {

matrix view_of(zoo_tensor& tensor) {
  return {tensor.values.data(), tensor.rows(), tensor.columns()};
}

float* pointer_or_null(std::vector<float>& values) {
  return values.empty() ? nullptr : values.data();
}

} // namespace

weight_set::weight_set(zoo_model& model, const tensor_choice& trained) : model_(model) {
  for (zoo_tensor& tensor : model.tensors) {
    slot& s = slots_[tensor.name];
    s.tensor = &tensor;
    if (!trained || trained(tensor)) s.gradient.assign(tensor.values.size(), 0.0F);
  }
}

void weight_set::adapt(const adapter_plan& plan, const tensor_choice& adapted, std::uint64_t seed) {
  zoo_random random(seed);
  for (zoo_tensor& tensor : model_.tensors) {
    slot& s = slots_.at(tensor.name);
    s.gradient.clear();
    s.adapted = plan.rank > 0 && adapted(tensor);
    if (!s.adapted) continue;
    const std::size_t rows = tensor.rows();
    const std::size_t columns = tensor.columns();
    const double spread = 1 / std::sqrt(static_cast<double>(columns));
    s.change.down = {"down", {plan.rank, columns}, std::vector<float>(plan.rank * columns)};
    for (float& value : s.change.down.values)
      value = static_cast<float>(spread * random.normal());
    s.change.up = {"up", {rows, plan.rank}, std::vector<float>(rows * plan.rank)};
    s.down_gradient.assign(s.change.down.values.size(), 0.0F);
    s.up_gradient.assign(s.change.up.values.size(), 0.0F);
    if (!plan.with_lengths) continue;
    s.change.lengths = {"lengths", {rows}, std::vector<float>(rows)};
    for (std::size_t i = 0; i < rows; ++i) {
      const float* row = tensor.values.data() + i * columns;
      s.change.lengths.values[i] = std::sqrt(dot(row, row, columns));
    }
    s.lengths_gradient.assign(rows, 0.0F);
  }
}

var weight_set::changed(tape& t, slot& of, var frozen) {
  const var up = t.outside(view_of(of.change.up), pointer_or_null(of.up_gradient));
  const var down = t.outside(view_of(of.change.down), pointer_or_null(of.down_gradient));
  const var moved = add(t, frozen, product(t, up, down), of.change.scale);
  if (of.change.lengths.values.empty()) return moved;
  const var lengths = t.outside(view_of(of.change.lengths), pointer_or_null(of.lengths_gradient));
  return rows_to_length(t, moved, lengths);
}

var weight_set::use(tape& t, const std::string& name, std::size_t rows) {
  slot& s = slots_.at(name);
  matrix view = view_of(*s.tensor);
  if (rows != 0) view = {view.data, rows, view.size() / rows};
  const var plain = t.outside(view, pointer_or_null(s.gradient));
  return s.adapted ? changed(t, s, plain) : plain;
}

void weight_set::merge_adapters() {
  tape t;
  for (auto& [name, s] : slots_) {
    if (!s.adapted) continue;
    const matrix merged = t.value(use(t, name));
    std::copy_n(merged.data, merged.size(), s.tensor->values.data());
    s.adapted = false;
    t.clear();
  }
}

std::vector<weight_set::trained_values> weight_set::trained() {
  std::vector<trained_values> all;
  for (zoo_tensor& tensor : model_.tensors) {
    slot& s = slots_.at(tensor.name);
    const auto put = [&all](zoo_tensor& values, std::vector<float>& gradient, bool decays) {
      if (!gradient.empty())
        all.push_back({values.values.data(), gradient.data(), gradient.size(), decays});
    };
    put(tensor, s.gradient, tensor.shape.size() > 1);
    put(s.change.down, s.down_gradient, false);
    put(s.change.up, s.up_gradient, false);
    put(s.change.lengths, s.lengths_gradient, false);
  }
  return all;
}

void weight_set::clear_gradients() {
  for (const trained_values& part : trained())
    std::fill_n(part.gradient, part.count, 0.0F);
}

} // namespace weightkin::zoo
