#include "reader/torch/torch_quantised.hpp"

#include <cstring>
#include <utility>
#include <vector>

#include "reader/decode/affine_elements.hpp"
#include "reader/decode/decoded_elements.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/held_bytes.hpp"

namespace weightkin {
namespace {

/// Puts one quantised tensor together; checks as it goes.
class quantised_builder {
public:
  quantised_builder(const pickle_values& values, const pickle_tensor& tensor,
                    storage_places& storages, std::string_view label)
      : values_(values), tensor_(tensor), storages_(storages), label_(label) {}

  result<stored_tensor> build(std::string name) {
    auto codes = find_tensor(values_, tensor_, std::move(name), storages_, label_);
    if (!codes) return codes;
    if (traits_of(codes->type).kind != number_class::integer)
      return refuse(fault::dtype, *codes, "it is quantised, but not to integers");
    stored_tensor out = *codes;
    out.type = dtype::f32;
    out.strides.clear();
    count_ = element_count(*codes);
    if (count_ == 0) return out;
    if (auto added = add_scales(*codes); !added) return std::move(added).error();
    stored_encoding encoding;
    encoding.scheme = "torch-" + scheme_type(codes->type);
    encoding.parts = {{"codes", *codes}, {"scales", affine_.scales->numbers}};
    encoding.parts.push_back({"zeros", affine_.zero_points->numbers});
    const std::uint64_t run = affine_.scales->places.run();
    encoding.block_values = run == 0 ? count_ : run;
    encoding.bits_per_value = bits_per_value(encoding);
    affine_.codes = std::move(*codes);
    out.decoded = std::make_shared<affine_elements>(std::move(affine_));
    out.encoding = std::make_shared<const stored_encoding>(std::move(encoding));
    return out;
  }

private:
  static std::string scheme_type(dtype type) {
    const bool is_signed = name_of(type).starts_with('i');
    return (is_signed ? "int" : "uint") + std::to_string(bits_of(type));
  }

  [[nodiscard]] double bits_per_value(const stored_encoding& encoding) const {
    double bits = 0;
    for (const stored_part& part : encoding.parts)
      bits += static_cast<double>(element_count(part.tensor)) *
              static_cast<double>(bits_of(part.tensor.type));
    return bits / static_cast<double>(count_);
  }

  [[nodiscard]] error refuse(fault why, const stored_tensor& codes, std::string_view what) const {
    return detail::fail_at(why, label_, tensor_.at,
                           "tensor " + detail::escaped(codes.name) + ": " + std::string(what));
  }

  result<void> add_scales(const stored_tensor& codes) {
    const auto parts = values_.tuple_of(tensor_.quantiser);
    if (values_.kind(parts[1]) != pickle_kind::tensor) {
      hold(static_cast<float>(values_.real_of(parts[1])), values_.integer_of(parts[2]));
      return {};
    }
    const auto places = split_channels(codes, values_.integer_of(parts[3]));
    if (!places) return places.error();
    auto scales = of_channels(codes, parts[1], places->count());
    if (!scales) return std::move(scales).error();
    affine_.scales = {std::move(*scales), *places};
    auto zeros = of_channels(codes, parts[2], places->count());
    if (!zeros) return std::move(zeros).error();
    affine_.zero_points = {std::move(*zeros), *places};
    return {};
  }

  [[nodiscard]] result<block_places> split_channels(const stored_tensor& codes,
                                                    std::int64_t axis) const {
    if (axis < 0 || static_cast<std::size_t>(axis) >= codes.shape.size())
      return refuse(fault::shape, codes,
                    "scales along axis " + std::to_string(axis) + " of " +
                        std::to_string(codes.shape.size()));
    return block_places::along(codes.shape, static_cast<std::size_t>(axis));
  }

  /// Scales or zero points: a tensor of one number for each channel.
  [[nodiscard]] result<stored_tensor> of_channels(const stored_tensor& codes, pickle_index value,
                                                  std::uint64_t channels) const {
    const pickle_tensor& part = values_.tensor_of(value);
    if (part.unreadable != nullptr || part.quantiser != no_value)
      return refuse(fault::dtype, codes, "its scales are no numbers of their own");
    auto found = find_tensor(values_, part, codes.name, storages_, label_);
    if (!found) return found;
    if (traits_of(found->type).kind == number_class::complex)
      return refuse(fault::dtype, codes, "its scales are no numbers of their own");
    if (found->shape.size() != 1 || found->shape.front() != channels)
      return refuse(fault::shape, codes,
                    std::to_string(element_count(*found)) + " scales or zero points for " +
                        std::to_string(channels) + " channels");
    return found;
  }

  /// Numbers that the pickle spells out, as tensors of one element.
  void hold(float scale, std::int64_t zero_point) {
    std::vector<std::byte> bytes(sizeof zero_point + sizeof scale);
    std::memcpy(bytes.data(), &zero_point, sizeof zero_point);
    std::memcpy(bytes.data() + sizeof zero_point, &scale, sizeof scale);
    stored_tensor number;
    number.shape = {1};
    number.bytes = std::make_shared<held_bytes>(std::move(bytes), std::string(label_));
    number.type = dtype::i64;
    affine_.zero_points = {number, block_places()};
    number.type = dtype::f32;
    number.offset = number.storage_offset = sizeof zero_point;
    affine_.scales = {std::move(number), block_places()};
  }

  const pickle_values& values_;
  const pickle_tensor& tensor_;
  storage_places& storages_;
  std::string_view label_;
  affine_codes affine_;
  std::uint64_t count_ = 0;
};

} // namespace

result<stored_tensor> find_quantised(const pickle_values& values, const pickle_tensor& tensor,
                                     std::string name, storage_places& storages,
                                     std::string_view label) {
  return quantised_builder(values, tensor, storages, label).build(std::move(name));
}

} // namespace weightkin
