#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <support/thorough.hpp>
#include <support/turned_decoder.hpp>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/inventory/inventory.hpp>

#include "fingerprint/anchors/anchors.hpp"
#include "lineage/anchor_evidence.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// Nothing but what anchors need: they are tested apart from everything else in a fingerprint.
fingerprint anchors_only(const model_in_memory& model) {
  fingerprint print;
  const auto views = views_of(model);
  print.contents = take_inventory(views);
  BOOST_REQUIRE(detail::add_anchors(print, views).has_value());
  return print;
}

fingerprint anchors_only(const turned_decoder& model, dtype type = dtype::f32) {
  return anchors_only(stored(model, type));
}

anchor_evidence evidence_between(const fingerprint& subject, const fingerprint& reference) {
  const std::vector<std::optional<std::size_t>> same{0};
  auto found = test_anchors(subject, reference, same);
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  return std::move(found.front());
}

/// The largest distance of the sorted p from the uniform distribution, times sqrt(n).
double kolmogorov(std::vector<double> p) {
  std::sort(p.begin(), p.end());
  double distance = 0;
  const auto n = static_cast<double>(p.size());
  for (std::size_t i = 0; i < p.size(); ++i) {
    distance = std::max(distance, std::abs(p[i] - static_cast<double>(i) / n));
    distance = std::max(distance, std::abs(p[i] - static_cast<double>(i + 1) / n));
  }
  return distance * std::sqrt(n);
}

using change = std::function<void(turned_decoder&)>;

void turn_at_random(turned_decoder& model, std::uint64_t seed) {
  random_source random = scattered_source(seed);
  fold_gains(model);
  turn(model, random_rotation(random, model.embedding.columns));
}

} // namespace

// Strangers of one recipe: tokens mean the same, embeddings share a strong mean direction, rows a
// mean of their own and lengths are uneven. 50 pairs of 48 layers, seeds 1000 on: p of layers and
// of models are uniform.
BOOST_AUTO_TEST_CASE(strangers_give_uniform_p) {
  const std::uint64_t pairs = test::runs(50, 400);
  const decoder_sizes sizes{48, 24, 140, 128};
  const common_ground ground{0.8, 2, 1, 0.8, 0.4};
  std::vector<double> layers, models, parts, cosines;
  double sum = 0, squares = 0;
  for (std::uint64_t pair = 0; pair < pairs; ++pair) {
    const auto a = anchors_only(make_decoder(1000 + 2 * pair, sizes, ground));
    const auto b = anchors_only(make_decoder(1001 + 2 * pair, sizes, ground));
    const anchor_evidence found = evidence_between(a, b);
    for (const permutation_evidence& layer : found.layers) {
      layers.push_back(std::pow(10, layer.log10_p));
      sum += layer.z;
      squares += layer.z * layer.z;
    }
    for (const network_evidence& network : found.networks)
      for (const auto* part : {&network.cosines, &network.gate, &network.up})
        parts.push_back(std::pow(10, part->log10_p));
    models.push_back(std::pow(10, found.combined.log10_p));
    cosines.push_back(std::pow(10, found.cosines.log10_p));
  }
  const auto n = static_cast<double>(layers.size());
  const auto low = [](const std::vector<double>& p, double level) {
    return static_cast<double>(
               std::count_if(p.begin(), p.end(), [=](double x) { return x <= level; })) /
           static_cast<double>(p.size());
  };
  BOOST_TEST_MESSAGE("layers " << n << " mean z " << sum / n << " sd " << std::sqrt(squares / n)
                               << " KS " << kolmogorov(layers) << " P(p<=.01) " << low(layers, .01)
                               << " P(p<=.05) " << low(layers, .05) << " parts KS "
                               << kolmogorov(parts) << " P(p<=.01) " << low(parts, .01)
                               << " models KS " << kolmogorov(models) << " least "
                               << *std::min_element(models.begin(), models.end()));
  BOOST_TEST(layers.size() == 48 * pairs);
  BOOST_TEST(kolmogorov(layers) < 1.63); // exceeded once in a hundred
  BOOST_TEST(kolmogorov(models) < 1.63);
  BOOST_TEST(kolmogorov(cosines) < 1.63);
  BOOST_TEST(low(layers, .01) < .0161);                       // three standard errors
  BOOST_TEST(low(parts, .01) < .01 + 3 * std::sqrt(.01 / n)); // three of a layer share its units
  BOOST_TEST(std::abs(sum / n) < 3 / std::sqrt(n));
  BOOST_TEST(std::abs(squares / n - 1) < 4 * std::sqrt(2 / n));
}

// Children at three correlations, each with everything that can be done to the stream; weakest of
// three seeds.
BOOST_AUTO_TEST_CASE(children_are_found_in_any_basis) {
  const std::vector<std::pair<std::string, change>> changes{
      {"as it is", [](turned_decoder&) {}},
      {"gains folded", [](turned_decoder& m) { fold_gains(m); }},
      {"gains moved", [](turned_decoder& m) { move_gains(m, 5); }},
      {"rotated", [](turned_decoder& m) { turn_at_random(m, 6); }},
      {"reordered, signs",
       [](turned_decoder& m) {
         random_source random(7);
         fold_gains(m);
         turn(m, random_signed_order(random, m.embedding.columns));
       }},
      {"up c, down 1/c", [](turned_decoder& m) { rescale(m, 8, false); }},
      {"each unit its c", [](turned_decoder& m) { rescale(m, 9, true); }},
      {"all of it", [](turned_decoder& m) {
         turn_at_random(m, 6);
         rescale(m, 9, true);
         move_gains(m, 5);
       }}};
  std::vector<turned_decoder> parents;
  std::vector<fingerprint> references;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    parents.push_back(make_decoder(seed, {}));
    references.push_back(anchors_only(parents.back()));
  }
  for (const double rho : {0.99, 0.9, 0.7, 0.5, 0.3})
    for (const auto& [name, apply] : changes) {
      double weakest = 1e9, cosines = 0, gate = 0, p = -1e9;
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        turned_decoder child = parents[seed - 1];
        train_on(child, 100 + seed, rho);
        apply(child);
        const auto found = evidence_between(anchors_only(child, dtype::bf16), references[seed - 1]);
        weakest = std::min(weakest, found.combined.z);
        p = std::max(p, found.combined.log10_p);
        for (const auto& network : found.networks) {
          cosines += network.cosines.effect / static_cast<double>(3 * found.networks.size());
          gate += network.gate.effect / static_cast<double>(3 * found.networks.size());
        }
      }
      BOOST_TEST_MESSAGE("rho " << rho << " " << name << ": z " << weakest << " log10 p " << p
                                << " cosines " << cosines << " gate " << gate);
      if (rho >= 0.7) BOOST_TEST(p < -30, name << " at " << rho << " gives " << p);
    }
}

// What anchors cannot see, and what they see in part.
BOOST_AUTO_TEST_CASE(reordered_units_are_not_seen) {
  std::vector<double> p;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const turned_decoder parent = make_decoder(seed, {});
    turned_decoder child = parent;
    reorder_units(child, 300 + seed);
    const auto found = evidence_between(anchors_only(child), anchors_only(parent));
    p.push_back(std::pow(10, found.combined.log10_p));
  }
  BOOST_TEST(kolmogorov(p) < 1.63);
  BOOST_TEST(*std::min_element(p.begin(), p.end()) > 1e-5);
}

BOOST_AUTO_TEST_CASE(flipped_units_leave_the_gate) {
  const turned_decoder parent = make_decoder(1, {});
  turned_decoder child = parent;
  turn_at_random(child, 6);
  flip_units(child, 4);
  const auto found = evidence_between(anchors_only(child), anchors_only(parent));
  BOOST_TEST_MESSAGE("flipped: z " << found.combined.z);
  for (const network_evidence& network : found.networks) {
    BOOST_TEST(network.gate.effect > 0.99);
    BOOST_TEST(std::abs(network.up.effect) < 0.3);
    BOOST_TEST(network.cosines.effect > 0.1);
    BOOST_TEST(network.cosines.effect < 0.7);
  }
  BOOST_TEST(found.combined.log10_p < -50);
}

BOOST_AUTO_TEST_CASE(a_new_embedding_leaves_the_cosines) {
  const turned_decoder parent = make_decoder(1, {});
  turned_decoder child = parent;
  train_on(child, 2, 0.95);
  turn_at_random(child, 6);
  child.embedding = make_decoder(77, {}).embedding;
  const auto found = evidence_between(anchors_only(child), anchors_only(parent));
  for (const network_evidence& network : found.networks) {
    BOOST_TEST(std::abs(network.gate.effect) < 0.3);
    BOOST_TEST(network.cosines.effect > 0.6);
  }
  BOOST_TEST_MESSAGE("new embedding: all " << found.combined.log10_p << " cosines "
                                           << found.cosines.log10_p);
  BOOST_TEST(found.log10_p < -20);
}

BOOST_AUTO_TEST_CASE(other_vocabularies_are_not_compared_by_row) {
  const turned_decoder parent = make_decoder(1, {});
  turned_decoder child = parent;
  child.embedding.rows -= 16;
  child.embedding.values.resize(child.embedding.rows * child.embedding.columns);
  const auto found = evidence_between(anchors_only(child), anchors_only(parent));
  for (const network_evidence& network : found.networks) {
    BOOST_TEST((network.gate.null == null_kind::none));
    BOOST_TEST(network.cosines.effect > 0.99);
  }
}

BOOST_AUTO_TEST_CASE(other_seeds_and_sizes_give_no_evidence) {
  const auto a = anchors_only(make_decoder(1, {}));
  auto b = a;
  b.seed = 1;
  const std::vector<std::optional<std::size_t>> same{0};
  const std::vector<std::optional<std::size_t>> none{std::nullopt};
  BOOST_TEST(test_anchors(a, b, same).empty());
  BOOST_TEST(test_anchors(a, a, none).empty());
  const auto wider = anchors_only(make_decoder(1, {8, 64, 200, 256}));
  BOOST_TEST(test_anchors(a, wider, same).empty());
}

BOOST_AUTO_TEST_CASE(threads_change_no_bit) {
  const auto a = anchors_only(make_decoder(1, {}));
  const auto b = anchors_only(make_decoder(2, {}));
  const std::vector<std::optional<std::size_t>> same{0};
  const auto alone = test_anchors(a, b, same, {}, 1);
  const auto shared = test_anchors(a, b, same, {}, 3);
  BOOST_REQUIRE_EQUAL(alone.size(), 1U);
  BOOST_REQUIRE_EQUAL(shared.size(), 1U);
  BOOST_REQUIRE_EQUAL(shared[0].layers.size(), alone[0].layers.size());
  BOOST_TEST(shared[0].log10_p == alone[0].log10_p);
  for (std::size_t i = 0; i < alone[0].layers.size(); ++i) {
    BOOST_TEST(shared[0].layers[i].z == alone[0].layers[i].z);
    BOOST_TEST(shared[0].networks[i].group == alone[0].networks[i].group);
  }
}
