#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/convert.hpp>

#include "support/safetensors_writer.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

class memory_sink final : public byte_sink {
public:
  result<void> write(std::span<const std::byte> more) override {
    largest = std::max(largest, more.size());
    if (bytes.size() + more.size() > room) return error{errc::io, "the sink is full"};
    bytes.insert(bytes.end(), more.begin(), more.end());
    return {};
  }
  std::vector<std::byte> bytes;
  std::size_t room = SIZE_MAX;
  std::size_t largest = 0;
};

/// A packed tensor in memory that owns what its view borrows.
struct held_tensor {
  std::string name;
  dtype type;
  std::vector<std::uint64_t> shape;
  std::vector<std::byte> bytes;

  template <class Value>
  held_tensor(std::string called, dtype stored, std::vector<std::uint64_t> extents,
              const std::vector<Value>& values)
      : name(std::move(called)), type(stored), shape(std::move(extents)) {
    const auto raw = std::as_bytes(std::span<const Value>(values));
    bytes.assign(raw.begin(), raw.end());
  }
  [[nodiscard]] tensor_view view() const {
    tensor_view out;
    out.name = name;
    out.type = type;
    out.shape = shape;
    out.data = bytes.data();
    return out;
  }
};

std::vector<std::byte> written(const std::vector<tensor_view>& views,
                               const convert_options& options = {}) {
  memory_sink sink;
  const auto done = write_safetensors(views, sink, options);
  BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().message));
  BOOST_TEST(done->bytes == sink.bytes.size());
  BOOST_TEST(done->tensors == views.size());
  return sink.bytes;
}

/// The value of `bits` of a 16-bit type, by arithmetic on its fields.
double value_of(dtype type, unsigned bits) {
  const int fraction_bits = type == dtype::f16 ? 10 : 7;
  const int bias = type == dtype::f16 ? 15 : 127;
  const unsigned top = type == dtype::f16 ? 31 : 255;
  const unsigned exponent = bits >> fraction_bits & top;
  const unsigned fraction = bits & ((1U << fraction_bits) - 1);
  const double sign = (bits & 0x8000U) != 0 ? -1 : 1;
  if (exponent == top)
    return fraction != 0 ? std::numeric_limits<double>::quiet_NaN()
                         : sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias - fraction_bits);
  return sign * std::ldexp((1U << fraction_bits) + fraction,
                           static_cast<int>(exponent) - bias - fraction_bits);
}

/// The values from zero on with their patterns; infinity counts as the next power of two.
std::map<double, unsigned> positive_values(dtype type) {
  std::map<double, unsigned> table;
  for (unsigned bits = 0; bits < 0x8000U; ++bits) {
    const double value = value_of(type, bits);
    if (std::isnan(value)) break;
    table[std::isinf(value) ? std::ldexp(1, type == dtype::f16 ? 16 : 128) : value] = bits;
  }
  return table;
}

/// The nearest of all values of a 16-bit type, ties to the even pattern: by looking at its two
/// neighbours.
unsigned nearest(dtype type, double value) {
  static const auto halves = positive_values(dtype::f16);
  static const auto brains = positive_values(dtype::bf16);
  const std::map<double, unsigned>& table = type == dtype::f16 ? halves : brains;
  const unsigned sign = std::signbit(value) ? 0x8000U : 0;
  const double magnitude = std::fabs(value);
  const auto above = table.lower_bound(magnitude);
  if (above == table.end()) return sign | std::prev(above)->second;
  if (above == table.begin() || above->first == magnitude) return sign | above->second;
  const auto below = std::prev(above);
  const double up = above->first - magnitude;
  const double down = magnitude - below->first;
  if (up == down) return sign | (above->second % 2 == 0 ? above->second : below->second);
  return sign | (up < down ? above->second : below->second);
}

std::vector<std::uint16_t> narrowed(const std::vector<double>& values, dtype to,
                                    std::uint64_t& overflowed) {
  const held_tensor tensor("w", dtype::f64, {values.size()}, values);
  memory_sink sink;
  convert_options options;
  options.floats = to;
  const auto done = write_safetensors(std::vector{tensor.view()}, sink, options);
  BOOST_TEST_REQUIRE(done.has_value());
  overflowed = done->overflowed;
  std::vector<std::uint16_t> out(values.size());
  std::memcpy(out.data(), sink.bytes.data() + sink.bytes.size() - 2 * out.size(), 2 * out.size());
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_file_is_the_one_that_the_format_prescribes) {
  const held_tensor b("b", dtype::f32, {2}, std::vector<float>{1, 2});
  const held_tensor a("a\n\"", dtype::f32, {}, std::vector<float>{3});
  const held_tensor bytes("z", dtype::u8, {3}, std::vector<std::uint8_t>{1, 2, 3});
  const held_tensor wide("y", dtype::i64, {1}, std::vector<std::int64_t>{-1});
  const held_tensor none("n", dtype::f16, {0, 7}, std::vector<std::uint16_t>{});
  // Widest type first, then by name; the test's own writer keeps the order it is given.
  safetensors_writer expected;
  expected.metadata("format", "pt");
  for (const held_tensor* tensor : {&wide, &a, &b, &none, &bytes})
    expected.add(tensor->name, tensor->type, tensor->shape, tensor->bytes);
  const auto file = written({b.view(), bytes.view(), a.view(), none.view(), wide.view()});
  BOOST_TEST(file == expected.bytes());
  BOOST_TEST(file == written({wide.view(), none.view(), a.view(), bytes.view(), b.view()}));
}

BOOST_AUTO_TEST_CASE(every_type_of_the_format_comes_back_bit_for_bit) {
  std::mt19937 random(1);
  std::vector<held_tensor> tensors;
  for (int number = 1; number <= 24; ++number) {
    const auto type = static_cast<dtype>(number);
    if (type == dtype::c32 || type == dtype::c128) continue;
    std::vector<std::uint8_t> raw(24 * bits_of(type) / 8);
    for (std::uint8_t& byte : raw)
      byte = static_cast<std::uint8_t>(type == dtype::boolean ? random() % 2 : random());
    tensors.emplace_back("t" + std::to_string(number), type, std::vector<std::uint64_t>{4, 6}, raw);
  }
  std::vector<tensor_view> views;
  for (const held_tensor& tensor : tensors)
    views.push_back(tensor.view());
  const auto file = written(views);
  const auto model = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(model.has_value(), (model ? "" : model.error().message));
  BOOST_TEST_REQUIRE(model->size() == tensors.size());
  for (const tensor_view& view : views_of(*model))
    for (const held_tensor& tensor : tensors) {
      if (tensor.name != view.name) continue;
      BOOST_TEST((view.type == tensor.type));
      BOOST_TEST(std::memcmp(view.data, tensor.bytes.data(), tensor.bytes.size()) == 0);
    }
}

BOOST_AUTO_TEST_CASE(strided_tensors_are_written_in_c_order) {
  const held_tensor stored("w", dtype::f32, {3, 2}, std::vector<float>{0, 1, 2, 3, 4, 5});
  const std::vector<std::uint64_t> shape{2, 3};
  const std::vector<std::int64_t> strides{1, 2};
  tensor_view view = stored.view();
  view.shape = shape;
  view.strides = strides;
  const held_tensor expected("w", dtype::f32, {2, 3}, std::vector<float>{0, 2, 4, 1, 3, 5});
  BOOST_TEST(written({view}) == written({expected.view()}));
}

BOOST_AUTO_TEST_CASE(narrowing_rounds_once_to_nearest_even) {
  std::mt19937_64 random(7);
  for (const dtype to : {dtype::f16, dtype::bf16}) {
    std::vector<double> values{0.0,
                               -0.0,
                               65519.999,
                               65520,
                               -65520,
                               1e300,
                               3.3895313892515355e38,
                               3.4e38,
                               std::numeric_limits<double>::denorm_min(),
                               std::numeric_limits<double>::infinity()};
    for (unsigned bits = 0; bits < 0x10000U; bits += 37) {
      // A value, the midpoint above it, and what lies a hair beside the midpoint: rounding twice,
      // by way of f32, would lose the hair.
      const double v = value_of(to, bits);
      const double next = value_of(to, bits + 1);
      if (!std::isfinite(v) || !std::isfinite(next)) continue;
      const double middle = (v + next) / 2;
      values.insert(values.end(),
                    {v, middle, std::nextafter(middle, 1e300), std::nextafter(middle, -1e300)});
    }
    for (int i = 0; i < 20'000; ++i)
      values.push_back(std::ldexp(static_cast<double>(random() >> 11) - 0x1p52,
                                  static_cast<int>(random() % 80) - 100));
    std::uint64_t overflowed = 0;
    const auto got = narrowed(values, to, overflowed);
    std::uint64_t wanted_overflows = 0;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const unsigned wanted = nearest(to, values[i]);
      wanted_overflows += std::isinf(value_of(to, wanted)) && !std::isinf(values[i]) ? 1 : 0;
      if (got[i] != wanted && wrong++ == 0)
        BOOST_ERROR(name_of(to) << " of " << values[i] << ": " << got[i] << ", not " << wanted);
    }
    BOOST_TEST(wrong == 0U);
    BOOST_TEST(overflowed == wanted_overflows);
    BOOST_TEST(overflowed > 0U);
  }
  std::uint64_t overflowed = 0;
  const auto nan = narrowed({std::numeric_limits<double>::quiet_NaN()}, dtype::f16, overflowed);
  BOOST_TEST(std::isnan(value_of(dtype::f16, nan[0])));
  BOOST_TEST(overflowed == 0U);
}

BOOST_AUTO_TEST_CASE(only_real_numbers_are_narrowed) {
  const held_tensor real("r", dtype::f4_e2m1, {4}, std::vector<std::uint8_t>{0x21, 0xf0});
  const held_tensor whole("i", dtype::i32, {1}, std::vector<std::int32_t>{1 << 30});
  const held_tensor pair("c", dtype::c64, {1}, std::vector<float>{1, 2});
  convert_options options;
  options.floats = dtype::f32;
  const auto file = written({real.view(), whole.view(), pair.view()}, options);
  const auto model = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(model.has_value());
  for (const tensor_view& view : views_of(*model)) {
    const dtype wanted = view.name == "r" ? dtype::f32 : view.name == "i" ? dtype::i32 : dtype::c64;
    BOOST_TEST((view.type == wanted), view.name);
    if (view.name == "r")
      BOOST_TEST(*read_as_f64(view, 0, 4) == (std::vector<double>{0.5, 1, 0, -6}));
  }
}

BOOST_AUTO_TEST_CASE(large_tensors_stream_in_bounded_pieces) {
  std::vector<float> values(1'000'003);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i);
  const held_tensor tensor("w", dtype::f32, {values.size()}, values);
  memory_sink sink;
  convert_options options;
  options.floats = dtype::bf16;
  std::uint64_t last = 0;
  options.on_progress = [&](const progress& now) {
    BOOST_TEST(now.done >= last);
    last = now.done;
    return true;
  };
  const auto done = write_safetensors(std::vector{tensor.view()}, sink, options);
  BOOST_TEST_REQUIRE(done.has_value());
  BOOST_TEST(last > 0U);
  BOOST_TEST(sink.largest <= std::size_t{1} << 20);
  for (std::size_t i = 0; i < values.size(); i += 997) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, sink.bytes.data() + sink.bytes.size() - 2 * (values.size() - i), 2);
    BOOST_TEST(bits == nearest(dtype::bf16, values[i]));
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_refused) {
  const held_tensor good("w", dtype::f32, {1}, std::vector<float>{1});
  const auto code_of = [](const std::vector<tensor_view>& views,
                          const convert_options& options = {}) {
    memory_sink sink;
    const auto done = write_safetensors(views, sink, options);
    return done ? errc::ok : done.error().code;
  };
  const auto named = [](const char* name) {
    return held_tensor(name, dtype::f32, {1}, std::vector<float>{1});
  };
  BOOST_TEST((code_of({good.view(), good.view()}) == errc::bad_argument));
  const auto reserved = named("__metadata__");
  BOOST_TEST((code_of({reserved.view()}) == errc::bad_argument));
  const auto torn = named("\xff");
  BOOST_TEST((code_of({torn.view()}) == errc::bad_argument));
  const held_tensor complex("c", dtype::c128, {1}, std::vector<double>{1, 2});
  BOOST_TEST((code_of({complex.view()}) == errc::unsupported));
  convert_options options;
  options.floats = dtype::f64;
  BOOST_TEST((code_of({good.view()}, options) == errc::bad_argument));
  options.floats = {};
  options.metadata = {{"a", "1"}, {"a", "2"}};
  BOOST_TEST((code_of({good.view()}, options) == errc::bad_argument));
  options.metadata.clear();
  options.on_progress = [](const progress&) { return false; };
  BOOST_TEST((code_of({good.view()}, options) == errc::cancelled));
  memory_sink full;
  full.room = 100;
  const held_tensor large("w", dtype::f32, {100}, std::vector<float>(100));
  const auto done = write_safetensors(std::vector{large.view()}, full);
  BOOST_TEST_REQUIRE(!done.has_value());
  BOOST_TEST((done.error().code == errc::io));
}

BOOST_AUTO_TEST_CASE(a_file_is_replaced_whole_or_not_at_all) {
  const temp_directory folder;
  const auto path = folder / "out.safetensors";
  const held_tensor tensor("w", dtype::f32, {2}, std::vector<float>{1, 2});
  const auto entries = [&] {
    return std::distance(std::filesystem::directory_iterator(folder.path()), {});
  };
  BOOST_TEST(write_safetensors(std::vector{tensor.view()}, path).has_value());
  BOOST_TEST(entries() == 1);
  // A part that an interrupted writer left is neither used nor removed.
  write_file(folder / "out.safetensors.0.part", "left over");
  convert_options options;
  options.on_progress = [](const progress&) { return false; };
  options.floats = dtype::bf16;
  const auto cancelled = write_safetensors(std::vector{tensor.view()}, path, options);
  BOOST_TEST_REQUIRE(!cancelled.has_value());
  BOOST_TEST((cancelled.error().code == errc::cancelled));
  BOOST_TEST(entries() == 2);
  const auto model = checkpoint::open(path);
  BOOST_TEST_REQUIRE(model.has_value());
  BOOST_TEST(((*model)[0].type == dtype::f32));
  // The file that is being read may be the one that is written.
  options.on_progress = {};
  BOOST_TEST(write_safetensors(views_of(*model), path, options).has_value());
  BOOST_TEST(((*checkpoint::open(path))[0].type == dtype::bf16));
  BOOST_TEST((*read_as_f64((*model)[0], 0, 2) == std::vector<double>{1, 2}));
  BOOST_TEST(!write_safetensors(std::vector{tensor.view()}, folder.path()).has_value());
  BOOST_TEST(!write_safetensors(std::vector{tensor.view()}, folder / "no/such").has_value());
  if (std::filesystem::exists("/dev/full")) {
    const auto full = write_safetensors(std::vector{tensor.view()}, "/dev/full");
    BOOST_TEST_REQUIRE(!full.has_value());
    BOOST_TEST((full.error().code == errc::io));
  }
}
