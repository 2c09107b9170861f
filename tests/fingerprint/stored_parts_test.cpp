#include <boost/test/unit_test.hpp>

#include "fingerprint/digest_oracle.hpp"
#include "fingerprint/digests/stored_parts.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

/// A medium that fails.
class broken_source final : public element_source {
public:
  [[nodiscard]] result<std::span<const std::byte>> read(std::uint64_t, std::size_t,
                                                        std::span<std::byte>) const override {
    return error{errc::io, "gone"};
  }
};

struct parts_fixture {
  parts_fixture() {
    for (std::size_t i = 0; i < codes.size(); ++i)
      codes[i] = static_cast<std::byte>(i * 7 % 251);
    for (std::size_t i = 0; i < scales.size(); ++i)
      scales[i] = static_cast<std::uint16_t>(i * 13);
    encoding.scheme = "made";
    encoding.parts = {
        part("codes", dtype::u8, code_shape, codes.data()),
        part("scales", dtype::bf16, scale_shape, std::as_bytes(std::span(scales)).data())};
  }

  static encoding_part part(std::string role, dtype type, std::span<const std::uint64_t> shape,
                            const std::byte* data) {
    encoding_part made;
    made.role = std::move(role);
    made.stored.name = "stored";
    made.stored.type = type;
    made.stored.shape = shape;
    made.stored.data = data;
    return made;
  }

  byte_string codes = byte_string(3'000'000);
  std::vector<std::uint16_t> scales = std::vector<std::uint16_t>(30);
  std::vector<std::uint64_t> code_shape{1500, 2000};
  std::vector<std::uint64_t> scale_shape{30};
  tensor_encoding encoding;
};

std::string hex_of(const tensor_encoding& encoding) {
  const auto found = detail::stored_digest_of_parts(encoding);
  return found ? to_hex(*found) : found.error().message;
}

} // namespace

BOOST_FIXTURE_TEST_CASE(the_bytes_of_the_page, parts_fixture) {
  byte_string bytes;
  append_text(bytes, "weightkin.stored.v1");
  append_number(bytes, std::uint8_t{0});
  append_number(bytes, std::uint32_t{5});
  append_text(bytes, "codes");
  append_number(bytes, std::uint32_t{2});
  append_text(bytes, "u8");
  append_number(bytes, std::uint32_t{2});
  append_number(bytes, std::uint64_t{1500});
  append_number(bytes, std::uint64_t{2000});
  append_digest(bytes, blake3(codes));
  append_number(bytes, std::uint32_t{6});
  append_text(bytes, "scales");
  append_number(bytes, std::uint32_t{4});
  append_text(bytes, "bf16");
  append_number(bytes, std::uint32_t{1});
  append_number(bytes, std::uint64_t{30});
  append_digest(bytes, blake3(std::as_bytes(std::span(scales))));
  BOOST_TEST(hex_of(encoding) == to_hex(blake3(bytes)));
}

BOOST_FIXTURE_TEST_CASE(names_and_strides_of_parts_do_not_count_but_all_else_does, parts_fixture) {
  const std::string before = hex_of(encoding);
  encoding.parts[0].stored.name = "renamed";
  encoding.scheme = "other";
  BOOST_TEST(hex_of(encoding) == before);
  // The same elements through strides: transposed in memory.
  byte_string turned(codes.size());
  for (std::size_t row = 0; row < 1500; ++row)
    for (std::size_t column = 0; column < 2000; ++column)
      turned[column * 1500 + row] = codes[row * 2000 + column];
  const std::int64_t strides[] = {1, 1500};
  encoding.parts[0].stored.data = turned.data();
  encoding.parts[0].stored.strides = strides;
  BOOST_TEST(hex_of(encoding) == before);
  std::swap(encoding.parts[0], encoding.parts[1]);
  BOOST_TEST(hex_of(encoding) != before);
  std::swap(encoding.parts[0], encoding.parts[1]);
  encoding.parts[0].role = "zeros";
  BOOST_TEST(hex_of(encoding) != before);
  encoding.parts[0].role = "codes";
  encoding.parts[1].stored.type = dtype::f16;
  BOOST_TEST(hex_of(encoding) != before);
  encoding.parts[1].stored.type = dtype::bf16;
  scales[29] ^= 1U;
  BOOST_TEST(hex_of(encoding) != before);
}

BOOST_FIXTURE_TEST_CASE(a_failing_medium_is_an_error, parts_fixture) {
  const broken_source broken;
  encoding.parts[1].stored.source = &broken;
  const auto found = detail::stored_digest_of_parts(encoding);
  BOOST_REQUIRE(!found);
  BOOST_TEST((found.error().code == errc::io));
}
