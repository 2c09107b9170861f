#include "kernel/print_group.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kernel/print_portable.hpp"

namespace weightkin::detail {
namespace {

/// A run of `count` elements from lane `lead` on is a first piece of a block, whole blocks, a rest.
struct block_cut {
  block_cut(std::uint64_t first, std::size_t count) noexcept
      : lead(static_cast<std::size_t>(first % print_block)),
        head(lead == 0 ? 0 : std::min(print_block - lead, count)),
        whole((count - head) / print_block), rest((count - head) % print_block) {}

  std::size_t lead;  ///< lane of the first element
  std::size_t head;  ///< elements before the first whole block
  std::size_t whole; ///< blocks
  std::size_t rest;  ///< elements after the last

  [[nodiscard]] std::size_t head_blocks() const noexcept { return head == 0 ? 0 : 1; }
  [[nodiscard]] std::size_t blocks() const noexcept {
    return head_blocks() + whole + (rest == 0 ? 0 : 1);
  }
};

/// One piece with its hashes, added block by block or part of block.
template <class Real>
class piece_pass {
public:
  piece_pass(const print_ops& ops, const print_hashes& hashes, const print_piece<Real>& piece)
      : ops_(&ops), piece_(piece), cut_(piece.first, piece.count),
        turn_(hashes.groups(piece.first / print_group) % print_group_blocks),
        first_block_(static_cast<std::size_t>(piece.first / print_block % print_group_blocks)) {
    ops.hash(hashes.blocks, piece.first / print_block, cut_.blocks(), hashes_.data());
  }

  const print_ops& run(bool sampled, print_totals& totals) {
    add_whole(totals);
    const std::size_t after = cut_.head + cut_.whole * print_block;
    add_part(0, cut_.head, cut_.lead, 0, totals);
    add_part(after, cut_.rest, 0, cut_.head_blocks() + cut_.whole, totals);
    add_magnitudes(sampled, totals.magnitudes.data());
    return *ops_;
  }

private:
  [[nodiscard]] print_run<Real> whole_run() const noexcept {
    return {piece_.values + cut_.head,
            hashes_.data() + cut_.head_blocks(),
            cut_.whole,
            first_block_ + cut_.head_blocks(),
            piece_.precision,
            turn_};
  }

  void add_whole(print_totals& totals) {
    const print_run<Real> run = whole_run();
    if constexpr (std::is_same_v<Real, float>) {
      if (!ops_->survey(run, totals)) {
        ops_ = &portable_print_ops;
        (void)ops_->survey(run, totals);
      }
      ops_->sketch(run, totals.sketch.data());
    } else {
      survey_blocks(run, totals);
      sketch_blocks(run, totals.sketch.data());
    }
  }

  /// `count` elements from `begin` on, which lie from lane `lane` on in block number `block`.
  void add_part(std::size_t begin, std::size_t count, std::size_t lane, std::size_t block,
                print_totals& totals) {
    const block_picks picks(hashes_[block]);
    const std::size_t row = (first_block_ + block) ^ static_cast<std::size_t>(turn_);
    for (std::size_t i = 0; i < count; ++i) {
      const Real x = piece_.values[begin + i];
      survey_element(x, lane + i, picks.factor, totals);
      sketch_element(static_cast<double>(x), lane + i, picks,
                     totals.sketch.data() + print_block * row);
      if (!print_tame(static_cast<double>(x))) ops_ = &portable_print_ops;
    }
  }

  void add_magnitudes(bool sampled, std::uint64_t* bins) const {
    for (std::size_t row = 0; row < (sampled ? print_sampled_rows : print_group_blocks); ++row)
      add_magnitudes_of(static_cast<std::size_t>(row ^ turn_), bins);
  }

  /// \param block its number in the group; it need not be in this piece
  void add_magnitudes_of(std::size_t block, std::uint64_t* bins) const {
    const auto start = static_cast<std::size_t>(piece_.first % print_group);
    const std::size_t begin = std::max(block * print_block, start);
    const std::size_t end = std::min((block + 1) * print_block, start + piece_.count);
    for (std::size_t i = begin; i < end; ++i) {
      const auto x = static_cast<double>(piece_.values[i - start]);
      if (x != 0 && std::isfinite(x)) ++bins[print_magnitude(x)];
    }
  }

  const print_ops* ops_;
  const print_piece<Real>& piece_;
  block_cut cut_;
  std::uint64_t turn_;
  std::size_t first_block_;
  std::array<std::uint64_t, print_group_blocks> hashes_{};
};

void add_blocks(const print_ops& ops, const float* values, std::size_t blocks,
                const std::uint16_t* negative, print_moments& sums) {
  ops.moments(values, blocks, negative, sums);
}

void add_blocks(const print_ops&, const double* values, std::size_t blocks,
                const std::uint16_t* negative, print_moments& sums) {
  moments_of_blocks(values, blocks, negative, sums);
}

/// The signs of the features of consecutive blocks.
class column_signs {
public:
  column_signs(const print_ops& ops, const index_hash* columns, std::uint64_t block,
               std::size_t count)
      : any_(columns != nullptr) {
    if (!any_) return;
    std::array<std::uint64_t, most_blocks> hashes;
    ops.hash(*columns, block, count, hashes.data());
    for (std::size_t i = 0; i < count; ++i)
      signs_[i] = static_cast<std::uint16_t>(hashes[i]);
  }

  [[nodiscard]] const std::uint16_t* from(std::size_t block) const noexcept {
    return any_ ? signs_.data() + block : nullptr;
  }

private:
  static constexpr std::size_t most_blocks = print_group_blocks + 1;
  bool any_;
  std::array<std::uint16_t, most_blocks> signs_;
};

template <class Real>
print_moments moments_of(const print_ops& ops, const index_hash* columns, const Real* values,
                         std::size_t count, std::uint64_t feature) {
  const block_cut cut(feature, count);
  const column_signs signs(ops, columns, feature / print_block, cut.blocks());
  print_moments sums;
  // Zeros beside the elements of a part of a block add nothing.
  const auto add_part = [&](std::size_t begin, std::size_t size, std::size_t lane,
                            std::size_t block) {
    alignas(64) std::array<Real, print_block> padded{};
    std::copy_n(values + begin, size, padded.begin() + static_cast<std::ptrdiff_t>(lane));
    add_blocks(ops, padded.data(), 1, signs.from(block), sums);
  };
  if (cut.head > 0) add_part(0, cut.head, cut.lead, 0);
  if (cut.whole > 0)
    add_blocks(ops, values + cut.head, cut.whole, signs.from(cut.head_blocks()), sums);
  if (cut.rest > 0) add_part(count - cut.rest, cut.rest, 0, cut.head_blocks() + cut.whole);
  return sums;
}

} // namespace

const print_ops& add_piece(const print_ops& ops, const print_hashes& hashes, bool sampled,
                           const print_piece<float>& piece, print_totals& totals) {
  return piece_pass<float>(ops, hashes, piece).run(sampled, totals);
}

const print_ops& add_piece(const print_ops& ops, const print_hashes& hashes, bool sampled,
                           const print_piece<double>& piece, print_totals& totals) {
  return piece_pass<double>(ops, hashes, piece).run(sampled, totals);
}

print_moments piece_moments(const print_ops& ops, const index_hash* columns, const float* values,
                            std::size_t count, std::uint64_t feature) {
  return moments_of(ops, columns, values, count, feature);
}

print_moments piece_moments(const print_ops& ops, const index_hash* columns, const double* values,
                            std::size_t count, std::uint64_t feature) {
  return moments_of(ops, columns, values, count, feature);
}

} // namespace weightkin::detail
