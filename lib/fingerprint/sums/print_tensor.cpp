#include "fingerprint/sums/print_tensor.hpp"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/tensor_encoding.hpp>

#include "fingerprint/digests/stored_parts.hpp"
#include "fingerprint/digests/tensor_digests.hpp"
#include "fingerprint/sums/sums_state.hpp"
#include "fingerprint/sums/tensor_sums.hpp"

namespace weightkin::detail {
namespace {

/// Ranges of a tensor begin at multiples of this many elements, so that each is made of whole tiles
/// and of whole subtrees of its digests.
constexpr std::uint64_t range_step = std::uint64_t{1} << 17;
/// Ranges a thread does of a tensor: more than one, because threads are not equally fast.
constexpr std::uint64_t ranges_a_thread = 4;

/// Elements read at a time: whole tiles of the value digest, about 64 KiB.
std::size_t tile_elements(dtype type) noexcept { return bits_of(type) <= 16 ? 32768 : 16384; }

tensor_declaration declaration_of(const tensor_view& view) {
  return {std::string(view.name), view.type, {view.shape.begin(), view.shape.end()}};
}

/// Sums and digests of some of a tensor's elements.
struct part_of_tensor {
  part_of_tensor(const tensor_declaration& tensor, const unit_axis* axis, const print_task& task)
      : sums(tensor, task.seed, axis) {
    if (task.digests) digests.emplace(tensor);
  }

  result<void> add(std::uint64_t first, std::size_t count, std::span<const std::byte> packed) {
    sums.add(first, count, packed);
    return digests ? digests->add(first, count, packed) : result<void>{};
  }
  result<void> merge(const part_of_tensor& other) {
    sums.merge(other.sums);
    return digests ? digests->merge(*other.digests) : result<void>{};
  }

  tensor_sums sums;
  std::optional<tensor_digests> digests;
};

/// One tensor, range by range, each by whichever thread comes to it.
class tensor_pass {
public:
  tensor_pass(const tensor_view& view, const unit_axis* axis, const print_task& task,
              unsigned threads)
      : view_(view), axis_(axis), task_(task), threads_(threads), tensor_(declaration_of(view)),
        count_(element_count(view)), whole_(tensor_, axis, task) {}

  result<tensor_print> run() {
    const std::uint64_t wanted = threads_ > 1 ? ranges_a_thread * threads_ : 1;
    const std::uint64_t size =
        std::max(range_step, (count_ / wanted / range_step + 1) * range_step);
    const auto ranges = static_cast<std::size_t>(count_ / size + (count_ % size != 0 ? 1 : 0));
    parallel_for(ranges, threads_, [&](std::size_t range) {
      note(add_range(range * size, std::min(count_, (range + 1) * size), ranges == 1));
    });
    if (failure_) return std::move(*failure_);
    return finish();
  }

private:
  result<void> add_range(std::uint64_t first, std::uint64_t end, bool alone) {
    if (failed()) return {};
    if (alone) return read_range(first, end, whole_);
    part_of_tensor part(tensor_, axis_, task_);
    if (auto done = read_range(first, end, part); !done) return done;
    // Sums and digests do not depend on the order in which ranges come together.
    const std::lock_guard lock(mutex_);
    return whole_.merge(part);
  }

  result<void> read_range(std::uint64_t first, std::uint64_t end, part_of_tensor& to) {
    const std::size_t bits = bits_of(view_.type);
    const std::size_t tile = tile_elements(view_.type);
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(tile, end - first));
    std::vector<std::byte> scratch(is_contiguous(view_) ? 0 : (most * bits + 7) / 8);
    while (first < end) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(tile, end - first));
      const auto packed = read_elements(view_, first, count, scratch);
      if (!packed) return packed.error();
      if (auto added = to.add(first, count, *packed); !added) return added;
      if (task_.meter != nullptr && !task_.meter->advance(count * bits / 8))
        return error{errc::cancelled, "the fingerprint was cancelled"};
      first += count;
    }
    return {};
  }

  result<tensor_print> finish() {
    tensor_print print = whole_.sums.finish(task_.signs);
    if (whole_.digests) {
      const tensor_digests::digests both = whole_.digests->finish();
      print.stored = both.stored;
      print.value = both.value;
    }
    if (view_.encoding == nullptr) return print;
    print.scheme = view_.encoding->scheme;
    if (!task_.digests || view_.encoding->parts.empty()) return print;
    auto stored = stored_digest_of_parts(*view_.encoding, threads_);
    if (!stored) return std::move(stored).error();
    print.stored = *stored;
    return print;
  }

  void note(result<void> outcome) {
    if (outcome) return;
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(outcome).error();
  }
  bool failed() {
    const std::lock_guard lock(mutex_);
    return failure_.has_value();
  }

  const tensor_view& view_;
  const unit_axis* axis_;
  const print_task& task_;
  unsigned threads_;
  tensor_declaration tensor_;
  std::uint64_t count_;
  std::mutex mutex_;
  part_of_tensor whole_;
  std::optional<error> failure_;
};

} // namespace

result<tensor_print> print_tensor(const tensor_view& view, const unit_axis* axis,
                                  const print_task& task, unsigned threads) {
  return tensor_pass(view, axis, task, threads).run();
}

std::uint64_t memory_of_rows(const tensor_view& view) {
  return sums_shape(declaration_of(view)).rows * sizeof(print_row);
}

} // namespace weightkin::detail
