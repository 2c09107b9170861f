#include "reader/tensorflow/sliced_variable.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "reader/decode/decoded_elements.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

/// The elements of a tensor that is stored as slices along one axis, one after the other.
class sliced_elements final : public element_source {
public:
  /// \param slices of equal shape but for `axis`, along which they follow one another without gap
  sliced_elements(const std::vector<variable_slice>& slices, std::size_t axis)
      : element_bytes_(bits_of(slices.front().tensor.type) / 8) {
    for (const variable_slice& slice : slices) {
      std::uint64_t share = 1;
      for (std::size_t i = axis; i < slice.tensor.shape.size(); ++i)
        share *= slice.tensor.shape[i];
      if (share == 0) continue;
      parts_.push_back({row_, share, elements_of(slice.tensor)});
      row_ += share;
    }
  }

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    if (scratch.size() / element_bytes_ < count)
      return error{errc::bad_argument, "scratch is too small for the elements asked for"};
    const std::span<std::byte> out = scratch.first(count * element_bytes_);
    for (std::size_t done = 0; done < count;) {
      const std::uint64_t row = (first + done) / row_;
      const std::uint64_t in_row = (first + done) % row_;
      const part& piece = part_at(in_row);
      const std::uint64_t skip = in_row - piece.begin;
      const auto run =
          static_cast<std::size_t>(std::min<std::uint64_t>(count - done, piece.count - skip));
      const auto target = out.subspan(done * element_bytes_, run * element_bytes_);
      const auto got = piece.elements->read(row * piece.count + skip, run, target);
      if (!got) return got.error();
      if (got->data() != target.data()) std::memcpy(target.data(), got->data(), got->size());
      done += run;
    }
    return std::span<const std::byte>(out);
  }

private:
  struct part {
    std::uint64_t begin; ///< first element of its share in each row of the whole
    std::uint64_t count; ///< elements of that share
    std::shared_ptr<const element_source> elements;
  };

  [[nodiscard]] const part& part_at(std::uint64_t in_row) const {
    const auto after = std::upper_bound(
        parts_.begin(), parts_.end(), in_row,
        [](std::uint64_t position, const part& piece) { return position < piece.begin; });
    return *std::prev(after);
  }

  std::vector<part> parts_;
  std::uint64_t row_ = 0; ///< elements of the whole that the parts take turns to fill
  std::size_t element_bytes_;
};

/// Puts slices together that claim to be one variable.
class slice_joiner {
public:
  slice_joiner(const std::vector<std::uint64_t>& shape, std::string_view label,
               std::uint64_t offset, const std::string& where)
      : shape_(shape), label_(label), offset_(offset), where_(where) {}

  /// Fills in whole extents and finds the axis of the cut, if there is one.
  result<void> take(variable_slice& slice) {
    if (slice.extents.size() != shape_.size() || slice.tensor.shape.size() != shape_.size())
      return refuse(fault::shape, "a slice of another rank");
    for (std::size_t axis = 0; axis < shape_.size(); ++axis) {
      slice_extent& extent = slice.extents[axis];
      if (!extent.length) extent = {0, shape_[axis]};
      if (extent.start > shape_[axis] || *extent.length > shape_[axis] - extent.start)
        return refuse(fault::bounds, "a slice leaves the variable");
      if (slice.tensor.shape[axis] != *extent.length)
        return refuse(fault::shape, "a slice has another shape than the index says");
      if (*extent.length == shape_[axis]) continue;
      if (axis_ && *axis_ != axis)
        return detail::unsupported_at(label_, offset_, where_ + ": cut along several axes");
      axis_ = axis;
    }
    return {};
  }

  result<stored_tensor> join(std::vector<variable_slice> slices) {
    if (!axis_) return uncut(std::move(slices));
    const std::size_t axis = *axis_;
    std::sort(slices.begin(), slices.end(), [axis](const auto& a, const auto& b) {
      return a.extents[axis].start < b.extents[axis].start;
    });
    std::uint64_t next = 0;
    for (const variable_slice& slice : slices) {
      const std::uint64_t start = slice.extents[axis].start;
      if (start != next)
        return refuse(start < next ? fault::overlap : fault::hole,
                      "its slices do not follow one another");
      next = start + *slice.extents[axis].length;
    }
    if (next != shape_[axis]) return refuse(fault::hole, "its slices do not fill it");
    stored_tensor whole = slices.front().tensor;
    whole.shape = shape_;
    whole.decoded = std::make_shared<sliced_elements>(slices, axis);
    return whole;
  }

private:
  result<stored_tensor> uncut(std::vector<variable_slice> slices) {
    if (slices.size() != 1) return refuse(fault::overlap, "several slices of the whole");
    return std::move(slices.front().tensor);
  }
  [[nodiscard]] error refuse(fault why, const std::string& what) const {
    return detail::fail_at(why, label_, offset_, where_ + ": " + what);
  }

  const std::vector<std::uint64_t>& shape_;
  std::string_view label_;
  std::uint64_t offset_;
  const std::string& where_;
  std::optional<std::size_t> axis_;
};

} // namespace

result<stored_tensor> join_slices(const std::vector<std::uint64_t>& shape,
                                  std::vector<variable_slice> slices, std::string_view label,
                                  std::uint64_t offset, const std::string& where) {
  slice_joiner joiner(shape, label, offset, where);
  for (variable_slice& slice : slices)
    if (auto taken = joiner.take(slice); !taken) return std::move(taken).error();
  return joiner.join(std::move(slices));
}

} // namespace weightkin
