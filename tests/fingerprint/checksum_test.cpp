#include <bit>
#include <cmath>
#include <map>
#include <random>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/float_formats.hpp>
#include <weightkin/fingerprint/checksum.hpp>

#include "fingerprint/digest_oracle.hpp"
#include "fingerprint/sums/tensor_sums.hpp"
#include "kernel/index_hash.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

/// Section 2.2 of the page, one element at a time.
std::uint64_t slow_checksum(std::uint64_t seed, const std::vector<double>& values) {
  const auto mix = [](std::uint64_t z) {
    z ^= z >> 30;
    z *= 0xBF58476D1CE4E5B9;
    z ^= z >> 27;
    z *= 0x94D049BB133111EB;
    return z ^ (z >> 31);
  };
  const auto hash = [&](std::uint64_t stream, std::uint64_t i) {
    return mix(mix(seed + stream * 0x9E3779B97F4A7C15) + (i + 1) * 0x9E3779B97F4A7C15);
  };
  std::uint64_t lanes[16] = {};
  for (std::uint64_t i = 0; i < values.size(); ++i) {
    const double x = values[i];
    std::uint64_t word = mix(std::bit_cast<std::uint64_t>(x)) & 0xFFFFFFFF;
    if (static_cast<double>(static_cast<float>(x)) == x)
      word = std::bit_cast<std::uint32_t>(static_cast<float>(x));
    if (std::isnan(x)) word = 0x7FC00000;
    lanes[i % 16] += ((hash(1, i / 16) >> 32) | 1) * word;
  }
  std::uint64_t sum = 0;
  for (std::uint64_t j = 0; j < 16; ++j)
    sum += (hash(3, j) | 1) * lanes[j];
  return sum;
}

std::uint64_t checksum_of(dtype type, std::uint64_t count, std::span<const std::byte> packed,
                          std::uint64_t seed = 0) {
  const tensor_declaration tensor{"t", type, {count}};
  model_checksum sum(std::span(&tensor, 1), seed);
  BOOST_REQUIRE(sum.add(0, 0, count, packed));
  BOOST_REQUIRE(sum.complete());
  return sum.tensor_values()[0];
}

byte_string random_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  byte_string bytes(size);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>(random() >> 56);
  return bytes;
}

std::vector<float> random_floats(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal(0, 0.02F);
  std::vector<float> values(count);
  for (float& value : values)
    value = normal(random);
  return values;
}

std::uint64_t checksum_of(const std::vector<float>& values) {
  return checksum_of(dtype::f32, values.size(), std::as_bytes(std::span(values)));
}

constexpr dtype some_types[] = {dtype::f32,       dtype::f64, dtype::f16,     dtype::bf16,
                                dtype::c64,       dtype::u8,  dtype::i64,     dtype::boolean,
                                dtype::f8_e4m3fn, dtype::u32, dtype::f6_e3m2, dtype::f4_e2m1};

} // namespace

BOOST_AUTO_TEST_CASE(the_numbers_of_the_page_and_of_fingerprints) {
  for (const dtype type : some_types)
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{77}}) {
      const std::uint64_t count = 4000;
      const byte_string packed = random_bytes(count * bits_of(type) / 8, 1);
      const std::uint64_t reals = is_complex(type) ? 2 * count : count;
      const std::uint64_t found = checksum_of(type, count, packed, seed);
      BOOST_TEST(found == slow_checksum(seed, reals_of(type, packed, reals)), name_of(type));
      detail::tensor_sums sums({"t", type, {count}}, seed, nullptr);
      sums.add(0, count, packed);
      BOOST_TEST(found == sums.finish().checksum, name_of(type));
    }
}

BOOST_AUTO_TEST_CASE(any_sharding_adds_up_to_the_same) {
  std::mt19937_64 random(2);
  for (const dtype type : some_types) {
    const std::vector<tensor_declaration> tensors{{"a", type, {5000}}, {"b", type, {8}}};
    const byte_string a = random_bytes(5000 * bits_of(type) / 8, 3);
    const byte_string b = random_bytes(bits_of(type), 4);
    model_checksum whole(tensors);
    BOOST_REQUIRE(whole.add(0, 0, 5000, a));
    BOOST_TEST(!whole.complete());
    BOOST_REQUIRE(whole.add(1, 0, 8, b));
    BOOST_TEST(whole.complete());
    model_checksum ranks[] = {model_checksum(tensors), model_checksum(tensors)};
    for (std::uint64_t at = 0; at < 5000;) {
      const std::uint64_t end = std::min<std::uint64_t>(5000, at + 8 * (random() % 200));
      const auto piece =
          std::span(a).subspan(at * bits_of(type) / 8, (end - at) * bits_of(type) / 8);
      BOOST_REQUIRE(ranks[random() % 2].add(0, at, end - at, piece));
      at = end;
    }
    BOOST_REQUIRE(ranks[1].add(1, 0, 8, b));
    BOOST_REQUIRE(ranks[0].merge(ranks[1]));
    BOOST_TEST(ranks[0].complete());
    BOOST_TEST(ranks[0].value() == whole.value());
    BOOST_TEST(ranks[0].differing(whole.tensor_values()).empty());
  }
}

BOOST_AUTO_TEST_CASE(casts_that_change_no_value_change_nothing) {
  std::mt19937_64 random(5);
  std::vector<std::uint16_t> halves(3000);
  std::vector<float> floats(3000);
  for (std::size_t i = 0; i < halves.size(); ++i) {
    halves[i] = static_cast<std::uint16_t>(random());
    floats[i] = widen_f16(halves[i]);
  }
  BOOST_TEST(checksum_of(dtype::f16, 3000, std::as_bytes(std::span(halves))) ==
             checksum_of(floats));
}

BOOST_AUTO_TEST_CASE(the_tensors_that_differ_are_named) {
  const std::vector<float> values = random_floats(300, 6);
  std::vector<tensor_declaration> tensors;
  for (const char* name : {"a", "b", "c"})
    tensors.push_back({name, dtype::f32, {100}});
  const auto summed = [&](const std::vector<float>& now) {
    model_checksum sum(tensors);
    for (std::size_t i = 0; i < 3; ++i)
      BOOST_REQUIRE(sum.add(i, 0, 100, std::as_bytes(std::span(now).subspan(100 * i, 100))));
    return sum;
  };
  const model_checksum sent = summed(values);
  std::vector<float> arrived = values;
  arrived[250] = -arrived[250];
  const model_checksum received = summed(arrived);
  BOOST_TEST((received.differing(sent.tensor_values()) == std::vector<std::size_t>{2}));
  BOOST_TEST(received.value() != sent.value());
  BOOST_TEST((sent.differing({}) == std::vector<std::size_t>{0, 1, 2}));
  // Two tensors that trade places.
  std::vector<float> traded = values;
  std::swap_ranges(traded.begin(), traded.begin() + 100, traded.begin() + 100);
  BOOST_TEST(summed(traded).value() != sent.value());
}

BOOST_AUTO_TEST_CASE(wrong_calls_are_refused) {
  const std::vector<tensor_declaration> tensors{{"a", dtype::f32, {10}}};
  const std::vector<tensor_declaration> others{{"a", dtype::f32, {11}}};
  model_checksum sum(tensors);
  const byte_string packed(40);
  BOOST_TEST(!sum.add(1, 0, 10, packed));
  BOOST_TEST(!sum.add(0, 1, 10, packed));
  BOOST_TEST(!sum.add(0, 0, 9, packed));
  BOOST_TEST(!sum.merge(model_checksum(others)));
  BOOST_TEST(!sum.merge(model_checksum(tensors, 1)));
  BOOST_TEST(!sum.complete());
}

BOOST_AUTO_TEST_CASE(one_changed_element_is_always_found) {
  const std::vector<float> values = random_floats(4096, 7);
  const std::uint64_t before = checksum_of(values);
  std::vector<float> changed = values;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (const unsigned bit : {0U, 7U, 31U}) {
      const auto bits = std::bit_cast<std::uint32_t>(values[i]) ^ (1U << bit);
      changed[i] = std::bit_cast<float>(bits);
      BOOST_REQUIRE(checksum_of(changed) != before);
      changed[i] = values[i];
    }
}

BOOST_AUTO_TEST_CASE(random_pairs_of_changes_do_not_cancel) {
  // Chance at most 2^-31 each: of 200,000 none may, but with probability 10^-4.
  std::mt19937_64 random(8);
  std::vector<float> values = random_floats(256, 9);
  const std::uint64_t before = checksum_of(values);
  std::size_t cancelled = 0;
  for (int run = 0; run < 200'000; ++run) {
    const std::size_t i = random() % values.size();
    const std::size_t j = random() % values.size();
    if (i == j || values[i] == values[j]) continue;
    const bool swap = run % 2 == 0; // the worst case: the two changes are opposite
    const float old_i = values[i];
    const float old_j = values[j];
    values[i] = swap ? old_j : old_i * 1.5F;
    values[j] = swap ? old_i : old_j * 0.75F;
    cancelled += checksum_of(values) == before ? 1U : 0U;
    values[i] = old_i;
    values[j] = old_j;
  }
  BOOST_TEST(cancelled == 0U);
}

BOOST_AUTO_TEST_CASE(how_often_swaps_cancel_is_what_the_page_says) {
  // A swap of two elements 16 k apart cancels exactly when their blocks have the same factor, one
  // of 2^31. Among 300,000 blocks 20.95 pairs are expected: 6 to 45 with probability 0.9999.
  constexpr std::uint64_t blocks = 300'000;
  const index_hash hash(0, 1);
  std::multimap<std::uint32_t, std::uint64_t> by_factor;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    const auto factor = static_cast<std::uint32_t>(hash(block) >> 32) | 1U;
    const auto [begin, end] = by_factor.equal_range(factor);
    for (auto same = begin; same != end; ++same)
      pairs.emplace_back(same->second, block);
    by_factor.emplace(factor, block);
  }
  BOOST_TEST(pairs.size() >= 6U);
  BOOST_TEST(pairs.size() <= 45U);
  std::vector<float> values(blocks * 16, 0.0F);
  const auto [first, second] = pairs.at(0);
  values[first * 16 + 3] = 1.25F;
  const std::uint64_t before = checksum_of(values);
  std::swap(values[first * 16 + 3], values[second * 16 + 3]);
  BOOST_TEST(checksum_of(values) == before);
  std::swap(values[second * 16 + 3], values[second * 16 + 4]);
  BOOST_TEST(checksum_of(values) != before);
}
