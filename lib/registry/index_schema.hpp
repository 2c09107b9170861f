#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace weightkin::detail {

/// Version of the schema. A later one of ours reads what an earlier one wrote, by the migrations.
inline constexpr std::int64_t index_schema_version = 1;

/// Marks a SQLite file as ours: "wkix".
inline constexpr std::int64_t index_application_id = 0x776b6978;

/// A statement that makes one object, and what it makes.
struct schema_object {
  std::string_view kind; ///< "table" or "index"
  std::string_view name;
  std::string_view make;
};

/// What leads from the version before to `version`.
struct migration {
  std::int64_t version;
  std::span<const schema_object> objects;
};

[[nodiscard]] std::span<const migration> sqlite_migrations();
[[nodiscard]] std::span<const migration> postgres_migrations();

/// Only where the server has the extension `vector`.
[[nodiscard]] std::span<const schema_object> postgres_vector_objects();

} // namespace weightkin::detail
