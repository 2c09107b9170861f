#include "reader/decode/affine_elements.hpp"

#include <algorithm>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>

namespace weightkin {
namespace {

constexpr std::size_t tile_values = 4096;
constexpr std::uint64_t most_numbers = 65536; ///< read at once; more than a tile may be far apart

/// Elements of a stored tensor as f64, exact for all integers below 2^53.
result<std::vector<double>> read_numbers(const stored_tensor& tensor, std::uint64_t first,
                                         std::size_t count) {
  const auto source = elements_of(tensor);
  return read_as_f64(view_of(tensor, source.get()), first, count);
}

} // namespace

result<std::optional<std::vector<double>>> numbers_of(const block_numbers& blocks,
                                                      std::uint64_t first, std::size_t count) {
  std::vector<std::uint64_t> places(count);
  blocks.places.of(first, places);
  const auto [least, most] = std::minmax_element(places.begin(), places.end());
  const std::uint64_t begin = *least;
  const std::uint64_t range = *most - begin + 1;
  if (range > most_numbers) return std::optional<std::vector<double>>();
  const auto found = read_numbers(blocks.numbers, begin, static_cast<std::size_t>(range));
  if (!found) return found.error();
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i)
    numbers[i] = (*found)[static_cast<std::size_t>(places[i] - begin)];
  return std::optional(std::move(numbers));
}

result<void> affine_elements::decode(std::uint64_t first, std::span<float> out) const {
  for (std::size_t done = 0; done < out.size(); done += tile_values) {
    const std::size_t count = std::min(tile_values, out.size() - done);
    if (auto decoded = decode_tile(first + done, out.subspan(done, count)); !decoded)
      return decoded;
  }
  return {};
}

result<void> affine_elements::decode_tile(std::uint64_t first, std::span<float> out) const {
  const auto all = [&](const std::optional<block_numbers>& blocks, double otherwise) {
    using numbers = std::optional<std::vector<double>>;
    if (!blocks) return result<numbers>(std::vector<double>(out.size(), otherwise));
    return numbers_of(*blocks, first, out.size());
  };
  const auto scales = all(stored_.scales, 1);
  if (!scales) return scales.error();
  const auto zeros = all(stored_.zero_points, 0);
  if (!zeros) return zeros.error();
  if (!scales->has_value() || !zeros->has_value()) {
    const std::size_t half = out.size() / 2; // at the latest a single element has one place
    if (auto decoded = decode_tile(first, out.first(half)); !decoded) return decoded;
    return decode_tile(first + half, out.subspan(half));
  }
  const auto codes = read_numbers(stored_.codes, first, out.size());
  if (!codes) return codes.error();
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<float>((**scales)[i] * ((*codes)[i] - (**zeros)[i]));
  if (stored_.halves)
    for (float& value : out)
      value = widen_f16(narrow_f16(value));
  return {};
}

} // namespace weightkin
