// Keys: what changes them and what does not, and the arithmetic they are compared with.
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "index_fixtures.hpp"
#include "registry/key_distance.hpp"
#include "registry/search_key.hpp"
#include "support/turned_decoder.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;
using detail::search_key;

search_key key_of_model(const small_model& model) {
  return detail::key_of(named_print(model, "any"), 0);
}

double correlation(const search_key& a, const search_key& b) {
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t j = 0; j < a.sketch.size(); ++j) {
    const double x = a.sketch[j], y = b.sketch[j];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return ab / std::sqrt(aa * bb);
}

BOOST_AUTO_TEST_CASE(products_are_those_of_plain_arithmetic) {
  random_source random = scattered_source(1);
  for (const std::size_t width : {detail::sketch_width, detail::gram_width})
    for (const std::size_t count : {0U, 1U, 3U, 256U}) {
      std::vector<std::int8_t> key(width), rows(width * count);
      for (auto* all : {&key, &rows})
        for (std::int8_t& value : *all)
          value = static_cast<std::int8_t>(random.below(256));
      std::vector<std::int32_t> got(count);
      detail::key_products(key.data(), width, rows.data(), count, got.data());
      for (std::size_t r = 0; r < count; ++r) {
        std::int32_t wanted = 0;
        for (std::size_t j = 0; j < width; ++j)
          wanted += key[j] * rows[r * width + j];
        BOOST_TEST(got[r] == wanted);
      }
    }
}

BOOST_AUTO_TEST_CASE(distances_are_those_of_plain_arithmetic) {
  random_source random = scattered_source(2);
  for (const std::size_t width : {detail::profile_width, detail::magnitude_width})
    for (const std::size_t count : {0U, 1U, 3U, 256U}) {
      std::vector<std::int16_t> key(width), rows(width * count);
      for (auto* all : {&key, &rows})
        for (std::int16_t& value : *all)
          value = static_cast<std::int16_t>(static_cast<int>(random.below(32767)) - 16383);
      std::vector<std::int32_t> got(count);
      detail::key_distances(key.data(), width, rows.data(), count, got.data());
      for (std::size_t r = 0; r < count; ++r) {
        std::int32_t wanted = 0;
        for (std::size_t j = 0; j < width; ++j)
          wanted += std::abs(key[j] - rows[r * width + j]);
        BOOST_TEST(got[r] == wanted);
      }
    }
}

BOOST_AUTO_TEST_CASE(names_and_order_of_tensors_leave_keys_as_they_are) {
  const small_model model = small_one(1);
  small_model renamed = model;
  rename(renamed);
  const search_key one = key_of_model(model), other = key_of_model(renamed);
  // Sums of doubles in another order: a rounded number may differ by one.
  for (std::size_t j = 0; j < one.sketch.size(); ++j)
    BOOST_TEST(std::abs(one.sketch[j] - other.sketch[j]) <= 1);
  for (std::size_t j = 0; j < one.profile.size(); ++j)
    BOOST_TEST(std::abs(one.profile[j] - other.profile[j]) <= 1);
}

BOOST_AUTO_TEST_CASE(every_permutation_leaves_profiles_and_magnitudes_as_they_are) {
  const small_model model = small_one(2);
  small_model moved = model;
  permute_everything(moved, 17);
  const search_key one = key_of_model(model), other = key_of_model(moved);
  for (std::size_t j = 0; j < one.profile.size(); ++j)
    BOOST_TEST(std::abs(one.profile[j] - other.profile[j]) <= 1);
  BOOST_TEST((one.magnitudes == other.magnitudes));
  BOOST_TEST(std::fabs(correlation(one, other)) < 0.5); // an embedding's rows stayed in place
}

BOOST_AUTO_TEST_CASE(sketch_keys_correlate_as_weights_do) {
  // Over 60 pairs at each: on average within a fifth of the standard error of one of 256 numbers.
  for (const double pearson : {0.95, 0.7, 0.4}) {
    double sum = 0;
    constexpr std::uint64_t pairs = 60;
    for (std::uint64_t seed = 0; seed < pairs; ++seed) {
      const small_model model = small_one(100 + seed);
      small_model child = model;
      add_noise(child, scattered_source(seed).bits(), std::sqrt(1 / (pearson * pearson) - 1));
      sum += correlation(key_of_model(model), key_of_model(child));
    }
    BOOST_TEST(std::fabs(sum / pairs - pearson) < 0.02, "at " << pearson << ": " << sum / pairs);
  }
}

BOOST_AUTO_TEST_CASE(a_small_fingerprint_still_points_to_its_model) {
  const fingerprint full = named_print(small_one(3), "full");
  const fingerprint small = truncate(full, print_level::small);
  const search_key one = detail::key_of(full, 0), other = detail::key_of(small, 0);
  // A quarter of the numbers is left, which have half the length.
  BOOST_TEST(correlation(one, other) > 0.35);
  BOOST_TEST(correlation(one, other) < 0.65);
  BOOST_TEST(!other.has[1]);
  BOOST_TEST(other.profile[0] == detail::far_away);
}

BOOST_AUTO_TEST_CASE(what_says_nothing_has_no_key) {
  fingerprint print = named_print(small_one(4), "mute");
  for (inventory_entry& entry : print.contents.entries)
    entry.use = evidence_use::excluded;
  const search_key key = detail::key_of(print, 0);
  for (const bool has : key.has)
    BOOST_TEST(!has);
  BOOST_TEST((key.sketch == decltype(key.sketch){}));
}

BOOST_AUTO_TEST_CASE(absurd_numbers_give_a_key_all_the_same) {
  fingerprint print = named_print(small_one(5), "absurd");
  print.tensors[0].shape = {UINT64_MAX, UINT64_MAX};
  print.tensors[1].rows.emplace();
  print.tensors[1].rows->profile.fill(std::numeric_limits<float>::quiet_NaN());
  print.tensors[2].rows.emplace();
  print.tensors[2].rows->profile.fill(std::numeric_limits<float>::infinity());
  print.tensors[3].sketch = value_sketch{std::numeric_limits<float>::quiet_NaN(), {1, -2, 3, 4}};
  const search_key key = detail::key_of(print, 0);
  BOOST_TEST(key.has[0]);
}

} // namespace
