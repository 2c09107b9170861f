#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/result.hpp>

namespace weightkin::test {
namespace {

result<int> half_of(int number) {
  if (number % 2 != 0) return error{errc::undefined, "odd", fault::shape};
  return number / 2;
}

result<void> only_even(int number) {
  if (auto half = half_of(number); !half) return std::move(half).error();
  return {};
}

BOOST_AUTO_TEST_CASE(holds_a_value_or_an_error) {
  const auto good = half_of(8);
  BOOST_TEST(good.has_value());
  BOOST_TEST(static_cast<bool>(good));
  BOOST_TEST(*good == 4);
  BOOST_TEST(good.value() == 4);
  const auto bad = half_of(7);
  BOOST_TEST(!bad.has_value());
  BOOST_TEST((bad.error().code == errc::undefined));
  BOOST_TEST((bad.error().why == fault::shape));
  BOOST_TEST(bad.error().message == "odd");
}

BOOST_AUTO_TEST_CASE(void_result_passes_an_error_on) {
  BOOST_TEST(only_even(2).has_value());
  const auto bad = only_even(3);
  BOOST_TEST(!bad);
  BOOST_TEST(bad.error().message == "odd");
}

BOOST_AUTO_TEST_CASE(move_only_values_can_be_taken_out) {
  result<std::unique_ptr<int>> held(std::make_unique<int>(5));
  const std::unique_ptr<int> taken = *std::move(held);
  BOOST_TEST(*taken == 5);
}

BOOST_AUTO_TEST_CASE(a_value_may_be_changed_in_place) {
  result<std::string> text(std::string("a"));
  text->push_back('b');
  *text += "c";
  BOOST_TEST(text.value() == "abc");
}

BOOST_AUTO_TEST_CASE(a_result_of_an_error_as_its_value_is_not_a_failure) {
  const result<std::pair<error, int>> held(std::pair{error{errc::io, "inner"}, 1});
  BOOST_TEST(held.has_value());
}

template <class Enumeration>
std::set<std::string_view> names_up_to(int last) {
  std::set<std::string_view> names;
  for (int number = 0; number <= last; ++number)
    names.insert(name_of(static_cast<Enumeration>(number)));
  return names;
}

BOOST_AUTO_TEST_CASE(codes_and_faults_have_distinct_stable_names) {
  const auto codes = names_up_to<errc>(8);
  BOOST_TEST(codes.size() == 9U);
  BOOST_TEST(!codes.contains("unknown"));
  const auto faults = names_up_to<fault>(31);
  BOOST_TEST(faults.size() == 32U);
  BOOST_TEST(!faults.contains("unknown"));
  BOOST_TEST(name_of(errc::bad_format) == "bad_format");
  BOOST_TEST(name_of(errc::internal) == "internal");
  BOOST_TEST(name_of(fault::pickle_global) == "pickle-global");
  BOOST_TEST(name_of(fault::zip_encrypted) == "zip-encrypted");
  BOOST_TEST(name_of(static_cast<errc>(99)) == "unknown");
  BOOST_TEST(name_of(static_cast<errc>(-1)) == "unknown");
  BOOST_TEST(name_of(static_cast<fault>(32)) == "unknown");
}

} // namespace
} // namespace weightkin::test
