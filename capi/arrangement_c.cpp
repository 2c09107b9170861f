#include <algorithm>
#include <vector>

#include "boundary.hpp"
#include "handles.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

/// `body` for the arrangement of a component, or the reason why there is none.
template <class Body>
wkin_status with_arrangement(const wkin_comparison* comparison, size_t component, wkin_error* error,
                             Body&& body) noexcept {
  return guard(error, [&] {
    if (comparison == nullptr) return bad_argument(error, "the comparison is NULL");
    if (component >= comparison->ruling.components.size())
      return bad_argument(error, "no component has this index");
    const auto& found = comparison->ruling.components[component].arrangement;
    if (!found)
      return tell(error, errc::undefined, fault::none,
                  "the ruling on this component rests on no rearrangement");
    return body(*found);
  });
}

std::size_t mapped_units(const unit_correspondence& group) {
  if (group.counted) return group.counted->mapped;
  return static_cast<std::size_t>(
      std::count_if(group.reference_of.begin(), group.reference_of.end(),
                    [](std::int64_t unit) { return unit != no_counterpart; }));
}

} // namespace

wkin_status wkin_comparison_arrangement(const wkin_comparison* comparison, size_t component,
                                        wkin_arrangement* arrangement, size_t arrangement_size,
                                        wkin_error* error) {
  return with_arrangement(comparison, component, error, [&](const component_correspondence& found) {
    wkin_arrangement ours{};
    ours.layer_of = lent(found.layer_of);
    ours.stream_of = lent(found.stream_of);
    ours.stream_sign = lent(found.stream_sign);
    ours.token_of = lent(found.token_of);
    ours.layers = found.layer_of.size();
    ours.stream = found.stream_of.size();
    ours.stream_signs = found.stream_sign.size();
    ours.tokens = found.token_of.size();
    ours.unit_maps = found.units.size();
    ours.reference = found.reference;
    ours.log10_choices = found.log10_choices;
    ours.basis = static_cast<wkin_basis>(found.basis);
    ours.moves_values = found.moves_values ? 1 : 0;
    ours.repeats_networks = found.repeats_networks ? 1 : 0;
    ours.gains_moved = found.gains_moved ? 1 : 0;
    ours.tokens_moved = found.tokens_moved || !found.token_of.empty() ? 1 : 0;
    ours.stream_outside = found.stream_outside;
    return fill(arrangement, arrangement_size, ours, error);
  });
}

wkin_status wkin_comparison_unit_map(const wkin_comparison* comparison, size_t component,
                                     size_t index, wkin_unit_map* map, size_t map_size,
                                     wkin_error* error) {
  return with_arrangement(comparison, component, error, [&](const component_correspondence& found) {
    if (index >= found.units.size()) return bad_argument(error, "no unit map has this index");
    const unit_correspondence& group = found.units[index];
    wkin_unit_map ours{};
    ours.subject_group = group.subject_group.c_str();
    ours.reference_group = group.reference_group.c_str();
    ours.reference_of = lent(group.reference_of);
    ours.units = group.reference_of.size();
    ours.agreement = group.agreement;
    ours.identity = group.identity ? 1 : 0;
    ours.mapped = mapped_units(group);
    ours.flipped = group.flipped;
    ours.values = static_cast<wkin_basis>(group.values);
    ours.keys = static_cast<wkin_basis>(group.keys);
    ours.asked = group.asked;
    ours.implied = group.implied;
    return fill(map, map_size, ours, error);
  });
}
