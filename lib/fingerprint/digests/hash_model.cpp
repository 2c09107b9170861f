#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/fingerprint/hash.hpp>

#include "fingerprint/digests/merkle.hpp"
#include "fingerprint/digests/packed_range.hpp"
#include "fingerprint/digests/stored_parts.hpp"
#include "fingerprint/digests/tensor_digests.hpp"

namespace weightkin {
namespace {

using detail::merkle_entry;
using detail::tensor_digests;

/// Elements of one piece of work, and of one read. Multiples of a tile, so that no piece leaves
/// anything to be kept until its neighbour comes.
constexpr std::uint64_t elements_of_part = std::uint64_t{1} << 22;
constexpr std::uint64_t elements_at_once = std::uint64_t{1} << 18;

tensor_declaration declared(const tensor_view& view) {
  return {std::string(view.name), view.type, {view.shape.begin(), view.shape.end()}};
}

/// A part of a tensor that one thread hashes.
struct part_of_tensor {
  std::size_t tensor;
  std::uint64_t first;
  std::uint64_t end;
};

std::vector<part_of_tensor> parts_of(std::span<const tensor_view> tensors) {
  std::vector<part_of_tensor> parts;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const std::uint64_t count = element_count(tensors[i]);
    std::uint64_t first = 0;
    do { // also one for a tensor without elements
      const std::uint64_t end = first + std::min(elements_of_part, count - first);
      parts.push_back({i, first, end});
      first = end;
    } while (first < count);
  }
  return parts;
}

/// The digests of all tensors as their parts come in.
class hashing {
public:
  hashing(std::span<const tensor_view> tensors, model_hash& answer)
      : tensors_(tensors), answer_(answer), waiting_(tensors.size()) {}

  result<void> hash(const part_of_tensor& part, progress_meter& meter) {
    const tensor_view& view = tensors_[part.tensor];
    tensor_digests digests(declared(view));
    std::vector<std::byte> scratch;
    if (!is_contiguous(view))
      scratch.resize(
          detail::packed_bytes(view.type, std::min(elements_at_once, part.end - part.first)));
    for (std::uint64_t first = part.first; first < part.end; first += elements_at_once) {
      const std::uint64_t count = std::min(elements_at_once, part.end - first);
      auto packed = read_elements(view, first, static_cast<std::size_t>(count), scratch);
      if (!packed) return std::move(packed).error();
      if (auto added = digests.add(first, count, *packed); !added) return added;
      if (!meter.advance(packed->size())) return error{errc::cancelled, "cancelled"};
    }
    return join(part.tensor, std::move(digests));
  }

private:
  result<void> join(std::size_t tensor, tensor_digests part) {
    if (!part.complete()) {
      const std::lock_guard lock(mutex_);
      std::optional<tensor_digests>& before = waiting_[tensor];
      if (before) {
        if (auto merged = part.merge(*before); !merged) return merged;
        before.reset();
      }
      if (!part.complete()) {
        before = std::move(part);
        return {};
      }
    }
    const tensor_digests::digests done = part.finish();
    answer_.tensors[tensor].stored = done.stored;
    answer_.tensors[tensor].value = done.value;
    const tensor_encoding* encoding = tensors_[tensor].encoding;
    if (encoding == nullptr || encoding->parts.empty()) return {};
    const auto stored = detail::stored_digest_of_parts(*encoding);
    if (!stored) return stored.error();
    answer_.tensors[tensor].stored = *stored;
    return {};
  }

  std::span<const tensor_view> tensors_;
  model_hash& answer_;
  std::vector<std::optional<tensor_digests>> waiting_; ///< what of a tensor is there
  std::mutex mutex_;
};

void add_roots(std::span<const tensor_view> tensors, const inventory& contents,
               model_hash& answer) {
  std::vector<merkle_entry> all;
  std::vector<std::vector<merkle_entry>> by_component(contents.components.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    all.push_back({answer.tensors[i].name, answer.tensors[i].value});
    by_component[contents.entries[i].component].push_back(all.back());
  }
  answer.roots = {detail::named_root(all), detail::nameless_root(all)};
  for (std::size_t i = 0; i < by_component.size(); ++i)
    answer.components.push_back(
        {contents.components[i].id,
         {detail::named_root(by_component[i]), detail::nameless_root(by_component[i])}});
}

} // namespace

result<model_hash> hash_model(std::span<const tensor_view> tensors, const hash_options& options) {
  model_hash answer;
  std::uint64_t bytes = 0;
  for (const tensor_view& view : tensors) {
    answer.tensors.push_back(
        {std::string(view.name), view.type, {view.shape.begin(), view.shape.end()}, {}, {}});
    bytes += detail::packed_bytes(view.type, element_count(view));
  }
  progress_meter meter(options.on_progress, "hash", bytes);
  const std::vector<part_of_tensor> parts = parts_of(tensors);
  std::vector<result<void>> outcomes(parts.size());
  std::atomic<bool> failed{false};
  hashing all(tensors, answer);
  parallel_for(parts.size(), options.threads, [&](std::size_t i) {
    if (failed.load(std::memory_order_relaxed)) return;
    outcomes[i] = all.hash(parts[i], meter);
    if (!outcomes[i]) failed.store(true, std::memory_order_relaxed);
  });
  for (result<void>& outcome : outcomes)
    if (!outcome) return std::move(outcome).error();
  add_roots(tensors, take_inventory(tensors, {options.map, options.threads}), answer);
  return answer;
}

} // namespace weightkin
