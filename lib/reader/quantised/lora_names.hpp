#pragma once

#include <array>
#include <string>
#include <string_view>

namespace weightkin {

/// Who names factors that way, as far as it matters for the name of the weight they change.
enum class factor_dialect { peft, peft_embedding, kohya, diffusers, indexed, gguf };

/// How one tool names the two factors of a low-rank change to a weight, as endings.
struct factor_names {
  std::string_view down;      ///< the factor that reads the inputs, [rank, in, ...]
  std::string_view up;        ///< the factor that writes the outputs, [out, rank, ...]
  std::string_view alpha;     ///< a number that scales the product; empty: none
  std::string_view magnitude; ///< the norms of weight-decomposed adapters; empty: none
  factor_dialect dialect;
};

inline constexpr std::array<factor_names, 10> factor_dialects{{
    {".lora_A.weight", ".lora_B.weight", ".alpha", ".lora_magnitude_vector", factor_dialect::peft},
    // A training state keeps the adapter's name.
    {".lora_A.default.weight", ".lora_B.default.weight", "",
     ".lora_magnitude_vector.default.weight", factor_dialect::peft},
    {".lora_embedding_A", ".lora_embedding_B", "", "", factor_dialect::peft_embedding},
    {".lora_embedding_A.default", ".lora_embedding_B.default", "", "",
     factor_dialect::peft_embedding},
    {".lora_down.weight", ".lora_up.weight", ".alpha", ".dora_scale", factor_dialect::kohya},
    {"_lora.down.weight", "_lora.up.weight", "_lora.alpha", "", factor_dialect::diffusers},
    {".lora.down.weight", ".lora.up.weight", ".lora.alpha", "", factor_dialect::diffusers},
    {".lora_linear_layer.down.weight", ".lora_linear_layer.up.weight", ".lora_linear_layer.alpha",
     "", factor_dialect::diffusers},
    {":down", ":up", "", "", factor_dialect::indexed}, // modules by number: "unet:12:up"
    {".lora_a", ".lora_b", "", "", factor_dialect::gguf},
}};

/// The name of the weight that factors named `base` + ending change.
[[nodiscard]] std::string changed_weight(factor_dialect dialect, std::string_view base);

/// The path of its module, as an adapter's configuration matches it.
[[nodiscard]] std::string_view module_path(std::string_view weight_name) noexcept;

} // namespace weightkin
