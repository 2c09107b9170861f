// NVFP4 in GGUF: blocks hold values and their scales, a tensor beside them what scales the whole.
//   X.weight        nvfp4 [out, in] or, for experts, [E, out, in]
//   X.scale         one number, or one an expert; left out where it is 1
//   X.input_scale   of activations
// llama.cpp multiplies a layer's result by X.scale, which comes to the same as multiplying
// X.weight.
#include <array>
#include <memory>
#include <utility>

#include "reader/quantised/fold_schemes.hpp"
#include "reader/quantised/grouped_values.hpp"

namespace weightkin {
namespace {

constexpr std::array<std::string_view, 2> gguf_scale_marks{".scale", ".input_scale"};

/// Blocks as the GGUF reader hands them out. In other types a scale beside a weight is a parameter
/// of the model.
bool lacks_its_scale(const stored_tensor& weight) {
  return weight.decoded != nullptr && weight.encoding != nullptr &&
         weight.encoding->scheme == "nvfp4" && weight.encoding->parts.size() == 1 &&
         element_count(weight) != 0;
}

/// \param stored with a part "global_scale" of `scales` numbers
std::shared_ptr<const element_source> scaled_blocks(const stored_tensor& weight,
                                                    std::shared_ptr<const stored_encoding> stored,
                                                    std::uint64_t scales) {
  const std::uint64_t columns = weight.shape.back();
  scale_layout layout{element_count(weight) / columns, columns, columns};
  layout.row_block = layout.rows / scales;
  value_parts parts;
  parts.codes = source_grid(weight.decoded, columns);
  parts.scales = stored_grid(part_of(*stored, "global_scale"), 1);
  return std::make_shared<grouped_values>(std::move(stored), layout, std::move(parts),
                                          value_rule::scaled);
}

result<bool> fold_gguf_scale(const fold_request& request) {
  tensor_index& index = request.context.index;
  const std::size_t place = index.find(request.base, ".weight");
  if (place == index.size() || !lacks_its_scale(index[place])) return false;
  tensor_group group(index, "nvfp4", request.base);
  const stored_tensor* scale = group.find(".scale", "global_scale", float_types);
  const stored_tensor* of_inputs = group.find(".input_scale", "input_scale", real_types);
  if (scale == nullptr && of_inputs == nullptr) return false;
  if (!group.sound()) return group.refusal();
  const std::vector<std::uint64_t>& shape = index[place].shape;
  const std::uint64_t scales = scale == nullptr ? 0 : element_count(*scale);
  if (scales > 1 && (shape.size() != 3 || scales != shape.front()))
    return group.wrong_shape(*scale, "one number, or one for each matrix of a stack");

  stored_tensor folded = index.take(place);
  const stored_encoding& blocks = *folded.encoding;
  const auto stored = group.take(element_count(folded), blocks.block_values, blocks.scheme);
  stored->bits_per_value += blocks.bits_per_value;
  stored->parts.insert(stored->parts.begin(), blocks.parts.front());
  if (scales != 0) folded.decoded = scaled_blocks(folded, stored, scales);
  folded.encoding = stored;
  index.put(place, std::move(folded));
  return true;
}

} // namespace

const fold_scheme gguf_scale_scheme{"nvfp4", gguf_scale_marks, fold_gguf_scale};

} // namespace weightkin
