#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/byte_source.hpp>

#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// The elements of a TensorProto that are listed as numbers of the protobuf. The first read walks
/// the list and keeps what it says, packed: at most eight bytes for each byte of the list. What the
/// list does not reach repeats its last number, and is zero when there is none.
class listed_values final : public element_source {
public:
  /// \param message the TensorProto in `file`; `count` elements of `type` are asked of it
  listed_values(std::shared_ptr<const byte_source> file, const proto_field& message, dtype type,
                std::uint64_t count)
      : file_(std::move(file)), message_(message), type_(type), count_(count) {}

  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override;

private:
  [[nodiscard]] result<void> collect() const;
  [[nodiscard]] result<void> collect_field(const proto_field& field) const;
  [[nodiscard]] result<void> append(std::uint64_t bits, std::size_t bytes) const;

  std::shared_ptr<const byte_source> file_;
  proto_field message_;
  dtype type_;
  std::uint64_t count_;
  mutable std::once_flag once_;
  mutable std::vector<std::byte> values_; ///< packed, in host byte order
  mutable std::optional<error> failure_;
};

} // namespace weightkin
