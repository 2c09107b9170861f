#pragma once

#include <map>
#include <string>
#include <string_view>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// A name of TensorFlow, Keras or Flax: the path of a layer and what the weight is to it.
struct layer_path {
  std::string_view whole;  ///< without what savers append: ":0", "/.ATTRIBUTES/VARIABLE_VALUE"
  std::string_view layer;  ///< with the separator behind it; empty at the root
  std::string_view weight; ///< "kernel"; "vars/0" where weights have numbers instead of names
  /// What the layer is, in lower case: its class where the file tells, else its own name without
  /// number and underscores: "conv2d". "lstm/cell" for the part of a layer that Keras 3 calls so.
  std::string kind;
};

/// Takes the names of one file apart.
class layer_paths {
public:
  explicit layer_paths(const file_contents& contents);

  /// True when the file's tensors are called by such names.
  [[nodiscard]] bool apply() const noexcept { return apply_; }

  /// Borrows from `name`.
  [[nodiscard]] layer_path split(std::string_view name) const;

private:
  [[nodiscard]] std::string kind_of(std::string_view layer) const;

  bool apply_ = false;
  std::map<std::string, std::string, std::less<>> classes_; ///< by the layer's own name
};

} // namespace weightkin
