#include "inventory/constancy.hpp"

#include <algorithm>
#include <cstdint>

#include <weightkin/core/element_reader.hpp>

namespace weightkin::detail {
namespace {

// Multiples of 64 elements fall on whole bytes in every dtype.
constexpr std::uint64_t head_length = 512;
constexpr std::uint64_t block_length = 64;
constexpr std::uint64_t blocks = 8;
constexpr std::uint64_t tile_length = 8192;
constexpr std::uint64_t longest_scan = std::uint64_t{1} << 24;

template <class Keep>
result<bool> all_of_elements(const tensor_view& view, Keep&& keep) {
  const std::uint64_t count = element_count(view);
  if (count > longest_scan) return false;
  for (std::uint64_t first = 0; first < count; first += tile_length) {
    const auto length = static_cast<std::size_t>(std::min(tile_length, count - first));
    const auto tile = read_as_f64(view, first, length);
    if (!tile) return tile.error();
    if (!std::all_of(tile->begin(), tile->end(), keep)) return false;
  }
  return true;
}

template <class Keep>
bool sample_passes(const value_sample& sample, Keep&& keep) {
  return std::all_of(sample.head.begin(), sample.head.end(), keep) &&
         std::all_of(sample.rest.begin(), sample.rest.end(), keep);
}

} // namespace

result<value_sample> sample_values(const tensor_view& view) {
  const std::uint64_t count = element_count(view);
  value_sample sample;
  sample.complete = count <= head_length;
  auto head = read_as_f64(view, 0, static_cast<std::size_t>(std::min(count, head_length)));
  if (!head) return head.error();
  sample.head = std::move(*head);
  if (sample.complete) return sample;
  const std::uint64_t last_block = (count - 1) / block_length * block_length;
  for (std::uint64_t i = 1; i <= blocks; ++i) {
    const std::uint64_t wanted = head_length + (last_block - head_length) / blocks * i;
    const std::uint64_t first = i == blocks ? last_block : wanted / block_length * block_length;
    const auto length = static_cast<std::size_t>(std::min(block_length, count - first));
    const auto block = read_as_f64(view, first, length);
    if (!block) return block.error();
    sample.rest.insert(sample.rest.end(), block->begin(), block->end());
  }
  return sample;
}

result<bool> is_constant(const tensor_view& view, const value_sample& sample) {
  if (sample.head.empty()) return false;
  const double first = sample.head.front();
  const auto same = [first](double x) { return x == first; };
  if (!sample_passes(sample, same)) return false;
  return sample.complete ? result<bool>(true) : all_of_elements(view, same);
}

result<bool> is_two_valued_mask(const tensor_view& view, const value_sample& sample) {
  if (sample.head.empty()) return false;
  double other = 0;
  for (const double x : sample.head)
    if (x != 0) other = x;
  for (const double x : sample.rest)
    if (x != 0) other = x;
  const auto either = [other](double x) { return x == 0 || x == other; };
  if (!sample_passes(sample, either)) return false;
  return sample.complete ? result<bool>(true) : all_of_elements(view, either);
}

} // namespace weightkin::detail
