#include "reader/wire/json_value.hpp"

#include "reader/reader_error.hpp"
#include "reader/wire/json_tree.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {

std::optional<double> json_value::number() const noexcept {
  if (const auto* whole_number = whole()) return static_cast<double>(*whole_number);
  if (const auto* other = std::get_if<double>(&value_)) return *other;
  return std::nullopt;
}

const json_value* json_value::find(std::string_view key) const noexcept {
  if (const object* all = members())
    for (const auto& [name, value] : *all)
      if (name == key) return &value;
  return nullptr;
}

result<json_value> parse_json_value(std::string_view text, std::string_view label,
                                    std::uint64_t base, const reader_limits& limits) {
  json_tree builder(limits.json_values);
  if (auto parsed = parse_json(text, label, base, limits, builder); !parsed)
    return std::move(parsed).error();
  return builder.take();
}

result<json_value> read_json_value(const byte_source& source, const reader_limits& limits) {
  if (source.size() > limits.config_bytes)
    return detail::bad_file(fault::limit, source.label(),
                            "JSON of " + std::to_string(source.size()) +
                                " bytes exceeds the limit of " +
                                std::to_string(limits.config_bytes));
  std::vector<std::byte> scratch(static_cast<std::size_t>(source.size()));
  const auto bytes = source.read(0, scratch.size(), scratch);
  if (!bytes) return bytes.error();
  return parse_json_value(as_text(*bytes), source.label(), 0, limits);
}

} // namespace weightkin
