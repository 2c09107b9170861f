#include "fingerprint/sums/tensor_sums.hpp"

#include <algorithm>
#include <array>

#include "fingerprint/sums/sums_state.hpp"
#include "kernel/print_group.hpp"
#include "kernel/print_moments.hpp"
#include "kernel/print_widen.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t least_rows = 8;
constexpr std::uint64_t most_rows = 65536;
constexpr std::uint64_t least_columns = 16;
constexpr std::uint64_t packed_elements = packed_groups::count * print_group;

print_cast precision_of(dtype real) noexcept {
  if (real == dtype::bf16) return cast_bf16;
  return real == dtype::f16 ? cast_f16 : cast_none;
}

/// One call of `add`: group by group, widened, then summed.
class run_adder {
public:
  run_adder(const print_ops& ops, const print_hashes& hashes, const sums_shape& shape,
            sums_content& content)
      : ops_(ops), hashes_(hashes), shape_(shape), content_(content), open_(content.totals),
        sampled_(shape.elements >= print_all_magnitudes) {}

  template <class Real>
  void run(dtype type, std::uint64_t first, std::uint64_t count,
           std::span<const std::byte> packed) {
    alignas(64) std::array<Real, print_group + print_block> values{};
    std::size_t sketched = 0; // groups from here on
    for (std::uint64_t done = 0; done < count;) {
      const std::uint64_t at = first + done;
      if (type == dtype::bf16 && at % packed_elements == 0 && count - done >= packed_elements &&
          sketch_groups(ops_, hashes_, at / print_group, packed.data() + 2 * done,
                        content_.totals.sketch.data()))
        sketched = packed_groups::count;
      const std::uint64_t size = std::min(count - done, print_group - at % print_group);
      widen_piece(ops_, type, packed, static_cast<std::size_t>(done),
                  static_cast<std::size_t>(size), values.data());
      add_piece_of(print_piece<Real>{values.data(), at, static_cast<std::size_t>(size),
                                     precision_of(type), sketched > 0});
      sketched -= sketched > 0 ? 1 : 0;
      done += size;
    }
    open_.settle();
  }

private:
  template <class Real>
  void add_piece_of(const print_piece<Real>& piece) {
    const print_ops& able = add_piece(ops_, hashes_, sampled_, piece, open_);
    if (shape_.rows == 0) {
      add_total(piece_moments(able, nullptr, piece.values, piece.count, 0));
    } else {
      add_rows(able, piece);
    }
    content_.units.add(able, hashes_.columns, piece);
  }

  template <class Real>
  void add_rows(const print_ops& able, const print_piece<Real>& piece) {
    std::uint64_t row = piece.first / shape_.columns;
    std::uint64_t column = piece.first % shape_.columns;
    for (std::size_t done = 0; done < piece.count; ++row, column = 0) {
      if (column == 0 && short_rows() && piece.count - done >= shape_.columns) {
        const std::size_t rows = add_short_rows(able, row, piece.values + done, piece.count - done);
        done += rows * shape_.columns;
        row += rows - 1;
        continue;
      }
      const auto size = static_cast<std::size_t>(
          std::min<std::uint64_t>(piece.count - done, shape_.columns - column));
      const print_moments sums = row_moments(able, piece.values + done, size, column);
      print_row& to = content_.rows.touch(static_cast<std::size_t>(row));
      to.energy += sums.square;
      for (std::size_t lane = 0; lane < print_block; ++lane)
        to.features[lane] += sums.features[lane];
      add_total(sums);
      done += size;
    }
  }

  template <class Real>
  [[nodiscard]] print_moments row_moments(const print_ops& able, const Real* values,
                                          std::size_t count, std::uint64_t column) const {
    if (content_.column_hashes.empty())
      return piece_moments(able, &hashes_.columns, values, count, column);
    return hashed_moments(able, content_.column_hashes.data() + column / print_block, values, count,
                          column);
  }

  /// Rows that are done several at once.
  [[nodiscard]] bool short_rows() const noexcept {
    return shape_.rows != 0 && shape_.columns <= most_short_columns;
  }

  /// Whole rows from `row` on that are in one page. \returns how many
  template <class Real>
  std::size_t add_short_rows(const print_ops& able, std::uint64_t row, const Real* values,
                             std::size_t count) {
    const auto columns = static_cast<std::size_t>(shape_.columns);
    const auto in_page = static_cast<std::size_t>(row % print_rows::page_rows);
    const std::size_t rows = std::min(count / columns, print_rows::page_rows - in_page);
    print_row* const to = &content_.rows.touch(static_cast<std::size_t>(row));
    add_total(add_whole_rows(able, content_.column_hashes.data(), values, columns, rows, to));
    return rows;
  }

  void add_total(const print_moments& sums) {
    content_.totals.value += sums.value;
    content_.totals.square += sums.square;
  }

  static constexpr std::uint64_t most_short_columns = 512;
  static_assert(most_short_columns <= sums_content::most_kept_columns);

  const print_ops& ops_;
  const print_hashes& hashes_;
  const sums_shape& shape_;
  sums_content& content_;
  open_totals open_;
  bool sampled_;
};

} // namespace

sums_shape::sums_shape(const tensor_declaration& tensor) : extents(tensor.shape) {
  if (is_complex(tensor.type)) extents.push_back(2);
  for (const std::uint64_t extent : extents)
    elements *= extent;
  if (extents.size() < 2 || extents[0] < least_rows || extents[0] > most_rows) return;
  if (elements / extents[0] < least_columns) return;
  rows = extents[0];
  columns = elements / extents[0];
}

tensor_sums::state::state(const tensor_declaration& declared, std::uint64_t seed,
                          const unit_axis* axis, const print_ops& with)
    : tensor(declared), shape(declared), map(shape.extents, axis), hashes(seed), ops(&with) {}

sums_content& tensor_sums::state::touch() {
  if (!content) content = std::make_unique<sums_content>(shape, summed_units(), hashes, *ops);
  return *content;
}

tensor_sums::tensor_sums(const tensor_declaration& tensor, std::uint64_t seed,
                         const unit_axis* axis, const print_kernel* kernel)
    : state_(std::make_unique<state>(
          tensor, seed, axis, *(kernel != nullptr ? *kernel : all_print_kernels().back()).ops)) {}

tensor_sums::tensor_sums(tensor_sums&&) noexcept = default;
tensor_sums& tensor_sums::operator=(tensor_sums&&) noexcept = default;
tensor_sums::~tensor_sums() = default;

void tensor_sums::add(std::uint64_t first, std::uint64_t count, std::span<const std::byte> packed) {
  if (count == 0) return;
  const dtype type = state_->tensor.type;
  const std::uint64_t parts = is_complex(type) ? 2 : 1;
  run_adder adder(*state_->ops, state_->hashes, state_->shape, state_->touch());
  if (fits_float(real_part_of(type))) {
    adder.run<float>(real_part_of(type), first * parts, count * parts, packed);
  } else {
    adder.run<double>(real_part_of(type), first * parts, count * parts, packed);
  }
}

void tensor_sums::merge(const tensor_sums& other) {
  const sums_content* const from = other.state_->content.get();
  if (from == nullptr) return;
  sums_content& to = state_->touch();
  to.totals.add(from->totals);
  to.rows.merge(from->rows);
  to.units.merge(from->units);
}

std::uint64_t tensor_sums::seen() const noexcept {
  if (!state_->content) return 0;
  return state_->content->totals.counts.seen / (is_complex(state_->tensor.type) ? 2 : 1);
}

} // namespace weightkin::detail
