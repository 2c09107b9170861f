#include "lineage/paired_tensors.hpp"

#include <algorithm>
#include <cmath>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/parallel_for.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/metric/chance.hpp>

#include "lineage/first_failure.hpp"
#include "lineage/unit_sample.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t large_elements = std::uint64_t{1} << 22;
constexpr std::uint64_t chance_values = 512;
constexpr std::uint64_t chance_run = 64;

/// A value as it would be after rounding to `type`, for the narrow float formats; else unchanged.
float rounded_to(dtype type, float value) {
  switch (type) {
  case dtype::bf16: return widen_bf16(narrow_bf16(value));
  case dtype::f16: return widen_f16(narrow_f16(value));
  case dtype::f8_e4m3fn: return widen(f8_e4m3fn_format, narrow(f8_e4m3fn_format, value));
  case dtype::f8_e5m2: return widen(f8_e5m2_format, narrow(f8_e5m2_format, value));
  case dtype::f8_e4m3fnuz: return widen(f8_e4m3fnuz_format, narrow(f8_e4m3fnuz_format, value));
  case dtype::f8_e5m2fnuz: return widen(f8_e5m2fnuz_format, narrow(f8_e5m2fnuz_format, value));
  default: return value;
  }
}

/// Bit equality counts after rounding to the other side's dtype, so its chance level must too.
void round_sample(std::vector<float>& values, dtype own, dtype other) {
  if (!is_real(own) || !is_real(other) ||
      traits_of(own).mantissa_bits <= traits_of(other).mantissa_bits)
    return;
  for (float& value : values)
    value = rounded_to(other, value);
}

result<void> measure_chance(const tensor_view& a, const tensor_view& b, tensor_evidence& pair) {
  auto left = sample_values(a, chance_values, chance_run);
  if (!left) return std::move(left).error();
  auto right = sample_values(b, chance_values, chance_run);
  if (!right) return std::move(right).error();
  pair.sign_equal_chance = sign_equal_chance(*left, *right);
  round_sample(*left, a.type, b.type);
  round_sample(*right, b.type, a.type);
  pair.bit_equal_chance = equal_value_chance(*left, *right);
  return {};
}

double undo_error_of(const tensor_view& view) noexcept {
  return view.encoding == nullptr ? 0.0 : view.encoding->undo_error;
}

/// Looks at every element: the tensors with lossy rules are gains and other vectors.
result<bool> differ_by_undoing_only(const tensor_view& a, const tensor_view& b) {
  constexpr std::uint64_t piece = std::uint64_t{1} << 14;
  const double allowed = std::max(undo_error_of(a), undo_error_of(b));
  const std::uint64_t count = element_count(a);
  for (std::uint64_t first = 0; first < count; first += piece) {
    const auto length = static_cast<std::size_t>(std::min(piece, count - first));
    const auto left = read_as_f64(a, first, length);
    if (!left) return left.error();
    const auto right = read_as_f64(b, first, length);
    if (!right) return right.error();
    for (std::size_t i = 0; i < length; ++i) {
      const double size = std::max({1.0, std::abs((*left)[i]), std::abs((*right)[i])});
      if (!(std::abs((*left)[i] - (*right)[i]) <= allowed * size)) return false;
    }
  }
  return true;
}

result<void> measure_one(const paired_models& models, tensor_evidence& pair, unsigned threads,
                         progress_meter& meter) {
  const tensor_view& a = models.subject_view(pair);
  const tensor_view& b = models.reference_view(pair);
  pair_pass_options pass;
  pass.threads = threads;
  pass.meter = &meter;
  auto stats = measure_pair(a, b, pass);
  if (!stats) return std::move(stats).error();
  pair.stats = *stats;
  pair.metrics = metrics_of(*stats);
  if (undo_error_of(a) + undo_error_of(b) > 0 && stats->bit_equal < stats->elements) {
    const auto same = differ_by_undoing_only(a, b);
    if (!same) return same.error();
    pair.same_once_undone = *same;
  }
  return measure_chance(a, b, pair);
}

} // namespace

std::vector<tensor_evidence> describe_pairs(const paired_models& models) {
  std::vector<tensor_evidence> pairs;
  pairs.reserve(models.aligned->matches.size());
  for (const tensor_match& match : models.aligned->matches) {
    const inventory_entry& left = models.subject.contents->entries[match.subject];
    const inventory_entry& right = models.reference.contents->entries[match.reference];
    const tensor_view& a = models.subject.tensors[match.subject];
    const inventory_entry& cautious = left.use >= right.use ? left : right;
    tensor_evidence pair;
    pair.subject = match.subject;
    pair.reference = match.reference;
    pair.component = left.component;
    pair.subject_name = a.name;
    pair.reference_name = models.reference.tensors[match.reference].name;
    pair.match = match.how;
    pair.subject_type = a.type;
    pair.reference_type = models.reference.tensors[match.reference].type;
    pair.shape.assign(a.shape.begin(), a.shape.end());
    pair.role = left.role;
    pair.layer = left.layer;
    pair.parameters = left.parameters;
    pair.use = cautious.use;
    pair.why = cautious.why;
    pair.detail = cautious.detail;
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

result<void> measure_pairs(const paired_models& models, std::span<tensor_evidence> pairs,
                           unsigned threads, progress_meter& meter) {
  std::vector<tensor_evidence*> small;
  for (tensor_evidence& pair : pairs) {
    if (pair.why == exclusion::unreadable) continue;
    if (element_count(models.subject_view(pair)) < large_elements) {
      small.push_back(&pair);
    } else if (auto done = measure_one(models, pair, threads, meter); !done) {
      return done;
    }
  }
  first_failure failure;
  parallel_for(small.size(), threads, [&](std::size_t i) {
    if (failure.happened()) return;
    failure.note(i, measure_one(models, *small[i], 1, meter));
  });
  return failure.take();
}

} // namespace weightkin
