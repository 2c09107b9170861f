#include <cstddef>
#include <optional>
#include <string_view>

#include <weightkin/kernel/blake3.hpp>
#include <weightkin/lineage/compare.hpp>

namespace weightkin {
namespace {

/// Eight bytes, lowest first: what is hashed is the same on every machine.
void add_number(blake3_hasher& hash, std::uint64_t value) {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::byte>((value >> (8 * i)) & 0xff);
  hash.update(bytes);
}

void add_text(blake3_hasher& hash, std::string_view text) {
  add_number(hash, text.size());
  hash.update(std::as_bytes(std::span(text)));
}

/// A field that may be missing: 0, or 1 and its text.
void add_optional(blake3_hasher& hash, std::optional<std::string_view> text) {
  add_number(hash, text ? 1 : 0);
  if (text) add_text(hash, *text);
}

/// Names instead of numbers: those of enumerators may change, names never do.
template <class Enum>
void add_named(blake3_hasher& hash, const std::optional<Enum>& value) {
  add_optional(hash, value ? std::optional(name_of(*value)) : std::nullopt);
}

} // namespace

std::string component_map_digest(std::span<const map_rule> rules) {
  if (rules.empty()) return {};
  blake3_hasher hash;
  add_text(hash, "weightkin component map 1");
  add_number(hash, rules.size());
  for (const map_rule& rule : rules) {
    add_text(hash, rule.prefix);
    add_optional(hash,
                 rule.component ? std::optional<std::string_view>(*rule.component) : std::nullopt);
    add_named(hash, rule.kind);
    add_named(hash, rule.role);
    add_named(hash, rule.use);
    add_number(hash, rule.unit_axis ? 1 : 0);
    add_number(hash, rule.unit_axis.value_or(0));
  }
  return to_hex(hash.finish());
}

} // namespace weightkin
