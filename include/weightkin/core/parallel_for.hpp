#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace weightkin {

/// Calls `body(i)` once for each i in [0, count), on up to `threads` threads including the caller's
/// (0 means as many as the machine has); on fewer when the system gives no more. Indices are handed
/// out in increasing order. Returns when all calls are done; no thread outlives the call. The first
/// exception thrown by `body` is rethrown here after the others have stopped at their next index.
template <class Body>
void parallel_for(std::size_t count, unsigned threads, Body&& body) {
  if (threads == 0) threads = (std::max)(1U, std::thread::hardware_concurrency());
  const std::size_t workers = (std::min<std::size_t>)(threads, count);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr first_failure;
  std::mutex failure_mutex;
  const auto work = [&] {
    while (!failed.load(std::memory_order_relaxed)) {
      const std::size_t index = next.fetch_add(1, std::memory_order_relaxed);
      if (index >= count) return;
      try {
        body(index);
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (!first_failure) first_failure = std::current_exception();
        failed.store(true, std::memory_order_relaxed);
      }
    }
  };
  {
    std::vector<std::jthread> crew;
    if (workers > 1) crew.reserve(workers - 1);
    try {
      while (crew.size() + 1 < workers)
        crew.emplace_back(work);
    } catch (const std::system_error&) {
      // No more threads to be had: those there are do all the work.
    }
    work();
  }
  if (first_failure) std::rethrow_exception(first_failure);
}

} // namespace weightkin
