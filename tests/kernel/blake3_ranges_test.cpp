#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/kernel/blake3.hpp>

#include "kernel/blake3_ranges.hpp"

namespace {

using namespace weightkin;
using detail::blake3_ranges;
using detail::index_ranges;

std::vector<std::byte> random_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::byte> bytes(size);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>(random() >> 56);
  return bytes;
}

/// A size near something that matters to the tree, and cuts that often are.
std::uint64_t telling_number(std::uint64_t limit, std::mt19937_64& random) {
  const std::uint64_t round = (random() % (limit / 1024 + 1)) * 1024;
  const std::uint64_t near = round + random() % 3;
  return std::min(limit, random() % 2 == 0 ? random() % (limit + 1) : near > 0 ? near - 1 : 0);
}

std::vector<std::uint64_t> cuts_of(std::uint64_t size, std::mt19937_64& random) {
  std::vector<std::uint64_t> cuts{0, size};
  for (std::uint64_t i = random() % 20; i > 0; --i)
    cuts.push_back(telling_number(size, random));
  std::sort(cuts.begin(), cuts.end());
  return cuts; // empty ranges among them
}

} // namespace

BOOST_AUTO_TEST_CASE(any_ranges_in_any_order_give_the_hash_of_the_whole) {
  std::mt19937_64 random(1);
  const std::vector<std::byte> all = random_bytes(70 * 1024, 2);
  for (int run = 0; run < 400; ++run) {
    const std::uint64_t size = telling_number(all.size(), random);
    const auto bytes = std::span(all).first(size);
    const std::vector<std::uint64_t> cuts = cuts_of(size, random);
    std::vector<std::size_t> order(cuts.size() - 1);
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    blake3_ranges whole(size);
    blake3_ranges left(size);
    blake3_ranges right(size);
    std::uint64_t there = 0;
    for (const std::size_t i : order) {
      const auto piece = bytes.subspan(cuts[i], cuts[i + 1] - cuts[i]);
      BOOST_TEST(whole.complete() == (there == size));
      whole.add(cuts[i], piece, 1 + run % 2);
      (random() % 2 == 0 ? left : right).add(cuts[i], piece);
      there += piece.size();
      std::vector<std::byte> saved;
      whole.save(saved);
      std::span<const std::byte> rest = saved;
      blake3_ranges loaded(size);
      BOOST_REQUIRE(loaded.load(rest));
      BOOST_TEST(rest.empty());
      whole = loaded;
    }
    BOOST_REQUIRE(whole.complete());
    BOOST_TEST(to_hex(whole.finish()) == to_hex(blake3(bytes)));
    left.merge(right);
    BOOST_REQUIRE(left.complete());
    BOOST_TEST(to_hex(left.finish()) == to_hex(blake3(bytes)));
  }
}

BOOST_AUTO_TEST_CASE(threads_and_long_ranges) {
  const std::vector<std::byte> bytes = random_bytes((5U << 20) + 77, 3);
  for (const unsigned threads : {1U, 2U, 5U}) {
    blake3_ranges ranges(bytes.size());
    ranges.add(1'000'001, std::span(bytes).subspan(1'000'001), threads);
    ranges.add(0, std::span(bytes).first(1'000'001), threads);
    BOOST_TEST(to_hex(ranges.finish()) == to_hex(blake3(bytes)));
  }
}

BOOST_AUTO_TEST_CASE(a_saved_state_depends_on_what_is_there_only) {
  const std::vector<std::byte> bytes = random_bytes(100'000, 4);
  std::vector<std::byte> first;
  std::vector<std::byte> second;
  blake3_ranges once(bytes.size());
  once.add(5000, std::span(bytes).subspan(5000, 60'000));
  once.save(first);
  blake3_ranges often(bytes.size());
  for (std::uint64_t at = 65'000; at > 5000; at -= 100)
    often.add(at - 100, std::span(bytes).subspan(at - 100, 100));
  often.save(second);
  BOOST_TEST((first == second));
  for (std::size_t size = 0; size < first.size(); ++size) {
    std::span<const std::byte> cut = std::span<const std::byte>(first).first(size);
    BOOST_TEST(!blake3_ranges(bytes.size()).load(cut), size);
  }
  std::span<const std::byte> too_long = first;
  BOOST_TEST(!blake3_ranges(64'999).load(too_long));
}

BOOST_AUTO_TEST_CASE(index_ranges_are_a_set) {
  std::mt19937_64 random(5);
  for (int run = 0; run < 200; ++run) {
    index_ranges ranges;
    std::set<std::uint64_t> oracle;
    const auto any_in = [&](std::uint64_t first, std::uint64_t end) {
      const auto at = oracle.lower_bound(first);
      return at != oracle.end() && *at < end;
    };
    for (int step = 0; step < 30; ++step) {
      const std::uint64_t first = random() % 60;
      const std::uint64_t end = first + random() % 8;
      BOOST_REQUIRE(ranges.overlaps(first, end) == (first < end && any_in(first, end)));
      if (ranges.overlaps(first, end)) continue;
      ranges.add(first, end);
      for (std::uint64_t i = first; i < end; ++i)
        oracle.insert(i);
      BOOST_REQUIRE(ranges.count() == oracle.size());
      const std::uint64_t from = random() % 60;
      const std::uint64_t to = from + random() % 20;
      std::uint64_t inside = 0;
      for (const index_ranges::range& piece : ranges.within(from, to)) {
        BOOST_REQUIRE(piece.first >= from);
        BOOST_REQUIRE(piece.first < piece.end);
        BOOST_REQUIRE(piece.end <= to);
        for (std::uint64_t i = piece.first; i < piece.end; ++i)
          inside += oracle.count(i);
      }
      const auto counted = static_cast<std::uint64_t>(
          std::distance(oracle.lower_bound(from), oracle.lower_bound(to)));
      BOOST_REQUIRE(inside == counted);
      BOOST_REQUIRE(ranges.covers(from, to) == (counted == to - from));
    }
    const auto all = ranges.all();
    for (std::size_t i = 1; i < all.size(); ++i)
      BOOST_REQUIRE(all[i - 1].end < all[i].first); // never two that touch
  }
}
