#include <cstring>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/temp_directory.hpp"
#include "support/zip_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::vector<std::byte> npy_file(std::string header, std::span<const std::byte> data,
                                char major = 1) {
  header += '\n';
  std::string start = "\x93NUMPY";
  start += major;
  start += '\0';
  const int width = major == 1 ? 2 : 4;
  for (int byte = 0; byte < width; ++byte)
    start += static_cast<char>(header.size() >> (8 * byte) & 0xffU);
  start += header;
  std::vector<std::byte> file;
  for (const char c : start)
    file.push_back(static_cast<std::byte>(c));
  file.insert(file.end(), data.begin(), data.end());
  return file;
}

template <class Value>
std::vector<std::byte> npy_file(const std::string& header, const std::vector<Value>& values) {
  return npy_file(header, std::as_bytes(std::span<const Value>(values)));
}

std::vector<std::byte> ramp_file() {
  return npy_file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
                  std::vector<float>{0, 1, 2, 3, 4, 5});
}

std::vector<double> values_of(const tensor_view& view) {
  const auto values = read_as_f64(view, 0, element_count(view));
  BOOST_TEST_REQUIRE(values.has_value(), (values ? "" : values.error().message));
  return *values;
}

fault fault_of(const std::string& header) {
  const auto file = npy_file(header, std::vector<float>{1, 2});
  const auto opened = checkpoint::open(file, "file");
  return opened ? fault::none : opened.error().why;
}

} // namespace

BOOST_AUTO_TEST_CASE(orders_and_byte_orders_give_the_same_array) {
  const std::vector<double> wanted{0, 1, 2, 3, 4, 5};
  const auto fortran = npy_file("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}",
                                std::vector<float>{0, 3, 1, 4, 2, 5});
  const auto big = npy_file("{'descr': '>u2', 'fortran_order': False, 'shape': (2, 3)}",
                            std::vector<std::uint16_t>{0, 0x100, 0x200, 0x300, 0x400, 0x500});
  const auto both = npy_file("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3)}",
                             std::vector<std::uint16_t>{0, 0x300, 0x100, 0x400, 0x200, 0x500});
  const auto bytes = npy_file("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3)}",
                              std::vector<std::int8_t>{0, 1, 2, 3, 4, 5});
  const temp_directory folder;
  for (const auto& file : {ramp_file(), fortran, big, both, bytes}) {
    write_file(folder / "file", file);
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const auto opened = checkpoint::open(folder / "file", {.access = access});
      BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
      BOOST_TEST(opened->format() == "npy");
      BOOST_TEST_REQUIRE(opened->size() == 1U);
      BOOST_TEST(values_of((*opened)[0]) == wanted, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(header_rules) {
  const std::string rest = ", 'fortran_order': False, 'shape': (2,)}";
  BOOST_TEST((fault_of("{'descr': '<f4'" + rest) == fault::none));
  BOOST_TEST(
      (fault_of("{\"shape\":(2L,),\"descr\":\"f4\" , 'fortran_order' :False}") == fault::none));
  BOOST_TEST((fault_of("{'descr': '|O'" + rest) == fault::npy_object));
  BOOST_TEST((fault_of("{'descr': [('a', '<f4'), ('b', [('c', 'O')], (2, 3))]" + rest) ==
              fault::npy_object));
  BOOST_TEST((fault_of("{'descr': [('a', '<f4')]" + rest) == fault::dtype));
  BOOST_TEST((fault_of("{'descr': '|V2'" + rest) == fault::dtype));
  BOOST_TEST((fault_of("{'descr': '<U4'" + rest) == fault::dtype));
  BOOST_TEST((fault_of("{'descr': '<f4', 'descr': '<f4'" + rest) == fault::duplicate));
  BOOST_TEST((fault_of("{'descr': '<f4', 'fortran_order': False, 'shape': (2)}") == fault::header));
  BOOST_TEST(
      (fault_of("{'descr': '<f4', 'fortran_order': False, 'shape': ((2,),)}") == fault::header));
  BOOST_TEST(
      (fault_of("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}") == fault::bounds));
  BOOST_TEST(
      (fault_of("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}; x") == fault::header));
}

BOOST_AUTO_TEST_CASE(bfloat16_of_numpy_is_refused_with_a_hint) {
  const auto file = npy_file("{'descr': '|V2', 'fortran_order': False, 'shape': (2,)}",
                             std::vector<std::uint16_t>{1, 2});
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST(opened.error().message.find("bfloat16") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bytes_after_the_array_are_reported) {
  auto file = ramp_file();
  file.push_back(std::byte{1});
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST(opened->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(every_truncation_is_an_error) {
  const auto whole = ramp_file();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::vector<std::byte> cut(whole.begin(),
                                     whole.begin() + static_cast<std::ptrdiff_t>(length));
    const auto opened = checkpoint::open(cut, "cut");
    BOOST_TEST_REQUIRE(!opened.has_value(), "cut to " << length);
    BOOST_TEST((opened.error().code == errc::bad_format));
  }
}

BOOST_AUTO_TEST_CASE(no_flipped_bit_reaches_past_the_file) {
  const auto whole = ramp_file();
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::vector<std::byte> damaged = whole;
    damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    const auto opened = checkpoint::open(damaged, "damaged");
    if (!opened) continue;
    for (std::size_t i = 0; i < opened->size(); ++i) // a sanitizer watches
      BOOST_TEST(values_of((*opened)[i]).size() == element_count((*opened)[i]));
  }
}

BOOST_AUTO_TEST_CASE(npz_members_become_tensors_stored_or_deflated) {
  std::vector<float> many(100'000);
  for (std::size_t i = 0; i < many.size(); ++i)
    many[i] = static_cast<float>(i % 100);
  const auto large = npy_file("{'descr': '<f4', 'fortran_order': False, 'shape': (100000,)}", many);
  const temp_directory folder;
  for (const bool deflate : {false, true}) {
    write_file(folder / "file", zip_writer()
                                    .add("dir/ramp.npy", ramp_file(), deflate)
                                    .add("large.npy", large, deflate)
                                    .add("readme.txt", std::vector<std::byte>(3), deflate)
                                    .bytes());
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const auto opened = checkpoint::open(folder / "file", {.access = access});
      BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
      BOOST_TEST(opened->format() == "npz");
      BOOST_TEST(opened->warnings().size() == 1U); // readme.txt
      BOOST_TEST_REQUIRE(opened->size() == 2U);
      BOOST_TEST((*opened)[0].name == "dir/ramp");
      BOOST_TEST(values_of((*opened)[0]).back() == 5.0);
      const auto tail = read_as_f64((*opened)[1], 99'900, 100);
      BOOST_TEST_REQUIRE(tail.has_value());
      BOOST_TEST(tail->back() == 99.0);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_header_longer_than_the_first_look_is_read_whole) {
  const std::string header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}" + std::string(5000, ' ');
  const std::vector<float> one{7};
  const auto array = npy_file(header, std::as_bytes(std::span(one)), 2);
  for (const bool deflate : {false, true}) {
    const auto file = zip_writer().add("a.npy", array, deflate).bytes();
    const auto opened = checkpoint::open(file, "file");
    BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
    BOOST_TEST(values_of((*opened)[0]).front() == 7.0);
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_deflated_member_is_an_error_when_it_is_read) {
  const std::vector<float> noise = [] {
    std::vector<float> values(5000);
    std::uint32_t state = 1;
    for (float& value : values)
      value = static_cast<float>(state = state * 1664525U + 1013904223U);
    return values;
  }();
  auto file = zip_writer()
                  .add("a.npy",
                       npy_file("{'descr': '<f4', 'fortran_order': False, 'shape': "
                                "(5000,)}",
                                noise),
                       true)
                  .bytes();
  file[file.size() / 2] ^= std::byte{0x10};
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(opened.has_value());
  const auto values = read_as_f64((*opened)[0], 0, 5000);
  BOOST_TEST_REQUIRE(!values.has_value());
  BOOST_TEST((values.error().code == errc::bad_format));
}

BOOST_AUTO_TEST_CASE(two_members_may_not_become_one_name) {
  const auto file = zip_writer().add("a.npy", ramp_file()).add("a", ramp_file()).bytes();
  const auto opened = checkpoint::open(file, "file");
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().why == fault::duplicate));
}
