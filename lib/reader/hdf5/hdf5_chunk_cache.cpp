#include "reader/hdf5/hdf5_chunk_cache.hpp"

#include <utility>

namespace weightkin {
namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20;
constexpr std::size_t most_chunks = 64; ///< few enough to be looked through one by one

} // namespace

hdf5_chunk_cache::bytes hdf5_chunk_cache::find(const void* dataset, std::uint64_t number) const {
  const std::scoped_lock lock(mutex_);
  for (const entry& held : entries_)
    if (held.dataset == dataset && held.number == number) return held.chunk;
  return nullptr;
}

void hdf5_chunk_cache::keep(const void* dataset, std::uint64_t number, bytes chunk) {
  const std::scoped_lock lock(mutex_);
  held_bytes_ += chunk->size();
  entries_.push_back({dataset, number, std::move(chunk)});
  while (entries_.size() > 1 && (held_bytes_ > most_bytes || entries_.size() > most_chunks)) {
    held_bytes_ -= entries_.front().chunk->size();
    entries_.pop_front();
  }
}

} // namespace weightkin
