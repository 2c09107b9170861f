#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <span>

namespace weightkin::detail {

/// The kernels of one table, in place: a table is made where nothing may fail.
template <class Kernel>
class kernel_list {
public:
  explicit constexpr kernel_list(const Kernel& first) noexcept
      : rows_{first, first, first, first, first, first} {}

  constexpr void add(const Kernel& kernel) noexcept {
    assert(count_ < rows_.size());
    rows_[count_++] = kernel;
  }

  [[nodiscard]] constexpr std::span<const Kernel> rows() const noexcept {
    return std::span(rows_).first(count_);
  }

private:
  std::array<Kernel, 6> rows_; ///< one for each instruction set there is, and the portable one
  std::size_t count_ = 1;
};

} // namespace weightkin::detail
