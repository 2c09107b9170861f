#include "reader/tensorflow/bundle_entry.hpp"

#include <array>
#include <bit>
#include <memory>
#include <utility>

#include <weightkin/core/tensor_view.hpp>

#include "reader/located_error.hpp"
#include "reader/tensorflow/tensor_type.hpp"

namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::size_t most_slices = 16'384;

/// Messages are parsed where they lie in a block's memory; offsets count from the entry's value.
std::shared_ptr<const byte_source> message_of(const table_entry& entry, std::string_view label) {
  return borrow_memory(entry.value, std::string(label) + ": entry " + detail::escaped(entry.key));
}

/// A message that ends early is no message.
error as_protobuf(error failure) {
  if (failure.why == fault::truncated || failure.why == fault::bounds)
    failure.why = fault::protobuf;
  return failure;
}

/// Calls `use(field)` -> result<void> for each field of a message.
template <class Use>
result<void> each_field(proto_message message, Use use) {
  while (true) {
    const auto field = message.next();
    if (!field) return field.error();
    if (!*field) return {};
    if (auto used = use(**field); !used) return used;
  }
}

/// One Extent {1: start, 2: length}.
result<slice_extent> parse_extent(const byte_source& source, const proto_field& field) {
  slice_extent extent;
  auto parsed = each_field(proto_message(source, field), [&](const proto_field& part) {
    if (part.wire == proto_wire::varint && part.number == 1) extent.start = part.value;
    if (part.wire == proto_wire::varint && part.number == 2) extent.length = part.value;
    return result<void>();
  });
  if (!parsed) return std::move(parsed).error();
  return extent;
}

/// One TensorSliceProto {1: repeated Extent}.
result<std::vector<slice_extent>> parse_slice(const byte_source& source, const proto_field& field) {
  std::vector<slice_extent> slice;
  auto parsed = each_field(proto_message(source, field), [&](const proto_field& part) {
    if (part.number != 1 || part.wire != proto_wire::bytes) return result<void>();
    const auto extent = parse_extent(source, part);
    if (!extent) return result<void>(extent.error());
    if (slice.size() == max_rank)
      return result<void>(fail_at(fault::limit, source.label(), field.offset,
                                  "a slice of more than " + std::to_string(max_rank) + " axes"));
    slice.push_back(*extent);
    return result<void>();
  });
  if (!parsed) return std::move(parsed).error();
  return slice;
}

result<void> take_field(const byte_source& source, const proto_field& field, bundle_entry& out) {
  if (field.wire == proto_wire::varint) {
    const auto number = static_cast<std::int64_t>(field.value);
    if (field.number == 1) out.data_type = field.value;
    if (field.number == 3) out.shard = number;
    if (field.number == 4) out.offset = number;
    if (field.number == 5) out.size = number;
  } else if (field.number == 6 && field.wire == proto_wire::fixed32) {
    out.masked_crc = static_cast<std::uint32_t>(field.value);
  } else if (field.number == 2 && field.wire == proto_wire::bytes) {
    auto shape = tensor_shape_of(source, field, "shape");
    if (!shape) return std::move(shape).error();
    out.shape = std::move(*shape);
  } else if (field.number == 7 && field.wire == proto_wire::bytes) {
    auto slice = parse_slice(source, field);
    if (!slice) return std::move(slice).error();
    if (out.slices.size() == most_slices)
      return fail_at(fault::limit, source.label(), field.offset, "too many slices");
    out.slices.push_back(std::move(*slice));
  }
  return {};
}

/// Length in a byte, then as many big-endian bytes as the number needs.
void append_number(std::string& key, std::uint64_t number) {
  const auto length = static_cast<unsigned>((std::bit_width(number) + 7) / 8);
  key += static_cast<char>(length);
  for (unsigned i = length; i-- > 0;)
    key += static_cast<char>(number >> (8 * i) & 0xffU);
}

/// A signed number in n bytes of seven bits each: the sign and the length show in the first bits.
void append_signed(std::string& key, std::int64_t number) {
  constexpr std::array<std::array<std::uint8_t, 2>, 11> marks{{{0x00, 0x00},
                                                               {0x80, 0x00},
                                                               {0xc0, 0x00},
                                                               {0xe0, 0x00},
                                                               {0xf0, 0x00},
                                                               {0xf8, 0x00},
                                                               {0xfc, 0x00},
                                                               {0xfe, 0x00},
                                                               {0xff, 0x00},
                                                               {0xff, 0x80},
                                                               {0xff, 0xc0}}};
  const auto bits = static_cast<std::uint64_t>(number);
  const std::uint64_t magnitude = number < 0 ? ~bits : bits;
  const auto length = static_cast<std::size_t>((std::bit_width(magnitude) + 7) / 7);
  for (std::size_t i = 0; i < length; ++i) {
    const std::size_t after = length - 1 - i;
    unsigned byte = number < 0 ? 0xffU : 0U; // sign extension beyond eight bytes
    if (after < 8) byte = static_cast<unsigned>(bits >> (8 * after) & 0xffU);
    if (i < 2) byte ^= marks[length][i];
    key += static_cast<char>(byte);
  }
}

/// Text up to a mark, the bytes that could be mistaken for one escaped.
void append_text(std::string& key, std::string_view text) {
  for (const char c : text) {
    key += c;
    if (c == '\0') key += '\xff';
    if (c == '\xff') key += '\0';
  }
  key += '\0';
  key += '\1';
}

} // namespace

result<bundle_header> parse_bundle_header(const table_entry& entry, std::string_view label,
                                          const reader_limits& limits) {
  const auto source = message_of(entry, label);
  bool is_first_version = false;
  std::uint64_t shards = 0;
  std::uint64_t endianness = 0;
  auto parsed = each_field(proto_message(*source, 0, source->size()), [&](const proto_field& f) {
    if (f.number == 1 && f.wire == proto_wire::bytes) is_first_version = true;
    if (f.number == 1 && f.wire == proto_wire::varint) shards = f.value;
    if (f.number == 2 && f.wire == proto_wire::varint) endianness = f.value;
    return result<void>();
  });
  if (!parsed) return as_protobuf(parsed.error());
  if (is_first_version)
    return detail::unsupported_at(label, entry.block,
                                  "a TensorFlow checkpoint of version 1; save it again with a "
                                  "newer TensorFlow");
  if (shards == 0 || shards > INT32_MAX)
    return fail_at(fault::header, label, entry.block,
                   "a bundle of " + std::to_string(static_cast<std::int64_t>(shards)) + " shards");
  if (shards > limits.shards)
    return fail_at(fault::limit, label, entry.block,
                   std::to_string(shards) + " shards exceed the limit of " +
                       std::to_string(limits.shards));
  if (endianness > 1)
    return fail_at(fault::header, label, entry.block,
                   "byte order " + std::to_string(endianness) + "; 0 and 1 are known");
  return bundle_header{static_cast<std::uint32_t>(shards), endianness == 1};
}

result<bundle_entry> parse_bundle_entry(const table_entry& entry, std::string_view label) {
  const auto source = message_of(entry, label);
  bundle_entry out;
  auto parsed =
      each_field(proto_message(*source, 0, source->size()),
                 [&](const proto_field& field) { return take_field(*source, field, out); });
  if (!parsed) return as_protobuf(parsed.error());
  return out;
}

std::string slice_key(std::string_view name, const std::vector<slice_extent>& slice) {
  std::string key;
  append_number(key, 0);
  append_text(key, name);
  append_number(key, slice.size());
  for (const slice_extent& extent : slice) {
    append_signed(key, static_cast<std::int64_t>(extent.length ? extent.start : 0));
    append_signed(key, extent.length ? static_cast<std::int64_t>(*extent.length) : -1);
  }
  return key;
}

} // namespace weightkin
