#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/zip/zip_directory.hpp"
#include "support/torch_writer.hpp"
#include "support/zip_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using bytes = std::vector<std::byte>;

/// Two members "a" (5 bytes, stored) and "b" (1000 equal bytes, deflated).
bytes two_members() {
  return zip_writer()
      .add("a", bytes_of_text("hello"))
      .add("b", bytes(1000, std::byte{'x'}), true)
      .bytes();
}

result<std::vector<zip_member>> directory_of(const bytes& file, const reader_limits& limits = {}) {
  const auto source = borrow_memory(file, "zip");
  return read_zip_directory(*source, limits);
}

fault fault_of(const bytes& file) {
  const auto read = directory_of(file);
  return read ? fault::none : read.error().why;
}

void set(bytes& file, std::size_t at, std::uint64_t value, std::size_t width) {
  for (std::size_t index = 0; index < width; ++index)
    file.at(at + index) = static_cast<std::byte>(value >> (8 * index) & 0xffU);
}

/// Position of the `nth` occurrence of a four-byte signature.
std::size_t find(const bytes& file, std::uint32_t signature, int nth = 0) {
  for (std::size_t at = 0; at + 4 <= file.size(); ++at) {
    std::uint32_t found = 0;
    std::memcpy(&found, file.data() + at, 4);
    if (found == signature && nth-- == 0) return at;
  }
  BOOST_FAIL("signature not found");
  return 0;
}

constexpr std::uint32_t local = 0x04034b50;
constexpr std::uint32_t entry = 0x02014b50;
constexpr std::uint32_t end = 0x06054b50;

/// The fault after `change` was applied to a sound file.
fault changed(const std::function<void(bytes&)>& change) {
  bytes file = two_members();
  change(file);
  return fault_of(file);
}

std::string content(const bytes& file, std::size_t index) {
  const auto source = borrow_memory(file, "zip");
  const auto member = open_member(source, directory_of(file)->at(index), 1'000'000);
  if (!member) return std::string(name_of(member.error().why));
  bytes scratch(static_cast<std::size_t>((*member)->size()));
  const auto read = (*member)->read(0, scratch.size(), scratch);
  if (!read) return std::string(name_of(read.error().why));
  return {reinterpret_cast<const char*>(read->data()), read->size()};
}

} // namespace

BOOST_AUTO_TEST_CASE(members_are_found_and_read) {
  const bytes file = two_members();
  const auto members = directory_of(file);
  BOOST_TEST_REQUIRE(members.has_value(), (members ? "" : members.error().message));
  BOOST_TEST_REQUIRE(members->size() == 2U);
  BOOST_TEST(members->at(0).name == "a");
  BOOST_TEST(!members->at(0).deflated);
  BOOST_TEST(members->at(1).deflated);
  BOOST_TEST(members->at(1).size_bytes == 1000U);
  BOOST_TEST(content(file, 0) == "hello");
  BOOST_TEST(content(file, 1) == std::string(1000, 'x'));
  BOOST_TEST(directory_of(zip_writer().bytes())->empty());
}

BOOST_AUTO_TEST_CASE(a_window_keeps_inside_its_member) {
  const bytes file = two_members();
  const auto source = borrow_memory(file, "zip");
  const auto member = open_member(source, directory_of(file)->at(0), 1'000'000);
  BOOST_TEST_REQUIRE(member.has_value());
  bytes scratch(16);
  BOOST_TEST((*member)->read(1, 4, scratch).has_value());
  BOOST_TEST(!(*member)->read(1, 5, scratch).has_value());
  BOOST_TEST(!(*member)->read(UINT64_MAX, 1, scratch).has_value());
}

BOOST_AUTO_TEST_CASE(headers_that_disagree_are_refused) {
  const auto of = [](std::uint32_t signature, std::size_t at, std::uint64_t value,
                     std::size_t width) {
    return changed([=](bytes& file) { set(file, find(file, signature) + at, value, width); });
  };
  BOOST_TEST((of(local, 30, 'z', 1) == fault::zip));        // name
  BOOST_TEST((of(local, 26, 2, 2) == fault::zip));          // name length
  BOOST_TEST((of(local, 6, 2, 2) == fault::zip));           // flags
  BOOST_TEST((of(local, 8, 8, 2) == fault::zip));           // method
  BOOST_TEST((of(local, 14, 1, 4) == fault::checksum));     // CRC-32
  BOOST_TEST((of(local, 18, 4, 4) == fault::zip));          // stored size
  BOOST_TEST((of(local, 22, 4, 4) == fault::zip));          // size
  BOOST_TEST((of(local, 28, 0xffff, 2) == fault::zip));     // extra field past the end
  BOOST_TEST((of(entry, 20, 4, 4) == fault::zip));          // stored, yet sizes differ
  BOOST_TEST((of(entry, 20, 0xffffffff, 4) == fault::zip)); // zip64 without its field
  BOOST_TEST((of(entry, 42, 0xfffff, 4) == fault::zip));    // local header out of bounds
  BOOST_TEST((of(entry, 34, 1, 2) == fault::zip));          // another disk
  BOOST_TEST((of(entry, 8, 1, 2) == fault::zip));           // claims encryption, has no header
  BOOST_TEST((of(entry, 8, 32, 2) == fault::zip));          // patched
  BOOST_TEST((of(end, 10, 1, 2) == fault::zip));            // entries on this disk and in all
  BOOST_TEST((of(end, 12, 1, 4) == fault::zip));            // directory size
  BOOST_TEST((of(end, 16, 1, 4) == fault::zip));            // directory offset
  BOOST_TEST((of(end, 20, 1, 2) == fault::zip));            // comment
  BOOST_TEST((changed([](bytes& file) { set(file, find(file, end) + 8, 0x00010001, 4); }) ==
              fault::zip)); // fewer entries than the directory holds
}

BOOST_AUTO_TEST_CASE(a_prefix_or_a_gap_is_refused) {
  bytes file = two_members();
  file.insert(file.begin(), 17, std::byte{'#'});
  BOOST_TEST((fault_of(file) == fault::zip));
  file = two_members();
  file.insert(file.begin() + static_cast<long>(find(file, end)), 3, std::byte{});
  BOOST_TEST((fault_of(file) == fault::zip));
}

BOOST_AUTO_TEST_CASE(the_last_end_record_counts) {
  bytes file = two_members();
  const bytes empty = zip_writer().bytes();
  file.insert(file.end(), empty.begin(), empty.end());
  BOOST_TEST((fault_of(file) == fault::zip));
}

BOOST_AUTO_TEST_CASE(a_comment_is_allowed) {
  bytes file = two_members();
  set(file, find(file, end) + 20, 300, 2);
  file.insert(file.end(), 300, std::byte{'c'});
  BOOST_TEST((fault_of(file) == fault::none));
}

BOOST_AUTO_TEST_CASE(names_are_unique_and_stay_inside) {
  const auto named = [](std::string_view first, std::string_view second) {
    return fault_of(
        zip_writer().add(first, bytes_of_text("1")).add(second, bytes_of_text("2")).bytes());
  };
  BOOST_TEST((named("a", "A") == fault::none));
  BOOST_TEST((named("a", "a") == fault::duplicate));
  BOOST_TEST((named("a", "../b") == fault::path));
  BOOST_TEST((named("a", "b/../c") == fault::path));
  BOOST_TEST((named("a", "/b") == fault::path));
  BOOST_TEST((named("a", "b..c") == fault::none));
  BOOST_TEST((named("a", "") == fault::zip));
}

BOOST_AUTO_TEST_CASE(an_encrypted_member_is_its_own_class) {
  bytes file = zip_writer().add("a", bytes(20, std::byte{1})).bytes();
  for (const std::size_t header : {find(file, local) + 6, find(file, entry) + 8})
    set(file, header, 1, 2);
  set(file, find(file, local) + 22, 8, 4);
  set(file, find(file, entry) + 24, 8, 4);
  BOOST_TEST((fault_of(file) == fault::zip_encrypted));
}

BOOST_AUTO_TEST_CASE(two_entries_cannot_share_bytes) {
  // The second entry is made to point into the first member, whose data spells a local header.
  const bytes inner = zip_writer().add("b", bytes_of_text("x")).bytes();
  bytes file = zip_writer().add("a", inner).add("b", bytes_of_text("x")).bytes();
  set(file, find(file, entry, 2) + 42, find(file, local, 1), 4);
  BOOST_TEST((fault_of(file) == fault::zip));
}

BOOST_AUTO_TEST_CASE(other_methods_are_unsupported) {
  bytes file = two_members();
  set(file, find(file, local) + 8, 99, 2);
  set(file, find(file, entry) + 10, 99, 2);
  const auto read = directory_of(file);
  BOOST_TEST_REQUIRE(!read.has_value());
  BOOST_TEST((read.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(inflation_gives_exactly_what_was_declared) {
  const auto with_size = [](std::uint64_t size) {
    bytes file = two_members();
    set(file, find(file, local, 1) + 22, size, 4);
    set(file, find(file, entry, 1) + 24, size, 4);
    return content(file, 1);
  };
  BOOST_TEST(with_size(1000) == std::string(1000, 'x'));
  BOOST_TEST(with_size(999) == "zip");
  BOOST_TEST(with_size(1001) == "zip");
  bytes file = two_members();
  set(file, find(file, local, 1) + 14, 1, 4);
  set(file, find(file, entry, 1) + 16, 1, 4);
  BOOST_TEST(content(file, 1) == "checksum");
  BOOST_TEST((changed([](bytes& bomb) {
                set(bomb, find(bomb, local, 1) + 22, 0x7fffffff, 4);
                set(bomb, find(bomb, entry, 1) + 24, 0x7fffffff, 4);
              }) == fault::zip));
  const bytes sound = two_members();
  const auto source = borrow_memory(sound, "zip");
  BOOST_TEST((open_member(source, directory_of(sound)->at(1), 999).error().why == fault::limit));
}

BOOST_AUTO_TEST_CASE(a_zip64_archive_is_read) {
  const bytes plain = zip_writer().add("a", bytes_of_text("hello")).bytes();
  const std::size_t directory = find(plain, entry);
  const std::size_t end_at = find(plain, end);
  bytes file(plain.begin(), plain.begin() + static_cast<long>(directory));
  // The entry again, with its sizes and offset in a zip64 field.
  bytes wide(plain.begin() + static_cast<long>(directory),
             plain.begin() + static_cast<long>(end_at));
  for (const std::size_t field : {20U, 24U, 42U})
    set(wide, field, 0xffffffff, 4);
  set(wide, 30, 28, 2);
  const std::size_t extra = wide.size();
  wide.resize(extra + 28);
  set(wide, extra, 1, 2);
  set(wide, extra + 2, 24, 2);
  set(wide, extra + 4, 5, 8);
  set(wide, extra + 12, 5, 8);
  set(wide, extra + 20, 0, 8);
  const std::size_t wide_at = file.size();
  file.insert(file.end(), wide.begin(), wide.end());
  const std::size_t record = file.size();
  file.resize(record + 56 + 20 + 22);
  set(file, record, 0x06064b50, 4);
  set(file, record + 4, 44, 8);
  set(file, record + 24, 1, 8);
  set(file, record + 32, 1, 8);
  set(file, record + 40, wide.size(), 8);
  set(file, record + 48, wide_at, 8);
  set(file, record + 56, 0x07064b50, 4);
  set(file, record + 64, record, 8);
  set(file, record + 72, 1, 4);
  set(file, record + 76, 0x06054b50, 4);
  set(file, record + 84, 0xffffffff, 4);
  set(file, record + 88, 0xffffffff, 4);
  set(file, record + 92, 0xffffffff, 4);
  BOOST_TEST_REQUIRE((fault_of(file) == fault::none));
  BOOST_TEST(content(file, 0) == "hello");
  set(file, record + 48, wide_at + 1, 8);
  BOOST_TEST((fault_of(file) == fault::zip));
}

BOOST_AUTO_TEST_CASE(every_truncation_and_flipped_bit_is_survived) {
  const bytes file = two_members();
  for (std::size_t length = 0; length < file.size(); ++length)
    BOOST_TEST(
        (fault_of(bytes(file.begin(), file.begin() + static_cast<long>(length))) != fault::none));
  for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
    bytes damaged = file;
    damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    const auto members = directory_of(damaged);
    for (std::size_t index = 0; members && index < members->size(); ++index)
      (void)content(damaged, index);
  }
}

BOOST_AUTO_TEST_CASE(limits_are_kept) {
  reader_limits limits;
  limits.zip_entries = 1;
  BOOST_TEST((directory_of(two_members(), limits).error().why == fault::limit));
  limits = {};
  limits.zip_name_bytes = 0;
  BOOST_TEST((directory_of(two_members(), limits).error().why == fault::limit));
}
