#include "fingerprint/digests/tensor_digests.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <string_view>
#include <thread>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "fingerprint/digests/host_order.hpp"
#include "fingerprint/digests/packed_range.hpp"
#include "fingerprint/digests/tile_packer.hpp"
#include "kernel/blake3_ranges.hpp"
#include "kernel/index_ranges.hpp"
#include "kernel/state_bytes.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t tile_reals = 16384;
constexpr std::uint64_t tile_entry = 1 + 32; ///< a tag and a digest

/// Tiles that are read from memory once for both digests.
constexpr std::uint64_t cached_tiles = 64;
/// Tiles a thread hashes between two meetings with the others, where there are others: a meeting
/// waits for the slowest.
constexpr std::uint64_t tiles_between_meetings = 1024;

/// What the value digest says of the tensor before its first tile.
std::vector<std::byte> value_header(const tensor_declaration& tensor) {
  std::vector<std::byte> bytes;
  for (const char letter : std::string_view("weightkin.value.v1\0", 19))
    bytes.push_back(static_cast<std::byte>(letter));
  const bool complex = is_complex(tensor.type);
  const char kind = complex ? 'c' : is_real(tensor.type) ? 'f' : 'i';
  bytes.push_back(static_cast<std::byte>(kind));
  const auto ones = std::count(tensor.shape.begin(), tensor.shape.end(), std::uint64_t{1});
  const std::size_t others = tensor.shape.size() - static_cast<std::size_t>(ones);
  put_number(bytes, static_cast<std::uint32_t>(others + (complex ? 1 : 0)));
  for (const std::uint64_t extent : tensor.shape)
    if (extent != 1) put_number(bytes, extent);
  if (complex) put_number(bytes, std::uint64_t{2});
  return bytes;
}

} // namespace

struct tensor_digests::state {
  explicit state(const tensor_declaration& tensor);

  [[nodiscard]] std::uint64_t end_of(std::uint64_t index) const {
    return std::min((index + 1) * tile, count);
  }
  /// Where the entry of the tile that holds element `first` begins.
  [[nodiscard]] std::uint64_t entry_of(std::uint64_t first) const {
    return header.size() + first / tile * tile_entry;
  }
  /// Whether [first, end) begins with a whole tile.
  [[nodiscard]] bool begins_tile(std::uint64_t first, std::uint64_t end) const {
    return first % tile == 0 && end >= end_of(first / tile);
  }
  /// How far the whole tiles at the beginning of [first, end) go; if there is none, the piece of
  /// a tile.
  [[nodiscard]] std::uint64_t end_of_run(std::uint64_t first, std::uint64_t end) const {
    if (!begins_tile(first, end)) return std::min(end, end_of(first / tile));
    return end == count ? end : end / tile * tile;
  }
  [[nodiscard]] std::vector<index_ranges::range> whole_ranges() const;
  [[nodiscard]] std::vector<index_ranges::range> loose_ranges() const;

  void take(std::uint64_t first, std::uint64_t end, std::span<const std::byte> packed,
            unsigned threads);
  void keep(std::uint64_t first, std::span<const std::byte> packed);
  void hash_if_whole(std::uint64_t index);
  void hash_tiles(std::uint64_t first, std::uint64_t end, std::span<const std::byte> packed,
                  unsigned threads);
  void hash_batch(std::uint64_t first, std::uint64_t end, std::span<const std::byte> packed,
                  unsigned threads);

  dtype type;
  std::uint64_t count;           ///< elements of the tensor
  std::uint64_t tile;            ///< elements of a tile; fewer when complex
  std::vector<std::byte> header; ///< what is hashed for the value digest before the first tile
  index_ranges added;            ///< elements
  /// Elements of tiles that are not whole yet, by the first one's number; no piece crosses tiles.
  std::map<std::uint64_t, std::vector<std::byte>> loose;
  blake3_ranges stored;
  blake3_ranges value;
};

tensor_digests::state::state(const tensor_declaration& tensor)
    : type(tensor.type), count(declared_elements(tensor)),
      tile(is_complex(tensor.type) ? tile_reals / 2 : tile_reals), header(value_header(tensor)),
      stored(packed_bytes(type, count)), value(entry_of(count + tile - 1)) {}

/// Hashes what the new range completes and keeps the rest.
void tensor_digests::state::take(std::uint64_t first, std::uint64_t end,
                                 std::span<const std::byte> packed, unsigned threads) {
  added.add(first, end);
  while (first < end) {
    const std::uint64_t next = end_of_run(first, end);
    const auto piece = packed.first(packed_bytes(type, next - first));
    if (begins_tile(first, end)) {
      hash_tiles(first, next, piece, threads);
    } else {
      keep(first, piece);
      hash_if_whole(first / tile);
    }
    packed = packed.subspan(piece.size());
    first = next;
  }
}

void tensor_digests::state::keep(std::uint64_t first, std::span<const std::byte> packed) {
  // Elements that follow one another are one piece.
  if (auto next = loose.upper_bound(first); next != loose.begin() && first % tile != 0) {
    auto& [before, bytes] = *std::prev(next);
    if (before / tile == first / tile && bytes.size() == packed_bytes(type, first - before)) {
      bytes.insert(bytes.end(), packed.begin(), packed.end());
      return;
    }
  }
  loose.emplace(first, std::vector<std::byte>(packed.begin(), packed.end()));
}

void tensor_digests::state::hash_if_whole(std::uint64_t index) {
  const std::uint64_t first = index * tile;
  const std::uint64_t end = end_of(index);
  if (!added.covers(first, end)) return;
  const auto begin_piece = loose.lower_bound(first);
  const auto end_piece = loose.lower_bound(end);
  if (begin_piece == end_piece) return; // done before
  std::vector<std::byte> packed;
  packed.reserve(packed_bytes(type, end - first));
  for (auto piece = begin_piece; piece != end_piece; ++piece)
    packed.insert(packed.end(), piece->second.begin(), piece->second.end());
  loose.erase(begin_piece, end_piece);
  hash_tiles(first, end, packed, 1);
}

/// Elements [first, end): whole tiles, the last one of the tensor perhaps shorter.
void tensor_digests::state::hash_tiles(std::uint64_t first, std::uint64_t end,
                                       std::span<const std::byte> packed, unsigned threads) {
  const std::uint64_t batch =
      tile * (threads > 1 ? tiles_between_meetings * threads : cached_tiles);
  while (first < end) {
    const std::uint64_t next = end - first > batch ? first + batch : end;
    const auto piece = packed.first(packed_bytes(type, next - first));
    hash_batch(first, next, piece, threads);
    packed = packed.subspan(piece.size());
    first = next;
  }
}

void tensor_digests::state::hash_batch(std::uint64_t first, std::uint64_t end,
                                       std::span<const std::byte> packed, unsigned threads) {
  const dtype real = real_type(type);
  const std::uint64_t at_byte = packed_bytes(type, first); // tiles begin at whole bytes
  if constexpr (host_is_big) {
    std::vector<std::byte> turned(packed.begin(), packed.end());
    stored.add(at_byte, make_little_endian(std::max<std::size_t>(bits_of(real) / 8, 1), turned),
               threads);
  } else {
    stored.add(at_byte, packed, threads);
  }
  const std::uint64_t tiles = (end - first + tile - 1) / tile;
  std::vector<std::byte> entries(tiles * tile_entry);
  const std::uint64_t parts = std::min<std::uint64_t>(tiles, threads);
  parallel_for(parts, threads, [&](std::size_t part) {
    tile_packer packer;
    for (std::uint64_t i = tiles * part / parts; i < tiles * (part + 1) / parts; ++i) {
      const std::uint64_t offset = packed_bytes(type, i * tile);
      const std::uint64_t elements = std::min(tile, end - first - i * tile);
      const auto bytes = packed.subspan(offset, packed_bytes(type, elements));
      const packed_tile done = packer.pack(real, bytes, elements * (is_complex(type) ? 2 : 1));
      entries[i * tile_entry] = static_cast<std::byte>(done.format);
      const digest hash = blake3(done.bytes);
      std::memcpy(entries.data() + i * tile_entry + 1, hash.bytes.data(), hash.bytes.size());
    }
  });
  value.add(entry_of(first), entries);
}

/// The whole tiles of what was added.
std::vector<index_ranges::range> tensor_digests::state::whole_ranges() const {
  std::vector<index_ranges::range> ranges;
  for (const auto& [first, end] : added.all()) {
    const std::uint64_t from = first / tile * tile + (first % tile != 0 ? tile : 0);
    const std::uint64_t to = end == count ? end : end / tile * tile;
    if (from < to) ranges.push_back({from, to});
  }
  return ranges;
}

/// What was added of tiles that are not whole, cut at tiles, in order.
std::vector<index_ranges::range> tensor_digests::state::loose_ranges() const {
  std::vector<index_ranges::range> ranges;
  for (const auto& [first, end] : added.all())
    for (std::uint64_t at = first; at < end;) {
      const std::uint64_t next = end_of_run(at, end);
      if (!begins_tile(at, end)) ranges.push_back({at, next});
      at = next;
    }
  return ranges;
}

tensor_digests::tensor_digests(const tensor_declaration& tensor)
    : state_(std::make_unique<state>(tensor)) {}
tensor_digests::tensor_digests(tensor_digests&&) noexcept = default;
tensor_digests& tensor_digests::operator=(tensor_digests&&) noexcept = default;
tensor_digests::~tensor_digests() = default;

result<void> tensor_digests::add(std::uint64_t first, std::uint64_t count,
                                 std::span<const std::byte> packed, unsigned threads) {
  if (auto fine = check_range(state_->type, state_->count, first, count, packed.size()); !fine)
    return fine;
  if (state_->added.overlaps(first, first + count))
    return error{errc::bad_argument, "elements were added twice"};
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  const std::uint64_t unused = packed.size() * 8 - count * bits_of(state_->type);
  if (unused == 0) {
    state_->take(first, first + count, packed, threads);
  } else { // the bits of a last byte that belong to no element count as zeros
    std::vector<std::byte> cleared(packed.begin(), packed.end());
    cleared.back() &= static_cast<std::byte>(0xFFU >> unused);
    state_->take(first, first + count, cleared, threads);
  }
  return {};
}

result<void> tensor_digests::merge(const tensor_digests& other) {
  state& mine = *state_;
  const state& theirs = *other.state_;
  if (mine.type != theirs.type || mine.count != theirs.count || mine.header != theirs.header)
    return error{errc::bad_argument, "digests of different tensors cannot be merged"};
  if (mine.added.overlaps(theirs.added))
    return error{errc::bad_argument, "elements were added twice"};
  mine.added.add(theirs.added);
  mine.stored.merge(theirs.stored);
  mine.value.merge(theirs.value);
  for (const auto& [first, bytes] : theirs.loose)
    mine.keep(first, bytes);
  for (const auto& [first, bytes] : theirs.loose)
    mine.hash_if_whole(first / mine.tile);
  return {};
}

bool tensor_digests::complete() const noexcept { return state_->added.count() == state_->count; }

tensor_digests::digests tensor_digests::finish() const {
  blake3_ranges value = state_->value;
  value.add(0, state_->header);
  return {state_->stored.finish(), value.finish()};
}

void tensor_digests::save(std::vector<std::byte>& bytes) const {
  state_->added.save(bytes);
  state_->stored.save(bytes);
  state_->value.save(bytes);
  for (const auto& [first, piece] : state_->loose)
    bytes.insert(bytes.end(), piece.begin(), piece.end());
}

result<void> tensor_digests::load(std::span<const std::byte>& bytes) {
  const error damaged{errc::bad_format, "the state of a tensor's digests is damaged",
                      fault::format};
  auto read = std::make_unique<state>(*state_);
  read->loose.clear();
  if (!read->added.load(bytes, read->count)) return damaged;
  for (const auto& [first, end] : read->added.all())
    if (!at_whole_byte(read->type, first, read->count) ||
        !at_whole_byte(read->type, end, read->count))
      return damaged;
  if (!read->stored.load(bytes) || !read->value.load(bytes)) return damaged;
  // What is in both hashes follows from which tiles are whole.
  index_ranges stored;
  index_ranges value;
  for (const auto& [first, end] : read->whole_ranges()) {
    stored.add(packed_bytes(read->type, first), packed_bytes(read->type, end));
    value.add(read->entry_of(first), read->entry_of(end + read->tile - 1));
  }
  if (read->stored.added() != stored || read->value.added() != value) return damaged;
  for (const auto& [first, end] : read->loose_ranges()) {
    const std::uint64_t size = packed_bytes(read->type, end - first);
    if (bytes.size() < size) return damaged;
    read->keep(first, bytes.first(size));
    bytes = bytes.subspan(size);
  }
  state_ = std::move(read);
  return {};
}

} // namespace weightkin::detail
