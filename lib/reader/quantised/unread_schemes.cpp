// Schemes that are recognised and not read. Each is known by two parts that no other layout has
// side by side, or by one of them where config.json names the scheme as well. Without that evidence
// the tensors are left alone.
#include <array>

#include "reader/quantised/fold_schemes.hpp"

namespace weightkin {
namespace {

struct unread_layout {
  std::string_view scheme;
  std::string_view method; ///< quant_method in config.json
  std::string_view part;
  std::string_view beside;
};

constexpr std::array<unread_layout, 12> layouts{{
    {"EXL2", "exl2", ".q_weight", ".q_scale"},
    {"EXL3", "exl3", ".trellis", ".suh"},
    {"EXL3", "exl3", ".trellis", ".svh"},
    {"AQLM", "aqlm", ".codebooks", ".codes"},
    {"QuIP#", "quip", ".Qidxs", ".SU"},
    {"SpQR", "spqr", ".dense_weights", ".row_offsets"},
    {"VPTQ", "vptq", ".indices", ".centroids.weight"},
    {"EETQ", "eetq", ".weight_scales", ".weight"},
    {"quanto", "quanto", "._data", "._scale"},
    {"Marlin", "marlin", ".B", ".s"},
    {"HIGGS", "higgs", ".tables2", ".tables"},
    {"AWQ (TinyChat)", "awq", ".qweight", ".scaled_zeros"},
}};

constexpr auto unread_marks = [] {
  std::array<std::string_view, layouts.size()> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i)
    parts[i] = layouts[i].part;
  return parts;
}();

/// Two of the pairs of names are too common to convict without the types they have there.
bool has_types(const unread_layout& layout, dtype part, dtype beside) {
  if (layout.scheme == "EETQ") return beside == dtype::i8;
  if (layout.scheme == "Marlin") return part == dtype::i32 && beside == dtype::f16;
  return true;
}

result<bool> fold_unread(const fold_request& request) {
  tensor_index& index = request.context.index;
  for (const unread_layout& layout : layouts) {
    if (layout.part != request.mark) continue;
    tensor_group group(index, layout.scheme, request.base);
    const part_types any{[](dtype) { return true; }, "anything"};
    const stored_tensor* part = group.find(layout.part, "codes", any);
    const stored_tensor* beside = group.find(layout.beside, "scales", any);
    if (part == nullptr) continue;
    bool sure = beside != nullptr && has_types(layout, part->type, beside->type);
    if (!sure && layout.method != "awq" && request.context.config.load())
      sure = request.context.config.method() == layout.method;
    if (sure) return group.not_read("this scheme is not read");
  }
  return false;
}

} // namespace

const fold_scheme unread_scheme{"not read", unread_marks, fold_unread};

} // namespace weightkin
