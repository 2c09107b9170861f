#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/kernel/blake3.hpp>

#include "support/sharded_model.hpp"

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(types_that_do_not_fill_bytes) {
  std::vector<std::byte> packed(150);
  std::mt19937_64 random(1);
  for (std::byte& byte : packed)
    byte = static_cast<std::byte>(random());
  const std::vector<tensor_declaration> tensors{{"four", dtype::f4_e2m1, {20, 15}},
                                                {"six", dtype::f6_e3m2, {10, 20}}};
  const auto begin = [&] { return std::move(*fingerprint_builder::begin(tensors)); };
  fingerprint_builder once = begin();
  BOOST_REQUIRE(once.add(0, 0, 300, packed));
  BOOST_REQUIRE(once.add(1, 0, 200, packed));
  fingerprint_builder cut = begin();
  const std::span<const std::byte> all(packed);
  BOOST_REQUIRE(cut.add(0, 40, 260, all.subspan(20)));
  BOOST_REQUIRE(cut.add(0, 0, 40, all.first(20)));
  BOOST_REQUIRE(cut.add_box(1, std::vector<std::uint64_t>{4, 0}, std::vector<std::uint64_t>{6, 20},
                            all.subspan(60)));
  BOOST_REQUIRE(cut.add(1, 0, 80, all.first(60)));
  BOOST_TEST(equal(finished(cut), finished(once)));
  fingerprint_builder wrong = begin();
  check_refused(wrong.add(0, 1, 2, all.first(1)), errc::bad_argument, "splits bytes");
  check_refused(wrong.add(0, 0, 3, all.first(2)), errc::bad_argument, "splits bytes");
  check_refused(wrong.add_box(0, std::vector<std::uint64_t>{0, 0},
                              std::vector<std::uint64_t>{20, 5}, all.first(50)),
                errc::unsupported, "split bytes");
}

BOOST_AUTO_TEST_CASE(wrong_additions_change_nothing) {
  const model_in_memory model = sample();
  fingerprint_builder builder = begun(model);
  const auto range = [&](std::uint64_t first, std::uint64_t count) {
    return bytes_of_range(model[0], first, count);
  };
  const auto box = [&](std::vector<std::uint64_t> start, std::vector<std::uint64_t> extent) {
    return builder.add_box(0, start, extent, range(0, 12));
  };
  check_refused(builder.add(model.size(), 0, 1, range(0, 1)), errc::bad_argument, "no such tensor");
  check_refused(builder.add(0, 4790, 11, range(0, 11)), errc::bad_argument, "beyond its 4800");
  check_refused(builder.add(0, ~std::uint64_t{0}, 2, range(0, 2)), errc::bad_argument, "beyond");
  check_refused(builder.add(0, 0, 11, range(0, 10)), errc::bad_argument, "44 bytes, not 40");
  check_refused(box({0, 0}, {3}), errc::bad_argument, "does not lie");
  check_refused(box({98, 0}, {3, 4}), errc::bad_argument, "does not lie");
  check_refused(box({0, ~std::uint64_t{0}}, {3, 4}), errc::bad_argument, "does not lie");
  check_refused(box({0, 0}, {3, 5}), errc::bad_argument, "60 bytes, not 48");
  add(builder, model, 0, 48, 10);
  check_refused(builder.add(0, 40, 10, range(40, 10)), errc::bad_argument, "already added");
  check_refused(builder.add(0, 50, 1, range(50, 1)), errc::bad_argument, "already added");
  check_refused(box({0, 9}, {3, 4}), errc::bad_argument, "already added"); // its second run
  add(builder, model, 0, 0, 48);
  add(builder, model, 0, 58, 4742);
  const auto early = builder.finish();
  BOOST_REQUIRE(!early);
  BOOST_TEST((early.error().code == errc::bad_argument));
  BOOST_TEST(early.error().message.find("'layers.0.mlp.up_proj.weight': elements 0 to 4607") !=
                 std::string::npos,
             early.error().message);
  add_rest(builder, model, 1);
  BOOST_TEST(equal(finished(builder), whole(model)));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
  const model_in_memory model = sample();
  fingerprint_builder builder = begun(model, false);
  add(builder, model, 0, 0, 7);
  add(builder, model, 0, 9, 100);
  BOOST_TEST(builder.finish().error().message.find("elements 7 to 8 ") != std::string::npos);
  add(builder, model, 0, 7, 2);
  BOOST_TEST(builder.finish().error().message.find("elements 109 to 4799 ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_parts_of_one_model_are_merged) {
  const model_in_memory model = sample();
  fingerprint_builder one = begun(model);
  add(one, model, 0, 0, 100);
  const auto before = one.save();
  fingerprint_builder same = begun(model);
  add(same, model, 1, 0, 100);
  add(same, model, 0, 99, 1);
  check_refused(one.merge(same), errc::bad_argument, "same range");
  check_refused(one.merge(begun(model, false)), errc::bad_argument, "different");
  auto options = options_for(model);
  options.seed = 12;
  check_refused(one.merge(*fingerprint_builder::begin(declared(model), options)),
                errc::bad_argument, "different");
  options = options_for(model);
  options.contents->entries[1].axis->group = "other";
  check_refused(one.merge(*fingerprint_builder::begin(declared(model), options)),
                errc::bad_argument, "different");
  auto tensors = declared(model);
  tensors[2].type = dtype::f16;
  check_refused(one.merge(*fingerprint_builder::begin(tensors, options_for(model))),
                errc::bad_argument, "different");
  BOOST_TEST((one.save() == before));
}

BOOST_AUTO_TEST_CASE(wrong_declarations) {
  const auto refused = [](std::vector<tensor_declaration> tensors, builder_options options,
                          const std::string& words) {
    const auto begun = fingerprint_builder::begin(std::move(tensors), std::move(options));
    BOOST_REQUIRE(!begun);
    BOOST_TEST((begun.error().code == errc::bad_argument));
    BOOST_TEST(begun.error().message.find(words) != std::string::npos, begun.error().message);
  };
  constexpr std::uint64_t big = std::uint64_t{1} << 32;
  refused({{"a", dtype::f32, {2}}, {"a", dtype::f32, {3}}}, {}, "declared twice");
  refused({{"a", dtype::f32, {big, big}}}, {}, "overflows");
  refused({{"a", dtype::f32, {big, big / 2}}}, {}, "overflows"); // in bits
  refused({{"a", dtype::f32, std::vector<std::uint64_t>(65, 1)}}, {}, "rank");
  refused({{"a", static_cast<dtype>(99), {1}}}, {}, "number type");
  const model_in_memory model = sample();
  const auto tensors = declared(model);
  auto options = options_for(model);
  options.contents->entries.pop_back();
  refused(tensors, options, "another number");
  options = options_for(model);
  std::swap(options.contents->entries[0], options.contents->entries[1]);
  refused(tensors, options, "another order");
  options = options_for(model);
  options.contents->entries[0].component = 5;
  refused(tensors, options, "no component 5");
  options = options_for(model);
  options.contents->entries[1].axis->units = 5;
  refused(tensors, options, "does not fit");
}

BOOST_AUTO_TEST_CASE(states_that_were_not_saved_are_refused) {
  model_in_memory model;
  gaussian random(9);
  model.add("layers.0.mlp.up_proj.weight", {12, 20}, random.vector(240, 0, 0.1), dtype::bf16);
  model.add("norm.weight", {12}, random.vector(12, 1, 0.1));
  fingerprint_builder builder = begun(model);
  add(builder, model, 0, 3, 200);
  const auto good = builder.save();
  std::vector<std::byte> changed = good;
  const auto reseal = [&changed] {
    const std::size_t end = changed.size() - 32;
    const digest hash = blake3(std::span(changed).first(end));
    std::memcpy(changed.data() + end, hash.bytes.data(), 32);
  };
  // Whatever was loaded can be used.
  const auto use = [&](std::span<const std::byte> bytes) {
    const std::unique_ptr<std::byte[]> exact(new std::byte[bytes.size()]);
    std::copy(bytes.begin(), bytes.end(), exact.get());
    auto loaded = fingerprint_builder::load({exact.get(), bytes.size()});
    if (!loaded) {
      BOOST_TEST((loaded.error().code == errc::bad_format));
      return;
    }
    (void)loaded->add(0, 0, 3, bytes_of_range(model[0], 0, 3));
    (void)loaded->add(0, 203, 37, bytes_of_range(model[0], 203, 37));
    (void)loaded->add(1, 0, 12, bytes_of_range(model[1], 0, 12));
    (void)loaded->finish();
    (void)loaded->save();
  };
  for (std::size_t length = 0; length < good.size(); length += 13) {
    BOOST_TEST(!fingerprint_builder::load(std::span(good).first(length)));
    if (length < 64) continue;
    changed.assign(good.begin(), good.begin() + static_cast<long>(length));
    reseal();
    BOOST_TEST(!fingerprint_builder::load(changed));
  }
  for (int trial = 0; trial < 6000; ++trial) {
    changed = good;
    std::mt19937_64 bits(static_cast<unsigned>(trial));
    changed[bits() % (changed.size() - 32)] ^= static_cast<std::byte>(1U << (bits() % 8));
    BOOST_TEST(!fingerprint_builder::load(changed));
    reseal();
    use(changed);
  }
}
