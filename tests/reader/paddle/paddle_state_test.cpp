#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/mutations.hpp"
#include "support/numpy_pickle.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::string data_of(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

/// Floats whose bytes take every value.
std::vector<float> varied(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(i) * -1.37F + 0.001F;
  return values;
}

std::vector<float> values_of(const tensor_view& view, std::uint64_t first, std::size_t count) {
  std::vector<float> values(count);
  const auto got = read_elements(view, first, count, std::as_writable_bytes(std::span(values)));
  BOOST_TEST_REQUIRE(got.has_value(), (got ? "" : got.error().message));
  if (count != 0) std::memcpy(values.data(), got->data(), got->size());
  return values;
}

fault fault_of(const std::string& pickle) {
  const auto opened = checkpoint::open(bytes_of_text(pickle), "file.pdparams");
  return opened ? fault::none : opened.error().why;
}

/// A dict with one array "w".
std::string single(const std::vector<std::int64_t>& shape, std::string_view type,
                   std::string_view data, array_bytes how = array_bytes::plain) {
  pickle_writer out;
  put_array(out.raw("}").text("w"), shape, type, data, how);
  return out.raw("s").stop();
}

} // namespace

BOOST_AUTO_TEST_CASE(long_and_short_arrays_read_in_both_spellings) {
  // The long one spans several marks of the decoded text.
  const std::vector<float> large = varied(50'000);
  const std::vector<float> small = varied(3);
  const temp_directory folder;
  for (const array_bytes how : {array_bytes::plain, array_bytes::latin1_text}) {
    pickle_writer out;
    out.raw("}(");
    put_array(out.text("large"), {50, 1000}, "f4", data_of(large), how);
    put_array(out.text("small"), {3}, "f4", data_of(small), how);
    out.text("StructuredToParameterName@@").raw("}").text("large").text("w_0").raw("su");
    write_file(folder / "model.pdparams", out.stop());
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const auto opened =
          checkpoint::open(folder / "model.pdparams", {.access = access, .undo_layout = false});
      BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
      BOOST_TEST(opened->format() == "paddle");
      BOOST_TEST_REQUIRE(opened->size() == 2U);
      BOOST_TEST((values_of((*opened)[0], 0, large.size()) == large));
      BOOST_TEST((values_of((*opened)[0], 49'990, 10) ==
                  std::vector<float>(large.end() - 10, large.end())));
      BOOST_TEST((values_of((*opened)[0], 16'383, 3) ==
                  std::vector<float>(large.begin() + 16'383, large.begin() + 16'386)));
      BOOST_TEST((values_of((*opened)[1], 0, 3) == small));
    }
  }
}

BOOST_AUTO_TEST_CASE(pairs_nested_dicts_orders_and_types_are_read) {
  pickle_writer out;
  out.raw("}(").text("pair").text("w_0");
  put_array(out, {2}, "f4", data_of({1, 2}));
  out.raw("\x86").text("called").global("builtins", "tuple").text("w_1");
  put_array(out, {1}, "f4", data_of({3}));
  out.raw("\x86\x85R").text("inner").raw("}").text("turned");
  put_array(out, {2, 3}, "f4", data_of({1, 4, 2, 5, 3, 6}), array_bytes::plain, '<', true);
  out.raw("s").text("half");
  put_array(out, {2}, "u2", std::string_view("\x80\x3f\x00\x40", 4));
  out.text("swapped");
  put_array(out, {1}, "f4", std::string_view("\x3f\x80\0\0", 4), array_bytes::plain, '>');
  const std::string pickle = out.raw("u").stop();
  open_options options;
  options.undo_layout = false;
  const auto opened = checkpoint::open(bytes_of_text(pickle), "x.pdparams", options);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "paddle");
  BOOST_TEST_REQUIRE(opened->size() == 5U);
  BOOST_TEST((*opened)[0].name == "pair");
  BOOST_TEST((*opened)[1].name == "called");
  BOOST_TEST((*opened)[2].name == "inner.turned");
  BOOST_TEST((values_of((*opened)[2], 0, 6) == std::vector<float>{1, 2, 3, 4, 5, 6}));
  BOOST_TEST(((*opened)[3].type == dtype::bf16));
  BOOST_TEST((values_of((*opened)[4], 0, 1) == std::vector<float>{1}));
  BOOST_TEST(opened->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(other_pickles_of_arrays_are_no_paddle) {
  const std::string pickle = single({2}, "u2", "abcd");
  const auto opened = checkpoint::open(bytes_of_text(pickle), "x.pkl");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "pickle");
  BOOST_TEST(((*opened)[0].type == dtype::u16));
}

BOOST_AUTO_TEST_CASE(slices_are_joined) {
  pickle_writer out;
  out.raw("}(");
  put_array(out.text("w@@.0"), {4}, "f4", data_of({0, 1, 2, 3}));
  put_array(out.text("w@@.1"), {2}, "f4", data_of({4, 5}));
  out.text("UnpackBigParamInfor@@").raw("}").text("w").raw("}(").text("OriginShape");
  out.integers({2, 3}).text("slices").raw("](").text("w@@.0").text("w@@.1").raw("eusu");
  const std::string pickle = out.stop();
  const auto opened = checkpoint::open(bytes_of_text(pickle), "x.pdparams");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST_REQUIRE(opened->size() == 1U);
  BOOST_TEST((*opened)[0].name == "w");
  BOOST_TEST((*opened)[0].shape.size() == 2U);
  BOOST_TEST((values_of((*opened)[0], 0, 6) == std::vector<float>{0, 1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(arrays_that_contradict_themselves_are_refused) {
  BOOST_TEST((fault_of(single({1}, "f4", "1234")) == fault::none));
  BOOST_TEST((fault_of(single({2}, "f4", "1234")) == fault::shape));
  BOOST_TEST((fault_of(single({-1}, "f4", "1234")) == fault::shape));
  BOOST_TEST((fault_of(single({std::int64_t{1} << 40, std::int64_t{1} << 40}, "f4", "")) ==
              fault::overflow));
  BOOST_TEST((fault_of(single({1}, "O8", "12345678")) == fault::npy_object));
  BOOST_TEST((fault_of(single({1}, "U1", "1234")) == fault::dtype));
  // A long text with a character that is not latin-1.
  std::string beyond = single({300}, "u1", std::string(300, 'a'), array_bytes::latin1_text);
  beyond.replace(beyond.find("aaaa") + 10, 2, "\xc4\x80");
  BOOST_TEST((fault_of(beyond) == fault::encoding));
  std::string twice = "\x80\x02}(";
  pickle_writer first;
  put_array(first.text("w"), {1}, "f4", "1234");
  put_array(first.text("w"), {1}, "f4", "1234");
  const std::string body = first.stop();
  twice += body.substr(2, body.size() - 3) + "u.";
  BOOST_TEST((fault_of(twice) == fault::duplicate));
  BOOST_TEST(
      (fault_of(single({1}, "f4", "1234") + "cos\nsystem\n(Vx\ntR.") == fault::pickle_global));
}

BOOST_AUTO_TEST_CASE(no_change_of_a_byte_does_harm) {
  pickle_writer out;
  out.raw("}(").text("w");
  put_array(out, {2, 35}, "f4", data_of(varied(70)));
  put_array(out.text("b"), {70}, "f4", data_of(varied(70)), array_bytes::latin1_text);
  const std::string pickle = out.raw("u").stop();
  survives_mutations(bytes_of_text(pickle), "x.pdparams");
}
