#pragma once

#include <cmath>
#include <cstring>
#include <numbers>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/kernel/pair_stats.hpp>

#include "kernel/pair_inputs.hpp"
#include "support/pair_oracle.hpp"

namespace weightkin::test {

/// A tensor of any length that is generated where it is read: N(2e-4, 0.02^2) weights and, as side
/// b, the same plus N(0, 1e-3^2). Every block of 16384 elements draws from a table of normal
/// deviates at places of its own.
class generated_source final : public element_source {
public:
  generated_source(dtype type, bool noisy, std::span<const float> normal)
      : type_(type), noisy_(noisy), normal_(normal) {}

  result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                          std::span<std::byte> scratch) const override {
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t at = first + i;
      const std::uint64_t block = mixed(at / 16384);
      const float weight = 2e-4F + 0.02F * deviate(block + at % 16384);
      const float noise = noisy_ ? 1e-3F * deviate(mixed(block) + 3 * (at % 16384)) : 0.0F;
      store_float(type_, scratch.data(), i, static_cast<double>(weight + noise));
    }
    return std::span<const std::byte>(scratch.data(), count * bits_of(type_) / 8);
  }

private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z + 0x9e3779b97f4a7c15U) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31)) >> 8;
  }
  [[nodiscard]] float deviate(std::uint64_t at) const { return normal_[at % normal_.size()]; }

  dtype type_;
  bool noisy_;
  std::span<const float> normal_;
};

inline std::vector<float> normal_table() {
  std::mt19937_64 random(20240229);
  std::normal_distribution<float> normal;
  std::vector<float> table(1000003);
  for (float& value : table)
    value = normal(random);
  return table;
}

/// Cosine, Pearson and relative L2 of the pass against long double over `count` elements.
inline void check_accuracy(dtype type, std::uint64_t count, double tolerance) {
  const std::vector<float> normal = normal_table();
  const generated_source source_a(type, false, normal);
  const generated_source source_b(type, true, normal);
  const std::uint64_t shape[] = {count};
  tensor_view a{"a", type, shape, {}, nullptr, &source_a, {}};
  tensor_view b{"b", type, shape, {}, nullptr, &source_b, {}};
  const auto stats = measure_pair(a, b, {.threads = 0});
  BOOST_REQUIRE(stats.has_value());

  constexpr std::size_t block = 16384;
  std::vector<oracle::pair_sums> parts((count + block - 1) / block);
  parallel_for(parts.size(), 0, [&](std::size_t index) {
    const std::size_t now = std::min<std::uint64_t>(block, count - index * block);
    std::vector<std::byte> scratch_a(now * bits_of(type) / 8);
    std::vector<std::byte> scratch_b(scratch_a.size());
    const auto packed_a = source_a.read(index * block, now, scratch_a);
    const auto packed_b = source_b.read(index * block, now, scratch_b);
    parts[index] = oracle::sums_of(type, *packed_a, type, *packed_b, now);
  });
  oracle::pair_sums expected;
  for (const oracle::pair_sums& part : parts)
    expected.add(part);

  const oracle::pair_sums got = oracle::as_sums(*stats);
  const auto error_of = [](long double x, long double y) {
    return static_cast<double>(std::fabs(x - y));
  };
  const double cosine_error = error_of(oracle::cosine(got), oracle::cosine(expected));
  const double pearson_error = error_of(oracle::pearson(got), oracle::pearson(expected));
  const double norm_error = error_of(got.aa / expected.aa, 1);
  const double l2_error = error_of(std::sqrt(got.sq_diff / expected.sq_diff), 1);
  BOOST_TEST_MESSAGE(name_of(type)
                     << " n=" << count << ": cosine error " << cosine_error << ", Pearson error "
                     << pearson_error << ", relative error of the squared norm " << norm_error
                     << ", of L2 " << l2_error);
  BOOST_TEST(stats->sign_equal == expected.sign_equal);
  BOOST_TEST(stats->zero_a == expected.zero_a);
  BOOST_TEST(cosine_error <= tolerance);
  BOOST_TEST(pearson_error <= tolerance);
  BOOST_TEST(l2_error <= tolerance);
}

} // namespace weightkin::test
