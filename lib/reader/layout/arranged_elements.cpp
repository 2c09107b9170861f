#include "reader/layout/arranged_elements.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace weightkin {
namespace {

/// The longest run fetched from the base at once when its elements do not stay together.
constexpr std::size_t run_elements = std::size_t{1} << 14;

} // namespace

arranged_elements::arranged_elements(std::shared_ptr<const element_source> base,
                                     std::size_t element_bytes, std::vector<arranged_axis> axes,
                                     std::uint64_t first)
    : base_(std::move(base)), element_bytes_(element_bytes), axes_(std::move(axes)), first_(first) {
  if (axes_.empty()) axes_.push_back({1, 1});
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    elements_ *= axes_[axis].extent;
    if (axes_[axis].stride <= axes_[run_axis_].stride) run_axis_ = axis;
  }
  for (std::size_t axis = run_axis_ + 1; axis < axes_.size(); ++axis)
    inner_ *= axes_[axis].extent;
}

/// Base elements that `index`, counted over the axes [begin, end), lies behind their first.
std::uint64_t arranged_elements::place_of(std::size_t begin, std::size_t end,
                                          std::uint64_t index) const noexcept {
  std::uint64_t place = 0;
  for (std::size_t axis = end; axis-- > begin;) {
    place += index % axes_[axis].extent * axes_[axis].stride;
    index /= axes_[axis].extent;
  }
  return place;
}

/// Fetches runs from the base and deals them out.
struct arranged_elements::run_reader {
  const element_source& base;
  std::size_t size;
  std::vector<std::byte> scratch;

  /// `count` elements from `place` on, `stride` apart, to every `step`-th element of `out`.
  result<void> deal(std::uint64_t place, std::uint64_t stride, std::uint64_t count, std::byte* out,
                    std::uint64_t step) {
    const std::uint64_t at_once = stride == 1 ? run_elements : 1;
    for (std::uint64_t done = 0; done < count;) {
      const auto part = static_cast<std::size_t>(std::min(at_once, count - done));
      std::byte* const to = out + done * step * size;
      if (scratch.size() < part * size && step != 1) scratch.resize(part * size);
      const std::span<std::byte> into = step == 1 ? std::span(to, part * size) : std::span(scratch);
      const auto got = base.read(place + done * stride, part, into);
      if (!got) return got.error();
      if (step == 1) {
        if (got->data() != to) std::memcpy(to, got->data(), part * size);
      } else {
        for (std::size_t i = 0; i < part; ++i)
          std::memcpy(to + i * step * size, got->data() + i * size, size);
      }
      done += part;
    }
    return {};
  }
};

result<std::span<const std::byte>> arranged_elements::read(std::uint64_t first, std::size_t count,
                                                           std::span<std::byte> scratch) const {
  if (scratch.size() / element_bytes_ < count || first > elements_ || count > elements_ - first)
    return error{errc::bad_argument, "reading a range that does not fit the tensor or the scratch"};
  run_reader reader{*base_, element_bytes_, {}};
  const arranged_axis& run = axes_[run_axis_];
  const std::uint64_t block = run.extent * inner_;
  for (std::uint64_t done = 0; done < count;) {
    const std::uint64_t within = (first + done) % block;
    const std::uint64_t place = first_ + place_of(0, run_axis_, (first + done) / block);
    const std::uint64_t row = within / inner_;
    const std::uint64_t begin = within % inner_;
    const std::uint64_t left = std::min(count - done, block - within);
    // Whole rows of the inner axes share runs; of a row that is cut, each element is one.
    const std::uint64_t rows = begin == 0 && left >= inner_ ? left / inner_ : 1;
    const std::uint64_t end = std::min(inner_, begin + left);
    for (std::uint64_t inner = begin; inner < end; ++inner) {
      const std::uint64_t from =
          place + row * run.stride + place_of(run_axis_ + 1, axes_.size(), inner);
      std::byte* const out = scratch.data() + (done + inner - begin) * element_bytes_;
      if (auto dealt = reader.deal(from, run.stride, rows, out, inner_); !dealt)
        return std::move(dealt).error();
    }
    done += rows * (end - begin);
  }
  return std::span<const std::byte>(scratch.first(count * element_bytes_));
}

} // namespace weightkin
