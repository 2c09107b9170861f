#include <cmath>
#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <hwy/highway.h>

#include "zoo_base.hpp"
#include "zoo_manifest.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

constexpr int all_kinds = 6;

/// Digests of models after 12 steps of small training. They change when and only when the
/// arithmetic of the trainer, its data or its names change; then every published figure of the zoo
/// has to be measured again.
constexpr const char* pinned[all_kinds] = {
    "ab78b3d7994d33d3edc66702b79437756b05168f9dce8e66c1d6cdb04fad7aa0",
    "bf284d33e62c0946b75b53ea728b935c7ca9e1ba02273db2e4c71221269b1a3a",
    "4fe1f69a3e8db161269cf24181575aa4d8009ca5055405a41a7480fa3c3bc7b3",
    "33a0392a5a44f09ed5b8c4dd967e2899c5421af9487537964b68a1f147a981c8",
    "81849018db35be2b896238f0ee5426fe6f47ffdd828d0126f9e749e3f40cd97c",
    "a17cbb189e3f587f24f00b88c22c6d854062b82dde162fdea4a2f521b0bbda28"};

std::string digest_after_short_training(backbone kind) {
  zoo_options options;
  options.scale = zoo_scale::small;
  training_plan plan = base_plan(kind, options);
  plan.steps = 12;
  zoo_model model = initial_model(kind, zoo_scale::small, 1);
  (void)train(model, plan);
  return digest_of(model);
}

} // namespace

BOOST_DATA_TEST_CASE(training_gives_the_same_bits, boost::unit_test::data::xrange(all_kinds),
                     number) {
  BOOST_TEST(digest_after_short_training(static_cast<backbone>(number)) == pinned[number]);
}

BOOST_AUTO_TEST_CASE(every_instruction_set_gives_the_same_bits) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    BOOST_TEST(digest_after_short_training(backbone::decoder) == pinned[0],
               "target " << hwy::TargetName(target));
  }
  hwy::SetSupportedTargetsForTest(0);
}

/// What a model that knows only how often targets occur would reach; it has to be clearly beaten,
/// on examples that were never trained on.
BOOST_DATA_TEST_CASE(bases_learn, boost::unit_test::data::xrange(all_kinds), number) {
  const auto kind = static_cast<backbone>(number);
  zoo_options options;
  options.scale = zoo_scale::small;
  const zoo_base base = train_base(kind, 1, options);
  const auto world = make_world(kind, 1, base.model.decoder.vocabulary, text_length(kind));
  std::vector<double> counts(base.model.decoder.vocabulary, 0.0);
  double total = 0;
  for (std::uint64_t i = 0; i < 40; ++i)
    for (const std::int32_t target : world->draw(77, i, 32).targets) {
      counts[static_cast<std::size_t>(target)] += 1;
      total += 1;
    }
  double ignorance = 0;
  for (const double count : counts)
    if (count > 0) ignorance -= count / total * std::log(count / total);
  const auto reached = static_cast<double>(held_out_loss(base.model, 1));
  BOOST_TEST_MESSAGE(name_of(kind) << ": " << reached << " of " << ignorance);
  BOOST_TEST(reached < 0.8 * ignorance);
  BOOST_TEST(base.record.last_loss < 0.8F * base.record.first_loss);
}

BOOST_AUTO_TEST_CASE(samples_are_disjoint_and_worlds_differ) {
  const auto world = make_world(backbone::decoder, 1, 512, 32);
  const auto again = make_world(backbone::decoder, 1, 512, 32);
  const auto other = make_world(backbone::decoder, 2, 512, 32);
  const example_batch batch = world->draw(1, 0, 8);
  BOOST_TEST((batch.tokens == again->draw(1, 0, 8).tokens));
  BOOST_TEST((batch.tokens != world->draw(2, 0, 8).tokens));
  BOOST_TEST((batch.tokens != world->draw(1, 1, 8).tokens));
  BOOST_TEST((batch.tokens != other->draw(1, 0, 8).tokens));
}

BOOST_AUTO_TEST_CASE(the_split_is_by_the_parity_of_the_seed) {
  BOOST_TEST((split_of(0) == zoo_split::tune));
  BOOST_TEST((split_of(7) == zoo_split::test));
}
