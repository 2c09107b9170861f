#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "support/model_builder.hpp"
#include "support/print_builder.hpp"

/// A small model in pieces, and builders that are fed with them.
namespace weightkin::test {

/// A small model with shapes that cut badly, every width of number, and odd values.
inline model_in_memory sample() {
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

inline std::vector<tensor_declaration> declared(const model_in_memory& model) {
  std::vector<tensor_declaration> tensors;
  for (const tensor_view& view : views_of(model))
    tensors.push_back({std::string(view.name), view.type, {view.shape.begin(), view.shape.end()}});
  return tensors;
}

inline builder_options options_for(const model_in_memory& model, bool digests = true) {
  builder_options options;
  options.seed = 11;
  options.digests = digests;
  options.contents = take_inventory(views_of(model));
  return options;
}

inline fingerprint_builder begun(const model_in_memory& model, bool digests = true) {
  auto builder = fingerprint_builder::begin(declared(model), options_for(model, digests));
  if (!builder) BOOST_FAIL(builder.error().message);
  return std::move(*builder);
}

inline std::span<const std::byte> bytes_of_range(const tensor_view& view, std::uint64_t first,
                                                 std::uint64_t count) {
  const std::size_t width = bits_of(view.type) / 8;
  return {view.data + first * width, count * width};
}

inline void add(fingerprint_builder& builder, const model_in_memory& model, std::size_t tensor,
                std::uint64_t first, std::uint64_t count) {
  const auto added = builder.add(tensor, first, count, bytes_of_range(model[tensor], first, count));
  if (!added) BOOST_FAIL(added.error().message);
}

inline void add_rest(fingerprint_builder& builder, const model_in_memory& model, std::size_t from) {
  for (std::size_t t = from; t < model.size(); ++t)
    add(builder, model, t, 0, element_count(model[t]));
}

/// The elements of a box, one at a time.
inline std::vector<std::byte> boxed(const tensor_view& view,
                                    const std::vector<std::uint64_t>& start,
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

inline void add_box(fingerprint_builder& builder, const model_in_memory& model, std::size_t tensor,
                    const std::vector<std::uint64_t>& start,
                    const std::vector<std::uint64_t>& extent) {
  const auto added = builder.add_box(tensor, start, extent, boxed(model[tensor], start, extent));
  if (!added) BOOST_FAIL(added.error().message);
}

inline fingerprint finished(const fingerprint_builder& builder) {
  auto print = builder.finish();
  if (!print) BOOST_FAIL(print.error().message);
  return std::move(*print);
}

/// Every tensor in one piece.
inline fingerprint whole(const model_in_memory& model, bool digests = true) {
  fingerprint_builder builder = begun(model, digests);
  add_rest(builder, model, 0);
  return finished(builder);
}

inline bool equal(const fingerprint& a, const fingerprint& b) {
  return same_print(a, b) && encode_fingerprint(a) == encode_fingerprint(b);
}

inline fingerprint_builder sent(const fingerprint_builder& builder) {
  const auto bytes = builder.save();
  auto loaded = fingerprint_builder::load(bytes);
  if (!loaded) BOOST_FAIL(loaded.error().message);
  BOOST_TEST((loaded->save() == bytes));
  return std::move(*loaded);
}

inline void check_refused(const result<void>& outcome, errc code, const std::string& words) {
  BOOST_REQUIRE(!outcome);
  BOOST_TEST((outcome.error().code == code));
  BOOST_TEST(outcome.error().message.find(words) != std::string::npos, outcome.error().message);
}

} // namespace weightkin::test
