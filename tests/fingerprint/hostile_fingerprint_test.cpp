#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "support/print_builder.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using file = std::vector<std::byte>;

/// Whatever the bytes are now: their size where the header has it, and their digest at the end.
void seal(file& bytes) {
  BOOST_REQUIRE(bytes.size() >= 56);
  for (unsigned i = 0; i < 8; ++i)
    bytes[16 + i] = static_cast<std::byte>(std::uint64_t{bytes.size()} >> (8 * i));
  const std::size_t end = bytes.size() - 32;
  const digest hash = blake3(std::span(bytes).first(end));
  std::transform(hash.bytes.begin(), hash.bytes.end(), bytes.begin() + static_cast<long>(end),
                 [](std::uint8_t byte) { return static_cast<std::byte>(byte); });
}

/// Reads bytes that may be anything. What is read must be a fingerprint that can be written.
bool survives(std::span<const std::byte> bytes) {
  // A copy of the exact size, so that a read past the end is noticed.
  const std::unique_ptr<std::byte[]> exact(new std::byte[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const auto read = decode_fingerprint({exact.get(), bytes.size()}, "x.wkf");
  if (!read) {
    const error& failure = read.error();
    BOOST_TEST((failure.code == errc::bad_format || failure.code == errc::unsupported));
    BOOST_TEST(failure.message.starts_with("x.wkf: byte "));
    return false;
  }
  const auto again = decode_fingerprint(encode_fingerprint(*read));
  BOOST_TEST((again && same_print(*again, *read)));
  return true;
}

error refusal_of(std::span<const std::byte> bytes) {
  const auto read = decode_fingerprint(bytes, "x.wkf");
  BOOST_REQUIRE(!read);
  return read.error();
}

void check_refused(std::span<const std::byte> bytes, fault why, const std::string& words) {
  const error failure = refusal_of(bytes);
  BOOST_TEST((failure.code == errc::bad_format), failure.message);
  BOOST_TEST((failure.why == why), failure.message);
  BOOST_TEST(failure.message.find(words) != std::string::npos, failure.message);
}

/// `odd_print` after a change that no fingerprint can have.
void check_contradiction(const std::string& words,
                         const std::function<void(fingerprint&)>& change) {
  fingerprint print = odd_print();
  change(print);
  const error failure = refusal_of(encode_fingerprint(print));
  BOOST_TEST((failure.code == errc::bad_format));
  BOOST_TEST(failure.message.starts_with("x.wkf: byte "));
  BOOST_TEST(failure.message.find(words) != std::string::npos, failure.message);
}

std::uint64_t varint_at(const file& bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(bytes[at++]);
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
}

void append_varint(file& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    bytes.push_back(static_cast<std::byte>(value | 0x80));
  bytes.push_back(static_cast<std::byte>(value));
}

std::uint64_t number_at(const file& bytes, std::size_t at, unsigned width) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < width; ++i)
    value |= std::to_integer<std::uint64_t>(bytes[at + i]) << (8 * i);
  return value;
}

void append_number(file& bytes, std::uint64_t value, unsigned width) {
  for (unsigned i = 0; i < width; ++i)
    bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
}

/// Every record of a list with three bytes more at its end.
file longer_records(const file& section) {
  std::size_t at = 0;
  file longer;
  const std::uint64_t count = varint_at(section, at);
  append_varint(longer, count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto length = static_cast<std::size_t>(varint_at(section, at));
    append_varint(longer, length + 3);
    longer.insert(longer.end(), section.begin() + static_cast<long>(at),
                  section.begin() + static_cast<long>(at + length));
    longer.insert(longer.end(), 3, std::byte{0xEE});
    at += length;
  }
  return longer;
}

/// What a later minor version may write: fields at the end of everything, sections after ours.
file later_version(const file& bytes) {
  file later(bytes.begin(), bytes.begin() + 24);
  later[10] = std::byte{1};
  later[12] = std::byte{6};
  std::size_t at = 24;
  for (std::uint64_t type = 1; type <= 5; ++type) {
    BOOST_REQUIRE_EQUAL(number_at(bytes, at, 4), type);
    const auto length = static_cast<std::size_t>(number_at(bytes, at + 4, 8));
    at += 12;
    file section(bytes.begin() + static_cast<long>(at),
                 bytes.begin() + static_cast<long>(at + length));
    if (type >= 3) section = longer_records(section);
    section.insert(section.end(), 5, std::byte{0xDD});
    append_number(later, type, 4);
    append_number(later, section.size(), 8);
    later.insert(later.end(), section.begin(), section.end());
    at += length;
  }
  append_number(later, 77, 4);
  append_number(later, 2, 8);
  later.insert(later.end(), 2 + 32, std::byte{0xCC});
  seal(later);
  return later;
}

} // namespace

BOOST_AUTO_TEST_CASE(cut_anywhere) {
  const file good = encode_fingerprint(odd_print());
  for (std::size_t length = 0; length < good.size(); ++length) {
    BOOST_TEST(!survives(std::span(good).first(length)));
    if (length < 56) continue;
    file sealed(good.begin(), good.begin() + static_cast<long>(length));
    seal(sealed);
    BOOST_TEST(!survives(sealed));
  }
}

BOOST_AUTO_TEST_CASE(any_bit_flipped) {
  const file good = encode_fingerprint(odd_print());
  std::size_t read = 0;
  for (std::size_t at = 0; at < good.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      file changed = good;
      changed[at] ^= static_cast<std::byte>(1U << bit);
      BOOST_TEST(!survives(changed));
      seal(changed);
      read += survives(changed) ? 1 : 0;
    }
  BOOST_TEST(read > 8 * good.size() / 4); // most bits are codes and digests
}

BOOST_AUTO_TEST_CASE(bytes_replaced_and_moved) {
  const file good = encode_fingerprint(odd_print());
  std::mt19937_64 random(5);
  for (int trial = 0; trial < 20'000; ++trial) {
    file changed = good;
    const std::size_t edits = 1 + random() % 4;
    for (std::size_t e = 0; e < edits; ++e) {
      const std::size_t at = 24 + random() % (changed.size() - 56);
      const auto where = changed.begin() + static_cast<long>(at);
      switch (random() % 4) {
      case 0: *where = static_cast<std::byte>(random()); break;
      case 1: *where = std::byte{0xFF}; break;
      case 2: changed.insert(where, static_cast<std::byte>(random())); break;
      default: changed.erase(where);
      }
    }
    seal(changed);
    survives(changed);
  }
}

BOOST_AUTO_TEST_CASE(what_it_is_and_which_version) {
  const file good = encode_fingerprint(odd_print());
  file changed = good;
  std::reverse(changed.begin(), changed.begin() + 8);
  check_refused(changed, fault::magic, "reverse order");
  BOOST_TEST(!looks_like_fingerprint(changed));
  check_refused(file(100), fault::magic, "not a fingerprint");
  check_refused({}, fault::magic, "not a fingerprint");
  check_refused(std::span(good).first(20), fault::truncated, "ends early");
  check_refused(std::span(good).first(good.size() - 1), fault::truncated, "by its header");
  changed = good;
  changed.push_back(std::byte{0});
  check_refused(changed, fault::trailing, "by its header");
  changed = good;
  changed[60] ^= std::byte{1};
  check_refused(changed, fault::checksum, "damaged");

  changed = good;
  changed[8] = std::byte{2};
  const error later = refusal_of(changed); // its digest may lie elsewhere
  BOOST_TEST((later.code == errc::unsupported && later.why == fault::version));
  changed[8] = std::byte{0};
  check_refused(changed, fault::version, "no version 0");
}

BOOST_AUTO_TEST_CASE(later_minor_versions_are_read) {
  const fingerprint print = odd_print();
  file later = later_version(encode_fingerprint(print));
  const auto read = decode_fingerprint(later);
  if (!read) BOOST_FAIL(read.error().message);
  BOOST_TEST(same_print(*read, print));
  // In our own version the same bytes are a contradiction.
  later[10] = std::byte{0};
  seal(later);
  check_refused(later, fault::trailing, "more bytes than fields");
}

BOOST_AUTO_TEST_CASE(counts_are_bounded_before_they_are_believed) {
  // Sections with nothing but a count, of things that would take gigabytes.
  for (std::uint64_t type = 1; type <= 4; ++type)
    for (const std::uint64_t count :
         {std::uint64_t{1} << 34, ~std::uint64_t{0}, std::uint64_t{1}}) {
      file bytes = encode_fingerprint(fingerprint{});
      file changed(bytes.begin(), bytes.begin() + 24);
      std::size_t at = 24;
      for (std::uint64_t section = 1; section <= 4; ++section) {
        const auto length = static_cast<std::size_t>(number_at(bytes, at + 4, 8));
        file content(bytes.begin() + static_cast<long>(at + 12),
                     bytes.begin() + static_cast<long>(at + 12 + length));
        if (section == type) {
          content.clear();
          append_varint(content, count);
        }
        append_number(changed, section, 4);
        append_number(changed, content.size(), 8);
        changed.insert(changed.end(), content.begin(), content.end());
        at += 12 + length;
      }
      changed.resize(changed.size() + 32);
      seal(changed);
      BOOST_TEST(!survives(changed));
    }
}

BOOST_AUTO_TEST_CASE(strings_cannot_expand_without_bound) {
  // One word of 200 bytes, then strings that each repeat all words of the one before and add one.
  file strings;
  append_varint(strings, 1);
  append_varint(strings, 200);
  strings.insert(strings.end(), 200, std::byte{'a'});
  append_varint(strings, 4000);
  for (std::uint64_t i = 0; i < 4000; ++i) {
    append_varint(strings, i);
    append_varint(strings, 1);
    append_varint(strings, 0);
  }
  file bytes = encode_fingerprint(fingerprint{});
  file changed(bytes.begin(), bytes.begin() + 24);
  append_number(changed, 1, 4);
  append_number(changed, strings.size(), 8);
  changed.insert(changed.end(), strings.begin(), strings.end());
  const auto length = static_cast<std::size_t>(number_at(bytes, 28, 8));
  changed.insert(changed.end(), bytes.begin() + static_cast<long>(36 + length), bytes.end());
  seal(changed);
  check_refused(changed, fault::limit, "expand too far");
}

BOOST_AUTO_TEST_CASE(contradictions_are_refused) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  using p = fingerprint;
  check_contradiction("share a name", [](p& x) { x.tensors[1].name = x.tensors[0].name; });
  check_contradiction("share an id", [](p& x) { x.contents.components[1].id = "vision_encoder"; });
  check_contradiction("no component 2", [](p& x) { x.contents.entries[3].component = 2; });
  check_contradiction("tied to", [](p& x) { x.contents.entries[3].tied_to = 7; });
  check_contradiction("layer", [](p& x) { x.contents.entries[3].layer = -2; });
  check_contradiction("none of the tensor's", [](p& x) { x.contents.entries[0].axis->axis = 2; });
  check_contradiction("do not fill", [](p& x) { x.contents.entries[0].axis->block = 2; });
  check_contradiction("do not fill", [](p& x) {
    x.contents.entries[0].axis->block = std::uint64_t{1} << 63;
    x.contents.entries[0].axis->gates = 2;
  });
  check_contradiction("no diagonal",
                      [](p& x) { x.contents.entries[0].axis->skip_diagonal = true; });
  check_contradiction("do not fit", [](p& x) { x.contents.entries[0].axis.reset(); });
  check_contradiction("do not fit", [](p& x) {
    x.tensors[0].units->scales.pop_back();
    x.tensors[0].units->codes.resize(15 * print_features);
  });
  check_contradiction("scale of a unit", [](p& x) { x.tensors[0].units->scales[3] = -1; });
  check_contradiction("code of a unit", [](p& x) { x.tensors[0].units->codes[3] = -128; });
  check_contradiction("scale of the sketch", [](p& x) { x.tensors[0].sketch->scale = nan; });
  check_contradiction("code of the sketch", [](p& x) { x.tensors[0].sketch->codes[0] = -32768; });
  check_contradiction("2^11", [](p& x) { x.tensors[0].sketch->codes.resize(2048); });
  check_contradiction("2^3", [](p& x) { x.tensors[0].sketch->codes.resize(8); });
  check_contradiction("more buckets", [](p& x) { x.tensors[0].sketch->codes.resize(64); });
  check_contradiction("cannot have any", [](p& x) { x.tensors[0].outside = 1; });
  check_contradiction("more elements", [](p& x) { x.tensors[0].zeros = 600; });
  check_contradiction("more elements", [](p& x) { x.tensors[0].negative = ~std::uint64_t{0}; });
  check_contradiction("range", [](p& x) { x.tensors[0].minimum = 1; });
  check_contradiction("range", [](p& x) { x.tensors[0].maximum = static_cast<double>(nan); });
  check_contradiction("mean", [](p& x) { x.tensors[0].mean = static_cast<double>(nan); });
  check_contradiction("mean", [](p& x) { x.tensors[0].mean_square = -1; });
  check_contradiction("magnitude", [](p& x) { x.tensors[0].magnitudes[15] = 1024; });
  check_contradiction("magnitude", [](p& x) { x.tensors[0].magnitudes[3] = 0; });
  check_contradiction("overflows", [](p& x) {
    x.tensors[0].shape = {std::uint64_t{1} << 33, std::uint64_t{1} << 33};
  });
  check_contradiction("rank 65", [](p& x) { x.tensors[4].shape.assign(65, 1); });
  check_contradiction("no row summary", [](p& x) { x.tensors[1].rows = x.tensors[0].rows; });
  check_contradiction("no row", [](p& x) { x.tensors[0].rows->landmarks[2].row = 16; });
  check_contradiction("not 8", [](p& x) { x.tensors[0].rows->landmarks.pop_back(); });
  check_contradiction("sorted by", [](p& x) { x.tensors[0].rows->landmarks[7].norm = 9; });
  check_contradiction("sorted by", [](p& x) { x.tensors[0].rows->landmarks[7].scale = nan; });
  check_contradiction("code of a landmark",
                      [](p& x) { x.tensors[0].rows->landmarks[0].codes[0] = -128; });
  check_contradiction("sorted upwards", [](p& x) { x.tensors[0].rows->profile[31] = 0; });
  check_contradiction("sorted upwards", [](p& x) { x.tensors[0].rows->profile[31] = nan; });
  check_contradiction("correlation", [](p& x) { x.tensors[0].rows->gram[119] = -128; });
  check_contradiction("number type", [](p& x) { x.tensors[0].type = static_cast<dtype>(25); });
  check_contradiction("role",
                      [](p& x) { x.contents.entries[0].role = static_cast<tensor_role>(23); });
  check_contradiction("that there is not", [](p& x) { x.anchors[0].down = 7; });
  check_contradiction("that there is not", [](p& x) { x.anchors[1].gate = 7; });
  check_contradiction("share no units", [](p& x) { x.anchors[0].up = 2; });
  check_contradiction("share no units", [](p& x) { x.anchors[0].down = 4; });
  check_contradiction("cosines do not fit", [](p& x) { x.anchors[0].cosines.pop_back(); });
  check_contradiction("an anchor is out", [](p& x) { x.anchors[0].cosines[5] = -32768; });
  check_contradiction("an anchor is out", [](p& x) { x.anchors[1].up_codes[255] = -128; });
  check_contradiction("an anchor is out", [](p& x) { x.anchors[1].gate_codes[0] = -128; });
  check_contradiction("choice of tokens",
                      [](p& x) { x.anchors[1].tokens = static_cast<token_choice>(3); });
  check_contradiction("a root over", [](p& x) { x.roots = print_roots{}; });
  check_contradiction("a component's root", [](p& x) { x.component_roots[1] = print_roots{}; });
}
