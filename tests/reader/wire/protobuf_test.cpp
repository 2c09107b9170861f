#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/wire/byte_cursor.hpp"
#include "reader/wire/protobuf.hpp"
#include "reader/wire/protobuf_array.hpp"
#include "reader/wire/protobuf_outline.hpp"
#include "support/protobuf_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_view_literals;

namespace {

/// Bytes that are only reached by copying, as those of a file that is not mapped.
class copied_bytes final : public byte_source {
public:
  explicit copied_bytes(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    BOOST_TEST_REQUIRE(offset <= bytes_.size());
    BOOST_TEST_REQUIRE(length <= bytes_.size() - offset);
    BOOST_TEST_REQUIRE(scratch.size() >= length);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), length, scratch.begin());
    return std::span<const std::byte>(scratch.first(length));
  }

private:
  std::vector<std::byte> bytes_;
  std::string label_ = "copied";
};

std::vector<std::byte> bytes_of_text(std::string_view text) {
  const auto bytes = std::as_bytes(std::span<const char>(text));
  return {bytes.begin(), bytes.end()};
}

/// The same bytes, in place and copied.
std::vector<std::shared_ptr<const byte_source>> both(const std::vector<std::byte>& bytes) {
  return {borrow_memory(bytes, "mapped"), std::make_shared<copied_bytes>(bytes)};
}

fault first_fault(std::string_view text) {
  const auto bytes = bytes_of_text(text);
  const auto source = borrow_memory(bytes, "input");
  proto_message message(*source, 0, source->size());
  for (;;) {
    const auto field = message.next();
    if (!field) return field.error().why;
    if (!field->has_value()) return fault::none;
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(a_cursor_reads_numbers_of_either_order) {
  const auto bytes =
      bytes_of_text("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"sv);
  for (const auto& source : both(bytes)) {
    byte_cursor cursor(*source);
    BOOST_TEST(*cursor.u8() == 0x01U);
    BOOST_TEST(*cursor.u16() == 0x0302U);
    BOOST_TEST(*cursor.u32(true) == 0x04050607U);
    BOOST_TEST(*cursor.u64() == 0x0f0e0d0c0b0a0908U);
    BOOST_TEST(cursor.remaining() == 0U);
    const auto past = cursor.u8();
    BOOST_TEST_REQUIRE(!past.has_value());
    BOOST_TEST((past.error().why == fault::truncated));
    BOOST_TEST(cursor.offset() == 15U);
  }
}

BOOST_AUTO_TEST_CASE(a_cursor_stays_inside_of_its_range) {
  const std::vector<std::byte> bytes(200'000, std::byte{7});
  for (const auto& source : both(bytes)) {
    byte_cursor cursor(*source, 10, 150'000);
    BOOST_TEST(!cursor.skip(149'991).has_value());
    BOOST_TEST(!cursor.skip(std::numeric_limits<std::uint64_t>::max()).has_value());
    BOOST_TEST(cursor.skip(100'000).has_value());
    BOOST_TEST(cursor.bytes(49'000)->size() == 49'000U); // beyond the first window
    BOOST_TEST(!cursor.bytes(991).has_value());
    BOOST_TEST(cursor.text(990)->size() == 990U);
    BOOST_TEST(cursor.remaining() == 0U);
  }
}

BOOST_AUTO_TEST_CASE(a_cursor_follows_changing_bytes_over_windows) {
  std::vector<std::byte> bytes(300'000);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::byte>(i * 31 >> 4);
  for (const auto& source : both(bytes)) {
    byte_cursor cursor(*source);
    for (std::size_t at = 0; at + 1009 < bytes.size(); at += 1009) {
      const auto part = cursor.bytes(1009);
      BOOST_TEST_REQUIRE(part.has_value());
      BOOST_TEST(
          std::equal(part->begin(), part->end(), bytes.begin() + static_cast<std::ptrdiff_t>(at)));
    }
  }
}

BOOST_AUTO_TEST_CASE(varints_have_at_most_64_bits) {
  const auto read = [](std::string_view text) {
    const auto bytes = bytes_of_text(text);
    const auto source = borrow_memory(bytes, "input");
    return byte_cursor(*source).varint();
  };
  BOOST_TEST(*read("\x00"sv) == 0U);
  BOOST_TEST(*read("\x7f"sv) == 127U);
  BOOST_TEST(*read("\xac\x02"sv) == 300U);
  BOOST_TEST(*read("\x80\x00"sv) == 0U); // not the shortest form, but legal
  BOOST_TEST(*read("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv) ==
             std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST((read("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"sv).error().why == fault::overflow));
  BOOST_TEST(
      (read("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"sv).error().why == fault::overflow));
  BOOST_TEST((read("\x80\x80"sv).error().why == fault::truncated));
  BOOST_TEST((read(""sv).error().why == fault::truncated));
}

BOOST_AUTO_TEST_CASE(fields_of_all_wire_types_are_located) {
  const auto bytes = protobuf_writer()
                         .varint(1, 300)
                         .fixed64(2, 1.5)
                         .text(3, "abc")
                         .fixed32(5, 2.5F)
                         .varint(536870911, 1)
                         .content();
  for (const auto& source : both(bytes)) {
    proto_message message(*source, 0, source->size());
    const auto number = message.next();
    BOOST_TEST((*number)->value == 300U);
    BOOST_TEST((*number)->length == 2U);
    BOOST_TEST((*message.next())->value == 0x3ff8000000000000U);
    const auto text = message.next();
    BOOST_TEST((*text)->number == 3U);
    BOOST_TEST(*proto_text(*source, **text, 3) == "abc");
    BOOST_TEST((proto_text(*source, **text, 2).error().why == fault::limit));
    BOOST_TEST((proto_text(*source, **number, 9).error().why == fault::protobuf));
    BOOST_TEST((*message.next())->value == 0x40200000U);
    BOOST_TEST((*message.next())->number == 536870911U);
    BOOST_TEST(!message.next()->has_value());
    BOOST_TEST(!message.next()->has_value());
  }
}

BOOST_AUTO_TEST_CASE(groups_are_skipped_when_they_nest) {
  const auto bytes = protobuf_writer()
                         .tag(4, 3)
                         .varint(1, 5)
                         .tag(6, 3)
                         .text(1, "inside")
                         .fixed32(2, 1)
                         .fixed64(3, 1)
                         .tag(6, 4)
                         .tag(4, 4)
                         .varint(9, 8)
                         .content();
  for (const auto& source : both(bytes)) {
    proto_message message(*source, 0, source->size());
    BOOST_TEST((*message.next())->number == 9U);
    BOOST_TEST(!message.next()->has_value());
  }
  BOOST_TEST((first_fault("\x0b\x0b\x0c\x0c") == fault::none));
  BOOST_TEST((first_fault("\x0b\x08\x01") == fault::protobuf)); // no end
  BOOST_TEST((first_fault("\x0b\x14") == fault::protobuf));     // another group's end
  BOOST_TEST((first_fault("\x0c") == fault::protobuf));         // an end without a beginning
  BOOST_TEST((first_fault(std::string(1000, '\x0b')) == fault::limit));
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_refused) {
  BOOST_TEST((first_fault("") == fault::none));
  BOOST_TEST((first_fault("\x00\x01"sv) == fault::protobuf)); // field 0
  BOOST_TEST((first_fault("\x0e") == fault::protobuf));       // wire type 6
  BOOST_TEST((first_fault("\x0f") == fault::protobuf));       // wire type 7
  BOOST_TEST((first_fault("\x08") == fault::truncated));
  BOOST_TEST((first_fault("\x0d\x01\x02") == fault::truncated));
  BOOST_TEST((first_fault("\x09\x01\x02") == fault::truncated));
  BOOST_TEST((first_fault("\x0a\x05"
                          "abcd") == fault::truncated));
  BOOST_TEST((first_fault("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01") == fault::truncated));
  BOOST_TEST((first_fault("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01") == fault::protobuf));
  BOOST_TEST((first_fault("\x80\x80\x80\x80\x10\x01") == fault::protobuf)); // field number 2^29
}

BOOST_AUTO_TEST_CASE(a_payload_may_not_leave_its_message) {
  // The inner message says 5 bytes of text but ends after 3; bytes of the outer one follow.
  const auto bytes = bytes_of_text("\x0a\x05\x12\x05"
                                   "abcdefgh"sv);
  const auto source = borrow_memory(bytes, "input");
  proto_message inner(*source, 2, 7);
  BOOST_TEST((inner.next().error().why == fault::bounds));
}

BOOST_AUTO_TEST_CASE(repeated_numbers_come_packed_or_not) {
  const auto bytes = protobuf_writer()
                         .varint(1, 5)
                         .packed_varints(1, {1, 300, -1})
                         .packed<float>(2, {1.0F, 2.0F})
                         .fixed32(2, 3.0F)
                         .text(3, "\x01\x80")
                         .content();
  for (const auto& source : both(bytes)) {
    std::vector<std::uint64_t> numbers;
    std::vector<std::uint64_t> floats;
    const auto into = [](std::vector<std::uint64_t>& list) {
      return [&list](std::uint64_t number) {
        list.push_back(number);
        return result<void>();
      };
    };
    proto_message message(*source, 0, source->size());
    for (auto field = message.next(); field && field->has_value(); field = message.next()) {
      if ((*field)->number == 1)
        BOOST_TEST(proto_numbers(*source, **field, into(numbers)).has_value());
      if ((*field)->number == 2) {
        BOOST_TEST(proto_numbers(*source, **field, into(floats), proto_wire::fixed32).has_value());
        if ((*field)->wire != proto_wire::bytes)
          BOOST_TEST(
              (proto_numbers(*source, **field, into(floats)).error().why == fault::protobuf));
      }
      if ((*field)->number == 3) {
        std::vector<std::uint64_t> ignored;
        BOOST_TEST((proto_numbers(*source, **field, into(ignored)).error().why == fault::protobuf));
        BOOST_TEST(
            (proto_numbers(*source, **field, into(ignored), proto_wire::fixed32).error().why ==
             fault::protobuf));
      }
    }
    BOOST_TEST((numbers ==
                std::vector<std::uint64_t>{5, 1, 300, std::numeric_limits<std::uint64_t>::max()}));
    BOOST_TEST((floats == std::vector<std::uint64_t>{0x3f800000, 0x40000000, 0x40400000}));
  }
}

BOOST_AUTO_TEST_CASE(arrays_lie_in_place_or_are_put_together) {
  const auto bytes = protobuf_writer()
                         .packed<float>(1, {1.0F, 2.0F})
                         .fixed32(2, 1.0F)
                         .packed<float>(2, {2.0F})
                         .packed_varints(3, {-128, 127})
                         .content();
  for (const auto& source : both(bytes)) {
    proto_file file(source);
    const auto whole = file.whole();
    const auto in_place = place_proto_array(file, whole, 1, proto_float, 8, "t");
    BOOST_TEST((in_place->bytes == source));
    BOOST_TEST(in_place->offset == 2U);
    const auto gathered = place_proto_array(file, whole, 2, proto_float, 8, "t");
    BOOST_TEST((gathered->bytes != source));
    std::array<std::byte, 8> first{};
    std::array<std::byte, 8> second{};
    const auto a = source->read(2, 8, first);
    const auto b = gathered->bytes->read(gathered->offset, 8, second);
    BOOST_TEST(std::equal(a->begin(), a->end(), b->begin(), b->end()));

    const proto_number signed_byte{proto_wire::varint, 1, proto_range::signed_integers};
    const auto integers = place_proto_array(file, whole, 3, signed_byte, 2, "t");
    const auto c = integers->bytes->read(0, 2, second);
    BOOST_TEST(std::to_integer<int>((*c)[0]) == 0x80);
    BOOST_TEST(std::to_integer<int>((*c)[1]) == 0x7f);
    const proto_number byte{proto_wire::varint, 1, proto_range::any_bits};
    const proto_number truth{proto_wire::varint, 1, proto_range::booleans};
    const auto why = [&](std::uint32_t field, const proto_number& number, std::uint64_t length) {
      return place_proto_array(file, whole, field, number, length, "t").error().why;
    };
    BOOST_TEST((why(3, byte, 2) == fault::format));
    BOOST_TEST((why(3, truth, 2) == fault::format));
    BOOST_TEST((why(1, proto_float, 12) == fault::shape));
    BOOST_TEST((why(2, proto_float, 4) == fault::shape));
    BOOST_TEST((why(3, signed_byte, 3) == fault::shape));
    BOOST_TEST((why(3, signed_byte, std::uint64_t{1} << 60) == fault::shape));
    file.memory_left = 1;
    BOOST_TEST((why(3, signed_byte, 2) == fault::limit));
  }
}

BOOST_AUTO_TEST_CASE(an_outline_shows_the_first_fields) {
  const auto bytes = protobuf_writer().varint(1, 8).text(2, "x").varint(2, 3).content();
  const auto source = borrow_memory(bytes, "input");
  const proto_outline outline = outline_of(*source, 0, source->size());
  BOOST_TEST(outline.whole);
  BOOST_TEST((outline.find(1, proto_wire::varint) != nullptr));
  BOOST_TEST((outline.find(1, proto_wire::bytes) == nullptr));
  BOOST_TEST(!outline.contradicts(1, proto_wire::varint));
  BOOST_TEST(outline.contradicts(2, proto_wire::bytes));
  BOOST_TEST(outline.count(2) == 2U);

  const auto cut = bytes_of_text("\x08\x01\x3a\x7fshort"sv);
  const auto cut_source = borrow_memory(cut, "input");
  const proto_outline broken = outline_of(*cut_source, 0, cut_source->size());
  BOOST_TEST(!broken.whole);
  BOOST_TEST(broken.fields.size() == 1U);
  BOOST_TEST(broken.broken.number == 7U);

  protobuf_writer many;
  for (int i = 0; i < 1000; ++i)
    many.varint(1, 1);
  const auto many_source = borrow_memory(many.content(), "input");
  const proto_outline first = outline_of(*many_source, 0, many_source->size());
  BOOST_TEST(first.fields.size() == most_outlined_fields);
  BOOST_TEST(!first.whole);
}
