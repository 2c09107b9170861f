#include "align/carry/picked_elements.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <weightkin/core/element_reader.hpp>

namespace weightkin::detail {
namespace {

error misfit(const tensor_view& base, const char* what) {
  return error{errc::bad_argument,
               "tensor '" + std::string(base.name) + "': the rearrangement's " + what};
}

result<void> check_change(const tensor_view& base, const axis_change& change) {
  if (change.turn) return misfit(base, "turn is not for picking");
  if (change.axis >= base.shape.size()) return misfit(base, "axis does not exist");
  const std::uint64_t extent = base.shape[change.axis];
  if (!change.factor.empty() && change.factor.size() != extent)
    return misfit(base, "factors are of another extent");
  for (const std::int64_t from : change.from)
    if (from < no_counterpart || from >= static_cast<std::int64_t>(extent))
      return misfit(base, "positions lie outside the axis");
  const std::size_t positions = change.from.empty() ? extent : change.from.size();
  if (!change.sign.empty() && change.sign.size() != positions)
    return misfit(base, "signs are of another extent");
  return {};
}

/// Factors and signs by new position; empty when all are one.
std::vector<float> combined_factors(const axis_change& change, std::size_t positions) {
  if (change.factor.empty() && change.sign.empty()) return {};
  std::vector<float> combined(positions, 1.0F);
  for (std::size_t i = 0; i < positions; ++i) {
    const std::int64_t from = change.from.empty() ? static_cast<std::int64_t>(i) : change.from[i];
    if (!change.factor.empty() && from != no_counterpart)
      combined[i] = change.factor[static_cast<std::size_t>(from)];
    if (!change.sign.empty() && change.sign[i] < 0) combined[i] = -combined[i];
  }
  return combined;
}

} // namespace

result<std::unique_ptr<picked_elements>>
picked_elements::make(const tensor_view& base, std::span<const axis_change> changes) {
  std::unique_ptr<picked_elements> made(new picked_elements);
  made->base_ = base;
  made->shape_.assign(base.shape.begin(), base.shape.end());
  made->rules_.resize(base.shape.size());
  for (const axis_change& change : changes) {
    if (auto fits = check_change(base, change); !fits) return std::move(fits).error();
    axis_rule& rule = made->rules_[change.axis];
    if (!rule.from.empty() || !rule.factor.empty()) return misfit(base, "axis is changed twice");
    if (!change.from.empty()) made->shape_[change.axis] = change.from.size();
    rule.from = change.from;
    rule.factor = combined_factors(change, static_cast<std::size_t>(made->shape_[change.axis]));
    made->values_change_ |= !rule.factor.empty();
  }
  made->values_change_ |= !is_byte_sized(base.type);
  made->type_ = made->values_change_ ? dtype::f32 : base.type;
  return made;
}

/// The base's run that run `outer` (counted over the outer axes in C order) comes from, and the
/// product of its factors; nothing when it is all zeros.
std::optional<picked_elements::run_origin> picked_elements::origin_of(std::uint64_t outer) const {
  run_origin origin;
  std::uint64_t stride = 1;
  for (std::size_t axis = shape_.size() - 1; axis-- > 0;) {
    const axis_rule& rule = rules_[axis];
    const auto position = static_cast<std::size_t>(outer % shape_[axis]);
    outer /= shape_[axis];
    const std::int64_t from = rule.source_of(position);
    if (from == no_counterpart) return std::nullopt;
    if (!rule.factor.empty()) origin.factor *= rule.factor[position];
    origin.run += static_cast<std::uint64_t>(from) * stride;
    stride *= base_.shape[axis];
  }
  return origin;
}

/// The stretch of a base run that positions [begin, end) come from; empty when all are zeros.
picked_elements::stretch picked_elements::stretch_of(std::uint64_t begin, std::uint64_t end) const {
  const axis_rule& rule = rules_.back();
  if (rule.from.empty()) return {begin, end};
  stretch found{base_.shape.back(), 0};
  for (std::uint64_t i = begin; i < end; ++i) {
    const std::int64_t from = rule.from[static_cast<std::size_t>(i)];
    if (from == no_counterpart) continue;
    found.low = std::min(found.low, static_cast<std::uint64_t>(from));
    found.high = std::max(found.high, static_cast<std::uint64_t>(from) + 1);
  }
  return found;
}

/// The bytes of the elements as they are, picked from those of the stretch that begins at `low`.
void picked_elements::copy_positions(std::uint64_t begin, std::uint64_t end, std::uint64_t low,
                                     const std::byte* bytes, std::byte* out) const {
  const std::size_t size = bits_of(type_) / 8;
  for (std::uint64_t i = begin; i < end; ++i, out += size) {
    const std::int64_t from = rules_.back().source_of(static_cast<std::size_t>(i));
    if (from == no_counterpart)
      std::memset(out, 0, size);
    else
      std::memcpy(out, bytes + (static_cast<std::uint64_t>(from) - low) * size, size);
  }
}

/// The same for values that change: `wide` holds the stretch.
void picked_elements::scale_positions(std::uint64_t begin, std::uint64_t end, std::uint64_t low,
                                      const float* wide, float factor, std::byte* out) const {
  const axis_rule& rule = rules_.back();
  for (std::uint64_t i = begin; i < end; ++i, out += sizeof(float)) {
    const std::int64_t from = rule.source_of(static_cast<std::size_t>(i));
    float value = 0;
    if (from != no_counterpart) value = wide[static_cast<std::uint64_t>(from) - low] * factor;
    if (!rule.factor.empty()) value *= rule.factor[static_cast<std::size_t>(i)];
    std::memcpy(out, &value, sizeof value);
  }
}

/// Positions [begin, end) of the innermost axis in run `outer`.
result<void> picked_elements::fill_run(std::uint64_t outer, std::uint64_t begin, std::uint64_t end,
                                       std::vector<std::byte>& packed, std::byte* out) const {
  const auto origin = origin_of(outer);
  const stretch wanted = stretch_of(begin, end);
  if (!origin || wanted.low >= wanted.high) {
    std::memset(out, 0, static_cast<std::size_t>(end - begin) * (bits_of(type_) / 8));
    return {};
  }
  // Elements of less than a byte are read from whole bytes.
  const std::uint64_t align = is_byte_sized(base_.type) ? 1 : 8;
  const std::uint64_t first = origin->run * base_.shape.back() + wanted.low;
  const std::uint64_t start = first / align * align;
  const std::uint64_t past = first + (wanted.high - wanted.low);
  const auto count = static_cast<std::size_t>(
      std::min((past + align - 1) / align * align, element_count(base_)) - start);
  packed.resize((count * bits_of(base_.type) + 7) / 8);
  auto bytes = read_elements(base_, start, count, packed);
  if (!bytes) return std::move(bytes).error();
  if (!values_change_) {
    copy_positions(begin, end, wanted.low, bytes->data(), out);
    return {};
  }
  std::vector<float> wide(count);
  widen_to_f32(base_.type, *bytes, count, wide.data());
  scale_positions(begin, end, wanted.low, wide.data() + (first - start), origin->factor, out);
  return {};
}

result<std::span<const std::byte>> picked_elements::read(std::uint64_t first, std::size_t count,
                                                         std::span<std::byte> scratch) const {
  const std::size_t size = bits_of(type_) / 8;
  if (scratch.size() < count * size)
    return error{errc::bad_argument,
                 "tensor '" + std::string(base_.name) + "': scratch is too small"};
  const std::uint64_t length = shape_.empty() ? 1 : shape_.back();
  std::vector<std::byte> packed;
  if (shape_.empty()) return read_elements(base_, first, count, scratch);
  for (std::size_t done = 0; done < count;) {
    const std::uint64_t at = first + done;
    const std::uint64_t begin = at % length;
    const std::uint64_t end = std::min<std::uint64_t>(length, begin + (count - done));
    if (auto filled = fill_run(at / length, begin, end, packed, scratch.data() + done * size);
        !filled)
      return std::move(filled).error();
    done += static_cast<std::size_t>(end - begin);
  }
  return std::span<const std::byte>(scratch.data(), count * size);
}

} // namespace weightkin::detail
