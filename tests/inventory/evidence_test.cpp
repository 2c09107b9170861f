#include <limits>

#include <boost/test/unit_test.hpp>

#include "inventory/fake_tensors.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using table = std::vector<double>;

table random_values(std::size_t count, std::size_t first = 0) {
  table values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = noise(first + i);
  return values;
}

} // namespace

BOOST_AUTO_TEST_CASE(values_at_their_start) {
  fake_model model;
  model.add_values("layers.0.norm1.weight", {64}, table(64, 1.0));
  model.add_values("layers.0.norm1.bias", {64}, table(64, 0.0));
  model.add_values("unet:0:up", {64, 1}, table(64, 0.0));
  model.add_values("prelu.weight", {64}, table(64, 0.25));
  model.add_values("a.weight", {64, 32}, table(2048, 0.0));
  model.add_values("b.running_mean", {64}, table(64, 0.0));
  const inventory taken = take_inventory(model.views());
  const char* reasons[] = {"init_valued", "init_valued", "init_valued",
                           "constant",    "constant",    "running_statistic"};
  for (std::size_t i = 0; i < 6; ++i) {
    BOOST_TEST(name_of(taken.entries[i].use) == "excluded");
    BOOST_TEST(name_of(taken.entries[i].why) == reasons[i]);
  }
  BOOST_TEST(taken.entries[3].detail == "all elements are 0.25");
}

/// Rows that are not finite do not hide the others, nor order anything.
BOOST_AUTO_TEST_CASE(a_diagonal_is_seen_beside_values_that_are_no_numbers) {
  constexpr std::size_t n = 64;
  for (const double odd : {std::nan(""), std::numeric_limits<double>::infinity()})
    for (const double diagonal : {0.0, 1.0}) {
      table values = random_values(n * n);
      for (std::size_t i = 0; i < n; ++i) {
        values[i * n + i] += diagonal;
        if (i % 3 == 0) values[i * n + i / 2 * 2] = odd;
      }
      fake_model model;
      model.add_values("layers.0.mlp.up_proj.weight", {n, n}, values);
      model.add("layers.0.mlp.down_proj.weight", {n, n});
      const inventory_entry entry = take_inventory(model.views()).entries[0];
      BOOST_TEST(name_of(entry.use) == "convicting");
      BOOST_TEST(entry.axis->skip_diagonal == (diagonal != 0));
    }
}

/// A few rows estimate their own deviation badly: six of those would be no rarity.
BOOST_AUTO_TEST_CASE(small_matrices_without_order_keep_their_diagonal) {
  constexpr std::size_t n = 24;
  std::size_t left_out = 0;
  for (std::size_t matrix = 0; matrix < 40'000; ++matrix) {
    fake_model model;
    model.add_values("layers.0.mlp.up_proj.weight", {n, n}, random_values(n * n, matrix * n * n));
    model.add("layers.0.mlp.down_proj.weight", {n, n});
    const inventory_entry entry = take_inventory(model.views()).entries[0];
    left_out += entry.use != evidence_use::convicting || entry.axis->skip_diagonal ? 1 : 0;
  }
  BOOST_TEST(left_out == 0);
}

/// What began as the identity and was trained since; what mixes positions with their neighbours.
BOOST_AUTO_TEST_CASE(matrices_whose_rows_and_columns_are_in_one_order) {
  constexpr std::size_t n = 64;
  const auto taken = [&](std::size_t rows, double diagonal, double beside) {
    table values = random_values(rows * n);
    for (std::size_t i = 0; i < n && i < rows; ++i) {
      values[i * n + i] += diagonal;
      if (i + 1 < n) values[i * n + i + 1] += beside;
    }
    fake_model model;
    model.add_values("layers.0.mlp.up_proj.weight", {rows, n}, values);
    model.add("layers.0.mlp.down_proj.weight", {n, rows});
    return take_inventory(model.views()).entries[0];
  };
  BOOST_TEST(name_of(taken(n, 0, 0).use) == "convicting");
  BOOST_TEST(!taken(n, 0, 0).axis->skip_diagonal);
  for (const double size : {1.0, -1.0, 50.0}) {
    const inventory_entry identity = taken(n, size, 0);
    BOOST_TEST(name_of(identity.use) == "convicting");
    BOOST_TEST(identity.axis->skip_diagonal);
    for (const inventory_entry& ordered : {taken(2 * n, size, 0), taken(n, 0, size)}) {
      BOOST_TEST(name_of(ordered.use) == "descriptive");
      BOOST_TEST(name_of(ordered.why) == "no_exchangeable_axis");
      BOOST_TEST(!ordered.axis.has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(one_other_element_anywhere_is_not_constant) {
  for (const std::size_t at : {0U, 511U, 700U, 5000U, 20000U, 40959U}) {
    table values(64 * 640, 0.5);
    values[at] = 0.75;
    fake_model model;
    model.add_values("layers.0.mlp.up_proj.weight", {640, 64}, values);
    model.add("layers.0.mlp.down_proj.weight", {64, 640});
    BOOST_TEST(name_of(take_inventory(model.views()).entries[0].why) == "none");
  }
}

BOOST_AUTO_TEST_CASE(masks_are_degenerate) {
  table values(640 * 64);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = noise(i) > 0 ? 1 : 0;
  fake_model model;
  model.add_values("layers.0.mlp.up_proj.weight", {640, 64}, values);
  for (double& value : values)
    value = value == 0 ? -1 : 1;
  model.add_values("layers.1.mlp.up_proj.weight", {640, 64}, values);
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(name_of(taken.entries[0].why) == "degenerate");
  // Signs carry as much information as any weight.
  BOOST_TEST(name_of(taken.entries[1].why) == "none");
}

BOOST_AUTO_TEST_CASE(integers_empties_scalars_and_statistics) {
  fake_model model;
  model.add_values("bn.num_batches_tracked", {}, {7}, dtype::i64);
  model.add_values("embeddings.position_ids", {1, 8}, {0, 1, 2, 3, 4, 5, 6, 7}, dtype::i64);
  model.add_values("state", {0}, {});
  model.add_values("weights", {16, 0, 4}, {});
  model.add_values("logit_scale", {}, {4.6});
  model.add_values("bn.running_var", {16}, random_values(16));
  const inventory taken = take_inventory(model.views());
  const char* reasons[] = {"integer", "integer", "empty", "empty", "vector", "running_statistic"};
  for (std::size_t i = 0; i < 6; ++i)
    BOOST_TEST(name_of(taken.entries[i].why) == reasons[i]);
  // Buffers are no parameters; a scalar is one.
  BOOST_TEST(taken.parameters == 1U);
  BOOST_TEST(taken.components[0].parameters == 1U);
  BOOST_TEST(taken.components[0].tensors == 6U);
}

BOOST_AUTO_TEST_CASE(values_that_are_not_numbers) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  fake_model model;
  model.add_values("layers.0.mlp.up_proj.weight", {64, 32}, table(2048, nan));
  model.add_values("inv_freq", {8}, table(8, nan));
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(name_of(taken.entries[0].why) != "constant");
  BOOST_TEST(name_of(taken.entries[1].why) != "deterministic");
}

BOOST_AUTO_TEST_CASE(tied_tensors_count_once) {
  fake_model model;
  model.add_values("model.embed_tokens.weight", {100, 16}, random_values(1600));
  model.add("model.layers.0.mlp.up_proj.weight", {64, 16});
  model.add_values("lm_head.weight", {100, 16}, random_values(1600));
  model.add_values("model.other.weight", {50, 32}, random_values(1600));
  auto& views = model.views();
  views[2].data = views[3].data = views[0].data;
  views[2].storage = views[3].storage = views[0].storage;
  const inventory taken = take_inventory(views);
  BOOST_TEST(name_of(taken.entries[2].why) == "tied");
  BOOST_REQUIRE(taken.entries[2].tied_to.has_value());
  BOOST_TEST(*taken.entries[2].tied_to == 0U);
  BOOST_TEST(taken.entries[2].detail == "same storage as model.embed_tokens.weight");
  BOOST_TEST(taken.entries[2].parameters == 0U);
  // The same bytes in another shape are another tensor.
  BOOST_TEST(!taken.entries[3].tied_to.has_value());
  BOOST_TEST(taken.parameters == 1600U + 1024U + 1600U);
}

BOOST_AUTO_TEST_CASE(a_transposed_view_is_not_tied) {
  fake_model model;
  model.add_values("a.weight", {16, 16}, random_values(256));
  model.add_values("b.weight", {16, 16}, random_values(256));
  model.add_values("c.weight", {16, 16}, random_values(256));
  const std::vector<std::int64_t> transposed{1, 16};
  const std::vector<std::int64_t> packed{16, 1};
  auto& views = model.views();
  for (const std::size_t i : {1U, 2U}) {
    views[i].data = views[0].data;
    views[i].storage = views[0].storage;
  }
  views[1].strides = transposed;
  views[2].strides = packed;
  const inventory taken = take_inventory(views);
  BOOST_TEST(!taken.entries[1].tied_to.has_value());
  BOOST_TEST(taken.entries[2].tied_to.has_value());
}

BOOST_AUTO_TEST_CASE(unknown_storages_are_never_tied) {
  fake_model model;
  model.add("a.weight", {16, 16}).add("b.weight", {16, 16});
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(!taken.entries[1].tied_to.has_value());
}

BOOST_AUTO_TEST_CASE(a_failing_medium_costs_one_tensor) {
  fake_model model;
  model.add("layers.0.mlp.up_proj.weight", {64, 16});
  model.add_broken("layers.1.mlp.up_proj.weight", {64, 16});
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(name_of(taken.entries[0].use) == "convicting");
  BOOST_TEST(name_of(taken.entries[1].why) == "unreadable");
  BOOST_TEST(taken.entries[1].detail.find("page 7 vanished") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(optimizer_state_is_not_read) {
  fake_model model;
  model.add_broken("optimizer.state.0.exp_avg", {64, 16});
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(name_of(taken.entries[0].why) == "optimizer_state");
  BOOST_TEST(taken.parameters == 0U);
}

BOOST_AUTO_TEST_CASE(huge_tensors_are_sampled) {
  fake_model model;
  for (int layer = 0; layer < 64; ++layer) {
    const std::string block = "model.layers." + std::to_string(layer) + ".mlp.";
    model.add(block + "up_proj.weight", {65536, 16384});
    model.add(block + "down_proj.weight", {16384, 65536});
  }
  const inventory taken = take_inventory(model.views());
  BOOST_TEST(taken.parameters == 128ULL * 65536 * 16384);
  BOOST_TEST(model.elements_read() <= 128U * 4096U);
}

BOOST_AUTO_TEST_CASE(threads_do_not_change_the_answer) {
  fake_model model;
  for (int i = 0; i < 50; ++i)
    model.add("model.layers." + std::to_string(i) + ".mlp.up_proj.weight", {64, 16});
  inventory_options several;
  several.threads = 4;
  const inventory one = take_inventory(model.views());
  const inventory four = take_inventory(model.views(), several);
  for (std::size_t i = 0; i < one.entries.size(); ++i) {
    BOOST_TEST(one.entries[i].slot == four.entries[i].slot);
    BOOST_TEST(text_of(one.entries[i]) == text_of(four.entries[i]));
  }
}
