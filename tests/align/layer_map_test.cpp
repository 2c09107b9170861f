#include <align/search/layer_map.hpp>
#include <cmath>
#include <functional>
#include <iostream>
#include <numeric>
#include <string>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/align/correspondence.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;
using map_type = std::vector<std::int64_t>;

/// The score of one map as the header words it, without a dynamic programme.
double score_of(const map_type& map, const layer_affinity& table, const layer_map& chance,
                double floor) {
  const double opening =
      std::log(static_cast<double>(table.subject_layers * table.reference_layers));
  double sum = 0;
  std::int64_t last = -1;
  std::int64_t since = 0; // layers without counterpart since the last that has one
  for (std::size_t i = 0; i < map.size(); ++i) {
    if (map[i] == no_counterpart) {
      ++since;
      continue;
    }
    const double value = table.at(i, static_cast<std::size_t>(map[i]));
    if (!(value > floor)) return -std::numeric_limits<double>::infinity();
    const double z = (value - chance.centre) / chance.spread;
    double price = opening;
    for (std::int64_t skipped = 0; last >= 0 && skipped <= since; ++skipped)
      price =
          std::min(price, 2 * std::log(1 + 2 * std::abs(static_cast<double>(map[i]) -
                                                        static_cast<double>(last + 1 + skipped))));
    const double s = chance.spread;
    sum += (value > chance.centre ? 0.5 : -0.5) * z * z / (1 + s * s) +
           0.5 * std::log(s * s / (1 + s * s)) - price;
    last = map[i];
    since = 0;
  }
  return sum;
}

void for_each_map(std::size_t rows, std::size_t columns,
                  const std::function<void(const map_type&)>& visit) {
  map_type map(rows, no_counterpart);
  while (true) {
    visit(map);
    std::size_t i = 0;
    while (i < rows && ++map[i] == static_cast<std::int64_t>(columns))
      map[i++] = no_counterpart;
    if (i == rows) return;
  }
}

BOOST_AUTO_TEST_CASE(no_map_scores_better_than_the_one_found) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    random_source random = scattered_source(seed);
    layer_affinity table{1 + random.below(5), 1 + random.below(5), {}, 0.05};
    for (std::size_t i = 0; i < table.subject_layers * table.reference_layers; ++i)
      table.values.push_back((random.below(3) == 0 ? 0.2 : 0.0) + 0.1 * random.normal());
    const layer_map found = map_layers(table, -0.05);
    double best = 0;
    for_each_map(table.subject_layers, table.reference_layers, [&](const map_type& map) {
      best = std::max(best, score_of(map, table, found, -0.05));
    });
    BOOST_TEST(std::abs(found.score - best) < 1e-9);
    BOOST_TEST(std::abs(found.score - score_of(found.of, table, found, -0.05)) < 1e-9);
  }
}

/// Affinities as a model with the given descent would show: its layers' effect where they come
/// from, noise elsewhere.
layer_affinity planted(random_source& random, const map_type& truth, std::size_t reference_layers,
                       double effect, double spread) {
  layer_affinity table{truth.size(), reference_layers, {}, 0};
  for (const std::int64_t from : truth)
    for (std::size_t j = 0; j < reference_layers; ++j)
      table.values.push_back((from == static_cast<std::int64_t>(j) ? effect : 0.0) +
                             spread * random.normal());
  return table;
}

map_type ascending(std::size_t count, std::int64_t from = 0) {
  map_type map(count);
  std::iota(map.begin(), map.end(), from);
  return map;
}

map_type joined(map_type a, const map_type& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

map_type pruned(random_source& random, std::size_t layers, std::size_t kept) {
  map_type map = ascending(layers);
  while (map.size() > kept)
    map.erase(map.begin() + static_cast<std::ptrdiff_t>(random.below(map.size())));
  return map;
}

map_type shuffled(random_source& random, std::size_t layers) {
  map_type map;
  for (const std::size_t layer : random_permutation(random, layers))
    map.push_back(static_cast<std::int64_t>(layer));
  return map;
}

/// Every third layer twice in a row.
map_type interleaved(std::size_t layers) {
  map_type map;
  for (std::size_t i = 0; i < layers; ++i)
    for (std::size_t copies = i % 3 == 2 ? 2 : 1; copies > 0; --copies)
      map.push_back(static_cast<std::int64_t>(i));
  return map;
}

struct scenario {
  std::string name;
  std::size_t reference_layers;
  std::function<map_type(random_source&)> truth;
};

std::vector<scenario> scenarios() {
  return {
      {"identity", 32, [](random_source&) { return ascending(32); }},
      {"up-scaled 32 to 48", 32,
       [](random_source&) { return joined(ascending(24), ascending(24, 8)); }},
      {"interleaved repeats", 24, [](random_source&) { return interleaved(24); }},
      {"pruned 32 to 20", 32, [](random_source& random) { return pruned(random, 32, 20); }},
      {"reordered", 16, [](random_source& random) { return shuffled(random, 16); }},
      {"joined from two models", 32,
       [](random_source&) {
         return joined(joined(ascending(12), map_type(10, no_counterpart)), ascending(16, 16));
       }},
  };
}

/// Share of layers put right over the seeds.
double share_right(const scenario& one, double effect, double spread, std::uint64_t seeds) {
  std::size_t right = 0;
  std::size_t layers = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    random_source random = scattered_source(1000 + seed);
    const map_type truth = one.truth(random);
    const layer_affinity table = planted(random, truth, one.reference_layers, effect, spread);
    const layer_map found = map_layers(table, 0.02);
    BOOST_TEST(found.beats_chance());
    for (std::size_t i = 0; i < truth.size(); ++i)
      right += found.of[i] == truth[i] ? 1 : 0;
    layers += truth.size();
  }
  return static_cast<double>(right) / static_cast<double>(layers);
}

BOOST_AUTO_TEST_CASE(plain_descent_is_mapped_right) {
  constexpr double spread = 0.01;
  for (const scenario& one : scenarios())
    for (const double effect : {0.9, 0.3, 0.1, 0.06}) {
      const double share = share_right(one, effect, spread, 40);
      std::cout << one.name << ", effect " << effect << ": " << share << '\n';
      if (effect >= 0.1) BOOST_TEST(share >= 0.98, one.name << " " << effect << " " << share);
    }
}

BOOST_AUTO_TEST_CASE(equal_layers_are_mapped_along_the_diagonal) {
  layer_affinity table{12, 12, std::vector<double>(144, 0.5), 0.01};
  // Where all resemble all, nothing tells which is which.
  BOOST_TEST((map_layers(table, 0.02).of == map_type(12, no_counterpart)));
  // Two equal halves in the reference: the first half of the subject stays in the first.
  for (std::size_t i = 0; i < 12; ++i)
    for (std::size_t j = 0; j < 12; ++j)
      table.values[i * 12 + j] = i % 6 == j % 6 ? 0.9 : 0.0;
  BOOST_TEST((map_layers(table, 0.02).of == ascending(12)));
}

BOOST_AUTO_TEST_CASE(strangers_rarely_beat_chance) {
  std::size_t beaten = 0;
  std::size_t mapped = 0;
  constexpr std::uint64_t seeds = 400;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    random_source random = scattered_source(5000 + seed);
    const layer_affinity table = planted(random, map_type(24, no_counterpart), 24, 0, 0.01);
    const layer_map found = map_layers(table, 0);
    beaten += found.beats_chance() ? 1 : 0;
    for (const std::int64_t from : found.of)
      mapped += from != no_counterpart ? 1 : 0;
  }
  const double share = static_cast<double>(beaten) / static_cast<double>(seeds);
  std::cout << "strangers that beat chance: " << share
            << ", layers given a counterpart: " << static_cast<double>(mapped) / (24.0 * seeds)
            << '\n';
  BOOST_TEST(share < 0.15);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_has_no_counterpart) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  layer_affinity table{3, 3, {0.9, 0, 0, nan, nan, nan, 0, 0, 0.9}, 0.01};
  BOOST_TEST((map_layers(table, 0.02).of == map_type{0, no_counterpart, 2}));
  table.values.assign(9, nan);
  BOOST_TEST((map_layers(table, 0.02).of == map_type(3, no_counterpart)));
  BOOST_TEST(map_layers({0, 3, {}, 0}, 0.02).of.empty());
  BOOST_TEST((map_layers({2, 0, {}, 0}, 0.02).of == map_type(2, no_counterpart)));
}

BOOST_AUTO_TEST_CASE(one_layer_is_enough_where_chance_is_known) {
  BOOST_TEST((map_layers({1, 1, {0.5}, 0.01}, 0.02).of == map_type{0}));
  BOOST_TEST((map_layers({1, 1, {0.005}, 0.01}, 0.02).of == map_type{no_counterpart}));
}

} // namespace
