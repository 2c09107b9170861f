#include <algorithm>
#include <array>
#include <bit>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/fingerprint/checksum.hpp>

#include "fingerprint/digests/model_checksum.hpp"
#include "fingerprint/digests/packed_range.hpp"
#include "fingerprint/digests/tile_loops.hpp"
#include "kernel/index_hash.hpp"

namespace weightkin {
namespace {

using namespace detail;

constexpr std::size_t lanes = 16;
constexpr std::size_t words_at_once = 1024; ///< fit the first cache
constexpr std::uint32_t quiet_nan = 0x7FC00000;

/// w(x) of the page, for f32 patterns.
constexpr std::uint32_t word_of(std::uint32_t bits) { return is_nan_f32(bits) ? quiet_nan : bits; }

std::uint32_t word_of(double value) {
  if (value != value) return quiet_nan;
  const auto single = static_cast<float>(value);
  if (static_cast<double>(single) == value) return std::bit_cast<std::uint32_t>(single);
  return static_cast<std::uint32_t>(index_hash::mix(std::bit_cast<std::uint64_t>(value)));
}

/// The words of `count` packed elements of a real or integer type.
void read_words(dtype type, std::span<const std::byte> packed, std::size_t count,
                std::uint32_t* words) {
  switch (type) {
  case dtype::f32:
    for (std::size_t i = 0; i < count; ++i)
      words[i] = word_of(load_word<std::uint32_t>(packed.data(), i));
    return;
  case dtype::bf16:
    for (std::size_t i = 0; i < count; ++i)
      words[i] = word_of(std::uint32_t{load_word<std::uint16_t>(packed.data(), i)} << 16);
    return;
  case dtype::f16:
    for (std::size_t i = 0; i < count; ++i)
      words[i] = word_of(f32_of_f16(load_word<std::uint16_t>(packed.data(), i)));
    return;
  default: break;
  }
  std::array<double, words_at_once> values;
  widen_to_f64(type, packed, count, values.data());
  for (std::size_t i = 0; i < count; ++i)
    words[i] = word_of(values[i]);
}

/// Adds whole blocks of 16 words, the first being block number `block`.
void add_blocks(index_hash hash, std::uint64_t block, const std::uint32_t* words, std::size_t count,
                std::array<std::uint64_t, lanes>& sums) {
  std::array<std::uint64_t, lanes> now = sums;
  for (std::size_t start = 0; start < count; start += lanes, ++block) {
    const auto factor = static_cast<std::uint32_t>(hash(block) >> 32) | 1U;
    for (std::size_t lane = 0; lane < lanes; ++lane)
      now[lane] += std::uint64_t{factor} * words[start + lane];
  }
  sums = now;
}

} // namespace

model_checksum::model_checksum(std::span<const tensor_declaration> tensors, std::uint64_t seed)
    : seed_(seed) {
  for (const tensor_declaration& tensor : tensors)
    tensors_.push_back(
        {tensor.type, declared_elements(tensor), checksum_weight(tensor.name), 0, {}});
}

result<void> model_checksum::add(std::size_t tensor, std::uint64_t first, std::uint64_t count,
                                 std::span<const std::byte> packed) {
  if (tensor >= tensors_.size())
    return error{errc::bad_argument, "there is no tensor number " + std::to_string(tensor)};
  tensor_sum& sum = tensors_[tensor];
  if (auto fine = check_range(sum.type, sum.elements, first, count, packed.size()); !fine)
    return fine;
  sum.seen += count;
  const dtype type = real_type(sum.type);
  const std::uint64_t reals = is_complex(sum.type) ? 2 : 1;
  const index_hash hash(seed_, 1);
  // Blocks that are cut keep zeros in their other places, which add nothing.
  std::array<std::uint32_t, words_at_once + lanes> words;
  std::uint64_t at = first * reals;
  std::uint64_t left = count * reals;
  while (left > 0) {
    const std::size_t skipped = at % lanes;
    // Whole bytes: eight elements of any type are.
    const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(left, words_at_once));
    const auto bytes = packed.first(packed_bytes(type, now));
    const std::size_t end = (skipped + now + lanes - 1) / lanes * lanes;
    std::fill_n(words.begin(), skipped, 0U);
    read_words(type, bytes, now, words.data() + skipped);
    std::fill(words.begin() + static_cast<std::ptrdiff_t>(skipped + now),
              words.begin() + static_cast<std::ptrdiff_t>(end), 0U);
    add_blocks(hash, at / lanes, words.data(), end, sum.lanes);
    packed = packed.subspan(bytes.size());
    at += now;
    left -= now;
  }
  return {};
}

result<void> model_checksum::merge(const model_checksum& other) {
  const auto alike = [](const tensor_sum& a, const tensor_sum& b) {
    return a.type == b.type && a.elements == b.elements && a.weight == b.weight;
  };
  if (seed_ != other.seed_ || !std::equal(tensors_.begin(), tensors_.end(), other.tensors_.begin(),
                                          other.tensors_.end(), alike))
    return error{errc::bad_argument, "checksums of different models or seeds cannot be merged"};
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    tensors_[i].seen += other.tensors_[i].seen;
    for (std::size_t lane = 0; lane < lanes; ++lane)
      tensors_[i].lanes[lane] += other.tensors_[i].lanes[lane];
  }
  return {};
}

bool model_checksum::complete() const noexcept {
  return std::all_of(tensors_.begin(), tensors_.end(),
                     [](const tensor_sum& one) { return one.seen == one.elements; });
}

std::uint64_t model_checksum::value_of(const tensor_sum& tensor) const noexcept {
  const index_hash hash(seed_, 3);
  std::uint64_t sum = 0;
  for (std::size_t lane = 0; lane < lanes; ++lane)
    sum += (hash(lane) | 1U) * tensor.lanes[lane];
  return sum;
}

std::uint64_t model_checksum::value() const noexcept {
  std::uint64_t sum = 0;
  for (const tensor_sum& tensor : tensors_)
    sum += tensor.weight * value_of(tensor);
  return sum;
}

std::vector<std::uint64_t> model_checksum::tensor_values() const {
  std::vector<std::uint64_t> values;
  for (const tensor_sum& tensor : tensors_)
    values.push_back(value_of(tensor));
  return values;
}

std::vector<std::size_t> model_checksum::differing(std::span<const std::uint64_t> theirs) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < tensors_.size(); ++i)
    if (i >= theirs.size() || value_of(tensors_[i]) != theirs[i]) found.push_back(i);
  return found;
}

} // namespace weightkin
