#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/pickle/pickle_value.hpp"

namespace weightkin {

/// Where the bytes of one storage lie.
struct storage_place {
  std::shared_ptr<const byte_source> bytes;
  std::uint64_t offset = 0;
  std::uint64_t size_bytes = 0;
  bool big_endian = false;
};

/// The storages of one checkpoint, by key.
class storage_places {
public:
  storage_places() = default;
  storage_places(const storage_places&) = delete;
  storage_places& operator=(const storage_places&) = delete;
  virtual ~storage_places() = default;

  /// \returns the place, or `fault::missing` when the file has no such storage.
  [[nodiscard]] virtual result<storage_place> find(std::string_view key) = 0;
};

/// Bytes of all elements of `storage`, or nothing when the product exceeds 64 bits.
[[nodiscard]] std::optional<std::uint64_t> storage_bytes(const pickle_storage& storage) noexcept;

/// The tensor that `tensor` describes, as stored elements. Checks that sizes and strides agree and
/// are not negative, that all products fit 64 bits, and that every element lies in the storage and
/// the storage in its place. \pre tensor.unreadable is null
/// \returns the tensor, or `bad_format` (`shape`, `bounds`, `overflow`, `limit`) naming it.
[[nodiscard]] result<stored_tensor> place_tensor(const pickle_values& values,
                                                 const pickle_tensor& tensor, std::string name,
                                                 const storage_place& place,
                                                 std::string_view label);

/// `place_tensor`, with the place that `storages` has for it.
[[nodiscard]] result<stored_tensor> find_tensor(const pickle_values& values,
                                                const pickle_tensor& tensor, std::string name,
                                                storage_places& storages, std::string_view label);

} // namespace weightkin
