#include "align/carry/turned_elements.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include <weightkin/core/element_reader.hpp>

namespace weightkin::detail {
namespace {

/// Base elements [first, first + count) as f32.
result<void> read_wide(const tensor_view& base, std::uint64_t first, std::size_t count,
                       std::vector<std::byte>& packed, float* out) {
  packed.resize((count * bits_of(base.type) + 7) / 8);
  auto bytes = read_elements(base, first, count, packed);
  if (!bytes) return std::move(bytes).error();
  widen_to_f32(base.type, *bytes, count, out);
  return {};
}

float dot(const float* a, const float* b, std::size_t count) {
  constexpr std::size_t lanes = 8;
  std::array<float, lanes> sums{};
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] += a[i + lane] * b[i + lane];
  float rest = 0;
  for (; i < count; ++i)
    rest += a[i] * b[i];
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) +
         rest;
}

} // namespace

result<std::unique_ptr<turned_elements>>
turned_elements::make(const tensor_view& base, std::size_t axis,
                      std::shared_ptr<const stream_turn> turn) {
  const bool fits = turn && base.shape.size() <= 2 && axis < base.shape.size() &&
                    turn->from == base.shape[axis] && turn->to > 0 && is_byte_sized(base.type) &&
                    turn->values.size() == turn->to * turn->from;
  if (!fits)
    return error{errc::bad_argument,
                 "tensor '" + std::string(base.name) + "': the stream's turn does not fit it"};
  std::unique_ptr<turned_elements> made(new turned_elements);
  made->base_ = base;
  made->axis_ = axis;
  made->shape_.assign(base.shape.begin(), base.shape.end());
  made->shape_[axis] = turn->to;
  made->turn_ = std::move(turn);
  return made;
}

/// The last axis turns: every line by itself.
result<void> turned_elements::turn_rows(std::uint64_t first, std::size_t count, float* out) const {
  const std::size_t to = turn_->to, from = turn_->from;
  std::vector<std::byte> packed;
  std::vector<float> line(from);
  for (std::size_t done = 0; done < count;) {
    const std::uint64_t row = (first + done) / to;
    const auto begin = static_cast<std::size_t>((first + done) % to);
    const std::size_t end = std::min(to, begin + (count - done));
    if (auto got = read_wide(base_, row * from, from, packed, line.data()); !got) return got;
    for (std::size_t i = begin; i < end; ++i)
      out[done + i - begin] = dot(turn_->values.data() + i * from, line.data(), from);
    done += end - begin;
  }
  return {};
}

/// Axis 0 of a matrix turns: a new line is a sum over all old ones. Lines that the read covers
/// together share the reading of the base.
result<void> turned_elements::turn_columns(std::uint64_t first, std::size_t count,
                                           float* out) const {
  const std::uint64_t width = shape_[1];
  std::fill_n(out, count, 0.0F);
  const std::uint64_t last = first + count - 1;
  const bool one_line = first / width == last / width;
  const std::uint64_t low = one_line ? first % width : 0;
  const std::uint64_t high = one_line ? last % width + 1 : width;
  std::vector<std::byte> packed;
  std::vector<float> line(static_cast<std::size_t>(high - low));
  for (std::size_t k = 0; k < turn_->from; ++k) {
    if (auto got = read_wide(base_, k * width + low, line.size(), packed, line.data()); !got)
      return got;
    for (std::size_t done = 0; done < count;) {
      const std::uint64_t row = (first + done) / width;
      const std::uint64_t begin = (first + done) % width;
      const std::uint64_t end = std::min<std::uint64_t>(width, begin + (count - done));
      const float weight = turn_->values[static_cast<std::size_t>(row) * turn_->from + k];
      const float* old = line.data() + (begin - low);
      const auto length = static_cast<std::size_t>(end - begin);
      for (std::size_t i = 0; i < length; ++i)
        out[done + i] += weight * old[i];
      done += length;
    }
  }
  return {};
}

result<std::span<const std::byte>> turned_elements::read(std::uint64_t first, std::size_t count,
                                                         std::span<std::byte> scratch) const {
  if (scratch.size() < count * sizeof(float))
    return error{errc::bad_argument,
                 "tensor '" + std::string(base_.name) + "': scratch is too small"};
  if (count == 0) return std::span<const std::byte>{};
  std::vector<float> values(count);
  auto turned = axis_ + 1 == shape_.size() ? turn_rows(first, count, values.data())
                                           : turn_columns(first, count, values.data());
  if (!turned) return std::move(turned).error();
  std::memcpy(scratch.data(), values.data(), count * sizeof(float));
  return std::span<const std::byte>(scratch.data(), count * sizeof(float));
}

} // namespace weightkin::detail
