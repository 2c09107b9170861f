#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <weightkin/reader/byte_source.hpp>

#include "reader/located_error.hpp"
#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// A name, an operator or a path in a protobuf file is no longer than this.
inline constexpr std::uint64_t most_proto_name = 65'536;

/// A protobuf file that is being read.
struct proto_file {
  explicit proto_file(std::shared_ptr<const byte_source> source)
      : bytes(std::move(source)),
        memory_left(spare_bytes + 3 * std::min(bytes->size(), UINT64_MAX / 4)) {}

  std::shared_ptr<const byte_source> bytes;
  /// Bytes of memory that may still be taken for what a few bytes of the file can ask for again and
  /// again: numbers written one by one, paths before names, parts of folded tensors.
  std::uint64_t memory_left;

  [[nodiscard]] const std::string& label() const noexcept { return bytes->label(); }

  /// The whole file as one message.
  [[nodiscard]] proto_field whole() const noexcept {
    return {0, proto_wire::bytes, 0, 0, bytes->size()};
  }

  /// "label: byte N: tensor 'name': what".
  [[nodiscard]] error refuse(fault why, std::uint64_t offset, std::string_view tensor,
                             std::string_view what) const {
    return detail::fail_at(why, label(), offset,
                           "tensor " + detail::escaped(tensor) + ": " + std::string(what));
  }

  /// Takes from `memory_left`. \returns `bad_format`/`limit` when it does not suffice.
  [[nodiscard]] result<void> charge(std::uint64_t count, std::uint64_t offset) {
    if (count > memory_left)
      return detail::fail_at(fault::limit, label(), offset,
                             "reading takes more memory than a file of its size may ask for");
    memory_left -= count;
    return {};
  }

  /// Calls `use(const proto_field&)` -> result<void> for each field of the message `where`.
  template <class Use>
  [[nodiscard]] result<void> each_field(const proto_field& where, Use use) const {
    if (auto nested = check_wire(*bytes, where, proto_wire::bytes); !nested) return nested;
    proto_message message(*bytes, where);
    for (;;) {
      const auto field = message.next();
      if (!field) return field.error();
      if (!field->has_value()) return {};
      if (auto used = use(**field); !used) return used;
    }
  }

  /// Sets `name` to the text of a field.
  [[nodiscard]] result<void> read_name(const proto_field& field, std::string& name) const {
    auto text = proto_text(*bytes, field, most_proto_name);
    if (!text) return std::move(text).error();
    name = std::move(*text);
    return {};
  }

private:
  static constexpr std::uint64_t spare_bytes = 32'000'000;
};

} // namespace weightkin
