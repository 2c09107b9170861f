#include "reader/decode/affine_elements.hpp"

#include <algorithm>

#include <weightkin/core/element_reader.hpp>

namespace weightkin {
namespace {

constexpr std::size_t tile_values = 4096;

/// Elements of a stored tensor as f64, exact for all integers below 2^53.
result<std::vector<double>> read_numbers(const stored_tensor& tensor, std::uint64_t first,
                                         std::size_t count) {
  const auto source = elements_of(tensor);
  return read_as_f64(view_of(tensor, source.get()), first, count);
}

} // namespace

result<void> affine_elements::decode(std::uint64_t first, std::span<float> out) const {
  for (std::size_t done = 0; done < out.size(); done += tile_values) {
    const std::size_t count = std::min(tile_values, out.size() - done);
    if (auto decoded = decode_tile(first + done, out.subspan(done, count)); !decoded)
      return decoded;
  }
  return {};
}

result<void> affine_elements::decode_tile(std::uint64_t first, std::span<float> out) const {
  const auto numbers = codes(first, out.size());
  if (!numbers) return numbers.error();
  // The channels of a tile follow one another, from the last back to the first.
  const std::uint64_t first_channel = first / stored_.inner;
  const std::uint64_t last_channel = (first + out.size() - 1) / stored_.inner;
  const auto channels =
      static_cast<std::size_t>(std::min(stored_.channels, last_channel - first_channel + 1));
  const auto scales = of_channels(stored_.scales, first_channel, channels, 1);
  if (!scales) return scales.error();
  const auto zeros = of_channels(stored_.zero_points, first_channel, channels, 0);
  if (!zeros) return zeros.error();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto channel =
        static_cast<std::size_t>(((first + i) / stored_.inner - first_channel) % stored_.channels);
    out[i] = static_cast<float>((*scales)[channel] * ((*numbers)[i] - (*zeros)[channel]));
  }
  return {};
}

result<std::vector<double>> affine_elements::codes(std::uint64_t first, std::size_t count) const {
  if (!stored_.packed_4_bit) return read_numbers(stored_.codes, first, count);
  const auto bytes = read_numbers(stored_.codes, first / 2, (count + 1) / 2);
  if (!bytes) return bytes;
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto both = static_cast<unsigned>((*bytes)[i / 2]);
    const int half = static_cast<int>(i % 2 == 0 ? both & 15U : both >> 4U);
    numbers[i] = half < 8 ? half : half - 16;
  }
  return numbers;
}

/// The numbers of `count` channels from `first` (modulo their number) on.
result<std::vector<double>> affine_elements::of_channels(const std::optional<stored_tensor>& stored,
                                                         std::uint64_t first, std::size_t count,
                                                         double otherwise) const {
  if (!stored) return std::vector<double>(count, otherwise);
  const std::uint64_t begin = first % stored_.channels;
  const auto before_end =
      static_cast<std::size_t>(std::min<std::uint64_t>(count, stored_.channels - begin));
  auto numbers = read_numbers(*stored, begin, before_end);
  if (!numbers || before_end == count) return numbers;
  const auto rest = read_numbers(*stored, 0, count - before_end);
  if (!rest) return rest;
  numbers->insert(numbers->end(), rest->begin(), rest->end());
  return numbers;
}

} // namespace weightkin
