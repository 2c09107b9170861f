#include <string>

#include <boost/test/unit_test.hpp>

#include "decoder_oracle.hpp"
#include "derive_permutation.hpp"
#include "derive_rescaling.hpp"
#include "derive_rotation.hpp"
#include "made_decoder.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

constexpr decoder_sizes small{64, 24, 40, 3, 4, 2, 8};
constexpr std::size_t prompt[] = {3, 17, 60, 2, 2, 41, 9, 30};

/// f32 rounding of the moved values only: logits agree to a few millionths of their spread. A
/// change that is not exactly free is hundreds of times larger (see the last case).
constexpr double rounding = 2e-5;

double moved_by(const zoo_model& parent, const descendant& child) {
  return logit_distance(decoder_logits(parent, prompt), decoder_logits(child.model, prompt));
}

struct free_change {
  const char* name;
  descendant (*apply)(const zoo_model&, std::uint64_t seed);
};

const free_change free_changes[] = {
    {"T1", [](const zoo_model& m, std::uint64_t s) { return stream_permuted(m, false, s); }},
    {"T1 T8", [](const zoo_model& m, std::uint64_t s) { return stream_permuted(m, true, s); }},
    {"T2", units_permuted},
    {"T8 units", units_flipped},
    {"T7", heads_permuted},
    {"T7 values", [](const zoo_model& m, std::uint64_t s) { return values_permuted(m, true, s); }},
    {"T8 pairs", query_pairs_flipped},
    {"all permuted", all_permuted},
    {"T6 up",
     [](const zoo_model& m, std::uint64_t s) { return feed_forward_rescaled(m, true, 1, s); }},
    {"T6 v", [](const zoo_model& m, std::uint64_t s) { return values_rescaled(m, true, 1, s); }},
    {"T5 folded", [](const zoo_model& m, std::uint64_t) { return gains_folded(m); }},
    {"T5 new", [](const zoo_model& m, std::uint64_t s) { return gains_replaced(m, 0.5, s); }},
    {"T3", [](const zoo_model& m, std::uint64_t s) { return rotated(m, 0, s); }},
    {"T3 T5", [](const zoo_model& m, std::uint64_t s) { return rotated(m, 0.5, s); }},
    {"T4 planes",
     [](const zoo_model& m, std::uint64_t s) { return query_planes_turned(m, 0.3, s); }},
    {"T4 values", [](const zoo_model& m, std::uint64_t s) { return values_mixed(m, 0.3, s); }},
    {"e1", attacked_e1},
};

} // namespace

BOOST_AUTO_TEST_CASE(free_changes_keep_the_function) {
  for (const bool tied : {false, true})
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const zoo_model parent = made_decoder(seed, small, tied);
      for (const free_change& change : free_changes) {
        BOOST_TEST_INFO(change.name << (tied ? ", tied" : ""));
        const descendant child = change.apply(parent, 10 + seed);
        BOOST_TEST(moved_by(parent, child) < rounding);
        BOOST_TEST(child.truth.related);
      }
    }
}

/// A scaled or wider stream meets the norm's epsilon, which is why that one is smaller here.
BOOST_AUTO_TEST_CASE(changes_of_the_streams_size_keep_the_function) {
  const oracle_options exact{10000, 0, 2};
  for (const bool tied : {false, true}) {
    const zoo_model parent = made_decoder(4, small, tied);
    const auto before = decoder_logits(parent, prompt, exact);
    BOOST_TEST(logit_distance(before, decoder_logits(stream_rescaled(parent, 3).model, prompt,
                                                     exact)) < rounding);
    const descendant padded = padded_and_rotated(parent, 16, 5);
    BOOST_TEST(padded.model.decoder.width == 40U);
    BOOST_TEST(logit_distance(before, decoder_logits(padded.model, prompt, exact)) < rounding);
    // With the customary epsilon the difference stays invisible in practice.
    BOOST_TEST(moved_by(parent, padded) < 1e-3);
  }
}

/// The oracle would notice: each of these is a free change done wrongly.
BOOST_AUTO_TEST_CASE(almost_free_changes_are_seen) {
  const zoo_model parent = made_decoder(6, small);
  for (const char* tensor :
       {"model.layers.1.mlp.up_proj.weight", "model.layers.0.input_layernorm.weight",
        "model.layers.2.self_attn.k_proj.weight", "model.layers.0.self_attn.o_proj.weight",
        "model.norm.weight", "model.embed_tokens.weight", "lm_head.weight"}) {
    descendant wrong = stream_permuted(parent, true, 3);
    for (zoo_tensor& one : wrong.model.tensors)
      if (one.name == tensor) one.values[one.columns() * (one.rows() == 64 ? 3 : 1)] *= -3;
    BOOST_TEST_INFO(tensor);
    BOOST_TEST(moved_by(parent, wrong) > 50 * rounding);
  }
}
