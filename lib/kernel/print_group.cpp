#include "kernel/print_group.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "kernel/block_cut.hpp"
#include "kernel/print_portable.hpp"

namespace weightkin::detail {
namespace {

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

  const print_ops& run(bool sampled, open_totals& open) {
    print_totals& totals = open.totals();
    add_whole(open);
    const std::size_t after = cut_.head + cut_.whole * print_block;
    add_part(0, cut_.head, cut_.lead, 0, totals);
    add_part(after, cut_.rest, 0, cut_.head_blocks() + cut_.whole, totals);
    add_magnitudes(sampled, totals.magnitudes.data());
    if (manner_ == print_manner::wild) return portable_print_ops;
    return manner_ == print_manner::gentle && ops_->gently != nullptr ? *ops_->gently : *ops_;
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

  void add_whole(open_totals& open) {
    print_totals& totals = open.totals();
    const print_run<Real> run = whole_run();
    if constexpr (std::is_same_v<Real, float>) {
      manner_ = ops_->survey(run, totals);
      if (manner_ == print_manner::wild) (void)portable_print_ops.survey(run, totals);
      if (piece_.sketched) return;
      if (manner_ == print_manner::gentle) {
        ops_->sketch_gently(run, open.moved_for_group());
      } else {
        const print_ops& able = manner_ == print_manner::wild ? portable_print_ops : *ops_;
        open.add_excess(able.sketch(run, totals.sketch.data()));
      }
    } else {
      manner_ = print_manner::wild;
      survey_blocks(run, totals);
      (void)sketch_blocks(run, totals.sketch.data());
    }
  }

  /// `count` elements from `begin` on, which lie from lane `lane` on in block number `block`.
  void add_part(std::size_t begin, std::size_t count, std::size_t lane, std::size_t block,
                print_totals& totals) {
    if (count == 0) return;
    const block_picks picks(hashes_[block]);
    const std::size_t row = (first_block_ + block) ^ static_cast<std::size_t>(turn_);
    for (std::size_t i = 0; i < count; ++i) {
      const Real x = piece_.values[begin + i];
      survey_element(x, lane + i, picks.factor, totals);
      sketch_element(static_cast<double>(x), lane + i, picks,
                     totals.sketch.data() + print_block * row);
      if constexpr (std::is_same_v<Real, float>) manner_ = std::min(manner_, manner_of(x));
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
    for (std::size_t i = begin; i < end; ++i)
      count_magnitude(piece_.values[i - start], bins);
  }

  [[nodiscard]] static print_manner manner_of(float x) noexcept {
    if (!print_tame(static_cast<double>(x))) return print_manner::wild;
    return print_gentle(x) ? print_manner::gentle : print_manner::tame;
  }

  const print_ops* ops_;
  print_manner manner_ = print_manner::wild;
  const print_piece<Real>& piece_;
  block_cut cut_;
  std::uint64_t turn_;
  std::size_t first_block_;
  std::array<std::uint64_t, print_group_blocks> hashes_{};
};

} // namespace

bool sketch_groups(const print_ops& ops, const print_hashes& hashes, std::uint64_t group,
                   const std::byte* packed, std::uint64_t* buckets) {
  if (ops.sketch_packed == nullptr) return false;
  std::array<std::uint64_t, packed_groups::count * print_group_blocks> blocks;
  std::array<std::uint64_t, packed_groups::count> turns;
  ops.hash(hashes.blocks, group * print_group_blocks, blocks.size(), blocks.data());
  for (std::size_t g = 0; g < turns.size(); ++g)
    turns[g] = hashes.groups(group + g) % print_group_blocks;
  return ops.sketch_packed({packed, blocks.data(), turns.data()}, buckets);
}

const print_ops& add_piece(const print_ops& ops, const print_hashes& hashes, bool sampled,
                           const print_piece<float>& piece, open_totals& open) {
  return piece_pass<float>(ops, hashes, piece).run(sampled, open);
}

const print_ops& add_piece(const print_ops& ops, const print_hashes& hashes, bool sampled,
                           const print_piece<double>& piece, open_totals& open) {
  return piece_pass<double>(ops, hashes, piece).run(sampled, open);
}

} // namespace weightkin::detail
