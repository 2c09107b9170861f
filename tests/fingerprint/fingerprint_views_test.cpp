#include <algorithm>
#include <cstring>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

#include "fingerprint/digests/stored_parts.hpp"
#include "fingerprint/digests/tensor_digests.hpp"
#include "fingerprint/sums/tensor_sums.hpp"
#include "support/allocation_meter.hpp"
#include "support/model_builder.hpp"
#include "support/print_inputs.hpp"
#include "support/print_oracle.hpp"

namespace {

using namespace weightkin;

/// Elements that are decoded while they are read; can fail.
class decoded_source : public element_source {
public:
  decoded_source(const tensor_view& plain, bool broken) : plain_(plain), broken_(broken) {}

  result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                          std::span<std::byte> scratch) const override {
    if (broken_ && first > 0) return error{errc::io, "the disk is gone"};
    const std::size_t size = bits_of(plain_.type) / 8;
    std::memcpy(scratch.data(), plain_.data + first * size, count * size);
    return std::span<const std::byte>(scratch.first(count * size));
  }

private:
  tensor_view plain_;
  bool broken_;
};

std::vector<float> weights(std::uint64_t seed, std::size_t count) {
  return test::gaussian(seed).vector(count, 0.001, 0.02);
}

/// A few layers, a tensor large enough for several ranges, vectors, an empty one.
test::model_in_memory some_model() {
  test::model_in_memory model;
  model.add("model.embed_tokens.weight", {70000, 36}, weights(1, 70000 * 36), dtype::f32);
  model.add("model.layers.0.mlp.up_proj.weight", {96, 48}, weights(2, 96 * 48), dtype::bf16);
  model.add("model.layers.0.mlp.down_proj.weight", {48, 96}, weights(3, 96 * 48), dtype::f16);
  model.add("model.layers.0.input_layernorm.weight", {48}, weights(4, 48), dtype::f32);
  model.add("model.layers.1.mlp.up_proj.weight", {1500, 3000}, weights(5, 4500000), dtype::bf16);
  model.add("model.rows.weight", {40000, 17}, weights(6, 680000), dtype::bf16);
  model.add("model.empty.weight", {0, 5}, {}, dtype::f32);
  return model;
}

std::span<const std::byte> bytes_of_view(const tensor_view& view) {
  return {view.data, static_cast<std::size_t>(element_count(view) * bits_of(view.type) / 8)};
}

/// What the whole tensor in one piece gives.
tensor_print print_in_one_piece(const tensor_view& view, const inventory_entry& entry,
                                std::uint64_t seed) {
  const tensor_declaration declared{
      std::string(view.name), view.type, {view.shape.begin(), view.shape.end()}};
  detail::tensor_sums sums(declared, seed, entry.axis ? &*entry.axis : nullptr);
  sums.add(0, element_count(view), bytes_of_view(view));
  detail::tensor_digests digests(declared);
  BOOST_TEST(digests.add(0, element_count(view), bytes_of_view(view)).has_value());
  tensor_print print = sums.finish();
  print.stored = digests.finish().stored;
  print.value = digests.finish().value;
  return print;
}

BOOST_AUTO_TEST_CASE(tensors_are_printed_as_in_one_piece_whatever_the_threads) {
  const test::model_in_memory model = some_model();
  for (const std::uint64_t seed : {0, 77}) {
    const auto one = fingerprint_of(model, {.seed = seed, .threads = 1});
    BOOST_REQUIRE(one.has_value());
    BOOST_TEST(one->seed == seed);
    BOOST_REQUIRE(one->tensors.size() == model.size());
    BOOST_REQUIRE(one->contents.entries.size() == model.size());
    std::size_t with_units = 0;
    for (std::size_t i = 0; i < model.size(); ++i) {
      const auto expected = print_in_one_piece(model[i], one->contents.entries[i], seed);
      BOOST_TEST((one->tensors[i] == expected), std::string(model[i].name));
      with_units += one->tensors[i].units.has_value();
    }
    BOOST_TEST(with_units > 0U);
    BOOST_TEST(one->roots.has_value());
    BOOST_TEST(one->component_roots.size() == one->contents.components.size());
    BOOST_TEST(one->checksum != 0U);
    for (const unsigned threads : {2U, 7U}) {
      const auto many = fingerprint_of(model, {.seed = seed, .threads = threads});
      BOOST_REQUIRE(many.has_value());
      BOOST_TEST((many->tensors == one->tensors));
      BOOST_TEST((many->roots == one->roots));
      BOOST_TEST(many->checksum == one->checksum);
    }
  }
}

BOOST_AUTO_TEST_CASE(numbers_are_those_of_the_page) {
  const test::model_in_memory model = some_model();
  const auto print = fingerprint_of(model, {.seed = 5, .digests = false, .name = "m"});
  BOOST_REQUIRE(print.has_value());
  BOOST_TEST(print->name == "m");
  BOOST_TEST(!print->roots.has_value());
  for (const std::size_t i : {1U, 2U, 3U, 6U}) {
    const tensor_view view = model[i];
    const auto& axis = print->contents.entries[i].axis;
    const tensor_print expected =
        oracle::print_of(std::string(view.name), view.type, {view.shape.begin(), view.shape.end()},
                         bytes_of_view(view), 5, axis ? &*axis : nullptr);
    BOOST_TEST((print->tensors[i] == expected), std::string(view.name));
  }
}

BOOST_AUTO_TEST_CASE(storage_does_not_show) {
  const test::model_in_memory model = some_model();
  const auto plain = fingerprint_of(model);
  std::vector<tensor_view> views = views_of(model);
  const decoded_source decoded(views[4], false);
  views[4].data = nullptr;
  views[4].source = &decoded;
  // The matrix of tensor 1, stored column by column.
  std::vector<std::uint16_t> turned(96 * 48);
  for (std::size_t i = 0; i < turned.size(); ++i)
    std::memcpy(&turned[i % 48 * 96 + i / 48], views[1].data + 2 * i, 2);
  const std::int64_t strides[] = {1, 96};
  views[1].data = reinterpret_cast<const std::byte*>(turned.data());
  views[1].strides = strides;
  const auto print = fingerprint_views(views, {.threads = 2});
  BOOST_REQUIRE(plain.has_value());
  BOOST_REQUIRE(print.has_value());
  BOOST_TEST((print->tensors == plain->tensors));
}

BOOST_AUTO_TEST_CASE(stored_digests_of_decoded_tensors_are_of_their_parts) {
  const test::model_in_memory model = some_model();
  std::vector<tensor_view> views = views_of(model);
  tensor_encoding encoding;
  encoding.scheme = "q9_x";
  encoding.parts.push_back({"codes", views[2]});
  encoding.parts.push_back({"scales", views[3]});
  views[1].encoding = &encoding;
  const auto plain = fingerprint_of(model);
  const auto print = fingerprint_views(views);
  BOOST_REQUIRE(plain.has_value());
  BOOST_REQUIRE(print.has_value());
  BOOST_TEST(print->tensors[1].scheme == "q9_x");
  const auto expected = detail::stored_digest_of_parts(encoding);
  BOOST_REQUIRE(expected.has_value());
  BOOST_TEST((print->tensors[1].stored == *expected));
  BOOST_TEST((print->tensors[1].value == plain->tensors[1].value));
  BOOST_TEST((print->tensors[1].sketch == plain->tensors[1].sketch));
}

BOOST_AUTO_TEST_CASE(progress_counts_bytes_and_may_cancel) {
  const test::model_in_memory model = some_model();
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < model.size(); ++i)
    total += bytes_of_view(model[i]).size();
  progress last;
  const auto done = fingerprint_of(model, {.threads = 2, .on_progress = [&](const progress& now) {
                                             last = now;
                                             return true;
                                           }});
  BOOST_TEST(done.has_value());
  BOOST_TEST(last.total == total);
  BOOST_TEST(last.done > total - total / 100);
  int calls = 0;
  const auto cancelled =
      fingerprint_of(model, {.threads = 2, .on_progress = [&](const progress& now) {
                               ++calls;
                               return now.done < now.total / 2;
                             }});
  BOOST_REQUIRE(!cancelled.has_value());
  BOOST_TEST((cancelled.error().code == errc::cancelled));
  BOOST_TEST(calls < 150);
}

BOOST_AUTO_TEST_CASE(a_medium_that_fails_is_an_error) {
  const test::model_in_memory model = some_model();
  for (const std::size_t broken : {0U, 5U}) {
    std::vector<tensor_view> views = views_of(model);
    const decoded_source source(views[broken], true);
    views[broken].source = &source;
    const auto print = fingerprint_views(views, {.threads = 3});
    BOOST_REQUIRE(!print.has_value());
    BOOST_TEST((print.error().code == errc::io));
  }
}

BOOST_AUTO_TEST_CASE(no_tensors_have_a_fingerprint_too) {
  const auto print = fingerprint_views({});
  BOOST_REQUIRE(print.has_value());
  BOOST_TEST(print->tensors.empty());
  BOOST_TEST(print->roots.has_value());
}

BOOST_AUTO_TEST_CASE(memory_is_bounded) {
  test::model_in_memory model;
  for (int i = 0; i < 40; ++i)
    model.add("layers." + std::to_string(i) + ".weight", {7000, 16}, weights(9, 7000 * 16));
  model.add("wide.weight", {65536, 24}, weights(10, 65536 * 24));
  model.add("huge.weight", {600, 8000}, weights(11, 600 * 8000));
  const std::size_t before = test::allocation_meter::mark();
  const auto print = fingerprint_of(model, {.threads = 16});
  BOOST_TEST(print.has_value());
  BOOST_TEST(test::allocation_meter::growth_since(before) < std::size_t{64} << 20);
}

} // namespace
