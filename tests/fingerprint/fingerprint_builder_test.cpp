#include <algorithm>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/sharded_model.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(the_sample_has_everything_there_is) {
  const fingerprint print = whole(sample());
  BOOST_TEST((print.roots && print.tensors[0].stored && print.tensors[0].value));
  BOOST_TEST((print.tensors[1].sketch && print.tensors[1].units && print.tensors[1].rows));
  BOOST_TEST(print.tensors[12].sketch->codes.size() == 1024U);
  BOOST_TEST(print.tensors[9].nonfinite == 2U);
  BOOST_TEST(!print.tensors[9].sketch);
  BOOST_TEST(!whole(sample(), false).tensors[0].value);
}

BOOST_AUTO_TEST_CASE(whole_tensors_are_what_the_pass_over_views_gives) {
  const model_in_memory model = sample();
  for (const bool digests : {true, false}) {
    fingerprint_options options;
    options.seed = 11;
    options.digests = digests;
    options.anchors = false; // of whole models only
    const auto print = fingerprint_of(model, options);
    BOOST_REQUIRE(print);
    BOOST_TEST(equal(whole(model, digests), *print));
  }
}

BOOST_AUTO_TEST_CASE(one_builder_a_layer) {
  const model_in_memory model = sample();
  fingerprint_builder merged = begun(model);
  for (std::size_t t = 0; t < model.size(); ++t) {
    fingerprint_builder part = begun(model);
    add(part, model, t, 0, element_count(model[t]));
    BOOST_REQUIRE(merged.merge(sent(part)));
  }
  BOOST_TEST(equal(finished(merged), whole(model)));
}

BOOST_AUTO_TEST_CASE(cut_by_rows_and_by_columns) {
  const model_in_memory model = sample();
  for (const bool by_rows : {true, false}) {
    std::vector<fingerprint_builder> ranks;
    for (int rank = 0; rank < 3; ++rank)
      ranks.push_back(begun(model, by_rows));
    for (std::size_t t = 0; t < model.size(); ++t) {
      const tensor_view view = model[t];
      std::vector<std::uint64_t> start(view.shape.size(), 0);
      std::vector<std::uint64_t> extent(view.shape.begin(), view.shape.end());
      if (view.shape.empty()) {
        add_box(ranks[0], model, t, start, extent);
        continue;
      }
      const std::size_t axis = by_rows ? 0 : view.shape.size() - 1;
      for (std::uint64_t rank = 0; rank < 3; ++rank) {
        start[axis] = view.shape[axis] * rank / 3;
        extent[axis] = view.shape[axis] * (rank + 1) / 3 - start[axis];
        add_box(ranks[rank], model, t, start, extent);
      }
    }
    BOOST_REQUIRE(ranks[2].merge(ranks[0]));
    BOOST_TEST(!ranks[2].finish());
    BOOST_REQUIRE(ranks[2].merge(sent(ranks[1])));
    BOOST_TEST(equal(finished(sent(ranks[2])), whole(model, by_rows)));
  }
}

BOOST_AUTO_TEST_CASE(boxes_of_any_kind) {
  const model_in_memory model = sample();
  const std::size_t conv = 3; // 5 x 7 x 3 x 11
  for (const bool digests : {true, false}) {
    fingerprint_builder builder = begun(model, digests);
    for (std::size_t t = 0; t < model.size(); ++t)
      if (t != conv) add(builder, model, t, 0, element_count(model[t]));
    add_box(builder, model, conv, {1, 2, 0, 4}, {3, 4, 2, 7});
    add_box(builder, model, conv, {1, 2, 2, 0}, {3, 4, 1, 11});
    add_box(builder, model, conv, {1, 2, 0, 0}, {3, 4, 2, 4});
    add_box(builder, model, conv, {0, 0, 0, 0}, {1, 7, 3, 11});
    add_box(builder, model, conv, {4, 0, 0, 0}, {1, 7, 3, 11});
    add_box(builder, model, conv, {2, 3, 1, 1}, {0, 1, 1, 1});
    add_box(builder, model, conv, {1, 0, 0, 0}, {3, 2, 3, 11});
    BOOST_TEST(!builder.finish());
    add_box(builder, model, conv, {1, 6, 0, 0}, {3, 1, 3, 11});
    BOOST_TEST(equal(finished(builder), whole(model, digests)));
  }
}

BOOST_AUTO_TEST_CASE(random_ranges_in_random_order_on_random_builders) {
  const model_in_memory model = sample();
  const fingerprint expected = whole(model);
  for (unsigned seed = 0; seed < 8; ++seed) {
    std::mt19937_64 random(seed);
    struct piece {
      std::size_t tensor;
      std::uint64_t first;
      std::uint64_t count;
    };
    std::vector<piece> pieces;
    const std::uint64_t longest = seed % 2 == 0 ? 40 : 20000;
    for (std::size_t t = 0; t < model.size(); ++t)
      for (std::uint64_t at = 0; at < element_count(model[t]);) {
        const std::uint64_t count = std::min(element_count(model[t]) - at, 1 + random() % longest);
        pieces.push_back({t, at, count});
        at += count;
      }
    std::shuffle(pieces.begin(), pieces.end(), random);
    std::vector<fingerprint_builder> ranks;
    for (int rank = 0; rank < 3; ++rank)
      ranks.push_back(begun(model));
    for (const piece& one : pieces)
      add(ranks[random() % 3], model, one.tensor, one.first, one.count);
    fingerprint_builder merged = sent(ranks[0]);
    BOOST_REQUIRE(merged.merge(sent(ranks[2])));
    BOOST_REQUIRE(merged.merge(ranks[1]));
    BOOST_TEST(equal(finished(merged), expected));
  }
}

BOOST_AUTO_TEST_CASE(single_elements) {
  model_in_memory model;
  gaussian random(9);
  model.add("layers.0.mlp.up_proj.weight", {16, 40}, random.vector(640, 0, 0.1), dtype::bf16);
  fingerprint_builder builder = begun(model);
  std::vector<std::uint64_t> order(640);
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937_64(4));
  for (const std::uint64_t element : order)
    add(builder, model, 0, element, 1);
  BOOST_TEST(equal(finished(builder), whole(model)));
}

BOOST_AUTO_TEST_CASE(one_builder_a_thread) {
  const model_in_memory model = sample();
  std::vector<fingerprint_builder> parts;
  for (std::size_t t = 0; t < 4; ++t)
    parts.push_back(begun(model));
  {
    std::vector<std::jthread> crew;
    for (std::size_t part = 0; part < parts.size(); ++part)
      crew.emplace_back([&, part] {
        for (std::size_t t = part; t < model.size(); t += parts.size())
          (void)parts[part].add(t, 0, element_count(model[t]),
                                bytes_of_range(model[t], 0, element_count(model[t])));
      });
  }
  for (std::size_t part = 1; part < parts.size(); ++part)
    BOOST_REQUIRE(parts[0].merge(parts[part]));
  BOOST_TEST(equal(finished(parts[0]), whole(model)));
}

BOOST_AUTO_TEST_CASE(complex_numbers_and_integers) {
  gaussian random(12);
  const std::vector<float> parts = random.vector(2 * 640, 0, 0.5);
  const auto bytes = std::as_bytes(std::span(parts));
  const std::vector<tensor_declaration> tensors{
      {"filter", dtype::c64, {640}},
      {"layers.0.mlp.up_proj.weight", dtype::c64, {16, 40}},
      {"indices", dtype::i64, {10, 64}},
      {"mask", dtype::boolean, {50, 50}}};
  auto once = fingerprint_builder::begin(tensors);
  BOOST_REQUIRE(once);
  for (std::size_t t = 0; t < 3; ++t)
    BOOST_REQUIRE(once->add(t, 0, 640, bytes));
  const std::vector<std::byte> ones(2500, std::byte{1});
  BOOST_REQUIRE(once->add(3, 0, 2500, ones));
  auto cut = fingerprint_builder::begin(tensors);
  for (std::size_t t = 0; t < 3; ++t) {
    BOOST_REQUIRE(cut->add(t, 333, 307, bytes.subspan(333 * 8)));
    BOOST_REQUIRE(cut->add(t, 0, 333, bytes.first(333 * 8)));
  }
  BOOST_REQUIRE(cut->add(3, 0, 2500, ones));
  const fingerprint print = finished(sent(*cut));
  BOOST_TEST(equal(print, finished(*once)));
  // Everything a fingerprint of such tensors has can be stored.
  const auto read = decode_fingerprint(encode_fingerprint(print));
  if (!read) BOOST_FAIL(read.error().message);
  BOOST_TEST(equal(*read, print));
}

BOOST_AUTO_TEST_CASE(without_an_inventory_names_decide) {
  const model_in_memory model = sample();
  auto options = options_for(model);
  options.contents.reset();
  auto builder = fingerprint_builder::begin(declared(model), options);
  BOOST_REQUIRE(builder);
  add_rest(*builder, model, 0);
  const fingerprint unseen = finished(*builder);
  const fingerprint seen = whole(model);
  for (std::size_t t = 0; t < model.size(); ++t) {
    const inventory_entry& entry = unseen.contents.entries[t];
    // Less may convict, since what could be a table was not looked at; the numbers are the same.
    BOOST_TEST((entry.use != evidence_use::convicting ||
                seen.contents.entries[t].use == evidence_use::convicting));
    tensor_print expected = seen.tensors[t];
    if (!entry.axis) expected.units.reset();
    BOOST_TEST((unseen.tensors[t] == expected));
  }

  const auto gain = fingerprint_builder::begin({{"norm.weight", dtype::bf16, {64}}});
  BOOST_TEST((gain->finish().error().code == errc::bad_argument));
  for (int type = 1; type <= 24; ++type) {
    const auto each = fingerprint_builder::begin(
        {{"layers.0.mlp.up_proj.weight", static_cast<dtype>(type), {64, 64}}});
    BOOST_TEST(each.has_value());
  }
}
