#include "reader/hdf5/hdf5_chunked_bytes.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "reader/located_error.hpp"

namespace weightkin {

/// A run in C order is cut into boxes that fill all axes but one: [low, high) along each axis.
struct hdf5_chunked_bytes::box {
  index low{};
  index high{};
  std::uint64_t bytes = 0;
};

hdf5_chunked_bytes::hdf5_chunked_bytes(hdf5_chunked_dataset dataset)
    : dataset_(std::move(dataset)) {
  for (const std::uint64_t extent : dataset_.grid.shape)
    size_ *= extent;
}

result<std::span<const std::byte>> hdf5_chunked_bytes::read(std::uint64_t offset,
                                                            std::size_t length,
                                                            std::span<std::byte> scratch) const {
  if (offset > size_ || length > size_ - offset || length > scratch.size())
    return detail::fail_at(fault::truncated, label(), offset, "range leaves the dataset");
  for (std::size_t done = 0; done < length;) {
    const box part = first_box(offset + done, length - done);
    if (auto read = read_box(part, scratch.data() + done); !read) return std::move(read).error();
    done += static_cast<std::size_t>(part.bytes);
  }
  return std::span<const std::byte>(scratch.first(length));
}

/// The largest box at `offset`: whole sub-arrays where `offset` is at the beginning of one.
hdf5_chunked_bytes::box hdf5_chunked_bytes::first_box(std::uint64_t offset,
                                                      std::uint64_t length) const noexcept {
  const std::vector<std::uint64_t>& shape = dataset_.grid.shape;
  box part;
  std::size_t axis = shape.size() - 1; // along which the box extends
  std::uint64_t inner = 1;             // bytes of one step along it
  std::uint64_t rest = offset;
  bool may_grow = true;
  for (std::size_t at = shape.size(); at-- > 0;) {
    part.low[at] = rest % shape[at];
    rest /= shape[at];
    part.high[at] = part.low[at] + 1;
    if (at == 0 || !may_grow) continue;
    may_grow = part.low[at] == 0 && length / inner >= shape[at];
    if (!may_grow) continue;
    part.high[at] = shape[at];
    inner *= shape[at];
    axis = at - 1;
  }
  const std::uint64_t steps = std::min(shape[axis] - part.low[axis], length / inner);
  part.high[axis] = part.low[axis] + steps;
  part.bytes = steps * inner;
  return part;
}

result<void> hdf5_chunked_bytes::read_box(const box& part, std::byte* out) const {
  const std::vector<std::uint64_t>& chunk = dataset_.grid.chunk;
  const std::size_t rank = chunk.size();
  std::vector<std::uint64_t> place(rank);
  for (std::size_t axis = 0; axis < rank; ++axis)
    place[axis] = part.low[axis] / chunk[axis];
  while (true) {
    if (auto copied = copy_chunk(part, place, out); !copied) return copied;
    std::size_t axis = rank;
    while (axis-- > 0) {
      if (++place[axis] <= (part.high[axis] - 1) / chunk[axis]) break;
      place[axis] = part.low[axis] / chunk[axis];
      if (axis == 0) return {};
    }
  }
}

/// Copies what the box and the chunk at `place` share, row by row along the last axis.
result<void> hdf5_chunked_bytes::copy_chunk(const box& part,
                                            const std::vector<std::uint64_t>& place,
                                            std::byte* out) const {
  const hdf5_chunk_grid& grid = dataset_.grid;
  const std::size_t rank = grid.chunk.size();
  index low{};
  index high{};
  bool is_edge = false;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::uint64_t begin = place[axis] * grid.chunk[axis];
    // Compared as lengths: the end of the last chunk may lie beyond 64 bits.
    const std::uint64_t end = begin + std::min(grid.chunk[axis], grid.shape[axis] - begin);
    low[axis] = std::max(part.low[axis], begin);
    high[axis] = std::min(part.high[axis], end);
    is_edge = is_edge || end - begin < grid.chunk[axis];
  }
  const auto chunk = dataset_.table.find(grid.number_of(place));
  hdf5_chunk_cache::bytes held;
  std::span<const std::byte> stored;
  if (chunk) {
    const auto bytes = chunk_bytes(*chunk, is_edge, held);
    if (!bytes) return bytes.error();
    stored = *bytes;
  }
  const auto row_bytes = static_cast<std::size_t>(high[rank - 1] - low[rank - 1]);
  index row = low;
  while (true) {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    for (std::size_t axis = 0; axis < rank; ++axis) {
      from = from * grid.chunk[axis] + (row[axis] - place[axis] * grid.chunk[axis]);
      to = to * (part.high[axis] - part.low[axis]) + (row[axis] - part.low[axis]);
    }
    if (chunk)
      std::memcpy(out + to, stored.data() + from, row_bytes);
    else // the last axis counts bytes, so its position says which byte of an element this is
      for (std::size_t i = 0; i < row_bytes; ++i)
        out[to + i] = dataset_.fill[(row[rank - 1] + i) % dataset_.fill.size()];
    std::size_t axis = rank - 1;
    while (axis > 0 && ++row[axis - 1] == high[axis - 1]) {
      row[axis - 1] = low[axis - 1];
      --axis;
    }
    if (axis == 0) return {};
  }
}

result<std::span<const std::byte>>
hdf5_chunked_bytes::chunk_bytes(const hdf5_chunk& chunk, bool is_edge,
                                hdf5_chunk_cache::bytes& held) const {
  const bool is_plain = dataset_.pipeline.empty() || (is_edge && dataset_.edges_unfiltered);
  const byte_source& file = *dataset_.file;
  const bool in_place = file.in_place() != nullptr;
  const auto wanted = static_cast<std::size_t>(dataset_.grid.chunk_bytes);
  if (is_plain && chunk.bytes != wanted)
    return detail::fail_at(fault::header, label(), chunk.at, "a chunk has another size");
  if (is_plain && in_place) return file.read(chunk.at, wanted, {});
  held = dataset_.cache->find(this, chunk.number);
  if (held != nullptr) return std::span<const std::byte>(*held);
  std::vector<std::byte> scratch(in_place ? 0 : chunk.bytes);
  const auto stored = file.read(chunk.at, chunk.bytes, scratch);
  if (!stored) return stored.error();
  std::vector<std::byte> whole;
  if (is_plain) {
    whole.assign(stored->begin(), stored->end());
  } else {
    const filter_fault fault_found =
        undo_hdf5_filters(dataset_.pipeline, chunk.skipped, *stored, wanted, whole);
    if (fault_found.why != fault::none)
      return detail::fail_at(fault_found.why, label(), chunk.at, fault_found.what);
  }
  held = std::make_shared<const std::vector<std::byte>>(std::move(whole));
  dataset_.cache->keep(this, chunk.number, held);
  return std::span<const std::byte>(*held);
}

} // namespace weightkin
