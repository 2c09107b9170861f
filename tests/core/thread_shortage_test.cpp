#include <cerrno>
#include <pthread.h>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/parallel_for.hpp>

/// Stands before the system's: this program gets no threads at all.
extern "C" int pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*) {
  return EAGAIN;
}

namespace weightkin::test {
namespace {

BOOST_AUTO_TEST_CASE(without_threads_the_caller_does_all_the_work) {
  BOOST_CHECK_THROW(std::jthread([] {}), std::system_error);
  std::vector<int> visits(100);
  parallel_for(visits.size(), 8, [&](std::size_t i) { ++visits[i]; });
  for (const int visit : visits)
    BOOST_REQUIRE_EQUAL(visit, 1);
}

} // namespace
} // namespace weightkin::test
