#include <algorithm>
#include <random>

#include <boost/test/unit_test.hpp>

#include "fingerprint/digest_oracle.hpp"
#include "fingerprint/digests/tensor_digests.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;
using detail::tensor_digests;

constexpr std::uint64_t tile = 16384;

std::uint64_t count_of(const tensor_declaration& tensor) {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  return count;
}

byte_string random_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  byte_string bytes(size);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>(random() >> 56);
  return bytes;
}

template <class Number>
byte_string bytes_of_numbers(const std::vector<Number>& numbers) {
  const auto bytes = std::as_bytes(std::span(numbers));
  return {bytes.begin(), bytes.end()};
}

std::span<const std::byte> slice(const tensor_declaration& tensor, const byte_string& packed,
                                 std::uint64_t first, std::uint64_t end) {
  const std::size_t bits = bits_of(tensor.type);
  return std::span(packed).subspan(first * bits / 8, (end - first) * bits / 8);
}

void add(tensor_digests& digests, const tensor_declaration& tensor, const byte_string& packed,
         std::uint64_t first, std::uint64_t end, unsigned threads = 1) {
  const auto added = digests.add(first, end - first, slice(tensor, packed, first, end), threads);
  BOOST_REQUIRE_MESSAGE(added.has_value(), first << " to " << end);
}

tensor_digests::digests digests_of(const tensor_declaration& tensor, const byte_string& packed,
                                   unsigned threads = 1) {
  tensor_digests digests(tensor);
  add(digests, tensor, packed, 0, count_of(tensor), threads);
  BOOST_REQUIRE(digests.complete());
  return digests.finish();
}

digest value_of(dtype type, std::vector<std::uint64_t> shape, const byte_string& packed) {
  return digests_of({"t", type, std::move(shape)}, packed).value;
}

constexpr dtype all_types[] = {
    dtype::boolean, dtype::u8,        dtype::i8,      dtype::u16,         dtype::i16,
    dtype::u32,     dtype::i32,       dtype::u64,     dtype::i64,         dtype::f16,
    dtype::bf16,    dtype::f32,       dtype::f64,     dtype::c32,         dtype::c64,
    dtype::c128,    dtype::f8_e4m3fn, dtype::f8_e5m2, dtype::f8_e4m3fnuz, dtype::f8_e5m2fnuz,
    dtype::f8_e8m0, dtype::f6_e2m3,   dtype::f6_e3m2, dtype::f4_e2m1};

/// Random cut points that fall on whole bytes, from 0 to `count`.
std::vector<std::uint64_t> random_cuts(std::uint64_t count, std::mt19937_64& random) {
  std::vector<std::uint64_t> cuts{0, count};
  const std::uint64_t pieces = random() % 12;
  for (std::uint64_t i = 0; i < pieces; ++i)
    cuts.push_back(random() % (count / 8 + 1) * 8);
  if (random() % 3 == 0) cuts.push_back(std::min(count, tile * (1 + random() % 2)));
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_type_has_the_digests_of_the_page) {
  for (const dtype type : all_types) {
    for (const std::uint64_t rows : {8U, 16384U / 8, 3 * 16384U / 8, 40000U / 8}) {
      const tensor_declaration tensor{"t", type, {rows, 8}};
      const byte_string packed = random_bytes(rows * bits_of(type), rows);
      for (const unsigned threads : {1U, 3U}) {
        const auto found = digests_of(tensor, packed, threads);
        BOOST_TEST(to_hex(found.stored) == to_hex(blake3(packed)), name_of(type) << " " << rows);
        BOOST_TEST(to_hex(found.value) == to_hex(expected_value_digest(tensor, packed)),
                   name_of(type) << " " << rows);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_elements_and_one_element) {
  const tensor_declaration none{"t", dtype::f32, {3, 0}};
  const tensor_digests empty(none);
  BOOST_TEST(empty.complete());
  BOOST_TEST(to_hex(empty.finish().stored) == to_hex(blake3({})));
  BOOST_TEST(to_hex(empty.finish().value) == to_hex(expected_value_digest(none, {})));
  const tensor_declaration scalar{"t", dtype::f64, {}};
  const byte_string packed = bytes_of_numbers<double>({0.1});
  BOOST_TEST(to_hex(digests_of(scalar, packed).value) ==
             to_hex(expected_value_digest(scalar, packed)));
}

BOOST_AUTO_TEST_CASE(a_last_byte_may_be_partly_used) {
  const tensor_declaration tensor{"t", dtype::f4_e2m1, {3}};
  tensor_digests digests(tensor);
  const byte_string packed{std::byte{0x21}, std::byte{0x05}};
  BOOST_REQUIRE(digests.add(0, 3, packed));
  BOOST_TEST(to_hex(digests.finish().stored) == to_hex(blake3(packed)));
  BOOST_TEST(to_hex(digests.finish().value) == to_hex(expected_value_digest(tensor, packed)));
  tensor_digests with_rubbish(tensor);
  const byte_string other{std::byte{0x21}, std::byte{0xF5}};
  BOOST_REQUIRE(with_rubbish.add(0, 3, other));
  BOOST_TEST(to_hex(with_rubbish.finish().stored) == to_hex(blake3(packed)));
}

BOOST_AUTO_TEST_CASE(cuts_orders_and_merges_do_not_show) {
  std::mt19937_64 random(11);
  for (const dtype type : {dtype::f32, dtype::bf16, dtype::c64, dtype::u8, dtype::f6_e2m3,
                           dtype::f4_e2m1, dtype::f64}) {
    for (int run = 0; run < 12; ++run) {
      const std::uint64_t count = 8 * (1 + random() % 7000);
      const tensor_declaration tensor{"t", type, {count}};
      const byte_string packed = random_bytes(count * bits_of(type) / 8, random());
      const auto wanted = digests_of(tensor, packed);
      const std::vector<std::uint64_t> cuts = random_cuts(count, random);
      std::vector<std::size_t> order(cuts.size() - 1);
      for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
      std::shuffle(order.begin(), order.end(), random);
      tensor_digests whole(tensor);
      tensor_digests parts[] = {tensor_digests(tensor), tensor_digests(tensor),
                                tensor_digests(tensor)};
      for (const std::size_t i : order) {
        BOOST_TEST(!whole.complete());
        add(whole, tensor, packed, cuts[i], cuts[i + 1], 1 + random() % 3);
        add(parts[random() % 3], tensor, packed, cuts[i], cuts[i + 1]);
      }
      BOOST_REQUIRE(whole.complete());
      BOOST_TEST(to_hex(whole.finish().stored) == to_hex(wanted.stored));
      BOOST_TEST(to_hex(whole.finish().value) == to_hex(wanted.value));
      BOOST_REQUIRE(parts[0].merge(parts[1]));
      BOOST_REQUIRE(parts[2].merge(parts[0]));
      BOOST_REQUIRE(parts[2].complete());
      BOOST_TEST(to_hex(parts[2].finish().stored) == to_hex(wanted.stored));
      BOOST_TEST(to_hex(parts[2].finish().value) == to_hex(wanted.value));
    }
  }
}

BOOST_AUTO_TEST_CASE(many_small_ranges_in_a_bad_order) {
  const tensor_declaration tensor{"t", dtype::f32, {40, 1000}};
  const byte_string packed = random_bytes(4 * 40 * 1000, 3);
  tensor_digests digests(tensor);
  for (const std::uint64_t column : {500U, 0U, 750U, 250U}) // shards that cut rows
    for (std::uint64_t row = 0; row < 40; ++row)
      add(digests, tensor, packed, row * 1000 + column, row * 1000 + column + 250);
  BOOST_REQUIRE(digests.complete());
  BOOST_TEST(to_hex(digests.finish().stored) == to_hex(blake3(packed)));
  BOOST_TEST(to_hex(digests.finish().value) == to_hex(expected_value_digest(tensor, packed)));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_and_changes_nothing) {
  const tensor_declaration tensor{"t", dtype::f32, {20000}};
  const byte_string packed = random_bytes(80000, 4);
  tensor_digests digests(tensor);
  add(digests, tensor, packed, 100, 17000);
  const auto refused = [&](std::uint64_t first, std::uint64_t count, std::size_t bytes) {
    const auto added = digests.add(first, count, std::span(packed).first(bytes));
    return !added && added.error().code == errc::bad_argument;
  };
  BOOST_TEST(refused(0, 101, 404));
  BOOST_TEST(refused(16999, 1, 4));
  BOOST_TEST(refused(5000, 10, 40));
  BOOST_TEST(refused(19999, 2, 8));
  BOOST_TEST(refused(20001, 0, 0));
  BOOST_TEST(refused(UINT64_MAX, 2, 8));
  BOOST_TEST(refused(0, 10, 39));
  tensor_digests other(tensor);
  add(other, tensor, packed, 99, 101);
  BOOST_TEST(!digests.merge(other));
  BOOST_TEST(!digests.merge(tensor_digests({"t", dtype::f32, {20001}})));
  BOOST_TEST(!digests.merge(tensor_digests({"t", dtype::i32, {20000}})));
  add(digests, tensor, packed, 17000, 20000);
  add(digests, tensor, packed, 0, 100);
  BOOST_TEST(to_hex(digests.finish().stored) == to_hex(blake3(packed)));
  tensor_digests nibbles({"t", dtype::f4_e2m1, {64}});
  BOOST_TEST(!nibbles.add(1, 2, std::span(packed).first(1)));
  BOOST_TEST(!nibbles.add(0, 3, std::span(packed).first(2)));
}

BOOST_AUTO_TEST_CASE(equal_values_in_other_types_have_one_value_digest) {
  std::mt19937_64 random(5);
  const std::size_t count = 2 * tile + 77;
  std::vector<std::uint16_t> halves(count);
  std::vector<std::uint16_t> brains(count);
  for (std::size_t i = 0; i < count; ++i) {
    halves[i] = static_cast<std::uint16_t>(random());
    brains[i] = static_cast<std::uint16_t>(random());
  }
  halves[3] = 0x8000;                    // -0
  halves[4] = 0x0001;                    // the smallest
  for (std::size_t i = 0; i < tile; ++i) // a tile that bfloat16 holds as well
    halves[i] = static_cast<std::uint16_t>(halves[i] & 0xFFF8U);
  std::vector<float> from_halves(count);
  std::vector<float> from_brains(count);
  std::vector<double> doubles(count);
  for (std::size_t i = 0; i < count; ++i) {
    from_halves[i] = widen_f16(halves[i]);
    from_brains[i] = widen_bf16(brains[i]);
    doubles[i] = static_cast<double>(from_brains[i]);
  }
  const digest half = value_of(dtype::f16, {count}, bytes_of_numbers(halves));
  const digest brain = value_of(dtype::bf16, {count}, bytes_of_numbers(brains));
  BOOST_TEST(to_hex(value_of(dtype::f32, {count}, bytes_of_numbers(from_halves))) == to_hex(half));
  BOOST_TEST(to_hex(value_of(dtype::f32, {count}, bytes_of_numbers(from_brains))) == to_hex(brain));
  BOOST_TEST(to_hex(value_of(dtype::f64, {count}, bytes_of_numbers(doubles))) == to_hex(brain));
  BOOST_TEST(to_hex(half) != to_hex(brain));
  // A change of one bit shows in every type; the shape does but for extents of 1; so does the sign
  // of zero.
  BOOST_TEST(to_hex(value_of(dtype::f16, {1, count, 1}, bytes_of_numbers(halves))) == to_hex(half));
  BOOST_TEST(to_hex(value_of(dtype::f16, {count / 3, 3}, bytes_of_numbers(halves))) !=
             to_hex(half));
  halves[3] = 0;
  BOOST_TEST(to_hex(value_of(dtype::f16, {count}, bytes_of_numbers(halves))) != to_hex(half));
  halves[3] = 0x8000;
  halves[count - 1] ^= 1U;
  BOOST_TEST(to_hex(value_of(dtype::f16, {count}, bytes_of_numbers(halves))) != to_hex(half));
}

BOOST_AUTO_TEST_CASE(every_pattern_of_a_half_keeps_its_value_digest_as_float) {
  // Ordered so that tiles of all kinds appear: zeros, subnormals, normals, infinities and NaNs.
  std::vector<std::uint16_t> halves(65536);
  std::vector<float> floats(65536);
  for (std::size_t i = 0; i < halves.size(); ++i) {
    halves[i] = static_cast<std::uint16_t>(i);
    floats[i] = widen_f16(halves[i]);
  }
  const digest half = value_of(dtype::f16, {65536}, bytes_of_numbers(halves));
  BOOST_TEST(to_hex(half) == to_hex(value_of(dtype::f32, {65536}, bytes_of_numbers(floats))));
  BOOST_TEST(to_hex(half) ==
             to_hex(expected_value_digest({"t", dtype::f16, {65536}}, bytes_of_numbers(halves))));
}

BOOST_AUTO_TEST_CASE(floats_beside_every_limit_choose_as_the_page_says) {
  // Each value alone in a tensor, so that its own tag decides the digest.
  std::vector<std::uint32_t> patterns;
  for (const std::uint32_t exponent : {0U, 1U, 101U, 102U, 103U, 104U, 111U, 112U, 113U, 114U, 127U,
                                       141U, 142U, 143U, 144U, 254U, 255U})
    for (const std::uint32_t fraction :
         {0U, 1U, 0x0FFFU, 0x1000U, 0x1FFFU, 0x2000U, 0x4000U, 0x6000U, 0x7FFFU, 0x8000U, 0xFFFFU,
          0x10000U, 0x200000U, 0x400000U, 0x7FE000U, 0x7FFFFFU, 0x500000U})
      for (const std::uint32_t sign : {0U, 0x80000000U})
        patterns.push_back(sign | (exponent << 23) | fraction);
  for (const std::uint32_t bits : patterns) {
    const byte_string single = bytes_of_numbers<std::uint32_t>({bits});
    BOOST_TEST(to_hex(value_of(dtype::f32, {1}, single)) ==
                   to_hex(expected_value_digest({"t", dtype::f32, {1}}, single)),
               std::hex << bits);
    const auto wide = static_cast<double>(std::bit_cast<float>(bits));
    for (const double near : {wide, wide * (1 + 0x1p-52), -wide}) {
      const byte_string twofold = bytes_of_numbers<double>({near, 1.0});
      BOOST_TEST(to_hex(value_of(dtype::f64, {2}, twofold)) ==
                     to_hex(expected_value_digest({"t", dtype::f64, {2}}, twofold)),
                 std::hex << bits);
    }
  }
}

BOOST_AUTO_TEST_CASE(nans_are_one_nan) {
  const std::vector<std::uint32_t> payloads{0x7F800001, 0xFFFFFFFF, 0x7FC00000, 0x7FABCDEF};
  const digest one = value_of(dtype::f32, {2}, bytes_of_numbers<std::uint32_t>({payloads[2], 0}));
  for (const std::uint32_t bits : payloads)
    BOOST_TEST(to_hex(value_of(dtype::f32, {2}, bytes_of_numbers<std::uint32_t>({bits, 0}))) ==
               to_hex(one));
  BOOST_TEST(to_hex(value_of(dtype::f16, {2}, bytes_of_numbers<std::uint16_t>({0xFC01, 0}))) ==
             to_hex(one));
  BOOST_TEST(to_hex(value_of(dtype::bf16, {2}, bytes_of_numbers<std::uint16_t>({0xFF81, 0}))) ==
             to_hex(one));
  BOOST_TEST(
      to_hex(value_of(dtype::f64, {2}, bytes_of_numbers<std::uint64_t>({0xFFF0000000000001, 0}))) ==
      to_hex(one));
  // Beside values that need each format.
  for (const float other : {0.1F, 0.333251953125F}) {
    const auto bits = std::bit_cast<std::uint32_t>(other);
    const digest quiet =
        value_of(dtype::f32, {2}, bytes_of_numbers<std::uint32_t>({0x7FC00000, bits}));
    BOOST_TEST(
        to_hex(quiet) ==
        to_hex(value_of(dtype::f32, {2}, bytes_of_numbers<std::uint32_t>({0xFF812345, bits}))));
  }
  const auto tenth = std::bit_cast<std::uint64_t>(0.1);
  BOOST_TEST(to_hex(value_of(dtype::f64, {2},
                             bytes_of_numbers<std::uint64_t>({0x7FF0000000000009, tenth}))) ==
             to_hex(value_of(dtype::f64, {2},
                             bytes_of_numbers<std::uint64_t>({0x7FF8000000000000, tenth}))));
  // But the stored digest keeps them apart.
  BOOST_TEST(
      to_hex(digests_of({"t", dtype::f32, {1}}, bytes_of_numbers<std::uint32_t>({payloads[0]}))
                 .stored) !=
      to_hex(digests_of({"t", dtype::f32, {1}}, bytes_of_numbers<std::uint32_t>({payloads[1]}))
                 .stored));
}

BOOST_AUTO_TEST_CASE(widened_integers_have_one_value_digest) {
  std::mt19937_64 random(6);
  const std::size_t count = tile + 5;
  std::vector<std::int8_t> narrow(count);
  std::vector<std::int16_t> middle(count);
  std::vector<std::int32_t> wide(count);
  std::vector<std::int64_t> widest(count);
  std::vector<std::uint8_t> unsigned_narrow(count);
  std::vector<std::uint64_t> unsigned_widest(count);
  for (std::size_t i = 0; i < count; ++i) {
    widest[i] = wide[i] = middle[i] = narrow[i] = static_cast<std::int8_t>(random());
    unsigned_widest[i] = unsigned_narrow[i] = static_cast<std::uint8_t>(random());
  }
  const digest value = value_of(dtype::i8, {count}, bytes_of_numbers(narrow));
  BOOST_TEST(to_hex(value_of(dtype::i16, {count}, bytes_of_numbers(middle))) == to_hex(value));
  BOOST_TEST(to_hex(value_of(dtype::i32, {count}, bytes_of_numbers(wide))) == to_hex(value));
  BOOST_TEST(to_hex(value_of(dtype::i64, {count}, bytes_of_numbers(widest))) == to_hex(value));
  BOOST_TEST(to_hex(value_of(dtype::u8, {count}, bytes_of_numbers(unsigned_narrow))) ==
             to_hex(value_of(dtype::u64, {count}, bytes_of_numbers(unsigned_widest))));
  unsigned_widest[0] = UINT64_MAX;
  BOOST_TEST(
      to_hex(value_of(dtype::u64, {count}, bytes_of_numbers(unsigned_widest))) ==
      to_hex(expected_value_digest({"t", dtype::u64, {count}}, bytes_of_numbers(unsigned_widest))));
  // true, stored as anything that is not 0, is 1; and an integer is not the real of the same value.
  const byte_string ones = bytes_of_numbers<std::uint8_t>({1, 0, 1});
  BOOST_TEST(to_hex(value_of(dtype::boolean, {3}, bytes_of_numbers<std::uint8_t>({7, 0, 255}))) ==
             to_hex(value_of(dtype::u8, {3}, ones)));
  BOOST_TEST(to_hex(value_of(dtype::u8, {3}, ones)) !=
             to_hex(value_of(dtype::f32, {3}, bytes_of_numbers<float>({1, 0, 1}))));
  // The limits of each format.
  for (const std::int64_t limit :
       {std::int64_t{127}, std::int64_t{32767}, std::int64_t{2147483647}, std::int64_t{INT64_MAX}})
    for (const std::int64_t number : {limit, -limit - 1, limit == INT64_MAX ? 0 : limit + 1,
                                      limit == INT64_MAX ? 0 : -limit - 2}) {
      const byte_string packed = bytes_of_numbers<std::int64_t>({number});
      BOOST_TEST(to_hex(value_of(dtype::i64, {1}, packed)) ==
                 to_hex(expected_value_digest({"t", dtype::i64, {1}}, packed)));
    }
}

BOOST_AUTO_TEST_CASE(a_complex_tensor_is_no_real_one) {
  const byte_string packed = bytes_of_numbers<float>({1, 2, 3, 4});
  BOOST_TEST(to_hex(value_of(dtype::c64, {2}, packed)) !=
             to_hex(value_of(dtype::f32, {2, 2}, packed)));
  BOOST_TEST(to_hex(value_of(dtype::c64, {2}, packed)) ==
             to_hex(value_of(dtype::c128, {2}, bytes_of_numbers<double>({1, 2, 3, 4}))));
}

BOOST_AUTO_TEST_CASE(a_state_can_be_saved_anywhere_and_damage_is_noticed) {
  std::mt19937_64 random(8);
  for (const dtype type : {dtype::f32, dtype::u8, dtype::f6_e3m2}) {
    const std::uint64_t count = 3 * tile + 800;
    const tensor_declaration tensor{"t", type, {count}};
    const byte_string packed = random_bytes(count * bits_of(type) / 8, 9);
    const auto wanted = digests_of(tensor, packed);
    const std::vector<std::uint64_t> cuts{0, 8, 1000, tile, 2 * tile - 8, 2 * tile + 16, count};
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
    std::shuffle(order.begin(), order.end(), random);
    tensor_digests digests(tensor);
    for (const std::size_t i : order) {
      byte_string saved{std::byte{1}};
      digests.save(saved);
      const std::size_t size = saved.size();
      saved.push_back(std::byte{2});
      std::span<const std::byte> rest = std::span<const std::byte>(saved).subspan(1);
      tensor_digests loaded(tensor);
      BOOST_REQUIRE(loaded.load(rest));
      BOOST_TEST(rest.size() == 1U); // and not a byte more
      byte_string again{std::byte{1}};
      loaded.save(again);
      saved.pop_back();
      BOOST_TEST((again == saved));
      const std::size_t step = std::max<std::size_t>(1, size / 300);
      for (std::size_t shorter = 1; shorter < size; shorter += step) {
        std::span<const std::byte> cut = std::span<const std::byte>(saved).subspan(1, shorter - 1);
        tensor_digests broken(tensor);
        const auto answer = broken.load(cut);
        BOOST_TEST((!answer && answer.error().code == errc::bad_format), shorter);
      }
      digests = std::move(loaded);
      add(digests, tensor, packed, cuts[i], cuts[i + 1]);
    }
    BOOST_REQUIRE(digests.complete());
    BOOST_TEST(to_hex(digests.finish().stored) == to_hex(wanted.stored));
    BOOST_TEST(to_hex(digests.finish().value) == to_hex(wanted.value));
  }
}

BOOST_AUTO_TEST_CASE(nonsense_is_never_loaded) {
  const tensor_declaration tensor{"t", dtype::f32, {2 * tile}};
  const byte_string packed = random_bytes(8 * tile, 10);
  tensor_digests digests(tensor);
  add(digests, tensor, packed, 10, tile + 100);
  byte_string saved;
  digests.save(saved);
  const auto loads = [&](const byte_string& bytes) {
    std::span<const std::byte> rest = bytes;
    return tensor_digests(tensor).load(rest).has_value();
  };
  BOOST_REQUIRE(loads(saved));
  // One range, 10 to tile + 100: 24 bytes. Each of them decides what follows.
  for (std::size_t at = 0; at < 24; ++at)
    for (const unsigned flip : {1U, 128U, 255U}) {
      byte_string damaged = saved;
      damaged[at] ^= static_cast<std::byte>(flip);
      std::span<const std::byte> rest = damaged;
      tensor_digests loaded(tensor);
      if (loaded.load(rest)) BOOST_TEST(!rest.empty(), at); // a shorter range leaves bytes over
    }
  byte_string huge(saved.size(), std::byte{0xFF});
  BOOST_TEST(!loads(huge));
  // The state of another tensor.
  tensor_digests other({"t", dtype::f32, {3 * tile}});
  BOOST_REQUIRE(other.add(2 * tile, 4, std::span(packed).first(16)));
  byte_string foreign;
  other.save(foreign);
  BOOST_TEST(!loads(foreign));
}
