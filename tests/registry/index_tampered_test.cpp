// What somebody with rights on the server does to the tables: a status, never a crash, and nothing
// of theirs runs. Runs only where a server is named; tests/registry/postgres_run.py starts one.
#include <cstdio>
#include <libpq-fe.h>
#include <memory>

#include <boost/test/unit_test.hpp>

#include <weightkin/registry/index_scan.hpp>

#include "index_fixtures.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

fingerprint little(std::uint64_t seed) {
  return named_print(make_transformer(seed, {8, 16, 32, 1}), std::to_string(seed));
}

void tamper(const fresh_index& fresh, const std::string& statements) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> server(PQconnectdb(fresh.address().c_str()),
                                                          PQfinish);
  PQsetNoticeProcessor(
      server.get(), [](void*, const char*) {}, nullptr);
  const std::string there = "SET search_path TO weightkin_index; " + statements;
  const std::unique_ptr<PGresult, void (*)(PGresult*)> answer(PQexec(server.get(), there.c_str()),
                                                              PQclear);
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
    BOOST_FAIL(statements << ": " << PQerrorMessage(server.get()));
}

/// An index of `models` models and a ruling.
void fill(const fresh_index& fresh, std::uint64_t models) {
  auto index = fresh.open();
  std::vector<fingerprint> prints;
  for (std::uint64_t seed = 0; seed < models; ++seed)
    prints.push_back(little(seed));
  must(index.add_all(prints));
  must(index.add_ruling({{}, {}, "{}"}));
}

/// Everything that reads and writes, whatever comes of it. \returns true when nothing complained.
bool works(const fresh_index& fresh) {
  auto index = fingerprint_index::open(fresh.address());
  if (!index) return false;
  bool good = true;
  const auto note = [&](const auto& answer) {
    good = good && answer.has_value();
    if (!answer && answer.error().code == errc::internal) BOOST_ERROR(answer.error().message);
  };
  const fingerprint subject = little(3);
  note(index->summary());
  note(index->list(0, 300));
  note(index->find_exact(subject));
  note(index->find_candidates(subject));
  note(index->load(4));
  note(index->rulings());
  const auto check = index->verify();
  note(check);
  good = good && check && check->problems.empty();
  const auto added = index->add(little(999));
  note(added);
  note(index->remove(added ? added->id : 4));
  return good;
}

bool has_server() {
  if (std::getenv("WEIGHTKIN_TEST_POSTGRES") != nullptr) return true;
  std::puts("skipped: no server is named");
  return false;
}

BOOST_AUTO_TEST_CASE(what_would_run_or_stand_in_for_a_table_is_refused) {
  if (!has_server()) return;
  for (const auto& [planted, wanted] :
       {std::pair{"CREATE VIEW more AS SELECT * FROM model", errc::bad_format},
        std::pair{"ALTER TABLE model RENAME TO real_model; CREATE VIEW model AS SELECT * FROM "
                  "real_model",
                  errc::bad_format},
        std::pair{"CREATE MATERIALIZED VIEW more AS SELECT * FROM model", errc::bad_format},
        std::pair{"CREATE RULE more AS ON INSERT TO model DO ALSO DELETE FROM ruling",
                  errc::bad_format},
        std::pair{"CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM "
                  "model; RETURN NULL; END'; CREATE TRIGGER evil AFTER INSERT ON model EXECUTE "
                  "FUNCTION evil()",
                  errc::bad_format},
        std::pair{"UPDATE meta SET value = '2' WHERE name = 'schema'", errc::unsupported},
        std::pair{"UPDATE meta SET value = '-1' WHERE name = 'schema'", errc::bad_format},
        std::pair{"DELETE FROM meta WHERE name = 'schema'", errc::bad_format}}) {
    const fresh_index fresh;
    fill(fresh, 2);
    tamper(fresh, planted);
    for (const index_access access :
         {index_access::read, index_access::write, index_access::create}) {
      const auto index = fingerprint_index::open(fresh.address(), {.access = access});
      BOOST_TEST_REQUIRE(!index.has_value(), planted);
      BOOST_TEST((index.error().code == wanted), index.error().message);
    }
  }
}

BOOST_AUTO_TEST_CASE(changed_tables_and_rows_are_errors) {
  if (!has_server()) return;
  const fresh_index sound;
  fill(sound, 20);
  BOOST_TEST(works(sound));
  for (const char* change :
       {"UPDATE model SET print = '\\x00' WHERE id = 4",
        "UPDATE model SET id = DEFAULT",
        "UPDATE model SET root = 'text'",
        "UPDATE model SET tensors = -1",
        "ALTER TABLE model ALTER COLUMN tensors TYPE text",
        "ALTER TABLE model DROP COLUMN name",
        "DROP TABLE key_removed",
        "UPDATE model_print SET data = ''",
        "UPDATE model_print SET data = decode(repeat('00', 10000000), 'hex') WHERE model = 4",
        "DELETE FROM model_print WHERE model = 4",
        "UPDATE component SET model = 4000000000000",
        "DELETE FROM component",
        "DELETE FROM key_tail",
        "UPDATE key_tail SET keys = 'short'",
        "UPDATE key_tail SET keys = decode(repeat('00', 576), 'hex')",
        "INSERT INTO key_block VALUES(7, '\\x0102')",
        "INSERT INTO key_removed VALUES(3)",
        "DELETE FROM tensor_value WHERE model = 4",
        "UPDATE tensor_value SET elements = elements + 1",
        "UPDATE meta SET value = '' WHERE name = 'seed'",
        "UPDATE ruling SET document = '[]'"}) {
    const fresh_index fresh;
    fill(fresh, 20);
    tamper(fresh, change);
    BOOST_TEST(!works(fresh), change);
  }
}

} // namespace
