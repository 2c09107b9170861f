#pragma once

#include <chrono>

#include <weightkin/core/progress.hpp>

namespace weightkin::cli {

/// A bar on stderr for work that takes more than a second, and only when stderr is a terminal.
/// Leaves no trace when it goes.
class progress_bar {
public:
  progress_bar();
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;
  ~progress_bar();

  /// Draws, if it is time to; returns false when the user has asked to stop.
  bool show(const progress& now);

private:
  void erase();

  std::chrono::steady_clock::time_point next_;
  bool to_terminal_;
  bool drawn_ = false;
};

} // namespace weightkin::cli
