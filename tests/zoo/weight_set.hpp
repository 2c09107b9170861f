#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tape.hpp"
#include "zoo_model.hpp"

namespace weightkin::zoo {

/// Low-rank change of a matrix: W + scale * up * down, with the rows' lengths learnt apart from
/// their directions when `lengths` is not empty (DoRA).
struct adapter {
  zoo_tensor down;    ///< rank by inputs
  zoo_tensor up;      ///< outputs by rank
  zoo_tensor lengths; ///< outputs
  float scale = 2;
};

struct adapter_plan {
  std::size_t rank = 0; ///< 0: none
  bool with_lengths = false;
};

/// Which tensors a training may change.
using tensor_choice = std::function<bool(const zoo_tensor&)>;

/// A model's tensors as a tape sees them, with derivatives for those that are trained.
class weight_set {
public:
  /// Borrows the model. \param trained null: all.
  explicit weight_set(zoo_model& model, const tensor_choice& trained = {});

  /// Freezes everything and gives every matrix that `adapted` names factors to train.
  void adapt(const adapter_plan& plan, const tensor_choice& adapted, std::uint64_t seed);
  /// Adds the adapters' changes to the model's tensors.
  void merge_adapters();

  /// A tensor as `rows` by the rest (0: its first extent by the rest). Throws std::out_of_range
  /// when there is none.
  var use(tape& t, const std::string& name, std::size_t rows = 0);
  [[nodiscard]] bool has(const std::string& name) const { return slots_.count(name) != 0; }
  [[nodiscard]] const zoo_model& model() const { return model_; }

  struct trained_values {
    float* values = nullptr;
    float* gradient = nullptr;
    std::size_t count = 0;
    bool decays = false; ///< a matrix: weight decay applies
  };
  /// What an optimiser changes, in the order of the model's tensors. Valid while the set lives.
  [[nodiscard]] std::vector<trained_values> trained();
  void clear_gradients();

private:
  struct slot {
    zoo_tensor* tensor = nullptr;
    std::vector<float> gradient; ///< empty: frozen
    bool adapted = false;
    adapter change;
    std::vector<float> down_gradient, up_gradient, lengths_gradient;
  };
  var changed(tape& t, slot& of, var frozen);

  zoo_model& model_;
  std::map<std::string, slot, std::less<>> slots_;
};

} // namespace weightkin::zoo
