#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// A table of a FlatBuffer: its fields lie at offsets that a vtable lists.
struct flat_table {
  std::uint64_t at = 0;
  std::uint64_t vtable = 0;
  std::uint16_t vtable_bytes = 0;
  std::uint16_t table_bytes = 0;
};

/// A vector of a FlatBuffer, inside the file.
struct flat_vector {
  std::uint64_t at = 0; ///< of the first item
  std::uint64_t count = 0;
};

/// Follows the offsets of a FlatBuffer. Every step is checked against the end of the bytes; nothing
/// is allocated for a length that they do not hold. Errors are `bad_format`: `bounds` for what
/// leaves the bytes, `header` for a vtable that cannot be one.
class flat_buffer {
public:
  /// \param bytes must outlive this object
  explicit flat_buffer(const byte_source& bytes) noexcept : bytes_(bytes) {}

  [[nodiscard]] result<flat_table> root();
  /// Where field `slot` of a table lies; 0 when the table does not have it.
  [[nodiscard]] result<std::uint64_t> field(const flat_table& table, unsigned slot,
                                            std::uint64_t bytes);

  /// The number in a field, or `otherwise` when it is absent.
  [[nodiscard]] result<std::uint8_t> u8(const flat_table& table, unsigned slot,
                                        std::uint8_t otherwise);
  [[nodiscard]] result<std::uint32_t> u32(const flat_table& table, unsigned slot,
                                          std::uint32_t otherwise);
  [[nodiscard]] result<std::uint64_t> u64(const flat_table& table, unsigned slot,
                                          std::uint64_t otherwise);

  /// A field of items of `item_bytes` each; empty when it is absent.
  [[nodiscard]] result<flat_vector> vector(const flat_table& table, unsigned slot,
                                           std::uint64_t item_bytes);
  /// Number `index` (< count) of a vector of 32-bit numbers.
  [[nodiscard]] result<std::uint32_t> u32_at(const flat_vector& vector, std::uint64_t index);
  /// Table `index` (< count) of a vector of tables.
  [[nodiscard]] result<flat_table> table_at(const flat_vector& vector, std::uint64_t index);

  /// The table in a field; `at` is 0 when it is absent.
  [[nodiscard]] result<flat_table> table(const flat_table& parent, unsigned slot);

  /// The text in a field; empty when it is absent, `limit` when it is longer than `most_bytes`.
  [[nodiscard]] result<std::string> text(const flat_table& table, unsigned slot,
                                         std::uint64_t most_bytes);

private:
  [[nodiscard]] result<std::uint64_t> number(std::uint64_t at, std::size_t bytes);
  [[nodiscard]] result<std::uint64_t> target(std::uint64_t at);
  [[nodiscard]] result<flat_table> open_table(std::uint64_t at);
  [[nodiscard]] error outside(std::uint64_t at, const std::string& what) const;

  const byte_source& bytes_;
  std::vector<std::byte> window_; ///< copied sources: [window_begin_, + size)
  std::uint64_t window_begin_ = 0;
};

} // namespace weightkin
