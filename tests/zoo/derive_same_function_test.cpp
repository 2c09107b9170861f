#include <string>

#include <boost/test/unit_test.hpp>

#include "decoder_oracle.hpp"
#include "decoder_parts.hpp"
#include "derive_permutation.hpp"
#include "derive_rotation.hpp"
#include "made_decoder.hpp"
#include "recipes.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

constexpr decoder_sizes small{64, 24, 40, 4, 4, 2, 8};
constexpr std::size_t prompt[] = {3, 17, 40, 2, 2, 41, 9, 30};

/// f32 rounding of the moved values only: logits agree to a few millionths of their spread.
constexpr double rounding = 2e-5;

/// A wider or scaled stream meets the norm's epsilon, which is therefore left out.
constexpr oracle_options without_epsilon{10000, 0, 2};

double moved_by(const zoo_model& parent, const zoo_model& child) {
  return logit_distance(decoder_logits(parent, prompt, without_epsilon),
                        decoder_logits(child, prompt, without_epsilon));
}

} // namespace

BOOST_AUTO_TEST_CASE(free_changes_keep_the_function) {
  int tried = 0;
  for (const bool tied : {false, true})
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const relatives from = made_relatives(seed, small, tied);
      for (const recipe& one : recipes_for(backbone::decoder)) {
        if (!one.same_function) continue;
        for (std::size_t strength = 0; strength < one.strengths.size(); ++strength) {
          BOOST_TEST_INFO(one.name << ", " << one.strengths[strength] << (tied ? ", tied" : ""));
          const descendant child = one.apply(from, strength, 10 + seed);
          BOOST_TEST(moved_by(from.parent, child.model) < rounding);
          ++tried;
        }
      }
    }
  BOOST_TEST(tried >= 4 * 22);
}

/// All others change it, or the flag of the recipe is wrong.
BOOST_AUTO_TEST_CASE(other_recipes_change_the_function) {
  const relatives from = made_relatives(3, small);
  for (const recipe& one : recipes_for(backbone::decoder)) {
    if (one.same_function) continue;
    for (std::size_t strength = 0; strength < one.strengths.size(); ++strength) {
      BOOST_TEST_INFO(one.name << ", " << one.strengths[strength]);
      BOOST_TEST(moved_by(from.parent, one.apply(from, strength, 5).model) > 10 * rounding);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_customary_epsilon_hides_a_wider_stream) {
  const zoo_model parent = made_decoder(4, small);
  const descendant padded = padded_and_rotated(parent, 16, 5);
  BOOST_TEST(padded.model.decoder.width == 40U);
  BOOST_TEST(logit_distance(decoder_logits(parent, prompt), decoder_logits(padded.model, prompt)) <
             1e-3);
}

/// The oracle looks at every tensor: one wrong value among the moved ones is seen.
BOOST_AUTO_TEST_CASE(almost_free_changes_are_seen) {
  const zoo_model parent = made_decoder(6, small);
  for (std::size_t at = 0; at < parent.tensors.size(); ++at) {
    descendant wrong = stream_permuted(parent, true, 3);
    zoo_tensor& one = wrong.model.tensors[at];
    const std::size_t row = one.rows() == small.vocabulary ? prompt[0] : 1;
    one.values[row * one.columns()] += static_cast<float>(5 * rms(one.values));
    BOOST_TEST_INFO(one.name);
    BOOST_TEST(moved_by(parent, wrong.model) > 10 * rounding);
  }
}
