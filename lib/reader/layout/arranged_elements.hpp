#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// One axis of a view into packed elements.
struct arranged_axis {
  std::uint64_t extent = 0;
  std::uint64_t stride = 0; ///< in elements
};

/// The elements of another source in another order: element [i, j, ...] of the view is element
/// first + i * stride_i + j * stride_j + ... of the base. Keeps their bits. Runs that lie together
/// in the base are read together, so a base that decodes blocks decodes each about once per run.
class arranged_elements final : public element_source {
public:
  /// \param element_bytes of the type, which fills whole bytes
  /// \param axes slowest first; every element they reach lies in `base`, which gives its elements
  ///        packed and in C order
  arranged_elements(std::shared_ptr<const element_source> base, std::size_t element_bytes,
                    std::vector<arranged_axis> axes, std::uint64_t first);

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override;

private:
  struct run_reader;

  [[nodiscard]] std::uint64_t place_of(std::size_t begin, std::size_t end,
                                       std::uint64_t index) const noexcept;

  std::shared_ptr<const element_source> base_;
  std::size_t element_bytes_;
  std::vector<arranged_axis> axes_;
  std::uint64_t first_;
  std::size_t run_axis_ = 0;   ///< the axis along which the base runs
  std::uint64_t inner_ = 1;    ///< elements of the axes after it
  std::uint64_t elements_ = 1; ///< of all axes
};

} // namespace weightkin
