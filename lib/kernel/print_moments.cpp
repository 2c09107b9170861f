#include "kernel/print_moments.hpp"

#include <algorithm>
#include <array>

#include "kernel/block_cut.hpp"
#include "kernel/print_portable.hpp"

namespace weightkin::detail {
namespace {

void add_blocks(const print_ops& ops, const float* values, std::size_t blocks,
                const std::uint64_t* hashes, print_moments& sums) {
  ops.moments(values, blocks, hashes, sums);
}

void add_blocks(const print_ops&, const double* values, std::size_t blocks,
                const std::uint64_t* hashes, print_moments& sums) {
  moments_of_blocks(values, blocks, hashes, sums);
}

/// \param hashes null: no signs
template <class Real>
print_moments moments_of(const print_ops& ops, const std::uint64_t* hashes, const Real* values,
                         std::size_t count, std::uint64_t feature) {
  const block_cut cut(feature, count);
  const auto hashes_from = [&](std::size_t block) {
    return hashes != nullptr ? hashes + block : nullptr;
  };
  print_moments sums;
  // Zeros beside the elements of a part of a block add nothing.
  const auto add_part = [&](std::size_t begin, std::size_t size, std::size_t lane,
                            std::size_t block) {
    alignas(64) std::array<Real, print_block> padded{};
    std::copy_n(values + begin, size, padded.begin() + static_cast<std::ptrdiff_t>(lane));
    add_blocks(ops, padded.data(), 1, hashes_from(block), sums);
  };
  if (cut.head > 0) add_part(0, cut.head, cut.lead, 0);
  if (cut.whole > 0)
    add_blocks(ops, values + cut.head, cut.whole, hashes_from(cut.head_blocks()), sums);
  if (cut.rest > 0) add_part(count - cut.rest, cut.rest, 0, cut.head_blocks() + cut.whole);
  return sums;
}

template <class Real>
print_moments moments_with(const print_ops& ops, const index_hash* columns, const Real* values,
                           std::size_t count, std::uint64_t feature) {
  if (columns == nullptr) return moments_of(ops, nullptr, values, count, feature);
  std::array<std::uint64_t, print_group_blocks + 1> hashes;
  ops.hash(*columns, feature / print_block, block_cut(feature, count).blocks(), hashes.data());
  return moments_of(ops, hashes.data(), values, count, feature);
}

} // namespace

print_moments hashed_moments(const print_ops& ops, const std::uint64_t* hashes, const float* values,
                             std::size_t count, std::uint64_t feature) {
  return moments_of(ops, hashes, values, count, feature);
}

print_moments hashed_moments(const print_ops& ops, const std::uint64_t* hashes,
                             const double* values, std::size_t count, std::uint64_t feature) {
  return moments_of(ops, hashes, values, count, feature);
}

print_moments piece_moments(const print_ops& ops, const index_hash* columns, const float* values,
                            std::size_t count, std::uint64_t feature) {
  return moments_with(ops, columns, values, count, feature);
}

print_moments piece_moments(const print_ops& ops, const index_hash* columns, const double* values,
                            std::size_t count, std::uint64_t feature) {
  return moments_with(ops, columns, values, count, feature);
}

print_moments add_whole_rows(const print_ops& ops, const std::uint64_t* hashes, const float* values,
                             std::size_t columns, std::size_t rows, print_row* to) {
  print_moments sums;
  ops.rows(values, columns, rows, hashes, to, sums);
  return sums;
}

print_moments add_whole_rows(const print_ops&, const std::uint64_t* hashes, const double* values,
                             std::size_t columns, std::size_t rows, print_row* to) {
  print_moments sums;
  moments_of_rows(values, columns, rows, hashes, to, sums);
  return sums;
}

} // namespace weightkin::detail
