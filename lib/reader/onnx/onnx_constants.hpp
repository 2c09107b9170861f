#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/onnx/onnx_file.hpp"
#include "reader/onnx/onnx_graph.hpp"

namespace weightkin {

/// The tensors that a model brings along, and by which names its nodes reach them.
struct onnx_constants {
  std::vector<stored_tensor> tensors; ///< in the order of the file; names carry their graph's path
  /// By scope and name in it: positions in `tensors`.
  std::map<std::size_t, std::map<std::string, std::size_t, std::less<>>> names;
  std::size_t texts = 0;  ///< tensors of text, which are left out
  std::string first_text; ///< the first of them

  /// What `name` means to a node of `scope`.
  [[nodiscard]] std::optional<std::size_t> find(const onnx_scope& scope,
                                                std::string_view name) const;
  /// Lets `name` mean tensor `index` in `scope`. \returns false when it means another already.
  bool bind(const onnx_scope& scope, const std::string& name, std::size_t index);
};

/// Lists initializers, sparse initializers and Constant nodes of all graphs.
[[nodiscard]] result<onnx_constants> list_constants(onnx_file& file);

} // namespace weightkin
