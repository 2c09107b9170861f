// Every kernel of the machine this runs on against the portable one and against the pinned sums.
// Needs no test framework, so that it can be cross-compiled and run under an emulator.
// Exit code: 0 when all agree, 1 otherwise; prints the kernels that ran.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "kernel/pinned_sums.hpp"
#include "kernel/print_group.hpp"
#include "kernel/print_moments.hpp"
#include "support/print_inputs.hpp"

namespace {

using namespace weightkin;

int failures = 0;

void expect(bool holds, const std::string& what) {
  if (holds) return;
  ++failures;
  std::printf("disagrees: %s\n", what.c_str());
}

void check_agreement(const pair_kernel& kernel, dtype a, dtype b, test::content what) {
  constexpr std::size_t count = 18001;
  const auto pair = test::make_pair(a, b, count, what, 11);
  const auto expected = all_pair_kernels().front()(a, pair.a.data(), b, pair.b.data(), count);
  const auto got = kernel(a, pair.a.data(), b, pair.b.data(), count);
  expect(test::same_bits(got, expected), std::string(kernel.name()) + " " +
                                             std::string(name_of(a)) + "/" +
                                             std::string(name_of(b)));
}

/// All sums of fingerprints over some groups of f32, the last one not whole, with rows of
/// `columns`.
struct print_sums_of_kernel {
  print_sums_of_kernel(const detail::print_ops& ops, const std::vector<float>& values,
                       std::size_t columns)
      : rows(detail::print_group / columns + 1) {
    const detail::print_hashes hashes(3);
    detail::open_totals open(totals);
    std::vector<std::uint64_t> columns_hashes(detail::print_group_blocks);
    ops.hash(hashes.columns, 0, columns_hashes.size(), columns_hashes.data());
    for (std::size_t at = 0; at < values.size() - detail::print_block; at += detail::print_group) {
      const std::size_t count =
          std::min(detail::print_group, values.size() - detail::print_block - at);
      const detail::print_ops& able =
          add_piece(ops, hashes, false, {values.data() + at, at, count}, open);
      moments.add(piece_moments(able, &hashes.columns, values.data() + at, count, at + 5));
      moments.add(piece_moments(able, nullptr, values.data() + at, count, 0));
      moments.add(add_whole_rows(able, columns_hashes.data(), values.data() + at, columns,
                                 count / columns, rows.data()));
    }
    open.settle();
  }

  [[nodiscard]] bool operator==(const print_sums_of_kernel& other) const {
    bool same = totals.counts.seen == other.totals.counts.seen &&
                totals.counts.nonfinite == other.totals.counts.nonfinite &&
                totals.counts.outside == other.totals.counts.outside &&
                totals.counts.zeros == other.totals.counts.zeros &&
                totals.counts.negative == other.totals.counts.negative &&
                totals.counts.minimum == other.totals.counts.minimum &&
                totals.counts.maximum == other.totals.counts.maximum &&
                totals.sketch == other.totals.sketch && totals.checks == other.totals.checks &&
                totals.magnitudes == other.totals.magnitudes &&
                moments.value == other.moments.value && moments.square == other.moments.square;
    for (std::size_t i = 0; i < rows.size(); ++i)
      same = same && rows[i].energy == other.rows[i].energy &&
             rows[i].features == other.rows[i].features;
    return same;
  }

  detail::print_totals totals;
  detail::print_moments moments;
  std::vector<detail::print_row> rows;
};

void check_print_agreement(const detail::print_kernel& kernel, test::print_content what,
                           std::size_t columns) {
  constexpr std::size_t count = 5000;
  const auto packed = test::packed_elements(dtype::f32, count, what, columns);
  std::vector<float> values(count + detail::print_block);
  std::memcpy(values.data(), packed.data(), packed.size());
  const print_sums_of_kernel got(*kernel.ops, values, columns);
  const print_sums_of_kernel expected(detail::portable_print_ops, values, columns);
  expect(got == expected,
         std::string(kernel.name) + " sums of fingerprints, rows of " + std::to_string(columns));
}

} // namespace

int main() {
  for (const detail::print_kernel& kernel : detail::all_print_kernels())
    for (const test::print_content what :
         {test::print_content::weights, test::print_content::inside, test::print_content::anything,
          test::print_content::positive, test::print_content::below, test::print_content::small,
          test::print_content::bits})
      for (const std::size_t columns : {16U, 17U, 100U, 512U})
        check_print_agreement(kernel, what, columns);
  constexpr dtype types[] = {dtype::bf16, dtype::f16, dtype::f32, dtype::f64, dtype::i8};
  for (const pair_kernel& kernel : all_pair_kernels()) {
    std::printf("kernel %s\n", std::string(kernel.name()).c_str());
    for (const test::pinned_sums& pin : test::pinned) {
      const auto pair = test::make_pinned_pair(pin.type);
      const auto got = kernel(pin.type, pair.a.data(), pin.type, pair.b.data(), test::pinned_count);
      expect(test::matches(got, pin),
             std::string(kernel.name()) + " pinned " + std::string(name_of(pin.type)));
    }
    for (const dtype a : types)
      for (const dtype b : types)
        for (const test::content what : {test::content::with_zeros, test::content::every_pattern,
                                         test::content::tiny, test::content::huge})
          check_agreement(kernel, a, b, what);
  }
  return failures == 0 ? 0 : 1;
}
