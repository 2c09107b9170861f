#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "descent.hpp"
#include "weight_set.hpp"
#include "zoo_model.hpp"

/// Which tensors of a backbone are what: for recipes that keep, adapt or begin anew some of them.
namespace weightkin::zoo {

/// Some tensors of a model, by parts of their names.
struct model_part {
  std::string title; ///< "vision tower"
  std::vector<std::string> name_parts;

  [[nodiscard]] bool has(std::string_view tensor) const;
};

/// What a child may keep from its parent while everything else begins anew.
[[nodiscard]] std::vector<model_part> keepable_parts(const zoo_model& model);
/// Feed-forward networks (or, where there are none, layers), first to last.
[[nodiscard]] std::vector<model_part> replaceable_layers(const zoo_model& model);
/// Token or patch embedding with its positions; no name parts: the backbone has none.
[[nodiscard]] model_part embedding_part(const zoo_model& model);
/// The matrices that adapters are put on: those of the body.
[[nodiscard]] bool takes_adapter(const zoo_tensor& tensor);

/// The tensors in `part` (or, when not `inside`, the others) take another initial model's values;
/// the truth lists them, their layers, tokens and units as new. \param initial of the same shapes.
void begin_anew(zoo_model& model, const zoo_model& initial, const model_part& part, bool inside,
                descent& truth);

} // namespace weightkin::zoo
