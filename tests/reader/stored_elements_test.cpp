#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/decode/stored_elements.hpp"

using namespace weightkin;

namespace {

/// Bytes that are not in place: every read copies, as from a file.
class copying_source final : public byte_source {
public:
  explicit copying_source(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (offset > bytes_.size() || length > bytes_.size() - offset || scratch.size() < length)
      return error{errc::internal, "test: read outside", fault::truncated};
    std::memcpy(scratch.data(), bytes_.data() + offset, length);
    ++reads;
    return std::span<const std::byte>(scratch.data(), length);
  }
  mutable std::size_t reads = 0;

private:
  std::vector<std::byte> bytes_;
  std::string label_ = "copying";
};

std::vector<std::byte> random_bytes(std::size_t count, std::mt19937& random) {
  std::vector<std::byte> bytes(count);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>(random());
  return bytes;
}

/// The obvious gather: index arithmetic element by element.
std::vector<std::byte> oracle(const std::vector<std::byte>& bytes, const stored_tensor& tensor) {
  const std::size_t size = bits_of(tensor.type) / 8;
  const std::size_t word = is_complex(tensor.type) ? size / 2 : size;
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  std::vector<std::byte> out;
  for (std::uint64_t element = 0; element < count; ++element) {
    std::uint64_t rest = element;
    std::uint64_t place = 0;
    for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
      place += rest % tensor.shape[axis] * static_cast<std::uint64_t>(tensor.strides[axis]);
      rest /= tensor.shape[axis];
    }
    for (std::size_t at = 0; at < size; ++at) {
      const std::size_t in_word = tensor.big_endian ? word - 1 - at % word : at % word;
      out.push_back(bytes[tensor.offset + place * size + at / word * word + in_word]);
    }
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(strided_and_swapped_reads_equal_the_obvious_gather) {
  std::mt19937 random(7);
  constexpr std::array<dtype, 6> types{dtype::u8,  dtype::f16, dtype::f32,
                                       dtype::f64, dtype::c64, dtype::c128};
  for (int round = 0; round < 300; ++round) {
    stored_tensor tensor;
    tensor.name = "t";
    tensor.type = types[random() % types.size()];
    tensor.big_endian = random() % 2 == 0;
    const std::size_t rank = 1 + random() % 4;
    std::uint64_t last = 0;
    for (std::size_t axis = 0; axis < rank; ++axis) {
      tensor.shape.push_back(1 + random() % 9);
      tensor.strides.push_back(static_cast<std::int64_t>(random() % 40)); // 0: expanded
      last += (tensor.shape.back() - 1) * static_cast<std::uint64_t>(tensor.strides.back());
    }
    tensor.offset = random() % 5;
    const std::size_t size = bits_of(tensor.type) / 8;
    const auto bytes = random_bytes(tensor.offset + (last + 1) * size, random);
    const auto wanted = oracle(bytes, tensor);

    const auto copying = std::make_shared<copying_source>(bytes);
    for (const auto& source : {std::shared_ptr<const byte_source>(copying),
                               std::shared_ptr<const byte_source>(borrow_memory(bytes, "m"))}) {
      tensor.bytes = source;
      const stored_elements elements(tensor);
      const std::size_t count = wanted.size() / size;
      std::vector<std::byte> got;
      for (std::size_t first = 0; first < count;) { // pieces of random length
        const std::size_t length = std::min<std::size_t>(count - first, 1 + random() % 100);
        std::vector<std::byte> scratch(length * size);
        const auto part = elements.read(first, length, scratch);
        BOOST_TEST_REQUIRE(part.has_value(), (part ? "" : part.error().message));
        got.insert(got.end(), part->begin(), part->end());
        first += length;
      }
      BOOST_TEST((got == wanted), "round " << round);
    }
  }
}

BOOST_AUTO_TEST_CASE(neighbours_share_reads_when_columns_run_first) {
  std::mt19937 random(8);
  const std::size_t rows = 64;
  const std::size_t columns = 1000;
  const auto bytes = random_bytes(rows * columns * 4, random);
  const auto source = std::make_shared<copying_source>(bytes);
  stored_tensor tensor;
  tensor.shape = {rows, columns};
  tensor.strides = {1, static_cast<std::int64_t>(rows)};
  tensor.bytes = source;
  std::vector<std::byte> scratch(bytes.size());
  const auto got = stored_elements(tensor).read(0, rows * columns, scratch);
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST((std::vector<std::byte>(got->begin(), got->end()) == oracle(bytes, tensor)));
  BOOST_TEST(source->reads <= 8U); // 256 kB in runs of 64 kB
}

BOOST_AUTO_TEST_CASE(sub_byte_elements_are_read_on_whole_bytes_only) {
  const std::vector<std::byte> bytes(8, std::byte{0x21});
  stored_tensor tensor;
  tensor.type = dtype::f4_e2m1;
  tensor.shape = {16};
  tensor.bytes = std::make_shared<copying_source>(bytes);
  std::array<std::byte, 8> scratch;
  const stored_elements elements(tensor);
  BOOST_TEST(elements.read(2, 4, scratch).has_value());
  const auto split = elements.read(1, 4, scratch);
  BOOST_TEST_REQUIRE(!split.has_value());
  BOOST_TEST((split.error().code == errc::bad_argument));
  const auto small = elements.read(0, 16, std::span(scratch).first(4));
  BOOST_TEST_REQUIRE(!small.has_value());
  BOOST_TEST((small.error().code == errc::bad_argument));
}
