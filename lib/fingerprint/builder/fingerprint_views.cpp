#include <algorithm>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

#include "fingerprint/anchors/anchors.hpp"
#include "fingerprint/digests/seal.hpp"
#include "fingerprint/sums/print_tensor.hpp"

namespace weightkin {
namespace {

/// Tensors of more bytes, or with more row sums, are done one after the other, each by all threads;
/// those below by a thread each. So memory stays bounded whatever the model.
constexpr std::uint64_t most_bytes_beside_others = std::uint64_t{8} << 20;
constexpr std::uint64_t most_row_bytes_beside_others = std::uint64_t{1} << 20;
/// More threads gain nothing that memory would deliver.
constexpr unsigned most_threads = 24;

std::uint64_t bytes_to_read(const tensor_view& view) {
  return element_count(view) * bits_of(view.type) / 8;
}

bool wants_all_threads(const tensor_view& view) {
  return bytes_to_read(view) > most_bytes_beside_others ||
         detail::memory_of_rows(view) > most_row_bytes_beside_others ||
         (view.encoding != nullptr && !view.encoding->parts.empty());
}

unsigned threads_for(unsigned asked) {
  if (asked == 0) asked = std::max(1U, std::thread::hardware_concurrency());
  return std::min(asked, most_threads);
}

progress_meter meter_for(std::span<const tensor_view> tensors, const fingerprint_options& options) {
  std::uint64_t total = 0;
  for (const tensor_view& view : tensors)
    total += bytes_to_read(view);
  return {options.on_progress, "fingerprint", total};
}

/// The prints of all tensors of one model, in their order.
class model_pass {
public:
  model_pass(std::span<const tensor_view> tensors, const inventory& contents,
             const fingerprint_options& options)
      : tensors_(tensors), contents_(contents), threads_(threads_for(options.threads)),
        meter_(meter_for(tensors, options)), task_{options.seed, options.digests, &meter_, &signs_},
        prints_(tensors.size()) {}

  result<std::vector<tensor_print>> run() {
    std::vector<std::size_t> large;
    std::vector<std::size_t> small;
    for (std::size_t i = 0; i < tensors_.size(); ++i)
      (wants_all_threads(tensors_[i]) ? large : small).push_back(i);
    parallel_for(small.size(), threads_, [&](std::size_t i) { print(small[i], 1); });
    for (const std::size_t i : large)
      print(i, threads_);
    if (failure_) return std::move(*failure_);
    return std::move(prints_);
  }

private:
  void print(std::size_t index, unsigned threads) {
    if (failed()) return;
    const auto& axis = contents_.entries[index].axis;
    auto print = detail::print_tensor(tensors_[index], axis ? &*axis : nullptr, task_, threads);
    if (print) {
      prints_[index] = std::move(*print);
      return;
    }
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(print).error();
  }
  bool failed() {
    const std::lock_guard lock(mutex_);
    return failure_.has_value();
  }

  std::span<const tensor_view> tensors_;
  const inventory& contents_;
  unsigned threads_;
  progress_meter meter_;
  detail::sign_tables signs_;
  detail::print_task task_;
  std::vector<tensor_print> prints_;
  std::mutex mutex_;
  std::optional<error> failure_;
};

} // namespace

result<fingerprint> fingerprint_views(std::span<const tensor_view> tensors,
                                      const fingerprint_options& options) {
  try {
    fingerprint print;
    print.seed = options.seed;
    print.name = options.name;
    print.format = options.format;
    print.contents =
        take_inventory(tensors, {.map = options.map, .threads = threads_for(options.threads)});
    auto prints = model_pass(tensors, print.contents, options).run();
    if (!prints) return std::move(prints).error();
    print.tensors = std::move(*prints);
    detail::seal(print);
    if (!options.anchors) return print;
    const detail::anchor_options anchoring{options.vocabulary, threads_for(options.threads)};
    if (auto done = detail::add_anchors(print, tensors, anchoring); !done)
      return std::move(done).error();
    return print;
  } catch (const std::bad_alloc&) {
    return error{errc::no_memory, "no memory for the fingerprint"};
  }
}

} // namespace weightkin
