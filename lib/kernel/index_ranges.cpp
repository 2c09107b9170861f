#include "kernel/index_ranges.hpp"

#include <algorithm>
#include <iterator>

#include "kernel/state_bytes.hpp"

namespace weightkin::detail {

bool index_ranges::overlaps(std::uint64_t first, std::uint64_t end) const {
  if (first >= end) return false;
  const auto next = end_of_.lower_bound(end); // the first that begins behind
  return next != end_of_.begin() && std::prev(next)->second > first;
}

bool index_ranges::overlaps(const index_ranges& other) const {
  return std::any_of(other.end_of_.begin(), other.end_of_.end(),
                     [&](const auto& one) { return overlaps(one.first, one.second); });
}

bool index_ranges::covers(std::uint64_t first, std::uint64_t end) const {
  if (first >= end) return true;
  const auto next = end_of_.upper_bound(first);
  return next != end_of_.begin() && std::prev(next)->second >= end;
}

std::vector<index_ranges::range> index_ranges::within(std::uint64_t first,
                                                      std::uint64_t end) const {
  std::vector<range> found;
  if (first >= end) return found;
  auto at = end_of_.upper_bound(first);
  if (at != end_of_.begin() && std::prev(at)->second > first) --at;
  for (; at != end_of_.end() && at->first < end; ++at)
    found.push_back({std::max(at->first, first), std::min(at->second, end)});
  return found;
}

std::vector<index_ranges::range> index_ranges::all() const {
  std::vector<range> found;
  for (const auto& [first, end] : end_of_)
    found.push_back({first, end});
  return found;
}

void index_ranges::add(std::uint64_t first, std::uint64_t end) {
  if (first >= end) return;
  count_ += end - first;
  auto next = end_of_.lower_bound(first);
  if (next != end_of_.end() && next->first == end) {
    end = next->second;
    next = end_of_.erase(next);
  }
  if (next != end_of_.begin() && std::prev(next)->second == first)
    std::prev(next)->second = end;
  else
    end_of_.emplace_hint(next, first, end);
}

void index_ranges::add(const index_ranges& other) {
  for (const auto& [first, end] : other.end_of_)
    add(first, end);
}

void index_ranges::save(std::vector<std::byte>& bytes) const {
  put_number<std::uint64_t>(bytes, end_of_.size());
  for (const auto& [first, end] : end_of_) {
    put_number(bytes, first);
    put_number(bytes, end);
  }
}

bool index_ranges::load(std::span<const std::byte>& bytes, std::uint64_t limit) {
  std::uint64_t ranges = 0;
  if (!take_number(bytes, ranges) || ranges > bytes.size() / 16) return false;
  index_ranges read;
  std::uint64_t before = 0;
  for (std::uint64_t i = 0; i < ranges; ++i) {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
    if (!take_number(bytes, first) || !take_number(bytes, end)) return false;
    // Ranges that touch would have been joined.
    if (first >= end || end > limit || (i > 0 && first <= before)) return false;
    read.add(first, end);
    before = end;
  }
  *this = std::move(read);
  return true;
}

} // namespace weightkin::detail
