#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/reader/checkpoint.hpp>

#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/paddle_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return {bytes.begin(), bytes.end()};
}

/// A bias of two f32 and a matrix of u8, in the order of their names.
std::string good_file() {
  return paddle_record(5, {2}, std::string(8, 'x')) +
         paddle_record(20, {2, 3}, "abcdef", std::string(16, '\0'));
}

result<checkpoint> open(const std::string& file, const std::string& program = {}) {
  static std::vector<std::unique_ptr<std::vector<std::byte>>> keep;
  keep.push_back(std::make_unique<std::vector<std::byte>>(bytes_of(file)));
  std::map<std::string, std::vector<std::byte>> beside;
  if (!program.empty()) beside["m.pdmodel"] = bytes_of(program);
  return checkpoint::open(borrow_memory(*keep.back(), "folder/m.pdiparams"),
                          std::make_shared<memory_files>(std::move(beside)));
}

fault fault_of(const std::string& file) {
  const auto opened = open(file);
  return opened ? fault::none : opened.error().why;
}

} // namespace

BOOST_AUTO_TEST_CASE(tensors_are_numbered_without_a_program) {
  const auto opened = open(good_file());
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "paddle-inference");
  BOOST_TEST_REQUIRE(opened->size() == 2U);
  BOOST_TEST((*opened)[0].name == "parameter.0");
  BOOST_TEST(((*opened)[1].type == dtype::u8));
  BOOST_TEST(((*opened)[1].shape[1] == 3U));
  BOOST_TEST((static_cast<char>((*opened)[1].data[5]) == 'f'));
  BOOST_TEST(opened->warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_program_names_them_when_it_fits) {
  const std::string weight = paddle_variable_message("w_0", 7, {2, 3}, true);
  const std::string bias = paddle_variable_message("b_0", 7, {2}, true);
  const std::string feed = paddle_variable_message("a", 9, {}, true);
  const std::string hidden = paddle_variable_message("c", 7, {9}, false);
  const auto named = open(good_file(), paddle_program({weight, feed, hidden, bias}));
  BOOST_TEST_REQUIRE(named.has_value(), (named ? "" : named.error().message));
  BOOST_TEST((*named)[0].name == "b_0");
  BOOST_TEST((*named)[1].name == "w_0");
  const auto other = open(good_file(), paddle_program({weight}));
  BOOST_TEST_REQUIRE(other.has_value(), (other ? "" : other.error().message));
  BOOST_TEST((*other)[0].name == "parameter.0");
  BOOST_TEST(!open(good_file(), "\x0a\x7f").has_value());
}

BOOST_AUTO_TEST_CASE(records_that_do_not_add_up_are_refused) {
  BOOST_TEST((fault_of(good_file()) == fault::none));
  BOOST_TEST((fault_of(paddle_record(5, {3}, std::string(8, 'x'))) == fault::bounds));
  BOOST_TEST((fault_of(paddle_record(7, {2}, std::string(8, 'x'))) == fault::dtype));
  BOOST_TEST((fault_of(paddle_record(5, {UINT64_MAX}, "")) == fault::bounds));
  BOOST_TEST((fault_of(paddle_record(5, {std::uint64_t{1} << 40, std::uint64_t{1} << 40}, "")) ==
              fault::bounds));
  BOOST_TEST((fault_of(good_file() + "rest") == fault::version));
  BOOST_TEST((fault_of(good_file() + std::string(4, '\0')) == fault::truncated));
}

BOOST_AUTO_TEST_CASE(no_change_of_a_byte_does_harm) {
  const auto program = bytes_of(paddle_program(
      {paddle_variable_message("b", 7, {2}, true), paddle_variable_message("w", 7, {2, 3}, true)}));
  const auto file = bytes_of(good_file());
  survives_mutations(file, "folder/m.pdiparams",
                     std::make_shared<memory_files>(
                         std::map<std::string, std::vector<std::byte>>{{"m.pdmodel", program}}));
  for (std::size_t bit = 0; bit < program.size() * 8; ++bit) {
    auto changed = program;
    changed[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    open_anything(file, "folder/m.pdiparams",
                  std::make_shared<memory_files>(
                      std::map<std::string, std::vector<std::byte>>{{"m.pdmodel", changed}}));
  }
}
