// What every engine promises. On PostgreSQL the same program runs with WEIGHTKIN_TEST_POSTGRES set.
#include <algorithm>

#include <boost/test/unit_test.hpp>

#include <weightkin/fingerprint/fingerprint_file.hpp>

#include "index_fixtures.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

BOOST_AUTO_TEST_CASE(what_is_added_is_there_once_and_comes_back_bit_for_bit) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  BOOST_TEST(!must(index.summary()).seed.has_value());
  const fingerprint print = stranger(1);
  const index_addition first = must(index.add(print));
  BOOST_TEST(first.added);
  const index_addition again = must(index.add(print));
  BOOST_TEST(!again.added);
  BOOST_TEST(again.id == first.id);
  const index_summary summary = must(index.summary());
  BOOST_TEST(summary.models == 1U);
  BOOST_TEST(summary.components == 1U);
  BOOST_TEST(*summary.seed == print.seed);
  BOOST_TEST((must(index.print_bytes(first.id)) == encode_fingerprint(print)));
  BOOST_TEST(must(index.load(first.id)).tensors.size() == print.tensors.size());
  const auto entries = must(index.list());
  BOOST_REQUIRE(entries.size() == 1U);
  BOOST_TEST(entries[0].name == print.name);
  BOOST_TEST(entries[0].format == "safetensors");
  BOOST_TEST((entries[0].roots == print.roots));
  check_sound(index);
}

BOOST_AUTO_TEST_CASE(many_are_added_wholly_or_not_at_all) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  const std::vector<fingerprint> good{stranger(1), stranger(2), stranger(1)};
  const auto added = must(index.add_all(good));
  BOOST_REQUIRE(added.size() == 3U);
  BOOST_TEST(!added[2].added);
  BOOST_TEST(added[2].id == added[0].id);
  const std::vector<fingerprint> bad{stranger(3), named_print(small_one(4), "other seed", 9)};
  const auto refused = index.add_all(bad);
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == errc::bad_argument));
  BOOST_TEST(must(index.summary()).models == 2U);
  check_sound(index);
}

BOOST_AUTO_TEST_CASE(contradictory_fingerprints_are_refused) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  fingerprint broken = stranger(1);
  broken.contents.entries.pop_back();
  const auto refused = index.add(broken);
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == errc::bad_argument));
  BOOST_TEST(!index.find_exact(broken).has_value());
  BOOST_TEST(!index.find_candidates(broken).has_value());
  BOOST_TEST(must(index.summary()).models == 0U);
}

BOOST_AUTO_TEST_CASE(names_mean_nothing_to_the_engine) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  const std::vector<std::string> names{"'; DROP TABLE model; --", "\"quoted\" `ticks` [brackets]",
                                       "$1 ?1 :name @x %s %n {}", std::string("zero\0byte", 9),
                                       "\xff\xfe not UTF-8",      "",
                                       "../../etc/passwd",        "line\nbreak\t\\"};
  for (std::size_t at = 0; at < names.size(); ++at) {
    fingerprint print = stranger(at);
    print.name = names[at];
    print.tensors[0].name = names[at];
    print.contents.components[0].id = names[at];
    must(index.add(print));
  }
  const auto entries = must(index.list());
  BOOST_REQUIRE(entries.size() == names.size());
  for (std::size_t at = 0; at < names.size(); ++at)
    BOOST_TEST(entries[at].name == names[at]);
  check_sound(index);
  const stored_ruling ruling{entries[0].print, entries[1].print, "{\"name\":\"'; DROP TABLE--\"}"};
  BOOST_TEST(must(index.add_ruling(ruling)));
  BOOST_TEST(must(index.rulings())[0].document == ruling.document);
}

BOOST_AUTO_TEST_CASE(equal_values_are_found_whatever_their_names) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  const small_model base = small_one(5);
  for (std::uint64_t seed = 0; seed < 5; ++seed)
    must(index.add(stranger(seed)));
  const std::uint64_t whole = must(index.add(named_print(base, "base"))).id;
  small_model half = base;
  add_noise(half, 3, 0.1);
  half[0] = base[0]; // the embedding stayed
  const std::uint64_t frozen = must(index.add(named_print(half, "half frozen"))).id;
  small_model renamed = base;
  rename(renamed);
  const fingerprint subject = named_print(renamed, "subject");
  const auto matches = must(index.find_exact(subject));
  BOOST_REQUIRE(matches.size() == 2U);
  BOOST_TEST(matches[0].model.id == whole);
  BOOST_TEST(!matches[0].same_root);
  BOOST_TEST(matches[0].same_nameless);
  BOOST_TEST(matches[0].components.size() == 1U);
  BOOST_TEST(matches[0].share == 1.0);
  BOOST_TEST(matches[1].model.id == frozen);
  BOOST_TEST(!matches[1].same_nameless);
  BOOST_TEST(matches[1].tensors_equal == 1U);
  double all = 0;
  for (const small_tensor& tensor : base)
    all += static_cast<double>(tensor.values.size());
  BOOST_TEST(matches[1].share == static_cast<double>(base[0].values.size()) / all,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(must(index.find_exact(named_print(base, "base")))[0].same_root);
  BOOST_TEST(must(index.find_exact(stranger(77))).empty());
  for (const digest& wanted : {subject.roots->nameless, *subject.tensors[0].value})
    BOOST_TEST(must(index.find_digest(wanted))[0].id == whole);
  BOOST_TEST(must(index.find_digest(digest{})).empty());
}

BOOST_AUTO_TEST_CASE(what_is_taken_out_is_found_no_more) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  std::vector<fingerprint> prints;
  for (std::uint64_t seed = 0; seed < 300; ++seed) // more than a block of keys
    prints.push_back(stranger(seed));
  const auto added = must(index.add_all(prints));
  for (const std::size_t at : {0U, 100U, 299U}) { // in a block and among those that wait
    const auto before = must(index.find_candidates(prints[at], {.limit = 4}));
    BOOST_REQUIRE(!before.empty());
    BOOST_TEST(before[0].model.id == added[at].id);
    BOOST_TEST(must(index.remove(added[at].id)));
    BOOST_TEST(!must(index.remove(added[at].id)));
    for (const auto& each : must(index.find_candidates(prints[at], {.limit = 64})))
      BOOST_TEST(each.model.id != added[at].id);
    BOOST_TEST(must(index.find_exact(prints[at])).empty());
    BOOST_TEST(!index.load(added[at].id).has_value());
  }
  check_sound(index);
  const index_addition anew = must(index.add(prints[100]));
  BOOST_TEST(anew.added);
  BOOST_TEST(anew.id > added.back().id);
  BOOST_TEST(must(index.find_candidates(prints[100], {.limit = 4}))[0].model.id == anew.id);
  check_sound(index);
}

BOOST_AUTO_TEST_CASE(models_are_listed_in_pages) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  for (std::uint64_t seed = 0; seed < 7; ++seed)
    must(index.add(stranger(seed)));
  std::vector<std::string> names;
  for (std::uint64_t after = 0;;) {
    const auto page = must(index.list(after, 3));
    if (page.empty()) break;
    BOOST_TEST(page.size() <= 3U);
    for (const index_entry& entry : page)
      names.push_back(entry.name);
    after = page.back().id;
  }
  BOOST_REQUIRE(names.size() == 7U);
  for (std::uint64_t seed = 0; seed < 7; ++seed)
    BOOST_TEST(names[seed] == "stranger " + std::to_string(seed));
}

BOOST_AUTO_TEST_CASE(rulings_are_kept_once_and_found_from_both_sides) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  digest one, two, three;
  one.bytes[0] = 1;
  two.bytes[0] = 2;
  three.bytes[0] = 3;
  BOOST_TEST(must(index.add_ruling({one, two, "{\"verdict\":\"derived\"}"})));
  BOOST_TEST(!must(index.add_ruling({one, two, "{\"verdict\":\"derived\"}"})));
  BOOST_TEST(must(index.add_ruling({two, three, "{}"})));
  BOOST_TEST(must(index.rulings(one)).size() == 1U);
  BOOST_TEST(must(index.rulings(two)).size() == 2U);
  BOOST_TEST(must(index.rulings(three))[0].document == "{}");
  BOOST_TEST(must(index.rulings(digest{})).empty());
  BOOST_TEST(must(index.summary()).rulings == 2U);
}

BOOST_AUTO_TEST_CASE(handles_see_each_others_models) {
  const fresh_index fresh;
  fingerprint_index writer = fresh.open();
  fingerprint_index reader = fresh.open(index_access::read);
  BOOST_TEST(must(reader.summary()).models == 0U);
  const fingerprint print = stranger(1);
  must(writer.add(print));
  BOOST_TEST(must(reader.find_candidates(print))[0].model.name == print.name);
  if (!fresh.on_server()) BOOST_TEST(!reader.add(stranger(2)).has_value());
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused) {
  const fresh_index fresh;
  fingerprint_index index = fresh.open();
  must(index.add(stranger(1)));
  BOOST_TEST(!index.find_candidates(stranger(1), {.limit = 0}).has_value());
  BOOST_TEST(!index.find_candidates(stranger(1), {.limit = 4097}).has_value());
  const auto other = index.find_candidates(named_print(small_one(4), "other seed", 9));
  BOOST_REQUIRE(!other);
  BOOST_TEST((other.error().code == errc::bad_argument));
}

} // namespace
