#include "reader/hdf5/hdf5_datatype.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

using kind_type = hdf5_datatype::kind_type;

/// The format's own classes of types.
enum class type_class : unsigned {
  integer = 0,
  real = 1,
  string = 3,
  opaque = 5,
  compound = 6,
  enumeration = 8,
  variable_length = 9,
};

/// Bit positions that make a float type one that we know.
struct float_layout {
  dtype type;
  std::uint32_t size;
  unsigned exponent_at, exponent_bits, mantissa_bits;
  std::uint32_t bias;
};
constexpr std::array<float_layout, 4> float_layouts{{
    {dtype::f16, 2, 10, 5, 10, 15},
    {dtype::bf16, 2, 7, 8, 7, 127},
    {dtype::f32, 4, 23, 8, 23, 127},
    {dtype::f64, 8, 52, 11, 52, 1023},
}};

constexpr unsigned type_depth = 2; ///< a compound of floats, an enumeration of integers

class datatype_reader {
public:
  datatype_reader(const hdf5_file& file, hdf5_fields& fields) : file_(file), fields_(fields) {}

  result<hdf5_datatype> read(unsigned depth) {
    const std::uint64_t at = fields_.at();
    const unsigned first = fields_.u8();
    version_ = first >> 4;
    const auto bits = static_cast<std::uint32_t>(fields_.number(3));
    hdf5_datatype found;
    found.size = fields_.u32();
    if (fields_.is_short() || found.size == 0) return fail(at);
    switch (static_cast<type_class>(first & 0x0fU)) {
    case type_class::integer: read_integer(bits, found); break;
    case type_class::real: read_real(bits, found); break;
    case type_class::string: found.kind = kind_type::fixed_string; break;
    case type_class::opaque: found.kind = kind_type::opaque; break;
    case type_class::enumeration:
      if (auto done = read_enumeration(bits & 0xffffU, depth, found); !done)
        return std::move(done).error();
      break;
    case type_class::compound:
      if (auto done = read_compound(bits & 0xffffU, depth, found); !done)
        return std::move(done).error();
      break;
    case type_class::variable_length:
      found.kind = (bits & 0x0fU) == 1 ? kind_type::long_string : kind_type::no_number;
      break;
    default: break;
    }
    if (fields_.is_short()) return fail(at);
    return found;
  }

private:
  [[nodiscard]] error fail(std::uint64_t at) const {
    return file_.fail(fault::header, at, "the datatype contradicts itself or ends early");
  }

  void read_integer(std::uint32_t bits, hdf5_datatype& found) {
    const std::uint16_t bit_offset = fields_.u16();
    const std::uint16_t precision = fields_.u16();
    found.kind = kind_type::strange_number;
    if (bit_offset != 0 || precision != 8 * std::uint64_t{found.size}) return;
    constexpr std::array<dtype, 4> signed_types{dtype::i8, dtype::i16, dtype::i32, dtype::i64};
    constexpr std::array<dtype, 4> plain_types{dtype::u8, dtype::u16, dtype::u32, dtype::u64};
    if (!std::has_single_bit(found.size) || found.size > 8) return;
    const auto row = static_cast<std::size_t>(std::countr_zero(found.size));
    found.type = (bits & 0x08U) != 0 ? signed_types[row] : plain_types[row];
    found.big_endian = (bits & 0x01U) != 0 && found.size > 1;
    found.kind = kind_type::number;
  }

  void read_real(std::uint32_t bits, hdf5_datatype& found) {
    const std::uint16_t bit_offset = fields_.u16();
    const std::uint16_t precision = fields_.u16();
    const unsigned exponent_at = fields_.u8();
    const unsigned exponent_bits = fields_.u8();
    const unsigned mantissa_at = fields_.u8();
    const unsigned mantissa_bits = fields_.u8();
    const std::uint32_t bias = fields_.u32();
    found.kind = kind_type::strange_number;
    const bool is_vax = (bits & 0x40U) != 0;
    const bool has_hidden_bit = (bits >> 4 & 0x03U) == 2;
    const std::uint32_t sign_at = bits >> 8 & 0xffU;
    if (is_vax || !has_hidden_bit || bit_offset != 0 || mantissa_at != 0) return;
    for (const float_layout& row : float_layouts) {
      if (row.size != found.size || precision != 8 * row.size || sign_at != 8 * row.size - 1 ||
          row.exponent_at != exponent_at || row.exponent_bits != exponent_bits ||
          row.mantissa_bits != mantissa_bits || row.bias != bias)
        continue;
      found.type = row.type;
      found.big_endian = (bits & 0x01U) != 0;
      found.kind = kind_type::number;
    }
  }

  /// A member's name: ended by NUL and, before version 3, padded to a multiple of eight.
  std::string_view read_name() {
    hdf5_fields rest = fields_;
    const std::string_view text = rest.text(rest.remaining());
    const std::size_t length = text.find('\0');
    if (length == std::string_view::npos) {
      fields_.skip(fields_.remaining() + 1);
      return {};
    }
    const std::uint64_t padded = version_ < 3 ? length / 8 * 8 + 8 : length + 1;
    return fields_.text(padded).substr(0, length);
  }

  /// Integers with names. FALSE = 0 and TRUE = 1 are how booleans are stored.
  result<void> read_enumeration(std::uint32_t members, unsigned depth, hdf5_datatype& found) {
    const std::uint64_t at = fields_.at();
    if (depth == type_depth) return fail(at);
    const unsigned version = version_;
    const auto base = read(depth + 1);
    if (!base) return base.error();
    version_ = version;
    if (base->size != found.size) return fail(at);
    bool has_names_of_bool = members == 2;
    for (std::uint32_t i = 0; i < members && !fields_.is_short(); ++i) {
      const std::string_view name = read_name();
      has_names_of_bool = has_names_of_bool && name == (i == 0 ? "FALSE" : "TRUE");
    }
    const auto values = fields_.bytes(std::uint64_t{members} * found.size);
    found = *base;
    if (has_names_of_bool && found.kind == kind_type::number && found.size == 1 &&
        values.size() == 2 && values[0] == std::byte{0} && values[1] == std::byte{1})
      found.type = dtype::boolean;
    return {};
  }

  /// Two equal floats called r and i, one after the other, are a complex number.
  result<void> read_compound(std::uint32_t members, unsigned depth, hdf5_datatype& found) {
    found.kind = kind_type::no_number;
    if (members != 2 || depth == type_depth) return {}; // fields follow that nobody needs
    const unsigned version = version_;
    std::array<hdf5_datatype, 2> halves;
    for (std::size_t i = 0; i < halves.size(); ++i) {
      const std::string_view name = read_name();
      if (name != (i == 0 ? "r" : "i")) return {};
      const unsigned offset_width =
          version < 3 ? 4 : static_cast<unsigned>(std::bit_width(found.size) + 7) / 8;
      if (fields_.number(offset_width) != i * (found.size / 2)) return {};
      if (version == 1) fields_.skip(28); // dimensions, of which there are none
      const auto half = read(depth + 1);
      if (!half) return half.error();
      version_ = version;
      halves[i] = *half;
    }
    const hdf5_datatype& half = halves[0];
    if (half.kind != kind_type::number || halves[1].kind != kind_type::number ||
        half.type != halves[1].type || half.big_endian != halves[1].big_endian ||
        half.size * std::uint64_t{2} != found.size)
      return {};
    found.kind = kind_type::number;
    found.big_endian = half.big_endian;
    if (half.type == dtype::f16)
      found.type = dtype::c32;
    else if (half.type == dtype::f32)
      found.type = dtype::c64;
    else if (half.type == dtype::f64)
      found.type = dtype::c128;
    else
      found.kind = kind_type::no_number;
    return {};
  }

  const hdf5_file& file_;
  hdf5_fields& fields_;
  unsigned version_ = 0;
};

constexpr std::size_t most_dimensions = 32; ///< the format's own limit

} // namespace

result<hdf5_datatype> read_hdf5_datatype(const hdf5_file& file, hdf5_fields& fields) {
  return datatype_reader(file, fields).read(0);
}

result<hdf5_dataspace> read_hdf5_dataspace(const hdf5_file& file, hdf5_fields fields) {
  const std::uint64_t at = fields.at();
  const unsigned version = fields.u8();
  const unsigned rank = fields.u8();
  const bool has_most = (fields.u8() & 0x01U) != 0;
  if (version != 1 && version != 2)
    return file.fail(fault::header, at, "dataspace version " + std::to_string(version));
  if (rank > most_dimensions)
    return file.fail(fault::limit, at, "dataspace of " + std::to_string(rank) + " dimensions");
  hdf5_dataspace space;
  if (version == 1)
    fields.skip(5);
  else
    space.is_null = fields.u8() == 2;
  for (unsigned axis = 0; axis < rank; ++axis) {
    space.shape.push_back(fields.length());
    if (__builtin_mul_overflow(space.count, space.shape.back(), &space.count))
      return file.fail(fault::overflow, at, "the number of elements does not fit 64 bits");
  }
  space.most = space.shape;
  const std::uint64_t without_end = UINT64_MAX >> (64 - 8 * fields.widths().length);
  for (unsigned axis = 0; has_most && axis < rank; ++axis) {
    const std::uint64_t most = fields.length();
    space.most[axis] = most == without_end ? UINT64_MAX : std::max(most, space.shape[axis]);
  }
  if (fields.is_short()) return file.fail(fault::header, at, "the dataspace ends early");
  return space;
}

} // namespace weightkin
