#include "reader/hdf5/hdf5_filters.hpp"

#include <algorithm>
#include <optional>

#include <zlib.h>

#include "reader/hdf5/lzf.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {
namespace {

using filter_kind = hdf5_filter::kind_type;

constexpr unsigned most_filters = 32; ///< the bits of a chunk's mask
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t most_ratio = 1100; ///< more than deflate or LZF can reach

bool compresses(const hdf5_filter& filter) noexcept {
  return filter.kind == filter_kind::deflate || filter.kind == filter_kind::lzf;
}

std::optional<filter_kind> known_filter(unsigned id) noexcept {
  switch (id) {
  case 1: return filter_kind::deflate;
  case 2: return filter_kind::shuffle;
  case 3: return filter_kind::fletcher32;
  case 32000: return filter_kind::lzf;
  default: return std::nullopt;
  }
}

/// What the specification calls filters that the file may leave nameless.
std::string_view name_of_filter(unsigned id) noexcept {
  switch (id) {
  case 4: return "szip";
  case 5: return "nbit";
  case 6: return "scaleoffset";
  default: return {};
  }
}

/// Inflates a zlib stream into exactly `out`.
bool inflate_exactly(std::span<const std::byte> stored, std::span<std::byte> out) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return false;
  constexpr std::size_t most = std::size_t{1} << 30; // zlib counts in 32 bits
  std::size_t taken = 0;
  std::size_t made = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    // zlib promises not to write through next_in.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(stored.data() + taken));
    stream.avail_in = static_cast<uInt>(std::min(most, stored.size() - taken));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + made);
    stream.avail_out = static_cast<uInt>(std::min(most, out.size() - made));
    const uInt offered = stream.avail_in;
    const uInt room = stream.avail_out;
    status = inflate(&stream, Z_NO_FLUSH);
    taken += offered - stream.avail_in;
    made += room - stream.avail_out;
  }
  inflateEnd(&stream);
  return status == Z_STREAM_END && made == out.size();
}

/// Byte j of every element lies together; brings the elements together again.
void unshuffle(std::span<const std::byte> in, std::size_t element_bytes, std::span<std::byte> out) {
  const std::size_t count = in.size() / element_bytes;
  for (std::size_t byte = 0; byte < element_bytes; ++byte)
    for (std::size_t i = 0; i < count; ++i)
      out[i * element_bytes + byte] = in[byte * count + i];
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(count * element_bytes), in.end(),
            out.begin() + static_cast<std::ptrdiff_t>(count * element_bytes));
}

/// Early writers swapped the bytes of each half of the sum; both are accepted, as by the format's
/// own library.
bool fletcher_fits(std::span<const std::byte> bytes, std::uint32_t stored) noexcept {
  const std::uint32_t sum = hdf5_fletcher32(bytes);
  const std::uint32_t swapped = (sum & 0x00ff00ffU) << 8 | (sum >> 8 & 0x00ff00ffU);
  return stored == sum || stored == swapped;
}

} // namespace

std::uint32_t hdf5_fletcher32(std::span<const std::byte> bytes) noexcept {
  constexpr std::size_t words_between_folds = 360; // so that the sums stay in 32 bits
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  const auto fold = [](std::uint32_t sum) { return (sum & 0xffffU) + (sum >> 16); };
  std::size_t at = 0;
  while (at + 2 <= bytes.size()) {
    const std::size_t end = std::min(at + 2 * words_between_folds, bytes.size() / 2 * 2);
    for (; at < end; at += 2) {
      low += std::to_integer<std::uint32_t>(bytes[at]) << 8 |
             std::to_integer<std::uint32_t>(bytes[at + 1]);
      high += low;
    }
    low = fold(low);
    high = fold(high);
  }
  if (bytes.size() % 2 != 0) {
    low += std::to_integer<std::uint32_t>(bytes.back()) << 8;
    high += low;
    low = fold(low);
    high = fold(high);
  }
  low = fold(low);
  high = fold(high);
  return high << 16 | low;
}

result<hdf5_pipeline> read_hdf5_filters(const hdf5_file& file, hdf5_fields fields) {
  const std::uint64_t at = fields.at();
  const unsigned version = fields.u8();
  const unsigned count = fields.u8();
  if (version != 1 && version != 2)
    return file.fail(fault::header, at, "filter pipeline version " + std::to_string(version));
  if (count > most_filters) return file.fail(fault::header, at, "more than 32 filters");
  if (version == 1) fields.skip(6);
  hdf5_pipeline pipeline;
  for (unsigned i = 0; i < count; ++i) {
    const unsigned id = fields.u16();
    const bool has_name = version == 1 || id >= 256;
    const std::uint64_t name_bytes = has_name ? fields.u16() : 0;
    fields.skip(2); // whether the filter may be left out: the chunk's mask says whether it was
    const std::uint64_t values = fields.u16();
    std::string_view name = fields.text(name_bytes);
    const std::uint32_t first = values > 0 ? fields.u32() : 0;
    fields.skip(4 * (values > 0 ? values - 1 : 0));
    if (version == 1 && values % 2 != 0) fields.skip(4);
    if (fields.is_short()) return file.fail(fault::header, at, "the filter pipeline ends early");
    const auto kind = known_filter(id);
    if (!kind) {
      name = name.empty() ? name_of_filter(id) : name.substr(0, name.find('\0'));
      return file.unsupported(at, "filter " + std::to_string(id) + " " + detail::escaped(name) +
                                      " is not read");
    }
    pipeline.push_back({*kind, first});
  }
  if (std::count_if(pipeline.begin(), pipeline.end(), compresses) > 1)
    return file.unsupported(at, "chunks that are compressed twice are not read");
  return pipeline;
}

filter_fault undo_hdf5_filters(const hdf5_pipeline& pipeline, std::uint32_t skipped,
                               std::span<const std::byte> stored, std::size_t size,
                               std::vector<std::byte>& chunk) {
  chunk.clear();
  const auto is_applied = [&](std::size_t step) { return (skipped >> step & 1U) == 0; };
  for (std::size_t step = pipeline.size(); step-- > 0;) {
    const hdf5_filter& filter = pipeline[step];
    if (!is_applied(step)) continue;
    if (filter.kind == filter_kind::fletcher32) {
      if (stored.size() < checksum_bytes)
        return {fault::checksum, "the chunk is shorter than its checksum"};
      const auto body = stored.first(stored.size() - checksum_bytes);
      if (!fletcher_fits(body, load_u32(stored.data() + body.size())))
        return {fault::checksum, "the chunk's Fletcher-32 does not match"};
      stored = body;
      continue;
    }
    if (filter.kind == filter_kind::shuffle && filter.element_bytes < 2) continue;
    std::size_t out_bytes = stored.size();
    if (compresses(filter)) { // checksums of earlier steps were compressed with the chunk
      out_bytes = size;
      for (std::size_t earlier = 0; earlier < step; ++earlier)
        if (pipeline[earlier].kind == filter_kind::fletcher32 && is_applied(earlier))
          out_bytes += checksum_bytes;
      if (out_bytes / most_ratio > stored.size())
        return {fault::compress, "the chunk is too short to decompress to its size"};
    }
    std::vector<std::byte> out(out_bytes);
    if (filter.kind == filter_kind::shuffle)
      unshuffle(stored, filter.element_bytes, out);
    else if (!(filter.kind == filter_kind::lzf ? lzf_decompress(stored, out)
                                               : inflate_exactly(stored, out)))
      return {fault::compress, "the chunk does not decompress to exactly its size"};
    chunk = std::move(out);
    stored = chunk;
  }
  if (stored.size() != size)
    return {fault::compress, "the chunk has not the size that its dataset gives it"};
  if (chunk.empty()) chunk.assign(stored.begin(), stored.end());
  chunk.resize(size); // a checksum may still follow
  return {};
}

} // namespace weightkin
