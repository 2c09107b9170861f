#include "reader/decode/joined_elements.hpp"

#include <algorithm>
#include <cstring>

#include "reader/decode/decoded_elements.hpp"

namespace weightkin {
namespace {

class joined_elements final : public element_source {
public:
  explicit joined_elements(const std::vector<stored_tensor>& runs)
      : element_bytes_(bits_of(runs.front().type) / 8) {
    std::uint64_t first = 0;
    for (const stored_tensor& tensor : runs) {
      runs_.push_back({first, elements_of(tensor)});
      first += element_count(tensor);
    }
    end_ = first;
  }

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    if (scratch.size() / element_bytes_ < count || first > end_ || count > end_ - first)
      return error{errc::bad_argument, "reading a range that does not fit the tensor or scratch"};
    if (count == 0) return std::span<const std::byte>{};
    std::size_t run = static_cast<std::size_t>(
        std::upper_bound(runs_.begin(), runs_.end(), first,
                         [](std::uint64_t at, const placed_run& row) { return at < row.first; }) -
        runs_.begin() - 1);
    if (first + count <= end_of(run))
      return runs_[run].elements->read(first - runs_[run].first, count, scratch);
    for (std::size_t done = 0; done < count; ++run) {
      const std::uint64_t at = first + done;
      const auto part =
          static_cast<std::size_t>(std::min<std::uint64_t>(end_of(run) - at, count - done));
      if (part == 0) continue;
      const auto piece = scratch.subspan(done * element_bytes_, part * element_bytes_);
      const auto got = runs_[run].elements->read(at - runs_[run].first, part, piece);
      if (!got) return got;
      if (got->data() != piece.data()) std::memcpy(piece.data(), got->data(), piece.size());
      done += part;
    }
    return std::span<const std::byte>(scratch.first(count * element_bytes_));
  }

private:
  struct placed_run {
    std::uint64_t first; ///< element of the whole
    std::shared_ptr<const element_source> elements;
  };

  [[nodiscard]] std::uint64_t end_of(std::size_t run) const noexcept {
    return run + 1 < runs_.size() ? runs_[run + 1].first : end_;
  }

  std::size_t element_bytes_;
  std::vector<placed_run> runs_;
  std::uint64_t end_ = 0;
};

} // namespace

std::shared_ptr<const element_source> join_elements(const std::vector<stored_tensor>& runs) {
  return std::make_shared<joined_elements>(runs);
}

} // namespace weightkin
