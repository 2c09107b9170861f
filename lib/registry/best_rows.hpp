#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace weightkin::detail {

struct best_row {
  std::int32_t score = 0; ///< larger is nearer
  std::uint64_t component = 0;
};

/// Keeps the best of many rows; of equals the one that came first.
class best_rows {
public:
  explicit best_rows(std::size_t most) : most_(most) { heap_.reserve(most); }

  void offer(std::int32_t score, std::uint64_t component,
             const std::unordered_set<std::uint64_t>& removed) {
    const best_row row{score, component};
    if (heap_.size() == most_ && !nearer(row, heap_.front())) return;
    if (removed.contains(component)) return;
    if (heap_.size() == most_) {
      std::pop_heap(heap_.begin(), heap_.end(), nearer);
      heap_.pop_back();
    }
    heap_.push_back(row);
    std::push_heap(heap_.begin(), heap_.end(), nearer);
  }

  /// Nearest first.
  [[nodiscard]] std::vector<best_row> sorted() && {
    std::sort(heap_.begin(), heap_.end(), nearer);
    return std::move(heap_);
  }

private:
  static bool nearer(const best_row& a, const best_row& b) {
    return a.score != b.score ? a.score > b.score : a.component < b.component;
  }

  std::size_t most_;
  std::vector<best_row> heap_; ///< the farthest on top
};

} // namespace weightkin::detail
