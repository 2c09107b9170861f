#include "fingerprint/file/json_fields.hpp"

#include <limits>
#include <utility>

#include "fingerprint/file/json_text.hpp"

namespace weightkin::detail {
namespace {

using json = nlohmann::json;

const json& nothing() {
  static const json null;
  return null;
}

/// The value of a lower-case hexadecimal digit, or nothing.
std::optional<unsigned> digit_of(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  return {};
}

std::optional<std::string> bytes_of_hex(std::string_view digits) {
  if (digits.size() % 2 != 0) return {};
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto high = digit_of(digits[i]);
    const auto low = digit_of(digits[i + 1]);
    if (!high || !low) return {};
    bytes.push_back(static_cast<char>(*high << 4 | *low));
  }
  return bytes;
}

/// A decimal number of at most 64 bits without leading zeros, as numbers above 2^53 are written.
std::optional<std::uint64_t> decimal(const std::string& digits) {
  if (digits.empty() || digits.size() > 20 || (digits.size() > 1 && digits[0] == '0')) return {};
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return {};
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return {};
    value = 10 * value + digit;
  }
  return value;
}

} // namespace

void json_fields::complain(std::string what) {
  if (ok()) complaint_ = std::move(what);
}

void json_fields::expect_object(const json& value, std::size_t count) {
  if (!value.is_object())
    complain("an object was expected");
  else if (value.size() > count)
    complain("an object has members that are not known");
}

const json& json_fields::member(const json& object, const char* key) {
  if (!ok() || !object.is_object()) return nothing();
  const auto found = object.find(key);
  if (found != object.end()) return *found;
  complain(std::string("the member \"") + key + "\" is missing");
  return nothing();
}

const json& json_fields::list(const json& object, const char* key,
                              std::optional<std::size_t> wanted) {
  static const json empty = json::array();
  const json& value = member(object, key);
  if (ok() && !value.is_array()) complain(std::string("\"") + key + "\" is no array");
  if (ok() && wanted && value.size() != *wanted)
    complain(std::string("\"") + key + "\" does not have " + std::to_string(*wanted) + " elements");
  return ok() ? value : empty;
}

std::uint64_t json_fields::whole(const json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  if (value.is_string())
    if (const auto number = decimal(value.get_ref<const std::string&>())) return *number;
  complain("a whole number was expected");
  return 0;
}

std::int64_t json_fields::integer(const json& value, std::int64_t least, std::int64_t most) {
  if (value.is_number_integer()) {
    const bool huge =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most);
    const auto number = huge ? 0 : value.get<std::int64_t>();
    if (!huge && number >= least && number <= most) return number;
  }
  complain("an integer from " + std::to_string(least) + " to " + std::to_string(most) +
           " was expected");
  return 0;
}

double json_fields::real(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_string() && value.get_ref<const std::string&>() == json_infinity)
    return std::numeric_limits<double>::infinity();
  if (value.is_string() && value.get_ref<const std::string&>() == json_minus_infinity)
    return -std::numeric_limits<double>::infinity();
  complain("a number was expected");
  return 0;
}

bool json_fields::boolean(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  complain("true or false was expected");
  return false;
}

std::string json_fields::text(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && value.size() == 1 && value.contains("hex") && value["hex"].is_string())
    if (auto bytes = bytes_of_hex(value["hex"].get_ref<const std::string&>())) return *bytes;
  complain("a string was expected");
  return {};
}

std::uint64_t json_fields::sum(const json& value) {
  std::uint64_t number = 0;
  const auto bytes =
      value.is_string() ? bytes_of_hex(value.get_ref<const std::string&>()) : std::nullopt;
  if (!bytes || bytes->size() != sizeof number) {
    complain("16 hexadecimal digits were expected");
    return 0;
  }
  for (const char byte : *bytes)
    number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

digest json_fields::hash(const json& value) {
  digest hash;
  const auto bytes =
      value.is_string() ? bytes_of_hex(value.get_ref<const std::string&>()) : std::nullopt;
  if (!bytes || bytes->size() != hash.bytes.size()) {
    complain("64 hexadecimal digits were expected");
    return hash;
  }
  for (std::size_t i = 0; i < hash.bytes.size(); ++i)
    hash.bytes[i] = static_cast<std::uint8_t>((*bytes)[i]);
  return hash;
}

} // namespace weightkin::detail
