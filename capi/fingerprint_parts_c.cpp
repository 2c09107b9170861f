#include <weightkin/fingerprint/estimate.hpp>

#include "boundary.hpp"
#include "handles.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

/// Copies both roots into a struct that has `root`, `nameless` and `has_roots`.
template <class Struct>
void put_roots(Struct& ours, const std::optional<print_roots>& roots) {
  if (!roots) return;
  std::copy(roots->named.bytes.begin(), roots->named.bytes.end(), ours.root);
  std::copy(roots->nameless.bytes.begin(), roots->nameless.bytes.end(), ours.nameless);
  ours.has_roots = 1;
}

/// What a scalar's shape points to.
constexpr std::uint64_t no_extent = 1;

void put_label(wkin_tensor_print& ours, const inventory_entry& entry) {
  ours.slot = entry.slot.c_str();
  ours.component = entry.component;
  ours.role = static_cast<wkin_role>(entry.role);
  ours.use = static_cast<wkin_use>(entry.use);
  ours.exclusion = static_cast<wkin_exclusion>(entry.why);
  ours.layer = entry.layer;
}

void put_sums(wkin_tensor_print& ours, const tensor_print& print) {
  ours.elements = 1;
  for (const std::uint64_t extent : print.shape)
    ours.elements *= extent;
  ours.nonfinite = print.nonfinite;
  ours.outside = print.outside;
  ours.zeros = print.zeros;
  ours.negative = print.negative;
  ours.checksum = print.checksum;
  ours.checksum_bf16 = print.checksum_bf16;
  ours.checksum_f16 = print.checksum_f16;
  ours.minimum = print.minimum;
  ours.maximum = print.maximum;
  ours.mean = print.mean;
  ours.mean_square = print.mean_square;
  std::copy(print.magnitudes.begin(), print.magnitudes.end(), ours.magnitudes);
}

void put_projections(wkin_tensor_print& ours, const tensor_print& print) {
  if (print.sketch) {
    ours.sketch_codes = print.sketch->codes.data();
    ours.sketch_scale = print.sketch->scale;
    ours.buckets = print.sketch->codes.size();
  }
  if (print.units) {
    ours.unit_scales = print.units->scales.data();
    ours.unit_codes = print.units->codes.data();
    ours.units = print.units->scales.size();
  }
  if (print.rows) {
    ours.row_profile = print.rows->profile.data();
    ours.row_gram = print.rows->gram.data();
    ours.landmarks = print.rows->landmarks.size();
  }
}

/// Tensor `index`, or null after the failure was told.
const tensor_print* find(const wkin_fingerprint* fingerprint, size_t index, wkin_error* error) {
  if (fingerprint == nullptr)
    bad_argument(error, "the fingerprint is NULL");
  else if (index >= fingerprint->print.tensors.size())
    bad_argument(error, "no tensor has this index");
  else
    return &fingerprint->print.tensors[index];
  return nullptr;
}

} // namespace

wkin_status wkin_fingerprint_describe(const wkin_fingerprint* fingerprint,
                                      wkin_fingerprint_info* info, size_t info_size,
                                      wkin_error* error) {
  return guard(error, [&] {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    const weightkin::fingerprint& print = fingerprint->print;
    wkin_fingerprint_info ours{};
    ours.name = print.name.c_str();
    ours.format = print.format.c_str();
    ours.seed = print.seed;
    ours.checksum = print.checksum;
    ours.parameters = print.contents.parameters;
    ours.tensors = print.tensors.size();
    ours.components = print.contents.components.size();
    ours.anchors = print.anchors.size();
    put_roots(ours, print.roots);
    return fill(info, info_size, ours, error);
  });
}

wkin_status wkin_fingerprint_component(const wkin_fingerprint* fingerprint, size_t index,
                                       wkin_component_print* component, size_t component_size,
                                       wkin_error* error) {
  return guard(error, [&] {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    const weightkin::fingerprint& print = fingerprint->print;
    if (index >= print.contents.components.size())
      return bad_argument(error, "no component has this index");
    const weightkin::component& part = print.contents.components[index];
    wkin_component_print ours{};
    ours.id = part.id.c_str();
    ours.prefix = part.prefix.c_str();
    ours.tensors = part.tensors;
    ours.parameters = part.parameters;
    ours.kind = static_cast<wkin_component_kind>(part.kind);
    ours.layers = static_cast<std::uint32_t>(part.layers);
    if (index < print.component_roots.size()) put_roots(ours, print.component_roots[index]);
    return fill(component, component_size, ours, error);
  });
}

wkin_status wkin_fingerprint_tensor(const wkin_fingerprint* fingerprint, size_t index,
                                    wkin_tensor_print* tensor, size_t tensor_size,
                                    wkin_error* error) {
  return guard(error, [&] {
    const tensor_print* print = find(fingerprint, index, error);
    if (print == nullptr) return WKIN_BAD_ARGUMENT;
    wkin_tensor_print ours{};
    ours.name = print->name.c_str();
    ours.scheme = print->scheme.c_str();
    ours.shape = print->shape.empty() ? &no_extent : print->shape.data();
    ours.rank = static_cast<std::uint32_t>(print->shape.size());
    ours.dtype = static_cast<wkin_dtype>(print->type);
    if (print->value) ours.value_digest = print->value->bytes.data();
    if (print->stored) ours.stored_digest = print->stored->bytes.data();
    put_label(ours, fingerprint->print.contents.entries.at(index));
    put_sums(ours, *print);
    put_projections(ours, *print);
    return fill(tensor, tensor_size, ours, error);
  });
}

wkin_status wkin_fingerprint_landmark(const wkin_fingerprint* fingerprint, size_t tensor,
                                      size_t index, wkin_row_landmark* landmark,
                                      size_t landmark_size, wkin_error* error) {
  return guard(error, [&] {
    const tensor_print* print = find(fingerprint, tensor, error);
    if (print == nullptr) return WKIN_BAD_ARGUMENT;
    if (!print->rows || index >= print->rows->landmarks.size())
      return bad_argument(error, "no landmark has this index");
    const row_landmark& found = print->rows->landmarks[index];
    wkin_row_landmark ours{};
    ours.row = found.row;
    ours.norm = found.norm;
    ours.scale = found.scale;
    std::copy(found.codes.begin(), found.codes.end(), ours.codes);
    return fill(landmark, landmark_size, ours, error);
  });
}

wkin_status wkin_fingerprint_anchor(const wkin_fingerprint* fingerprint, size_t index,
                                    wkin_unit_anchors* anchors, size_t anchors_size,
                                    wkin_error* error) {
  return guard(error, [&] {
    if (fingerprint == nullptr) return bad_argument(error, "the fingerprint is NULL");
    if (index >= fingerprint->print.anchors.size())
      return bad_argument(error, "no anchors have this index");
    const unit_anchors& found = fingerprint->print.anchors[index];
    wkin_unit_anchors ours{};
    ours.cosines = lent(found.cosines);
    ours.gate_codes = lent(found.gate_codes);
    ours.up_codes = lent(found.up_codes);
    ours.cosine_count = found.cosines.size();
    ours.gate_code_count = found.gate_codes.size();
    ours.up_code_count = found.up_codes.size();
    ours.gate = found.gate.value_or(SIZE_MAX);
    ours.up = found.up;
    ours.down = found.down;
    ours.vocabulary = found.vocabulary;
    ours.tokens = static_cast<wkin_token_choice>(found.tokens);
    return fill(anchors, anchors_size, ours, error);
  });
}

wkin_status wkin_estimate_similarity(const wkin_fingerprint* a, size_t a_tensor,
                                     const wkin_fingerprint* b, size_t b_tensor,
                                     wkin_print_similarity* similarity, size_t similarity_size,
                                     wkin_error* error) {
  return guard(error, [&] {
    const tensor_print* one = find(a, a_tensor, error);
    if (one == nullptr) return WKIN_BAD_ARGUMENT;
    const tensor_print* other = find(b, b_tensor, error);
    if (other == nullptr) return WKIN_BAD_ARGUMENT;
    if (a->print.seed != b->print.seed)
      return bad_argument(error, "fingerprints of different seeds cannot be compared");
    const print_similarity found = estimate_similarity(*one, *other);
    const wkin_print_similarity ours{found.pearson.value,     found.pearson.standard_error,
                                     found.cosine.value,      found.cosine.standard_error,
                                     found.relative_l2.value, found.relative_l2.standard_error};
    return fill(similarity, similarity_size, ours, error);
  });
}
