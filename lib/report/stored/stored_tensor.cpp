#include <algorithm>
#include <limits>

#include <weightkin/core/dtype.hpp>

#include "report/stored/result_parts.hpp"

namespace weightkin::detail {
namespace {

/// A count that is null where no weights were looked at.
std::uint64_t count_if_seen(const json_place& at) { return at.is_null() ? 0 : at.whole(); }

pair_stats stored_pass(const json_place& at) {
  pair_stats out;
  out.elements = at["elements"].whole();
  out.finite = count_if_seen(at["finite"]);
  out.nonfinite_a = at["nonfinite_subject"].whole();
  out.nonfinite_b = at["nonfinite_reference"].whole();
  out.bit_equal = count_if_seen(at["bit_equal"]);
  out.sign_equal = count_if_seen(at["sign_equal"]);
  out.zero_a = count_if_seen(at["zero_subject"]);
  out.zero_b = count_if_seen(at["zero_reference"]);
  out.zero_both = count_if_seen(at["zero_both"]);
  out.sum_a = at["sum_subject"].number();
  out.sum_b = at["sum_reference"].number();
  out.sum_aa = at["sum_squares_subject"].number();
  out.sum_bb = at["sum_squares_reference"].number();
  out.sum_ab = at["sum_products"].number();
  out.sum_abs_diff = at["sum_abs_difference"].number();
  out.sum_sq_diff = at["sum_squared_difference"].number();
  out.max_abs_diff = at["max_abs_difference"].number();
  return out;
}

void take_statistics(const json_place& at, tensor_evidence& out) {
  const json_place list = at["statistics"];
  const stored_statistics rows(list);
  out.permutation = rows.evidence();
  out.metrics.cosine = rows.value("cosine");
  out.metrics.cosine_if_unrelated = rows.expected("cosine");
  out.metrics.pearson = rows.value("pearson");
  out.metrics.relative_l2 = rows.value("relative_l2");
  out.metrics.relative_l2_if_unrelated = rows.expected("relative_l2");
  out.metrics.bit_equal_share = rows.value("bit_equal_share");
  out.bit_equal_chance = rows.expected("bit_equal_share");
  out.metrics.sign_equal_share = rows.value("sign_equal_share");
  out.sign_equal_chance = rows.expected("sign_equal_share");
  out.metrics.scale = rows.value("scale");
  const json_place ours = at["subject_moments"];
  out.metrics.mean_a = ours["mean"].number();
  out.metrics.sd_a = ours["deviation"].number();
  const json_place theirs = at["reference_moments"];
  out.metrics.mean_b = theirs["mean"].number();
  out.metrics.sd_b = theirs["deviation"].number();
}

std::size_t component_index(const json_place& at,
                            const std::map<std::string, std::size_t>& components) {
  if (at.is_null()) return std::numeric_limits<std::size_t>::max(); // none
  const auto found = components.find(at.text());
  if (found != components.end()) return found->second;
  at.complain("no component has this id");
  return 0;
}

/// What versions after 1.0 tell.
void take_later(const json_place& at, tensor_evidence& out) {
  if (at.has("fit")) out.fitted = at["fit"].named(fit_kind::none, fit_kind::values);
  if (at.has("equality"))
    out.basis = at["equality"].named(equality_basis::elements, equality_basis::unknown);
  if (at.has("pearson_error")) out.pearson_error = stored_size(at["pearson_error"]);
  if (at.has("same_once_undone")) out.same_once_undone = at["same_once_undone"].boolean();
  if (at.has("rounded")) out.rounded = at["rounded"].boolean();
}

std::vector<std::uint64_t> stored_shape(const json_place& at) {
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < at.size(); ++i)
    out.push_back(at.at(i).whole());
  return out;
}

} // namespace

tensor_evidence stored_tensor(const json_place& at,
                              const std::map<std::string, std::size_t>& components) {
  tensor_evidence out;
  out.subject_name = at["subject"].text();
  out.reference_name = at["reference"].text();
  out.subject = at["subject_index"].whole();
  out.reference = at["reference_index"].whole();
  out.component = component_index(at["component"], components);
  out.match = at["match"].named(match_kind::name, match_kind::searched);
  out.subject_type = at["subject_dtype"].named(dtype::boolean, dtype::f4_e2m1);
  out.reference_type = at["reference_dtype"].named(dtype::boolean, dtype::f4_e2m1);
  out.shape = stored_shape(at["shape"]);
  out.role = at["role"].named(tensor_role::unknown, tensor_role::buffer);
  const json_place layer = at["layer"];
  if (!layer.is_null())
    out.layer = static_cast<int>(layer.integer(0, std::numeric_limits<int>::max()));
  out.parameters = at["parameters"].whole();
  out.use = at["use"].named(evidence_use::convicting, evidence_use::excluded);
  const json_place reason = at["reason"];
  if (!reason.is_null()) out.why = reason.named(exclusion::vector, exclusion::by_request);
  out.detail = at["detail"].text();
  const json_place group = at["group"];
  if (!group.is_null()) out.group = group.text();
  take_statistics(at, out);
  out.stats = stored_pass(at["pass"]);
  take_later(at, out);
  return out;
}

} // namespace weightkin::detail
