#include <array>
#include <cmath>
#include <numeric>

#include <boost/test/unit_test.hpp>

#include "reader/layout/arranged_elements.hpp"
#include "reader/layout/concatenation.hpp"
#include "reader/layout/kernel_axes.hpp"
#include "reader/layout/rearrangement.hpp"
#include "reader/layout/row_rules.hpp"
#include "reader/layout/value_map.hpp"
#include "support/layout_fixtures.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using index_t = std::vector<std::uint64_t>;

/// Element number of an index, the obvious way.
std::uint64_t place(const shape_t& shape, const index_t& index) {
  std::uint64_t at = 0;
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    at = at * shape[axis] + index[axis];
  return at;
}

/// Calls `visit` with every index of `shape` in C order.
template <class Visit>
void for_each_index(const shape_t& shape, Visit visit) {
  for (std::uint64_t element = 0; element < count_of(shape); ++element) {
    index_t index(shape.size());
    std::uint64_t rest = element;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    visit(index);
  }
}

/// What a tensor counted from 0 holds when element `index` of `shape` is base element
/// `origin(index)`.
template <class Origin>
std::vector<float> oracle(const shape_t& shape, Origin origin) {
  std::vector<float> values;
  for_each_index(
      shape, [&](const index_t& index) { values.push_back(static_cast<float>(origin(index))); });
  return values;
}

shape_t random_shape(std::mt19937& random, std::size_t rank, std::uint64_t most) {
  shape_t shape(rank);
  for (std::uint64_t& extent : shape)
    extent = 1 + random() % most;
  return shape;
}

} // namespace

BOOST_AUTO_TEST_CASE(any_permutation_equals_the_obvious_loop) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    const shape_t shape = random_shape(random, 1 + random() % 5, 9);
    std::vector<std::size_t> order(shape.size());
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), random);
    shape_t wanted_shape;
    for (const std::size_t axis : order)
      wanted_shape.push_back(shape[axis]);
    const auto wanted = oracle(wanted_shape, [&](const index_t& index) {
      index_t origin(index.size());
      for (std::size_t i = 0; i < order.size(); ++i)
        origin[order[i]] = index[i];
      return place(shape, origin);
    });
    for (const kept_as kept : every_way) {
      const auto undone = rearrangement(counted_tensor("t", shape, kept)).permute(order).tensor();
      BOOST_TEST(undone.shape == wanted_shape);
      BOOST_TEST(values_of(undone) == wanted, boost::test_tools::per_element());
      BOOST_TEST((undone.decoded != nullptr) == (kept == kept_as::decoded)); // else strides say it
    }
  }
}

BOOST_AUTO_TEST_CASE(splitting_cutting_and_merging_equal_the_obvious_loop) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    const std::uint64_t a = 1 + random() % 5;
    const std::uint64_t b = 1 + random() % 5;
    const std::uint64_t c = 1 + random() % 7;
    const std::uint64_t d = 2 + random() % 40;
    const std::uint64_t first = random() % d;
    const std::uint64_t count = 1 + random() % (d - first);
    const shape_t shape{a * b, c, d};
    const auto wanted = oracle({b * a, count, c}, [&](const index_t& index) {
      const std::uint64_t in_b = index[0] / a;
      const std::uint64_t in_a = index[0] % a;
      return place(shape, {in_a * b + in_b, index[2], first + index[1]});
    });
    for (const kept_as kept : every_way) {
      rearrangement view(counted_tensor("t", shape, kept));
      view.split(0, std::array{a, b}).narrow(3, first, count);
      view.permute(std::array<std::size_t, 4>{1, 0, 3, 2}).merge(0, 2);
      const auto undone = view.tensor();
      BOOST_TEST((undone.shape == shape_t{b * a, count, c}));
      BOOST_TEST(values_of(undone) == wanted, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(only_the_order_changes_not_the_type_or_the_bits) {
  std::vector<std::byte> bytes(2 * 3 * 2);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::byte>(0xf0 + i); // among them halves that are not numbers
  for (const bool in_place : {true, false}) {
    stored_tensor tensor;
    tensor.type = dtype::f16;
    tensor.shape = {2, 3};
    tensor.bytes = std::make_shared<owned_bytes>(bytes, in_place);
    rearrangement view(tensor);
    view.split(1, std::array<std::uint64_t, 2>{3, 1}).permute(std::array<std::size_t, 3>{1, 0, 2});
    const auto undone = view.merge(0, 3).tensor();
    BOOST_TEST((undone.type == dtype::f16));
    std::vector<std::byte> scratch(bytes.size());
    const auto got = elements_of(undone)->read(0, 6, scratch);
    BOOST_TEST_REQUIRE(got.has_value());
    const std::size_t order[] = {0, 3, 1, 4, 2, 5};
    for (std::size_t i = 0; i < 6; ++i) {
      BOOST_TEST(((*got)[2 * i] == bytes[2 * order[i]]));
      BOOST_TEST(((*got)[2 * i + 1] == bytes[2 * order[i] + 1]));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_slice_of_a_plain_tensor_is_a_place_in_the_same_bytes) {
  const auto stack = counted_tensor("stack", {4, 5, 6});
  const auto one = rearrangement(stack).narrow(0, 2, 1).drop(0).tensor();
  BOOST_TEST((one.decoded == nullptr && one.strides.empty()));
  BOOST_TEST(one.offset == stack.offset + 2 * 5 * 6 * 4);
  BOOST_TEST(one.storage_offset != stack.storage_offset); // or experts would look tied
  BOOST_TEST(values_of(one).front() == 60.0F);
}

BOOST_AUTO_TEST_CASE(slices_of_decoded_tensors_are_not_taken_for_one) {
  const auto stack = counted_tensor("stack", {4, 5, 6}, kept_as::decoded);
  const auto zeroth = rearrangement(stack).narrow(0, 0, 1).drop(0).tensor();
  const auto second = rearrangement(stack).narrow(0, 2, 1).drop(0).tensor();
  BOOST_TEST(zeroth.storage_offset != second.storage_offset);
  BOOST_TEST(values_of(second).front() == 60.0F);
  // Tied tensors that are rearranged alike stay tied.
  const auto again = rearrangement(stack).narrow(0, 2, 1).drop(0).tensor();
  BOOST_TEST(again.storage_offset == second.storage_offset);
}

BOOST_AUTO_TEST_CASE(reads_outside_of_an_arrangement_are_refused) {
  const auto base = elements_of(counted_tensor("t", {4, 4}));
  const arranged_elements turned(base, 4, {{4, 1}, {4, 4}}, 0);
  std::vector<std::byte> scratch(64);
  BOOST_TEST(turned.read(0, 16, scratch).has_value());
  BOOST_TEST(!turned.read(1, 16, scratch).has_value());
  BOOST_TEST(!turned.read(17, 0, scratch).has_value());
  BOOST_TEST(!turned.read(0, 16, std::span(scratch).first(63)).has_value());
}

BOOST_AUTO_TEST_CASE(rope_pairs_go_back_to_halves) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    const std::uint64_t heads = 1 + random() % 6;
    const std::uint64_t half = 1 + random() % 6;
    const std::uint64_t size = 2 * half;
    const std::uint64_t inputs = 1 + random() % 40;
    const shape_t shape{heads * size, inputs};
    // Stored row h*size + 2*i + s is row h*size + s*half + i at home.
    std::vector<float> wanted(count_of(shape));
    for (std::uint64_t h = 0; h < heads; ++h)
      for (std::uint64_t i = 0; i < half; ++i)
        for (std::uint64_t s = 0; s < 2; ++s)
          for (std::uint64_t column = 0; column < inputs; ++column)
            wanted[(h * size + s * half + i) * inputs + column] =
                static_cast<float>((h * size + 2 * i + s) * inputs + column);
    for (const kept_as kept : every_way) {
      const auto undone = undo_rope_pairs(counted_tensor("q", shape, kept), heads);
      BOOST_TEST_REQUIRE(undone.has_value());
      BOOST_TEST(undone->shape == shape);
      BOOST_TEST(values_of(*undone) == wanted, boost::test_tools::per_element());
    }
  }
  BOOST_TEST(!undo_rope_pairs(counted_tensor("q", {12, 4}), 0).has_value());
  BOOST_TEST(!undo_rope_pairs(counted_tensor("q", {12, 4}), 5).has_value());
  BOOST_TEST(!undo_rope_pairs(counted_tensor("q", {12, 4}), 4).has_value()); // odd heads
  BOOST_TEST(!undo_rope_pairs(counted_tensor("q", {}), 1).has_value());
  BOOST_TEST(!undo_rope_pairs(counted_tensor("q", {0, 4}), 2).has_value());
  BOOST_TEST(!undo_rope_pairs(counted_tensor("q", {12}), UINT64_MAX).has_value());
}

BOOST_AUTO_TEST_CASE(fused_rows_go_back_to_their_heads) {
  const std::uint64_t heads = 3;
  const std::uint64_t size = 4;
  const shape_t shape{3 * heads * size, 5};
  const auto wanted = oracle(shape, [&](const index_t& index) {
    const std::uint64_t head = index[0] / (3 * size);
    const std::uint64_t which = index[0] / size % 3;
    return place(shape, {(which * heads + head) * size + index[0] % size, index[1]});
  });
  for (const kept_as kept : every_way) {
    const auto undone = heads_before_qkv(counted_tensor("qkv", shape, kept), heads);
    BOOST_TEST_REQUIRE(undone.has_value());
    BOOST_TEST(values_of(*undone) == wanted, boost::test_tools::per_element());
  }
  BOOST_TEST(!heads_before_qkv(counted_tensor("qkv", shape), UINT64_MAX / 2).has_value());
  BOOST_TEST(!heads_before_qkv(counted_tensor("qkv", shape), 5).has_value());
}

BOOST_AUTO_TEST_CASE(concatenation_equals_the_obvious_loop) {
  std::mt19937 random(4);
  for (int round = 0; round < 100; ++round) {
    shape_t shape = random_shape(random, 1 + random() % 4, 6);
    const std::size_t axis = random() % shape.size();
    std::vector<stored_tensor> parts;
    shape_t whole = shape;
    whole[axis] = 0;
    const std::size_t count = 1 + random() % 4;
    std::vector<shape_t> shapes;
    for (std::size_t i = 0; i < count; ++i) {
      shape[axis] = 1 + random() % 6;
      whole[axis] += shape[axis];
      shapes.push_back(shape);
      parts.push_back(counted_tensor("p", shape, every_way[random() % 3]));
    }
    const auto wanted = oracle(whole, [&](index_t index) {
      std::size_t part = 0;
      for (; index[axis] >= shapes[part][axis]; ++part)
        index[axis] -= shapes[part][axis];
      return place(shapes[part], index);
    });
    const auto joined = concatenate(parts, axis);
    BOOST_TEST_REQUIRE(joined.has_value());
    BOOST_TEST(joined->shape == whole);
    BOOST_TEST(values_of(*joined, 17) == wanted, boost::test_tools::per_element());
  }
  const std::array unlike{counted_tensor("a", {2, 3}), counted_tensor("b", {2, 4})};
  BOOST_TEST(!concatenate(unlike, 0).has_value());
  BOOST_TEST(concatenate(unlike, 1).has_value());
  BOOST_TEST(!concatenate(unlike, 2).has_value());
  std::array types{counted_tensor("a", {2}), counted_tensor("b", {2})};
  types[1].type = dtype::i32;
  BOOST_TEST(!concatenate(types, 0).has_value());
}

BOOST_AUTO_TEST_CASE(kernels_go_to_outputs_first) {
  for (const kept_as kept : every_way) {
    const shape_t hwio{3, 2, 5, 4};
    const auto conv = outputs_first(counted_tensor("k", hwio, kept));
    BOOST_TEST((conv->shape == shape_t{4, 5, 3, 2}));
    BOOST_TEST(values_of(*conv) == oracle(conv->shape,
                                          [&](const index_t& o) {
                                            return place(hwio, {o[2], o[3], o[1], o[0]});
                                          }),
               boost::test_tools::per_element());

    const auto depthwise = depthwise_outputs_first(counted_tensor("k", hwio, kept));
    BOOST_TEST((depthwise->shape == shape_t{20, 1, 3, 2}));
    BOOST_TEST(values_of(*depthwise) ==
                   oracle(depthwise->shape,
                          [&](const index_t& o) {
                            return place(hwio, {o[2], o[3], o[0] / 4, o[0] % 4});
                          }),
               boost::test_tools::per_element());

    const shape_t ohwi{6, 3, 2, 5};
    const auto second = inputs_second(counted_tensor("k", ohwi, kept));
    BOOST_TEST((second->shape == shape_t{6, 5, 3, 2}));
    BOOST_TEST(values_of(*second) == oracle(second->shape,
                                            [&](const index_t& o) {
                                              return place(ohwi, {o[0], o[2], o[3], o[1]});
                                            }),
               boost::test_tools::per_element());

    const auto last = last_axis_first(counted_tensor("k", ohwi, kept));
    BOOST_TEST((last->shape == shape_t{5, 6, 3, 2}));
    BOOST_TEST(values_of(*last) == oracle(last->shape,
                                          [&](const index_t& o) {
                                            return place(ohwi, {o[1], o[2], o[3], o[0]});
                                          }),
               boost::test_tools::per_element());
  }
  BOOST_TEST(!outputs_first(counted_tensor("k", {3})).has_value());
  BOOST_TEST(!outputs_first(counted_tensor("k", {3, 0})).has_value());
  BOOST_TEST(!depthwise_outputs_first(counted_tensor("k", {3, 4})).has_value());
  BOOST_TEST(!inputs_second(counted_tensor("k", {1, 1, 1, 1, 1, 2})).has_value());
}

BOOST_AUTO_TEST_CASE(gates_take_their_places) {
  const std::array<std::size_t, 4> iofc{0, 2, 3, 1};
  const shape_t shape{2, 24, 3}; // two repeats of four gates of three rows
  const auto wanted = oracle(shape, [&](const index_t& o) {
    const std::uint64_t repeat = o[1] / 12;
    const std::uint64_t gate = o[1] / 3 % 4;
    return place(shape, {o[0], repeat * 12 + iofc[gate] * 3 + o[1] % 3, o[2]});
  });
  for (const kept_as kept : every_way) {
    const auto undone = reorder_gates(counted_tensor("w", shape, kept), 1, 2, iofc);
    BOOST_TEST_REQUIRE(undone.has_value());
    BOOST_TEST(values_of(*undone) == wanted, boost::test_tools::per_element());
  }
  BOOST_TEST(!reorder_gates(counted_tensor("w", shape), 2, 1, iofc).has_value());
  BOOST_TEST(!reorder_gates(counted_tensor("w", shape), 3, 1, iofc).has_value());
}

BOOST_AUTO_TEST_CASE(values_are_mapped_in_double_and_rounded_once) {
  const std::vector<float> gains{1.0F, 1.25F, 0.1F, -3.0F, 16'777'217.0F, 1.1920929e-7F};
  const std::vector<float> decays{-1.0F, -0.5F, -123.456F, -1e-20F, -3e38F};
  for (const kept_as kept : every_way) {
    const auto shifted = minus_one(tensor_of("g", {6}, gains, kept));
    const auto got = values_of(shifted, 2);
    for (std::size_t i = 0; i < gains.size(); ++i)
      BOOST_TEST(got[i] == static_cast<float>(static_cast<double>(gains[i]) - 1.0));
    BOOST_TEST(shifted.encoding->undo_error == std::ldexp(1.0, -23));

    const auto logs = values_of(log_of_negative(tensor_of("a", {5}, decays, kept)), 2);
    for (std::size_t i = 0; i < decays.size(); ++i)
      BOOST_TEST(logs[i] == static_cast<float>(std::log(-static_cast<double>(decays[i]))));
  }
}

BOOST_AUTO_TEST_CASE(the_error_of_undoing_is_as_told) {
  std::mt19937 random(5);
  std::normal_distribution<float> normal(0.0F, 3.0F);
  std::vector<float> gains(10'000);
  std::vector<float> stored_gains;
  std::vector<float> stored_decays;
  for (float& gain : gains) {
    gain = normal(random);
    stored_gains.push_back(gain + 1.0F);
    stored_decays.push_back(-std::exp(gain));
  }
  for (const auto& undone : {minus_one(tensor_of("g", {10'000}, stored_gains)),
                             log_of_negative(tensor_of("a", {10'000}, stored_decays))}) {
    const auto got = values_of(undone, 5000);
    for (std::size_t i = 0; i < gains.size(); ++i)
      BOOST_TEST(std::abs(static_cast<double>(got[i]) - static_cast<double>(gains[i])) <=
                 undone.encoding->undo_error *
                     std::max(1.0, std::abs(static_cast<double>(gains[i]))));
  }
}
