#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <weightkin/core/digest.hpp>

namespace weightkin::detail {

/// Takes the fields of JSON objects one by one. The first complaint stays; whatever is asked for
/// after it is zero or empty, so that callers ask once, at the end.
class json_fields {
public:
  using json = nlohmann::json;

  /// \param count how many members the object must have: those asked for, and no others
  void expect_object(const json& value, std::size_t count);

  const json& member(const json& object, const char* key);
  /// The elements of an array, `wanted` of them where that is fixed.
  const json& list(const json& object, const char* key, std::optional<std::size_t> wanted = {});

  std::uint64_t whole(const json& value);
  std::int64_t integer(const json& value, std::int64_t least, std::int64_t most);
  double real(const json& value);
  float narrow(const json& value) { return static_cast<float>(real(value)); }
  bool boolean(const json& value);
  std::string text(const json& value);
  std::uint64_t sum(const json& value); ///< 16 hexadecimal digits
  digest hash(const json& value);

  void complain(std::string what);
  [[nodiscard]] bool ok() const noexcept { return complaint_.empty(); }
  [[nodiscard]] const std::string& complaint() const noexcept { return complaint_; }

private:
  std::string complaint_;
};

} // namespace weightkin::detail
