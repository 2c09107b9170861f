#include <cmath>
#include <set>
#include <support/temp_directory.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "model_parts.hpp"
#include "zoo_manifest.hpp"

using namespace weightkin;
using namespace weightkin::zoo;

namespace {

constexpr int all_kinds = 6;

zoo_options quick() {
  zoo_options options;
  options.scale = zoo_scale::small;
  options.steps = 0.1;
  return options;
}

/// Correlation of all matrices' elements, after taking the initial model's common mean out.
double correlation(const zoo_model& a, const zoo_model& b, std::size_t& elements) {
  double ab = 0, aa = 0, bb = 0;
  elements = 0;
  for (const zoo_tensor& one : a.tensors) {
    if (one.shape.size() < 2) continue;
    const zoo_tensor& other = *b.find(one.name);
    for (std::size_t i = 0; i < one.values.size(); ++i) {
      const auto x = static_cast<double>(one.values[i]);
      const auto y = static_cast<double>(other.values[i]);
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    elements += one.values.size();
  }
  return ab / std::sqrt(aa * bb);
}

/// Rank of child - parent by elimination with full pivoting, up to a share of the largest pivot.
std::size_t rank_of_change(const zoo_tensor& parent, const zoo_tensor& child) {
  std::vector<std::vector<double>> m(parent.rows(), std::vector<double>(parent.columns()));
  for (std::size_t i = 0; i < parent.values.size(); ++i)
    m[i / parent.columns()][i % parent.columns()] =
        static_cast<double>(child.values[i]) - static_cast<double>(parent.values[i]);
  double largest = 0;
  for (std::size_t rank = 0;; ++rank) {
    double pivot = 0;
    std::size_t row = 0, column = 0;
    for (std::size_t i = 0; i < m.size(); ++i)
      for (std::size_t j = 0; j < m[i].size(); ++j)
        if (std::fabs(m[i][j]) > pivot) {
          pivot = std::fabs(m[i][j]);
          row = i;
          column = j;
        }
    if (rank == 0) largest = pivot;
    // What is left of the change is what rounding the sum to f32 did.
    if (pivot <= 1e-3 * largest) return rank;
    const std::vector<double> by = m[row];
    for (auto& other : m) {
      const double factor = other[column] / by[column];
      for (std::size_t j = 0; j < by.size(); ++j)
        other[j] -= factor * by[j];
    }
  }
}

bool same_values(const zoo_tensor& a, const zoo_tensor& b) { return a.values == b.values; }

} // namespace

BOOST_DATA_TEST_CASE(truth_and_weights_agree, boost::unit_test::data::xrange(all_kinds), number) {
  const auto kind = static_cast<backbone>(number);
  const zoo_base base = train_base(kind, 3, quick());
  std::set<std::string> seen;
  for (const trained_recipe& recipe : trained_recipes(kind, zoo_scale::small)) {
    BOOST_TEST(seen.insert(recipe.name + "/" + recipe.strength).second);
    if (recipe.nightly) continue;
    BOOST_TEST_CONTEXT(recipe.name << ", " << recipe.strength) {
      const trained_child made = recipe.make(base, quick());
      const zoo_model& child = made.child.model;
      const descent& truth = made.child.truth;
      BOOST_TEST(truth.recipe == recipe.name);
      BOOST_TEST(truth.strength == recipe.strength);
      BOOST_REQUIRE_EQUAL(child.tensors.size(), base.model.tensors.size());
      BOOST_TEST(digest_of(child) != digest_of(base.model));
      std::size_t elements = 0;
      const double together = correlation(base.model, child, elements);
      if (!truth.related) {
        BOOST_TEST(truth.operations.empty());
        // Biased by what all models of one kind learn alike, so not a test at 1 / sqrt(elements):
        // only that no initial values are shared.
        BOOST_TEST(std::fabs(together) < 0.1);
      } else if (truth.fresh.empty()) {
        BOOST_TEST(together > 0.6);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(frozen_parts_keep_their_bits_and_fresh_ones_do_not) {
  const zoo_base base = train_base(backbone::two_tower, 3, quick());
  std::size_t checked = 0;
  for (const trained_recipe& recipe : trained_recipes(backbone::two_tower, zoo_scale::small)) {
    if (recipe.name != "partly_frozen") continue;
    ++checked;
    const trained_child made = recipe.make(base, quick());
    const std::set<std::string> fresh(made.child.truth.fresh.begin(), made.child.truth.fresh.end());
    BOOST_TEST(!fresh.empty());
    BOOST_TEST(fresh.size() < base.model.tensors.size());
    for (const zoo_tensor& tensor : made.child.model.tensors)
      BOOST_TEST(same_values(tensor, *base.model.find(tensor.name)) ==
                     (fresh.count(tensor.name) == 0),
                 tensor.name);
  }
  BOOST_TEST(checked == 3U);
}

BOOST_AUTO_TEST_CASE(low_rank_changes_have_the_rank_they_say) {
  const zoo_base base = train_base(backbone::decoder, 3, quick());
  std::size_t checked = 0;
  for (const trained_recipe& recipe : trained_recipes(backbone::decoder, zoo_scale::small)) {
    if (recipe.name != "low_rank_merged" || recipe.strength == "rank 16") continue;
    const std::size_t rank = recipe.strength == "rank 1" ? 1 : 4;
    const trained_child made = recipe.make(base, quick());
    for (const zoo_tensor& tensor : made.child.model.tensors) {
      const zoo_tensor& before = *base.model.find(tensor.name);
      if (takes_adapter(tensor)) {
        BOOST_TEST(rank_of_change(before, tensor) <= rank, tensor.name);
        BOOST_TEST(!same_values(tensor, before), tensor.name);
        ++checked;
      } else {
        BOOST_TEST(same_values(tensor, before), tensor.name);
      }
    }
  }
  BOOST_TEST(checked == 2U * 2U * 7U);
}

BOOST_AUTO_TEST_CASE(fresh_layers_have_no_counterpart) {
  const zoo_base base = train_base(backbone::decoder, 3, quick());
  for (const trained_recipe& recipe : trained_recipes(backbone::decoder, zoo_scale::small)) {
    if (recipe.strength == "first half of the layers") {
      const descent truth = recipe.make(base, quick()).child.truth;
      BOOST_TEST((truth.layer_of == std::vector<std::int64_t>{0, no_counterpart}));
      BOOST_TEST(truth.units_of.count("layers.1.mlp.hidden") == 1U);
      BOOST_TEST(truth.units_of.count("layers.0.mlp.hidden") == 0U);
      BOOST_TEST(truth.token_of.empty());
    }
    if (recipe.name == "embedding_retrained") {
      const descent truth = recipe.make(base, quick()).child.truth;
      BOOST_TEST(truth.token_of.size() == base.model.decoder.vocabulary);
      BOOST_TEST(truth.layer_of.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_manifest_is_read_as_it_was_written) {
  const test::temp_directory folder;
  const std::string path = (folder / "manifest.tsv").string();
  manifest_row row;
  row.file = "decoder/seed01/base.safetensors";
  row.backbone = "decoder";
  row.seed = 1;
  row.split = "test";
  row.recipe = "partly_frozen";
  row.strength = "embedding and head";
  row.common_ancestor = true;
  row.operations = "22 21";
  row.parameters = 12;
  row.last_loss = 2.5F;
  row.digest = "abc";
  write_manifest({row, row}, path);
  const auto again = read_manifest(path);
  BOOST_REQUIRE_EQUAL(again.size(), 2U);
  BOOST_TEST(again[1].file == row.file);
  BOOST_TEST(again[1].seed == 1U);
  BOOST_TEST(again[1].related);
  BOOST_TEST(again[1].common_ancestor);
  BOOST_TEST(again[1].strength == row.strength);
  BOOST_TEST(again[1].operations == row.operations);
  BOOST_TEST(again[1].last_loss == 2.5F);
  BOOST_TEST(again[1].digest == "abc");
  test::write_file(path, "something else\n");
  BOOST_CHECK_THROW((void)read_manifest(path), std::runtime_error);
}
