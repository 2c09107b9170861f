// Candidates by the server's own index of vectors (pgvector), against this library's exact search.
// Runs only where such a server is named; tests/registry/vector_run.py starts one.
#include <algorithm>
#include <cstdio>
#include <set>
#include <support/turned_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include "registry/index_fixtures.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

constexpr std::uint64_t models = 300;
constexpr std::uint64_t asked = 40;

fingerprint changed(std::uint64_t seed, double pearson) {
  small_model child = small_one(1000 + seed);
  add_noise(child, scattered_source(seed).bits(), std::sqrt(1 / (pearson * pearson) - 1));
  return named_print(child, "subject");
}

std::set<std::string> by_sketch(fingerprint_index& index, const fingerprint& subject) {
  std::set<std::string> names;
  for (const index_candidate& each : must(index.find_candidates(subject, {.limit = 64})))
    if (each.channel == key_channel::sketch) names.insert(each.model.name);
  return names;
}

std::string first_by_sketch(fingerprint_index& index, const fingerprint& subject) {
  for (const index_candidate& each : must(index.find_candidates(subject, {.limit = 64})))
    if (each.channel == key_channel::sketch && each.place == 0) return each.model.name;
  return {};
}

BOOST_AUTO_TEST_CASE(the_servers_vectors_find_what_the_exact_search_finds) {
  const fresh_index place;
  if (!place.on_server()) {
    std::puts("skipped: no server with pgvector is named");
    return;
  }
  fingerprint_index server = place.open();
  temp_directory folder;
  fingerprint_index file = must(
      fingerprint_index::open((folder / "exact.wki").string(), {.access = index_access::create}));
  std::vector<fingerprint> prints;
  for (std::uint64_t seed = 0; seed < models; ++seed)
    prints.push_back(stranger(seed));
  for (fingerprint_index* index : {&server, &file})
    if (auto added = index->add_all(prints); !added) BOOST_FAIL(added.error().message);
  BOOST_TEST_REQUIRE(must(server.summary()).vector_search);
  BOOST_TEST(!must(file.summary()).vector_search);

  std::size_t first = 0, shared = 0, exact = 0;
  for (std::uint64_t seed = 0; seed < asked; ++seed) {
    const fingerprint subject = changed(seed, 0.9);
    first += first_by_sketch(server, subject) == "stranger " + std::to_string(seed) ? 1 : 0;
    const auto wanted = by_sketch(file, subject);
    const auto found = by_sketch(server, subject);
    exact += wanted.size();
    shared += static_cast<std::size_t>(
        std::count_if(wanted.begin(), wanted.end(),
                      [&](const std::string& name) { return found.contains(name); }));
  }
  std::printf("nearest by sketch: %zu of %llu; of the exact search's candidates %zu of %zu\n",
              first, static_cast<unsigned long long>(asked), shared, exact);
  BOOST_TEST(first == asked);
  BOOST_TEST(static_cast<double>(shared) >= 0.95 * static_cast<double>(exact));

  // What is taken out is found no more.
  const auto entries = must(server.list());
  const auto gone = std::find_if(entries.begin(), entries.end(), [](const index_entry& entry) {
    return entry.name == "stranger 0";
  });
  BOOST_TEST_REQUIRE((gone != entries.end()));
  BOOST_TEST(must(server.remove(gone->id)));
  BOOST_TEST(!by_sketch(server, changed(0, 0.9)).contains("stranger 0"));
  check_sound(server);
}

} // namespace
