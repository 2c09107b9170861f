#pragma once

#include <cstdint>
#include <string_view>

#include <weightkin/core/progress.hpp>

namespace weightkin {

/// The progress of a known number of calls that each report their own.
class step_progress {
public:
  /// \param callback borrowed.
  step_progress(const progress_callback& callback, std::string_view stage, std::uint64_t steps)
      : callback_(callback), stage_(stage), total_(steps == 0 ? resolution : steps * resolution) {}

  /// For the step under way; borrows this object. Empty when nobody listens.
  [[nodiscard]] progress_callback inside() {
    if (!callback_) return {};
    return [this](const progress& now) {
      const double share = static_cast<double>(now.done) / static_cast<double>(now.total);
      return report(done_ + static_cast<std::uint64_t>(share * resolution));
    };
  }

  /// The step is done. Returns false once the callback has asked to cancel.
  bool next() {
    done_ += resolution;
    return !callback_ || report(done_);
  }

private:
  static constexpr std::uint64_t resolution = 1000;

  bool report(std::uint64_t done) {
    if (done > shown_) shown_ = done;
    wanted_ = wanted_ && callback_({stage_, shown_, total_});
    return wanted_;
  }

  const progress_callback& callback_;
  std::string_view stage_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  std::uint64_t shown_ = 0;
  bool wanted_ = true;
};

} // namespace weightkin
