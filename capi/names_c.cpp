#include <weightkin.h>
#include <weightkin/align/alignment.hpp>
#include <weightkin/align/correspondence.hpp>
#include <weightkin/core/dtype.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/lineage/merge.hpp>
#include <weightkin/lineage/operation.hpp>
#include <weightkin/lineage/verdict.hpp>
#include <weightkin/manifest/file_manifest.hpp>
#include <weightkin/metric/permutation_test.hpp>
#include <weightkin/policy/policy.hpp>
#include <weightkin/version.hpp>

using namespace weightkin;

namespace {

/// Our names are string literals, so the view's end is the literal's zero byte.
template <class Enum, class Coded>
const char* literal(Coded code) noexcept {
  return name_of(static_cast<Enum>(code)).data();
}

/// True when `code` lies in [first, last]; numbers outside have no C++ enumerator.
template <class Coded>
bool within(Coded code, Coded first, Coded last) noexcept {
  return code >= first && code <= last;
}

} // namespace

const char* wkin_version(void) { return WEIGHTKIN_VERSION; }

uint32_t wkin_abi_version(void) { return WKIN_ABI_VERSION; }

const char* wkin_status_name(wkin_status status) {
  return within(status, WKIN_OK, WKIN_INTERNAL) ? literal<errc>(status) : "unknown";
}

const char* wkin_fault_name(wkin_fault code) {
  return within(code, WKIN_FAULT_NONE, WKIN_FAULT_ZIP_ENCRYPTED) ? literal<fault>(code) : "unknown";
}

const char* wkin_verdict_name(wkin_verdict ruling) {
  return within(ruling, WKIN_VERDICT_IDENTICAL, WKIN_VERDICT_NON_EVIDENTIAL)
             ? literal<verdict>(ruling)
             : "unknown";
}

const char* wkin_change_name(wkin_change change) {
  return within(change, WKIN_CHANGE_NONE, WKIN_CHANGE_REARRANGED) ? literal<change_kind>(change)
                                                                  : "unknown";
}

const char* wkin_dtype_name(wkin_dtype type) {
  return within(type, WKIN_DTYPE_BOOLEAN, WKIN_DTYPE_F4_E2M1) ? literal<dtype>(type) : "unknown";
}

const char* wkin_component_kind_name(wkin_component_kind kind) {
  return within(kind, WKIN_KIND_MODEL, WKIN_KIND_OPTIMIZER) ? literal<component_kind>(kind)
                                                            : "unknown";
}

const char* wkin_role_name(wkin_role role) {
  return within(role, WKIN_ROLE_UNKNOWN, WKIN_ROLE_BUFFER) ? literal<tensor_role>(role) : "unknown";
}

const char* wkin_use_name(wkin_use use) {
  return within(use, WKIN_USE_CONVICTING, WKIN_USE_EXCLUDED) ? literal<evidence_use>(use)
                                                             : "unknown";
}

const char* wkin_exclusion_name(wkin_exclusion why) {
  return within(why, WKIN_EXCLUSION_NONE, WKIN_EXCLUSION_BY_REQUEST) ? literal<exclusion>(why)
                                                                     : "unknown";
}

const char* wkin_match_name(wkin_match match) {
  return within(match, WKIN_MATCH_NAME, WKIN_MATCH_SEARCHED) ? literal<match_kind>(match)
                                                             : "unknown";
}

const char* wkin_null_name(wkin_null null) {
  return within(null, WKIN_NULL_NONE, WKIN_NULL_PERMUTATION_EXACT) ? literal<null_kind>(null)
                                                                   : "unknown";
}

const char* wkin_fit_name(wkin_fit fit) {
  return within(fit, WKIN_FIT_NONE, WKIN_FIT_VALUES) ? literal<fit_kind>(fit) : "unknown";
}

const char* wkin_basis_name(wkin_basis basis) {
  return within(basis, WKIN_BASIS_SAME, WKIN_BASIS_UNKNOWN) ? literal<basis_relation>(basis)
                                                            : "unknown";
}

const char* wkin_operation_name(wkin_operation_kind kind) {
  return within(kind, WKIN_OPERATION_NONE, WKIN_OPERATION_NONFINITE) ? literal<operation_kind>(kind)
                                                                     : "unknown";
}

const char* wkin_direction_name(wkin_direction direction) {
  return within(direction, WKIN_DIRECTION_UNDETERMINED, WKIN_DIRECTION_REFERENCE_FROM_SUBJECT)
             ? literal<descent_direction>(direction)
             : "unknown";
}

const char* wkin_evidence_source_name(wkin_evidence_source source) {
  return within(source, WKIN_SOURCE_WEIGHTS, WKIN_SOURCE_FINGERPRINTS)
             ? literal<evidence_source>(source)
             : "unknown";
}

const char* wkin_equality_name(wkin_equality equality) {
  return within(equality, WKIN_EQUALITY_ELEMENTS, WKIN_EQUALITY_UNKNOWN)
             ? literal<equality_basis>(equality)
             : "unknown";
}

const char* wkin_search_depth_name(wkin_search_depth depth) {
  return within(depth, WKIN_DEPTH_AUTOMATIC, WKIN_DEPTH_FULL) ? literal<search_depth>(depth)
                                                              : "unknown";
}

const char* wkin_file_state_name(wkin_file_state state) {
  return within(state, WKIN_FILE_DIFFERS, WKIN_FILE_EXTRA) ? literal<file_state>(state) : "unknown";
}

const char* wkin_outcome_name(wkin_outcome outcome) {
  return within(outcome, WKIN_OUTCOME_PASS, WKIN_OUTCOME_FAIL)
             ? literal<weightkin::outcome>(outcome)
             : "unknown";
}

const char* wkin_rule_kind_name(wkin_rule_kind kind) {
  return within(kind, WKIN_RULE_FORBID, WKIN_RULE_SUPPORT_CLAIMS) ? literal<rule_kind>(kind)
                                                                  : "unknown";
}

const char* wkin_merge_method_name(wkin_merge_method method) {
  return within(method, WKIN_MERGE_NONE, WKIN_MERGE_PASSTHROUGH) ? literal<merge_method>(method)
                                                                 : "unknown";
}
