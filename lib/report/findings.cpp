#include "findings.hpp"

#include "text_numbers.hpp"

namespace weightkin::detail {
namespace {

struct ruling_class {
  std::string_view id;
  std::string_view severity;
};

ruling_class class_of(verdict ruling) {
  switch (ruling) {
  case verdict::identical: return {"WKIN-IDENTICAL", "high"};
  case verdict::identical_after_cast: return {"WKIN-IDENTICAL-AFTER-CAST", "high"};
  case verdict::reencoded: return {"WKIN-REENCODED", "high"};
  case verdict::derived: return {"WKIN-DERIVED", "high"};
  case verdict::related: return {"WKIN-RELATED", "medium"};
  case verdict::no_shared_initialisation_found: return {"WKIN-NONE-FOUND", "info"};
  case verdict::undetermined: return {"WKIN-UNDETERMINED", "low"};
  case verdict::not_comparable: return {"WKIN-NOT-COMPARABLE", "info"};
  case verdict::non_evidential: return {"WKIN-NON-EVIDENTIAL", "info"};
  }
  return {"WKIN-UNDETERMINED", "low"};
}

void add_nonfinite(const comparison& ruling, std::vector<finding>& out) {
  for (std::size_t c = 0; c < ruling.components.size(); ++c) {
    std::uint64_t tensors = 0;
    std::uint64_t elements = 0;
    for (const tensor_evidence& tensor : ruling.tensors) {
      const std::uint64_t bad = tensor.stats.nonfinite_a + tensor.stats.nonfinite_b;
      if (tensor.component != c || bad == 0) continue;
      ++tensors;
      elements += bad;
    }
    if (tensors > 0)
      out.push_back({"WKIN-NONFINITE", "low", ruling.components[c].id,
                     counted(tensors, "pair") + " with NaN or infinite values (" +
                         counted(elements, "element") + "), left out of every sum"});
  }
}

} // namespace

std::vector<finding> findings_of(const comparison& ruling) {
  std::vector<finding> out;
  for (const component_ruling& component : ruling.components) {
    const ruling_class what = class_of(component.ruling);
    out.push_back({what.id, what.severity, component.id, component.sentence});
  }
  add_nonfinite(ruling, out);
  return out;
}

std::string rule_of(const comparison& ruling) {
  return "the strongest finding among the components, else the most informative non-finding; a "
         "component is found by statistics only when its log10 p after Holm over the components is "
         "at most " +
         compact(ruling.options.log10_alpha) + " and its effect at least " +
         fixed(ruling.options.effect_floor, 3);
}

} // namespace weightkin::detail
