// Low-rank adapters. The change to a weight W [out, in] is stored as two factors, A [r, in]
// ("down") and B [out, r] ("up"); the logical tensor is the change itself, scale * (B @ A), under
// the name of W. That makes adapters comparable: factors are only determined up to an invertible r
// by r matrix between them.
//   scale          alpha / r, with alpha from a tensor beside the factors, adapter_config.json or
//   the
//                  file's metadata; alpha / sqrt(r) for rank-stabilised adapters; 1 where nothing
//                  says
//   convolutions   A [r, in, ...], B [out, r, 1, ...]; the change has A's kernel
//   embeddings     A [r, rows], B [width, r]; the change is transposed, as W is
// Weight-decomposed adapters (DoRA) also store norms of W's rows. They stay tensors of their own
// and are named as a part: without the base they cannot be applied. Factors that lie beside their
// own base, or belong to methods with more than two factors, stay as they are.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/lora_names.hpp"
#include "reader/quantised/product_values.hpp"

namespace weightkin {
namespace {

constexpr auto lora_marks = [] {
  std::array<std::string_view, 2 * factor_dialects.size()> endings{};
  for (std::size_t i = 0; i < factor_dialects.size(); ++i) {
    endings[2 * i] = factor_dialects[i].down;
    endings[2 * i + 1] = factor_dialects[i].up;
  }
  return endings;
}();

const part_types number_types{
    [](dtype type) { return index_types.allow(type) || real_types.allow(type); }, "a number"};

const factor_names& names_with(std::string_view mark) {
  return *std::find_if(
      factor_dialects.begin(), factor_dialects.end(),
      [&](const factor_names& names) { return mark == names.down || mark == names.up; });
}

bool is_peft(const factor_names& names) noexcept {
  return names.dialect == factor_dialect::peft || names.dialect == factor_dialect::peft_embedding;
}

/// True for factors whose product alone is not the change to a weight that is elsewhere.
bool stays_in_factors(const fold_request& request, const factor_names& names,
                      const std::string& weight) {
  const tensor_index& index = request.context.index;
  const auto has = [&](std::string_view base, std::string_view suffix) {
    return index.find(base, suffix) != index.size();
  };
  // A training state keeps the base inside PEFT's wrappers, where its factors are.
  const bool wrapped_base =
      is_peft(names) && (has(request.base, ".weight") || has(request.base, ".base_layer.weight"));
  return has(weight, "") || wrapped_base || has(request.base, ".lora_mid.weight") ||
         has(request.base, ".lora_E") || !request.context.adapter.is_plain();
}

/// The extents of a change to a weight.
struct change_extents {
  std::uint64_t rank = 0;
  std::uint64_t outputs = 0;
  std::uint64_t inputs = 0; ///< times the size of the kernel
  std::vector<std::uint64_t> shape;
};

result<change_extents> extents_of(const tensor_group& group, const stored_tensor& down,
                                  const stored_tensor& up, bool transposed) {
  if (down.shape.size() < 2) return group.wrong_shape(down, "a rank and inputs");
  change_extents extents;
  extents.rank = down.shape[0];
  extents.inputs = element_count(down) / extents.rank;
  const bool fits = up.shape.size() >= 2 && up.shape[1] == extents.rank &&
                    element_count(up) == up.shape[0] * extents.rank;
  if (!fits) return group.wrong_shape(up, "outputs by a rank of " + std::to_string(extents.rank));
  extents.outputs = up.shape[0];
  extents.shape = down.shape;
  extents.shape[0] = extents.outputs;
  if (transposed) extents.shape = {extents.inputs, extents.outputs};
  if (!checked_product(extents.shape))
    return group.refuse(fault::overflow, "a change of shape " + shape_text(extents.shape));
  return extents;
}

/// What the metadata of a GGUF adapter gives.
std::optional<double> alpha_in(const std::map<std::string_view, std::string_view>& metadata) {
  const auto found = metadata.find("adapter.lora.alpha");
  if (found == metadata.end()) return std::nullopt;
  const std::string_view text = found->second;
  double alpha = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), alpha);
  return parsed.ec == std::errc() ? std::optional(alpha) : std::nullopt;
}

/// What the product is multiplied by; nothing when neither a tensor nor a file beside says.
result<std::optional<double>> scale_of(const fold_request& request, const tensor_group& group,
                                       const factor_names& names, const stored_tensor* alpha,
                                       std::string_view module, std::uint64_t rank) {
  const auto divisor = static_cast<double>(rank);
  if (alpha != nullptr) {
    if (element_count(*alpha) != 1) return group.wrong_shape(*alpha, "one number");
    float value = 0;
    if (auto read = read_f32(*alpha, 0, {&value, 1}); !read) return read.error();
    if (!std::isfinite(value)) return group.refuse(fault::header, "its alpha is not finite");
    return std::optional(static_cast<double>(value) / divisor);
  }
  switch (names.dialect) {
  case factor_dialect::peft:
  case factor_dialect::peft_embedding: return request.context.adapter.scale_of(module, rank);
  case factor_dialect::gguf: {
    const auto found = alpha_in(request.context.metadata);
    return found ? std::optional(*found / divisor) : std::nullopt;
  }
  case factor_dialect::kohya: return std::optional(1.0); // no alpha means the rank itself
  case factor_dialect::diffusers:
  case factor_dialect::indexed: break;
  }
  return std::optional<double>();
}

product_parts factors_of(const stored_encoding& stored, const change_extents& extents,
                         bool transposed, float scale) {
  product_parts parts;
  parts.left = stored_grid(part_of(stored, "lora_b"), extents.rank);
  parts.right = stored_grid(part_of(stored, "lora_a"), extents.inputs);
  parts.rows = extents.outputs;
  parts.rank = extents.rank;
  parts.columns = extents.inputs;
  parts.scale = scale;
  if (transposed) {
    std::swap(parts.left, parts.right);
    parts.left = transposed_grid(std::move(parts.left));
    parts.right = transposed_grid(std::move(parts.right));
    std::swap(parts.rows, parts.columns);
  }
  return parts;
}

result<bool> fold_lora(const fold_request& request) {
  fold_context& context = request.context;
  const factor_names& names = names_with(request.mark);
  if (names.dialect == factor_dialect::gguf && !request.base.ends_with(".weight")) return false;
  if (is_peft(names))
    if (auto loaded = context.adapter.load(); !loaded) return loaded.error();
  const std::string weight = changed_weight(names.dialect, request.base);
  if (stays_in_factors(request, names, weight)) {
    if (request.mark == names.down) ++context.adapters_kept;
    return false;
  }
  tensor_group group(context.index, "lora", request.base);
  const stored_tensor* up = group.need(names.up, "lora_b", float_types);
  const stored_tensor* down = group.need(names.down, "lora_a", float_types);
  const stored_tensor* alpha =
      names.alpha.empty() ? nullptr : group.find(names.alpha, "alpha", number_types);
  if (!group.sound()) return group.refusal();
  const bool turned_base = is_peft(names) && context.adapter.fan_in_fan_out();
  const bool transposed =
      names.dialect == factor_dialect::peft_embedding || (turned_base && down->shape.size() == 2);
  auto extents = extents_of(group, *down, *up, transposed);
  if (!extents) return extents.error();
  const std::string_view module = module_path(weight);
  const auto rank = is_peft(names) ? context.adapter.rank_of(module) : std::nullopt;
  if (rank && *rank != static_cast<double>(extents->rank))
    return group.wrong_shape(*down, "of the rank that adapter_config.json gives");
  const auto scale = scale_of(request, group, names, alpha, module, extents->rank);
  if (!scale) return scale.error();
  if (!*scale) ++context.adapters_unscaled;
  if (*scale && std::abs(**scale) > static_cast<double>(std::numeric_limits<float>::max()))
    return group.refuse(fault::overflow, "its alpha is too large for f32");

  const std::size_t norms = names.magnitude.empty()
                                ? context.index.size()
                                : context.index.find(request.base, names.magnitude);
  const bool decomposed = norms != context.index.size();
  const auto stored = group.take(extents->outputs * extents->inputs, 0, decomposed ? "dora" : "");
  if (decomposed) stored->parts.push_back({"magnitude", context.index[norms]});
  auto factors =
      factors_of(*stored, *extents, transposed, static_cast<float>(scale->value_or(1.0)));
  group.put(stored, weight, std::move(extents->shape),
            std::make_shared<product_values>(stored, std::move(factors)));
  return true;
}

} // namespace

const fold_scheme lora_scheme{"lora", lora_marks, fold_lora};

} // namespace weightkin
