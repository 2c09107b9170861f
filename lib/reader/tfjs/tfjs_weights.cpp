#include "reader/tfjs/tfjs_weights.hpp"

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "reader/decode/decoded_elements.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

std::optional<dtype> number_type(std::string_view name) noexcept {
  if (name == "float32") return dtype::f32;
  if (name == "int32") return dtype::i32;
  if (name == "bool") return dtype::boolean;
  if (name == "complex64") return dtype::c64;
  if (name == "float16") return dtype::f16;
  if (name == "uint8") return dtype::u8;
  if (name == "uint16") return dtype::u16;
  return std::nullopt;
}

/// value = code * scale + min in f64, as JavaScript computes, rounded to f32; to the nearest whole
/// number first where the weight was one of integers.
class linear_codes final : public decoded_elements {
public:
  linear_codes(stored_tensor codes, const tfjs_quantisation& how, bool to_integers)
      : decoded_elements(element_count(codes), 1), codes_(std::move(codes)), scale_(how.scale),
        min_(how.min), to_integers_(to_integers) {}

protected:
  [[nodiscard]] result<void> decode(std::uint64_t first, std::span<float> out) const override {
    if (auto read = read_f32(codes_, first, out); !read) return read; // 16 bits: exact
    for (float& value : out) {
      const double real = static_cast<double>(value) * scale_ + min_;
      value = static_cast<float>(to_integers_ ? std::floor(real + 0.5) : real);
    }
    return {};
  }

private:
  stored_tensor codes_;
  double scale_;
  double min_;
  bool to_integers_;
};

stored_tensor decode_codes(stored_tensor codes, const tfjs_weight& weight) {
  stored_tensor tensor = codes;
  stored_encoding encoding;
  encoding.scheme = "tfjs-" + weight.quantisation->type;
  encoding.bits_per_value = static_cast<double>(bits_of(codes.type));
  encoding.parts.push_back({"codes", codes});
  tensor.type = dtype::f32;
  tensor.decoded = std::make_shared<linear_codes>(std::move(codes), *weight.quantisation,
                                                  weight.type == "int32");
  tensor.encoding = std::make_shared<const stored_encoding>(std::move(encoding));
  return tensor;
}

} // namespace

error tfjs_weights::refuse(fault why, const tfjs_weight& weight, const std::string& what) const {
  return detail::bad_file(why, label_,
                          "weight " + detail::escaped(weight.name) + " at byte " +
                              std::to_string(at_) + " of its group: " + what);
}

/// Strings are a length (u32) and as many bytes each.
result<void> tfjs_weights::pass_strings(const tfjs_weight& weight) {
  constexpr std::size_t length_bytes = 4;
  std::array<std::byte, length_bytes> scratch;
  for (std::uint64_t i = 0; i < weight.count; ++i) {
    if (left() < length_bytes)
      return refuse(fault::bounds, weight, "string " + std::to_string(i) + " leaves the files");
    const auto length = bytes_->read(at_, length_bytes, scratch);
    if (!length) return length.error();
    const std::uint64_t size = length_bytes + std::uint64_t{load_u32(length->data())};
    if (size > left())
      return refuse(fault::bounds, weight, "string " + std::to_string(i) + " leaves the files");
    at_ += size;
  }
  return {};
}

result<std::optional<stored_tensor>> tfjs_weights::next(const tfjs_weight& weight) {
  if (weight.type == "string") {
    if (auto passed = pass_strings(weight); !passed) return std::move(passed).error();
    return std::optional<stored_tensor>();
  }
  auto type = number_type(weight.type);
  if (!type) return refuse(fault::dtype, weight, "dtype " + detail::escaped(weight.type));
  const bool has_codes = weight.quantisation && weight.quantisation->type != "float16";
  if (weight.quantisation) type = number_type(weight.quantisation->type);
  const auto size = bytes_of(*type, weight.count);
  if (!size) return refuse(fault::overflow, weight, "the size does not fit 64 bits");
  if (*size > left())
    return refuse(fault::bounds, weight,
                  "needs " + std::to_string(*size) + " bytes but only " + std::to_string(left()) +
                      " are left");
  stored_tensor tensor;
  tensor.name = weight.name;
  tensor.type = *type;
  tensor.shape = weight.shape;
  const auto [file, offset] = bytes_->single_source(at_, *size);
  tensor.bytes = file != nullptr ? file : bytes_;
  tensor.offset = file != nullptr ? offset : at_;
  tensor.storage_offset = tensor.offset;
  at_ += *size;
  if (has_codes) return std::optional(decode_codes(std::move(tensor), weight));
  return std::optional(std::move(tensor));
}

} // namespace weightkin
