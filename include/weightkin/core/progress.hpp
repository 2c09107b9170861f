#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>

namespace weightkin {

/// How far a long call has come.
struct progress {
  std::string_view stage;  ///< what is being done, e.g. "compare"; static storage
  std::uint64_t done = 0;  ///< work units finished (bytes, unless the call says otherwise)
  std::uint64_t total = 0; ///< work units in all; never 0
};

/// Called now and then during long work, never from two threads at once; within a stage `done`
/// never falls, and a call may go through several stages. Returns false to cancel: the call then
/// stops soon and answers `errc::cancelled`.
using progress_callback = std::function<bool(const progress&)>;

/// Collects work from many threads and passes it on to one callback, at most about 200 times.
/// Thread-safe. An empty callback costs one relaxed atomic addition per `advance`.
class progress_meter {
public:
  /// `total` work units will be advanced; `stage` must outlive the meter.
  progress_meter(progress_callback callback, std::string_view stage, std::uint64_t total)
      : callback_(std::move(callback)), stage_(stage), total_(total == 0 ? 1 : total),
        step_(total / 200 + 1) {}

  /// Adds finished work. Returns false once the callback has asked to cancel.
  bool advance(std::uint64_t work) {
    const std::uint64_t done = done_.fetch_add(work, std::memory_order_relaxed) + work;
    if (!callback_) return true;
    if (done / step_ != (done - work) / step_) {
      const std::lock_guard lock(mutex_);
      // Read anew: whoever waited here must not report less than who was before it.
      const std::uint64_t now = done_.load(std::memory_order_relaxed);
      if (!cancelled_.load(std::memory_order_relaxed) &&
          !callback_({stage_, now < total_ ? now : total_, total_}))
        cancelled_.store(true, std::memory_order_relaxed);
    }
    return !cancelled();
  }

  /// True once the callback has asked to cancel.
  [[nodiscard]] bool cancelled() const noexcept {
    return cancelled_.load(std::memory_order_relaxed);
  }

private:
  progress_callback callback_;
  std::string_view stage_;
  std::uint64_t total_;
  std::uint64_t step_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> cancelled_{false};
  std::mutex mutex_;
};

} // namespace weightkin
