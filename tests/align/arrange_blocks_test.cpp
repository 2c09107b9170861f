#include <cmath>
#include <map>
#include <support/carried_oracle.hpp>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include "align/search/arrange_blocks.hpp"

using namespace weightkin;
using namespace weightkin::detail;
using namespace weightkin::test;

namespace {

constexpr decoder_sizes sizes{3, 64, 192, 512};

/// A stored model, understood.
struct understood_model {
  explicit understood_model(const turned_decoder& decoder) : stored_(stored(decoder)) {
    for (std::size_t i = 0; i < stored_.size(); ++i)
      views.push_back(stored_[i]);
    contents = take_inventory(views);
    ref = {views, &contents};
  }
  understood_model(const understood_model&) = delete;
  understood_model& operator=(const understood_model&) = delete;

  model_in_memory stored_;
  std::vector<tensor_view> views;
  inventory contents;
  model_ref ref;
};

struct arranged {
  rearrangement found;
  /// Per tensor name (without layer), the smallest cosine after carrying.
  std::map<std::string, double> cosines;
  std::map<std::string, bool> fitted;
  std::size_t placed = 0;

  const component_correspondence& component() const { return found.components.at(0); }
};

arranged arrange(const turned_decoder& subject, const turned_decoder& reference,
                 const search_options& options = {}) {
  const understood_model a(subject), b(reference);
  block_pair pair;
  pair.subject = &a.ref;
  pair.reference = &b.ref;
  pair.subject_blocks = describe_blocks(a.ref, 0);
  pair.reference_blocks = describe_blocks(b.ref, 0);
  for (std::size_t l = 0; l < pair.subject_blocks.layers.size(); ++l)
    pair.layer_of.push_back(static_cast<std::int64_t>(l));
  arranged answer;
  const auto done = arrange_blocks(pair, options, answer.found);
  if (!done) BOOST_FAIL(done.error().message);
  for (const tensor_placement& p : answer.found.placements) {
    const double c = cosine(carried(a.views[p.subject], p.subject_changes),
                            carried(b.views[p.reference], p.reference_changes));
    std::string name(a.views[p.subject].name);
    if (const auto at = name.find("layers."); at != std::string::npos) name = name.substr(at + 9);
    const auto [known, fresh] = answer.cosines.try_emplace(name, c);
    if (!fresh) known->second = std::min(known->second, c);
    answer.fitted[name] = answer.fitted[name] || p.fitted;
    ++answer.placed;
  }
  return answer;
}

void print(const std::string& what, const arranged& answer) {
  std::string line = what + ":";
  for (const auto& [name, c] : answer.cosines)
    line += " " + name.substr(0, name.rfind('.')) + (answer.fitted.at(name) ? "* " : " ") +
            std::to_string(c).substr(0, 6);
  BOOST_TEST_MESSAGE(line);
  for (const auto& units : answer.component().units)
    BOOST_TEST_MESSAGE("   " << units.subject_group << " agreement " << units.agreement
                             << (units.identity ? " identity" : ""));
  for (const auto& note : answer.found.searched)
    BOOST_TEST_MESSAGE("   " << note.text);
  for (const auto& text : answer.found.limits)
    BOOST_TEST_MESSAGE("   limit: " << text);
}

double smallest(const arranged& answer) {
  double least = 1;
  for (const auto& [name, c] : answer.cosines)
    if (name.find("norm") == std::string::npos) least = std::min(least, std::isnan(c) ? -1 : c);
  return least;
}

turned_decoder child_of(const turned_decoder& parent, std::uint64_t seed, double rho) {
  turned_decoder child = parent;
  if (rho < 1) train_on(child, seed, rho);
  return child;
}

} // namespace

BOOST_AUTO_TEST_CASE(children_in_order_stay_as_they_are) {
  for (const double rho : {1.0, 0.95, 0.5}) {
    const auto parent = make_decoder(1, sizes);
    const auto answer = arrange(child_of(parent, 9, rho), parent);
    if (rho == 0.5) print("in order 0.5", answer);
    BOOST_TEST((answer.component().basis == basis_relation::same));
    BOOST_TEST(answer.placed == 3 * 9 + 2U);
    BOOST_TEST(smallest(answer) > rho - 0.1);
    for (const auto& p : answer.found.placements) {
      BOOST_TEST((p.subject_changes.empty() && p.reference_changes.empty()));
      BOOST_TEST(!p.fitted);
    }
    for (const auto& units : answer.component().units)
      BOOST_TEST(units.identity);
  }
}

BOOST_AUTO_TEST_CASE(reordered_streams_and_units_are_laid_on_each_other) {
  for (const double rho : {1.0, 0.95, 0.7, 0.5})
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto parent = make_decoder(seed, sizes);
      auto child = child_of(parent, seed + 10, rho);
      random_source random = scattered_source(seed + 20);
      reorder_units(child, seed + 30);
      fold_gains(child);
      auto folded = parent;
      fold_gains(folded);
      turn(child, random_signed_order(random, sizes.d));
      const auto answer = arrange(child, folded);
      if (seed == 1) print("reordered " + std::to_string(rho), answer);
      BOOST_TEST((answer.component().basis == basis_relation::permuted));
      BOOST_TEST(smallest(answer) > rho - (rho > 0.6 ? 0.05 : 0.2));
      BOOST_TEST(answer.fitted.at("mlp.gate_proj.weight"));
      BOOST_TEST(!answer.fitted.at("mlp.up_proj.weight"));
      BOOST_TEST(!answer.fitted.at("mlp.down_proj.weight"));
    }
}

BOOST_AUTO_TEST_CASE(rotated_streams_with_gains_folded_in_are_laid_on_each_other) {
  for (const double rho : {1.0, 0.95, 0.7, 0.5})
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto parent = make_decoder(seed, sizes);
      auto child = child_of(parent, seed + 10, rho);
      random_source random = scattered_source(seed + 20);
      reorder_units(child, seed + 30);
      fold_gains(child);
      turn(child, random_rotation(random, sizes.d));
      const auto answer = arrange(child, parent);
      if (seed == 1) print("rotated " + std::to_string(rho), answer);
      BOOST_TEST((answer.component().basis == basis_relation::rotated));
      BOOST_TEST(smallest(answer) > rho - (rho > 0.6 ? 0.15 : 0.35));
      BOOST_TEST(!answer.fitted.at("mlp.up_proj.weight"));
      BOOST_TEST(answer.fitted.at("model.embed_tokens.weight"));
    }
}

BOOST_AUTO_TEST_CASE(streams_are_related_by_layers_when_tokens_were_drawn_anew) {
  const auto parent = make_decoder(4, sizes);
  for (const bool rotated : {false, true}) {
    auto child = child_of(parent, 5, 0.9);
    child.embedding = make_decoder(77, sizes).embedding;
    auto folded = parent;
    fold_gains(folded);
    fold_gains(child);
    random_source random = scattered_source(6);
    turn(child, rotated ? random_rotation(random, sizes.d) : random_signed_order(random, sizes.d));
    const auto answer = arrange(child, folded);
    print("new tokens", answer);
    BOOST_TEST((answer.component().basis ==
                (rotated ? basis_relation::rotated : basis_relation::permuted)));
    BOOST_TEST(answer.cosines.at("mlp.up_proj.weight") > 0.8);
    BOOST_TEST(answer.fitted.at("mlp.gate_proj.weight"));
    BOOST_TEST(!answer.fitted.at("mlp.up_proj.weight"));
    BOOST_TEST(!answer.fitted.at("model.embed_tokens.weight"));
  }
}

BOOST_AUTO_TEST_CASE(moved_gains_are_folded) {
  const auto parent = make_decoder(4, sizes);
  auto child = child_of(parent, 5, 0.95);
  move_gains(child, 6);
  const auto answer = arrange(child, parent);
  print("moved gains", answer);
  BOOST_TEST((answer.component().basis == basis_relation::same));
  BOOST_TEST(answer.cosines.at("mlp.up_proj.weight") > 0.9);
}

BOOST_AUTO_TEST_CASE(units_that_changed_sign_are_changed_back) {
  const auto parent = make_decoder(4, sizes);
  for (const bool reordered : {false, true}) {
    auto child = child_of(parent, 5, 0.9);
    flip_units(child, 6);
    rescale(child, 8, true);
    if (reordered) reorder_units(child, 7);
    auto level = parent;
    rescale(level, 8, true);
    const auto answer = arrange(child, level);
    print("flipped", answer);
    BOOST_TEST(answer.cosines.at("mlp.up_proj.weight") > 0.85);
    BOOST_TEST(answer.cosines.at("mlp.down_proj.weight") > 0.85);
    BOOST_TEST(!answer.fitted.at("mlp.up_proj.weight"));
    BOOST_TEST(answer.fitted.at("mlp.down_proj.weight"));
  }
}

BOOST_AUTO_TEST_CASE(values_mixed_inside_of_heads_are_turned_back) {
  // As many heads as it takes to believe in their order.
  const auto parent = make_decoder(4, {8, 64, 96, 512});
  auto child = child_of(parent, 5, 0.9);
  random_source random = scattered_source(6);
  for (decoder_block& block : child.blocks) {
    // Four heads of 16, each in another basis.
    wide_matrix mix(sizes.d, sizes.d);
    for (std::size_t head = 0; head < 4; ++head) {
      const wide_matrix r = random_rotation(random, 16);
      for (std::size_t i = 0; i < 16; ++i)
        for (std::size_t j = 0; j < 16; ++j)
          mix.at(head * 16 + i, head * 16 + j) = r.at(i, j);
    }
    block.v = product(mix, block.v);
    block.o = product(block.o, transposed(mix));
  }
  const auto answer = arrange(child, parent);
  print("mixed heads", answer);
  BOOST_TEST(answer.cosines.at("self_attn.v_proj.weight") > 0.85);
  BOOST_TEST(answer.cosines.at("self_attn.o_proj.weight") > 0.8);
  // One was fitted, the other chose that the fit is used.
  BOOST_TEST(answer.fitted.at("self_attn.v_proj.weight"));
  BOOST_TEST(answer.fitted.at("self_attn.o_proj.weight"));
}

BOOST_AUTO_TEST_CASE(narrower_networks_keep_the_units_they_kept) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const auto parent = make_decoder(seed, sizes);
    auto child = child_of(parent, seed + 10, 0.9);
    random_source random = scattered_source(seed + 20);
    std::vector<std::vector<std::size_t>> kept;
    for (decoder_block& block : child.blocks) {
      auto order = random_permutation(random, sizes.h);
      order.resize(120);
      const decoder_block before = block;
      block.gate = wide_matrix(120, sizes.d);
      block.up = wide_matrix(120, sizes.d);
      block.down = wide_matrix(sizes.d, 120);
      for (std::size_t i = 0; i < 120; ++i)
        for (std::size_t k = 0; k < sizes.d; ++k) {
          block.gate.at(i, k) = before.gate.at(order[i], k);
          block.up.at(i, k) = before.up.at(order[i], k);
          block.down.at(k, i) = before.down.at(k, order[i]);
        }
      kept.push_back(order);
    }
    const auto answer = arrange(child, parent);
    if (seed == 1) print("pruned", answer);
    BOOST_TEST(smallest(answer) > 0.85);
    // And the other way round: what the parent has more corresponds to nothing.
    const auto back = arrange(parent, child);
    if (seed == 1) print("grown", back);
    BOOST_TEST(back.cosines.at("mlp.up_proj.weight") > 0.6);
    std::size_t right = 0, asked = 0, networks = 0;
    for (const auto& units : answer.component().units) {
      if (units.reference_of.size() != 120) continue;
      for (std::size_t i = 0; i < 120; ++i, ++asked)
        right += units.reference_of[i] == static_cast<std::int64_t>(kept[networks][i]);
      ++networks;
    }
    BOOST_TEST(networks == 3U);
    BOOST_TEST(static_cast<double>(right) > 0.99 * static_cast<double>(asked));
  }
}

BOOST_AUTO_TEST_CASE(strangers_stay_strangers) {
  constexpr decoder_sizes small{1, 32, 64, 256};
  constexpr int pairs = 200;
  std::size_t related = 0, reordered = 0, unit_groups = 0;
  double sum = 0, most = 0;
  for (std::uint64_t seed = 1; seed <= pairs; ++seed) {
    const auto answer = arrange(make_decoder(2 * seed, small), make_decoder(2 * seed + 1, small));
    if (seed == 1) print("strangers", answer);
    related += answer.component().basis != basis_relation::unknown;
    for (const auto& units : answer.component().units) {
      if (units.reference_of.size() != small.h) continue;
      ++unit_groups;
      reordered += !units.identity;
      sum += units.agreement;
      most = std::max(most, units.agreement);
    }
    for (const auto& p : answer.found.placements)
      BOOST_TEST(!p.fitted);
  }
  BOOST_TEST_MESSAGE("strangers: agreement of units mean " << sum / static_cast<double>(unit_groups)
                                                           << " (1/units " << 1.0 / small.h
                                                           << "), most " << most);
  BOOST_TEST(related == 0U);
  BOOST_TEST(reordered == 0U);
  BOOST_TEST(most < 0.2);
}

BOOST_AUTO_TEST_CASE(strangers_that_know_the_same_tokens_are_not_rotated_copies) {
  // Tokens mean the same to both, so a rotation explains held-out tokens; no layer confirms it.
  common_ground ground;
  ground.token_meaning = 0.5;
  ground.token_mean = 1;
  ground.unit_mean = 0.5;
  constexpr decoder_sizes small{2, 48, 96, 512};
  std::size_t related = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto a = make_decoder(2 * seed, small, ground);
    auto b = make_decoder(2 * seed + 1, small, ground);
    random_source random = scattered_source(seed);
    turn(a, random_rotation(random, small.d));
    const auto answer = arrange(a, b);
    if (seed == 1) print("same tokens", answer);
    related += answer.component().basis != basis_relation::unknown;
  }
  BOOST_TEST(related == 0U);
}

BOOST_AUTO_TEST_CASE(threads_and_lateness) {
  const auto parent = make_decoder(1, sizes);
  auto child = child_of(parent, 2, 0.8);
  random_source random = scattered_source(3);
  fold_gains(child);
  turn(child, random_rotation(random, sizes.d));
  reorder_units(child, 4);
  search_options many;
  many.threads = 3;
  const auto one = arrange(child, parent), three = arrange(child, parent, many);
  BOOST_TEST(one.cosines == three.cosines);
  search_options late;
  late.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  const auto unfinished = arrange(child, parent, late);
  BOOST_TEST(!unfinished.found.limits.empty());
}
