// A search tries thousands of arrangements of every pair it looks at. That must convict nobody: not
// strangers of one shape, of different shapes, of one recipe or with tokens that mean the same.
#include <algorithm>
#include <cstdint>
#include <string>
#include <support/thorough.hpp>
#include <support/turned_decoder.hpp>
#include <vector>
#include <zoo/backbone_graph.hpp>
#include <zoo/decoder_parts.hpp>
#include <zoo/derive_permutation.hpp>
#include <zoo/derive_rotation.hpp>
#include <zoo/made_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;

const std::uint64_t pairs_in_all = test::runs(160, 3200);

compare_options searching_fully() {
  compare_options options;
  options.depth = search_depth::full;
  return options;
}

/// What many comparisons of strangers came to.
struct tally {
  std::size_t pairs = 0, components = 0, findings = 0, hints = 0, arrangements = 0, searched = 0;
  double most_searched = 0, most_effect = 0, lowest_log10_p = 0;
  std::string first_finding;

  void add(const comparison& answer) {
    ++pairs;
    for (const component_ruling& part : answer.components) {
      ++components;
      if (is_finding(part.ruling) && first_finding.empty()) first_finding = part.sentence;
      findings += is_finding(part.ruling) ? 1 : 0;
      hints += part.ruling == verdict::undetermined ? 1 : 0;
      arrangements += part.arrangement ? 1 : 0;
      most_effect = std::max(most_effect, part.evidence.effect);
      lowest_log10_p = std::min(lowest_log10_p, part.log10_p_holm);
      if (part.searched.null == null_kind::none) continue;
      ++searched;
      most_searched = std::max(most_searched, part.searched.effect);
    }
  }
  /// Printed whatever the outcome: the floor under searched effects rests on figures like these.
  void expect_innocence(const char* title) const {
    BOOST_TEST_MESSAGE(title << ": " << pairs << " pairs, " << components << " components, "
                             << findings << " findings, " << hints << " undetermined; effect up to "
                             << most_effect << ", log10 p down to " << lowest_log10_p
                             << "; searched units in " << searched << ", effect up to "
                             << most_searched);
    BOOST_TEST(findings == 0U, first_finding);
    BOOST_TEST(arrangements == 0U);
  }
};

void compare_into(tally& sum, const zoo::zoo_model& a, const zoo::zoo_model& b) {
  const auto answer = compare_views(a.views(), b.views(), searching_fully());
  if (!answer) BOOST_FAIL(answer.error().message);
  sum.add(*answer);
}

zoo::zoo_model stranger(std::uint64_t seed, const zoo::decoder_sizes& sizes = {},
                        bool tied = false) {
  return zoo::made_decoder(7'000'001 + 2 * seed, sizes, tied);
}

/// At the family-wise level 1e-5 of a comparison all cases of this program together would show a
/// false finding with a probability of 0.004 (slow: 0.04) if nothing but chance were at work.
BOOST_AUTO_TEST_CASE(strangers_of_one_shape) {
  constexpr zoo::decoder_sizes slim{256, 48, 96, 3, 4, 2, 12};
  tally sum;
  for (std::uint64_t i = 0; i < pairs_in_all / 2; ++i) {
    const bool usual = i % 4 == 0;
    const zoo::decoder_sizes sizes = usual ? zoo::decoder_sizes() : slim;
    const bool tied = i % 8 > 3;
    compare_into(sum, stranger(2 * i, sizes, tied), stranger(2 * i + 1, sizes, tied));
  }
  sum.expect_innocence("one shape");
}

/// Other widths, depths, heads and vocabularies, in every combination that seeds bring.
BOOST_AUTO_TEST_CASE(strangers_of_different_shapes) {
  const auto sizes_of = [](std::uint64_t i) {
    zoo::decoder_sizes sizes{256, 48, 96, 3, 4, 2, 12};
    test::random_source random = test::scattered_source(900 + i);
    sizes.width = 16 * (2 + random.below(4));
    sizes.hidden = 32 * (2 + random.below(4));
    sizes.layers = 1 + random.below(5);
    sizes.key_heads = std::size_t{1} << random.below(3);
    sizes.heads = sizes.key_heads << random.below(3);
    sizes.head_width = 4 * (1 + random.below(4));
    sizes.vocabulary = 128 << random.below(3);
    return sizes;
  };
  tally sum;
  for (std::uint64_t i = 0; i < pairs_in_all / 4; ++i)
    compare_into(sum, stranger(20'000 + 2 * i, sizes_of(2 * i)),
                 stranger(20'001 + 2 * i, sizes_of(2 * i + 1)));
  sum.expect_innocence("different shapes");
}

/// Trained on the same data with one tokenizer and one recipe: tokens mean the same, rows have a
/// common mean, rows' sizes are alike; but each in a basis of its own, as independent trainings
/// end. A rotation that lays the tokens on each other exists, and is found.
BOOST_AUTO_TEST_CASE(strangers_whose_tokens_mean_the_same) {
  const test::decoder_sizes sizes{3, 48, 96, 192};
  tally sum;
  for (std::uint64_t i = 0; i < pairs_in_all / 8; ++i) {
    const test::common_ground ground{i % 2 == 0 ? 0.5 : 0.9, 0.5, 0.3, 0.4, 0.3};
    const test::turned_decoder a = test::make_decoder(800'001 + 4 * i, sizes, ground, i);
    test::turned_decoder b = test::make_decoder(800'003 + 4 * i, sizes, ground, i);
    test::random_source random = test::scattered_source(i);
    test::fold_gains(b);
    test::turn(b, test::random_rotation(random, sizes.d));
    const auto answer = compare(test::stored(a), test::stored(b), searching_fully());
    if (!answer) BOOST_FAIL(answer.error().message);
    sum.add(*answer);
  }
  sum.expect_innocence("tokens that mean the same");
}

/// As they stand before training: gains of ones, biases of zeros, the same in every model.
BOOST_AUTO_TEST_CASE(strangers_of_other_backbones) {
  tally sum;
  for (const zoo::backbone kind :
       {zoo::backbone::vision, zoo::backbone::convolution, zoo::backbone::perceptron,
        zoo::backbone::lstm, zoo::backbone::two_tower})
    for (std::uint64_t i = 0; i < std::max<std::uint64_t>(pairs_in_all / 40, 2); ++i)
      compare_into(sum, zoo::initial_model(kind, zoo::zoo_scale::small, 301 + 4 * i),
                   zoo::initial_model(kind, zoo::zoo_scale::small, 303 + 4 * i));
  sum.expect_innocence("other backbones");
}

/// A stranger that was rearranged is a stranger still.
BOOST_AUTO_TEST_CASE(rearranged_strangers) {
  constexpr zoo::decoder_sizes slim{256, 48, 96, 3, 4, 2, 12};
  tally sum;
  for (std::uint64_t i = 0; i < std::max<std::uint64_t>(pairs_in_all / 16, 4); ++i) {
    const zoo::zoo_model a = stranger(40'000 + 2 * i, slim), b = stranger(40'001 + 2 * i, slim);
    compare_into(sum, (i % 2 == 0 ? zoo::all_permuted(a, i) : zoo::rotated(a, 0.5, i)).model, b);
  }
  sum.expect_innocence("rearranged");
}

/// Two components of a model's own and of a donor's, and only the decoder's weights are kept, in
/// another order: the tower beside it must stay innocent.
BOOST_AUTO_TEST_CASE(only_the_rearranged_component_is_found) {
  for (const std::uint64_t seed : {101, 103, 105}) {
    const zoo::zoo_model donor =
        zoo::initial_model(zoo::backbone::two_tower, zoo::zoo_scale::small, seed);
    const zoo::zoo_model own =
        zoo::initial_model(zoo::backbone::two_tower, zoo::zoo_scale::small, seed + 1000);
    zoo::zoo_model subject = own;
    const std::string decoder = zoo::decoder_prefix(donor);
    std::size_t taken = 0;
    for (std::size_t i = 0; i < subject.tensors.size(); ++i)
      if (subject.tensors[i].name.starts_with(decoder)) {
        subject.tensors[i] = donor.tensors[i];
        ++taken;
      }
    BOOST_REQUIRE(taken > 0U);
    subject = zoo::units_permuted(subject, seed).model;
    const auto answer = compare_views(subject.views(), donor.views(), searching_fully());
    if (!answer) BOOST_FAIL(answer.error().message);
    BOOST_REQUIRE(answer->components.size() > 1U);
    for (const component_ruling& part : answer->components)
      BOOST_TEST_CONTEXT("seed " << seed << " " << part.id << ": " << part.sentence) {
        BOOST_TEST(is_finding(part.ruling) == (part.kind == component_kind::language_model));
        BOOST_TEST(part.arrangement.has_value() == (part.kind == component_kind::language_model));
      }
  }
}

} // namespace
