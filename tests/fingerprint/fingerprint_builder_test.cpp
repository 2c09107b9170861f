#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "support/model_builder.hpp"
#include "support/print_builder.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// A small model with shapes that cut badly, every width of number, and odd values.
model_in_memory sample() {
  gaussian random(3);
  model_in_memory model;
  model.add("embed_tokens.weight", {100, 48}, random.vector(4800, 0, 0.02));
  for (int i = 0; i < 2; ++i) {
    const std::string at = "layers." + std::to_string(i) + ".";
    model.add(at + "mlp.up_proj.weight", {96, 48}, heavy_matrix(random, 96, 48));
    model.add(at + "mlp.down_proj.weight", {48, 96}, heavy_matrix(random, 48, 96), dtype::bf16);
    model.add(at + "conv.weight", {5, 7, 3, 11}, random.vector(1155, 0.1, 0.3), dtype::f16);
    model.add(at + "norm.weight", {48}, random.vector(48, 1, 0.1), dtype::bf16);
  }
  std::vector<float> odd = random.vector(600, 0, 1);
  odd[3] = std::numeric_limits<float>::quiet_NaN();
  odd[17] = -std::numeric_limits<float>::infinity();
  odd[599] = 5000;
  model.add("odd.weight", {20, 30}, odd);
  model.add("scalar", {}, {2.5F});
  model.add("empty", {0, 7}, {});
  model.add("long.weight", {3, 17000}, random.vector(51000, 0, 0.05), dtype::f16);
  return model;
}

std::vector<tensor_declaration> declared(const model_in_memory& model) {
  std::vector<tensor_declaration> tensors;
  for (const tensor_view& view : views_of(model))
    tensors.push_back({std::string(view.name), view.type, {view.shape.begin(), view.shape.end()}});
  return tensors;
}

builder_options options_for(const model_in_memory& model, bool digests = true) {
  builder_options options;
  options.seed = 11;
  options.digests = digests;
  options.contents = take_inventory(views_of(model));
  return options;
}

fingerprint_builder begun(const model_in_memory& model, bool digests = true) {
  auto builder = fingerprint_builder::begin(declared(model), options_for(model, digests));
  BOOST_REQUIRE_MESSAGE(builder, builder.error().message);
  return std::move(*builder);
}

std::span<const std::byte> bytes_of_range(const tensor_view& view, std::uint64_t first,
                                          std::uint64_t count) {
  const std::size_t width = bits_of(view.type) / 8;
  return {view.data + first * width, count * width};
}

void add(fingerprint_builder& builder, const model_in_memory& model, std::size_t tensor,
         std::uint64_t first, std::uint64_t count) {
  const auto added = builder.add(tensor, first, count, bytes_of_range(model[tensor], first, count));
  BOOST_REQUIRE_MESSAGE(added, added.error().message);
}

void add_rest(fingerprint_builder& builder, const model_in_memory& model, std::size_t from) {
  for (std::size_t t = from; t < model.size(); ++t)
    add(builder, model, t, 0, element_count(model[t]));
}

/// The elements of a box, one at a time.
std::vector<std::byte> boxed(const tensor_view& view, const std::vector<std::uint64_t>& start,
                             const std::vector<std::uint64_t>& extent) {
  const std::size_t width = bits_of(view.type) / 8;
  const std::uint64_t count =
      std::accumulate(extent.begin(), extent.end(), std::uint64_t{1}, std::multiplies<>());
  std::vector<std::byte> packed;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t rest = i;
    std::uint64_t element = 0;
    std::uint64_t stride = 1;
    for (std::size_t a = extent.size(); a-- > 0;) {
      element += (start[a] + rest % extent[a]) * stride;
      rest /= extent[a];
      stride *= view.shape[a];
    }
    packed.insert(packed.end(), view.data + element * width, view.data + (element + 1) * width);
  }
  return packed;
}

void add_box(fingerprint_builder& builder, const model_in_memory& model, std::size_t tensor,
             const std::vector<std::uint64_t>& start, const std::vector<std::uint64_t>& extent) {
  const auto added = builder.add_box(tensor, start, extent, boxed(model[tensor], start, extent));
  BOOST_REQUIRE_MESSAGE(added, added.error().message);
}

fingerprint finished(const fingerprint_builder& builder) {
  auto print = builder.finish();
  BOOST_REQUIRE_MESSAGE(print, print.error().message);
  return std::move(*print);
}

/// Every tensor in one piece.
fingerprint whole(const model_in_memory& model, bool digests = true) {
  fingerprint_builder builder = begun(model, digests);
  add_rest(builder, model, 0);
  return finished(builder);
}

bool equal(const fingerprint& a, const fingerprint& b) {
  return same_print(a, b) && encode_fingerprint(a) == encode_fingerprint(b);
}

fingerprint_builder sent(const fingerprint_builder& builder) {
  const auto bytes = builder.save();
  auto loaded = fingerprint_builder::load(bytes);
  BOOST_REQUIRE_MESSAGE(loaded, loaded.error().message);
  BOOST_TEST((loaded->save() == bytes));
  return std::move(*loaded);
}

void check_refused(const result<void>& outcome, errc code, const std::string& words) {
  BOOST_REQUIRE(!outcome);
  BOOST_TEST((outcome.error().code == code));
  BOOST_TEST(outcome.error().message.find(words) != std::string::npos, outcome.error().message);
}

} // namespace

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

BOOST_AUTO_TEST_CASE(without_an_inventory_names_decide) {
  const model_in_memory model = sample();
  auto options = options_for(model);
  options.contents.reset();
  auto builder = fingerprint_builder::begin(declared(model), options);
  BOOST_REQUIRE(builder);
  add_rest(*builder, model, 0);
  // None of the sample's tensors is a known table, so seen and unseen values agree.
  BOOST_TEST(equal(finished(*builder), whole(model)));

  const auto gain = fingerprint_builder::begin({{"norm.weight", dtype::bf16, {64}}});
  BOOST_TEST((gain->finish().error().code == errc::bad_argument));
  for (int type = 1; type <= 24; ++type) {
    const auto each = fingerprint_builder::begin(
        {{"layers.0.mlp.up_proj.weight", static_cast<dtype>(type), {64, 64}}});
    BOOST_TEST(each.has_value());
  }
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
