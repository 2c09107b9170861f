#include "fingerprint/sums/print_units.hpp"

#include <algorithm>

#include "kernel/print_moments.hpp"
#include "kernel/print_portable.hpp"

namespace weightkin::detail {
namespace {

std::uint64_t product(std::span<const std::uint64_t> extents) {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : extents)
    count *= extent;
  return count;
}

/// Whether the axis is one of the shape's and is made of these units.
bool fits(std::span<const std::uint64_t> shape, const unit_axis& axis) {
  if (axis.axis >= shape.size()) return false;
  const print_u128 extent = shape[axis.axis];
  return axis.units <= extent && axis.block <= extent && axis.gates <= extent &&
         print_u128{axis.units} * axis.block <= extent &&
         print_u128{axis.units} * axis.block * axis.gates == extent;
}

} // namespace

unit_map::unit_map(std::span<const std::uint64_t> shape, const unit_axis* axis) {
  if (axis == nullptr || axis->units < print_least_units || !fits(shape, *axis)) return;
  before_ = product(shape.first(axis->axis));
  after_ = product(shape.subspan(axis->axis + 1));
  if (before_ == 0 || after_ == 0) return;
  units_ = axis->units;
  block_ = axis->block;
  gates_ = axis->gates;
  sampled_ = std::min(units_, print_most_units);
  if (!axis->skip_diagonal || shape.size() < 2) return;
  if (axis->axis == 0) {
    diagonal_ = diagonal::after;
    diagonal_stride_ = after_ / shape[1];
  } else if (axis->axis == 1) {
    diagonal_ = diagonal::before;
  }
}

/// Adds one piece: slab by slab (one index before the axis), gate by gate, sampled unit by unit.
template <class Real>
class print_units::piece_pass {
public:
  piece_pass(const unit_map& map, const print_ops& ops, const index_hash& columns,
             const print_piece<Real>& piece, std::vector<print_lanes>& features)
      : map_(map), ops_(ops), columns_(columns), piece_(piece), features_(features),
        end_(piece.first + piece.count), run_(map.block_ * map.after_) {}

  void run() {
    const std::uint64_t gate_size = map_.units_ * run_;
    for (std::uint64_t gate = piece_.first / gate_size; gate * gate_size < end_; ++gate)
      add_gate(gate, gate * gate_size);
  }

private:
  /// All units of one gate, which begins at element `begin`.
  void add_gate(std::uint64_t gate, std::uint64_t begin) {
    slab_ = gate / map_.gates_;
    gate_ = gate % map_.gates_;
    const std::uint64_t skipped = piece_.first > begin ? (piece_.first - begin) / run_ : 0;
    for (std::uint64_t sample = map_.first_sample(skipped); sample < map_.sampled_; ++sample) {
      const std::uint64_t unit = map_.unit_of_sample(sample);
      const std::uint64_t first = begin + unit * run_;
      if (first >= end_) return;
      if (map_.diagonal_ == unit_map::diagonal::before && slab_ == unit) continue;
      for (std::uint64_t entry = 0; entry < map_.block_; ++entry)
        add_entry(sample, unit, entry, first + entry * map_.after_);
    }
  }

  /// The elements of one entry along the axis, `first` the first of them.
  void add_entry(std::uint64_t sample, std::uint64_t unit, std::uint64_t entry,
                 std::uint64_t first) {
    std::uint64_t from = std::max(first, piece_.first);
    const std::uint64_t to = std::min(first + map_.after_, end_);
    const std::uint64_t others = map_.before_ * map_.after_;
    const std::uint64_t feature =
        (gate_ * map_.block_ + entry) * others + slab_ * map_.after_ - first;
    if (map_.diagonal_ == unit_map::diagonal::after) {
      const std::uint64_t left_out = first + unit * map_.diagonal_stride_;
      add_run(sample, from, std::min(to, left_out), feature);
      from = std::max(from, left_out + map_.diagonal_stride_);
    }
    add_run(sample, from, to, feature);
  }

  /// Elements [from, to), of which element i is feature i + `feature`.
  void add_run(std::uint64_t sample, std::uint64_t from, std::uint64_t to, std::uint64_t feature) {
    if (from >= to) return;
    const auto count = static_cast<std::size_t>(to - from);
    const Real* const values = piece_.values + (from - piece_.first);
    print_lanes& lanes = features_[static_cast<std::size_t>(sample)];
    if (count < print_block) {
      for (std::size_t i = 0; i < count; ++i)
        add_one(static_cast<double>(values[i]), from + i + feature, lanes);
      return;
    }
    const print_moments sums = piece_moments(ops_, &columns_, values, count, from + feature);
    for (std::size_t lane = 0; lane < print_block; ++lane)
      lanes[lane] += sums.features[lane];
  }

  void add_one(double x, std::uint64_t feature, print_lanes& lanes) {
    if (!print_inside(x)) return;
    if (feature / print_block != hashed_) {
      hashed_ = feature / print_block;
      hash_ = columns_(hashed_);
    }
    const auto lane = static_cast<std::size_t>(feature % print_block);
    lanes[lane] += signed_as(print_value(x), ((hash_ >> lane) & 1U) != 0);
  }

  const unit_map& map_;
  const print_ops& ops_;
  const index_hash& columns_;
  const print_piece<Real>& piece_;
  std::vector<print_lanes>& features_;
  std::uint64_t end_;
  std::uint64_t run_; ///< elements of one unit that lie together
  std::uint64_t slab_ = 0;
  std::uint64_t gate_ = 0;
  std::uint64_t hashed_ = ~std::uint64_t{0}; ///< the block of features `hash_` is of
  std::uint64_t hash_ = 0;
};

template <class Real>
void print_units::add(const print_ops& ops, const index_hash& columns,
                      const print_piece<Real>& piece) {
  if (map_.any()) piece_pass<Real>(map_, ops, columns, piece, touch()).run();
}

template void print_units::add(const print_ops&, const index_hash&, const print_piece<float>&);
template void print_units::add(const print_ops&, const index_hash&, const print_piece<double>&);

void print_units::merge(const print_units& other) {
  if (!other.touched()) return;
  std::vector<print_lanes>& mine = touch();
  for (std::size_t unit = 0; unit < mine.size(); ++unit)
    for (std::size_t lane = 0; lane < print_block; ++lane)
      mine[unit][lane] += other.features_[unit][lane];
}

} // namespace weightkin::detail
