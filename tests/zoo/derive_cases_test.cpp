#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "decoder_parts.hpp"
#include "derive_cases.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

struct agreement {
  double cosine, change;
};

agreement compared(const zoo_tensor& a, const zoo_tensor& b) {
  double dot = 0, aa = 0, bb = 0, change = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    dot += static_cast<double>(a.values[i]) * b.values[i];
    aa += std::pow(a.values[i], 2);
    bb += std::pow(b.values[i], 2);
    change += std::pow(static_cast<double>(a.values[i]) - b.values[i], 2);
  }
  return {dot / std::sqrt(aa * bb), std::sqrt(change / bb)};
}

const case_pair& pair_of(const std::vector<case_pair>& all, const std::string& id,
                         const std::string& what) {
  return *std::find_if(all.begin(), all.end(), [&](const case_pair& one) {
    return one.id == id && (what.empty() || one.what == what);
  });
}

agreement compared(const case_pair& pair, const char* name) {
  return compared(named_tensor(pair.subject, name), named_tensor(pair.reference, name));
}

} // namespace

BOOST_AUTO_TEST_CASE(cases_have_the_sizes_that_were_measured) {
  const auto all = all_cases(3);
  std::set<std::string> ids;
  for (const case_pair& one : all)
    ids.insert(one.id);
  BOOST_TEST(ids.size() == 11U);

  const char* const encoder = "layers.1.fc1.weight";
  BOOST_TEST(compared(pair_of(all, "F3", "H against Q"), encoder).change == 0);
  BOOST_TEST(std::fabs(compared(pair_of(all, "F3", "H against W"), encoder).cosine - 0.9) < 0.02);
  BOOST_TEST(std::fabs(compared(pair_of(all, "F3", "H against U"), encoder).cosine) < 0.05);
  BOOST_TEST(compared(pair_of(all, "F3", "H against U"), "embed_positions.weight").change == 0);

  const char* const up = "model.layers.1.mlp.up_proj.weight";
  const case_pair& upscaled = pair_of(all, "F7", "");
  BOOST_TEST(upscaled.subject.decoder.layers == 12U);
  const std::vector<std::int64_t> layers{0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 6, 7};
  BOOST_TEST(upscaled.truth.layer_of == layers, boost::test_tools::per_element());
  BOOST_TEST(std::fabs(compared(upscaled, up).cosine - 0.8) < 0.02);
  BOOST_TEST(std::fabs(compared(pair_of(all, "F12", ""), up).cosine - 0.5) < 0.03);
  BOOST_TEST(compared(pair_of(all, "F9", "against B"), up).change <
             compared(pair_of(all, "F9", "against C"), up).change);
  for (const case_pair& one : all)
    if (one.id == "F10") {
      BOOST_TEST_INFO(one.what);
      BOOST_TEST(compared(one, up).cosine > 0.98);
      BOOST_TEST(compared(one, up).cosine < 0.9999);
    }
  BOOST_TEST(pair_of(all, "F15", "").subject.decoder.width == 16U);
  BOOST_TEST(compared(pair_of(all, "F14", ""), "blocks.1.mlp.up_proj.weight").cosine < 0.05);
}

/// The parent is nearer than its siblings, and these differ by little.
BOOST_AUTO_TEST_CASE(siblings_are_close_and_the_parent_closest) {
  const auto four = four_siblings(5);
  BOOST_REQUIRE(four.size() == 4U);
  const char* const name = "blocks.2.attn.proj.weight";
  const double parent = compared(four[0], name).change;
  for (std::size_t i = 1; i < 4; ++i) {
    BOOST_TEST(compared(four[i], name).change > 1.2 * parent);
    BOOST_TEST(compared(four[i], name).change < 4 * parent);
  }
}

BOOST_AUTO_TEST_CASE(split_parts_are_the_fused_ones) {
  const auto pairs = split_and_fused(4);
  const zoo_tensor& fused = named_tensor(pairs[0].reference, "blocks.1.attn.qkv.weight");
  const zoo_tensor& keys = named_tensor(pairs[0].subject, "blocks.1.attn.k_proj.weight");
  zoo_tensor middle = keys;
  for (std::size_t i = 0; i < middle.values.size(); ++i)
    middle.values[i] = fused.values[middle.values.size() + i];
  BOOST_TEST(std::fabs(compared(keys, middle).change - 0.1) < 0.01);
}
