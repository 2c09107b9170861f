#include "derive_experts.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

/// One expert: gate, up and down.
using expert = std::array<zoo_tensor, 3>;

constexpr std::array dense_parts{"mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"};
constexpr std::array expert_parts{"w1", "w3", "w2"};

void keep_units(expert& one, const unit_order& units) {
  take_rows(one[0], units);
  take_rows(one[1], units);
  take_columns(one[2], units);
}

void add_noise(expert& one, double relative, random_source& random) {
  for (zoo_tensor& tensor : one) {
    const double size = relative * rms(tensor.values);
    for (float& value : tensor.values)
      value = static_cast<float>(value + size * random.normal());
  }
}

/// Draws the chosen units anew with the tensor's own size.
void renew(expert& one, const unit_order& units, random_source& random) {
  for (std::size_t part = 0; part < 3; ++part) {
    zoo_tensor& tensor = one[part];
    const double size = rms(tensor.values);
    const std::size_t columns = tensor.columns();
    for (const std::size_t unit : units)
      if (part < 2)
        for (std::size_t j = 0; j < columns; ++j)
          tensor.values[unit * columns + j] = static_cast<float>(size * random.normal());
      else
        for (std::size_t i = 0; i < tensor.rows(); ++i)
          tensor.values[i * columns + unit] = static_cast<float>(size * random.normal());
  }
}

std::string described(const upcycling& how) {
  std::string text = std::to_string(how.experts) + " experts";
  if (how.noise > 0) text += ", noise " + std::to_string(how.noise);
  if (how.renewed > 0) text += ", renewed " + std::to_string(how.renewed);
  return text + (how.divided ? ", divided" : "");
}

unit_order sorted(unit_order units) {
  std::sort(units.begin(), units.end());
  return units;
}

/// Makes one expert and says which of the parent's units its own are.
std::vector<std::int64_t> make_expert(expert& one, const upcycling& how, std::size_t number,
                                      const unit_order& all, random_source& random) {
  unit_order units = identity_order(all.size());
  if (how.divided) {
    const std::size_t each = all.size() / how.experts;
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(number * each);
    units = sorted({first, first + static_cast<std::ptrdiff_t>(each)});
  }
  keep_units(one, units);
  std::vector<std::int64_t> truth = as_truth(units);
  if (how.noise > 0) add_noise(one, how.noise, random);
  unit_order renewed = test::random_permutation(random, units.size());
  renewed.resize(static_cast<std::size_t>(how.renewed * static_cast<double>(units.size())));
  renew(one, renewed, random);
  for (const std::size_t unit : renewed)
    truth[unit] = no_counterpart;
  return truth;
}

} // namespace

std::string expert_group(std::size_t layer, std::size_t expert) {
  return "layers." + std::to_string(layer) + ".mlp.experts." + std::to_string(expert) + ".hidden";
}

descendant upcycled(const zoo_model& parent, const upcycling& how, std::uint64_t seed) {
  if (how.experts < 2) throw std::invalid_argument("too few experts");
  descendant child = copy_of(parent, "upcycled", described(how));
  child.truth.operations = {operation_kind::upcycled};
  if (how.noise > 0) {
    child.truth.operations.push_back(operation_kind::noised);
    child.truth.operations.push_back(operation_kind::partly_frozen); // all but the experts
  }
  child.truth.provable =
      how.divided ? descent_direction::undetermined : descent_direction::subject_from_reference;
  random_source random = scattered_source(seed);
  std::vector<zoo_tensor>& tensors = child.model.tensors;
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    expert dense;
    for (std::size_t part = 0; part < 3; ++part) {
      dense[part] = block_tensor(parent, layer, dense_parts[part]);
      std::erase_if(tensors, [&](const zoo_tensor& t) { return t.name == dense[part].name; });
    }
    zoo_tensor router{block_name(parent, layer, "block_sparse_moe.gate"),
                      {how.experts, parent.decoder.width},
                      {}};
    for (std::size_t i = 0; i < how.experts * parent.decoder.width; ++i)
      router.values.push_back(static_cast<float>(0.02 * random.normal()));
    tensors.push_back(std::move(router));
    const unit_order all = test::random_permutation(random, dense[0].rows());
    for (std::size_t number = 0; number < how.experts; ++number) {
      expert one = dense;
      child.truth.units_of[expert_group(layer, number)] =
          make_expert(one, how, number, all, random);
      for (std::size_t part = 0; part < 3; ++part) {
        one[part].name = block_name(parent, layer,
                                    "block_sparse_moe.experts." + std::to_string(number) + "." +
                                        expert_parts[part]);
        tensors.push_back(std::move(one[part]));
      }
    }
  }
  if (how.divided) child.model.decoder.hidden /= how.experts;
  return child;
}

} // namespace weightkin::zoo
