#include "recipes.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "decoder_parts.hpp"
#include "derive_compensated.hpp"
#include "derive_depth.hpp"
#include "derive_experts.hpp"
#include "derive_gguf_grids.hpp"
#include "derive_low_rank.hpp"
#include "derive_merges.hpp"
#include "derive_noise.hpp"
#include "derive_other_backbones.hpp"
#include "derive_permutation.hpp"
#include "derive_rescaling.hpp"
#include "derive_rotation.hpp"
#include "derive_rounding.hpp"
#include "derive_sparsity.hpp"
#include "derive_vocabulary.hpp"
#include "derive_width.hpp"
#include "made_decoder.hpp"

namespace weightkin::zoo {
namespace {

using derivation = std::function<descendant(const relatives&, std::uint64_t seed)>;
using variants = std::vector<std::pair<std::string, derivation>>;

recipe made(std::string name, variants all) {
  recipe one;
  one.name = std::move(name);
  std::vector<derivation> makers;
  for (auto& [strength, make] : all) {
    one.strengths.push_back(strength);
    makers.push_back(std::move(make));
  }
  one.apply = [makers](const relatives& from, std::size_t strength, std::uint64_t seed) {
    return makers.at(strength)(from, seed);
  };
  return one;
}

recipe elementwise(recipe one) {
  one.only.clear();
  return one;
}

recipe limited_to(std::vector<backbone> only, recipe one) {
  one.only = std::move(only);
  return one;
}

recipe free_of_charge(recipe one) {
  one.same_function = true;
  return one;
}

recipe mixing(recipe one, std::vector<int> mixed) {
  one.made_from = mixed.front() == 0 ? recipe_parent::parent : recipe_parent::siblings;
  one.mixed = std::move(mixed);
  return one;
}

/// Shorthands for makers that need the parent alone.
template <class F>
derivation of_parent(F make) {
  return [make](const relatives& from, std::uint64_t seed) { return make(from.parent, seed); };
}

variants grid_variants() {
  variants all;
  for (const int bits : {8, 6, 5, 4, 3, 2})
    for (const std::size_t group : {16U, 32U, 64U, 128U})
      for (const bool symmetric : {true, false})
        all.emplace_back(std::to_string(bits) + " bits, groups of " + std::to_string(group) +
                             (symmetric ? "" : ", asymmetric"),
                         of_parent([=](const zoo_model& m, std::uint64_t) {
                           return quantised(m, {bits, group, symmetric});
                         }));
  return all;
}

std::vector<recipe> rounding_recipes() {
  const auto gguf = [](gguf_grid grid) {
    return of_parent([=](const zoo_model& m, std::uint64_t) { return quantised_gguf(m, grid); });
  };
  const auto paid = [](int bits, std::size_t group) {
    return of_parent([=](const zoo_model& m, std::uint64_t seed) {
      return quantised_with_compensation(m, {bits, group, false}, seed);
    });
  };
  return {
      elementwise(made(
          "cast",
          {{"bf16", of_parent([](const zoo_model& m, std::uint64_t) { return cast_to_bf16(m); })},
           {"f16", of_parent([](const zoo_model& m, std::uint64_t) { return cast_to_f16(m); })}})),
      elementwise(made("quantised", grid_variants())),
      elementwise(made("quantised_gguf", {{"q8_0", gguf(gguf_grid::q8_0)},
                                          {"q6_k", gguf(gguf_grid::q6_k)},
                                          {"q4_k", gguf(gguf_grid::q4_k)},
                                          {"q4_0", gguf(gguf_grid::q4_0)}})),
      elementwise(made(
          "quantised_codebook",
          {{"fp8", of_parent([](const zoo_model& m, std::uint64_t) { return quantised_fp8(m); })},
           {"nf4",
            of_parent([](const zoo_model& m, std::uint64_t) { return quantised_nf4(m); })}})),
      elementwise(made("quantised_with_compensation", {{"8 bits", paid(8, 128)},
                                                       {"4 bits", paid(4, 128)},
                                                       {"4 bits, groups of 32", paid(4, 32)},
                                                       {"3 bits", paid(3, 128)}})),
  };
}

std::vector<recipe> noise_recipes() {
  const auto each = [](double relative) {
    return of_parent([=](const zoo_model& m, std::uint64_t s) { return noised(m, relative, s); });
  };
  return {
      elementwise(made("noised", {{"0.01", each(0.01)}, {"0.07", each(0.07)}, {"0.3", each(0.3)}})),
      elementwise(made("noised_alike",
                       {{"1/708 on 0.02", of_parent([](const zoo_model& m, std::uint64_t s) {
                           return noised_alike(m, 1 / (708 * 0.02), s);
                         })}})),
      made("partly_frozen", {{"0.05", of_parent([](const zoo_model& m, std::uint64_t s) {
                                return partly_frozen(m, 0.05, s);
                              })}}),
  };
}

std::vector<recipe> reordering_recipes() {
  const auto stream = [](bool flip) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t s) { return stream_permuted(m, flip, s); });
  };
  const auto values = [](bool flip) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t s) { return values_permuted(m, flip, s); });
  };
  std::vector<recipe> all{
      made("stream_permuted", {{"plain", stream(false)}, {"random signs", stream(true)}}),
      made("units_permuted", {{"all layers", of_parent(units_permuted)}}),
      made("units_flipped", {{"half", of_parent(units_flipped)}}),
      made("heads_permuted", {{"all layers", of_parent(heads_permuted)}}),
      made("values_permuted", {{"plain", values(false)}, {"random signs", values(true)}}),
      made("query_pairs_flipped", {{"half", of_parent(query_pairs_flipped)}}),
      made("all_permuted", {{"all", of_parent(all_permuted)}}),
      limited_to({backbone::vision, backbone::convolution, backbone::perceptron, backbone::lstm},
                 made("hidden_units_permuted", {{"all layers", of_parent(hidden_units_permuted)}})),
      limited_to({backbone::vision},
                 made("vision_stream_permuted", {{"all", of_parent(vision_stream_permuted)}})),
  };
  for (recipe& one : all)
    one = free_of_charge(std::move(one));
  return all;
}

std::vector<recipe> rescaling_recipes() {
  const auto up = [](bool each, double spread) {
    return of_parent([=](const zoo_model& m, std::uint64_t s) {
      return feed_forward_rescaled(m, each, spread, s);
    });
  };
  const auto values = [](bool each, double spread) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t s) { return values_rescaled(m, each, spread, s); });
  };
  std::vector<recipe> all{
      made("feed_forward_rescaled", {{"a factor a layer", up(false, 0.5)},
                                     {"a factor a unit", up(true, 0.2)},
                                     {"a factor a unit, wide", up(true, 1)}}),
      made("values_rescaled",
           {{"a factor a layer", values(false, 0.5)}, {"a factor a dimension", values(true, 0.5)}}),
      made("stream_rescaled", {{"3", of_parent([](const zoo_model& m, std::uint64_t) {
                                  return stream_rescaled(m, 3);
                                })}}),
      made("gains_folded",
           {{"all", of_parent([](const zoo_model& m, std::uint64_t) { return gains_folded(m); })}}),
      made("gains_replaced", {{"0.5", of_parent([](const zoo_model& m, std::uint64_t s) {
                                 return gains_replaced(m, 0.5, s);
                               })}}),
  };
  for (recipe& one : all)
    one = free_of_charge(std::move(one));
  return all;
}

std::vector<recipe> rotation_recipes() {
  const auto turned = [](double gains) {
    return of_parent([=](const zoo_model& m, std::uint64_t s) { return rotated(m, gains, s); });
  };
  const auto padded = [](std::size_t added) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t s) { return padded_and_rotated(m, added, s); });
  };
  return {
      free_of_charge(made("rotated", {{"gains one", turned(0)}, {"new gains", turned(0.5)}})),
      free_of_charge(
          made("query_planes_turned", {{"0.3", of_parent([](const zoo_model& m, std::uint64_t s) {
                                          return query_planes_turned(m, 0.3, s);
                                        })}})),
      free_of_charge(
          made("values_mixed", {{"0.3", of_parent([](const zoo_model& m, std::uint64_t s) {
                                   return values_mixed(m, 0.3, s);
                                 })}})),
      free_of_charge(made("e1", {{"all", of_parent(attacked_e1)}})),
      made("e2", {{"all", of_parent(attacked_e2)}}),
      free_of_charge(made("e3", {{"16 dimensions", padded(16)}})),
  };
}

std::vector<recipe> pruning_recipes() {
  variants by_size, at_random;
  for (const int share : {30, 50, 70, 90})
    for (const bool size : {true, false})
      (size ? by_size : at_random)
          .emplace_back(
              std::to_string(share) + " %", of_parent([=](const zoo_model& m, std::uint64_t s) {
                return sparsified(m, share / 100.0,
                                  size ? sparsity_choice::magnitude : sparsity_choice::random, s);
              }));
  const auto pattern = [](std::size_t n, std::size_t m) {
    return of_parent(
        [=](const zoo_model& model, std::uint64_t) { return pattern_pruned(model, n, m); });
  };
  const auto eighths = [](std::size_t decoder_sizes::*size, std::size_t kept,
                          descendant (*prune)(const zoo_model&, std::size_t)) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t) { return prune(m, m.decoder.*size * kept / 8); });
  };
  return {
      elementwise(made("pruned_by_magnitude", by_size)),
      elementwise(made("pruned_at_random", at_random)),
      elementwise(made("pattern_pruned", {{"2:4", pattern(2, 4)}, {"4:8", pattern(4, 8)}})),
      made("hidden_pruned", {{"5/8", eighths(&decoder_sizes::hidden, 5, hidden_pruned)},
                             {"3/8", eighths(&decoder_sizes::hidden, 3, hidden_pruned)}}),
      made("stream_pruned", {{"6/8", eighths(&decoder_sizes::width, 6, stream_pruned)},
                             {"4/8", eighths(&decoder_sizes::width, 4, stream_pruned)}}),
      made("heads_pruned", {{"half of each group", of_parent([](const zoo_model& m, std::uint64_t) {
                               return heads_pruned(m, m.decoder.heads / m.decoder.key_heads / 2);
                             })}}),
      made("key_heads_pruned", {{"half", of_parent([](const zoo_model& m, std::uint64_t) {
                                   return key_heads_pruned(m, m.decoder.key_heads / 2);
                                 })}}),
      made("hidden_and_stream_pruned",
           {{"5/8 and 6/8", of_parent([](const zoo_model& m, std::uint64_t) {
               descendant child = stream_pruned(m, m.decoder.width * 6 / 8);
               return chained(child, hidden_pruned(child.model, m.decoder.hidden * 5 / 8));
             })}}),
  };
}

std::vector<recipe> structure_recipes() {
  const auto experts = [](const upcycling& how) {
    return of_parent([=](const zoo_model& m, std::uint64_t s) { return upcycled(m, how, s); });
  };
  const auto through = [](std::size_t overlap, bool kin) {
    return [=](const relatives& from, std::uint64_t) {
      const std::size_t middle = from.parent.decoder.layers / 2;
      return kin ? passed_through(from.siblings.at(0), from.siblings.at(1), middle, overlap, true)
                 : passed_through(from.parent, from.stranger, middle, overlap, false);
    };
  };
  const auto cut = [](std::size_t dropped) {
    return of_parent([=](const zoo_model& m, std::uint64_t) { return depth_pruned(m, dropped); });
  };
  return {
      made("depth_pruned", {{"1 layer", cut(1)}, {"2 layers", cut(2)}}),
      made("depth_upscaled", {{"overlap of half", of_parent([](const zoo_model& m, std::uint64_t) {
                                 return depth_upscaled(m, m.decoder.layers / 4);
                               })}}),
      free_of_charge(made("e4", {{"all", of_parent([](const zoo_model& m, std::uint64_t) {
                                    return units_split(m);
                                  })}})),
      free_of_charge(
          made("e5", {{"after every second", of_parent([](const zoo_model& m, std::uint64_t) {
                         return identity_layers_inserted(m, 2);
                       })}})),
      free_of_charge(made("upcycled", {{"copies", experts({})}})),
      made("upcycled_apart", {{"noise", experts({.noise = 0.1})},
                              {"half renewed", experts({.renewed = 0.5})},
                              {"divided", experts({.divided = true})}}),
      mixing(made("passed_through",
                  {{"siblings", through(0, true)}, {"siblings, overlapping", through(1, true)}}),
             {1, 2}),
      mixing(made("passed_through_stranger", {{"half", through(0, false)}}), {0, -1}),
  };
}

std::vector<recipe> merge_recipes() {
  const auto linear = [](std::vector<double> weights) {
    return [=](const relatives& from, std::uint64_t) {
      return merged_linearly({from.siblings.data(), weights.size()}, weights);
    };
  };
  const auto spherical = [](double first, double last) {
    return [=](const relatives& from, std::uint64_t) {
      return merged_spherically(from.siblings.at(0), from.siblings.at(1), first, last);
    };
  };
  const auto tasks = [](std::vector<double> weights) {
    return [=](const relatives& from, std::uint64_t) {
      return merged_tasks(from.parent, {from.siblings.data(), weights.size()}, weights);
    };
  };
  const auto dare = [](double density) {
    return [=](const relatives& from, std::uint64_t seed) {
      return merged_dare(from.parent, {from.siblings.data(), 3}, {0.36, 0.34, 0.3}, density, seed);
    };
  };
  const auto ties = [](double density) {
    return [=](const relatives& from, std::uint64_t) {
      return merged_ties(from.parent, {from.siblings.data(), 3}, {0.4, 0.3, 0.3}, density);
    };
  };
  const auto stranger = [](double share) {
    return [=](const relatives& from, std::uint64_t) {
      return merged_with_stranger(from.parent, from.stranger, share);
    };
  };
  return {
      mixing(made("merged_linearly",
                  {{"4/7 and 3/7", linear({4.0 / 7, 3.0 / 7})}, {"halves", linear({0.5, 0.5})}}),
             {1, 2}),
      mixing(made("merged_linearly_three", {{"0.5, 0.3, 0.2", linear({0.5, 0.3, 0.2})}}),
             {1, 2, 3}),
      mixing(made("merged_spherically",
                  {{"0.5", spherical(0.5, 0.5)}, {"0.2 to 0.8", spherical(0.2, 0.8)}}),
             {1, 2}),
      mixing(made("merged_tasks", {{"0.6, 0.6", tasks({0.6, 0.6})}}), {1, 2}),
      mixing(made("merged_dare", {{"density 0.6", dare(0.6)}, {"density 0.3", dare(0.3)}}),
             {1, 2, 3}),
      mixing(made("merged_ties", {{"density 0.6", ties(0.6)}, {"density 0.2", ties(0.2)}}),
             {1, 2, 3}),
      mixing(made("e7", {{"half", stranger(0.5)}, {"a quarter", stranger(0.25)}}), {0, -1}),
  };
}

std::vector<recipe> vocabulary_recipes() {
  const auto replaced = [](double kept) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t s) { return tokenizer_replaced(m, kept, s); });
  };
  return {
      made("vocabulary_extended", {{"64 rows", of_parent([](const zoo_model& m, std::uint64_t s) {
                                      return vocabulary_extended(m, 64, 0.1, s);
                                    })}}),
      made("vocabulary_shuffled", {{"all", of_parent(vocabulary_shuffled)}}),
      made("vocabulary_truncated", {{"3/4", of_parent([](const zoo_model& m, std::uint64_t) {
                                       return vocabulary_truncated(m, m.decoder.vocabulary * 3 / 4);
                                     })}}),
      made("e6", {{"all kept", replaced(1)}, {"60 % kept", replaced(0.6)}}),
      made("e8", {{"1 %", of_parent([](const zoo_model& m, std::uint64_t s) {
                     return tokens_retrained(m, 0.01, 2, s);
                   })}}),
  };
}

std::vector<recipe> low_rank_recipes() {
  const auto update = [](std::size_t rank, double relative, low_rank_targets targets) {
    return of_parent([=](const zoo_model& m, std::uint64_t s) {
      return low_rank_updated(m, rank, relative, targets, s);
    });
  };
  const auto renewed = [](renewed_part part) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t s) { return partly_reinitialised(m, part, s); });
  };
  const auto removed = [](bool embedding) {
    return of_parent(
        [=](const zoo_model& m, std::uint64_t s) { return direction_removed(m, embedding, s); });
  };
  return {
      made("low_rank_updated", {{"rank 1", update(1, 0.03, low_rank_targets::query_value)},
                                {"rank 4", update(4, 0.05, low_rank_targets::query_value)},
                                {"rank 8, all", update(8, 0.05, low_rank_targets::all_maps)},
                                {"rank 16, all", update(16, 0.1, low_rank_targets::all_maps)}}),
      made("direction_removed", {{"o and down", removed(false)}, {"embedding too", removed(true)}}),
      made("partly_reinitialised", {{"token tables", renewed(renewed_part::token_tables)},
                                    {"last network", renewed(renewed_part::last_feed_forward)},
                                    {"upper half", renewed(renewed_part::half_of_the_layers)},
                                    {"three in ten", renewed(renewed_part::three_in_ten)}}),
  };
}

} // namespace

bool recipe::takes(backbone kind) const {
  return only.empty() || std::find(only.begin(), only.end(), kind) != only.end();
}

std::vector<recipe> all_recipes() {
  std::vector<recipe> all;
  for (auto family :
       {rounding_recipes, noise_recipes, reordering_recipes, rescaling_recipes, rotation_recipes,
        pruning_recipes, structure_recipes, merge_recipes, vocabulary_recipes, low_rank_recipes})
    for (recipe& one : family())
      all.push_back(std::move(one));
  return all;
}

std::vector<recipe> recipes_for(backbone kind) {
  std::vector<recipe> all = all_recipes();
  std::erase_if(all, [&](const recipe& one) { return !one.takes(kind); });
  return all;
}

recipe recipe_named(const std::string& name) {
  for (recipe& one : all_recipes())
    if (one.name == name) return one;
  throw std::invalid_argument("no recipe " + name);
}

relatives made_relatives(std::uint64_t seed, const decoder_sizes& sizes, bool tied) {
  relatives made{made_decoder(seed, sizes, tied), {}, made_decoder(seed + 1000003, sizes, tied)};
  for (std::uint64_t child = 0; child < 3; ++child)
    made.siblings.push_back(made_child(made.parent, 0.08, seed * 16 + child));
  return made;
}

} // namespace weightkin::zoo
