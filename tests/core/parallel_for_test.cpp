#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/parallel_for.hpp>

namespace weightkin::test {
namespace {

BOOST_AUTO_TEST_CASE(every_index_is_visited_once_at_any_thread_count) {
  for (const unsigned threads : {0U, 1U, 2U, 3U, 8U, 64U}) {
    for (const std::size_t count : {0UL, 1UL, 2UL, 7UL, 1000UL}) {
      std::vector<std::atomic<int>> visits(count);
      parallel_for(count, threads, [&](std::size_t i) { ++visits[i]; });
      for (const auto& visit : visits)
        BOOST_REQUIRE_EQUAL(visit.load(), 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_thread_means_the_callers_in_order) {
  std::vector<std::size_t> order;
  const auto caller = std::this_thread::get_id();
  parallel_for(100, 1, [&](std::size_t i) {
    BOOST_REQUIRE(std::this_thread::get_id() == caller);
    order.push_back(i);
  });
  for (std::size_t i = 0; i < 100; ++i)
    BOOST_REQUIRE_EQUAL(order[i], i);
}

BOOST_AUTO_TEST_CASE(no_more_threads_than_asked_for) {
  std::mutex mutex;
  std::set<std::thread::id> seen;
  parallel_for(200, 3, [&](std::size_t) {
    std::this_thread::sleep_for(std::chrono::microseconds(100));
    const std::lock_guard lock(mutex);
    seen.insert(std::this_thread::get_id());
  });
  BOOST_TEST(seen.size() <= 3U);
  BOOST_TEST(!seen.empty());
}

BOOST_AUTO_TEST_CASE(four_threads_do_work_at_the_same_time) {
  std::atomic<int> waiting{0};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  parallel_for(4, 4, [&](std::size_t) {
    ++waiting;
    while (waiting < 4 && std::chrono::steady_clock::now() < deadline)
      std::this_thread::yield();
  });
  BOOST_TEST(waiting == 4);
  BOOST_TEST((std::chrono::steady_clock::now() < deadline));
}

BOOST_AUTO_TEST_CASE(an_exception_comes_back_after_the_others_have_stopped) {
  for (const unsigned threads : {1U, 4U}) {
    std::atomic<int> running{0};
    std::atomic<int> calls{0};
    const auto body = [&](std::size_t i) {
      ++running;
      ++calls;
      const bool fails = i == 3;
      --running;
      if (fails) throw std::runtime_error("third");
    };
    BOOST_CHECK_EXCEPTION(
        parallel_for(1'000'000, threads, body), std::runtime_error,
        [](const std::runtime_error& e) { return e.what() == std::string("third"); });
    BOOST_TEST(running == 0);
    BOOST_TEST(calls < 1'000'000);
  }
}

BOOST_AUTO_TEST_CASE(one_of_many_exceptions_comes_back) {
  BOOST_CHECK_THROW(parallel_for(100, 8, [](std::size_t) { throw std::logic_error("each"); }),
                    std::logic_error);
}

} // namespace
} // namespace weightkin::test
