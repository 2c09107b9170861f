#include <array>
#include <cstring>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>

namespace weightkin {
namespace {

/// Walks a strided tensor in C order from an arbitrary element on.
class strided_cursor {
public:
  strided_cursor(const tensor_view& view, std::uint64_t first) : view_(view) {
    std::uint64_t rest = first;
    for (std::size_t axis = view.shape.size(); axis-- > 0;) {
      index_[axis] = rest % view.shape[axis];
      rest /= view.shape[axis];
      offset_ += static_cast<std::int64_t>(index_[axis]) * view.strides[axis];
    }
  }

  [[nodiscard]] std::int64_t offset() const noexcept { return offset_; }

  void advance() noexcept {
    for (std::size_t axis = view_.shape.size(); axis-- > 0;) {
      if (++index_[axis] < view_.shape[axis]) {
        offset_ += view_.strides[axis];
        return;
      }
      // Back to where elements are: a stride along an axis of one element may be any number.
      offset_ -= static_cast<std::int64_t>(index_[axis] - 1) * view_.strides[axis];
      index_[axis] = 0;
    }
  }

private:
  const tensor_view& view_;
  std::array<std::uint64_t, max_rank> index_{};
  std::int64_t offset_ = 0;
};

void gather(const tensor_view& view, std::uint64_t first, std::size_t count, std::byte* out) {
  const std::size_t size = bits_of(view.type) / 8;
  strided_cursor cursor(view, first);
  for (std::size_t i = 0; i < count; ++i, cursor.advance())
    std::memcpy(out + i * size, view.data + cursor.offset() * static_cast<std::int64_t>(size),
                size);
}

/// `Stride` bytes lie between elements; known when compiled, so that the loops become vectors.
template <class Stored, std::size_t Stride, class Real, class Widen>
void widen_bits(const std::byte* packed, std::size_t count, Real* out, Widen widen_one) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    Stored bits;
    std::memcpy(&bits, packed + i * Stride, sizeof bits);
    out[i] = static_cast<Real>(widen_one(bits));
  }
}

template <class Stored, std::size_t Stride = sizeof(Stored), class Real>
void widen_plain(const std::byte* packed, std::size_t count, Real* out) noexcept {
  widen_bits<Stored, Stride>(packed, count, out, [](Stored value) { return value; });
}

/// 4- and 6-bit elements: a little-endian bit stream, first element in the lowest bits.
template <class Real>
void widen_bit_stream(small_float format, std::size_t width, const std::byte* packed,
                      std::size_t count, Real* out) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t bit = i * width;
    std::uint32_t window = std::to_integer<std::uint32_t>(packed[bit / 8]);
    if (bit % 8 + width > 8) window |= std::to_integer<std::uint32_t>(packed[bit / 8 + 1]) << 8;
    out[i] = static_cast<Real>(widen(format, (window >> (bit % 8)) & ((1U << width) - 1U)));
  }
}

/// For long runs of an 8-bit type: each of its values is worked out once.
template <class Real>
void widen_by_table(small_float format, const std::byte* packed, std::size_t count,
                    Real* out) noexcept {
  std::array<Real, 256> table;
  for (std::uint32_t code = 0; code < table.size(); ++code)
    table[code] = static_cast<Real>(widen(format, code));
  widen_bits<std::uint8_t, 1>(packed, count, out, [&table](std::uint8_t b) { return table[b]; });
}

template <class Real>
void widen_any(dtype type, const std::byte* packed, std::size_t count, Real* out) noexcept {
  const auto small = [&](small_float format) {
    if (count > 1024) return widen_by_table(format, packed, count, out);
    widen_bits<std::uint8_t, 1>(packed, count, out,
                                [format](std::uint8_t b) { return widen(format, b); });
  };
  const auto f16 = [](std::uint16_t bits) { return widen_f16(bits); };
  const auto bf16 = [](std::uint16_t bits) { return widen_bf16(bits); };
  switch (type) {
  case dtype::boolean:
    widen_bits<std::uint8_t, 1>(packed, count, out,
                                [](std::uint8_t b) { return b != 0 ? 1.0F : 0.0F; });
    return;
  case dtype::u8: return widen_plain<std::uint8_t>(packed, count, out);
  case dtype::i8: return widen_plain<std::int8_t>(packed, count, out);
  case dtype::u16: return widen_plain<std::uint16_t>(packed, count, out);
  case dtype::i16: return widen_plain<std::int16_t>(packed, count, out);
  case dtype::u32: return widen_plain<std::uint32_t>(packed, count, out);
  case dtype::i32: return widen_plain<std::int32_t>(packed, count, out);
  case dtype::u64: return widen_plain<std::uint64_t>(packed, count, out);
  case dtype::i64: return widen_plain<std::int64_t>(packed, count, out);
  case dtype::f16: return widen_bits<std::uint16_t, 2>(packed, count, out, f16);
  case dtype::bf16: return widen_bits<std::uint16_t, 2>(packed, count, out, bf16);
  case dtype::f32: return widen_plain<float>(packed, count, out);
  case dtype::f64: return widen_plain<double>(packed, count, out);
  case dtype::c32: return widen_bits<std::uint16_t, 4>(packed, count, out, f16);
  case dtype::c64: return widen_plain<float, 8>(packed, count, out);
  case dtype::c128: return widen_plain<double, 16>(packed, count, out);
  case dtype::f8_e4m3fn: return small(f8_e4m3fn_format);
  case dtype::f8_e5m2: return small(f8_e5m2_format);
  case dtype::f8_e4m3fnuz: return small(f8_e4m3fnuz_format);
  case dtype::f8_e5m2fnuz: return small(f8_e5m2fnuz_format);
  case dtype::f8_e8m0: return widen_bits<std::uint8_t, 1>(packed, count, out, widen_f8_e8m0);
  case dtype::f6_e2m3: return widen_bit_stream(f6_e2m3_format, bits_of(type), packed, count, out);
  case dtype::f6_e3m2: return widen_bit_stream(f6_e3m2_format, bits_of(type), packed, count, out);
  case dtype::f4_e2m1: return widen_bit_stream(f4_e2m1_format, bits_of(type), packed, count, out);
  }
}

} // namespace

result<std::span<const std::byte>> read_elements(const tensor_view& view, std::uint64_t first,
                                                 std::size_t count, std::span<std::byte> scratch) {
  if (view.source != nullptr) return view.source->read(first, count, scratch);
  const auto offset = bytes_of(view.type, first);
  const auto size = bytes_of(view.type, count);
  if (!offset || !size)
    return error{errc::bad_argument,
                 "tensor '" + std::string(view.name) + "': element range splits a byte"};
  if (count == 0) return std::span<const std::byte>{};
  if (view.data == nullptr)
    return error{errc::bad_argument,
                 "tensor '" + std::string(view.name) + "' has no elements to read"};
  if (is_contiguous(view)) return std::span<const std::byte>(view.data + *offset, *size);
  if (!is_byte_sized(view.type))
    return error{errc::unsupported,
                 "tensor '" + std::string(view.name) + "': strided sub-byte elements"};
  if (scratch.size() < *size)
    return error{errc::bad_argument,
                 "tensor '" + std::string(view.name) + "': scratch is too small"};
  gather(view, first, count, scratch.data());
  return std::span<const std::byte>(scratch.data(), *size);
}

result<std::vector<double>> read_as_f64(const tensor_view& view, std::uint64_t first,
                                        std::size_t count) {
  std::vector<std::byte> scratch((count * bits_of(view.type) + 7) / 8);
  auto packed = read_elements(view, first, count, scratch);
  if (!packed) return std::move(packed).error();
  std::vector<double> values(count);
  widen_any(view.type, packed->data(), count, values.data());
  return values;
}

void widen_to_f64(dtype type, std::span<const std::byte> packed, std::size_t count,
                  double* out) noexcept {
  widen_any(type, packed.data(), count, out);
}

void widen_to_f32(dtype type, std::span<const std::byte> packed, std::size_t count,
                  float* out) noexcept {
  widen_any(type, packed.data(), count, out);
}

} // namespace weightkin
