// Several processes at one index: those that are killed lose nothing that was acknowledged, those
// that live wait for each other.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "index_fixtures.hpp"
#include "support/turned_decoder.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

fingerprint tiny(std::uint64_t seed) {
  return named_print(make_transformer(seed, {8, 16, 32, 1}), std::to_string(seed));
}

/// Runs `body` in a process of its own, which leaves without cleaning up.
template <class Body>
pid_t spawned(Body&& body) {
  const pid_t child = fork();
  if (child != 0) return child;
  int code = 99;
  try {
    code = body() ? 0 : 1;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    code = 2;
  }
  _exit(code);
}

int ended(pid_t child) {
  int status = 0;
  BOOST_REQUIRE(waitpid(child, &status, 0) == child);
  return status;
}

/// Adds models `first`, `first` + 1, ... and writes each seed down once it is acknowledged.
bool add_in_a_loop(const fresh_index& fresh, std::uint64_t first, std::uint64_t count, int pipe) {
  auto index = fresh.open(index_access::create, 60000);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    if (!index.add(tiny(seed))) return false;
    if (write(pipe, &seed, sizeof seed) != sizeof seed) return false;
  }
  return true;
}

std::vector<std::uint64_t> told(int pipe, std::size_t most = SIZE_MAX) {
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 0;
       seeds.size() < most && read(pipe, &seed, sizeof seed) == sizeof seed;)
    seeds.push_back(seed);
  return seeds;
}

std::set<std::string> names_in(fingerprint_index& index) {
  std::set<std::string> names;
  for (const index_entry& entry : must(index.list(0, 100000)))
    BOOST_TEST(names.insert(entry.name).second, entry.name << " is there twice");
  return names;
}

BOOST_AUTO_TEST_CASE(acknowledged_models_survive_kill) {
  const fresh_index fresh;
  random_source random = scattered_source(5);
  std::set<std::string> acknowledged;
  std::uint64_t next = 0;
  for (int round = 0; round < 25; ++round) {
    int ends[2];
    BOOST_REQUIRE(pipe(ends) == 0);
    const pid_t child = spawned([&] { return add_in_a_loop(fresh, next, 100000, ends[1]); });
    close(ends[1]);
    // First while the file is made, then somewhere on the way to a block of keys and beyond: so
    // many models later that a busy machine does not matter, and a moment more.
    auto seeds = told(ends[0], round < 8 ? 0 : 1 + random.below(40));
    usleep(static_cast<useconds_t>(random.below(round < 8 ? 15000 : 3000)));
    kill(child, SIGKILL);
    BOOST_TEST(WIFSIGNALED(ended(child)));
    const auto last = told(ends[0]);
    seeds.insert(seeds.end(), last.begin(), last.end());
    for (const std::uint64_t seed : seeds) {
      acknowledged.insert(std::to_string(seed));
      next = seed + 1;
    }
    close(ends[0]);
    // Where it was killed while the file was made there may be none yet, but nothing broken.
    const auto seen = fingerprint_index::open(fresh.address(), {.access = index_access::read});
    if (!seen && seen.error().code != errc::io) BOOST_ERROR(seen.error().message);
    auto index = fresh.open();
    const std::set<std::string> there = names_in(index);
    for (const std::string& name : acknowledged)
      BOOST_TEST(there.contains(name), name << " was acknowledged and is lost");
    // The last one may be there without having been acknowledged.
    BOOST_TEST(there.size() <= acknowledged.size() + 1);
    for (const std::string& name : there)
      acknowledged.insert(name);
    if (round % 5 == 4) check_sound(index);
  }
  BOOST_TEST(acknowledged.size() > 256U);
}

/// What somebody hears who looks at an index that another process is about to make: that there is
/// none, or a whole one.
bool looks_until_it_is_there(const fresh_index& fresh) {
  const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (std::chrono::steady_clock::now() < patience) {
    auto index = fingerprint_index::open(fresh.address(), {.access = index_access::read});
    if (index) {
      const auto check = index->verify();
      return check && check->problems.empty();
    }
    if (index.error().code == errc::io) continue;
    std::fprintf(stderr, "%s\n", index.error().message.c_str());
    return false;
  }
  return false;
}

BOOST_AUTO_TEST_CASE(who_looks_while_an_index_is_made_sees_none_or_a_whole_one) {
  for (int round = 0; round < 40; ++round) {
    const fresh_index fresh;
    std::vector<pid_t> children;
    for (int reader = 0; reader < 2; ++reader)
      children.push_back(spawned([&] { return looks_until_it_is_there(fresh); }));
    for (int writer = 0; writer < 2; ++writer)
      children.push_back(spawned([&] {
        auto index = fresh.open(index_access::create, 60000);
        return index.add(tiny(static_cast<std::uint64_t>(round))).has_value();
      }));
    for (const pid_t child : children)
      BOOST_TEST(ended(child) == 0);
  }
}

BOOST_AUTO_TEST_CASE(writers_and_readers_wait_for_each_other) {
  const fresh_index fresh;
  constexpr std::uint64_t writers = 3, each = 110; // together more than a block of keys
  int ends[2];
  BOOST_REQUIRE(pipe(ends) == 0);
  std::vector<pid_t> children;
  for (std::uint64_t writer = 0; writer < writers; ++writer)
    children.push_back(spawned([&] {
      // Half of what a writer adds another one adds as well; all make the file.
      return add_in_a_loop(fresh, writer * each / 2, each, ends[1]);
    }));
  for (int reader = 0; reader < 2; ++reader)
    children.push_back(spawned([&] {
      auto index = fresh.open(index_access::create, 60000);
      std::uint64_t before = 0;
      for (int look = 0; look < 60; ++look) {
        const auto summary = index.summary();
        if (!summary || summary->models < before || summary->components != summary->models)
          return false;
        before = summary->models;
        if (before == 0) continue;
        // What one transaction wrote is seen whole: every model listed can be found by its key.
        const auto entries = index.list(0, 1);
        const auto print =
            entries ? index.load(entries->at(0).id) : result<fingerprint>(entries.error());
        if (!print) return false;
        const auto found = index.find_candidates(*print, {.limit = 1});
        if (!found || found->empty() || found->at(0).model.id != entries->at(0).id) return false;
      }
      return true;
    }));
  close(ends[1]);
  const auto acknowledged = told(ends[0]);
  close(ends[0]);
  for (const pid_t child : children) {
    const int status = ended(child);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
  }
  BOOST_TEST(acknowledged.size() == writers * each);
  auto index = fresh.open();
  BOOST_TEST(names_in(index).size() == each + (writers - 1) * (each / 2));
  check_sound(index);
}

} // namespace
