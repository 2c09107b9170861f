#include "reader/tflite/tflite_tensor.hpp"

#include <string>
#include <utility>

#include "reader/decode/affine_elements.hpp"
#include "reader/decode/packed_codes.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/byte_cursor.hpp"

namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::int8_t string_type = 5;
constexpr std::int8_t packed_type = 17; ///< two 4-bit integers a byte, the low half first

std::optional<dtype> number_type(std::int8_t type) noexcept {
  switch (type) {
  case 0: return dtype::f32;
  case 1: return dtype::f16;
  case 2: return dtype::i32;
  case 3: return dtype::u8;
  case 4: return dtype::i64;
  case 6: return dtype::boolean;
  case 7: return dtype::i16;
  case 8: return dtype::c64;
  case 9: return dtype::i8;
  case 10: return dtype::f64;
  case 11: return dtype::c128;
  case 12: return dtype::u64;
  case 15: return dtype::u32;
  case 16: return dtype::u16;
  case packed_type: return dtype::u8;
  case 18: return dtype::bf16;
  default: return std::nullopt;
  }
}

/// Builds one tensor; checks as it goes.
class constant_builder {
public:
  constant_builder(const tflite_tensor& found, std::shared_ptr<const byte_source> file)
      : found_(found), file_(std::move(file)), where_("tensor " + detail::escaped(found.name)) {}

  result<std::optional<stored_tensor>> build() {
    if (found_.type == string_type) {
      if (auto checked = check_strings(); !checked) return std::move(checked).error();
      return std::optional<stored_tensor>();
    }
    const auto type = number_type(found_.type);
    if (!type) return no_such_type();
    for (const std::uint64_t extent : found_.shape)
      count_ *= extent; // fits: checked with the shape
    auto stored = stored_codes(*type);
    if (!stored) return std::move(stored).error();
    const bool is_integer = traits_of(*type).kind == number_class::integer;
    const bool is_quantised = is_integer && found_.quantisation.scales.count > 0;
    if (!is_quantised && !is_packed()) return std::optional(std::move(*stored));
    auto decoded = decoded_tensor(std::move(*stored), is_quantised);
    if (!decoded) return std::move(decoded).error();
    return std::optional(std::move(*decoded));
  }

private:
  [[nodiscard]] bool is_packed() const noexcept { return found_.type == packed_type; }
  [[nodiscard]] error refuse(fault why, const std::string& what) const {
    return fail_at(why, file_->label(), found_.data.offset, where_ + ": " + what);
  }

  [[nodiscard]] error no_such_type() const {
    const std::string what = "type " + std::to_string(found_.type);
    constexpr std::int8_t last_known = 20;
    if (found_.type < 0 || found_.type > last_known) return refuse(fault::dtype, what + " is none");
    return detail::unsupported_at(file_->label(), found_.data.offset,
                                  where_ + ": " + what + " is not read");
  }

  /// A table of strings: their number, the offset of each and of the end, the characters.
  [[nodiscard]] result<void> check_strings() const {
    const auto broken = [&] { return refuse(fault::dtype, "its data is no table of strings"); };
    byte_cursor cursor(*file_, found_.data.offset, found_.data.offset + found_.data.size);
    const auto count = cursor.u32();
    if (!count || *count >= cursor.remaining() / 4) return broken();
    const auto first = cursor.u32();
    if (!first || *first != 4 + 4 * (std::uint64_t{*count} + 1)) return broken();
    return {};
  }

  /// What the buffer holds, as it lies there; packed codes as bytes.
  result<stored_tensor> stored_codes(dtype type) const {
    const auto size = is_packed() ? std::optional(count_ / 2 + count_ % 2) : bytes_of(type, count_);
    if (!size) return refuse(fault::overflow, "the size does not fit 64 bits");
    if (*size != found_.data.size)
      return refuse(fault::shape, std::to_string(found_.data.size) +
                                      " bytes of data where its shape needs " +
                                      std::to_string(*size));
    stored_tensor stored = part(type, found_.data.offset, found_.shape);
    if (is_packed()) stored.shape = {*size};
    return stored;
  }

  [[nodiscard]] stored_tensor part(dtype type, std::uint64_t offset,
                                   std::vector<std::uint64_t> shape) const {
    stored_tensor tensor;
    tensor.type = type;
    tensor.shape = std::move(shape);
    tensor.bytes = file_;
    tensor.offset = offset;
    tensor.storage_offset = offset;
    return tensor;
  }

  result<stored_tensor> decoded_tensor(stored_tensor stored, bool is_quantised) const {
    affine_codes affine;
    affine.codes = is_packed() ? unpacked(stored) : stored;
    stored_tensor tensor = part(dtype::f32, found_.data.offset, found_.shape);
    stored_encoding encoding;
    encoding.scheme = is_packed() ? "tflite-int4" : "tflite-" + scheme_type(stored.type);
    encoding.parts.push_back({"codes", std::move(stored)});
    if (is_quantised) {
      if (auto added = add_scales(affine, encoding); !added) return std::move(added).error();
      encoding.block_values = affine.scales->places.run();
      if (encoding.block_values == 0) encoding.block_values = count_;
    }
    double bytes = static_cast<double>(found_.data.size);
    if (affine.scales) bytes += 12.0 * static_cast<double>(found_.quantisation.scales.count);
    encoding.bits_per_value = 8 * bytes / static_cast<double>(count_);
    tensor.decoded = std::make_shared<affine_elements>(std::move(affine));
    tensor.encoding = std::make_shared<const stored_encoding>(std::move(encoding));
    return tensor;
  }

  /// The integers in bytes that hold two each.
  [[nodiscard]] stored_tensor unpacked(const stored_tensor& stored) const {
    constexpr unsigned bits = 4;
    stored_tensor codes = stored;
    codes.type = dtype::f32;
    codes.shape = found_.shape;
    codes.decoded = std::make_shared<packed_codes>(stored.bytes, stored.offset, count_, bits,
                                                   integer_codes(bits, true));
    return codes;
  }

  static std::string scheme_type(dtype type) {
    const bool is_signed = name_of(type).starts_with('i');
    return (is_signed ? "int" : "uint") + std::to_string(bits_of(type));
  }

  result<void> add_scales(affine_codes& affine, stored_encoding& encoding) const {
    const tflite_quantisation& q = found_.quantisation;
    block_places places;
    if (q.scales.count > 1) {
      const auto split = split_channels();
      if (!split) return split.error();
      places = *split;
    }
    if (q.zero_points.count != 0 && q.zero_points.count != q.scales.count)
      return refuse(fault::shape, std::to_string(q.zero_points.count) + " zero points for " +
                                      std::to_string(q.scales.count) + " scales");
    affine.scales = {part(dtype::f32, q.scales.at, {q.scales.count}), places};
    encoding.parts.push_back({"scales", affine.scales->numbers});
    if (q.zero_points.count == 0) return {};
    affine.zero_points = {part(dtype::i64, q.zero_points.at, {q.zero_points.count}), places};
    encoding.parts.push_back({"zeros", affine.zero_points->numbers});
    return {};
  }

  /// Several scales: one for each place along an axis.
  [[nodiscard]] result<block_places> split_channels() const {
    const tflite_quantisation& q = found_.quantisation;
    if (q.axis < 0 || static_cast<std::size_t>(q.axis) >= found_.shape.size())
      return refuse(fault::shape, "scales along axis " + std::to_string(q.axis) + " of " +
                                      std::to_string(found_.shape.size()));
    const auto axis = static_cast<std::size_t>(q.axis);
    if (found_.shape[axis] != q.scales.count)
      return refuse(fault::shape, std::to_string(q.scales.count) + " scales for " +
                                      std::to_string(found_.shape[axis]) + " channels");
    return block_places::along(found_.shape, axis);
  }

  const tflite_tensor& found_;
  std::shared_ptr<const byte_source> file_;
  std::string where_;
  std::uint64_t count_ = 1;
};

} // namespace

result<std::optional<stored_tensor>>
tflite_constant(const tflite_tensor& found, const std::shared_ptr<const byte_source>& file) {
  return constant_builder(found, file).build();
}

} // namespace weightkin
