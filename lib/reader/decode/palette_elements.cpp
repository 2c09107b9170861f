#include "reader/decode/palette_elements.hpp"

#include <algorithm>
#include <vector>

namespace weightkin {
namespace {

constexpr std::size_t palette_tile = 16384;
constexpr std::uint64_t most_entries = 65536; ///< codes, or entries of tables, read at once

} // namespace

result<void> palette_elements::decode(std::uint64_t first, std::span<float> out) const {
  for (std::size_t done = 0; done < out.size(); done += palette_tile) {
    const std::size_t count = std::min(palette_tile, out.size() - done);
    if (auto decoded = decode_tile(first + done, out.subspan(done, count)); !decoded)
      return decoded;
  }
  return {};
}

std::uint64_t palette_elements::code_of(std::uint64_t element) const noexcept {
  const std::uint64_t row = element / stored_.inner;
  return row / stored_.vector * stored_.inner + element % stored_.inner;
}

result<void> palette_elements::decode_tile(std::uint64_t first, std::span<float> out) const {
  const auto halves = [&]() -> result<void> {
    const std::size_t half = out.size() / 2;
    if (auto decoded = decode_tile(first, out.first(half)); !decoded) return decoded;
    return decode_tile(first + half, out.subspan(half));
  };
  // Within a row codes follow one another; across rows all of theirs are read.
  const std::uint64_t last = first + out.size() - 1;
  const std::uint64_t inner = stored_.inner;
  const bool one_row = first / inner == last / inner;
  const std::uint64_t begin = one_row ? code_of(first) : first / inner / stored_.vector * inner;
  const std::uint64_t end =
      one_row ? code_of(last) + 1 : (last / inner / stored_.vector + 1) * inner;
  if (end - begin > most_entries && out.size() > 1) return halves();

  std::vector<std::uint64_t> tables(static_cast<std::size_t>(end - begin));
  stored_.places.of(begin, tables);
  const auto [least, most] = std::minmax_element(tables.begin(), tables.end());
  const std::uint64_t first_table = *least;
  const std::uint64_t entries = stored_.palettes * stored_.vector;
  const std::uint64_t range = (*most - first_table + 1) * entries;
  if (range > most_entries && out.size() > 1) return halves();

  std::vector<float> codes(tables.size());
  if (auto read = read_f32(stored_.codes, begin, codes); !read) return read;
  std::vector<float> values(static_cast<std::size_t>(range));
  if (auto read = read_f32(stored_.tables, first_table * entries, values); !read) return read;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto at = static_cast<std::size_t>(code_of(first + i) - begin);
    const auto code = static_cast<std::uint64_t>(codes[at]);
    const std::uint64_t part = (first + i) / inner % stored_.vector;
    out[i] = values[static_cast<std::size_t>((tables[at] - first_table) * entries +
                                             code * stored_.vector + part)];
  }
  return {};
}

} // namespace weightkin
