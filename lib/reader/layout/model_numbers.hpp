#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace weightkin {

/// A whole number of a model, one for all layers or one for each: "32" or "[32,32,8]".
class layer_numbers {
public:
  layer_numbers() = default;
  /// Anything else than the above is no number.
  explicit layer_numbers(std::string_view text);

  /// The number of a layer; nothing where the text has none.
  [[nodiscard]] std::optional<std::uint64_t> at(std::uint64_t layer) const noexcept;

private:
  std::vector<std::optional<std::uint64_t>> numbers_;
  bool for_all_ = false;
};

/// A number in decimal digits and nothing else.
[[nodiscard]] std::optional<std::uint64_t> whole_number(std::string_view text) noexcept;

} // namespace weightkin
