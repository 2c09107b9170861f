#pragma once

#include <cstdint>
#include <vector>

#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// The first fields of a file seen as one protobuf message, payloads passed over: what formats
/// without a magic number recognise themselves by.
struct proto_outline {
  std::vector<proto_field> fields; ///< at most `most_outlined_fields`
  bool whole = false;              ///< the fields are all there are
  /// Where the outline stopped at something impossible: number and wire of the field, when they
  /// could still be read, else number 0.
  proto_field broken;

  /// The first field numbered `number` that is written as `wire`, or null.
  [[nodiscard]] const proto_field* find(std::uint32_t number, proto_wire wire) const noexcept;
  /// True when a field numbered `number` is there, written as anything but `wire`.
  [[nodiscard]] bool contradicts(std::uint32_t number, proto_wire wire) const noexcept;
  [[nodiscard]] std::size_t count(std::uint32_t number) const noexcept;
};

inline constexpr std::size_t most_outlined_fields = 64;

/// The outline of the message in [begin, end) of `source`. Never fails: what cannot be read ends
/// it. \pre begin <= end <= size
[[nodiscard]] proto_outline outline_of(const byte_source& source, std::uint64_t begin,
                                       std::uint64_t end);

} // namespace weightkin
