#include "fingerprint/file/tensor_record.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <weightkin/core/tensor_view.hpp>

#include "fingerprint/file/file_layout.hpp"
#include "fingerprint/file/fingerprint_rules.hpp"

namespace weightkin::detail {
namespace {

namespace has = wkf::has;

template <class Codes>
void take_codes(byte_input& in, Codes& codes) {
  const auto bytes = in.raw(codes.size());
  std::transform(bytes.begin(), bytes.end(), codes.begin(), [](std::byte byte) {
    return static_cast<std::int8_t>(std::to_integer<std::uint8_t>(byte));
  });
}

void take_sums(byte_input& in, tensor_print& tensor, std::uint32_t flags) {
  for (double* extreme : {&tensor.minimum, &tensor.maximum})
    *extreme = (flags & has::short_extremes) != 0 ? static_cast<double>(in.f32()) : in.f64();
  tensor.mean = in.f64();
  tensor.mean_square = in.f64();
  std::uint16_t before = 0;
  for (std::uint16_t& bin : tensor.magnitudes) {
    const std::uint64_t step = in.varint();
    if (step > 0xFFFFU - before) in.refuse(fault::overflow, "a magnitude is too large");
    before = bin = static_cast<std::uint16_t>(before + step);
  }
}

void take_sketch(byte_input& in, tensor_print& tensor, bool narrow) {
  const std::uint8_t power = in.u8();
  if (power < 4 || power > 10)
    return in.refuse(fault::bounds, "a sketch of 2^" + std::to_string(power) + " buckets");
  value_sketch sketch;
  sketch.scale = in.f32();
  const std::size_t buckets = std::size_t{1} << power;
  if (in.left() < buckets * (narrow ? 1 : 2))
    return in.refuse(fault::truncated, "a sketch ends early");
  sketch.codes.resize(buckets);
  if (narrow)
    take_codes(in, sketch.codes);
  else
    for (std::int16_t& code : sketch.codes)
      code = in.i16();
  tensor.sketch = std::move(sketch);
}

void take_units(byte_input& in, tensor_print& tensor) {
  const std::size_t count = in.count(4 + print_features, "unit signatures");
  unit_signature units;
  units.scales.resize(count);
  for (float& scale : units.scales)
    scale = in.f32();
  units.codes.resize(count * print_features);
  take_codes(in, units.codes);
  tensor.units = std::move(units);
}

void take_rows(byte_input& in, tensor_print& tensor) {
  row_summary rows;
  for (float& norm : rows.profile)
    norm = in.f32();
  rows.landmarks.resize(in.count(12 + print_features, "landmarks"));
  for (row_landmark& mark : rows.landmarks) {
    mark.row = in.u32();
    mark.norm = in.f32();
    mark.scale = in.f32();
    take_codes(in, mark.codes);
  }
  take_codes(in, rows.gram);
  tensor.rows = std::move(rows);
}

dtype take_dtype(byte_input& in) {
  const std::uint8_t number = in.u8();
  if (number == 0 || number > static_cast<std::uint8_t>(dtype::f4_e2m1))
    in.refuse(fault::dtype, "there is no number type " + std::to_string(number));
  return static_cast<dtype>(number);
}

void take_print(byte_input& in, reading& file, std::uint32_t flags, tensor_print& tensor) {
  tensor.type = take_dtype(in);
  tensor.name = file.text(in);
  tensor.scheme = file.text(in);
  const std::size_t rank = in.count(1, "extents");
  if (rank > max_rank) return in.refuse(fault::limit, "rank " + std::to_string(rank));
  tensor.shape.resize(rank);
  for (std::uint64_t& extent : tensor.shape)
    extent = in.varint();
  for (std::uint64_t* count : {&tensor.nonfinite, &tensor.outside, &tensor.zeros, &tensor.negative})
    *count = in.varint();
  for (std::uint64_t* sum : {&tensor.checksum, &tensor.checksum_bf16, &tensor.checksum_f16})
    *sum = in.u64();
  tensor.magnitudes.fill(0xFFFF);
  if ((flags & has::sums) != 0) take_sums(in, tensor, flags);
  if ((flags & has::stored) != 0) tensor.stored = in.hash();
  if ((flags & has::value) != 0) tensor.value = in.hash();
  if ((flags & has::sketch) != 0) take_sketch(in, tensor, (flags & has::narrow_codes) != 0);
  if ((flags & has::units) != 0) take_units(in, tensor);
  if ((flags & has::rows) != 0) take_rows(in, tensor);
}

void take_axis(byte_input& in, reading& file, std::uint32_t flags, inventory_entry& entry) {
  unit_axis axis;
  axis.axis = static_cast<std::size_t>(in.varint());
  axis.units = in.varint();
  axis.block = in.varint();
  axis.gates = in.varint();
  axis.group = file.text(in);
  axis.shared_unknown = (flags & has::shared_unknown) != 0;
  axis.skip_diagonal = (flags & has::skip_diagonal) != 0;
  entry.axis = std::move(axis);
}

void take_suffix(byte_input& in, reading& file, std::uint32_t flags, const tensor_print& tensor,
                 inventory_entry& entry) {
  if ((flags & has::suffix_in_name) == 0) {
    entry.suffix = file.text(in);
    return;
  }
  const std::uint64_t cut = in.varint();
  if (cut > tensor.name.size()) return in.refuse(fault::bounds, "a suffix begins beyond its name");
  entry.suffix = tensor.name.substr(static_cast<std::size_t>(cut));
}

void take_entry(byte_input& in, reading& file, std::uint32_t flags, const tensor_print& tensor,
                inventory_entry& entry) {
  entry.component = static_cast<std::size_t>(in.varint());
  take_suffix(in, file, flags, tensor, entry);
  entry.slot = file.text(in);
  const std::uint64_t layer = in.varint();
  if (layer > static_cast<std::uint64_t>(std::numeric_limits<int>::max()))
    in.refuse(fault::bounds, "a layer's number is too large");
  entry.layer = static_cast<int>(layer) - 1;
  entry.role = file.named(in, tensor_role::buffer, tensor_role::unknown, "role");
  entry.use = file.named(in, evidence_use::excluded, evidence_use::excluded, "use");
  entry.why = file.named(in, exclusion::by_request, exclusion::none, "reason");
  entry.parameters =
      (flags & has::all_parameters) != 0 ? elements_of(tensor.shape).value_or(0) : in.varint();
  entry.detail = file.text(in);
  if ((flags & has::tied) != 0) entry.tied_to = static_cast<std::size_t>(in.varint());
  if ((flags & has::axis) != 0) take_axis(in, file, flags, entry);
}

/// Flags that say how a part is written need the part.
void check_flags(byte_input& in, std::uint32_t flags) {
  const auto set = [flags](std::uint32_t flag) { return (flags & flag) != 0; };
  if ((set(has::narrow_codes) && !set(has::sketch)) ||
      (set(has::short_extremes) && !set(has::sums)) ||
      ((set(has::shared_unknown) || set(has::skip_diagonal)) && !set(has::axis)))
    in.refuse(fault::format, "flags that contradict each other");
}

} // namespace

void take_tensor(byte_input& in, reading& file, std::size_t tensors) {
  const std::uint64_t start = in.offset();
  const std::uint32_t flags = file.flags(in, has::all_known);
  check_flags(in, flags);
  tensor_print& tensor = file.print.tensors.emplace_back();
  inventory_entry& entry = file.print.contents.entries.emplace_back();
  take_print(in, file, flags, tensor);
  take_entry(in, file, flags, tensor, entry);
  file.end(in);
  if (!in.ok()) return;
  const std::size_t components = file.print.contents.components.size();
  if (auto found = contradiction_in(tensor, entry, tensors, components))
    in.refuse_at(start, found->why, std::move(found->what));
}

} // namespace weightkin::detail
