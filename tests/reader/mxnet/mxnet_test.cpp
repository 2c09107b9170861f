#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/mutations.hpp"
#include "support/mxnet_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

constexpr std::uint32_t f32_code = 0;
constexpr std::uint32_t f16_code = 2;

fault fault_of(const std::vector<std::byte>& file) {
  const auto opened = checkpoint::open(file, "x.params");
  return opened ? fault::none : opened.error().why;
}

std::vector<std::byte> four_versions() {
  mxnet_writer out;
  for (int version = 0; version < 4; ++version)
    out.array(version, {2, 1}, f32_code, "abcdefgh");
  return out.file({"arg:v0", "arg:v1", "arg:v2", "aux:v3"});
}

} // namespace

BOOST_AUTO_TEST_CASE(all_versions_of_arrays_are_read) {
  const auto file = four_versions();
  const auto opened = checkpoint::open(file, "x.params");
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "mxnet");
  BOOST_TEST_REQUIRE(opened->size() == 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    const tensor_view view = (*opened)[i];
    BOOST_TEST(view.shape.size() == 2U);
    BOOST_TEST(view.shape[0] == 2U);
    BOOST_TEST((static_cast<char>(view.data[7]) == 'h'));
  }
  BOOST_TEST((*opened)[0].name == "arg:v0");
  BOOST_TEST((*opened)[3].name == "aux:v3");
}

BOOST_AUTO_TEST_CASE(absent_arrays_scalars_and_lists_without_names) {
  mxnet_writer out;
  out.nothing(2).nothing(3).nothing(0).array(3, {}, f16_code, "ab");
  const auto named = checkpoint::open(out.file({"a", "b", "c", "d"}), "x.params");
  BOOST_TEST_REQUIRE(named.has_value(), (named ? "" : named.error().message));
  BOOST_TEST_REQUIRE(named->size() == 1U);
  BOOST_TEST((*named)[0].name == "d");
  BOOST_TEST(((*named)[0].type == dtype::f16));
  BOOST_TEST((*named)[0].shape.empty());
  BOOST_TEST(named->warnings().size() == 1U);
  const auto list = checkpoint::open(out.file({}), "x.params");
  BOOST_TEST_REQUIRE(list.has_value(), (list ? "" : list.error().message));
  BOOST_TEST((*list)[0].name == "3");
}

BOOST_AUTO_TEST_CASE(files_that_do_not_add_up_are_refused) {
  const auto one = [](auto add) {
    mxnet_writer out;
    add(out);
    return fault_of(out.file({"w"}));
  };
  constexpr std::int64_t large = std::int64_t{1} << 40;
  BOOST_TEST((one([](auto& out) { out.array(2, {1}, f32_code, "abcd"); }) == fault::none));
  BOOST_TEST((one([](auto& out) { out.array(2, {-1}, f32_code, "abcd"); }) == fault::shape));
  BOOST_TEST((one([](auto& out) { out.array(2, {9}, f32_code, "abcd"); }) == fault::truncated));
  BOOST_TEST((one([](auto& out) { out.array(2, {1}, 13, "abcd"); }) == fault::dtype));
  BOOST_TEST((one([=](auto& out) {
                out.array(2, {large, large}, f32_code, "");
              }) == fault::overflow));
  mxnet_writer two;
  two.array(2, {1}, f32_code, "abcd").array(2, {1}, f32_code, "abcd");
  BOOST_TEST((fault_of(two.file({"w", "w"})) == fault::duplicate));
  BOOST_TEST((fault_of(two.file({"w"})) == fault::header));
  auto longer = two.file({"v", "w"});
  longer.push_back(std::byte{0});
  BOOST_TEST((fault_of(longer) == fault::trailing));
  auto marked = four_versions();
  marked[8] = std::byte{1};
  BOOST_TEST((fault_of(marked) == fault::header));
  mxnet_writer only;
  auto damaged = only.array(2, {1}, f32_code, "abcd").file({"w"});
  damaged[0] = std::byte{0x13};
  BOOST_TEST((fault_of(damaged) == fault::magic));
}

BOOST_AUTO_TEST_CASE(no_change_of_a_byte_does_harm) {
  survives_mutations(four_versions(), "x.params");
}
