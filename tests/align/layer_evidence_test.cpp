#include <align/search/layer_evidence.hpp>
#include <cmath>
#include <functional>
#include <iostream>
#include <numeric>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/align/correspondence.hpp>
#include <weightkin/core/tensor_source.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;
using map_type = std::vector<std::int64_t>;

struct loaded {
  explicit loaded(const turned_decoder& decoder)
      : model(stored(decoder)), views(views_of(model)), contents(take_inventory(views)),
        blocks(describe_blocks(ref(), 0)) {}
  [[nodiscard]] model_ref ref() const { return {views, &contents}; }

  model_in_memory model;
  std::vector<tensor_view> views;
  inventory contents;
  model_blocks blocks;
};

constexpr decoder_sizes small{12, 48, 96, 64};

/// What unrelated models may have in common.
constexpr common_ground shared_ground{.token_meaning = 0.5,
                                      .token_mean = 1,
                                      .unit_mean = 0.5,
                                      .row_log_sd = 0.4,
                                      .gate_up_cosine = 0.2};

/// Layers of `parent` as `truth` says; where it says none, those of an unrelated model.
turned_decoder assembled(const turned_decoder& parent, const map_type& truth, std::uint64_t seed) {
  const turned_decoder other = make_decoder(
      seed ^ 0xabcdef, {truth.size(), small.d, small.h, small.vocabulary}, shared_ground);
  turned_decoder child = parent;
  child.blocks.clear();
  for (std::size_t i = 0; i < truth.size(); ++i)
    child.blocks.push_back(truth[i] == no_counterpart
                               ? other.blocks[i]
                               : parent.blocks[static_cast<std::size_t>(truth[i])]);
  return child;
}

struct scenario {
  const char* name;
  std::function<map_type(random_source&)> truth;
};

const scenario scenarios[] = {
    {"identity", [](random_source&) { return map_type{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}; }},
    {"up-scaled",
     [](random_source&) {
       return map_type{0, 1, 2, 3, 4, 5, 6, 7, 8, 3, 4, 5, 6, 7, 8, 9, 10, 11};
     }},
    {"repeated in place",
     [](random_source&) { return map_type{0, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10, 11}; }},
    {"pruned", [](random_source&) { return map_type{0, 1, 3, 4, 7, 8, 11}; }},
    {"reordered",
     [](random_source& random) {
       map_type map;
       for (const std::size_t layer : random_permutation(random, 12))
         map.push_back(static_cast<std::int64_t>(layer));
       return map;
     }},
    {"joined",
     [](random_source&) { return map_type{0, 1, 2, 3, 4, -1, -1, -1, -1, -1, 8, 9, 10, 11}; }},
};

using tabler = std::function<layer_affinity(const loaded&, const loaded&)>;

layer_affinity by_index(const loaded& a, const loaded& b) {
  auto table = affinity_by_index(a.ref(), a.blocks, b.ref(), b.blocks, {});
  BOOST_REQUIRE(static_cast<bool>(table));
  return std::move(*table);
}

layer_affinity by_stream(const loaded& a, const loaded& b) {
  auto left = views_of_stream(a.ref(), a.blocks, 48, {});
  auto right = views_of_stream(b.ref(), b.blocks, 48, {});
  BOOST_REQUIRE(static_cast<bool>(left));
  BOOST_REQUIRE(static_cast<bool>(right));
  return affinity_by_shared(*left, *right, {});
}

double share_right(const scenario& one, double rho, bool reorder, const tabler& tabled,
                   std::uint64_t seeds) {
  std::size_t right = 0;
  std::size_t layers = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    random_source random = scattered_source(900 + seed);
    const turned_decoder parent = make_decoder(seed, small, shared_ground);
    const map_type truth = one.truth(random);
    turned_decoder child = assembled(parent, truth, seed);
    train_on(child, seed + 77, rho);
    if (reorder) reorder_units(child, seed + 5);
    const loaded a(child);
    const loaded b(parent);
    const layer_map map = map_layers(tabled(a, b), 0.02);
    for (std::size_t i = 0; i < truth.size(); ++i)
      right += map.of[i] == truth[i] ? 1 : 0;
    layers += truth.size();
  }
  return static_cast<double>(right) / static_cast<double>(layers);
}

BOOST_AUTO_TEST_CASE(layers_in_the_same_basis_are_found_by_index) {
  for (const scenario& one : scenarios)
    for (const double rho : {0.95, 0.5, 0.2}) {
      const double share = share_right(one, rho, false, by_index, 6);
      std::cout << "by index, " << one.name << ", rho " << rho << ": " << share << '\n';
      BOOST_TEST(share >= 0.98, one.name << " " << rho << " " << share);
    }
}

BOOST_AUTO_TEST_CASE(layers_with_reordered_units_are_found_by_what_they_do_to_the_stream) {
  for (const scenario& one : scenarios)
    for (const double rho : {0.95, 0.7, 0.5}) {
      const double share = share_right(one, rho, true, by_stream, 6);
      std::cout << "by stream, " << one.name << ", rho " << rho << ": " << share << '\n';
      if (rho >= 0.7) BOOST_TEST(share >= 0.98, one.name << " " << rho << " " << share);
    }
}

BOOST_AUTO_TEST_CASE(strangers_with_common_ground_are_given_few_layers) {
  constexpr std::uint64_t seeds = 40;
  for (const bool stream : {false, true}) {
    double sum = 0;
    double squares = 0;
    double spreads = 0;
    std::size_t cells = 0;
    std::size_t mapped = 0;
    std::size_t beaten = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const loaded a(make_decoder(2 * seed + 1000, small, shared_ground));
      const loaded b(make_decoder(2 * seed + 1001, small, shared_ground));
      const layer_affinity table = stream ? by_stream(a, b) : by_index(a, b);
      for (const double value : table.values) {
        sum += value;
        squares += value * value;
        ++cells;
      }
      spreads += table.null_spread;
      const layer_map map = map_layers(table, 0.02);
      beaten += map.beats_chance() ? 1 : 0;
      for (const std::int64_t of : map.of)
        mapped += of != no_counterpart ? 1 : 0;
    }
    const auto n = static_cast<double>(cells);
    const double deviation = std::sqrt(squares / n);
    std::cout << (stream ? "by stream" : "by index") << ", strangers: mean " << sum / n
              << ", deviation " << deviation << ", said " << spreads / seeds << ", layers mapped "
              << static_cast<double>(mapped) / (12.0 * seeds) << ", tables that beat chance "
              << static_cast<double>(beaten) / seeds << '\n';
    BOOST_TEST(static_cast<double>(beaten) / seeds <= 0.1);
    if (!stream) {
      BOOST_TEST(std::abs(sum / n) < 4 * deviation / std::sqrt(n));
      // The deviation that is told with the table is an upper bound that is not far off.
      BOOST_TEST(spreads / seeds > 0.9 * deviation);
      BOOST_TEST(spreads / seeds < 4 * deviation);
    }
  }
}

/// The estimator as its authors write it, on whole matrices.
double slow_cka(const unit_matrix& a, const unit_matrix& b) {
  const std::size_t n = a.features;
  const auto gram = [n](const unit_matrix& m) {
    std::vector<double> k(n * n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        for (std::size_t u = 0; u < m.units; ++u)
          if (i != j)
            k[i * n + j] += static_cast<double>(m.values[u * n + i]) * m.values[u * n + j];
    return k;
  };
  const auto hsic = [n](const std::vector<double>& k, const std::vector<double>& l) {
    double trace = 0;
    double sum_k = 0;
    double sum_l = 0;
    double middle = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double row_k = 0;
      double row_l = 0;
      for (std::size_t j = 0; j < n; ++j) {
        trace += k[i * n + j] * l[j * n + i];
        row_k += k[i * n + j];
        row_l += l[i * n + j];
      }
      sum_k += row_k;
      sum_l += row_l;
      middle += row_k * row_l;
    }
    const auto m = static_cast<double>(n);
    return (trace + sum_k * sum_l / ((m - 1) * (m - 2)) - 2 / (m - 2) * middle) / (m * (m - 3));
  };
  const auto k = gram(a);
  const auto l = gram(b);
  return hsic(k, l) / std::sqrt(hsic(k, k) * hsic(l, l));
}

BOOST_AUTO_TEST_CASE(the_estimator_is_the_published_one) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    random_source random = scattered_source(seed);
    const std::size_t features = 4 + random.below(20);
    unit_matrix a{3 + random.below(30), features, {}};
    for (std::size_t i = 0; i < a.units * features; ++i)
      a.values.push_back(static_cast<float>(1 + random.normal()));
    unit_matrix b = a;
    for (float& value : b.values)
      value += static_cast<float>(random.normal());
    BOOST_TEST(std::abs(unbiased_cka(gram_of(a), gram_of(b)) - slow_cka(a, b)) < 1e-5);
    BOOST_TEST(std::abs(unbiased_cka(gram_of(a), gram_of(a)) - 1) < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(views_with_nothing_to_say_have_no_affinity) {
  unit_matrix flat{4, 8, std::vector<float>(32, 1.0F)};
  unit_matrix broken{4, 8, std::vector<float>(32, std::numeric_limits<float>::quiet_NaN())};
  BOOST_TEST(gram_of(unit_matrix{}).empty());
  BOOST_TEST(gram_of({4, 3, std::vector<float>(12, 1.0F)}).empty());
  BOOST_TEST(gram_of(broken).empty());
  BOOST_TEST(std::isnan(unbiased_cka({}, gram_of(flat))));
  BOOST_TEST(affinity_by_shared({}, {}, {}).values.empty());
}

BOOST_AUTO_TEST_CASE(threads_do_not_change_affinities) {
  const loaded a(make_decoder(1, small));
  const loaded b(make_decoder(2, small));
  search_options crowd;
  crowd.threads = 4;
  auto table = affinity_by_index(a.ref(), a.blocks, b.ref(), b.blocks, crowd);
  BOOST_REQUIRE(static_cast<bool>(table));
  BOOST_TEST(table->values == by_index(a, b).values);
}

} // namespace
