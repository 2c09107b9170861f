#include <cmath>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "kernel/pair_inputs.hpp"
#include "support/pair_oracle.hpp"

namespace {

using namespace weightkin;

std::uint64_t packed_at(std::span<const std::byte> packed, std::size_t bits, std::size_t index) {
  std::uint64_t pattern = 0;
  for (std::size_t i = 0; i < bits; ++i) {
    const std::size_t at = index * bits + i;
    const auto bit = (std::to_integer<unsigned>(packed[at / 8]) >> (at % 8)) & 1U;
    pattern |= static_cast<std::uint64_t>(bit) << i;
  }
  return pattern;
}

void put_packed(std::vector<std::byte>& packed, std::size_t bits, std::size_t index,
                std::uint64_t pattern) {
  for (std::size_t i = 0; i < bits; ++i) {
    const std::size_t at = index * bits + i;
    const auto mask = static_cast<std::byte>(1U << (at % 8));
    packed[at / 8] = ((pattern >> i) & 1U) != 0 ? packed[at / 8] | mask : packed[at / 8] & ~mask;
  }
}

/// The coarse side: for most elements what the oracle says the precise one rounds to, else random.
struct cast_case {
  std::vector<std::byte> coarse;
  std::uint64_t equal = 0;
};

cast_case make_cast(dtype coarse, std::span<const double> values, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const oracle::float_layout layout = *oracle::layout_of(coarse);
  const std::size_t bits = bits_of(coarse);
  cast_case made{test::random_bytes((values.size() * bits + 7) / 8, random), 0};
  std::vector<double> widened(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i]) && random() % 4 != 0)
      put_packed(made.coarse, bits, i, oracle::nearest_pattern(layout, values[i]));
  widen_to_f64(coarse, made.coarse, values.size(), widened.data());
  for (std::size_t i = 0; i < values.size(); ++i)
    made.equal += std::isnan(values[i]) ? std::isnan(widened[i])
                                        : packed_at(made.coarse, bits, i) ==
                                              oracle::nearest_pattern(layout, values[i]);
  return made;
}

/// Values on, next to and half-way between the coarse format's numbers, and beyond its range.
std::vector<double> awkward_values(dtype coarse, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const oracle::float_layout layout = *oracle::layout_of(coarse);
  std::vector<double> values(count);
  for (double& value : values) {
    const std::uint64_t pattern = random() % (layout.largest + 2);
    const auto low = static_cast<double>(oracle::value_of(layout, pattern));
    const auto high = static_cast<double>(oracle::value_of(layout, pattern + 1));
    switch (random() % 6) {
    case 0: value = low; break;
    case 1: value = low + (high - low) / 2; break;
    case 2: value = std::nextafter(low + (high - low) / 2, high); break;
    case 3: value = std::nextafter(low + (high - low) / 2, low); break;
    case 4: value = low + (high - low) * static_cast<double>(random() % 997) / 997; break;
    default: value = random() % 50 == 0 ? std::numeric_limits<double>::quiet_NaN() : 0.0; break;
    }
    if (random() % 2 == 0) value = -value;
  }
  return values;
}

void check(dtype precise, dtype coarse, std::uint64_t seed) {
  const std::size_t count = 4000;
  std::vector<double> values = awkward_values(coarse, count, seed);
  std::vector<std::byte> packed(count * bits_of(precise) / 8);
  for (std::size_t i = 0; i < count; ++i)
    test::store_float(precise, packed.data(), i, values[i]);
  widen_to_f64(precise, packed, count, values.data()); // what is stored is what counts
  const cast_case made = make_cast(coarse, values, seed);
  for (const pair_kernel& kernel : all_pair_kernels()) {
    const auto forth = kernel(precise, packed.data(), coarse, made.coarse.data(), count);
    const auto back = kernel(coarse, made.coarse.data(), precise, packed.data(), count);
    BOOST_TEST(forth.bit_equal == made.equal,
               kernel.name() << " " << name_of(precise) << " to " << name_of(coarse) << ": "
                             << forth.bit_equal << " not " << made.equal);
    BOOST_TEST(back.bit_equal == made.equal);
    BOOST_TEST(made.equal > count / 2);
    BOOST_TEST(made.equal < count);
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(a_more_precise_float_is_rounded_once_to_nearest_even) {
  const dtype coarse_types[] = {
      dtype::f32,         dtype::f16,         dtype::bf16,    dtype::f8_e5m2, dtype::f8_e4m3fn,
      dtype::f8_e4m3fnuz, dtype::f8_e5m2fnuz, dtype::f6_e2m3, dtype::f6_e3m2, dtype::f4_e2m1};
  for (const dtype precise : {dtype::f64, dtype::f32, dtype::f16, dtype::bf16})
    for (const dtype coarse : coarse_types)
      if (traits_of(precise).mantissa_bits > traits_of(coarse).mantissa_bits)
        for (const std::uint64_t seed : {1U, 2U, 3U})
          check(precise, coarse, seed);
}

BOOST_AUTO_TEST_CASE(integers_are_equal_when_the_numbers_are) {
  const std::int64_t wide[] = {
      0, 1, -1, 255, (std::int64_t{1} << 53) + 1, -(std::int64_t{1} << 62)};
  const double real[] = {-0.0, 1, 1, 255, 0x1p53, -0x1p62};
  const std::uint64_t naturals[] = {0, 1, ~std::uint64_t{0}, 255, 7, 9};
  const std::uint8_t small[] = {0, 1, 255, 255, 8, 9};
  for (const pair_kernel& kernel : all_pair_kernels()) {
    const auto run = [&](dtype a, const void* x, dtype b, const void* y) {
      return kernel(a, static_cast<const std::byte*>(x), b, static_cast<const std::byte*>(y), 6)
          .bit_equal;
    };
    BOOST_TEST(run(dtype::i64, wide, dtype::f64, real) == 4U);
    BOOST_TEST(run(dtype::f64, real, dtype::i64, wide) == 4U);
    BOOST_TEST(run(dtype::i64, wide, dtype::u64, naturals) == 3U);
    BOOST_TEST(run(dtype::u8, small, dtype::u64, naturals) == 4U);
    BOOST_TEST(run(dtype::boolean, small, dtype::boolean, small) == 6U);
  }
}
