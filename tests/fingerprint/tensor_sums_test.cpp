#include <algorithm>
#include <cstring>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "fingerprint/sums/sign_tables.hpp"
#include "fingerprint/sums/tensor_sums.hpp"
#include "kernel/print_ops.hpp"
#include "support/print_inputs.hpp"
#include "support/print_oracle.hpp"

namespace {

using namespace weightkin;
using detail::print_kernel;
using detail::tensor_sums;
using test::print_case;
using test::print_content;

std::uint64_t count_of(const print_case& shape) {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape.shape)
    count *= extent;
  return count;
}

/// One tensor of a test with its elements.
struct subject {
  subject(const print_case& shape, dtype type, print_content what, std::uint64_t seed)
      : layout(shape), declared{"some.weight", type, shape.shape}, hash_seed(seed % 3),
        count(count_of(shape)), packed(test::packed_elements(type, count, what, seed)) {}

  [[nodiscard]] const unit_axis* axis() const { return layout.has_axis ? &layout.axis : nullptr; }
  [[nodiscard]] tensor_sums start(const print_kernel* kernel = nullptr) const {
    return {declared, hash_seed, axis(), kernel};
  }
  [[nodiscard]] tensor_print expected() const {
    return oracle::print_of(declared.name, declared.type, declared.shape, packed, hash_seed,
                            axis());
  }
  /// Elements that share bytes with others cannot be told apart from them.
  [[nodiscard]] std::uint64_t step() const { return is_byte_sized(declared.type) ? 1 : 4; }

  void add(tensor_sums& sums, std::uint64_t first, std::uint64_t size) const {
    const std::size_t bits = bits_of(declared.type);
    const std::span<const std::byte> all(packed);
    // Copied, so that what reads beyond its elements is seen by the sanitizers.
    const auto piece = all.subspan(first * bits / 8, (size * bits + 7) / 8);
    const std::vector<std::byte> copy(piece.begin(), piece.end());
    sums.add(first, size, copy);
  }

  print_case layout;
  tensor_declaration declared;
  std::uint64_t hash_seed;
  std::uint64_t count;
  std::vector<std::byte> packed;
};

std::string label(const subject& tensor) {
  std::string text = std::string(name_of(tensor.declared.type)) + " [";
  for (const std::uint64_t extent : tensor.declared.shape)
    text += " " + std::to_string(extent);
  text += " ]";
  if (tensor.layout.has_axis)
    text += " axis " + std::to_string(tensor.layout.axis.axis) + " block " +
            std::to_string(tensor.layout.axis.block) + " gates " +
            std::to_string(tensor.layout.axis.gates);
  return text;
}

void check_equal(const tensor_print& got, const tensor_print& expected, const std::string& what) {
  BOOST_TEST_CONTEXT(what) {
    BOOST_TEST(got.nonfinite == expected.nonfinite);
    BOOST_TEST(got.outside == expected.outside);
    BOOST_TEST(got.zeros == expected.zeros);
    BOOST_TEST(got.negative == expected.negative);
    BOOST_TEST(got.minimum == expected.minimum);
    BOOST_TEST(std::signbit(got.minimum) == std::signbit(expected.minimum));
    BOOST_TEST(got.maximum == expected.maximum);
    BOOST_TEST(std::signbit(got.maximum) == std::signbit(expected.maximum));
    BOOST_TEST(got.mean == expected.mean);
    BOOST_TEST(got.mean_square == expected.mean_square);
    BOOST_TEST(got.checksum == expected.checksum);
    BOOST_TEST(got.checksum_bf16 == expected.checksum_bf16);
    BOOST_TEST(got.checksum_f16 == expected.checksum_f16);
    BOOST_TEST((got.magnitudes == expected.magnitudes));
    BOOST_TEST((got.sketch == expected.sketch));
    BOOST_TEST((got.units == expected.units));
    BOOST_TEST((got.rows == expected.rows));
    BOOST_TEST((got == expected));
  }
}

/// Adds [first, first + size) in pieces of up to `longest` elements, in any order.
void add_cut(const subject& tensor, std::uint64_t first, std::uint64_t size, std::uint64_t longest,
             std::mt19937_64& random, tensor_sums& sums) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> pieces;
  for (std::uint64_t done = 0; done < size;) {
    const std::uint64_t wanted = (1 + random() % longest) * tensor.step();
    const std::uint64_t now = std::min(size - done, wanted);
    pieces.emplace_back(first + done, now);
    done += now;
  }
  std::shuffle(pieces.begin(), pieces.end(), random);
  for (const auto& [begin, length] : pieces)
    tensor.add(sums, begin, length);
}

void check_tensor(const subject& tensor, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const tensor_print expected = tensor.expected();
  for (const print_kernel& kernel : detail::all_print_kernels()) {
    tensor_sums whole = tensor.start(&kernel);
    BOOST_TEST(whole.seen() == 0U);
    tensor.add(whole, 0, tensor.count);
    BOOST_TEST(whole.seen() == tensor.count);
    check_equal(whole.finish(), expected, label(tensor) + " whole, " + std::string(kernel.name));
    tensor_sums cut = tensor.start(&kernel);
    const std::uint64_t longest = random() % 2 == 0 ? 20 : 3000;
    add_cut(tensor, 0, tensor.count, longest, random, cut);
    check_equal(cut.finish(), expected, label(tensor) + " cut, " + std::string(kernel.name));
  }
}

/// Saved and loaded into a new object.
tensor_sums reloaded(const subject& tensor, const tensor_sums& sums) {
  std::vector<std::byte> bytes{std::byte{7}};
  sums.save(bytes);
  bytes.push_back(std::byte{9});
  tensor_sums copy = tensor.start();
  std::span<const std::byte> rest = std::span<const std::byte>(bytes).subspan(1);
  BOOST_TEST(copy.load(rest).has_value());
  BOOST_TEST(rest.size() == 1U);
  return copy;
}

BOOST_AUTO_TEST_CASE(every_shape_gives_what_the_page_says) {
  std::uint64_t seed = 1;
  for (const print_case& shape : test::print_cases())
    for (const print_content what : {print_content::weights, print_content::inside})
      check_tensor(subject(shape, dtype::f32, what, seed), seed + 1), ++seed;
}

BOOST_AUTO_TEST_CASE(every_dtype_gives_what_the_page_says) {
  std::uint64_t seed = 100;
  const print_case shapes[] = {test::unit_case({40, 60}, 0, 1, 1),
                               test::unit_case({41, 64}, 1, 2, 1), test::plain_case({4100})};
  for (const dtype type : test::print_types)
    for (const print_case& shape : shapes)
      for (const print_content what :
           {print_content::weights, print_content::inside, print_content::anything,
            print_content::positive, print_content::below, print_content::bits})
        check_tensor(subject(shape, type, what, seed), seed + 1), ++seed;
}

BOOST_AUTO_TEST_CASE(odd_values_hidden_in_large_tensors_are_found) {
  std::uint64_t seed = 5000;
  for (const dtype type : {dtype::f32, dtype::bf16, dtype::f16, dtype::f64})
    for (const double odd : {8.0, -8.0, 1023.0, 1024.0, -1e6, HUGE_VAL, -0.0, std::nan("")}) {
      subject tensor(test::plain_case({20, 512}), type, print_content::weights, seed++);
      test::store_number(type, tensor.packed.data(), 1024 + seed * 37 % 5000, odd);
      check_tensor(tensor, seed);
    }
}

/// Several groups of bfloat16 are sketched together where no number is more than 2^20 times
/// another: buckets then hold the largest sums there can be, and the last bit that counts.
BOOST_AUTO_TEST_CASE(the_largest_and_the_smallest_of_a_sketch_are_both_kept) {
  std::uint64_t seed = 7000;
  for (const int top : {9, 8, 2, -1, -6, -13, -20, -30, -33})
    for (const int bottom : {top - 20, top - 21, -33, -34}) {
      subject tensor(test::plain_case({17, 512}), dtype::bf16, print_content::weights, seed++);
      for (std::uint64_t i = 0; i < tensor.count; ++i) {
        const double size = i % 41 == 7 ? std::ldexp(1.0, bottom) : std::ldexp(0x1.fep0, top);
        test::store_number(dtype::bf16, tensor.packed.data(), i, i % 997 == 5 ? 0.0 : size);
      }
      check_tensor(tensor, seed);
    }
}

BOOST_AUTO_TEST_CASE(parts_merge_to_the_whole_however_they_were_cut) {
  std::uint64_t seed = 9000;
  for (const print_case& shape : test::print_cases()) {
    const subject tensor(shape, dtype::bf16, print_content::inside, ++seed);
    std::mt19937_64 random(seed);
    const tensor_print expected = tensor.expected();
    std::vector<tensor_sums> parts;
    for (int part = 0; part < 3; ++part)
      parts.push_back(tensor.start());
    for (std::uint64_t done = 0; done < tensor.count;) {
      const std::uint64_t now = std::min(tensor.count - done, 1 + random() % 700);
      tensor.add(parts[random() % parts.size()], done, now);
      done += now;
    }
    tensor_sums all = tensor.start();
    for (const tensor_sums& part : parts)
      all.merge(reloaded(tensor, part));
    BOOST_TEST(all.seen() == tensor.count);
    check_equal(all.finish(), expected, label(tensor) + " merged");
    check_equal(reloaded(tensor, all).finish(), expected, label(tensor) + " reloaded");
  }
}

BOOST_AUTO_TEST_CASE(columns_of_a_matrix_may_arrive_one_after_the_other) {
  const subject tensor(test::unit_case({40, 60}, 1, 1, 1), dtype::f32, print_content::weights, 4);
  tensor_sums sums = tensor.start();
  for (const auto& [begin, end] : {std::pair{33, 60}, std::pair{0, 7}, std::pair{7, 33}})
    for (std::uint64_t row = 0; row < 40; ++row)
      tensor.add(sums, row * 60 + static_cast<std::uint64_t>(begin),
                 static_cast<std::uint64_t>(end - begin));
  check_equal(sums.finish(), tensor.expected(), label(tensor) + " by columns");
}

BOOST_AUTO_TEST_CASE(shared_tables_of_signs_change_nothing) {
  detail::sign_tables signs;
  for (std::uint64_t seed = 0; seed < 9; seed += 3)
    for (const std::uint64_t columns : {50, 60, 50}) {
      const subject tensor(test::plain_case({30, columns}), dtype::f32, print_content::positive,
                           seed);
      tensor_sums sums = tensor.start();
      tensor.add(sums, 0, tensor.count);
      check_equal(sums.finish(&signs), tensor.expected(), label(tensor));
    }
}

BOOST_AUTO_TEST_CASE(labels_that_do_not_fit_name_no_axis) {
  print_case shape = test::unit_case({40, 60}, 0, 1, 1);
  const subject tensor(shape, dtype::f32, print_content::weights, 5);
  const auto units_with = [&](unit_axis axis) {
    tensor_sums sums(tensor.declared, 0, &axis);
    tensor.add(sums, 0, tensor.count);
    return sums.finish().units.has_value();
  };
  BOOST_TEST(units_with(shape.axis));
  unit_axis wrong = shape.axis;
  wrong.axis = 2;
  BOOST_TEST(!units_with(wrong));
  wrong = shape.axis;
  wrong.units = 41;
  BOOST_TEST(!units_with(wrong));
  wrong = shape.axis;
  wrong.gates = 0;
  BOOST_TEST(!units_with(wrong));
  wrong = shape.axis;
  wrong.block = wrong.gates = std::uint64_t{1} << 32;
  BOOST_TEST(!units_with(wrong));
}

BOOST_AUTO_TEST_CASE(untouched_sums_are_saved_in_one_byte) {
  const subject tensor(test::plain_case({4096, 4096}), dtype::f4_e2m1, print_content::bits, 5);
  const tensor_sums sums = tensor.start();
  std::vector<std::byte> bytes;
  sums.save(bytes);
  BOOST_TEST(bytes.size() == 1U);
  BOOST_TEST(reloaded(tensor, sums).seen() == 0U);
}

BOOST_AUTO_TEST_CASE(damaged_sums_are_bad_format_and_change_nothing) {
  const subject tensor(test::unit_case({80, 40}, 1, 1, 1), dtype::f32, print_content::weights, 6);
  tensor_sums sums = tensor.start();
  tensor.add(sums, 0, tensor.count);
  std::vector<std::byte> bytes;
  sums.save(bytes);
  tensor_sums other = tensor.start();
  tensor.add(other, 0, 100);
  const auto refused = [&](std::span<const std::byte> damaged) {
    const std::span<const std::byte> before = damaged;
    const auto loaded = other.load(damaged);
    return !loaded && loaded.error().code == errc::bad_format && damaged.data() == before.data() &&
           other.seen() == 100;
  };
  for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 50)
    BOOST_TEST(refused(std::span<const std::byte>(bytes).first(size)), "cut to " << size);
  const auto changed = [&](std::size_t at, std::uint8_t value) {
    std::vector<std::byte> damaged = bytes;
    damaged[at] = std::byte{value};
    return damaged;
  };
  BOOST_TEST(refused(changed(0, 2)));    // the mark
  BOOST_TEST(refused(changed(8, 1)));    // more elements than there are
  BOOST_TEST(refused(changed(16, 1)));   // more not finite than seen
  BOOST_TEST(refused(changed(40, 255))); // more below zero than seen
  BOOST_TEST(refused(changed(48, 127))); // a minimum that is no number or above the maximum
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) { // whatever it is, it ends well
    std::vector<std::byte> damaged = bytes;
    damaged[random() % damaged.size()] = static_cast<std::byte>(random());
    tensor_sums fresh = tensor.start();
    std::span<const std::byte> rest(damaged);
    if (fresh.load(rest)) (void)fresh.finish();
  }
}

} // namespace
