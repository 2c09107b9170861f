#include "reader/onnx/onnx_external_data.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace weightkin {
namespace {

constexpr std::uint32_t external_data_field = 13;

/// One key and its value (StringStringEntryProto).
struct text_entry {
  std::string key;
  std::string value;
};

result<text_entry> read_entry(const onnx_file& file, const proto_field& where) {
  text_entry entry;
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number == 1) return file.read_name(field, entry.key);
    if (field.number == 2) return file.read_name(field, entry.value);
    return {};
  });
  if (!read) return std::move(read).error();
  return entry;
}

/// What the entries say. Keys that are not known (checksums among them) change nothing.
struct external_place {
  std::optional<std::string> location;
  std::optional<std::string> offset;
  std::optional<std::string> length;

  std::optional<std::string>* member(std::string_view key) noexcept {
    if (key == "location") return &location;
    if (key == "offset") return &offset;
    if (key == "length") return &length;
    return nullptr;
  }
};

result<external_place> read_place(const onnx_file& file, const proto_field& where,
                                  std::string_view tensor) {
  external_place place;
  auto read = file.each_field(where, [&](const proto_field& field) -> result<void> {
    if (field.number != external_data_field) return {};
    auto entry = read_entry(file, field);
    if (!entry) return std::move(entry).error();
    std::optional<std::string>* member = place.member(entry->key);
    if (member == nullptr) return {};
    if (member->has_value())
      return file.refuse(fault::duplicate, field.offset, tensor,
                         "external data gives " + detail::escaped(entry->key) + " twice");
    *member = std::move(entry->value);
    return {};
  });
  if (!read) return std::move(read).error();
  return place;
}

/// Decimal digits and nothing else.
std::optional<std::uint64_t> parse_decimal(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

/// The number that `text` gives, or `otherwise` when there is no text.
result<std::uint64_t> number_or(const onnx_file& file, const proto_field& where,
                                std::string_view tensor, std::string_view key,
                                const std::optional<std::string>& text, std::uint64_t otherwise) {
  if (!text.has_value()) return otherwise;
  const auto number = parse_decimal(*text);
  if (!number.has_value())
    return file.refuse(fault::format, where.offset, tensor,
                       "external data has the " + std::string(key) + " " + detail::escaped(*text) +
                           ", which is no decimal number");
  return *number;
}

} // namespace

result<placed_bytes> place_external_data(onnx_file& file, const proto_field& where,
                                         std::uint64_t expected_bytes, std::string_view tensor) {
  const auto place = read_place(file, where, tensor);
  if (!place) return place.error();
  if (!place->location.has_value())
    return file.refuse(fault::format, where.offset, tensor, "external data without a location");
  const auto offset = number_or(file, where, tensor, "offset", place->offset, 0);
  if (!offset) return offset.error();
  auto outside = file.beside.open(*place->location);
  if (!outside)
    return error{
        outside.error().code,
        file.refuse(outside.error().why, where.offset, tensor, outside.error().message).message,
        outside.error().why};
  const std::uint64_t size = (*outside)->size();
  if (*offset > size || expected_bytes > size - *offset)
    return file.refuse(fault::bounds, where.offset, tensor,
                       "needs " + std::to_string(expected_bytes) + " bytes from byte " +
                           std::to_string(*offset) + " of " + detail::escaped(*place->location) +
                           ", which has " + std::to_string(size));
  const auto length = number_or(file, where, tensor, "length", place->length, size - *offset);
  if (!length) return length.error();
  if (*length != expected_bytes)
    return file.refuse(fault::shape, where.offset, tensor,
                       "external data of " + std::to_string(*length) +
                           " bytes where its shape needs " + std::to_string(expected_bytes));
  return placed_bytes{std::move(*outside), *offset, expected_bytes};
}

} // namespace weightkin
