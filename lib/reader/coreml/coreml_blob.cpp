#include "reader/coreml/coreml_blob.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "reader/decode/packed_codes.hpp"
#include "reader/located_error.hpp"
#include "reader/wire/byte_cursor.hpp"

namespace weightkin {
namespace {

constexpr std::array<coreml_blob_type, 17> blob_types{{
    {1, "float16", dtype::f16, 16},
    {2, "float32", dtype::f32, 32},
    {3, "uint8", dtype::u8, 8},
    {4, "int8", dtype::i8, 8},
    {5, "bfloat16", dtype::bf16, 16},
    {6, "int16", dtype::i16, 16},
    {7, "uint16", dtype::u16, 16},
    {8, "int4", dtype::f32, 4, true},
    {9, "uint1", dtype::f32, 1},
    {10, "uint2", dtype::f32, 2},
    {11, "uint4", dtype::f32, 4},
    {12, "uint3", dtype::f32, 3},
    {13, "uint6", dtype::f32, 6},
    {14, "int32", dtype::i32, 32},
    {15, "uint32", dtype::u32, 32},
    {16, "float8e4m3fn", dtype::f8_e4m3fn, 8},
    {17, "float8e5m2", dtype::f8_e5m2, 8},
}};

/// The record's numbers as they stand.
struct stored_record {
  std::uint32_t mark = 0;
  std::uint32_t type = 0;
  std::uint64_t length = 0;
  std::uint64_t offset = 0;
  std::uint64_t unused_bits = 0; ///< at the end of the last byte; older writers leave rubbish here
};

result<stored_record> read_record(const byte_source& file, std::uint64_t at) {
  byte_cursor cursor(file, at, at + coreml_blob_record_bytes);
  stored_record record;
  for (std::uint32_t* word : {&record.mark, &record.type}) {
    const auto value = cursor.u32();
    if (!value) return value.error();
    *word = *value;
  }
  for (std::uint64_t* number : {&record.length, &record.offset, &record.unused_bits}) {
    const auto value = cursor.u64();
    if (!value) return value.error();
    *number = *value;
  }
  return record;
}

} // namespace

const coreml_blob_type* coreml_blob_type_of(std::uint32_t code) noexcept {
  const auto row =
      std::find_if(blob_types.begin(), blob_types.end(),
                   [&](const coreml_blob_type& candidate) { return candidate.code == code; });
  return row == blob_types.end() ? nullptr : &*row;
}

result<coreml_blob> read_coreml_blob(const byte_source& file, std::uint64_t at) {
  const auto refuse = [&](fault why, std::string_view what) {
    return detail::fail_at(why, file.label(), at, what);
  };
  if (at > file.size() || file.size() - at < coreml_blob_record_bytes)
    return refuse(fault::bounds, "no room for the record of a blob");
  const auto record = read_record(file, at);
  if (!record) return record.error();
  if (record->mark != coreml_blob_mark)
    return refuse(fault::header, "no record of a blob: its mark is missing");
  coreml_blob blob;
  blob.type = coreml_blob_type_of(record->type);
  if (blob.type == nullptr)
    return refuse(fault::dtype, "unknown type " + std::to_string(record->type) + " of a blob");
  if (record->offset < at + coreml_blob_record_bytes || record->offset > file.size() ||
      record->length > file.size() - record->offset)
    return refuse(fault::bounds, "a blob of " + std::to_string(record->length) + " bytes at byte " +
                                     std::to_string(record->offset) +
                                     " does not lie behind its record");
  blob.offset = record->offset;
  blob.length = record->length;
  const std::uint64_t unused = blob.type->bits < 8 ? record->unused_bits : 0;
  if (record->length > UINT64_MAX / 8 || unused > 7 || unused > record->length * 8)
    return refuse(fault::shape, "a blob with impossible padding");
  const std::uint64_t bits = record->length * 8 - unused;
  if (bits % blob.type->bits != 0)
    return refuse(fault::shape, "a blob that is no whole number of elements");
  blob.count = bits / blob.type->bits;
  return blob;
}

stored_tensor tensor_of_blob(const std::shared_ptr<const byte_source>& file,
                             const coreml_blob& blob, std::string name,
                             std::vector<std::uint64_t> shape) {
  stored_tensor tensor;
  tensor.name = std::move(name);
  tensor.type = blob.type->type;
  tensor.shape = std::move(shape);
  tensor.bytes = file;
  tensor.offset = tensor.storage_offset = blob.offset;
  if (blob.type->bits >= 8) return tensor;

  stored_tensor codes = tensor;
  codes.type = dtype::u8;
  codes.shape = {blob.length};
  tensor.decoded =
      std::make_shared<packed_codes>(file, blob.offset, blob.count, blob.type->bits,
                                     integer_codes(blob.type->bits, blob.type->is_signed));
  auto encoding = std::make_shared<stored_encoding>();
  encoding->scheme = blob.type->name;
  encoding->bits_per_value = blob.type->bits;
  encoding->parts.push_back({"codes", std::move(codes)});
  tensor.encoding = std::move(encoding);
  return tensor;
}

} // namespace weightkin
