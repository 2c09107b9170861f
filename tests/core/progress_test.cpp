#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/progress.hpp>

namespace weightkin::test {
namespace {

BOOST_AUTO_TEST_CASE(reports_grow_are_few_and_reach_the_total) {
  std::vector<std::uint64_t> reports;
  progress_meter meter(
      [&](const progress& p) {
        BOOST_REQUIRE_EQUAL(p.stage, "compare");
        BOOST_REQUIRE_EQUAL(p.total, 1'000'000U);
        reports.push_back(p.done);
        return true;
      },
      "compare", 1'000'000);
  for (int i = 0; i < 100'000; ++i)
    BOOST_REQUIRE(meter.advance(10));
  BOOST_TEST(reports.size() >= 100U);
  BOOST_TEST(reports.size() <= 201U);
  for (std::size_t i = 1; i < reports.size(); ++i)
    BOOST_REQUIRE_LT(reports[i - 1], reports[i]);
  BOOST_TEST(reports.back() >= 990'000U);
}

BOOST_AUTO_TEST_CASE(more_work_than_announced_never_shows) {
  progress_meter meter(
      [](const progress& p) {
        BOOST_REQUIRE_LE(p.done, p.total);
        BOOST_REQUIRE_GT(p.total, 0U);
        return true;
      },
      "x", 0);
  for (int i = 0; i < 10; ++i)
    meter.advance(7);
}

BOOST_AUTO_TEST_CASE(without_a_callback_nothing_cancels) {
  progress_meter meter({}, "x", 10);
  for (int i = 0; i < 100; ++i)
    BOOST_REQUIRE(meter.advance(1));
  BOOST_TEST(!meter.cancelled());
}

BOOST_AUTO_TEST_CASE(after_a_refusal_the_callback_is_left_alone) {
  int calls = 0;
  progress_meter meter([&](const progress&) { return ++calls < 3; }, "x", 100);
  int accepted = 0;
  for (int i = 0; i < 100; ++i)
    if (meter.advance(1)) ++accepted;
  BOOST_TEST(calls == 3);
  BOOST_TEST(accepted == 2);
  BOOST_TEST(meter.cancelled());
}

BOOST_AUTO_TEST_CASE(the_callback_is_never_entered_twice_at_once) {
  std::atomic<int> inside{0};
  std::atomic<bool> overlapped{false};
  std::atomic<int> calls{0};
  progress_meter meter(
      [&](const progress&) {
        if (inside.fetch_add(1) != 0) overlapped = true;
        ++calls;
        --inside;
        return true;
      },
      "x", 20'000);
  parallel_for(20'000, 8, [&](std::size_t) { meter.advance(1); });
  BOOST_TEST(!overlapped);
  BOOST_TEST(calls > 0);
}

} // namespace
} // namespace weightkin::test
