#include "reader/layout/concatenation.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "reader/decode/decoded_elements.hpp"
#include "reader/layout/rearrangement.hpp"

namespace weightkin {
namespace {

/// Rows of several sources, dealt in turn: a row of the whole is a row of each.
class concatenated_elements final : public element_source {
public:
  struct part {
    std::shared_ptr<const element_source> elements;
    std::uint64_t begin; ///< of its row in the row of the whole
    std::uint64_t width; ///< elements of its row
  };

  concatenated_elements(std::vector<part> parts, std::size_t element_bytes, std::uint64_t rows)
      : parts_(std::move(parts)), element_bytes_(element_bytes),
        width_(parts_.back().begin + parts_.back().width), elements_(rows * width_) {}

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    if (scratch.size() / element_bytes_ < count || first > elements_ || count > elements_ - first)
      return error{errc::bad_argument,
                   "reading a range that does not fit the tensor or the scratch"};
    for (std::size_t done = 0; done < count;) {
      const std::uint64_t row = (first + done) / width_;
      const std::uint64_t column = (first + done) % width_;
      const part& from = part_at(column);
      const std::uint64_t within = column - from.begin;
      const auto length =
          static_cast<std::size_t>(std::min<std::uint64_t>(from.width - within, count - done));
      const auto out = scratch.subspan(done * element_bytes_, length * element_bytes_);
      const auto got = from.elements->read(row * from.width + within, length, out);
      if (!got) return got;
      if (got->data() != out.data()) std::memcpy(out.data(), got->data(), out.size());
      done += length;
    }
    return std::span<const std::byte>(scratch.first(count * element_bytes_));
  }

private:
  [[nodiscard]] const part& part_at(std::uint64_t column) const noexcept {
    return *(std::upper_bound(parts_.begin(), parts_.end(), column,
                              [](std::uint64_t at, const part& row) { return at < row.begin; }) -
             1);
  }

  std::vector<part> parts_;
  std::size_t element_bytes_;
  std::uint64_t width_;
  std::uint64_t elements_;
};

bool fits(const stored_tensor& first, const stored_tensor& other, std::size_t axis) noexcept {
  if (first.type != other.type || first.shape.size() != other.shape.size()) return false;
  for (std::size_t i = 0; i < first.shape.size(); ++i)
    if (i != axis && first.shape[i] != other.shape[i]) return false;
  return rearrangement::possible(other);
}

/// All stored parts of all tensors; what else the encoding says, the first one says.
std::shared_ptr<const stored_encoding> joined_encoding(std::span<const stored_tensor> tensors) {
  if (tensors.front().encoding == nullptr) return nullptr;
  auto joined = std::make_shared<stored_encoding>(*tensors.front().encoding);
  for (const stored_tensor& other : tensors.subspan(1)) {
    if (other.encoding == nullptr) continue;
    joined->parts.insert(joined->parts.end(), other.encoding->parts.begin(),
                         other.encoding->parts.end());
    joined->undo_error = std::max(joined->undo_error, other.encoding->undo_error);
  }
  return joined;
}

stored_tensor join(std::span<const stored_tensor> tensors, std::size_t axis) {
  stored_tensor out = tensors.front();
  std::uint64_t rows = 1;
  for (std::size_t i = 0; i < axis; ++i)
    rows *= out.shape[i];
  std::vector<concatenated_elements::part> parts;
  std::uint64_t begin = 0;
  out.shape[axis] = 0;
  for (const stored_tensor& tensor : tensors) {
    const std::uint64_t width = element_count(tensor) / rows;
    parts.push_back({elements_of(tensor), begin, width});
    begin += width;
    out.shape[axis] += tensor.shape[axis];
  }
  out.strides.clear();
  out.decoded =
      std::make_shared<concatenated_elements>(std::move(parts), bits_of(out.type) / 8, rows);
  return out;
}

} // namespace

std::optional<stored_tensor> concatenate(std::span<const stored_tensor> tensors, std::size_t axis) {
  for (const stored_tensor& tensor : tensors)
    if (axis >= tensor.shape.size() || !fits(tensors.front(), tensor, axis)) return std::nullopt;
  stored_tensor out = join(tensors, axis);
  out.encoding = joined_encoding(tensors);
  return out;
}

stored_tensor reorder_blocks(const stored_tensor& tensor, std::size_t axis,
                             std::span<const std::size_t> order) {
  const std::uint64_t extent = tensor.shape[axis] / order.size();
  std::vector<stored_tensor> blocks;
  for (const std::size_t block : order)
    blocks.push_back(rearrangement(tensor).narrow(axis, block * extent, extent).tensor());
  stored_tensor out = join(blocks, axis);
  out.storage_offset = tensor.storage_offset;
  for (const std::size_t block : order) // as `rearrangement`: another order is another tensor
    out.storage_offset = (out.storage_offset ^ (block + 1)) * 0x9E3779B97F4A7C15U;
  out.offset = tensor.offset;
  return out;
}

} // namespace weightkin
