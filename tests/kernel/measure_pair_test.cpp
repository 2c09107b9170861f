#include <algorithm>
#include <array>
#include <cstring>

#include <boost/test/unit_test.hpp>

#include <weightkin/kernel/pair_stats.hpp>

#include "kernel/pair_inputs.hpp"

namespace {

using namespace weightkin;
using test::content;

/// A source that copies out of a vector, so that nothing is ever in place.
class copying_source final : public element_source {
public:
  copying_source(dtype type, std::span<const std::byte> bytes) : type_(type), bytes_(bytes) {}

  result<std::span<const std::byte>> read(std::uint64_t first, std::size_t count,
                                          std::span<std::byte> scratch) const override {
    const std::size_t bits = bits_of(type_);
    if (first * bits / 8 >= fail_from_) return error{errc::io, "the medium failed"};
    if (scratch.size() < count * bits / 8) return error{errc::internal, "scratch too small"};
    std::memcpy(scratch.data(), bytes_.data() + first * bits / 8, count * bits / 8);
    return std::span<const std::byte>(scratch.data(), count * bits / 8);
  }

  void fail_from(std::uint64_t byte) { fail_from_ = byte; }

private:
  dtype type_;
  std::span<const std::byte> bytes_;
  std::uint64_t fail_from_ = UINT64_MAX;
};

using extents = std::array<std::uint64_t, 1>;

tensor_view view_of(dtype type, const std::vector<std::byte>& bytes, const extents& shape) {
  tensor_view view;
  view.name = "t";
  view.type = type;
  view.shape = shape;
  view.data = bytes.data();
  return view;
}

pair_stats measure(const tensor_view& a, const tensor_view& b, unsigned threads = 1,
                   const pair_kernel* kernel = nullptr) {
  pair_pass_options options;
  options.threads = threads;
  options.kernel = kernel;
  auto stats = measure_pair(a, b, options);
  BOOST_REQUIRE(stats.has_value());
  return *stats;
}

/// Several segments and a ragged end.
constexpr std::size_t long_count = 2 * pair_segment + 123457;

} // namespace

BOOST_AUTO_TEST_CASE(threads_and_kernels_change_no_bit) {
  for (const dtype type : {dtype::bf16, dtype::f32}) {
    const auto pair = test::make_pair(type, type, long_count, content::with_zeros, 1);
    const extents shape{long_count};
    const auto a = view_of(type, pair.a, shape);
    const auto b = view_of(type, pair.b, shape);
    const pair_stats expected = measure(a, b);
    BOOST_TEST(expected.elements == long_count);
    for (const unsigned threads : {2U, 3U, 8U, 0U})
      BOOST_TEST(test::same_bits(measure(a, b, threads), expected));
    for (const pair_kernel& kernel : all_pair_kernels())
      BOOST_TEST(test::same_bits(measure(a, b, 2, &kernel), expected), kernel.name());
  }
}

BOOST_AUTO_TEST_CASE(segments_append_to_the_whole) {
  const dtype type = dtype::bf16;
  const auto pair = test::make_pair(type, type, long_count, content::weights, 2);
  const extents shape{long_count};
  const pair_stats expected = measure(view_of(type, pair.a, shape), view_of(type, pair.b, shape));
  const pair_kernel& kernel = all_pair_kernels().back();
  pair_stats total;
  for (std::size_t first = 0; first < long_count; first += pair_segment)
    append(total, kernel(type, &pair.a[2 * first], type, &pair.b[2 * first],
                         std::min(pair_segment, long_count - first)));
  BOOST_TEST(test::same_bits(total, expected));
}

BOOST_AUTO_TEST_CASE(copied_and_strided_elements_give_the_bits_of_contiguous_ones) {
  for (const dtype type : {dtype::bf16, dtype::f16, dtype::f32, dtype::i64, dtype::f8_e4m3fn}) {
    const std::size_t count = pair_segment + 50001;
    const auto pair = test::make_pair(type, type, count, content::every_pattern, 3);
    const extents shape{count};
    const auto a = view_of(type, pair.a, shape);
    const auto b = view_of(type, pair.b, shape);
    const pair_stats expected = measure(a, b);

    const copying_source source_a(type, pair.a);
    auto copied = a;
    copied.data = nullptr;
    copied.source = &source_a;
    BOOST_TEST(test::same_bits(measure(copied, b, 2), expected));

    // Every second element of a twice as long array.
    const std::size_t size = bits_of(type) / 8;
    std::vector<std::byte> spread(2 * pair.b.size());
    for (std::size_t i = 0; i < count; ++i)
      std::memcpy(&spread[2 * i * size], &pair.b[i * size], size);
    const std::array<std::int64_t, 1> strides{2};
    auto strided = view_of(type, spread, shape);
    strided.strides = strides;
    BOOST_TEST(test::same_bits(measure(copied, strided), expected));
  }
}

BOOST_AUTO_TEST_CASE(six_bit_tiles_start_on_whole_bytes) {
  const std::size_t count = pair_segment + 400;
  const auto pair = test::make_pair(dtype::f6_e3m2, dtype::f32, count, content::weights, 3);
  const extents shape{count};
  const auto a = view_of(dtype::f6_e3m2, pair.a, shape);
  const auto b = view_of(dtype::f32, pair.b, shape);
  const copying_source source(dtype::f6_e3m2, pair.a);
  auto copied = a;
  copied.source = &source;
  BOOST_TEST(test::same_bits(measure(copied, b), measure(a, b)));
}

BOOST_AUTO_TEST_CASE(complex_tensors_are_measured_as_reals) {
  const std::size_t count = pair_segment + 777;
  const auto pair = test::make_pair(dtype::f32, dtype::f32, 2 * count, content::weights, 6);
  const extents reals{2 * count};
  const extents wholes{count};
  const pair_stats expected =
      measure(view_of(dtype::f32, pair.a, reals), view_of(dtype::f32, pair.b, reals));
  const auto a = view_of(dtype::c64, pair.a, wholes);
  const auto b = view_of(dtype::c64, pair.b, wholes);
  BOOST_TEST(test::same_bits(measure(a, b, 2), expected));
  const copying_source source(dtype::c64, pair.a);
  auto copied = a;
  copied.source = &source;
  BOOST_TEST(test::same_bits(measure(copied, b), expected));
}

BOOST_AUTO_TEST_CASE(empty_tensors_have_empty_statistics) {
  const extents shape{0};
  const std::vector<std::byte> none;
  const pair_stats stats =
      measure(view_of(dtype::f32, none, shape), view_of(dtype::bf16, none, shape));
  BOOST_TEST(test::same_bits(stats, pair_stats{}));
}

BOOST_AUTO_TEST_CASE(unequal_counts_and_half_complex_pairs_are_refused) {
  const std::vector<std::byte> bytes(64);
  const extents four{4};
  const extents five{5};
  const auto view = view_of(dtype::f32, bytes, four);
  const auto longer = measure_pair(view, view_of(dtype::f32, bytes, five));
  BOOST_REQUIRE(!longer);
  BOOST_TEST((longer.error().code == errc::bad_argument));
  const auto half = measure_pair(view, view_of(dtype::c64, bytes, four));
  BOOST_REQUIRE(!half);
  BOOST_TEST((half.error().code == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(a_failing_medium_is_an_error_at_any_thread_count) {
  const auto pair = test::make_pair(dtype::f32, dtype::f32, long_count, content::weights, 5);
  const extents shape{long_count};
  copying_source source(dtype::f32, pair.a);
  source.fail_from(4 * (pair_segment + 1000));
  auto a = view_of(dtype::f32, pair.a, shape);
  a.source = &source;
  const auto b = view_of(dtype::f32, pair.b, shape);
  for (const unsigned threads : {1U, 4U}) {
    pair_pass_options options;
    options.threads = threads;
    const auto stats = measure_pair(a, b, options);
    BOOST_REQUIRE(!stats);
    BOOST_TEST((stats.error().code == errc::io));
  }
}

BOOST_AUTO_TEST_CASE(progress_counts_both_sides_bytes_and_can_cancel) {
  const auto pair = test::make_pair(dtype::bf16, dtype::f32, long_count, content::weights, 5);
  const extents shape{long_count};
  const auto a = view_of(dtype::bf16, pair.a, shape);
  const auto b = view_of(dtype::f32, pair.b, shape);
  std::uint64_t seen = 0;
  progress_meter meter([&seen](const progress& now) { return (seen = now.done) > 0; }, "test",
                       6 * long_count);
  pair_pass_options options;
  options.meter = &meter;
  BOOST_TEST(measure_pair(a, b, options).has_value());
  BOOST_TEST(seen == 6 * long_count);

  int calls = 0;
  progress_meter stop([&calls](const progress&) { return ++calls > 1; }, "test", 6 * long_count);
  options.meter = &stop;
  for (const unsigned threads : {1U, 2U}) {
    options.threads = threads;
    const auto stats = measure_pair(a, b, options);
    BOOST_REQUIRE(!stats);
    BOOST_TEST((stats.error().code == errc::cancelled));
  }
  BOOST_TEST(calls == 1);
}
