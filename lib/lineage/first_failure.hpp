#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

#include <weightkin/core/result.hpp>

namespace weightkin {

/// Collects the results of parallel work and keeps the failure with the lowest index seen.
class first_failure {
public:
  void note(std::size_t index, result<void> outcome) {
    if (outcome) return;
    const std::lock_guard lock(mutex_);
    if (!failure_ || index < index_) {
      failure_ = std::move(outcome).error();
      index_ = index;
    }
    happened_.store(true, std::memory_order_relaxed);
  }

  [[nodiscard]] bool happened() const noexcept { return happened_.load(std::memory_order_relaxed); }

  /// Call after the parallel work has ended.
  [[nodiscard]] result<void> take() {
    if (failure_) return std::move(*failure_);
    return {};
  }

private:
  std::mutex mutex_;
  std::optional<error> failure_;
  std::size_t index_ = 0;
  std::atomic<bool> happened_{false};
};

} // namespace weightkin
