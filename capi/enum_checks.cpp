#include <weightkin.h>
#include <weightkin/align/alignment.hpp>
#include <weightkin/align/correspondence.hpp>
#include <weightkin/core/dtype.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint_file.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/merge.hpp>
#include <weightkin/lineage/operation.hpp>
#include <weightkin/lineage/verdict.hpp>
#include <weightkin/manifest/file_manifest.hpp>
#include <weightkin/metric/permutation_test.hpp>
#include <weightkin/policy/policy.hpp>

/// The C enumerators are the C++ ones by number; a difference does not compile.
namespace weightkin::capi {
namespace {

template <class Coded, class Enum>
constexpr bool same(Coded code, Enum value) {
  return static_cast<long long>(code) == static_cast<long long>(value) && sizeof(Coded) == 4;
}

static_assert(same(WKIN_OK, errc::ok));
static_assert(same(WKIN_BAD_ARGUMENT, errc::bad_argument));
static_assert(same(WKIN_BAD_FORMAT, errc::bad_format));
static_assert(same(WKIN_UNSUPPORTED, errc::unsupported));
static_assert(same(WKIN_IO, errc::io));
static_assert(same(WKIN_UNDEFINED, errc::undefined));
static_assert(same(WKIN_NO_MEMORY, errc::no_memory));
static_assert(same(WKIN_CANCELLED, errc::cancelled));
static_assert(same(WKIN_INTERNAL, errc::internal));

static_assert(same(WKIN_FAULT_NONE, fault::none));
static_assert(same(WKIN_FAULT_TRUNCATED, fault::truncated));
static_assert(same(WKIN_FAULT_MAGIC, fault::magic));
static_assert(same(WKIN_FAULT_VERSION, fault::version));
static_assert(same(WKIN_FAULT_FORMAT, fault::format));
static_assert(same(WKIN_FAULT_HEADER, fault::header));
static_assert(same(WKIN_FAULT_ENCODING, fault::encoding));
static_assert(same(WKIN_FAULT_LIMIT, fault::limit));
static_assert(same(WKIN_FAULT_OVERFLOW, fault::overflow));
static_assert(same(WKIN_FAULT_BOUNDS, fault::bounds));
static_assert(same(WKIN_FAULT_SHAPE, fault::shape));
static_assert(same(WKIN_FAULT_DTYPE, fault::dtype));
static_assert(same(WKIN_FAULT_ALIGNMENT, fault::alignment));
static_assert(same(WKIN_FAULT_OFFSET, fault::offset));
static_assert(same(WKIN_FAULT_OVERLAP, fault::overlap));
static_assert(same(WKIN_FAULT_HOLE, fault::hole));
static_assert(same(WKIN_FAULT_TRAILING, fault::trailing));
static_assert(same(WKIN_FAULT_DUPLICATE, fault::duplicate));
static_assert(same(WKIN_FAULT_MISSING, fault::missing));
static_assert(same(WKIN_FAULT_SHARD, fault::shard));
static_assert(same(WKIN_FAULT_PATH, fault::path));
static_assert(same(WKIN_FAULT_CHECKSUM, fault::checksum));
static_assert(same(WKIN_FAULT_COMPRESS, fault::compress));
static_assert(same(WKIN_FAULT_FILTER, fault::filter));
static_assert(same(WKIN_FAULT_CYCLE, fault::cycle));
static_assert(same(WKIN_FAULT_PROTOBUF, fault::protobuf));
static_assert(same(WKIN_FAULT_PICKLE_OP, fault::pickle_op));
static_assert(same(WKIN_FAULT_PICKLE_MALFORMED, fault::pickle_malformed));
static_assert(same(WKIN_FAULT_PICKLE_GLOBAL, fault::pickle_global));
static_assert(same(WKIN_FAULT_NPY_OBJECT, fault::npy_object));
static_assert(same(WKIN_FAULT_ZIP, fault::zip));
static_assert(same(WKIN_FAULT_ZIP_ENCRYPTED, fault::zip_encrypted));

static_assert(same(WKIN_VERDICT_IDENTICAL, verdict::identical));
static_assert(same(WKIN_VERDICT_IDENTICAL_AFTER_CAST, verdict::identical_after_cast));
static_assert(same(WKIN_VERDICT_REENCODED, verdict::reencoded));
static_assert(same(WKIN_VERDICT_DERIVED, verdict::derived));
static_assert(same(WKIN_VERDICT_RELATED, verdict::related));
static_assert(same(WKIN_VERDICT_NO_SHARED_INITIALISATION_FOUND,
                   verdict::no_shared_initialisation_found));
static_assert(same(WKIN_VERDICT_UNDETERMINED, verdict::undetermined));
static_assert(same(WKIN_VERDICT_NOT_COMPARABLE, verdict::not_comparable));
static_assert(same(WKIN_VERDICT_NON_EVIDENTIAL, verdict::non_evidential));

static_assert(same(WKIN_CHANGE_NONE, change_kind::none));
static_assert(same(WKIN_CHANGE_FINE_TUNED, change_kind::fine_tuned));
static_assert(same(WKIN_CHANGE_PARTLY_FROZEN, change_kind::partly_frozen));
static_assert(same(WKIN_CHANGE_NOISED, change_kind::noised));
static_assert(same(WKIN_CHANGE_RESCALED, change_kind::rescaled));
static_assert(same(WKIN_CHANGE_UNSPECIFIED, change_kind::unspecified));
static_assert(same(WKIN_CHANGE_REARRANGED, change_kind::rearranged));

static_assert(same(WKIN_DTYPE_BOOLEAN, dtype::boolean));
static_assert(same(WKIN_DTYPE_U8, dtype::u8));
static_assert(same(WKIN_DTYPE_I8, dtype::i8));
static_assert(same(WKIN_DTYPE_U16, dtype::u16));
static_assert(same(WKIN_DTYPE_I16, dtype::i16));
static_assert(same(WKIN_DTYPE_U32, dtype::u32));
static_assert(same(WKIN_DTYPE_I32, dtype::i32));
static_assert(same(WKIN_DTYPE_U64, dtype::u64));
static_assert(same(WKIN_DTYPE_I64, dtype::i64));
static_assert(same(WKIN_DTYPE_F16, dtype::f16));
static_assert(same(WKIN_DTYPE_BF16, dtype::bf16));
static_assert(same(WKIN_DTYPE_F32, dtype::f32));
static_assert(same(WKIN_DTYPE_F64, dtype::f64));
static_assert(same(WKIN_DTYPE_C32, dtype::c32));
static_assert(same(WKIN_DTYPE_C64, dtype::c64));
static_assert(same(WKIN_DTYPE_C128, dtype::c128));
static_assert(same(WKIN_DTYPE_F8_E4M3FN, dtype::f8_e4m3fn));
static_assert(same(WKIN_DTYPE_F8_E5M2, dtype::f8_e5m2));
static_assert(same(WKIN_DTYPE_F8_E4M3FNUZ, dtype::f8_e4m3fnuz));
static_assert(same(WKIN_DTYPE_F8_E5M2FNUZ, dtype::f8_e5m2fnuz));
static_assert(same(WKIN_DTYPE_F8_E8M0, dtype::f8_e8m0));
static_assert(same(WKIN_DTYPE_F6_E2M3, dtype::f6_e2m3));
static_assert(same(WKIN_DTYPE_F6_E3M2, dtype::f6_e3m2));
static_assert(same(WKIN_DTYPE_F4_E2M1, dtype::f4_e2m1));

static_assert(same(WKIN_KIND_MODEL, component_kind::model));
static_assert(same(WKIN_KIND_LANGUAGE_MODEL, component_kind::language_model));
static_assert(same(WKIN_KIND_VISION_ENCODER, component_kind::vision_encoder));
static_assert(same(WKIN_KIND_AUDIO_ENCODER, component_kind::audio_encoder));
static_assert(same(WKIN_KIND_TEXT_ENCODER, component_kind::text_encoder));
static_assert(same(WKIN_KIND_PROJECTOR, component_kind::projector));
static_assert(same(WKIN_KIND_VISION_TOKENIZER, component_kind::vision_tokenizer));
static_assert(same(WKIN_KIND_AUDIO_TOKENIZER, component_kind::audio_tokenizer));
static_assert(same(WKIN_KIND_DIFFUSION, component_kind::diffusion));
static_assert(same(WKIN_KIND_AUTOENCODER, component_kind::autoencoder));
static_assert(same(WKIN_KIND_ADAPTER, component_kind::adapter));
static_assert(same(WKIN_KIND_OPTIMIZER, component_kind::optimizer));

static_assert(same(WKIN_ROLE_UNKNOWN, tensor_role::unknown));
static_assert(same(WKIN_ROLE_TOKEN_EMBEDDING, tensor_role::token_embedding));
static_assert(same(WKIN_ROLE_POSITION_EMBEDDING, tensor_role::position_embedding));
static_assert(same(WKIN_ROLE_OUTPUT_HEAD, tensor_role::output_head));
static_assert(same(WKIN_ROLE_ATTENTION_Q, tensor_role::attention_q));
static_assert(same(WKIN_ROLE_ATTENTION_K, tensor_role::attention_k));
static_assert(same(WKIN_ROLE_ATTENTION_V, tensor_role::attention_v));
static_assert(same(WKIN_ROLE_ATTENTION_QKV, tensor_role::attention_qkv));
static_assert(same(WKIN_ROLE_ATTENTION_O, tensor_role::attention_o));
static_assert(same(WKIN_ROLE_MLP_GATE, tensor_role::mlp_gate));
static_assert(same(WKIN_ROLE_MLP_UP, tensor_role::mlp_up));
static_assert(same(WKIN_ROLE_MLP_DOWN, tensor_role::mlp_down));
static_assert(same(WKIN_ROLE_MLP_GATE_UP, tensor_role::mlp_gate_up));
static_assert(same(WKIN_ROLE_NORM, tensor_role::norm));
static_assert(same(WKIN_ROLE_ROUTER, tensor_role::router));
static_assert(same(WKIN_ROLE_CONVOLUTION, tensor_role::convolution));
static_assert(same(WKIN_ROLE_LINEAR, tensor_role::linear));
static_assert(same(WKIN_ROLE_RECURRENT, tensor_role::recurrent));
static_assert(same(WKIN_ROLE_BATCH_NORM_STATISTIC, tensor_role::batch_norm_statistic));
static_assert(same(WKIN_ROLE_BIAS, tensor_role::bias));
static_assert(same(WKIN_ROLE_ADAPTER_DOWN, tensor_role::adapter_down));
static_assert(same(WKIN_ROLE_ADAPTER_UP, tensor_role::adapter_up));
static_assert(same(WKIN_ROLE_BUFFER, tensor_role::buffer));

static_assert(same(WKIN_USE_CONVICTING, evidence_use::convicting));
static_assert(same(WKIN_USE_DESCRIPTIVE, evidence_use::descriptive));
static_assert(same(WKIN_USE_EXCLUDED, evidence_use::excluded));

static_assert(same(WKIN_EXCLUSION_NONE, exclusion::none));
static_assert(same(WKIN_EXCLUSION_VECTOR, exclusion::vector));
static_assert(same(WKIN_EXCLUSION_DETERMINISTIC, exclusion::deterministic));
static_assert(same(WKIN_EXCLUSION_CONSTANT, exclusion::constant));
static_assert(same(WKIN_EXCLUSION_INIT_VALUED, exclusion::init_valued));
static_assert(same(WKIN_EXCLUSION_DEGENERATE, exclusion::degenerate));
static_assert(same(WKIN_EXCLUSION_INTEGER, exclusion::integer));
static_assert(same(WKIN_EXCLUSION_TIED, exclusion::tied));
static_assert(same(WKIN_EXCLUSION_RUNNING_STATISTIC, exclusion::running_statistic));
static_assert(same(WKIN_EXCLUSION_NO_EXCHANGEABLE_AXIS, exclusion::no_exchangeable_axis));
static_assert(same(WKIN_EXCLUSION_ADAPTER_FACTOR, exclusion::adapter_factor));
static_assert(same(WKIN_EXCLUSION_EMPTY, exclusion::empty));
static_assert(same(WKIN_EXCLUSION_UNREADABLE, exclusion::unreadable));
static_assert(same(WKIN_EXCLUSION_OPTIMIZER_STATE, exclusion::optimizer_state));
static_assert(same(WKIN_EXCLUSION_BY_REQUEST, exclusion::by_request));

static_assert(same(WKIN_MATCH_NAME, match_kind::name));
static_assert(same(WKIN_MATCH_SLOT, match_kind::slot));
static_assert(same(WKIN_MATCH_CONTENT, match_kind::content));
static_assert(same(WKIN_MATCH_ASSIGNED, match_kind::assigned));
static_assert(same(WKIN_MATCH_SEARCHED, match_kind::searched));

static_assert(same(WKIN_NULL_NONE, null_kind::none));
static_assert(same(WKIN_NULL_PERMUTATION_NORMAL, null_kind::permutation_normal));
static_assert(same(WKIN_NULL_PERMUTATION_MONTE_CARLO, null_kind::permutation_monte_carlo));
static_assert(same(WKIN_NULL_PERMUTATION_STUDENT, null_kind::permutation_student));
static_assert(same(WKIN_NULL_PERMUTATION_EXACT, null_kind::permutation_exact));

static_assert(same(WKIN_PRINT_FULL, print_level::full));
static_assert(same(WKIN_PRINT_SMALL, print_level::small));

static_assert(same(WKIN_TOKENS_NONE, token_choice::none));
static_assert(same(WKIN_TOKENS_BY_ROW, token_choice::by_row));
static_assert(same(WKIN_TOKENS_BY_STRING, token_choice::by_string));

static_assert(same(WKIN_SOURCE_WEIGHTS, evidence_source::weights));
static_assert(same(WKIN_SOURCE_FINGERPRINTS, evidence_source::fingerprints));

static_assert(same(WKIN_EQUALITY_ELEMENTS, equality_basis::elements));
static_assert(same(WKIN_EQUALITY_DIGEST, equality_basis::digest));
static_assert(same(WKIN_EQUALITY_CHECKSUM, equality_basis::checksum));
static_assert(same(WKIN_EQUALITY_UNKNOWN, equality_basis::unknown));

static_assert(same(WKIN_MANIFEST_SHA256, manifest_hash::sha256));
static_assert(same(WKIN_MANIFEST_BLAKE3, manifest_hash::blake3));

static_assert(same(WKIN_SIDE_SUBJECT, side::subject));
static_assert(same(WKIN_SIDE_REFERENCE, side::reference));

static_assert(same(WKIN_DEPTH_AUTOMATIC, search_depth::automatic));
static_assert(same(WKIN_DEPTH_DIRECT, search_depth::direct));
static_assert(same(WKIN_DEPTH_LAYERS, search_depth::layers));
static_assert(same(WKIN_DEPTH_FULL, search_depth::full));

static_assert(same(WKIN_FIT_NONE, fit_kind::none));
static_assert(same(WKIN_FIT_AXIS, fit_kind::axis));
static_assert(same(WKIN_FIT_VALUES, fit_kind::values));

static_assert(same(WKIN_BASIS_SAME, basis_relation::same));
static_assert(same(WKIN_BASIS_PERMUTED, basis_relation::permuted));
static_assert(same(WKIN_BASIS_ROTATED, basis_relation::rotated));
static_assert(same(WKIN_BASIS_UNKNOWN, basis_relation::unknown));

static_assert(same(WKIN_OPERATION_NONE, operation_kind::none));
static_assert(same(WKIN_OPERATION_COPIED, operation_kind::copied));
static_assert(same(WKIN_OPERATION_CAST, operation_kind::cast));
static_assert(same(WKIN_OPERATION_QUANTISED, operation_kind::quantised));
static_assert(same(WKIN_OPERATION_NOISED, operation_kind::noised));
static_assert(same(WKIN_OPERATION_FINE_TUNED, operation_kind::fine_tuned));
static_assert(same(WKIN_OPERATION_CONTINUED, operation_kind::continued));
static_assert(same(WKIN_OPERATION_LOW_RANK_MERGED, operation_kind::low_rank_merged));
static_assert(same(WKIN_OPERATION_DIRECTION_REMOVED, operation_kind::direction_removed));
static_assert(same(WKIN_OPERATION_MERGED, operation_kind::merged));
static_assert(same(WKIN_OPERATION_PRUNED, operation_kind::pruned));
static_assert(same(WKIN_OPERATION_PRUNED_PATTERN, operation_kind::pruned_pattern));
static_assert(same(WKIN_OPERATION_WIDTH_PRUNED, operation_kind::width_pruned));
static_assert(same(WKIN_OPERATION_DEPTH_PRUNED, operation_kind::depth_pruned));
static_assert(same(WKIN_OPERATION_DEPTH_UPSCALED, operation_kind::depth_upscaled));
static_assert(same(WKIN_OPERATION_UPCYCLED, operation_kind::upcycled));
static_assert(same(WKIN_OPERATION_VOCABULARY_EXTENDED, operation_kind::vocabulary_extended));
static_assert(same(WKIN_OPERATION_VOCABULARY_CHANGED, operation_kind::vocabulary_changed));
static_assert(same(WKIN_OPERATION_PERMUTED, operation_kind::permuted));
static_assert(same(WKIN_OPERATION_ROTATED, operation_kind::rotated));
static_assert(same(WKIN_OPERATION_RESCALED, operation_kind::rescaled));
static_assert(same(WKIN_OPERATION_PARTLY_REINITIALISED, operation_kind::partly_reinitialised));
static_assert(same(WKIN_OPERATION_PARTLY_FROZEN, operation_kind::partly_frozen));
static_assert(same(WKIN_OPERATION_WIDTH_PADDED, operation_kind::width_padded));
static_assert(same(WKIN_OPERATION_NONFINITE, operation_kind::nonfinite));

static_assert(same(WKIN_DIRECTION_UNDETERMINED, descent_direction::undetermined));
static_assert(same(WKIN_DIRECTION_SUBJECT_FROM_REFERENCE,
                   descent_direction::subject_from_reference));
static_assert(same(WKIN_DIRECTION_REFERENCE_FROM_SUBJECT,
                   descent_direction::reference_from_subject));

static_assert(same(WKIN_MERGE_NONE, merge_method::none));
static_assert(same(WKIN_MERGE_LINEAR, merge_method::linear));
static_assert(same(WKIN_MERGE_TASK_ARITHMETIC, merge_method::task_arithmetic));
static_assert(same(WKIN_MERGE_SPHERICAL, merge_method::spherical));
static_assert(same(WKIN_MERGE_TIES, merge_method::ties));
static_assert(same(WKIN_MERGE_DARE, merge_method::dare));
static_assert(same(WKIN_MERGE_PASSTHROUGH, merge_method::passthrough));

static_assert(same(WKIN_OUTCOME_PASS, outcome::pass));
static_assert(same(WKIN_OUTCOME_REVIEW, outcome::review));
static_assert(same(WKIN_OUTCOME_FAIL, outcome::fail));

static_assert(same(WKIN_RULE_FORBID, rule_kind::forbid));
static_assert(same(WKIN_RULE_DECLARE, rule_kind::declare));
static_assert(same(WKIN_RULE_SUPPORT_CLAIMS, rule_kind::support_claims));

static_assert(same(WKIN_FILE_DIFFERS, file_state::differs));
static_assert(same(WKIN_FILE_MISSING, file_state::missing));
static_assert(same(WKIN_FILE_EXTRA, file_state::extra));

static_assert(WKIN_NO_COUNTERPART == no_counterpart);

} // namespace
} // namespace weightkin::capi
