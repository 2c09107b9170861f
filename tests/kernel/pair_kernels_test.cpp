#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/kernel/pair_stats.hpp>

#include "kernel/pair_inputs.hpp"
#include "kernel/pinned_sums.hpp"
#include "support/pair_oracle.hpp"

namespace {

using namespace weightkin;
using test::content;

/// Sizes around the summation order's boundaries: group 512, chunk 16384.
constexpr std::size_t sizes[] = {0, 1, 2, 31, 33, 511, 512, 513, 4097, 16383, 16384, 16385, 40001};

std::string label(const pair_kernel& kernel, dtype a, dtype b, std::size_t count) {
  return std::string(kernel.name()) + " " + std::string(name_of(a)) + "/" +
         std::string(name_of(b)) + " n=" + std::to_string(count);
}

/// Runs every kernel and checks that they agree to the last bit; answers the common result.
pair_stats run_all(dtype type_a, const std::byte* a, dtype type_b, const std::byte* b,
                   std::size_t count) {
  const pair_stats expected = all_pair_kernels().front()(type_a, a, type_b, b, count);
  for (const pair_kernel& kernel : all_pair_kernels().subspan(1)) {
    const pair_stats got = kernel(type_a, a, type_b, b, count);
    BOOST_TEST(test::same_bits(got, expected), label(kernel, type_a, type_b, count)
                                                   << ": " << test::text_of(got)
                                                   << "\n  portable: " << test::text_of(expected));
  }
  return expected;
}

void check_close(double got, long double expected, long double scale, long double tolerance,
                 const char* what) {
  if (std::isinf(scale) || scale > 1e308L) return; // f64 overflow: only agreement is promised
  BOOST_TEST(std::fabs(static_cast<long double>(got) - expected) <= tolerance * scale + 1e-300L,
             what << ": got " << got << ", expected " << static_cast<double>(expected));
}

/// \param tolerance of sums, relative to the sum of the terms' magnitudes
void check_against_oracle(const pair_stats& got, const oracle::pair_sums& expected,
                          long double tolerance) {
  BOOST_TEST(got.elements == expected.elements);
  BOOST_TEST(got.finite == expected.finite);
  BOOST_TEST(got.nonfinite_a == expected.nonfinite_a);
  BOOST_TEST(got.nonfinite_b == expected.nonfinite_b);
  BOOST_TEST(got.sign_equal == expected.sign_equal);
  BOOST_TEST(got.zero_a == expected.zero_a);
  BOOST_TEST(got.zero_b == expected.zero_b);
  BOOST_TEST(got.zero_both == expected.zero_both);
  check_close(got.sum_a, expected.a, expected.abs_a, tolerance, "sum_a");
  check_close(got.sum_b, expected.b, expected.abs_b, tolerance, "sum_b");
  check_close(got.sum_aa, expected.aa, expected.aa, tolerance, "sum_aa");
  check_close(got.sum_bb, expected.bb, expected.bb, tolerance, "sum_bb");
  check_close(got.sum_ab, expected.ab, expected.abs_ab, tolerance, "sum_ab");
  check_close(got.sum_abs_diff, expected.abs_diff, expected.abs_diff, tolerance, "sum_abs_diff");
  check_close(got.sum_sq_diff, expected.sq_diff, expected.sq_diff, 4 * tolerance, "sum_sq_diff");
  check_close(got.max_abs_diff, expected.max_abs_diff, expected.max_abs_diff, tolerance,
              "max_abs_diff");
}

/// At most 33 f32 roundings of 2^-24 each for 16-bit pairs, f64 otherwise (64-bit integers and f64
/// differences round in f64).
long double tolerance_of(dtype a, dtype b) {
  const bool half = a == b && (a == dtype::bf16 || a == dtype::f16);
  return half ? 33 * 0x1p-24L : 1e-12L;
}

void check_pair(dtype type_a, dtype type_b, std::size_t count, content what, std::uint64_t seed) {
  const auto pair = test::make_pair(type_a, type_b, count, what, seed);
  const pair_stats got = run_all(type_a, pair.a.data(), type_b, pair.b.data(), count);
  check_against_oracle(got, oracle::sums_of(type_a, pair.a, type_b, pair.b, count),
                       tolerance_of(type_a, type_b));
}

} // namespace

BOOST_AUTO_TEST_CASE(the_portable_kernel_comes_first_and_names_differ) {
  const auto kernels = all_pair_kernels();
  BOOST_REQUIRE(!kernels.empty());
  BOOST_TEST(kernels.front().name() == "portable");
  for (std::size_t i = 0; i < kernels.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      BOOST_TEST(kernels[i].name() != kernels[j].name());
}

BOOST_AUTO_TEST_CASE(float_pairs_of_every_size_agree_with_the_oracle_on_every_kernel) {
  for (const dtype type : {dtype::bf16, dtype::f16, dtype::f32, dtype::f64})
    for (const std::size_t count : sizes)
      for (const content what : {content::weights, content::with_zeros, content::every_pattern})
        check_pair(type, type, count, what, count + 17);
}

BOOST_AUTO_TEST_CASE(tiny_and_huge_16_bit_and_f32_numbers_lose_nothing) {
  for (const dtype type : {dtype::bf16, dtype::f32, dtype::f64})
    for (const content what : {content::tiny, content::huge})
      check_pair(type, type, 20000, what, 5);
}

BOOST_AUTO_TEST_CASE(every_pair_of_types_agrees_with_the_oracle_on_every_kernel) {
  for (const dtype type_a : test::real_types)
    for (const dtype type_b : test::real_types)
      for (const content what : {content::weights, content::every_pattern})
        check_pair(type_a, type_b, 1544, what, 3);
}

BOOST_AUTO_TEST_CASE(alignment_changes_nothing) {
  for (const dtype type : {dtype::bf16, dtype::f16, dtype::f32, dtype::f64}) {
    const std::size_t count = 5000;
    const auto pair = test::make_pair(type, type, count, content::with_zeros, 9);
    const pair_stats expected = run_all(type, pair.a.data(), type, pair.b.data(), count);
    for (const std::size_t shift : {1U, 3U, 16U, 63U}) {
      std::vector<std::byte> a(pair.a.size() + 64);
      std::vector<std::byte> b(pair.b.size() + 64);
      std::memcpy(a.data() + shift, pair.a.data(), pair.a.size());
      std::memcpy(b.data() + 64 - shift, pair.b.data(), pair.b.size());
      const pair_stats got = run_all(type, a.data() + shift, type, b.data() + 64 - shift, count);
      BOOST_TEST(test::same_bits(got, expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(one_bad_element_anywhere_is_counted_and_left_out) {
  for (const dtype type : {dtype::bf16, dtype::f16, dtype::f32, dtype::f64}) {
    const std::size_t count = 17000;
    const std::size_t size = bits_of(type) / 8;
    for (const std::size_t at : {0U, 1U, 511U, 512U, 16383U, 16384U, 16999U}) {
      auto pair = test::make_pair(type, type, count, content::weights, at);
      test::store_float(type, pair.a.data(), at, std::nan(""));
      test::store_float(type, pair.b.data(), count - 1 - at, -INFINITY);
      const pair_stats got = run_all(type, pair.a.data(), type, pair.b.data(), count);
      BOOST_TEST(got.nonfinite_a == 1U);
      BOOST_TEST(got.nonfinite_b == 1U);
      BOOST_TEST(got.finite == count - (2 * at == count - 1 ? 1U : 2U));
      check_against_oracle(got, oracle::sums_of(type, pair.a, type, pair.b, count),
                           tolerance_of(type, type));
      std::uint64_t equal = 0;
      for (std::size_t i = 0; i < count; ++i)
        equal += std::memcmp(&pair.a[i * size], &pair.b[i * size], size) == 0 ? 1U : 0U;
      BOOST_TEST(got.bit_equal == equal);
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_but_bad_elements_leaves_empty_sums) {
  const std::vector<std::uint16_t> nan(1000, 0x7fc1);
  const auto* bytes = reinterpret_cast<const std::byte*>(nan.data());
  const pair_stats got = run_all(dtype::bf16, bytes, dtype::bf16, bytes, nan.size());
  BOOST_TEST(got.elements == 1000U);
  BOOST_TEST(got.finite == 0U);
  BOOST_TEST(got.bit_equal == 1000U);
  BOOST_TEST(got.sign_equal == 0U);
  BOOST_TEST(got.zero_both == 0U);
  BOOST_TEST(got.sum_aa == 0.0);
}

BOOST_AUTO_TEST_CASE(identical_tensors_differ_by_nothing) {
  for (const dtype type : {dtype::bf16, dtype::f16, dtype::f32, dtype::f64}) {
    const auto pair = test::make_pair(type, type, 33000, content::with_zeros, 4);
    const pair_stats got = run_all(type, pair.a.data(), type, pair.a.data(), 33000);
    BOOST_TEST(got.bit_equal == 33000U);
    BOOST_TEST(got.sign_equal == 33000U);
    BOOST_TEST(got.sum_sq_diff == 0.0);
    BOOST_TEST(got.max_abs_diff == 0.0);
    BOOST_TEST(got.sum_aa == got.sum_bb);
    BOOST_TEST(got.sum_aa == got.sum_ab);
  }
}

BOOST_AUTO_TEST_CASE(complex_numbers_are_pairs_of_reals) {
  const std::pair<dtype, dtype> types[] = {
      {dtype::c32, dtype::f16}, {dtype::c64, dtype::f32}, {dtype::c128, dtype::f64}};
  for (const auto& [whole, part] : types) {
    const auto pair = test::make_pair(part, part, 2 * 9001, content::with_zeros, 8);
    const pair_stats expected = run_all(part, pair.a.data(), part, pair.b.data(), 2 * 9001);
    const pair_stats got = run_all(whole, pair.a.data(), whole, pair.b.data(), 9001);
    BOOST_TEST(test::same_bits(got, expected));
  }
}

BOOST_AUTO_TEST_CASE(the_summation_order_is_pinned) {
  for (const test::pinned_sums& pin : test::pinned) {
    const auto pair = test::make_pinned_pair(pin.type);
    const pair_stats got =
        run_all(pin.type, pair.a.data(), pin.type, pair.b.data(), test::pinned_count);
    BOOST_TEST(test::matches(got, pin), name_of(pin.type) << ": " << test::text_of(got));
  }
}
