#include <algorithm>
#include <bit>
#include <span>
#include <string_view>
#include <utility>

#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "fingerprint/file/anchor_records.hpp"
#include "fingerprint/file/byte_output.hpp"
#include "fingerprint/file/file_layout.hpp"
#include "fingerprint/file/fingerprint_rules.hpp"
#include "fingerprint/file/string_table.hpp"

namespace weightkin {
namespace {

using detail::byte_output;
using detail::string_collector;
namespace wkf = detail::wkf;
namespace has = detail::wkf::has;

/// True when f32 holds the number, sign of zero included.
bool is_short(double value) {
  return std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<float>(value))) ==
         std::bit_cast<std::uint64_t>(value);
}

bool has_sums(const tensor_print& tensor) {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  return (bits(tensor.minimum) | bits(tensor.maximum) | bits(tensor.mean) |
          bits(tensor.mean_square)) != 0 ||
         !std::all_of(tensor.magnitudes.begin(), tensor.magnitudes.end(),
                      [](std::uint16_t bin) { return bin == 0xFFFF; });
}

bool fits_a_byte(const value_sketch& sketch) {
  return std::all_of(sketch.codes.begin(), sketch.codes.end(),
                     [](std::int16_t code) { return code >= -127 && code <= 127; });
}

std::uint32_t flags_of(const tensor_print& tensor, const inventory_entry& entry) {
  std::uint32_t flags = 0;
  const auto set = [&flags](std::uint32_t flag, bool holds) { flags |= holds ? flag : 0U; };
  set(has::stored, tensor.stored.has_value());
  set(has::value, tensor.value.has_value());
  set(has::sums, has_sums(tensor));
  set(has::sketch, tensor.sketch.has_value());
  set(has::units, tensor.units.has_value());
  set(has::rows, tensor.rows.has_value());
  set(has::narrow_codes, tensor.sketch && fits_a_byte(*tensor.sketch));
  set(has::short_extremes,
      has_sums(tensor) && is_short(tensor.minimum) && is_short(tensor.maximum));
  set(has::suffix_in_name, std::string_view(tensor.name).ends_with(entry.suffix));
  set(has::all_parameters, detail::elements_of(tensor.shape) == entry.parameters);
  set(has::tied, entry.tied_to.has_value());
  set(has::axis, entry.axis.has_value());
  set(has::shared_unknown, entry.axis && entry.axis->shared_unknown);
  set(has::skip_diagonal, entry.axis && entry.axis->skip_diagonal);
  return flags;
}

template <class Codes>
void put_bytes(byte_output& out, const Codes& codes) {
  for (const auto code : codes)
    out.i8(static_cast<std::int8_t>(code));
}

void put_sums(byte_output& out, const tensor_print& tensor, std::uint32_t flags) {
  for (const double extreme : {tensor.minimum, tensor.maximum})
    if ((flags & has::short_extremes) != 0)
      out.f32(static_cast<float>(extreme));
    else
      out.f64(extreme);
  out.f64(tensor.mean);
  out.f64(tensor.mean_square);
  // Quantiles lie close together: the first, then the steps.
  std::uint16_t before = 0;
  for (const std::uint16_t bin : tensor.magnitudes) {
    out.varint(static_cast<std::uint16_t>(bin - before));
    before = bin;
  }
}

void put_sketch(byte_output& out, const value_sketch& sketch, bool narrow) {
  out.u8(static_cast<std::uint8_t>(std::bit_width(sketch.codes.size()) - 1));
  out.f32(sketch.scale);
  if (narrow) return put_bytes(out, sketch.codes);
  for (const std::int16_t code : sketch.codes)
    out.i16(code);
}

void put_rows(byte_output& out, const row_summary& rows) {
  for (const float norm : rows.profile)
    out.f32(norm);
  out.varint(rows.landmarks.size());
  for (const row_landmark& mark : rows.landmarks) {
    out.u32(mark.row);
    out.f32(mark.norm);
    out.f32(mark.scale);
    put_bytes(out, mark.codes);
  }
  put_bytes(out, rows.gram);
}

void put_axis(byte_output& out, const unit_axis& axis, string_collector& strings) {
  out.varint(axis.axis);
  out.varint(axis.units);
  out.varint(axis.block);
  out.varint(axis.gates);
  out.varint(strings.number_of(axis.group));
}

void put_entry(byte_output& out, const tensor_print& tensor, const inventory_entry& entry,
               std::uint32_t flags, string_collector& strings) {
  out.varint(entry.component);
  if ((flags & has::suffix_in_name) != 0)
    out.varint(tensor.name.size() - entry.suffix.size());
  else
    out.varint(strings.number_of(entry.suffix));
  out.varint(strings.number_of(entry.slot));
  out.varint(static_cast<std::uint64_t>(entry.layer + std::int64_t{1}));
  out.u8(static_cast<std::uint8_t>(entry.role));
  out.u8(static_cast<std::uint8_t>(entry.use));
  out.u8(static_cast<std::uint8_t>(entry.why));
  if ((flags & has::all_parameters) == 0) out.varint(entry.parameters);
  out.varint(strings.number_of(entry.detail));
  if (entry.tied_to) out.varint(*entry.tied_to);
  if (entry.axis) put_axis(out, *entry.axis, strings);
}

void put_print(byte_output& out, const tensor_print& tensor, std::uint32_t flags,
               string_collector& strings) {
  out.u8(static_cast<std::uint8_t>(tensor.type));
  out.varint(strings.number_of(tensor.name));
  out.varint(strings.number_of(tensor.scheme));
  out.varint(tensor.shape.size());
  for (const std::uint64_t extent : tensor.shape)
    out.varint(extent);
  for (const std::uint64_t count :
       {tensor.nonfinite, tensor.outside, tensor.zeros, tensor.negative})
    out.varint(count);
  for (const std::uint64_t sum : {tensor.checksum, tensor.checksum_bf16, tensor.checksum_f16})
    out.u64(sum);
  if ((flags & has::sums) != 0) put_sums(out, tensor, flags);
  if (tensor.stored) out.hash(*tensor.stored);
  if (tensor.value) out.hash(*tensor.value);
  if (tensor.sketch) put_sketch(out, *tensor.sketch, (flags & has::narrow_codes) != 0);
  if (tensor.units) {
    out.varint(tensor.units->scales.size());
    for (const float scale : tensor.units->scales)
      out.f32(scale);
    put_bytes(out, tensor.units->codes);
  }
  if (tensor.rows) put_rows(out, *tensor.rows);
}

void put_record(byte_output& out, const byte_output& record) {
  out.varint(record.bytes().size());
  out.raw(record.bytes());
}

void put_roots(byte_output& out, const std::optional<print_roots>& roots) {
  if (!roots) return;
  out.hash(roots->named);
  out.hash(roots->nameless);
}

byte_output model_section(const fingerprint& print, string_collector& strings) {
  byte_output out;
  out.varint(print.roots ? has::roots : 0);
  out.u64(print.seed);
  out.u64(print.checksum);
  out.varint(strings.number_of(print.name));
  out.varint(strings.number_of(print.format));
  put_roots(out, print.roots);
  return out;
}

byte_output component_section(const fingerprint& print, string_collector& strings) {
  byte_output out;
  out.varint(print.contents.components.size());
  for (std::size_t i = 0; i < print.contents.components.size(); ++i) {
    const component& part = print.contents.components[i];
    std::optional<print_roots> roots;
    if (i < print.component_roots.size()) roots = print.component_roots[i];
    byte_output record;
    record.varint(roots ? has::roots : 0);
    record.varint(strings.number_of(part.id));
    record.u8(static_cast<std::uint8_t>(part.kind));
    record.varint(strings.number_of(part.prefix));
    put_roots(record, roots);
    put_record(out, record);
  }
  return out;
}

byte_output tensor_section(const fingerprint& print, string_collector& strings) {
  byte_output out;
  out.varint(print.tensors.size());
  for (std::size_t i = 0; i < print.tensors.size(); ++i) {
    const tensor_print& tensor = print.tensors[i];
    const inventory_entry& entry = print.contents.entries[i];
    const std::uint32_t flags = flags_of(tensor, entry);
    byte_output record;
    record.varint(flags);
    put_print(record, tensor, flags, strings);
    put_entry(record, tensor, entry, flags, strings);
    put_record(out, record);
  }
  return out;
}

} // namespace

std::vector<std::byte> encode_fingerprint(const fingerprint& print) {
  string_collector strings;
  const byte_output model = model_section(print, strings);
  const byte_output components = component_section(print, strings);
  const byte_output tensors = tensor_section(print, strings);
  byte_output texts;
  strings.write(texts);
  byte_output anchors;
  detail::put_anchors(anchors, print.anchors);
  std::vector<std::pair<std::uint32_t, const byte_output*>> sections = {
      {wkf::strings, &texts},
      {wkf::model, &model},
      {wkf::components, &components},
      {wkf::tensors, &tensors}};
  if (!print.anchors.empty()) sections.emplace_back(wkf::anchors, &anchors);

  std::uint64_t size = wkf::header_bytes + wkf::digest_bytes;
  for (const auto& section : sections)
    size += wkf::section_header_bytes + section.second->bytes().size();
  byte_output file;
  file.raw(std::as_bytes(std::span(wkf::magic)));
  file.u16(fingerprint_version_major);
  file.u16(fingerprint_version_minor);
  file.u32(static_cast<std::uint32_t>(std::size(sections)));
  file.u64(size);
  for (const auto& [type, content] : sections) {
    file.u32(type);
    file.u64(content->bytes().size());
    file.raw(content->bytes());
  }
  file.hash(blake3(file.bytes()));
  return std::move(file).take();
}

} // namespace weightkin
