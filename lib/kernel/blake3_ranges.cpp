#include "kernel/blake3_ranges.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "kernel/blake3_tree.hpp"
#include "kernel/state_bytes.hpp"

namespace weightkin::detail {

std::uint64_t blake3_ranges::last_chunk() const noexcept {
  return size_ == 0 ? 0 : (size_ - 1) / blake3_chunk;
}

/// Chunks of the largest complete subtree that begins at chunk `first` and ends by `end`.
std::uint64_t blake3_ranges::largest_subtree(std::uint64_t first, std::uint64_t end) const {
  const std::uint64_t chunks = std::bit_floor(end - first);
  return first == 0 ? chunks : std::min(chunks, std::uint64_t{1} << std::countr_zero(first));
}

void blake3_ranges::push(std::uint64_t first, subtree grown) {
  for (;;) {
    const auto sibling = subtrees_.find(first ^ grown.chunks);
    if (sibling == subtrees_.end() || sibling->second.chunks != grown.chunks) break;
    const bool is_left = sibling->first < first;
    const words8& left = is_left ? sibling->second.value : grown.value;
    const words8& right = is_left ? grown.value : sibling->second.value;
    grown = {2 * grown.chunks, blake3_compress(blake3_parent_node(left, right))};
    first = std::min(first, sibling->first);
    subtrees_.erase(sibling);
  }
  subtrees_.emplace(first, grown);
}

void blake3_ranges::close_if_whole(std::uint64_t chunk) {
  const std::uint64_t first = chunk * blake3_chunk;
  if (chunk == last_chunk() || !added_.covers(first, first + blake3_chunk)) return;
  const auto open = open_.find(chunk);
  push(chunk, {1, blake3_compress(blake3_chunk_node(open->second, chunk))});
  open_.erase(open);
}

void blake3_ranges::add(std::uint64_t first, std::span<const std::byte> bytes, unsigned threads) {
  const blake3_kernel& kernel = all_blake3_kernels().back();
  added_.add(first, first + bytes.size());
  while (!bytes.empty()) {
    const std::uint64_t chunk = first / blake3_chunk;
    const std::size_t inside = first % blake3_chunk;
    const std::uint64_t end = std::min(chunk + bytes.size() / blake3_chunk, last_chunk());
    std::size_t taken = 0;
    if (inside == 0 && chunk < end) {
      const std::uint64_t chunks = largest_subtree(chunk, end);
      push(chunk, {chunks, blake3_subtree(kernel, bytes.data(), chunks, chunk, threads)});
      taken = chunks * blake3_chunk;
    } else {
      taken = std::min(bytes.size(), blake3_chunk - inside);
      std::memcpy(open_[chunk].data() + inside, bytes.data(), taken);
      close_if_whole(chunk);
    }
    first += taken;
    bytes = bytes.subspan(taken);
  }
}

void blake3_ranges::merge(const blake3_ranges& other) {
  added_.add(other.added_);
  for (const auto& [first, one] : other.subtrees_)
    push(first, one);
  for (const auto& [chunk, bytes] : other.open_) {
    const std::uint64_t begin = chunk * blake3_chunk;
    const std::uint64_t end = std::min(begin + blake3_chunk, size_);
    chunk_bytes& mine = open_[chunk];
    for (const index_ranges::range& piece : other.added_.within(begin, end))
      std::memcpy(mine.data() + (piece.first - begin), bytes.data() + (piece.first - begin),
                  piece.end - piece.first);
    close_if_whole(chunk);
  }
}

digest blake3_ranges::finish() const {
  const std::uint64_t chunk = last_chunk();
  blake3_node last = blake3_chunk_node({}, 0);
  if (size_ > 0)
    last = blake3_chunk_node(std::span(open_.at(chunk)).first(size_ - chunk * blake3_chunk), chunk);
  // What is left of the last chunk is complete subtrees, largest first: one per bit of its number.
  for (auto one = subtrees_.rbegin(); one != subtrees_.rend(); ++one)
    last = blake3_parent_node(one->second.value, blake3_compress(last));
  return blake3_root(last);
}

/// What was added outside of complete subtrees, cut at chunks, in order.
std::vector<index_ranges::range> blake3_ranges::open_pieces() const {
  std::vector<index_ranges::range> pieces;
  for (const auto& [first, end] : added_.all())
    for (std::uint64_t at = first; at < end;) {
      const std::uint64_t chunk = at / blake3_chunk;
      const std::uint64_t whole_end = std::min(end / blake3_chunk, last_chunk());
      if (at % blake3_chunk == 0 && chunk < whole_end) {
        at = whole_end * blake3_chunk;
        continue;
      }
      const std::uint64_t next = std::min((chunk + 1) * blake3_chunk, end);
      pieces.push_back({at, next});
      at = next;
    }
  return pieces;
}

void blake3_ranges::save(std::vector<std::byte>& bytes) const {
  added_.save(bytes);
  for (const auto& [first, one] : subtrees_)
    for (const std::uint32_t word : one.value)
      put_number(bytes, word);
  for (const index_ranges::range& piece : open_pieces()) {
    const auto from = open_.at(piece.first / blake3_chunk).begin() +
                      static_cast<std::ptrdiff_t>(piece.first % blake3_chunk);
    bytes.insert(bytes.end(), from, from + static_cast<std::ptrdiff_t>(piece.end - piece.first));
  }
}

bool blake3_ranges::load(std::span<const std::byte>& bytes) {
  blake3_ranges read(size_);
  if (!read.added_.load(bytes, size_)) return false;
  // Which subtrees and pieces there are follows from what was added.
  for (const auto& [first, end] : read.added_.all()) {
    std::uint64_t chunk = first / blake3_chunk + (first % blake3_chunk != 0 ? 1 : 0);
    const std::uint64_t whole_end = std::min(end / blake3_chunk, last_chunk());
    while (chunk < whole_end) {
      subtree one{largest_subtree(chunk, whole_end), {}};
      for (std::uint32_t& word : one.value)
        if (!take_number(bytes, word)) return false;
      read.subtrees_.emplace(chunk, one);
      chunk += one.chunks;
    }
  }
  for (const index_ranges::range& piece : read.open_pieces()) {
    const std::size_t count = piece.end - piece.first;
    if (bytes.size() < count) return false;
    std::memcpy(read.open_[piece.first / blake3_chunk].data() + piece.first % blake3_chunk,
                bytes.data(), count);
    bytes = bytes.subspan(count);
  }
  *this = std::move(read);
  return true;
}

} // namespace weightkin::detail
