#include "fingerprint/file/fingerprint_rules.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include <weightkin/core/tensor_view.hpp>

#include "fingerprint/file/anchor_records.hpp"

namespace weightkin::detail {
namespace {

using verdict = std::optional<contradiction>;

contradiction contradicted(fault why, std::string what) { return {why, std::move(what)}; }

constexpr std::uint16_t no_magnitude = 0xFFFF;
constexpr std::uint16_t magnitude_bins = 1024;
constexpr float largest_scale = 0x1p64F; // no sum of section 2 comes near

bool is_scale(float value) { return value >= 0 && value <= largest_scale; }

template <class Codes>
bool codes_within(const Codes& codes, int most) {
  return std::all_of(codes.begin(), codes.end(),
                     [most](int code) { return code >= -most && code <= most; });
}

verdict counts_of(const tensor_print& tensor, std::uint64_t elements) {
  const bool fit = tensor.nonfinite <= elements && tensor.outside <= elements - tensor.nonfinite &&
                   tensor.zeros <= elements - tensor.nonfinite &&
                   tensor.negative <= elements - tensor.nonfinite - tensor.zeros;
  if (!fit) return contradicted(fault::bounds, "more elements are counted than there are");
  return {};
}

verdict sums_of(const tensor_print& tensor) {
  const bool none = std::isinf(tensor.minimum) && tensor.minimum > 0 &&
                    std::isinf(tensor.maximum) && tensor.maximum < 0;
  const bool ordered = tensor.minimum <= tensor.maximum && std::isfinite(tensor.minimum) &&
                       std::isfinite(tensor.maximum);
  if (!none && !ordered) return contradicted(fault::format, "minimum and maximum are no range");
  if (!std::isfinite(tensor.mean) || !std::isfinite(tensor.mean_square) || tensor.mean_square < 0)
    return contradicted(fault::format, "mean and mean square are no finite numbers");
  const auto& bins = tensor.magnitudes;
  const bool absent =
      std::all_of(bins.begin(), bins.end(), [](std::uint16_t bin) { return bin == no_magnitude; });
  if (!absent && (!std::is_sorted(bins.begin(), bins.end()) || bins.back() >= magnitude_bins))
    return contradicted(fault::format, "magnitudes are no quantiles");
  return {};
}

verdict sketch_of(const tensor_print& tensor, std::uint64_t elements) {
  if (!tensor.sketch) return {};
  const std::size_t buckets = tensor.sketch->codes.size();
  if (!std::has_single_bit(buckets) || buckets < 16 || buckets > 1024)
    return contradicted(fault::bounds, "a sketch of " + std::to_string(buckets) + " buckets");
  if (elements < 256 || buckets > elements / 16)
    return contradicted(fault::shape, "more buckets than the elements allow");
  if (!is_scale(tensor.sketch->scale))
    return contradicted(fault::format, "the scale of the sketch is not a number that scales have");
  if (!codes_within(tensor.sketch->codes, 32767))
    return contradicted(fault::bounds, "a code of the sketch is out of range");
  return {};
}

verdict units_of(const tensor_print& tensor, const inventory_entry& entry) {
  if (!tensor.units) return {};
  const auto& [scales, codes] = *tensor.units;
  const std::uint64_t units = entry.axis ? std::min<std::uint64_t>(entry.axis->units, 128) : 0;
  if (scales.size() < 8 || scales.size() != units)
    return contradicted(fault::shape, std::to_string(scales.size()) +
                                          " unit signatures do not fit the exchangeable axis");
  if (codes.size() != scales.size() * print_features)
    return contradicted(fault::shape, "unit signatures need 16 codes each");
  if (!std::all_of(scales.begin(), scales.end(), is_scale))
    return contradicted(fault::format, "the scale of a unit is not a number that scales have");
  if (!codes_within(codes, 127))
    return contradicted(fault::bounds, "a code of a unit is out of range");
  return {};
}

verdict rows_of(const tensor_print& tensor, std::uint64_t elements) {
  if (!tensor.rows) return {};
  const std::uint64_t rows = tensor.shape.empty() ? 0 : tensor.shape.front();
  const std::size_t rank = tensor.shape.size() + (is_complex(tensor.type) ? 1 : 0);
  if (rank < 2 || rows < 8 || rows > 65536 || elements / rows < 16)
    return contradicted(fault::shape, "a tensor of this shape has no row summary");
  const row_summary& summary = *tensor.rows;
  const auto& profile = summary.profile;
  if (!std::all_of(profile.begin(), profile.end(), is_scale) ||
      !std::is_sorted(profile.begin(), profile.end()))
    return contradicted(fault::format, "the row norms are not sorted upwards");
  if (summary.landmarks.size() != 8)
    return contradicted(fault::bounds,
                        std::to_string(summary.landmarks.size()) + " landmarks, not 8");
  float heaviest = largest_scale;
  for (const row_landmark& mark : summary.landmarks) {
    if (mark.row >= rows) return contradicted(fault::bounds, "a landmark is no row of the tensor");
    if (!is_scale(mark.norm) || mark.norm > heaviest || !is_scale(mark.scale))
      return contradicted(fault::format, "the landmarks are not sorted by their norms");
    if (!codes_within(mark.codes, 127))
      return contradicted(fault::bounds, "a code of a landmark is out of range");
    heaviest = mark.norm;
  }
  if (!codes_within(summary.gram, 127))
    return contradicted(fault::bounds, "a correlation is out of range");
  return {};
}

/// a * b * c without overflow, or nothing.
std::optional<std::uint64_t> product_of(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return elements_of({a, b, c});
}

verdict axis_of(const tensor_print& tensor, const unit_axis& axis) {
  if (axis.axis >= tensor.shape.size())
    return contradicted(fault::shape, "the exchangeable axis is none of the tensor's");
  if (product_of(axis.units, axis.block, axis.gates) != tensor.shape[axis.axis])
    return contradicted(fault::shape, "units, blocks and gates do not fill the exchangeable axis");
  // Elsewhere there is nothing to leave out, and nothing is.
  const bool diagonal = axis.skip_diagonal && axis.axis <= 1 && tensor.shape.size() >= 2;
  if (diagonal && tensor.shape[1 - axis.axis] != axis.units)
    return contradicted(fault::shape, "there is no diagonal to leave out");
  return {};
}

verdict entry_of(const tensor_print& tensor, const inventory_entry& entry, std::size_t tensors,
                 std::size_t components) {
  if (entry.component >= components)
    return contradicted(fault::bounds, "there is no component " + std::to_string(entry.component));
  if (entry.tied_to && *entry.tied_to >= tensors)
    return contradicted(fault::bounds, "tied to a tensor that there is not");
  if (entry.layer < -1) return contradicted(fault::bounds, "a layer has a negative number");
  if (entry.axis) return axis_of(tensor, *entry.axis);
  return {};
}

} // namespace

std::optional<std::uint64_t> elements_of(const std::vector<std::uint64_t>& shape) {
  std::uint64_t count = 1;
  // An extent of 0 further on does not excuse what is no shape before it.
  for (const std::uint64_t extent : shape) {
    if (extent != 0 && count > std::numeric_limits<std::uint64_t>::max() / extent) return {};
    count *= extent;
  }
  return count;
}

std::optional<contradiction> contradiction_in(const tensor_print& tensor,
                                              const inventory_entry& entry, std::size_t tensors,
                                              std::size_t components) {
  if (tensor.shape.size() > max_rank)
    return contradicted(fault::limit, "rank " + std::to_string(tensor.shape.size()));
  // Complex numbers count as two.
  std::vector<std::uint64_t> shape = tensor.shape;
  if (is_complex(tensor.type)) shape.push_back(2);
  const auto elements = elements_of(shape);
  if (!elements) return contradicted(fault::overflow, "the number of elements overflows");
  if (auto found = counts_of(tensor, *elements)) return found;
  if (auto found = sums_of(tensor)) return found;
  const bool projected = tensor.sketch || tensor.units || tensor.rows;
  if (projected && (tensor.nonfinite != 0 || tensor.outside != 0))
    return contradicted(fault::format, "projections of a tensor that cannot have any");
  if (auto found = sketch_of(tensor, *elements)) return found;
  if (auto found = entry_of(tensor, entry, tensors, components)) return found;
  if (auto found = units_of(tensor, entry)) return found;
  return rows_of(tensor, *elements);
}

std::optional<contradiction> contradiction_among(const fingerprint& print) {
  std::set<std::string_view> ids;
  for (const component& part : print.contents.components)
    if (!ids.insert(part.id).second)
      return contradicted(fault::duplicate, "two components share an id");
  std::set<std::string_view> names;
  for (const tensor_print& tensor : print.tensors)
    if (!names.insert(tensor.name).second)
      return contradicted(fault::duplicate, "two tensors share a name");
  std::vector<char> hashed(print.component_roots.size(), 1);
  bool all_hashed = true;
  for (std::size_t i = 0; i < print.tensors.size(); ++i) {
    if (print.tensors[i].value) continue;
    all_hashed = false;
    hashed.at(print.contents.entries[i].component) = 0;
  }
  if (print.roots && !all_hashed)
    return contradicted(fault::missing, "a root over digests that are not there");
  for (std::size_t i = 0; i < hashed.size(); ++i)
    if (print.component_roots[i] && hashed[i] == 0)
      return contradicted(fault::missing, "a component's root over digests that are not there");
  return contradiction_in_anchors(print);
}

void count_up(inventory& contents) {
  std::vector<std::set<int>> layers(contents.components.size());
  contents.parameters = 0;
  for (component& part : contents.components)
    part.tensors = part.parameters = 0;
  for (std::size_t i = 0; i < contents.entries.size(); ++i) {
    inventory_entry& entry = contents.entries[i];
    component& part = contents.components.at(entry.component);
    entry.tensor = i;
    ++part.tensors;
    part.parameters += entry.parameters;
    contents.parameters += entry.parameters;
    if (entry.layer >= 0) layers[entry.component].insert(entry.layer);
  }
  for (std::size_t i = 0; i < layers.size(); ++i)
    contents.components[i].layers = static_cast<int>(layers[i].size());
}

} // namespace weightkin::detail
