#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/distributed/tile_tree.hpp"

using namespace weightkin;

namespace {

using extents = std::vector<std::uint64_t>;

fault fault_of(const extents& shape, const std::vector<tile_box>& boxes) {
  const auto tree = tile_tree::build(shape, boxes, "t");
  return tree ? fault::none : tree.error().why;
}

/// Cuts a box at random until its pieces are small.
void cut_up(const tile_box& box, std::mt19937& random, std::vector<tile_box>& out) {
  const std::size_t axis = random() % box.sizes.size();
  if (random() % 4 == 0 || box.sizes[axis] < 2) {
    out.push_back(box);
    return;
  }
  const std::uint64_t first = 1 + random() % (box.sizes[axis] - 1);
  tile_box low = box;
  tile_box high = box;
  low.sizes[axis] = first;
  high.offsets[axis] += first;
  high.sizes[axis] -= first;
  cut_up(low, random, out);
  cut_up(high, random, out);
}

bool holds(const tile_box& box, const extents& index) {
  for (std::size_t axis = 0; axis < index.size(); ++axis)
    if (index[axis] < box.offsets[axis] || index[axis] - box.offsets[axis] >= box.sizes[axis])
      return false;
  return true;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_index_is_found_in_the_one_box_that_holds_it) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const extents shape{1 + random() % 9, 1 + random() % 9, 1 + random() % 5};
    std::vector<tile_box> boxes;
    cut_up({{0, 0, 0}, shape}, random, boxes);
    std::shuffle(boxes.begin(), boxes.end(), random);
    const auto tree = tile_tree::build(shape, boxes, "t");
    BOOST_TEST_REQUIRE(tree.has_value(), (tree ? "" : tree.error().message));
    extents index(3);
    for (index[0] = 0; index[0] < shape[0]; ++index[0])
      for (index[1] = 0; index[1] < shape[1]; ++index[1])
        for (index[2] = 0; index[2] < shape[2]; ++index[2])
          BOOST_TEST_REQUIRE(holds(boxes[tree->find(index)], index));
  }
}

BOOST_AUTO_TEST_CASE(boxes_that_do_not_fill_the_tensor_are_refused) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    const extents shape{2 + random() % 8, 2 + random() % 8};
    std::vector<tile_box> boxes;
    cut_up({{0, 0}, shape}, random, boxes);
    std::vector<tile_box> twice = boxes;
    twice.push_back(boxes[random() % boxes.size()]);
    BOOST_TEST((fault_of(shape, twice) == fault::overlap));
    boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(random() % boxes.size()));
    BOOST_TEST((fault_of(shape, boxes) == fault::hole));
  }
  BOOST_TEST((fault_of({4}, {{{0}, {2}}, {{1}, {3}}}) == fault::overlap));
  BOOST_TEST((fault_of({4}, {{{0}, {2}}, {{3}, {1}}}) == fault::hole));
  BOOST_TEST((fault_of({4}, {{{1}, {1}}, {{2}, {2}}}) == fault::hole));
  BOOST_TEST((fault_of({}, {tile_box{}, tile_box{}}) == fault::overlap));
  BOOST_TEST((fault_of({}, {tile_box{}}) == fault::none));
}

BOOST_AUTO_TEST_CASE(a_pinwheel_is_said_to_be_one) {
  const std::vector<tile_box> pinwheel{
      {{0, 0}, {1, 2}}, {{0, 2}, {2, 1}}, {{2, 1}, {1, 2}}, {{1, 0}, {2, 1}}, {{1, 1}, {1, 1}}};
  const auto tree = tile_tree::build(extents{3, 3}, pinwheel, "t");
  BOOST_TEST_REQUIRE(!tree.has_value());
  BOOST_TEST((tree.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(many_boxes_take_little_time) {
  std::vector<tile_box> boxes;
  constexpr std::uint64_t side = 400;
  for (std::uint64_t row = 0; row < side; ++row)
    for (std::uint64_t column = 0; column < side; ++column)
      boxes.push_back({{row, column}, {1, 1}});
  const auto tree = tile_tree::build(extents{side, side}, boxes, "t");
  BOOST_TEST_REQUIRE(tree.has_value());
  BOOST_TEST(tree->find(extents{7, 9}) == 7 * side + 9);
}
