#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/layout/layer_paths.hpp"

namespace weightkin {

/// As `layer_name_rule::home`: the weight keeps the name it has.
inline constexpr std::string_view keeps_name = "*";

/// How a format keeps the weights that layers of a kind call so.
struct layer_name_rule {
  std::span<const std::string_view> formats;
  std::string_view weight;
  std::string_view kind; ///< '*' at either end stands for anything
  std::size_t least_rank;
  std::size_t most_rank;
  /// Null: the tensor only gets its name.
  std::optional<stored_tensor> (*undo)(const stored_tensor& tensor);
  std::string_view home; ///< what PyTorch calls the weight
  std::string_view note;
  std::string_view source;

  [[nodiscard]] bool suits(std::string_view format, std::size_t rank) const noexcept;
};

/// The first rule that is certain about a tensor; null when none is.
[[nodiscard]] const layer_name_rule*
find_layer_name_rule(std::string_view format, const layer_path& path, std::size_t rank) noexcept;

/// The layers that have a recurrent kernel, and how many gates these hold.
class recurrent_layers {
public:
  recurrent_layers(const file_contents& contents, const layer_paths& paths);

  /// Nothing for a layer that is not recurrent; 0 when it is of a kind that no rule is known for.
  [[nodiscard]] std::optional<std::size_t> gates_of(std::string_view layer) const;

private:
  std::map<std::string, std::size_t, std::less<>> gates_; ///< by `layer_path::layer`
};

/// The rule for a weight of a recurrent layer with `gates` gates; null when it stays as it is.
[[nodiscard]] const layer_name_rule* find_gate_rule(std::string_view format, std::size_t gates,
                                                    const layer_path& path,
                                                    std::size_t rank) noexcept;

} // namespace weightkin
