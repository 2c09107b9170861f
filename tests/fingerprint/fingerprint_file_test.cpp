#include <cmath>
#include <cstring>
#include <set>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "support/print_builder.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

void check_round_trip(const fingerprint& print) {
  const auto bytes = encode_fingerprint(print);
  BOOST_TEST(looks_like_fingerprint(bytes));
  const auto read = decode_fingerprint(bytes, "x.wkf");
  if (!read) BOOST_FAIL(read.error().message);
  BOOST_TEST(same_print(*read, print));
  BOOST_TEST((encode_fingerprint(*read) == bytes));
}

} // namespace

BOOST_AUTO_TEST_CASE(every_field_comes_back) {
  check_round_trip(odd_print());
  check_round_trip(llama_print(2));
  check_round_trip(fingerprint{});
}

BOOST_AUTO_TEST_CASE(what_is_left_out_stays_out) {
  for (unsigned mask = 0; mask < 128; ++mask) {
    const auto kept = [mask](unsigned bit) { return (mask >> bit & 1U) != 0; };
    const fingerprint shown =
        disclose(odd_print(), {kept(0), kept(1), kept(2), kept(3), kept(4), kept(5), kept(6)});
    check_round_trip(shown);
    check_round_trip(truncate(shown, print_level::small));
  }
}

BOOST_AUTO_TEST_CASE(strings_that_share_nothing_or_everything) {
  print_builder builder(3);
  builder.add_component("model", component_kind::model, "");
  // Front coding would write these in a few bytes each, which a reader must take for an attack.
  std::string name(120, 'a');
  for (std::size_t at = 1; at < name.size(); at += 2)
    name[at] = '.';
  for (int i = 0; i < 3000; ++i)
    builder.add(name + name + std::to_string(i), {}, name + std::to_string(i), -1,
                tensor_role::unknown);
  builder.add("", {1}, ".", 1, tensor_role::unknown);
  builder.add(std::string("\0./..//\xff", 8), {1}, "/", 1, tensor_role::unknown);
  check_round_trip(builder.finish());
}

BOOST_AUTO_TEST_CASE(llama_7b_is_small) {
  const fingerprint print = llama_print();
  BOOST_REQUIRE_EQUAL(print.tensors.size(), 291U);
  const std::size_t full = encode_fingerprint(print).size();
  const std::size_t small = encode_fingerprint(truncate(print, print_level::small)).size();
  BOOST_TEST_MESSAGE("full " << full << " bytes, small " << small << " bytes");
  BOOST_TEST(full <= 1'500'000U);
  BOOST_TEST(small <= 64'000U);
  check_round_trip(print);
}

BOOST_AUTO_TEST_CASE(truncating_twice_is_truncating_once) {
  for (const fingerprint& print : {odd_print(), llama_print(1)}) {
    const fingerprint once = truncate(print, print_level::small);
    BOOST_TEST(!same_print(once, print));
    BOOST_TEST(same_print(truncate(once, print_level::small), once));
    BOOST_TEST(same_print(truncate(print, print_level::full), print));
    BOOST_TEST(same_print(truncate(once, print_level::full), once));
    check_round_trip(once);
  }
}

BOOST_AUTO_TEST_CASE(a_folded_sketch_is_the_sum_of_its_folds) {
  const fingerprint print = llama_print(1);
  const fingerprint small = truncate(print, print_level::small);
  for (std::size_t t = 0; t < print.tensors.size(); ++t) {
    const value_sketch& full = *print.tensors[t].sketch;
    const value_sketch& fold = *small.tensors[t].sketch;
    BOOST_REQUIRE_EQUAL(fold.codes.size(), 64U);
    BOOST_TEST((small.tensors[t].value == print.tensors[t].value));
    BOOST_TEST((!small.tensors[t].stored && !small.tensors[t].units && !small.tensors[t].rows));
    for (std::size_t j = 0; j < 64; ++j) {
      double sum = 0;
      for (std::size_t i = j; i < full.codes.size(); i += 64)
        sum += full.codes[i] * static_cast<double>(full.scale);
      BOOST_TEST(std::abs(sum - fold.codes[j] * static_cast<double>(fold.scale)) <=
                 0.5001 * static_cast<double>(fold.scale));
      BOOST_TEST(std::abs(fold.codes[j]) <= 127);
    }
  }
}

BOOST_AUTO_TEST_CASE(disclosing_twice_is_disclosing_once) {
  const fingerprint print = odd_print();
  const disclosure nameless{.names = false};
  const fingerprint once = disclose(print, nameless);
  BOOST_TEST(same_print(disclose(once, nameless), once));
  BOOST_TEST(same_print(disclose(print, {}), print));
  std::set<std::string> names;
  for (std::size_t i = 0; i < once.tensors.size(); ++i) {
    BOOST_TEST(once.tensors[i].name.size() == 17U);
    names.insert(once.tensors[i].name);
    BOOST_TEST(once.contents.entries[i].detail.empty());
  }
  BOOST_TEST(names.size() == print.tensors.size());
  // The rule, written out once more.
  std::vector<std::byte> text;
  for (const char c : std::string("weightkin.name.v1\0counter", 25))
    text.push_back(static_cast<std::byte>(c));
  BOOST_TEST(once.tensors[4].name == "#" + to_hex(blake3(text)).substr(0, 16));
  BOOST_TEST(once.contents.components[0].id == "vision_encoder");
  BOOST_TEST(once.contents.components[1].id.size() == 17U);
  BOOST_TEST(once.name.empty());

  // No name of any kind is left anywhere in the file.
  const auto bytes = encode_fingerprint(once);
  const std::string all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (const char* secret : {"vision.", "fc1", "recurrent", "my part", "hidden", "same storage"})
    BOOST_TEST(all.find(secret) == std::string::npos);
}
