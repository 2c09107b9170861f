// GPTQ. A linear layer W [out, in] of b bits is stored as
//   qweight  i32 [in * b / 32, out]      codes, a bit stream down each column of the transpose of W
//   qzeros   i32 [groups, out * b / 32]  zero points, a bit stream along each row
//   scales   f16 [groups, out]
//   g_idx    i32 [in]                    group of each input; without it, groups follow each other
// and W[o, i] = scales[g, o] * (q[i, o] - z[g, o]). Streams begin at the lowest bit; with 3 bits
// some codes straddle two words. The first version of the format stores zero points less one;
// adding it back may give 2^b, which is not wrapped. Bits of a group follow from the shapes, so
// files whose layers differ are read; where config.json gives one number for all, it must agree.
#include <array>
#include <memory>
#include <utility>

#include "reader/located_error.hpp"
#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/group_columns.hpp"
#include "reader/quantised/packed_grids.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 2> gptq_marks{".qweight", ".qzeros"};

/// Where layers have settings of their own, the common ones need not hold.
const json_value* common_setting(const quantisation_config& config, std::string_view key) {
  return config.find("dynamic") == nullptr ? config.find(key) : nullptr;
}

result<void> check_format(const tensor_group& group, const quantisation_config& config) {
  const std::string_view format = config.text("checkpoint_format");
  const json_value* marlin = config.find("is_marlin_format");
  if (marlin != nullptr && marlin->boolean() != nullptr && *marlin->boolean())
    return group.not_read("Marlin's order of weights is not read");
  if (!format.empty() && format != "gptq" && format != "gptq_v2")
    return group.not_read("the checkpoint format " + detail::escaped(format) + " is not read");
  return {};
}

/// The bits of a code: as the widths of zero points and scales tell, and as config.json says.
result<unsigned> bits_of_codes(const tensor_group& group, const quantisation_config& config,
                               const stored_tensor& zeros, std::uint64_t outputs) {
  const auto claimed = whole_setting(common_setting(config, "bits"), "bits");
  if (!claimed) return group.refuse(claimed.error().why, claimed.error().message);
  if (*claimed && **claimed <= 0) return group.refuse(fault::header, "config.json: no bits");
  const std::uint64_t zero_bits = zeros.shape[1] * 32;
  const std::uint64_t bits = *claimed ? static_cast<std::uint64_t>(**claimed) : zero_bits / outputs;
  if (bits != 2 && bits != 3 && bits != 4 && bits != 8)
    return group.not_read("codes of " + std::to_string(bits) + " bits are not read");
  if (zero_bits != bits * outputs)
    return group.wrong_shape(zeros, "one zero point of " + std::to_string(bits) +
                                        " bits for each of " + std::to_string(outputs) +
                                        " outputs");
  return static_cast<unsigned>(bits);
}

std::unique_ptr<const value_grid> zero_points(const stored_tensor& zeros, unsigned bits,
                                              bool less_one) {
  auto stored = bit_rows(zeros, zeros.shape[1], bits);
  if (!less_one) return stored;
  std::vector<float> table(std::size_t{1} << bits);
  for (std::size_t code = 0; code < table.size(); ++code)
    table[code] = static_cast<float>(code + 1);
  return mapped_grid(std::move(stored), std::move(table));
}

result<bool> fold_gptq(const fold_request& request) {
  quantisation_config& config = request.context.config;
  tensor_group group(request.context.index, "gptq", request.base);
  const stored_tensor* codes = group.need(".qweight", "codes", word_types, 2);
  const stored_tensor* zeros = group.need(".qzeros", "zeros", word_types, 2);
  const stored_tensor* scales = group.need(".scales", "scales", float_types, 2);
  const stored_tensor* order = group.find(".g_idx", "group_index", index_types);
  if (!group.sound()) return group.refusal();
  if (auto loaded = config.load(); !loaded) return loaded.error();
  if (auto known = check_format(group, config); !known) return known.error();
  const std::uint64_t outputs = scales->shape[1];
  const std::uint64_t groups = scales->shape[0];
  const auto bits = bits_of_codes(group, config, *zeros, outputs);
  if (!bits) return bits.error();
  if (codes->shape[1] != outputs || codes->shape[0] * 32 % *bits != 0)
    return group.wrong_shape(*codes, "whole codes for " + std::to_string(outputs) + " outputs");
  if (zeros->shape[0] != groups)
    return group.wrong_shape(*zeros, std::to_string(groups) + " groups as the scales have");
  const std::uint64_t inputs = codes->shape[0] * 32 / *bits;
  auto columns = group_columns(group, inputs, groups, common_setting(config, "group_size"), order);
  if (!columns) return columns.error();

  const bool less_one = config.text("checkpoint_format") != "gptq_v2";
  const auto stored = group.take(outputs * inputs, columns->block);
  value_parts parts;
  parts.codes = transposed_grid(bit_columns(part_of(*stored, "codes"), outputs, *bits));
  parts.scales = transposed_grid(stored_grid(part_of(*stored, "scales"), outputs));
  parts.offsets = transposed_grid(zero_points(part_of(*stored, "zeros"), *bits, less_one));
  scale_layout layout{outputs, inputs, columns->block};
  layout.scale_of_column = std::move(columns->of_column);
  group.put(stored, request.base + ".weight", {outputs, inputs},
            std::make_shared<grouped_values>(stored, std::move(layout), std::move(parts),
                                             value_rule::scaled_from_zero));
  return true;
}

} // namespace

const fold_scheme gptq_scheme{"gptq", gptq_marks, fold_gptq};

} // namespace weightkin
