#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <support/thorough.hpp>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/affinity.hpp>

#include "support/small_transformer.hpp"

// One changed model, its original, and strangers of the same recipe: by which channels is the
// original found first? The table is docs/fingerprint-search.md's; where a channel fails, that is
// asserted too, so that the page stays true.

using namespace weightkin;
using test::small_model;

namespace {

constexpr std::size_t originals = 5;                     ///< of the references, each tried in turn
const std::size_t crowd_size = test::runs(60, 1000) + 1; ///< the original is one of them

const std::vector<fingerprint>& crowd() {
  static const std::vector<fingerprint> made = [] {
    std::vector<fingerprint> prints;
    for (std::size_t model = 0; model < crowd_size; ++model)
      prints.push_back(test::print_of(test::make_transformer(model)));
    return prints;
  }();
  return made;
}

struct change {
  std::string_view name;
  void (*apply)(small_model&);
  /// By channel: '1' finds the original first every time, '0' never or by luck, '?' at times.
  std::string_view found;
};

// Channels in order:     values checksums sketches landmarks gram profiles magnitudes
const change changes[] = {
    {"renamed, in other pieces", [](small_model& m) { test::rename(m); }, "1111111"},
    {"cast to bf16", [](small_model& m) { test::cast_bf16(m); }, "0111111"},
    {"cast to f16", [](small_model& m) { test::cast_f16(m); }, "0111111"},
    {"quantised to 8 bits", [](small_model& m) { test::quantise(m, 8); }, "1111110"},
    {"quantised to 4 bits", [](small_model& m) { test::quantise(m, 4); }, "1111110"},
    {"1 % noise", [](small_model& m) { test::add_noise(m, 1, 0.01); }, "0011111"},
    {"10 % noise", [](small_model& m) { test::add_noise(m, 1, 0.1); }, "0011110"},
    {"as much noise as weights", [](small_model& m) { test::add_noise(m, 1, 1); }, "0011100"},
    {"tensors rescaled", [](small_model& m) { test::rescale_tensors(m, 2); }, "0011110"},
    {"hidden units rescaled", [](small_model& m) { test::rescale_hidden(m, 2); }, "1111111"},
    {"hidden units permuted", [](small_model& m) { test::permute_hidden(m, 3); }, "1111111"},
    {"residual permuted", [](small_model& m) { test::permute_residual(m, 4); }, "0001111"},
    {"everything permuted", [](small_model& m) { test::permute_everything(m, 3); }, "0000011"},
    {"fused tensors split", [](small_model& m) { test::split_qkv(m); }, "1111111"},
    {"matrices transposed", [](small_model& m) { test::transpose_all(m); }, "1100001"},
    {"hidden permuted, tensors rescaled, 4 bits, renamed",
     [](small_model& m) {
       test::permute_hidden(m, 3);
       test::rescale_tensors(m, 2);
       test::quantise(m, 4);
       test::rename(m);
     },
     "0011110"},
    {"residual permuted, tensors rescaled, 4 bits",
     [](small_model& m) {
       test::permute_residual(m, 4);
       test::rescale_tensors(m, 2);
       test::quantise(m, 4);
     },
     "0001110"},
    {"everything permuted, tensors rescaled",
     [](small_model& m) {
       test::permute_everything(m, 3);
       test::rescale_tensors(m, 2);
     },
     "0000010"},
    {"everything permuted, 1 % noise, bf16",
     [](small_model& m) {
       test::permute_everything(m, 3);
       test::add_noise(m, 1, 0.01);
       test::cast_bf16(m);
     },
     "000001?"},
    {"everything permuted, rescaled, 8 bits, renamed",
     [](small_model& m) {
       test::permute_everything(m, 3);
       test::rescale_tensors(m, 2);
       test::quantise(m, 8);
       test::rename(m);
     },
     "0000010"},
    {"everything permuted, rescaled, 4 bits",
     [](small_model& m) {
       test::permute_everything(m, 3);
       test::rescale_tensors(m, 2);
       test::quantise(m, 4);
     },
     "0000010"},
    {"everything permuted, 10 % noise",
     [](small_model& m) {
       test::permute_everything(m, 3);
       test::add_noise(m, 1, 0.1);
     },
     "0000010"},
    {"everything permuted, hidden rescaled, 1 % noise",
     [](small_model& m) {
       test::permute_everything(m, 3);
       test::rescale_hidden(m, 2);
       test::add_noise(m, 1, 0.01);
     },
     "000001?"},
    {"transposed, 1 % noise",
     [](small_model& m) {
       test::transpose_all(m);
       test::add_noise(m, 1, 0.01);
     },
     "0000001"},
    {"transposed, tensors rescaled",
     [](small_model& m) {
       test::transpose_all(m);
       test::rescale_tensors(m, 2);
     },
     "0000000"},
    {"everything permuted, rows rescaled",
     [](small_model& m) {
       test::permute_everything(m, 3);
       test::rescale_rows(m, 2);
     },
     "0000000"},
    {"another model", [](small_model& m) { m = test::make_transformer(1000000); }, "0000000"},
};

/// Where the original stands (0: first) by each channel, and last by all together.
std::array<std::size_t, affinity_channels + 1> places(const small_model& subject,
                                                      std::size_t original, std::size_t pieces) {
  const auto affinities = measure_affinities(test::print_of(subject, 0, pieces), crowd());
  std::array<std::size_t, affinity_channels + 1> places{};
  for (std::size_t channel = 0; channel < affinity_channels; ++channel) {
    // Equals count against it: a channel in which all score 0 finds nothing.
    const double own = affinities[original].scores[channel];
    for (std::size_t other = 0; other < affinities.size(); ++other)
      if (other != original && !(affinities[other].scores[channel] < own)) ++places[channel];
  }
  const auto all = ranked_by_all(affinities);
  for (std::size_t place = 0; place < all.size(); ++place)
    if (all[place].reference == original) places[affinity_channels] = place;
  return places;
}

void check_change(const change& tried) {
  std::array<std::size_t, affinity_channels + 1> first{}, worst{};
  for (std::size_t original = 0; original < originals; ++original) {
    small_model subject = test::make_transformer(original);
    tried.apply(subject);
    const auto place = places(subject, original, 1 + original);
    for (std::size_t at = 0; at < place.size(); ++at) {
      first[at] += place[at] == 0 ? 1 : 0;
      worst[at] = std::max(worst[at], place[at]);
    }
  }
  std::string line(tried.name);
  for (std::size_t at = 0; at <= affinity_channels; ++at)
    line += " | " + std::to_string(first[at]) + " (" + std::to_string(worst[at] + 1) + ')';
  BOOST_TEST_MESSAGE(line);
  for (std::size_t at = 0; at < affinity_channels; ++at) {
    const auto channel = name_of(static_cast<affinity_channel>(at));
    if (tried.found[at] == '1') BOOST_TEST(first[at] == originals, tried.name << ": " << channel);
    if (tried.found[at] == '0')
      BOOST_TEST(first[at] < originals, tried.name << ": " << channel << " finds it after all");
  }
  const bool findable = tried.found.find('1') != std::string_view::npos;
  BOOST_TEST((first[affinity_channels] == originals) == findable, tried.name << ": all together");
}

} // namespace

BOOST_AUTO_TEST_CASE(which_channel_finds_what) {
  for (const change& tried : changes)
    check_change(tried);
}

BOOST_AUTO_TEST_CASE(channels_that_cannot_see_say_so) {
  const fingerprint subject = test::print_of(test::make_transformer(1));
  std::vector<fingerprint> others = {test::print_of(test::make_transformer(1), 5),
                                     test::print_of(test::make_transformer(1)), fingerprint{}};
  for (tensor_print& tensor : others[1].tensors) {
    tensor.value.reset();
    tensor.sketch.reset();
    tensor.rows.reset();
  }
  const auto affinities = measure_affinities(subject, others);
  const auto sees = [&](std::size_t reference, affinity_channel channel) {
    return !std::isnan(affinities[reference].of(channel));
  };
  using enum affinity_channel;
  for (const affinity_channel seeded : {checksums, sketches, landmarks, gram})
    BOOST_TEST(!sees(0, seeded), name_of(seeded) << " depends on the seed");
  BOOST_TEST(affinities[0].of(values) == 1);
  BOOST_TEST(affinities[0].of(profiles) == 1);
  for (const affinity_channel absent : {values, sketches, landmarks, gram, profiles})
    BOOST_TEST(!sees(1, absent), name_of(absent) << " is not there");
  BOOST_TEST(affinities[1].of(checksums) == 1);
  for (std::size_t channel = 0; channel < affinity_channels; ++channel)
    BOOST_TEST(!sees(2, static_cast<affinity_channel>(channel)));
  BOOST_TEST(ranked_by(affinities, checksums).front() == 1U);
  BOOST_TEST(ranked_by_all(affinities).back().reference == 2U);
  BOOST_TEST(ranked_by_all({}).empty());
}

BOOST_AUTO_TEST_CASE(constant_tensors_say_nothing) {
  small_model subject = test::make_transformer(1), reference = test::make_transformer(2);
  for (small_model* model : {&subject, &reference})
    for (test::small_tensor& tensor : *model)
      if (tensor.shape.size() == 1) std::fill(tensor.values.begin(), tensor.values.end(), 1.0F);
  const std::vector<fingerprint> references = {test::print_of(reference)};
  const auto affinities = measure_affinities(test::print_of(subject), references);
  BOOST_TEST(affinities[0].of(affinity_channel::values) == 0);
  BOOST_TEST(affinities[0].of(affinity_channel::checksums) == 0);
}
