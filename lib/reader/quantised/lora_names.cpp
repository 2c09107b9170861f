#include "reader/quantised/lora_names.hpp"

namespace weightkin {
namespace {

constexpr std::string_view peft_prefix = "base_model.model.";
constexpr std::string_view weight_ending = ".weight";

std::string diffusers_weight(std::string base) {
  // Attention processors were modules of their own once, beside the projections they changed.
  constexpr std::string_view processor = ".processor.";
  if (const std::size_t at = base.find(processor); at != std::string::npos)
    base.replace(at, processor.size(), ".");
  if (base.ends_with(".to_out")) base += ".0";
  return base.append(weight_ending);
}

} // namespace

std::string changed_weight(factor_dialect dialect, std::string_view base) {
  switch (dialect) {
  case factor_dialect::peft:
  case factor_dialect::peft_embedding:
    if (base.starts_with(peft_prefix)) base.remove_prefix(peft_prefix.size());
    break;
  case factor_dialect::diffusers: return diffusers_weight(std::string(base));
  case factor_dialect::gguf: return std::string(base);
  case factor_dialect::kohya:
  case factor_dialect::indexed: break;
  }
  return std::string(base).append(weight_ending);
}

std::string_view module_path(std::string_view weight_name) noexcept {
  if (weight_name.ends_with(weight_ending)) weight_name.remove_suffix(weight_ending.size());
  return weight_name;
}

} // namespace weightkin
