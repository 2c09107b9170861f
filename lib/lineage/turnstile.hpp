#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace weightkin {

/// Lets tasks that run at once pass one point in the order of their numbers 0, 1, 2, ...
/// Every number must pass, failed or not, and numbers must be started in increasing order; then
/// nobody waits for ever.
class turnstile {
public:
  /// Holds the turn of one number from `enter` to the end of its life.
  class turn {
  public:
    turn(turnstile& gate, std::size_t number) : gate_(gate), number_(number) {}
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn() {
      enter();
      const std::lock_guard lock(gate_.mutex_);
      ++gate_.next_;
      gate_.moved_.notify_all();
    }

    /// Waits until all lower numbers have passed.
    void enter() {
      std::unique_lock lock(gate_.mutex_);
      gate_.moved_.wait(lock, [this] { return gate_.next_ == number_; });
    }

  private:
    turnstile& gate_;
    std::size_t number_;
  };

private:
  std::mutex mutex_;
  std::condition_variable moved_;
  std::size_t next_ = 0;
};

} // namespace weightkin
