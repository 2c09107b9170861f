// AWQ, in the order of its "gemm" kernels. A linear layer W [out, in] of 4 bits is stored as
//   qweight  i32 [in, out / 8]
//   qzeros   i32 [groups, out / 8]
//   scales   f16 [groups, out]
// and W[o, i] = (q[i, o] - z[g, o]) * scales[g, o], g = i / group_size. Eight outputs share a word
// in an order of their own (packed_grids.hpp). The names are GPTQ's; the shapes tell the two apart.
// The orders of other kernels (gemv, Marlin, ExLlama) are refused when config.json names them.
#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <utility>

#include "reader/located_error.hpp"
#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/group_columns.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 2> awq_marks{".qweight", ".qzeros"};

bool is_gemm(std::string_view version) {
  constexpr std::string_view gemm = "gemm";
  return version.empty() ||
         std::equal(version.begin(), version.end(), gemm.begin(), gemm.end(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

/// Codes and zero points have an eighth of the columns that the scales have.
bool has_shapes(const stored_tensor& codes, const stored_tensor& zeros,
                const stored_tensor& scales) {
  return codes.shape[1] * 8 == scales.shape[1] && zeros.shape[1] == codes.shape[1];
}

result<void> check_settings(const tensor_group& group, const quantisation_config& config) {
  if (!is_gemm(config.text("version")))
    return group.not_read("the order of " + detail::escaped(config.text("version")) +
                          " kernels is not read");
  const auto bits = whole_setting(config.find("bits"), "bits");
  if (!bits) return group.refuse(bits.error().why, bits.error().message);
  if (*bits && **bits <= 0) return group.refuse(fault::header, "config.json: no bits");
  if (*bits && **bits != 4)
    return group.not_read("codes of " + std::to_string(**bits) + " bits are not read");
  return {};
}

result<bool> fold_awq(const fold_request& request) {
  quantisation_config& config = request.context.config;
  if (auto loaded = config.load(); !loaded) return loaded.error();
  tensor_group group(request.context.index, "awq", request.base);
  const stored_tensor* codes = group.need(".qweight", "codes", word_types, 2);
  const stored_tensor* zeros = group.need(".qzeros", "zeros", word_types, 2);
  const stored_tensor* scales = group.need(".scales", "scales", float_types, 2);
  const bool named = config.method() == "awq";
  if (!group.sound()) {
    if (named) return group.refusal();
    return false;
  }
  const bool shaped = has_shapes(*codes, *zeros, *scales);
  if (!shaped && !named) return false;
  if (auto settings = check_settings(group, config); !settings) return settings.error();
  if (!shaped) return group.wrong_shape(*codes, "an eighth of the columns of its scales");
  if (config.method() == "gptq")
    return group.wrong_shape(*codes, "GPTQ's, which config.json announces");
  const std::uint64_t inputs = codes->shape[0];
  const std::uint64_t outputs = scales->shape[1];
  const std::uint64_t groups = scales->shape[0];
  if (zeros->shape[0] != groups)
    return group.wrong_shape(*zeros, std::to_string(groups) + " groups as the scales have");
  const auto columns = group_columns(group, inputs, groups, config.find("group_size"), nullptr);
  if (!columns) return columns.error();

  const auto stored = group.take(outputs * inputs, columns->block);
  value_parts parts;
  parts.codes = transposed_grid(interleaved_nibbles(part_of(*stored, "codes"), outputs));
  parts.scales = transposed_grid(stored_grid(part_of(*stored, "scales"), outputs));
  parts.offsets = transposed_grid(interleaved_nibbles(part_of(*stored, "zeros"), outputs));
  group.put(stored, request.base + ".weight", {outputs, inputs},
            std::make_shared<grouped_values>(stored, scale_layout{outputs, inputs, columns->block},
                                             std::move(parts), value_rule::scaled_from_zero));
  return true;
}

} // namespace

const fold_scheme awq_scheme{"awq", awq_marks, fold_awq};

} // namespace weightkin
