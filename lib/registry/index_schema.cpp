#include "registry/index_schema.hpp"

#include <array>

namespace weightkin::detail {
namespace {

// SQLite keeps these texts in the file; they are compared byte for byte when it is opened.
constexpr std::array sqlite_first{
    schema_object{"table", "meta",
                  "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"},
    schema_object{"table", "model",
                  "CREATE TABLE model(id INTEGER PRIMARY KEY AUTOINCREMENT, print BLOB NOT NULL "
                  "UNIQUE, name BLOB NOT NULL, format BLOB NOT NULL, tensors INTEGER NOT NULL, "
                  "parameters INTEGER NOT NULL, bytes INTEGER NOT NULL, root BLOB, nameless BLOB)"},
    schema_object{"table", "model_print",
                  "CREATE TABLE model_print(model INTEGER PRIMARY KEY, data BLOB NOT NULL)"},
    schema_object{"table", "component",
                  "CREATE TABLE component(id INTEGER PRIMARY KEY AUTOINCREMENT, model INTEGER NOT "
                  "NULL, place INTEGER NOT NULL, name BLOB NOT NULL, kind INTEGER NOT NULL, "
                  "parameters INTEGER NOT NULL, root BLOB, nameless BLOB)"},
    schema_object{"table", "tensor_value",
                  "CREATE TABLE tensor_value(value BLOB NOT NULL, model INTEGER NOT NULL, elements "
                  "INTEGER NOT NULL, PRIMARY KEY(value, model)) WITHOUT ROWID"},
    schema_object{"table", "key_tail",
                  "CREATE TABLE key_tail(component INTEGER PRIMARY KEY, keys BLOB NOT NULL)"},
    schema_object{"table", "key_block",
                  "CREATE TABLE key_block(id INTEGER PRIMARY KEY, data BLOB NOT NULL)"},
    schema_object{"table", "key_removed",
                  "CREATE TABLE key_removed(component INTEGER PRIMARY KEY)"},
    schema_object{
        "table", "ruling",
        "CREATE TABLE ruling(id INTEGER PRIMARY KEY AUTOINCREMENT, content BLOB NOT NULL "
        "UNIQUE, subject BLOB NOT NULL, reference BLOB NOT NULL, document BLOB NOT NULL)"},
    schema_object{"index", "model_root", "CREATE INDEX model_root ON model(root)"},
    schema_object{"index", "model_nameless", "CREATE INDEX model_nameless ON model(nameless)"},
    schema_object{"index", "component_model", "CREATE INDEX component_model ON component(model)"},
    schema_object{"index", "component_root", "CREATE INDEX component_root ON component(root)"},
    schema_object{"index", "component_nameless",
                  "CREATE INDEX component_nameless ON component(nameless)"},
    schema_object{"index", "ruling_subject", "CREATE INDEX ruling_subject ON ruling(subject)"},
    schema_object{"index", "ruling_reference",
                  "CREATE INDEX ruling_reference ON ruling(reference)"}};

// The two large tables are cut into sixteen by the server's own hash partitioning. Names are bytes:
// the server would refuse text that is not UTF-8.
constexpr std::array postgres_first{
    schema_object{"table", "meta",
                  "CREATE TABLE meta(name TEXT PRIMARY KEY, value BYTEA NOT NULL)"},
    schema_object{"table", "model",
                  "CREATE TABLE model(id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, print "
                  "BYTEA NOT NULL UNIQUE, name BYTEA NOT NULL, format BYTEA NOT NULL, tensors "
                  "BIGINT NOT NULL, parameters BIGINT NOT NULL, bytes BIGINT NOT NULL, root BYTEA, "
                  "nameless BYTEA)"},
    schema_object{"table", "model_print",
                  "CREATE TABLE model_print(model BIGINT PRIMARY KEY, data BYTEA NOT NULL) "
                  "PARTITION BY HASH (model)"},
    schema_object{"table", "component",
                  "CREATE TABLE component(id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
                  "model BIGINT NOT NULL, place BIGINT NOT NULL, name BYTEA NOT NULL, kind BIGINT "
                  "NOT NULL, parameters BIGINT NOT NULL, root BYTEA, nameless BYTEA)"},
    schema_object{"table", "tensor_value",
                  "CREATE TABLE tensor_value(value BYTEA NOT NULL, model BIGINT NOT NULL, elements "
                  "BIGINT NOT NULL, PRIMARY KEY(value, model)) PARTITION BY HASH (value)"},
    schema_object{
        "table", "partitions",
        "DO $$ BEGIN FOR part IN 0..15 LOOP EXECUTE format('CREATE TABLE model_print_%s PARTITION "
        "OF model_print FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part); EXECUTE "
        "format('CREATE TABLE tensor_value_%s PARTITION OF tensor_value FOR VALUES WITH (MODULUS "
        "16, REMAINDER %s)', part, part); END LOOP; END $$"},
    schema_object{"table", "key_tail",
                  "CREATE TABLE key_tail(component BIGINT PRIMARY KEY, keys BYTEA NOT NULL)"},
    schema_object{"table", "key_block",
                  "CREATE TABLE key_block(id BIGINT PRIMARY KEY, data BYTEA NOT NULL)"},
    schema_object{"table", "key_block storage",
                  "ALTER TABLE key_block ALTER COLUMN data SET STORAGE EXTERNAL"},
    schema_object{"table", "key_removed", "CREATE TABLE key_removed(component BIGINT PRIMARY KEY)"},
    schema_object{"table", "ruling",
                  "CREATE TABLE ruling(id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content "
                  "BYTEA NOT NULL UNIQUE, subject BYTEA NOT NULL, reference BYTEA NOT NULL, "
                  "document BYTEA NOT NULL)"},
    schema_object{"index", "model_root", "CREATE INDEX model_root ON model(root)"},
    schema_object{"index", "model_nameless", "CREATE INDEX model_nameless ON model(nameless)"},
    schema_object{"index", "component_model", "CREATE INDEX component_model ON component(model)"},
    schema_object{"index", "component_root", "CREATE INDEX component_root ON component(root)"},
    schema_object{"index", "component_nameless",
                  "CREATE INDEX component_nameless ON component(nameless)"},
    schema_object{"index", "ruling_subject", "CREATE INDEX ruling_subject ON ruling(subject)"},
    schema_object{"index", "ruling_reference",
                  "CREATE INDEX ruling_reference ON ruling(reference)"}};

constexpr std::array postgres_vectors{
    schema_object{"table", "key_vector",
                  "CREATE TABLE key_vector(component BIGINT PRIMARY KEY, sketch vector(256) NOT "
                  "NULL)"},
    schema_object{"index", "key_vector_near",
                  "CREATE INDEX key_vector_near ON key_vector USING hnsw (sketch "
                  "vector_ip_ops)"}};

constexpr std::array sqlite_steps{migration{1, sqlite_first}};
constexpr std::array postgres_steps{migration{1, postgres_first}};

} // namespace

std::span<const migration> sqlite_migrations() { return sqlite_steps; }
std::span<const migration> postgres_migrations() { return postgres_steps; }
std::span<const schema_object> postgres_vector_objects() { return postgres_vectors; }

} // namespace weightkin::detail
