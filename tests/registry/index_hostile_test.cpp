// Files that are no index, are one no more, or bring what no index has: a status, never a crash.
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <weightkin/registry/index_scan.hpp>

#include "index_fixtures.hpp"
#include "support/turned_decoder.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

std::vector<std::byte> bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto bytes = std::as_bytes(std::span<const char>(text));
  return {bytes.begin(), bytes.end()};
}

/// Runs statements on a file as somebody who wants to do harm would.
void tamper(const std::string& path, const std::string& statements) {
  sqlite3* opened = nullptr;
  BOOST_REQUIRE(sqlite3_open(path.c_str(), &opened) == SQLITE_OK);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(opened, sqlite3_close);
  char* message = nullptr;
  if (sqlite3_exec(opened, statements.c_str(), nullptr, nullptr, &message) != SQLITE_OK)
    BOOST_FAIL(message);
}

/// An index of a few models and a block of keys, in one file without a log.
std::string sound_file(const temp_directory& folder, const std::string& name) {
  const std::string path = (folder / name).string();
  auto index = fingerprint_index::open(path, {.access = index_access::create});
  if (!index) BOOST_FAIL(index.error().message);
  std::vector<fingerprint> prints;
  for (std::uint64_t seed = 0; seed < 260; ++seed)
    prints.push_back(named_print(make_transformer(seed, {8, 16, 32, 1}), std::to_string(seed)));
  must(index->add_all(prints));
  must(index->add_ruling({{}, {}, "{}"}));
  return path;
}

/// Everything that reads, whatever comes of it. \returns true when nothing complained.
bool use(const std::string& path) {
  index_options options;
  options.busy_milliseconds = 50;
  auto index = fingerprint_index::open(path, options);
  if (!index) {
    BOOST_TEST(!index.error().message.empty());
    return false;
  }
  const fingerprint subject = named_print(make_transformer(3, {8, 16, 32, 1}), "3");
  bool good = true;
  const auto note = [&](const auto& answer) {
    good = good && answer.has_value();
    if (!answer) BOOST_TEST((answer.error().code != errc::internal), answer.error().message);
  };
  note(index->summary());
  note(index->list(0, 300));
  note(index->find_exact(subject));
  note(index->find_candidates(subject));
  note(index->load(4));
  note(index->rulings());
  const auto check = index->verify();
  note(check);
  good = good && check && check->problems.empty();
  const auto added = index->add(named_print(make_transformer(999, {8, 16, 32, 1}), "new"));
  note(added);
  note(index->remove(added ? added->id : 4));
  return good;
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_said_to) {
  const temp_directory folder;
  const std::string path = (folder / "none.wki").string();
  for (const index_access access : {index_access::read, index_access::write}) {
    const auto index = fingerprint_index::open(path, {.access = access});
    BOOST_REQUIRE(!index);
    BOOST_TEST((index.error().code == errc::io));
  }
  BOOST_TEST(!std::filesystem::exists(path));
  const auto folder_itself = fingerprint_index::open(folder.path().string());
  BOOST_REQUIRE(!folder_itself);
  BOOST_TEST((fingerprint_index::open("").error().code == errc::bad_argument));
}

BOOST_AUTO_TEST_CASE(other_files_are_refused_and_left_alone) {
  const temp_directory folder;
  for (const std::string& text :
       {std::string("{\"a\":1}"), std::string(5000, 'x'),
        std::string("SQLite format 3\0", 16) + std::string(100, '\xFF')}) {
    const auto path = folder / "other";
    write_file(path, text);
    const auto before = bytes_of(path);
    for (const index_access access : {index_access::write, index_access::create}) {
      const auto index = fingerprint_index::open(path.string(), {.access = access});
      BOOST_REQUIRE(!index);
      BOOST_TEST((index.error().code == errc::bad_format), index.error().message);
    }
    BOOST_TEST((bytes_of(path) == before));
  }
  const std::string database = (folder / "database").string();
  tamper(database, "CREATE TABLE model(id INTEGER PRIMARY KEY, name TEXT)");
  const auto before = bytes_of(database);
  const auto index = fingerprint_index::open(database, {.access = index_access::create});
  BOOST_REQUIRE(!index);
  BOOST_TEST((index.error().code == errc::bad_format));
  BOOST_TEST((bytes_of(database) == before)); // not turned to a log's file either
}

BOOST_AUTO_TEST_CASE(objects_that_no_index_has_are_refused) {
  const temp_directory folder;
  const std::string path = sound_file(folder, "sound.wki");
  for (const char* planted :
       {"CREATE TRIGGER evil AFTER INSERT ON model BEGIN DELETE FROM model; END",
        "CREATE VIEW more AS SELECT * FROM model", "CREATE TABLE other(a)",
        "CREATE INDEX extra ON model(name)",
        "ALTER TABLE model RENAME TO real_model; CREATE VIEW model AS SELECT * FROM real_model",
        "ALTER TABLE key_tail ADD COLUMN more", "DROP TABLE key_removed", "DROP INDEX model_root",
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql='CREATE TABLE meta(name, value)' "
        "WHERE name='meta'"}) {
    const std::string copy = (folder / "planted.wki").string();
    std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing);
    tamper(copy, planted);
    const auto index = fingerprint_index::open(copy);
    BOOST_REQUIRE_MESSAGE(!index.has_value(), planted);
    BOOST_TEST((index.error().code == errc::bad_format), index.error().message);
    for (const char* log : {"-wal", "-shm"})
      std::filesystem::remove(copy + log);
  }
}

BOOST_AUTO_TEST_CASE(a_model_without_its_fingerprint_is_damage_and_not_a_removed_one) {
  const temp_directory folder;
  const std::string path = sound_file(folder, "torn.wki");
  tamper(path, "DELETE FROM model_print WHERE model = 4");
  auto index = fingerprint_index::open(path);
  if (!index) BOOST_FAIL(index.error().message);
  const auto code_of = [](const auto& answer) { return answer ? errc::ok : answer.error().code; };
  BOOST_TEST((code_of(index->load(4)) == errc::bad_format));
  BOOST_TEST((code_of(index->load(5)) == errc::ok));
  BOOST_TEST((code_of(index->load(5000)) == errc::bad_argument));
  const fingerprint subject = named_print(make_transformer(3, {8, 16, 32, 1}), "3");
  BOOST_TEST((code_of(scan_index(*index, subject, {}, {})) == errc::bad_format));
  BOOST_TEST(!must(index->verify()).problems.empty());
  BOOST_TEST(must(index->remove(4))); // that it can be mended
  BOOST_TEST(must(index->verify()).problems.empty());
}

/// Answers in a process that may not write to `path` nor beside it.
int as_nobody(const std::string& path, const auto& question) {
  std::filesystem::permissions(path, std::filesystem::perms(0444));
  const auto folder = std::filesystem::path(path).parent_path();
  std::filesystem::permissions(folder, std::filesystem::perms(0555));
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(100);
    _exit(question());
  }
  int status = 0;
  BOOST_REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status));
  std::filesystem::permissions(folder, std::filesystem::perms(0755));
  return WEXITSTATUS(status);
}

BOOST_AUTO_TEST_CASE(where_nobody_may_write_an_index_can_be_read) {
  const temp_directory folder;
  const std::string path = sound_file(folder, "100% mine?#1.wki");
  const auto listed = [&] {
    auto index = fingerprint_index::open(path, {.access = index_access::read});
    if (!index) return 101;
    const auto models = index->list(0, 1000);
    return models ? static_cast<int>(models->size() % 97) : 102;
  };
  BOOST_TEST(as_nobody(path, listed) == 260 % 97);
  // The owner writes while it is read.
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  const int owner = ::open(path.c_str(), O_WRONLY | O_APPEND);
  const auto overtaken = [&] {
    auto index = fingerprint_index::open(path, {.access = index_access::read});
    if (!index || !index->list(0, 1)) return 101;
    if (::write(owner, "x", 1) != 1) return 102;
    const auto models = index->list(0, 1);
    return models || models.error().code != errc::io ? 103 : 0;
  };
  BOOST_TEST(as_nobody(path, overtaken) == 0);
  ::close(owner);
  // What stands in a log only is not passed over.
  std::ofstream(path + "-wal") << "something";
  BOOST_TEST(as_nobody(path, listed) == 101);
}

BOOST_AUTO_TEST_CASE(later_schemas_are_refused_as_such) {
  const temp_directory folder;
  const std::string path = sound_file(folder, "later.wki");
  tamper(path, "PRAGMA user_version=2");
  const auto index = fingerprint_index::open(path);
  BOOST_REQUIRE(!index);
  BOOST_TEST((index.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(columns_of_other_kinds_and_sizes_are_errors) {
  const temp_directory folder;
  const std::string path = sound_file(folder, "sound.wki");
  for (const char* change :
       {"UPDATE model SET print = x'00' WHERE id = 4",
        "UPDATE model SET name = 5",
        "UPDATE model SET id = -id",
        "UPDATE model SET root = 'text'",
        "UPDATE model SET tensors = 'many'",
        "UPDATE model_print SET data = x''",
        "UPDATE model_print SET data = zeroblob(100000000) WHERE model = 4",
        "DELETE FROM model_print WHERE model = 4",
        "UPDATE component SET model = 4000000000000",
        "UPDATE component SET kind = 'many'",
        "DELETE FROM component",
        "UPDATE key_block SET data = x'0102'",
        "DELETE FROM key_block WHERE id = 2",
        "UPDATE key_block SET id = 9223372036854775807 WHERE id = 4",
        "UPDATE key_block SET data = zeroblob(65536) WHERE id = 0",
        "DELETE FROM key_tail",
        "UPDATE key_tail SET keys = zeroblob(576)",
        "UPDATE key_tail SET keys = 'short'",
        "DELETE FROM tensor_value WHERE model = 4",
        "UPDATE tensor_value SET elements = elements + 1",
        "UPDATE meta SET value = x'' WHERE name = 'seed'",
        "DELETE FROM meta",
        "UPDATE ruling SET document = '[]'",
        "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n LIMIT 5000) INSERT INTO "
        "key_tail SELECT i, zeroblob(576) FROM n",
        "INSERT INTO key_tail VALUES(7777, zeroblob(576))",
        "INSERT INTO key_removed VALUES(3)"}) {
    const std::string copy = (folder / "changed.wki").string();
    std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing);
    tamper(copy, change);
    BOOST_TEST(!use(copy), change);
    for (const char* log : {"-wal", "-shm"})
      std::filesystem::remove(copy + log);
  }
  BOOST_TEST(use(path));
}

BOOST_AUTO_TEST_CASE(files_cut_anywhere_do_no_harm) {
  const temp_directory folder;
  const auto bytes = bytes_of(sound_file(folder, "sound.wki"));
  random_source random = scattered_source(3);
  for (int trial = 0; trial < 60; ++trial) {
    const auto path = folder / "cut.wki";
    const std::size_t size = trial < 20 ? random.below(200) : random.below(bytes.size());
    write_file(path, std::span(bytes).first(size));
    use(path.string());
    for (const char* log : {"-wal", "-shm"})
      std::filesystem::remove(path.string() + log);
  }
}

BOOST_AUTO_TEST_CASE(flipped_bits_do_no_harm_and_verify_sees_those_that_matter) {
  const temp_directory folder;
  const auto bytes = bytes_of(sound_file(folder, "sound.wki"));
  random_source random = scattered_source(4);
  std::size_t seen = 0;
  constexpr int trials = 150;
  for (int trial = 0; trial < trials; ++trial) {
    const auto path = folder / "flipped.wki";
    auto changed = bytes;
    const std::size_t flips = trial % 3 == 0 ? 64 : 1;
    for (std::size_t flip = 0; flip < flips; ++flip) {
      // A third of them in the first pages, where the schema is.
      const std::size_t at = random.below(trial % 3 == 1 ? 8192 : changed.size());
      changed[at] ^= static_cast<std::byte>(1U << random.below(8));
    }
    write_file(path, changed);
    seen += use(path.string()) ? 0 : 1;
    for (const char* log : {"-wal", "-shm"})
      std::filesystem::remove(path.string() + log);
  }
  // Free space and spare bytes of pages are nobody's; nearly all of the rest is.
  BOOST_TEST(seen > trials / 2);
}

} // namespace
