#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "kernel/print_totals.hpp"

namespace weightkin::detail {

/// The rows of a matrix, in pages that exist once one of their rows was touched.
class print_rows {
public:
  static constexpr std::size_t page_rows = 64;
  using page = std::array<print_row, page_rows>;

  /// \param rows 0 for a tensor without rows
  explicit print_rows(std::size_t rows) : rows_(rows) {}

  [[nodiscard]] std::size_t size() const noexcept { return rows_; }
  [[nodiscard]] std::size_t pages() const noexcept { return (rows_ + page_rows - 1) / page_rows; }

  [[nodiscard]] page& touch_page(std::size_t number) {
    if (pages_.empty()) pages_.resize(pages());
    if (!pages_[number]) pages_[number] = std::make_unique<page>();
    return *pages_[number];
  }
  [[nodiscard]] print_row& touch(std::size_t row) {
    return touch_page(row / page_rows)[row % page_rows];
  }
  /// Null where no element was added.
  [[nodiscard]] const page* find_page(std::size_t number) const noexcept {
    return pages_.empty() ? nullptr : pages_[number].get();
  }
  /// Zeros where no element was added.
  [[nodiscard]] const print_row& row(std::size_t number) const noexcept {
    static constexpr print_row nothing{};
    const page* const found = find_page(number / page_rows);
    return found == nullptr ? nothing : (*found)[number % page_rows];
  }

  void merge(const print_rows& other);

private:
  std::size_t rows_;
  std::vector<std::unique_ptr<page>> pages_;
};

inline void print_rows::merge(const print_rows& other) {
  for (std::size_t number = 0; number < pages(); ++number) {
    const page* const from = other.find_page(number);
    if (from == nullptr) continue;
    page& to = touch_page(number);
    for (std::size_t i = 0; i < page_rows; ++i) {
      to[i].energy += (*from)[i].energy;
      for (std::size_t lane = 0; lane < print_block; ++lane)
        to[i].features[lane] += (*from)[i].features[lane];
    }
  }
}

} // namespace weightkin::detail
