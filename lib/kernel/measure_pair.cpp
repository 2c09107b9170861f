#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/parallel_for.hpp>
#include <weightkin/kernel/pair_stats.hpp>

#include "kernel/chunk_ops.hpp"

namespace weightkin {
namespace {

/// Elements read at a time where they are not all in place: one chunk.
constexpr std::size_t tile_elements = detail::chunk_elements;

/// The first failure of several threads.
class first_error {
public:
  void keep(error failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    failed_.store(true, std::memory_order_relaxed);
  }
  [[nodiscard]] bool failed() const noexcept { return failed_.load(std::memory_order_relaxed); }
  [[nodiscard]] error take() { return failure_ ? std::move(*failure_) : error{}; }

private:
  std::mutex mutex_;
  std::optional<error> failure_;
  std::atomic<bool> failed_{false};
};

/// Elements of a segment or tile in a view whose complex elements count twice in the statistics.
std::size_t elements_per(std::size_t reals, dtype type) noexcept {
  return is_complex(type) ? reals / 2 : reals;
}

/// The statistics of elements [first, first + count), chunk after chunk whatever the storage.
result<pair_stats> measure_range(const pair_kernel& kernel, const tensor_view& a,
                                 const tensor_view& b, std::uint64_t first, std::size_t count) {
  const bool in_place = is_contiguous(a) && is_contiguous(b);
  const std::size_t tile = in_place ? count : std::min(count, elements_per(tile_elements, a.type));
  const auto scratch_for = [tile](const tensor_view& view) {
    return std::vector<std::byte>(is_contiguous(view) ? 0 : (tile * bits_of(view.type) + 7) / 8);
  };
  std::vector<std::byte> scratch_a = scratch_for(a);
  std::vector<std::byte> scratch_b = scratch_for(b);
  const std::size_t chunk = elements_per(detail::chunk_elements, a.type);
  pair_stats total;
  for (std::size_t done = 0; done < count; done += tile) {
    const std::size_t now = std::min(tile, count - done);
    const auto packed_a = read_elements(a, first + done, now, scratch_a);
    if (!packed_a) return packed_a.error();
    const auto packed_b = read_elements(b, first + done, now, scratch_b);
    if (!packed_b) return packed_b.error();
    if (in_place) return kernel(a.type, packed_a->data(), b.type, packed_b->data(), now);
    // Appended chunk by chunk: the very additions one call over the whole segment makes.
    for (std::size_t at = 0; at < now; at += chunk)
      append(total, kernel(a.type, packed_a->data() + at * bits_of(a.type) / 8, b.type,
                           packed_b->data() + at * bits_of(b.type) / 8, std::min(chunk, now - at)));
  }
  return total;
}

/// The segments of one call, each measured by whichever thread comes to it.
class segmented_pass {
public:
  segmented_pass(const tensor_view& a, const tensor_view& b, const pair_pass_options& options)
      : a_(a), b_(b), options_(options), count_(element_count(a)),
        step_(elements_per(pair_segment, a.type)),
        kernel_(options.kernel != nullptr ? *options.kernel : all_pair_kernels().back()),
        segments_(static_cast<std::size_t>(count_ / step_ + (count_ % step_ != 0 ? 1 : 0))) {}

  result<pair_stats> run() {
    parallel_for(segments_.size(), options_.threads, [this](std::size_t index) { measure(index); });
    if (failure_.failed()) return failure_.take();
    pair_stats total;
    for (const pair_stats& segment : segments_)
      append(total, segment);
    return total;
  }

private:
  void measure(std::size_t index) {
    if (failure_.failed()) return;
    if (options_.meter != nullptr && options_.meter->cancelled()) return cancel();
    const std::uint64_t first = static_cast<std::uint64_t>(index) * step_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(step_, count_ - first));
    auto stats = measure_range(kernel_, a_, b_, first, count);
    if (!stats) return failure_.keep(std::move(stats).error());
    segments_[index] = *stats;
    const std::uint64_t bytes = (count * bits_of(a_.type) + count * bits_of(b_.type)) / 8;
    if (options_.meter != nullptr && !options_.meter->advance(bytes)) cancel();
  }

  void cancel() { failure_.keep({errc::cancelled, "the comparison was cancelled"}); }

  const tensor_view& a_;
  const tensor_view& b_;
  const pair_pass_options& options_;
  std::uint64_t count_;
  std::size_t step_;
  pair_kernel kernel_;
  std::vector<pair_stats> segments_;
  first_error failure_;
};

std::string pair_name(const tensor_view& a, const tensor_view& b) {
  return "tensors '" + std::string(a.name) + "' and '" + std::string(b.name) + "'";
}

} // namespace

void append(pair_stats& total, const pair_stats& next) noexcept {
  total.elements += next.elements;
  total.finite += next.finite;
  total.nonfinite_a += next.nonfinite_a;
  total.nonfinite_b += next.nonfinite_b;
  total.bit_equal += next.bit_equal;
  total.sign_equal += next.sign_equal;
  total.zero_a += next.zero_a;
  total.zero_b += next.zero_b;
  total.zero_both += next.zero_both;
  total.sum_a += next.sum_a;
  total.sum_b += next.sum_b;
  total.sum_aa += next.sum_aa;
  total.sum_bb += next.sum_bb;
  total.sum_ab += next.sum_ab;
  total.sum_abs_diff += next.sum_abs_diff;
  total.sum_sq_diff += next.sum_sq_diff;
  if (next.max_abs_diff > total.max_abs_diff) total.max_abs_diff = next.max_abs_diff;
}

std::span<const pair_kernel> all_pair_kernels() noexcept {
  static const detail::kernel_list<pair_kernel> kernels = [] {
    detail::kernel_list<pair_kernel> table(
        {"portable", detail::run_bound<detail::portable_chunk_ops>});
    detail::add_simd_pair_kernels(table);
    return table;
  }();
  return kernels.rows();
}

result<pair_stats> measure_pair(const tensor_view& a, const tensor_view& b,
                                const pair_pass_options& options) {
  if (element_count(a) != element_count(b))
    return error{errc::bad_argument, pair_name(a, b) + " have different numbers of elements: " +
                                         std::to_string(element_count(a)) + " and " +
                                         std::to_string(element_count(b))};
  if (is_complex(a.type) != is_complex(b.type))
    return error{errc::bad_argument, pair_name(a, b) + ": only one of them is complex"};
  try {
    return segmented_pass(a, b, options).run();
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, pair_name(a, b) + ": no memory for reading"};
  }
}

} // namespace weightkin
