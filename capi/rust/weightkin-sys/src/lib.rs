// Made by capi/generate/generate_bindings.py from the C headers; do not edit.
//! Declarations of the C interface of weightkin, as in `weightkin.h`, whose comments are the
//! manual. The crate `weightkin` is the safe interface.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(non_camel_case_types)]
#![no_std]

extern crate alloc;
use alloc::{vec, vec::Vec};
use core::ffi::c_void;

/// What C's `char` and `int` are on the 64-bit machines supported.
#[cfg(any(target_arch = "x86_64", target_os = "macos"))]
pub type c_char = i8;
#[cfg(not(any(target_arch = "x86_64", target_os = "macos")))]
pub type c_char = u8;
pub type c_int = i32;

/// The version of the library that these declarations were made from.
pub const NEEDED_VERSION: (u32, u32, u32) = (0, 1, 0);

pub const WKIN_ABI_VERSION: u32 = 0;
pub const WKIN_NO_COUNTERPART: i64 = -1;

/// What the caller does next.
pub type wkin_status = u32;
pub const WKIN_OK: wkin_status = 0;
/// The call itself is wrong: fix the program
pub const WKIN_BAD_ARGUMENT: wkin_status = 1;
/// The bytes contradict their format: fix or distrust the file
pub const WKIN_BAD_FORMAT: wkin_status = 2;
/// Well formed as far as read, but nothing here can read it
pub const WKIN_UNSUPPORTED: wkin_status = 3;
/// The operating system refused: path, permission, disk, vanished page
pub const WKIN_IO: wkin_status = 4;
/// The number asked for does not exist for these inputs
pub const WKIN_UNDEFINED: wkin_status = 5;
/// An allocation failed or a limit on memory was reached
pub const WKIN_NO_MEMORY: wkin_status = 6;
/// The progress callback asked to stop
pub const WKIN_CANCELLED: wkin_status = 7;
/// A defect of ours; please report it
pub const WKIN_INTERNAL: wkin_status = 8;

/// Which rule of a file format was broken, for those who sort files.
pub type wkin_fault = u32;
pub const WKIN_FAULT_NONE: wkin_fault = 0;
pub const WKIN_FAULT_TRUNCATED: wkin_fault = 1;
pub const WKIN_FAULT_MAGIC: wkin_fault = 2;
pub const WKIN_FAULT_VERSION: wkin_fault = 3;
pub const WKIN_FAULT_FORMAT: wkin_fault = 4;
pub const WKIN_FAULT_HEADER: wkin_fault = 5;
pub const WKIN_FAULT_ENCODING: wkin_fault = 6;
pub const WKIN_FAULT_LIMIT: wkin_fault = 7;
pub const WKIN_FAULT_OVERFLOW: wkin_fault = 8;
pub const WKIN_FAULT_BOUNDS: wkin_fault = 9;
pub const WKIN_FAULT_SHAPE: wkin_fault = 10;
pub const WKIN_FAULT_DTYPE: wkin_fault = 11;
pub const WKIN_FAULT_ALIGNMENT: wkin_fault = 12;
pub const WKIN_FAULT_OFFSET: wkin_fault = 13;
pub const WKIN_FAULT_OVERLAP: wkin_fault = 14;
pub const WKIN_FAULT_HOLE: wkin_fault = 15;
pub const WKIN_FAULT_TRAILING: wkin_fault = 16;
pub const WKIN_FAULT_DUPLICATE: wkin_fault = 17;
pub const WKIN_FAULT_MISSING: wkin_fault = 18;
pub const WKIN_FAULT_SHARD: wkin_fault = 19;
pub const WKIN_FAULT_PATH: wkin_fault = 20;
pub const WKIN_FAULT_CHECKSUM: wkin_fault = 21;
pub const WKIN_FAULT_COMPRESS: wkin_fault = 22;
pub const WKIN_FAULT_FILTER: wkin_fault = 23;
pub const WKIN_FAULT_CYCLE: wkin_fault = 24;
pub const WKIN_FAULT_PROTOBUF: wkin_fault = 25;
pub const WKIN_FAULT_PICKLE_OP: wkin_fault = 26;
pub const WKIN_FAULT_PICKLE_MALFORMED: wkin_fault = 27;
pub const WKIN_FAULT_PICKLE_GLOBAL: wkin_fault = 28;
pub const WKIN_FAULT_NPY_OBJECT: wkin_fault = 29;
pub const WKIN_FAULT_ZIP: wkin_fault = 30;
pub const WKIN_FAULT_ZIP_ENCRYPTED: wkin_fault = 31;

/// What can be said of a component against one named reference. There is no "from scratch": a test
/// can fail to find descent, not exclude it.
pub type wkin_verdict = u32;
/// Never a ruling
pub const WKIN_VERDICT_NONE: wkin_verdict = 0;
pub const WKIN_VERDICT_IDENTICAL: wkin_verdict = 1;
pub const WKIN_VERDICT_IDENTICAL_AFTER_CAST: wkin_verdict = 2;
pub const WKIN_VERDICT_REENCODED: wkin_verdict = 3;
pub const WKIN_VERDICT_DERIVED: wkin_verdict = 4;
pub const WKIN_VERDICT_RELATED: wkin_verdict = 5;
pub const WKIN_VERDICT_NO_SHARED_INITIALISATION_FOUND: wkin_verdict = 6;
pub const WKIN_VERDICT_UNDETERMINED: wkin_verdict = 7;
pub const WKIN_VERDICT_NOT_COMPARABLE: wkin_verdict = 8;
pub const WKIN_VERDICT_NON_EVIDENTIAL: wkin_verdict = 9;

/// How a derived component was changed, where the residual shows it.
pub type wkin_change = u32;
pub const WKIN_CHANGE_NONE: wkin_change = 0;
pub const WKIN_CHANGE_FINE_TUNED: wkin_change = 1;
pub const WKIN_CHANGE_PARTLY_FROZEN: wkin_change = 2;
pub const WKIN_CHANGE_NOISED: wkin_change = 3;
pub const WKIN_CHANGE_RESCALED: wkin_change = 4;
pub const WKIN_CHANGE_UNSPECIFIED: wkin_change = 5;
/// The same values in another order, number of layers or basis
pub const WKIN_CHANGE_REARRANGED: wkin_change = 6;

/// The type of one stored element.
pub type wkin_dtype = u32;
pub const WKIN_DTYPE_NONE: wkin_dtype = 0;
pub const WKIN_DTYPE_BOOLEAN: wkin_dtype = 1;
pub const WKIN_DTYPE_U8: wkin_dtype = 2;
pub const WKIN_DTYPE_I8: wkin_dtype = 3;
pub const WKIN_DTYPE_U16: wkin_dtype = 4;
pub const WKIN_DTYPE_I16: wkin_dtype = 5;
pub const WKIN_DTYPE_U32: wkin_dtype = 6;
pub const WKIN_DTYPE_I32: wkin_dtype = 7;
pub const WKIN_DTYPE_U64: wkin_dtype = 8;
pub const WKIN_DTYPE_I64: wkin_dtype = 9;
pub const WKIN_DTYPE_F16: wkin_dtype = 10;
pub const WKIN_DTYPE_BF16: wkin_dtype = 11;
pub const WKIN_DTYPE_F32: wkin_dtype = 12;
pub const WKIN_DTYPE_F64: wkin_dtype = 13;
pub const WKIN_DTYPE_C32: wkin_dtype = 14;
pub const WKIN_DTYPE_C64: wkin_dtype = 15;
pub const WKIN_DTYPE_C128: wkin_dtype = 16;
pub const WKIN_DTYPE_F8_E4M3FN: wkin_dtype = 17;
pub const WKIN_DTYPE_F8_E5M2: wkin_dtype = 18;
pub const WKIN_DTYPE_F8_E4M3FNUZ: wkin_dtype = 19;
pub const WKIN_DTYPE_F8_E5M2FNUZ: wkin_dtype = 20;
pub const WKIN_DTYPE_F8_E8M0: wkin_dtype = 21;
pub const WKIN_DTYPE_F6_E2M3: wkin_dtype = 22;
pub const WKIN_DTYPE_F6_E3M2: wkin_dtype = 23;
/// Two per byte, low nibble first
pub const WKIN_DTYPE_F4_E2M1: wkin_dtype = 24;

/// The part of a model a tensor belongs to; the unit of every verdict.
pub type wkin_component_kind = u32;
/// The whole of a model with one part, or what no rule claims
pub const WKIN_KIND_MODEL: wkin_component_kind = 0;
pub const WKIN_KIND_LANGUAGE_MODEL: wkin_component_kind = 1;
pub const WKIN_KIND_VISION_ENCODER: wkin_component_kind = 2;
pub const WKIN_KIND_AUDIO_ENCODER: wkin_component_kind = 3;
pub const WKIN_KIND_TEXT_ENCODER: wkin_component_kind = 4;
pub const WKIN_KIND_PROJECTOR: wkin_component_kind = 5;
pub const WKIN_KIND_VISION_TOKENIZER: wkin_component_kind = 6;
pub const WKIN_KIND_AUDIO_TOKENIZER: wkin_component_kind = 7;
pub const WKIN_KIND_DIFFUSION: wkin_component_kind = 8;
pub const WKIN_KIND_AUTOENCODER: wkin_component_kind = 9;
pub const WKIN_KIND_ADAPTER: wkin_component_kind = 10;
pub const WKIN_KIND_OPTIMIZER: wkin_component_kind = 11;

/// What a tensor does.
pub type wkin_role = u32;
pub const WKIN_ROLE_UNKNOWN: wkin_role = 0;
pub const WKIN_ROLE_TOKEN_EMBEDDING: wkin_role = 1;
pub const WKIN_ROLE_POSITION_EMBEDDING: wkin_role = 2;
pub const WKIN_ROLE_OUTPUT_HEAD: wkin_role = 3;
pub const WKIN_ROLE_ATTENTION_Q: wkin_role = 4;
pub const WKIN_ROLE_ATTENTION_K: wkin_role = 5;
pub const WKIN_ROLE_ATTENTION_V: wkin_role = 6;
pub const WKIN_ROLE_ATTENTION_QKV: wkin_role = 7;
pub const WKIN_ROLE_ATTENTION_O: wkin_role = 8;
pub const WKIN_ROLE_MLP_GATE: wkin_role = 9;
pub const WKIN_ROLE_MLP_UP: wkin_role = 10;
pub const WKIN_ROLE_MLP_DOWN: wkin_role = 11;
pub const WKIN_ROLE_MLP_GATE_UP: wkin_role = 12;
pub const WKIN_ROLE_NORM: wkin_role = 13;
pub const WKIN_ROLE_ROUTER: wkin_role = 14;
pub const WKIN_ROLE_CONVOLUTION: wkin_role = 15;
pub const WKIN_ROLE_LINEAR: wkin_role = 16;
pub const WKIN_ROLE_RECURRENT: wkin_role = 17;
pub const WKIN_ROLE_BATCH_NORM_STATISTIC: wkin_role = 18;
pub const WKIN_ROLE_BIAS: wkin_role = 19;
pub const WKIN_ROLE_ADAPTER_DOWN: wkin_role = 20;
pub const WKIN_ROLE_ADAPTER_UP: wkin_role = 21;
pub const WKIN_ROLE_BUFFER: wkin_role = 22;

/// How a tensor may be used in a ruling.
pub type wkin_use = u32;
/// May carry a verdict
pub const WKIN_USE_CONVICTING: wkin_use = 0;
/// Shown and counted, never convicting
pub const WKIN_USE_DESCRIPTIVE: wkin_use = 1;
/// Says nothing about descent
pub const WKIN_USE_EXCLUDED: wkin_use = 2;

/// Why a tensor is descriptive or excluded.
pub type wkin_exclusion = u32;
pub const WKIN_EXCLUSION_NONE: wkin_exclusion = 0;
pub const WKIN_EXCLUSION_VECTOR: wkin_exclusion = 1;
pub const WKIN_EXCLUSION_DETERMINISTIC: wkin_exclusion = 2;
pub const WKIN_EXCLUSION_CONSTANT: wkin_exclusion = 3;
pub const WKIN_EXCLUSION_INIT_VALUED: wkin_exclusion = 4;
pub const WKIN_EXCLUSION_DEGENERATE: wkin_exclusion = 5;
pub const WKIN_EXCLUSION_INTEGER: wkin_exclusion = 6;
pub const WKIN_EXCLUSION_TIED: wkin_exclusion = 7;
pub const WKIN_EXCLUSION_RUNNING_STATISTIC: wkin_exclusion = 8;
pub const WKIN_EXCLUSION_NO_EXCHANGEABLE_AXIS: wkin_exclusion = 9;
pub const WKIN_EXCLUSION_ADAPTER_FACTOR: wkin_exclusion = 10;
pub const WKIN_EXCLUSION_EMPTY: wkin_exclusion = 11;
pub const WKIN_EXCLUSION_UNREADABLE: wkin_exclusion = 12;
pub const WKIN_EXCLUSION_OPTIMIZER_STATE: wkin_exclusion = 13;
pub const WKIN_EXCLUSION_BY_REQUEST: wkin_exclusion = 14;

/// How a subject tensor found its counterpart.
pub type wkin_match = u32;
pub const WKIN_MATCH_NAME: wkin_match = 0;
pub const WKIN_MATCH_SLOT: wkin_match = 1;
pub const WKIN_MATCH_CONTENT: wkin_match = 2;
pub const WKIN_MATCH_ASSIGNED: wkin_match = 3;
/// Values resemble each other, once rearranged
pub const WKIN_MATCH_SEARCHED: wkin_match = 4;

/// Which reference distribution a p-value came from.
pub type wkin_null = u32;
/// Not tested
pub const WKIN_NULL_NONE: wkin_null = 0;
pub const WKIN_NULL_PERMUTATION_NORMAL: wkin_null = 1;
pub const WKIN_NULL_PERMUTATION_MONTE_CARLO: wkin_null = 2;
pub const WKIN_NULL_PERMUTATION_STUDENT: wkin_null = 3;
pub const WKIN_NULL_PERMUTATION_EXACT: wkin_null = 4;

/// Which of the two models.
pub type wkin_side = u32;
pub const WKIN_SIDE_SUBJECT: wkin_side = 0;
pub const WKIN_SIDE_REFERENCE: wkin_side = 1;

/// How far a comparison searches for rearranged weights where tensors do not lie on each other by
/// name, role and shape.
pub type wkin_search_depth = u32;
/// Full where its cost, known from shapes, is small; else layers
pub const WKIN_DEPTH_AUTOMATIC: wkin_search_depth = 0;
/// No search
pub const WKIN_DEPTH_DIRECT: wkin_search_depth = 1;
/// Layers left out, repeated or moved; experts; transposes
pub const WKIN_DEPTH_LAYERS: wkin_search_depth = 2;
/// Also tokens, units, heads, the residual stream's basis
pub const WKIN_DEPTH_FULL: wkin_search_depth = 3;

/// What a search for rearrangements had to do with a pair of tensors.
pub type wkin_fit = u32;
/// Nothing: tests of it are exact
pub const WKIN_FIT_NONE: wkin_fit = 0;
/// The order of the units its test compares was searched, by other tensors
pub const WKIN_FIT_AXIS: wkin_fit = 1;
/// Its own values chose the arrangement: shown, tested by nothing
pub const WKIN_FIT_VALUES: wkin_fit = 2;

/// In which basis the subject's residual stream stands, seen from the reference's.
pub type wkin_basis = u32;
/// Dimension i is dimension i
pub const WKIN_BASIS_SAME: wkin_basis = 0;
/// Dimensions were reordered, signs perhaps flipped
pub const WKIN_BASIS_PERMUTED: wkin_basis = 1;
/// An orthogonal map that is no permutation
pub const WKIN_BASIS_ROTATED: wkin_basis = 2;
/// Looked for and not found, or not looked for
pub const WKIN_BASIS_UNKNOWN: wkin_basis = 3;

/// What was done to weights on the way from one model to the other.
pub type wkin_operation_kind = u32;
pub const WKIN_OPERATION_NONE: wkin_operation_kind = 0;
pub const WKIN_OPERATION_COPIED: wkin_operation_kind = 1;
/// Rounded to another dtype
pub const WKIN_OPERATION_CAST: wkin_operation_kind = 2;
/// Rounded to a coarser grid
pub const WKIN_OPERATION_QUANTISED: wkin_operation_kind = 3;
/// White noise, unrelated to the weights
pub const WKIN_OPERATION_NOISED: wkin_operation_kind = 4;
pub const WKIN_OPERATION_FINE_TUNED: wkin_operation_kind = 5;
/// Trained on until much of the variance is new
pub const WKIN_OPERATION_CONTINUED: wkin_operation_kind = 6;
/// A low-rank change (LoRA) was added
pub const WKIN_OPERATION_LOW_RANK_MERGED: wkin_operation_kind = 7;
/// Projected out of what writes the residual stream
pub const WKIN_OPERATION_DIRECTION_REMOVED: wkin_operation_kind = 8;
/// A combination of several parents
pub const WKIN_OPERATION_MERGED: wkin_operation_kind = 9;
/// Single weights set to zero
pub const WKIN_OPERATION_PRUNED: wkin_operation_kind = 10;
/// N of every m weights set to zero
pub const WKIN_OPERATION_PRUNED_PATTERN: wkin_operation_kind = 11;
/// Units left out
pub const WKIN_OPERATION_WIDTH_PRUNED: wkin_operation_kind = 12;
/// Layers left out
pub const WKIN_OPERATION_DEPTH_PRUNED: wkin_operation_kind = 13;
/// Layers repeated or inserted
pub const WKIN_OPERATION_DEPTH_UPSCALED: wkin_operation_kind = 14;
/// A dense network became several experts
pub const WKIN_OPERATION_UPCYCLED: wkin_operation_kind = 15;
/// Rows appended to the token table
pub const WKIN_OPERATION_VOCABULARY_EXTENDED: wkin_operation_kind = 16;
/// Rows reordered or replaced
pub const WKIN_OPERATION_VOCABULARY_CHANGED: wkin_operation_kind = 17;
/// Units, heads or stream dimensions reordered
pub const WKIN_OPERATION_PERMUTED: wkin_operation_kind = 18;
/// The residual stream's basis was turned
pub const WKIN_OPERATION_ROTATED: wkin_operation_kind = 19;
/// Factors moved between tensors or units
pub const WKIN_OPERATION_RESCALED: wkin_operation_kind = 20;
/// Some tensors are new
pub const WKIN_OPERATION_PARTLY_REINITIALISED: wkin_operation_kind = 21;
/// Some tensors kept bit for bit, others changed
pub const WKIN_OPERATION_PARTLY_FROZEN: wkin_operation_kind = 22;
/// Units added
pub const WKIN_OPERATION_WIDTH_PADDED: wkin_operation_kind = 23;
/// NaN or infinity where the other side has values
pub const WKIN_OPERATION_NONFINITE: wkin_operation_kind = 24;

/// Who came first, as far as the weights prove it.
pub type wkin_direction = u32;
pub const WKIN_DIRECTION_UNDETERMINED: wkin_direction = 0;
pub const WKIN_DIRECTION_SUBJECT_FROM_REFERENCE: wkin_direction = 1;
pub const WKIN_DIRECTION_REFERENCE_FROM_SUBJECT: wkin_direction = 2;

/// What a comparison looked at.
pub type wkin_evidence_source = u32;
pub const WKIN_SOURCE_WEIGHTS: wkin_evidence_source = 0;
pub const WKIN_SOURCE_FINGERPRINTS: wkin_evidence_source = 1;

/// How it is known whether the elements of a pair are equal.
pub type wkin_equality = u32;
/// Each was looked at: all counts are complete
pub const WKIN_EQUALITY_ELEMENTS: wkin_equality = 0;
/// Equal digests: equal beyond doubt
pub const WKIN_EQUALITY_DIGEST: wkin_equality = 1;
/// Equal 64-bit checksums: no accident, but no proof
pub const WKIN_EQUALITY_CHECKSUM: wkin_equality = 2;
/// Not known to be equal; counts of equal elements are unknown
pub const WKIN_EQUALITY_UNKNOWN: wkin_equality = 3;

/// How several models were mixed.
pub type wkin_merge_method = u32;
/// No mixture shown
pub const WKIN_MERGE_NONE: wkin_merge_method = 0;
/// Weights times parents, weights adding up to one
pub const WKIN_MERGE_LINEAR: wkin_merge_method = 1;
/// Base plus weights times changes, adding up to something else
pub const WKIN_MERGE_TASK_ARITHMETIC: wkin_merge_method = 2;
/// Along the arc between two parents
pub const WKIN_MERGE_SPHERICAL: wkin_merge_method = 3;
/// Trimmed changes, signs elected, mean of those that agree
pub const WKIN_MERGE_TIES: wkin_merge_method = 4;
/// Changes thinned at random, survivors enlarged
pub const WKIN_MERGE_DARE: wkin_merge_method = 5;
/// Each tensor is one parent's, bit for bit
pub const WKIN_MERGE_PASSTHROUGH: wkin_merge_method = 6;

/// How file bytes are reached.
pub type wkin_access = u32;
/// Mapped
pub const WKIN_ACCESS_DEFAULT: wkin_access = 0;
/// Fastest; a file that shrinks while open kills the process (SIGBUS)
pub const WKIN_ACCESS_MAPPED: wkin_access = 1;
/// Bounded reads; a page that vanishes is WKIN_IO
pub const WKIN_ACCESS_COPIED: wkin_access = 2;

/// How much of a fingerprint is kept.
pub type wkin_print_level = u32;
pub const WKIN_PRINT_FULL: wkin_print_level = 0;
/// Finds copies and near copies; no evidence of descent
pub const WKIN_PRINT_SMALL: wkin_print_level = 1;

/// What can be left out of a fingerprint; bits to be added up.
pub type wkin_print_part = u32;
/// Pseudonyms take their place
pub const WKIN_PRINT_NAMES: wkin_print_part = 1;
pub const WKIN_PRINT_SKETCH: wkin_print_part = 2;
/// Without them and anchors no evidence of descent
pub const WKIN_PRINT_UNITS: wkin_print_part = 4;
pub const WKIN_PRINT_ROWS: wkin_print_part = 8;
pub const WKIN_PRINT_DIGESTS: wkin_print_part = 16;
/// Minimum, maximum, mean, mean square, magnitudes
pub const WKIN_PRINT_SUMS: wkin_print_part = 32;
/// Evidence of descent through a rotation
pub const WKIN_PRINT_ANCHORS: wkin_print_part = 64;

/// Whether token directions of different models can be compared.
pub type wkin_token_choice = u32;
pub const WKIN_TOKENS_NONE: wkin_token_choice = 0;
/// Where vocabularies are equal or both large
pub const WKIN_TOKENS_BY_ROW: wkin_token_choice = 1;
/// Everywhere
pub const WKIN_TOKENS_BY_STRING: wkin_token_choice = 2;

/// How the files of a manifest are hashed.
pub type wkin_manifest_hash = u32;
pub const WKIN_MANIFEST_SHA256: wkin_manifest_hash = 0;
pub const WKIN_MANIFEST_BLAKE3: wkin_manifest_hash = 1;

/// How a file differs from what a manifest says of it.
pub type wkin_file_state = u32;
pub const WKIN_FILE_DIFFERS: wkin_file_state = 0;
/// Listed, and not there
pub const WKIN_FILE_MISSING: wkin_file_state = 1;
/// There, and not listed
pub const WKIN_FILE_EXTRA: wkin_file_state = 2;

/// What an index is opened for.
pub type wkin_index_access = u32;
/// It has to exist
pub const WKIN_INDEX_READ: wkin_index_access = 0;
/// It has to exist
pub const WKIN_INDEX_WRITE: wkin_index_access = 1;
/// It is made when it does not exist
pub const WKIN_INDEX_CREATE: wkin_index_access = 2;

/// By which of the small keys a candidate was found.
pub type wkin_key_channel = u32;
pub const WKIN_KEY_SKETCH: wkin_key_channel = 0;
pub const WKIN_KEY_GRAM: wkin_key_channel = 1;
pub const WKIN_KEY_PROFILE: wkin_key_channel = 2;
pub const WKIN_KEY_MAGNITUDES: wkin_key_channel = 3;
pub const WKIN_KEY_EXACT: wkin_key_channel = 4;

/// Formats of other makers.
pub type wkin_document = u32;
/// 1.6: a bill of materials with pedigrees
pub const WKIN_DOCUMENT_CYCLONEDX: wkin_document = 0;
/// 3.0.1; needs `created`
pub const WKIN_DOCUMENT_SPDX: wkin_document = 1;
/// In-toto, unsigned; needs the subject's files
pub const WKIN_DOCUMENT_STATEMENT: wkin_document = 2;
/// In-toto svr; needs both
pub const WKIN_DOCUMENT_VERIFICATION_RESULT: wkin_document = 3;
/// 2.1.0
pub const WKIN_DOCUMENT_SARIF: wkin_document = 4;
/// YAML: what the card's front matter should say
pub const WKIN_DOCUMENT_MODEL_CARD: wkin_document = 5;

/// How much a line of the log matters.
pub type wkin_log_level = u32;
/// A stage of long work begins; what was looked for
pub const WKIN_LOG_INFO: wkin_log_level = 0;
/// Odd but harmless things in a file; what an answer cannot see
pub const WKIN_LOG_WARNING: wkin_log_level = 1;

/// What a rule, and all of them together, come to; the worst one counts.
pub type wkin_outcome = u32;
pub const WKIN_OUTCOME_PASS: wkin_outcome = 0;
pub const WKIN_OUTCOME_REVIEW: wkin_outcome = 1;
pub const WKIN_OUTCOME_FAIL: wkin_outcome = 2;

/// What a rule does.
pub type wkin_rule_kind = u32;
/// Nothing of the selected references may be found
pub const WKIN_RULE_FORBID: wkin_rule_kind = 0;
/// It may, if the subject's card names the reference
pub const WKIN_RULE_DECLARE: wkin_rule_kind = 1;
/// What the card claims to come from must be found
pub const WKIN_RULE_SUPPORT_CLAIMS: wkin_rule_kind = 2;

#[repr(C)]
pub struct wkin_model {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_inventory {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_comparison {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_merge {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_fingerprint {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_fingerprint_builder {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_scan {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_forest {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_hash {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_manifest {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_checksum {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_index {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_index_answer {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_policy {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wkin_decision {
    _opaque: [u8; 0],
}

pub type wkin_read_callback = Option<unsafe extern "C" fn(offset: u64, length: usize, buffer: *mut c_void, got: *mut usize, user_data: *mut c_void) -> wkin_status>;
pub type wkin_release_callback = Option<unsafe extern "C" fn(user_data: *mut c_void)>;
pub type wkin_open_callback = Option<unsafe extern "C" fn(name: *const c_char, source: *mut wkin_source, user_data: *mut c_void) -> wkin_status>;
pub type wkin_progress_callback = Option<unsafe extern "C" fn(stage: *const c_char, done: u64, total: u64, user_data: *mut c_void) -> c_int>;
pub type wkin_take_callback = Option<unsafe extern "C" fn(bytes: *const c_void, length: usize, user_data: *mut c_void) -> wkin_status>;
pub type wkin_allocate_callback = Option<unsafe extern "C" fn(size: usize, user_data: *mut c_void) -> *mut c_void>;
pub type wkin_free_callback = Option<unsafe extern "C" fn(block: *mut c_void, size: usize, user_data: *mut c_void)>;
pub type wkin_log_callback = Option<unsafe extern "C" fn(level: wkin_log_level, line: *const c_char, user_data: *mut c_void)>;

/// A failure's details. Written only on failure; a message too long for it ends in "...".
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_error {
    /// What the call answered
    pub status: wkin_status,
    /// The rule of a format that was broken
    pub fault: wkin_fault,
    /// One line: file, tensor, byte offset, what was expected
    pub message: [c_char; 1016],
}

/// What a file may at most ask of the library; exceeding one is WKIN_BAD_FORMAT with
/// WKIN_FAULT_LIMIT. 0: the library's, generous for real files and small for a machine.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_limits {
    pub struct_size: usize,
    /// Safetensors header
    pub header_bytes: u64,
    /// A sharded checkpoint's index
    pub index_bytes: u64,
    /// Nesting of objects and lists
    pub json_depth: u64,
    /// One string
    pub json_string_bytes: u64,
    /// In one configuration or manifest
    pub json_values: u64,
    /// Config.json and the like
    pub config_bytes: u64,
    /// Of one GGUF file
    pub metadata_pairs: u64,
    /// Of one checkpoint
    pub shards: u64,
    /// Of one checkpoint
    pub tensors: u64,
    /// Stored
    pub pickle_bytes: u64,
    /// One pickle, decompressed
    pub inflated_pickle_bytes: u64,
    /// One deflated zip member
    pub inflated_member_bytes: u64,
    /// Of one pickle
    pub pickle_opcodes: u64,
    /// Values at a time
    pub pickle_stack: u64,
    /// Nesting of a pickled value
    pub value_depth: u64,
    /// Of one archive
    pub zip_entries: u64,
    /// One member's name
    pub zip_name_bytes: u64,
    /// One array's header
    pub npy_header_bytes: u64,
    /// Of one file
    pub hdf5_objects: u64,
    /// Nesting of groups
    pub hdf5_depth: u64,
    /// One chunk, decompressed
    pub hdf5_chunk_bytes: u64,
    /// TensorFlow index, inflated
    pub table_block_bytes: u64,
    /// Files of one zarr array
    pub array_chunks: u64,
    /// Of one sparse tensor, zeros counted
    pub sparse_elements: u64,
    /// All tensors, when the files hold less than a 2048th of it
    pub expanded_bytes: u64,
}

/// How a checkpoint is opened; WKIN_OPEN_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_open_options {
    pub struct_size: usize,
    /// How its bytes are reached
    pub access: wkin_access,
    /// 1: unknown classes in pickles become inert values, not an error
    pub lenient_pickle: u32,
    /// 0: one million
    pub max_tensors: u64,
    /// 1: names, axis order and values as the file has them; 0: as PyTorch and Hugging Face have
    /// them, whatever the container
    pub as_stored: u32,
    pub reserved: u32,
    /// NULL: the library's; its `tensors` yields to `max_tensors`
    pub limits: *const wkin_limits,
    /// Is told what is odd about the files; NULL: none
    pub on_log: wkin_log_callback,
    /// Handed to `on_log`
    pub log_user_data: *mut c_void,
}

/// Bytes that the caller fetches from wherever they are. This struct never grows.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_source {
    /// Fixed for the life of the source
    pub size_bytes: u64,
    /// Not NULL
    pub read: wkin_read_callback,
    /// May be NULL
    pub release: wkin_release_callback,
    /// For both
    pub user_data: *mut c_void,
}

/// One tensor in the caller's memory, in host byte order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_view {
    /// Not NULL, unique within the model; copied
    pub name: *const c_char,
    /// Of every element
    pub dtype: wkin_dtype,
    /// At most 64; 0 is a scalar
    pub rank: u32,
    /// `rank` extents, slowest axis first; copied
    pub shape: *const u64,
    /// `rank` strides in elements, >= 0 (along axes of one element: any); NULL means packed C
    /// order; copied
    pub strides: *const i64,
    /// Element \[0,...,0\], any alignment; borrowed like `bytes` above
    pub data: *const c_void,
}

/// One tensor of a model; pointers live as long as the model.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_info {
    /// As in the model
    pub name: *const c_char,
    /// `rank` extents; never NULL
    pub shape: *const u64,
    /// The product of `shape`
    pub elements: u64,
    /// Of every element
    pub dtype: wkin_dtype,
    /// 0 is a scalar
    pub rank: u32,
}

/// How the values of a tensor are stored, where they are not simply its elements.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_encoding {
    /// E.g. "q4_k", "gptq", "lora"; empty when the values are plain
    pub scheme: *const c_char,
    /// Codes, scales and all; 0 when plain
    pub bits_per_value: f64,
    /// Undoing the layout may be off by so much, relative to max(1, |value|)
    pub undo_error: f64,
    /// Values in a row that share a scale; 0: no such row
    pub block_values: u64,
    /// Stored tensors it is made of; 0 when plain
    pub parts: usize,
    /// How many were undone
    pub layout_rules: usize,
}

/// One stored piece of a tensor.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_encoding_part {
    /// What it is to the whole: "codes", "scales", "lora_a", ...
    pub role: *const c_char,
    /// The file's
    pub name: *const c_char,
    /// `rank` extents; never NULL
    pub shape: *const u64,
    /// The product of `shape`
    pub elements: u64,
    /// Of every element
    pub dtype: wkin_dtype,
    /// 0 is a scalar
    pub rank: u32,
}

/// How a model is written; WKIN_WRITE_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_write_options {
    pub struct_size: usize,
    /// Real numbers are written as F32, F16 or BF16, rounded to nearest, ties to even;
    /// WKIN_DTYPE_NONE: each tensor keeps its own type
    pub floats: wkin_dtype,
    pub reserved: u32,
    /// In bytes; may be NULL
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
    /// The file's own key and value texts, `metadata_count` of each, UTF-8; NULL: format = pt,
    /// which Transformers wants to find. Not NULL and a count of 0: none.
    pub metadata_keys: *const *const c_char,
    /// In the order of their keys
    pub metadata_values: *const *const c_char,
    /// Of keys, and of values
    pub metadata_count: usize,
}

/// What was written.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_write_summary {
    /// All of the model
    pub tensors: u64,
    /// Of the whole file
    pub bytes: u64,
    /// Finite values that became infinite
    pub overflowed: u64,
}

/// How an inventory is taken; WKIN_INVENTORY_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_inventory_options {
    pub struct_size: usize,
    /// JSON, docs/component-map.md; NULL: the built-in rules alone
    pub component_map: *const c_char,
    /// 0: as many as the machine has; never changes the answer
    pub threads: u32,
    pub reserved: u32,
}

/// A part of a model that is ruled on by itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_component_info {
    /// E.g. "vision_encoder"
    pub id: *const c_char,
    /// What its tensor names begin with; may be empty
    pub prefix: *const c_char,
    /// How many belong to it
    pub tensors: u64,
    /// Tied tensors counted once
    pub parameters: u64,
    /// What it is for
    pub kind: wkin_component_kind,
    /// How many it has
    pub layers: u32,
}

/// What one tensor is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_inventory_entry {
    /// The name with prefix and naming dialect removed
    pub slot: *const c_char,
    /// For people: which construction, tied to what, which error; may be empty
    pub detail: *const c_char,
    /// Its elements; 0 when tied to an earlier one
    pub parameters: u64,
    /// Index of its component
    pub component: usize,
    /// What it does
    pub role: wkin_role,
    /// What it may say in a ruling
    pub r#use: wkin_use,
    /// Why it may not convict
    pub exclusion: wkin_exclusion,
    /// -1: none
    pub layer: i32,
    /// The name without the component's prefix
    pub suffix: *const c_char,
    /// Permutation group of its units; empty: no exchangeable axis is known
    pub group: *const c_char,
    /// Tensor of the model that it duplicates; SIZE_MAX: none
    pub tied_to: usize,
    /// Along which units lie, when `group` is not empty
    pub axis: usize,
    /// Exchangeable blocks along it
    pub units: u64,
    /// Consecutive entries that move together
    pub block: u64,
    /// Stacked runs of `units` blocks
    pub gates: u64,
    /// 1: whether the group's tensors share their order is not known
    pub shared_unknown: u32,
    /// 1: elements that map a unit to itself are left out of tests
    pub skip_diagonal: u32,
}

/// How two models are compared; WKIN_COMPARE_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_compare_options {
    pub struct_size: usize,
    /// 0: as many as the machine has; never changes the answer
    pub threads: u32,
    pub reserved: u32,
    /// Family-wise level; 0: -5
    pub log10_alpha: f64,
    /// Smaller dependence occurs between innocents; 0: 0.02
    pub effect_floor: f64,
    /// Of the samples and permutations drawn; 0: the library's
    pub seed: u64,
    /// JSON, applied to both sides; NULL: none
    pub component_map: *const c_char,
    /// NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
    /// A search may take, at most 1e9; 0: no limit. What it did not finish is undetermined; answers
    /// then depend on the machine's speed
    pub search_seconds: f64,
    /// Units whose order was searched must share more than this, independent networks share some;
    /// 0: the library's
    pub searched_floor: f64,
    /// Fingerprints are never searched
    pub depth: wkin_search_depth,
    pub reserved2: u32,
    /// Of the variance that must be common for WKIN_VERDICT_DERIVED; 0: 0.9
    pub derived_share: f64,
    /// That a test looks at, at most, a group; 0: 256
    pub max_units: u64,
    /// A tensor; 0: 128
    pub max_features: u64,
    /// NULL: none
    pub on_log: wkin_log_callback,
    /// Handed to `on_log`
    pub log_user_data: *mut c_void,
}

/// The ruling on the whole of the subject.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_overall {
    /// Overall, in one sentence
    pub sentence: *const c_char,
    /// Elements, tied tensors once
    pub subject_parameters: u64,
    /// Likewise
    pub reference_parameters: u64,
    /// Of the subject, in components with a finding
    pub parameters_found: u64,
    /// Of the subject; see wkin_comparison_component
    pub components: usize,
    /// Pairs
    pub tensors: usize,
    /// Tensors of either side without a counterpart
    pub unmatched: usize,
    /// Sentences on what the comparison cannot see
    pub limits: usize,
    /// The strongest finding, or why there is none
    pub verdict: wkin_verdict,
    pub reserved: u32,
    /// Rearrangements that were looked for; see wkin_comparison_searched
    pub searched: usize,
    /// Path or label it was opened with
    pub subject_name: *const c_char,
    /// Of its container
    pub subject_format: *const c_char,
    /// Likewise
    pub reference_name: *const c_char,
    /// Likewise
    pub reference_format: *const c_char,
    /// How many
    pub subject_tensors: u64,
    /// Likewise
    pub reference_tensors: u64,
    /// What was looked at
    pub source: wkin_evidence_source,
    pub reserved2: u32,
    /// See wkin_comparison_file
    pub subject_files: usize,
    /// Likewise
    pub reference_files: usize,
}

/// Evidence that units of two tensors correspond, under the null that one side was permuted.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_evidence {
    /// In \[-1, 1\]; 0 if unrelated
    pub effect: f64,
    /// Standardised; 0 if unrelated, deviation 1
    pub z: f64,
    /// Independent values the data are worth
    pub effective_size: f64,
    /// One-sided; 0 when not tested
    pub log10_p: f64,
    /// Of the permutation distribution
    pub skewness: f64,
    /// Likewise
    pub excess_kurtosis: f64,
    /// That were permuted
    pub units: u64,
    /// 0: closed form
    pub draws: u64,
    /// Where the p-value came from
    pub null: wkin_null,
    pub reserved: u32,
}

/// The ruling on one component. Similarities are robust medians over the tensors that may carry a
/// verdict, each beside what unrelated tensors would show.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_component_ruling {
    /// The subject's component
    pub id: *const c_char,
    /// Empty: none
    pub reference_id: *const c_char,
    /// The evidence in one sentence
    pub sentence: *const c_char,
    /// What remains possible; see wkin_comparison_explanation
    pub explanations: usize,
    /// What the component is for
    pub kind: wkin_component_kind,
    /// The ruling
    pub verdict: wkin_verdict,
    /// How it was changed, where that shows
    pub change: wkin_change,
    pub reserved: u32,
    /// Of the subject's component
    pub parameters: u64,
    /// Of the subject's parameters
    pub share: f64,
    /// In pairs that may carry a verdict
    pub parameters_compared: u64,
    /// In pairs that are shown and counted only
    pub parameters_descriptive: u64,
    /// In tensors that say nothing
    pub parameters_excluded: u64,
    /// In tensors without a counterpart
    pub parameters_unmatched: u64,
    /// Elements with equal bits, after a cast if need be
    pub parameters_bit_equal: u64,
    /// Likewise, counted in tensors
    pub tensors_compared: u64,
    /// Likewise
    pub tensors_excluded: u64,
    /// Likewise
    pub tensors_unmatched: u64,
    /// A b / (|a| |b|)
    pub cosine: f64,
    /// What strangers of these moments show
    pub cosine_if_unrelated: f64,
    /// 0 if unrelated
    pub pearson: f64,
    /// Norm of a - b over that of b
    pub relative_l2: f64,
    /// What strangers show
    pub relative_l2_if_unrelated: f64,
    /// Of elements with equal bits
    pub bit_equal_share: f64,
    /// What strangers show
    pub bit_equal_chance: f64,
    /// All groups combined
    pub evidence: wkin_evidence,
    /// Of one permutation group, for descent of a part
    pub strongest: wkin_evidence,
    /// Its name
    pub strongest_group: *const c_char,
    /// Independent groups combined
    pub groups: u64,
    /// Share of the variance that the reference explains
    pub common_variance: f64,
    /// Combined or strongest group, corrected for that choice
    pub log10_p: f64,
    /// After Holm over the components
    pub log10_p_holm: f64,
    /// Smallest effect found with probability one half
    pub minimum_detectable: f64,
    /// Of tensors that took no part in choosing the order of their units. No exact null holds: it
    /// counts only above `searched_floor`. WKIN_NULL_NONE without such tensors.
    pub searched: wkin_evidence,
    /// That `searched` combines
    pub searched_groups: u64,
    /// What proves the direction, or why nothing does
    pub direction_reason: *const c_char,
    /// Readings of the change; see wkin_comparison_operation
    pub operations: usize,
    /// Who came first, where that is proven
    pub direction: wkin_direction,
    /// 1: rests on rearranged weights; see wkin_comparison_arrangement
    pub arranged: u32,
    /// Standard error; 0 when it is no estimate
    pub common_variance_error: f64,
    /// What survives a change of the residual stream's basis, from fingerprints that have anchors.
    pub anchors: wkin_evidence,
    /// Feed-forward networks that were compared so
    pub anchored_networks: u64,
    /// After Holm over components with anchors, times two
    pub anchors_log10_p_holm: f64,
}

/// Everything measured on one pair of tensors; a is the subject, b the reference. Sums run over the
/// positions where both elements are finite.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_evidence {
    /// As in the subject
    pub subject_name: *const c_char,
    /// As in the reference
    pub reference_name: *const c_char,
    /// For people: why it may not convict; may be empty
    pub detail: *const c_char,
    /// Permutation group; empty: none
    pub group: *const c_char,
    /// `rank` extents; never NULL
    pub shape: *const u64,
    /// Of both
    pub rank: usize,
    /// Index into the subject's tensors
    pub subject: usize,
    /// Index into the reference's tensors
    pub reference: usize,
    /// Index of the subject's component
    pub component: usize,
    /// Of the subject's tensor
    pub parameters: u64,
    /// How the two found each other
    pub r#match: wkin_match,
    /// Of its elements
    pub subject_dtype: wkin_dtype,
    /// Of its elements
    pub reference_dtype: wkin_dtype,
    /// Of the subject's tensor
    pub role: wkin_role,
    /// The weaker of both sides'
    pub r#use: wkin_use,
    /// Why it may not convict
    pub exclusion: wkin_exclusion,
    /// -1: outside of layers
    pub layer: i32,
    pub reserved: u32,
    /// Positions compared
    pub elements: u64,
    /// Positions where both are finite
    pub finite: u64,
    /// NaN or infinite elements of a
    pub nonfinite_a: u64,
    /// Likewise of b
    pub nonfinite_b: u64,
    /// Equal bits, after a cast if types differ
    pub bit_equal: u64,
    /// Equal sign: -1, 0 or +1
    pub sign_equal: u64,
    /// Where a is +0 or -0
    pub zero_a: u64,
    /// Where b is
    pub zero_b: u64,
    /// Where both are
    pub zero_both: u64,
    /// Sum a
    pub sum_a: f64,
    /// Sum b
    pub sum_b: f64,
    /// Sum a^2
    pub sum_aa: f64,
    /// Sum b^2
    pub sum_bb: f64,
    /// Sum a b
    pub sum_ab: f64,
    /// Sum |a-b|
    pub sum_abs_diff: f64,
    /// Sum (a-b)^2
    pub sum_sq_diff: f64,
    /// Largest |a-b|
    pub max_abs_diff: f64,
    /// A b / (|a| |b|)
    pub cosine: f64,
    /// What strangers of these moments show
    pub cosine_if_unrelated: f64,
    /// 0 if unrelated
    pub pearson: f64,
    /// Norm of a - b over that of b
    pub relative_l2: f64,
    /// What strangers show
    pub relative_l2_if_unrelated: f64,
    /// Least-squares c in a = c b
    pub scale: f64,
    /// Mean of a
    pub mean_a: f64,
    /// Mean of b
    pub mean_b: f64,
    /// Standard deviation of a
    pub sd_a: f64,
    /// Standard deviation of b
    pub sd_b: f64,
    /// Of all elements
    pub bit_equal_share: f64,
    /// What strangers show
    pub bit_equal_chance: f64,
    /// Of finite pairs
    pub sign_equal_share: f64,
    /// What strangers show
    pub sign_equal_chance: f64,
    /// WKIN_NULL_NONE when not tested
    pub permutation: wkin_evidence,
    /// What a search had to do with them
    pub fit: wkin_fit,
    /// 1: all elements are equal, but only after a cast that lost bits
    pub rounded: u32,
    /// Standard error; 0 when it is no estimate
    pub pearson_error: f64,
    /// 1: differs by no more than undoing a lossy layout may leave
    pub same_once_undone: u32,
    /// Unless ELEMENTS, counts of equal elements and sums are unknown
    pub basis: wkin_equality,
}

/// A tensor without a counterpart, and why.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_unmatched {
    /// As in its model
    pub name: *const c_char,
    /// Its id
    pub component: *const c_char,
    /// Why nothing corresponds
    pub reason: *const c_char,
    /// Index into its side's tensors
    pub tensor: usize,
    /// Its elements
    pub parameters: u64,
    /// Whose tensor it is
    pub side: wkin_side,
    pub reserved: u32,
}

/// The options that the numbers depend on, as they were used.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_ruling_settings {
    /// Family-wise level
    pub log10_alpha: f64,
    /// Smaller dependence occurs between innocents
    pub effect_floor: f64,
    /// Share of common variance that `derived` needs
    pub derived_share: f64,
    /// Units whose order was searched must share more
    pub searched_floor: f64,
    /// Of samples and permutations
    pub seed: u64,
    /// Rows of a sample
    pub max_units: u64,
    /// Columns of a sample
    pub max_features: u64,
}

/// What was asked of a comparison besides those; with both, and the files, it can be repeated.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_asked_search {
    /// Digest of its rules, 64 hexadecimal digits; empty: no map
    pub component_map: *const c_char,
    /// A search might take; 0: no limit
    pub seconds: f64,
    /// How far to look for rearrangements
    pub depth: wkin_search_depth,
    pub reserved: u32,
}

/// How a compared model's files were read, as far as it decides what is compared.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_model_opening {
    /// 1: names, axis order and values as the files have them
    pub as_stored: u32,
    /// 1: unknown classes in pickles were inert values, not an error
    pub lenient_pickle: u32,
}

/// Maps go from the subject's numbers to the reference's. They are borrowed from the comparison, as
/// strings are, and NULL where their length is 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_arrangement {
    /// `layers` numbers. A reference layer may occur twice or never
    pub layer_of: *const i64,
    /// `stream` dimensions of the residual stream, when permuted
    pub stream_of: *const i64,
    /// +1 or -1 for each of `stream_signs` dimensions, when permuted
    pub stream_sign: *const i8,
    /// `tokens` rows of the token embedding
    pub token_of: *const i64,
    /// 0: not looked for
    pub layers: usize,
    /// 0: not permuted, or not looked for
    pub stream: usize,
    /// 0 or `stream`
    pub stream_signs: usize,
    /// 0: the same numbers
    pub tokens: usize,
    /// See wkin_comparison_unit_map
    pub unit_maps: usize,
    /// Component of the reference
    pub reference: usize,
    /// Of the layer and expert maps that values chose among; 0: none
    pub log10_choices: f64,
    /// Of the residual stream
    pub basis: wkin_basis,
    /// 1: some tensor had to be picked, flipped, multiplied or turned
    pub moves_values: u32,
    /// 1: several networks come from one, experts from a dense one
    pub repeats_networks: u32,
    pub reserved: u32,
    /// 1: norm gains differ, and the matrices behind make up for it
    pub gains_moved: u32,
    /// 1: tokens have other numbers, also where `token_of` was not kept
    pub tokens_moved: u32,
    /// Of a wider subject: share of the energy of its token table, or of what else related the
    /// streams, that no more directions than the reference has dimensions can hold. 0: the stream
    /// uses no more of them. NaN: not looked for.
    pub stream_outside: f64,
}

/// Which unit of the reference each unit of the subject is, in one permutation group.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_unit_map {
    /// Permutation group of the subject
    pub subject_group: *const c_char,
    /// Its counterpart
    pub reference_group: *const c_char,
    /// `units` numbers, WKIN_NO_COUNTERPART for units that were added
    pub reference_of: *const i64,
    /// Of the subject's group
    pub units: usize,
    /// Share of the mapped units on which two disjoint halves of the evidence, asked separately,
    /// name the same counterpart; 1/units between strangers. NaN when not asked.
    pub agreement: f64,
    /// 1: every unit kept its number
    pub identity: u32,
    pub reserved: u32,
    /// Units with a counterpart
    pub mapped: usize,
    /// Units that changed sign in what is behind their first part
    pub flipped: u64,
    /// Groups of heads: how the rows inside heads stand, of values ...
    pub values: wkin_basis,
    /// ... and of keys; permuted: signs perhaps flipped, rotated: mixed
    pub keys: wkin_basis,
    /// How many units (heads: or their rows) `agreement` is of
    pub asked: u64,
    /// Where nothing was left to ask: share of the units that another group vouches for, whose
    /// order was derived from this one's and was confirmed. NaN: none does.
    pub implied: f64,
}

/// A reading of the values: the operation that beat the alternatives weighed, or an exact pattern
/// that it leaves. No record of an act.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_operation {
    /// One sentence: what, where, how much
    pub text: *const c_char,
    /// Log10 of how much likelier the compared values are under this operation than under a
    /// Gaussian residual of the same size in every tensor; 0 for the latter itself, infinite where
    /// nothing was weighed because an exact pattern is read off: equal bits, zeros, points of a
    /// grid, the order of layers or units in which the values meet. Another act can leave the same
    /// pattern.
    pub log10_likelihood_margin: f64,
    /// See wkin_comparison_operation_number
    pub numbers: usize,
    /// See wkin_comparison_operation_tensor; 0: seen in all that were compared
    pub tensors: usize,
    /// What the change looks like
    pub kind: wkin_operation_kind,
    pub reserved: u32,
}

/// A measured number of an operation.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_operation_number {
    /// Lower_snake_case, e.g. "rank", "density"
    pub name: *const c_char,
    /// As measured
    pub value: f64,
    /// Standard error; NaN: none
    pub error: f64,
}

/// What changed in one tensor that shows an operation: its squared singular values beside those of
/// a Gaussian difference of the same size and shape. A few that stick out are what an adapter or a
/// removed direction leaves; independent noise has none; training has a slope. Lists are borrowed
/// from the comparison, largest first, NULL where `values` is 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_change_spectrum {
    /// The subject's name
    pub tensor: *const c_char,
    /// `values` of them, of the sum of all
    pub shares: *const f64,
    /// What a Gaussian difference is expected to have there
    pub gaussian_shares: *const f64,
    /// At most 64
    pub values: usize,
    /// That were looked at, the same on both sides
    pub rows: u64,
    /// Likewise
    pub columns: u64,
    /// Of the tensor: axis 0
    pub all_rows: u64,
    /// Of the tensor: all other axes
    pub all_columns: u64,
    /// Shares above the edge, of all, not only of those listed
    pub above_edge: u64,
    /// Root mean square of the difference over the reference's
    pub relative_size: f64,
    /// The largest Gaussian share is above it about once in a thousand
    pub gaussian_edge: f64,
    /// Sum of the shares above the edge
    pub share_above_edge: f64,
    /// That the tensor is an example of
    pub operation: wkin_operation_kind,
    pub reserved: u32,
}

/// How a mixture is looked for; WKIN_MERGE_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_merge_options {
    pub struct_size: usize,
    /// 0: as many as the machine has; never changes the answer
    pub threads: u32,
    pub reserved: u32,
    /// Decades a reference must gain to count as a parent; 0: 3
    pub least_margin: f64,
    /// Share of the change above which no mixture is claimed; 0: 0.5
    pub most_unexplained: f64,
    /// NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
    /// That the searches for references in another order may take together, at most 1e9; 0: no
    /// limit. Where it is reached `search_missing` says so; answers then depend on the machine's
    /// speed
    pub search_seconds: f64,
    /// WKIN_DEPTH_FULL searches whatever it costs, WKIN_DEPTH_AUTOMATIC where it is cheap, the
    /// others never
    pub depth: wkin_search_depth,
    pub reserved2: u32,
    /// NULL: none
    pub on_log: wkin_log_callback,
    /// Handed to `on_log`
    pub log_user_data: *mut c_void,
}

/// The mixture in one component of the subject.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_mixture {
    /// The subject's component
    pub id: *const c_char,
    /// One sentence
    pub text: *const c_char,
    /// See wkin_merge_share
    pub references: usize,
    /// See wkin_merge_layer
    pub layers: usize,
    /// Compared
    pub tensors: usize,
    /// References that pass the margin
    pub contributors: usize,
    /// Share of the change that no reference explains
    pub unexplained: f64,
    /// Share of each change that was kept (dare, ties)
    pub density: f64,
    /// Of all weights
    pub weight_sum: f64,
    /// Its standard error
    pub weight_sum_error: f64,
    /// How they were mixed
    pub method: wkin_merge_method,
    pub reserved: u32,
    /// What proves the direction, or why nothing does
    pub direction_reason: *const c_char,
    /// Subject from reference: it lies among two or more of them
    pub direction: wkin_direction,
    /// 1: no mixture is shown, and not every reference was looked for in another order of its
    /// units: out of time, or it would have cost too much; `text` says which
    pub search_missing: u32,
}

/// What one reference contributed. For WKIN_MERGE_SPHERICAL the weight is the place on the arc, for
/// WKIN_MERGE_DARE and WKIN_MERGE_TIES the declared one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_parent_share {
    /// Of the parent, or of its change from the base
    pub weight: f64,
    /// Standard error
    pub error: f64,
    /// How much likelier the values are with this parent; infinite where bits or codes say so
    pub log10_margin: f64,
}

/// The mixture in one layer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_layer_mixture {
    /// Compared
    pub tensors: usize,
    /// See wkin_merge_layer_share
    pub references: usize,
    /// Share of the change that is left over
    pub unexplained: f64,
    /// -1: outside of layers
    pub layer: i32,
    pub reserved: u32,
}

/// How a model is fingerprinted; WKIN_FINGERPRINT_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_fingerprint_options {
    pub struct_size: usize,
    /// Fingerprints of different seeds cannot be compared
    pub seed: u64,
    /// JSON, docs/component-map.md; NULL: none
    pub component_map: *const c_char,
    /// Kept in the fingerprint; NULL: the model's
    pub name: *const c_char,
    /// 0: as many as the machine has; never changes a bit
    pub threads: u32,
    /// 1: faster, but no proof of identity
    pub no_digests: u32,
    /// In bytes; NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
    /// The string of every row of the token embedding, without marks of a word's beginning;
    /// borrowed for the call. 0: not known.
    pub vocabulary: *const *const c_char,
    /// How many `vocabulary` has
    pub vocabulary_count: usize,
    /// 1: nothing that survives a rotation is kept; faster
    pub no_anchors: u32,
    pub reserved: u32,
}

/// What a fingerprint says of the whole model.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_fingerprint_info {
    /// May be empty
    pub name: *const c_char,
    /// Of the container it was made from; may be empty
    pub format: *const c_char,
    /// Of its sketches
    pub seed: u64,
    /// Over the checksums of all tensors
    pub checksum: u64,
    /// Elements, tied tensors once
    pub parameters: u64,
    /// See wkin_fingerprint_tensor
    pub tensors: usize,
    /// See wkin_fingerprint_component
    pub components: usize,
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// 0: both are zero
    pub has_roots: u32,
    pub reserved: u32,
    /// See wkin_fingerprint_anchor
    pub anchors: usize,
}

/// What a fingerprint says of one component.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_component_print {
    /// E.g. "vision_encoder"
    pub id: *const c_char,
    /// What its tensor names begin with
    pub prefix: *const c_char,
    /// How many belong to it
    pub tensors: u64,
    /// Tied tensors counted once
    pub parameters: u64,
    /// What it is for
    pub kind: wkin_component_kind,
    /// How many it has
    pub layers: u32,
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// 0: both are zero
    pub has_roots: u32,
    pub reserved: u32,
}

/// What is left of one tensor. Pointers are NULL where a part is absent.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_print {
    /// As in the model
    pub name: *const c_char,
    /// Storage scheme of decoded tensors; else empty
    pub scheme: *const c_char,
    /// The name with prefix and naming dialect removed
    pub slot: *const c_char,
    /// `rank` extents; never NULL
    pub shape: *const u64,
    /// `buckets`; bucket j is sketch_codes\[j\] * sketch_scale
    pub sketch_codes: *const i16,
    /// `units`
    pub unit_scales: *const f32,
    /// 16 a unit; feature f of unit u is unit_codes\[16 u + f\] * unit_scales\[u\]
    pub unit_codes: *const i8,
    /// 32 sorted row norms
    pub row_profile: *const f32,
    /// 120 correlations of row features, in 1/127
    pub row_gram: *const i8,
    /// 32 bytes, of the values in whatever type and container
    pub value_digest: *const u8,
    /// 32 bytes, of the stored bytes
    pub stored_digest: *const u8,
    /// The product of `shape`
    pub elements: u64,
    /// NaN and infinite elements
    pub nonfinite: u64,
    /// Finite, but 1024 or more in size
    pub outside: u64,
    /// Elements that are +0 or -0
    pub zeros: u64,
    /// Elements below zero
    pub negative: u64,
    /// Of the values
    pub checksum: u64,
    /// What `checksum` becomes after a cast to bf16
    pub checksum_bf16: u64,
    /// Likewise to f16
    pub checksum_f16: u64,
    /// +infinity when no element is finite
    pub minimum: f64,
    /// -infinity likewise
    pub maximum: f64,
    /// Of the finite elements
    pub mean: f64,
    /// Likewise
    pub mean_square: f64,
    /// Index of its component
    pub component: usize,
    /// 0: no sketch
    pub buckets: usize,
    /// Sampled; 0: none
    pub units: usize,
    /// See wkin_fingerprint_landmark
    pub landmarks: usize,
    /// Quantiles of log |x|
    pub magnitudes: [u16; 16],
    /// Of the logical tensor
    pub dtype: wkin_dtype,
    /// 0 is a scalar
    pub rank: u32,
    /// What it does
    pub role: wkin_role,
    /// What it may say in a ruling
    pub r#use: wkin_use,
    /// Why it may not convict
    pub exclusion: wkin_exclusion,
    /// -1: none
    pub layer: i32,
    /// Value of one step of a code
    pub sketch_scale: f32,
    pub reserved: u32,
}

/// One of the heaviest rows of a matrix.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_row_landmark {
    /// Its number
    pub row: u32,
    /// Of the whole row
    pub norm: f32,
    /// Value of one step of a code
    pub scale: f32,
    /// Feature f is codes\[f\] * scale
    pub codes: [i8; 16],
}

/// What of one feed-forward network survives any change of the residual stream's basis.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_unit_anchors {
    /// `cosine_count`, in 1/32767; NULL: none
    pub cosines: *const i16,
    /// `gate_code_count`, 16 a unit; NULL: none
    pub gate_codes: *const i8,
    /// `up_code_count`
    pub up_codes: *const i8,
    /// How many `cosines` has
    pub cosine_count: usize,
    /// How many `gate_codes` has
    pub gate_code_count: usize,
    /// How many `up_codes` has
    pub up_code_count: usize,
    /// Tensors; SIZE_MAX: none, the same as `up` where one tensor has both
    pub gate: usize,
    /// Index of a tensor
    pub up: usize,
    /// Likewise
    pub down: usize,
    /// Rows of the embedding that directions were seen from
    pub vocabulary: u64,
    /// How the tokens were chosen
    pub tokens: wkin_token_choice,
    pub reserved: u32,
}

/// Similarity estimated from sketches, each with its standard error. NaN and infinity where a
/// sketch is missing or the sizes differ.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_print_similarity {
    /// 0 if unrelated
    pub pearson: f64,
    /// Its standard error
    pub pearson_error: f64,
    /// From sketch and moments
    pub cosine: f64,
    /// Its standard error
    pub cosine_error: f64,
    /// ||a - b|| / ||b||
    pub relative_l2: f64,
    /// Its standard error
    pub relative_l2_error: f64,
}

/// A tensor as announced before any of its elements.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_declaration {
    /// Copied
    pub name: *const c_char,
    /// `rank` extents; copied
    pub shape: *const u64,
    /// Of every element
    pub dtype: wkin_dtype,
    /// 0 is a scalar
    pub rank: u32,
}

/// How a builder works; WKIN_BUILDER_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_builder_options {
    pub struct_size: usize,
    /// The same for all parts of a model
    pub seed: u64,
    /// What the tensors are, in the same order; NULL: names and shapes decide. The same for all
    /// parts of a model
    pub contents: *const wkin_inventory,
    /// 1: for shards that cut rows, and faster
    pub no_digests: u32,
    pub reserved: u32,
}

/// How references are scanned; WKIN_SCAN_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_scan_options {
    pub struct_size: usize,
    /// 0: as many as the machine has; never changes the answer
    pub threads: u32,
    pub reserved: u32,
    /// Of all references and components together; 0: -5
    pub log10_alpha: f64,
    /// As in wkin_compare_options
    pub effect_floor: f64,
    /// Likewise
    pub seed: u64,
    /// References compared in full, per component; 0: 8
    pub confirm: u64,
    /// What the nearest may lack, at most; 0: 0.25
    pub nearest_share: f64,
    /// Standard errors that a separation needs; 0: 5
    pub separation_errors: f64,
    /// JSON, for comparisons of weights; NULL: none
    pub component_map: *const c_char,
    /// NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
    /// NULL: none
    pub on_log: wkin_log_callback,
    /// Handed to `on_log`
    pub log_user_data: *mut c_void,
    /// As in wkin_compare_options
    pub derived_share: f64,
    /// Likewise
    pub searched_floor: f64,
    /// Likewise
    pub max_units: u64,
    /// Likewise
    pub max_features: u64,
    /// How many references there were in all, where those given were chosen from more: levels and
    /// corrections are for so many. Fewer than given counts as those given; at most 10^12.
    pub population: u64,
}

/// What a scan found.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_scan_overall {
    /// The answer in one sentence
    pub sentence: *const c_char,
    /// Path or label
    pub subject_name: *const c_char,
    /// Elements, tied tensors once
    pub subject_parameters: u64,
    /// One a component; see wkin_scan_origin
    pub origins: usize,
    /// See wkin_scan_candidate
    pub candidates: usize,
    /// References compared in full
    pub compared: usize,
    /// That p-values are corrected for
    pub tests: usize,
    /// Sentences on what this cannot see
    pub limits: usize,
    /// The strongest
    pub verdict: wkin_verdict,
    pub reserved: u32,
    /// Of its container
    pub subject_format: *const c_char,
    /// How many
    pub subject_tensors: u64,
    /// In all: `population`
    pub references: u64,
}

/// The options that the numbers of a scan or a forest depend on, as they were given.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_many_settings {
    /// Of all pairs together; each got it divided by their number
    pub log10_alpha: f64,
    /// Smaller dependence occurs between innocents
    pub effect_floor: f64,
    /// Share of common variance that `derived` needs
    pub derived_share: f64,
    /// Units whose order was searched must share more
    pub searched_floor: f64,
    /// Of samples and permutations
    pub seed: u64,
    /// Rows of a sample
    pub max_units: u64,
    /// Columns of a sample
    pub max_features: u64,
    /// What the nearest may lack, at most
    pub nearest_share: f64,
    /// Standard errors that a separation needs
    pub separation_errors: f64,
}

/// In which ways two fingerprints resemble each other: from 0, what strangers show, to 1; NaN where
/// either has not what it takes. Not evidence of descent.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_affinity {
    /// Equal values in any type
    pub values: f64,
    /// Equal checksums, also after a cast
    pub checksums: f64,
    /// Correlation of whole tensors
    pub sketches: f64,
    /// The heaviest rows, wherever they moved
    pub landmarks: f64,
    /// The same rows in any order
    pub gram: f64,
    /// Rows and columns in any order, any scale
    pub profiles: f64,
    /// Elements in any order, any scale
    pub magnitudes: f64,
}

/// A reference, and what came of comparing it. Verdict, sentence and components are empty when it
/// was not compared.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_candidate {
    /// Path or label
    pub name: *const c_char,
    /// Of its container
    pub format: *const c_char,
    /// Overall, in one sentence
    pub sentence: *const c_char,
    /// Its place among those given
    pub reference: usize,
    /// See wkin_scan_candidate_component
    pub components: usize,
    /// How many
    pub tensors: u64,
    /// Elements, tied tensors once
    pub parameters: u64,
    /// 1: among the nearest of some component
    pub compared: u32,
    /// The strongest finding, or why there is none
    pub verdict: wkin_verdict,
    /// What was looked at
    pub source: wkin_evidence_source,
    pub reserved: u32,
}

/// What remains of the ruling on one component when many pairs are looked at.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_component_summary {
    /// The subject's component
    pub id: *const c_char,
    /// Empty: none
    pub reference_id: *const c_char,
    /// The evidence in one sentence
    pub sentence: *const c_char,
    /// Of the subject
    pub component: usize,
    /// The ruling
    pub verdict: wkin_verdict,
    /// How it was changed, where that shows
    pub change: wkin_change,
    /// In pairs that may carry a verdict
    pub parameters_compared: u64,
    /// Weighted median; 0 if unrelated
    pub pearson: f64,
    /// Share that the reference explains
    pub common_variance: f64,
    /// Its standard error
    pub common_variance_error: f64,
    /// Before any correction
    pub log10_p: f64,
    /// After Holm over all components of all pairs
    pub log10_p_holm: f64,
    /// Smallest effect found with probability one half
    pub minimum_detectable: f64,
}

/// Where one component of the subject comes from. The lists hold places among the references given
/// and are lent by the scan.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_origin {
    /// The subject's component
    pub id: *const c_char,
    /// What was found, in one sentence
    pub sentence: *const c_char,
    /// References with a finding, strongest first; NULL when there is none
    pub found: *const usize,
    /// Of them those that no other is nearer than: one is the nearest, several cannot be told apart
    pub nearest: *const usize,
    /// How many `found` has
    pub found_count: usize,
    /// How many `nearest` has
    pub nearest_count: usize,
    /// See wkin_scan_separation
    pub separations: usize,
    /// Of the subject's component
    pub parameters: u64,
    /// Of the subject's parameters
    pub share: f64,
    /// What it is for
    pub kind: wkin_component_kind,
    pub reserved: u32,
}

/// Why one of two found references was called nearer, or neither was.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_separation {
    /// Places among the references given
    pub nearer: usize,
    /// Likewise
    pub farther: usize,
    /// Of what sets them apart, the subject has so much of the farther; NaN: unknown
    pub share: f64,
    /// Its standard error
    pub share_error: f64,
    /// 0: neither is nearer
    pub separable: u32,
    pub reserved: u32,
}

/// What else is known about who of two models came first, e.g. from a comparison's `direction`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_known_direction {
    /// Place among the models
    pub subject: usize,
    /// Likewise
    pub reference: usize,
    /// Of the subject; NULL: all
    pub component: *const c_char,
    /// What proves it; may be NULL
    pub reason: *const c_char,
    /// Who came first
    pub direction: wkin_direction,
    pub reserved: u32,
}

/// How trees are grown; WKIN_FOREST_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_forest_options {
    pub struct_size: usize,
    /// 0: as many as the machine has; never changes the answer
    pub threads: u32,
    pub reserved: u32,
    /// Of all pairs and components together; 0: -5
    pub log10_alpha: f64,
    /// As in wkin_compare_options
    pub effect_floor: f64,
    /// Likewise
    pub seed: u64,
    /// As in wkin_scan_options
    pub nearest_share: f64,
    /// Likewise
    pub separation_errors: f64,
    /// `direction_count`; borrowed for the call
    pub directions: *const wkin_known_direction,
    /// How many `directions` has
    pub direction_count: usize,
    /// Sizeof(wkin_known_direction) when there are any
    pub direction_size: usize,
    /// JSON, for comparisons of weights; NULL: none
    pub component_map: *const c_char,
    /// NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
    /// NULL: none
    pub on_log: wkin_log_callback,
    /// Handed to `on_log`
    pub log_user_data: *mut c_void,
    /// As in wkin_compare_options
    pub derived_share: f64,
    /// Likewise
    pub searched_floor: f64,
    /// Likewise
    pub max_units: u64,
    /// Likewise
    pub max_features: u64,
}

/// What a forest consists of.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_forest_overall {
    /// Models that nothing was found for; NULL when there is none
    pub singles: *const usize,
    /// How many `singles` has
    pub single_count: usize,
    /// As given
    pub models: usize,
    /// See wkin_forest_pair
    pub pairs: usize,
    /// See wkin_forest_family
    pub families: usize,
    /// That p-values are corrected for
    pub tests: usize,
    /// Sentences on what this cannot see
    pub limits: usize,
}

/// Components that depend on one another.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_family {
    /// See wkin_forest_node, ...
    pub nodes: usize,
    /// See wkin_forest_edge
    pub edges: usize,
    /// See wkin_forest_merge
    pub merges: usize,
    /// See wkin_forest_unplaced
    pub unplaced: usize,
    /// Sentences
    pub notes: usize,
    /// Node where all descent starts; WKIN_NO_INDEX unless proven
    pub root: usize,
    /// Above 0.5 nothing follows from the tree's shape
    pub misfit: f64,
    /// Elements that distances are taken over
    pub parameters: f64,
}

/// A point of a tree: whose weights lie here, or an unknown point where branches part.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_node {
    /// Of an unknown point: nodes that it may coincide with; NULL: none
    pub may_be: *const usize,
    /// How many `may_be` has
    pub may_be_count: usize,
    /// See wkin_forest_member; 0: an unknown point
    pub members: usize,
}

/// One component of one model.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_member {
    /// Its id
    pub component: *const c_char,
    /// Place among the models
    pub model: usize,
    /// 1: the model has other components, too
    pub of_several: u32,
    /// 1: equal to the first of its node only after a cast
    pub cast: u32,
}

/// Two points with nothing else between them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_edge {
    /// What proves the direction; empty where nothing does
    pub reason: *const c_char,
    /// Nodes; the elder one first where directed
    pub first: usize,
    /// Likewise
    pub second: usize,
    /// Mean square difference in units of the weights' variance; NaN: unknown
    pub length: f64,
    /// Its standard error
    pub length_error: f64,
    /// 1: it is proven who came first
    pub directed: u32,
    /// 1: see wkin_forest_finding
    pub has_finding: u32,
}

/// A model that lies in the span of others.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tree_merge {
    /// The finding in one sentence
    pub sentence: *const c_char,
    /// Node
    pub child: usize,
    /// Node that changes are counted from; WKIN_NO_INDEX: none
    pub base: usize,
    /// See wkin_forest_parent
    pub parents: usize,
    /// Share of the distance to the nearest parent that is left over
    pub residual: f64,
    /// 1: the child was made from the parents; 0: one of them all is a combination of the others,
    /// and the weights do not tell which
    pub proven: u32,
    pub reserved: u32,
}

/// One of several that a model was mixed of.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tree_parent {
    /// Of the same family
    pub node: usize,
    /// Of (parent - base), or of the parent where there is no base
    pub weight: f64,
    /// Its standard error
    pub weight_error: f64,
}

/// The comparison of two of the models.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_forest_comparison {
    /// Overall, in one sentence
    pub sentence: *const c_char,
    /// Places among the models
    pub subject: usize,
    /// Likewise
    pub reference: usize,
    /// See wkin_forest_pair_component
    pub components: usize,
    /// The strongest finding, or why there is none
    pub verdict: wkin_verdict,
    /// What was looked at
    pub source: wkin_evidence_source,
}

/// How a model is hashed; WKIN_HASH_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_hash_options {
    pub struct_size: usize,
    /// JSON; NULL: none
    pub component_map: *const c_char,
    /// 0: as many as the machine has; never changes a bit
    pub threads: u32,
    pub reserved: u32,
    /// In bytes; NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
}

/// What exactly a model is: equal roots mean equal values.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_hash_roots {
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// See wkin_hash_tensor
    pub tensors: usize,
    /// See wkin_hash_component
    pub components: usize,
}

/// What exactly one tensor is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_hash {
    /// As in the model
    pub name: *const c_char,
    /// `rank` extents; never NULL
    pub shape: *const u64,
    /// Of every element
    pub dtype: wkin_dtype,
    /// 0 is a scalar
    pub rank: u32,
    /// Of the stored bytes
    pub stored: [u8; 32],
    /// Of the values, in whatever type and container
    pub value: [u8; 32],
}

/// What exactly one component is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_component_hash {
    /// E.g. "vision_encoder"
    pub id: *const c_char,
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
}

/// How a manifest is made; WKIN_MANIFEST_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_manifest_options {
    pub struct_size: usize,
    /// Of every digest
    pub algorithm: wkin_manifest_hash,
    /// 1: links to files are read; else they are WKIN_UNSUPPORTED
    pub follow_links: u32,
    /// `ignored_count` paths relative to the model
    pub ignored: *const *const c_char,
    /// How many `ignored` has
    pub ignored_count: usize,
    /// 0: as many as the machine has
    pub threads: u32,
    pub reserved: u32,
    /// In bytes; NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
}

/// What a manifest says of the whole model.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_manifest_info {
    /// Its name
    pub model: *const c_char,
    /// See wkin_manifest_file_at
    pub files: usize,
    /// Of every digest
    pub algorithm: wkin_manifest_hash,
    /// 1: links stand for what they lead to
    pub follow_links: u32,
    /// What a signature is about
    pub subject: [u8; 32],
}

/// One file of a manifest.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_manifest_file {
    /// Relative to the model's folder
    pub name: *const c_char,
    /// Digest of its bytes
    pub content: [u8; 32],
}

/// A file that is not as listed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_file_difference {
    /// Relative to the model's folder; lent by the manifest that has it
    pub name: *const c_char,
    /// In what way
    pub state: wkin_file_state,
    pub reserved: u32,
}

/// How an index is opened; WKIN_INDEX_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_index_options {
    pub struct_size: usize,
    /// Kept between queries; 0: 256 MiB
    pub key_cache_bytes: u64,
    /// What it is opened for
    pub access: wkin_index_access,
    /// How long to wait for another writer; 0: 10 seconds
    pub busy_milliseconds: u32,
}

/// What an index holds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_index_info {
    /// How many
    pub models: u64,
    /// Of all models
    pub components: u64,
    /// That were kept
    pub rulings: u64,
    /// Of all fingerprints in it
    pub seed: u64,
    /// Version
    pub schema: u64,
    /// 0: nothing was added yet
    pub has_seed: u32,
    /// 1: PostgreSQL
    pub on_server: u32,
    /// 1: candidates by sketch come from the server's own index
    pub vector_search: u32,
    pub reserved: u32,
}

/// How an index is asked; WKIN_INDEX_QUERY_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_index_query_options {
    pub struct_size: usize,
    /// How many to rank; 0: 64
    pub candidates: usize,
    /// How many to compare, per component; 0: 8
    pub confirm: usize,
    /// For all models of the index together; 0: -5
    pub log10_alpha: f64,
    /// NULL: none
    pub on_progress: wkin_progress_callback,
    /// Handed to `on_progress`
    pub user_data: *mut c_void,
    /// 0: as many as the machine has; never changes the answer
    pub threads: u32,
    pub reserved: u32,
    /// NULL: none
    pub on_log: wkin_log_callback,
    /// Handed to `on_log`
    pub log_user_data: *mut c_void,
    /// As in wkin_compare_options
    pub effect_floor: f64,
    /// Likewise
    pub seed: u64,
    /// As in wkin_scan_options
    pub nearest_share: f64,
    /// Likewise
    pub separation_errors: f64,
}

/// What an answer consists of.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_index_answer_info {
    /// In the index
    pub models: u64,
    /// See wkin_index_exact
    pub exact: usize,
    /// See wkin_index_candidate
    pub candidates: usize,
    /// Of wkin_index_verify
    pub problems: usize,
    /// Of a query; WKIN_VERDICT_NOT_COMPARABLE when nothing was compared
    pub overall: wkin_verdict,
    pub reserved: u32,
    /// Of a list; see wkin_index_entry_at
    pub entries: usize,
    /// See wkin_index_ruling_at
    pub rulings: usize,
}

/// A model that has values of the subject.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_exact_match {
    /// Of the model
    pub name: *const c_char,
    /// Of the model in the index
    pub id: u64,
    /// Distinct values of the subject that it has as well
    pub tensors_equal: u64,
    /// Of the subject's elements in tensors that may be evidence
    pub share: f64,
    /// 1: all values under all names
    pub same_root: u32,
    /// 1: all values
    pub same_nameless: u32,
    /// See wkin_index_exact_component
    pub components: usize,
}

/// A model that was ranked; no evidence unless it was compared.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_index_candidate_info {
    /// Of the model
    pub name: *const c_char,
    /// Of the subject, by which it was found; empty for exact ones
    pub component: *const c_char,
    /// Of the model in the index
    pub id: u64,
    /// How near it looks in its channel
    pub score: f64,
    /// In which it is placed best
    pub channel: wkin_key_channel,
    /// 1: it was compared with the subject
    pub compared: u32,
    /// Of the comparison; WKIN_VERDICT_UNDETERMINED when there was none
    pub verdict: wkin_verdict,
    pub reserved: u32,
    /// In its channel, from 0
    pub place: u64,
}

/// A model of an index.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_index_entry {
    /// As it was added
    pub name: *const c_char,
    /// Of its container
    pub format: *const c_char,
    /// Never given twice in one index
    pub id: u64,
    /// How many
    pub tensors: u64,
    /// Elements, tied tensors once
    pub parameters: u64,
    /// Of its fingerprint
    pub print_bytes: u64,
    /// BLAKE3 of the fingerprint's bytes
    pub print: [u8; 32],
    /// Merkle root over names and values
    pub root: [u8; 32],
    /// Names and repeated tensors do not count
    pub nameless: [u8; 32],
    /// 0: both are zero
    pub has_roots: u32,
    pub reserved: u32,
}

/// A document that was kept.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_kept_ruling {
    /// JSON, as it was given
    pub document: *const c_char,
    /// In bytes, without the final zero
    pub length: usize,
    /// By which it was kept
    pub subject: [u8; 32],
    /// Likewise
    pub reference: [u8; 32],
}

/// One tensor that another library hands over: exactly one of the two pointers is not NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_dlpack_tensor {
    /// Not NULL, unique within the model; copied
    pub name: *const c_char,
    /// A DLManagedTensor, or NULL
    pub managed: *mut c_void,
    /// A DLManagedTensorVersioned, or NULL
    pub versioned: *mut c_void,
}

/// Where the elements of a tensor lie. Borrowed from the model.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_tensor_memory {
    /// Element \[0,...,0\], any alignment
    pub data: *const c_void,
    /// In elements, one an axis; NULL: packed in C order
    pub strides: *const i64,
}

/// A file that a compared model was read from.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_compared_file {
    /// The last part of its path
    pub name: *const c_char,
    /// Of the whole file, 64 lower-case hexadecimal digits
    pub sha256: *const c_char,
    /// Of the whole file
    pub size_bytes: u64,
}

/// What documents say beside the comparisons; WKIN_DOCUMENT_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_document_options {
    pub struct_size: usize,
    /// "2026-01-31T12:00:00Z"; NULL: none is written
    pub created: *const c_char,
    /// "owner/name" or "pkg:..."; NULL: the last part of its path
    pub subject_id: *const c_char,
    /// Likewise, one for each comparison; NULL: none
    pub reference_ids: *const *const c_char,
    /// How many `reference_ids` has
    pub reference_count: usize,
}

/// How a text report looks; {0} beside its size is what the functions without options give.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_text_options {
    pub struct_size: usize,
    /// 1: ANSI colours
    pub colour: u32,
    /// 1: also one line per tensor, where the report has such
    pub tensors: u32,
    /// 1: bars of Unicode blocks instead of ASCII
    pub blocks: u32,
    /// Columns that sentences are wrapped to; 0: 110
    pub width: u32,
}

/// What one pass over two tensors yields; a is the subject, b the reference. Sums run over the
/// positions where both elements are finite. The counts and sums are exact: the same bits on every
/// machine; the numbers from `cosine` on are NaN where they do not exist.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_pair {
    /// Positions compared
    pub elements: u64,
    /// Positions where both are finite
    pub finite: u64,
    /// NaN or infinite elements of a
    pub nonfinite_a: u64,
    /// Likewise of b
    pub nonfinite_b: u64,
    /// Equal bits, after a cast if types differ
    pub bit_equal: u64,
    /// Equal sign: -1, 0 or +1
    pub sign_equal: u64,
    /// Where a is +0 or -0
    pub zero_a: u64,
    /// Where b is
    pub zero_b: u64,
    /// Where both are
    pub zero_both: u64,
    /// Sum a
    pub sum_a: f64,
    /// Sum b
    pub sum_b: f64,
    /// Sum a^2
    pub sum_aa: f64,
    /// Sum b^2
    pub sum_bb: f64,
    /// Sum a b
    pub sum_ab: f64,
    /// Sum |a-b|
    pub sum_abs_diff: f64,
    /// Sum (a-b)^2
    pub sum_sq_diff: f64,
    /// Largest |a-b|
    pub max_abs_diff: f64,
    /// A b / (|a| |b|)
    pub cosine: f64,
    /// What strangers of these moments show
    pub cosine_if_unrelated: f64,
    /// 0 if unrelated
    pub pearson: f64,
    /// Norm of a - b over that of b
    pub relative_l2: f64,
    /// What strangers show
    pub relative_l2_if_unrelated: f64,
    /// Least-squares c in a = c b
    pub scale: f64,
    /// Mean of a
    pub mean_a: f64,
    /// Mean of b
    pub mean_b: f64,
    /// Standard deviation of a
    pub sd_a: f64,
    /// Standard deviation of b
    pub sd_b: f64,
    /// Of all elements
    pub bit_equal_share: f64,
    /// Of finite pairs
    pub sign_equal_share: f64,
}

/// What a policy says of itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_policy_info {
    /// Of the policy
    pub name: *const c_char,
    /// For people; may be empty
    pub description: *const c_char,
    /// How many it has
    pub rules: usize,
}

/// What is known beside the weights; WKIN_DECIDE_OPTIONS_INIT first.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_decide_options {
    pub struct_size: usize,
    /// Of references, JSON (docs/schemas/licences-1.json); NULL: none
    pub licences: *const c_char,
    /// The subject's model card, whose claims count; NULL: none
    pub card: *const c_char,
    /// The subject, whose own metadata claim as well; NULL: none
    pub claimant: *const wkin_model,
}

/// What a decision consists of.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_decision_overall {
    /// Its name
    pub policy: *const c_char,
    /// The policy's
    pub description: *const c_char,
    /// Path or label of the model in question
    pub subject: *const c_char,
    /// See wkin_decision_rule
    pub rules: usize,
    /// See wkin_decision_reference
    pub references: usize,
    /// See wkin_decision_claim
    pub claims: usize,
    /// See wkin_decision_limit
    pub limits: usize,
    /// The worst of the rules
    pub outcome: wkin_outcome,
    /// 1: something could be compared at all
    pub comparable: u32,
    /// That the subject claims to its base models; empty: not said
    pub relation: *const c_char,
    /// See wkin_decision_licence
    pub licences: usize,
}

/// What became of one rule.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_rule_decision {
    /// The rule's
    pub id: *const c_char,
    /// The rule's
    pub description: *const c_char,
    /// One sentence
    pub reason: *const c_char,
    /// What this rule cannot show, in one sentence; empty: not said
    pub cannot_show: *const c_char,
    /// See wkin_decision_input
    pub inputs: usize,
    /// What the rule does
    pub kind: wkin_rule_kind,
    /// The weakest verdict it is about
    pub at_least: wkin_verdict,
    /// The worst of the inputs
    pub outcome: wkin_outcome,
    pub reserved: u32,
}

/// One thing that a rule looked at: a component of the subject against a reference.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct wkin_rule_input {
    /// Its name
    pub reference: *const c_char,
    /// Empty: no component, the reference or claim as such
    pub component: *const c_char,
    /// Of the reference; empty: not known
    pub licence: *const c_char,
    /// Why it came to this, in a few words
    pub note: *const c_char,
    /// The evidence
    pub sentence: *const c_char,
    /// Of the subject's parameters
    pub share: f64,
    /// NaN when not known
    pub common_variance: f64,
    /// NaN when not tested
    pub log10_p_holm: f64,
    /// Of the component
    pub kind: wkin_component_kind,
    /// The ruling
    pub verdict: wkin_verdict,
    /// What the rule makes of it
    pub outcome: wkin_outcome,
    /// 1: the subject's card names the reference
    pub declared: u32,
}

#[rustfmt::skip]
extern "C" {
    pub fn wkin_version() -> *const c_char;
    pub fn wkin_abi_version() -> u32;
    pub fn wkin_status_name(status: wkin_status) -> *const c_char;
    pub fn wkin_fault_name(fault: wkin_fault) -> *const c_char;
    pub fn wkin_verdict_name(verdict: wkin_verdict) -> *const c_char;
    pub fn wkin_change_name(change: wkin_change) -> *const c_char;
    pub fn wkin_dtype_name(dtype: wkin_dtype) -> *const c_char;
    pub fn wkin_component_kind_name(kind: wkin_component_kind) -> *const c_char;
    pub fn wkin_role_name(role: wkin_role) -> *const c_char;
    pub fn wkin_use_name(r#use: wkin_use) -> *const c_char;
    pub fn wkin_exclusion_name(exclusion: wkin_exclusion) -> *const c_char;
    pub fn wkin_match_name(r#match: wkin_match) -> *const c_char;
    pub fn wkin_null_name(null: wkin_null) -> *const c_char;
    pub fn wkin_fit_name(fit: wkin_fit) -> *const c_char;
    pub fn wkin_basis_name(basis: wkin_basis) -> *const c_char;
    pub fn wkin_operation_name(kind: wkin_operation_kind) -> *const c_char;
    pub fn wkin_direction_name(direction: wkin_direction) -> *const c_char;
    pub fn wkin_merge_method_name(method: wkin_merge_method) -> *const c_char;
    pub fn wkin_evidence_source_name(source: wkin_evidence_source) -> *const c_char;
    pub fn wkin_equality_name(equality: wkin_equality) -> *const c_char;
    pub fn wkin_search_depth_name(depth: wkin_search_depth) -> *const c_char;
    pub fn wkin_model_open(path: *const c_char, options: *const wkin_open_options, out: *mut *mut wkin_model, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_open_memory(bytes: *const c_void, size_bytes: usize, label: *const c_char, options: *const wkin_open_options, out: *mut *mut wkin_model, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_open_source(source: *const wkin_source, open_beside: wkin_open_callback, beside_user_data: *mut c_void, label: *const c_char, options: *const wkin_open_options, out: *mut *mut wkin_model, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_from_tensors(tensors: *const wkin_tensor_view, count: usize, view_size: usize, name: *const c_char, out: *mut *mut wkin_model, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_close(model: *mut wkin_model);
    pub fn wkin_model_name(model: *const wkin_model) -> *const c_char;
    pub fn wkin_model_format(model: *const wkin_model) -> *const c_char;
    pub fn wkin_model_tensor_count(model: *const wkin_model) -> usize;
    pub fn wkin_model_file(model: *const wkin_model, index: usize, size_bytes: *mut u64) -> *const c_char;
    pub fn wkin_model_metadata(model: *const wkin_model, index: usize, value: *const *const c_char) -> *const c_char;
    pub fn wkin_model_warning(model: *const wkin_model, index: usize) -> *const c_char;
    pub fn wkin_model_usage(model: *const wkin_model, index: usize) -> *const c_char;
    pub fn wkin_model_tensor(model: *const wkin_model, index: usize, info: *mut wkin_tensor_info, info_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_encoding(model: *const wkin_model, index: usize, encoding: *mut wkin_tensor_encoding, encoding_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_encoding_part(model: *const wkin_model, index: usize, part_index: usize, part: *mut wkin_encoding_part, part_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_layout_rule(model: *const wkin_model, index: usize, rule_index: usize) -> *const c_char;
    pub fn wkin_model_write_safetensors(model: *const wkin_model, path: *const c_char, options: *const wkin_write_options, summary: *mut wkin_write_summary, summary_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_send_safetensors(model: *const wkin_model, take: wkin_take_callback, take_user_data: *mut c_void, options: *const wkin_write_options, summary: *mut wkin_write_summary, summary_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_inventory_take(model: *const wkin_model, options: *const wkin_inventory_options, out: *mut *mut wkin_inventory, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_inventory_close(inventory: *mut wkin_inventory);
    pub fn wkin_inventory_component_count(inventory: *const wkin_inventory) -> usize;
    pub fn wkin_inventory_component(inventory: *const wkin_inventory, index: usize, info: *mut wkin_component_info, info_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_inventory_tensor(inventory: *const wkin_inventory, tensor_index: usize, entry: *mut wkin_inventory_entry, entry_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_inventory_json(inventory: *const wkin_inventory, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_inventory_text(inventory: *const wkin_inventory, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_inventory_text_with(inventory: *const wkin_inventory, options: *const wkin_text_options, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_compare(subject: *const wkin_model, reference: *const wkin_model, options: *const wkin_compare_options, out: *mut *mut wkin_comparison, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_close(comparison: *mut wkin_comparison);
    pub fn wkin_comparison_overall(comparison: *const wkin_comparison, overall: *mut wkin_overall, overall_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_component(comparison: *const wkin_comparison, index: usize, ruling: *mut wkin_component_ruling, ruling_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_explanation(comparison: *const wkin_comparison, component: usize, index: usize) -> *const c_char;
    pub fn wkin_comparison_tensor(comparison: *const wkin_comparison, index: usize, evidence: *mut wkin_tensor_evidence, evidence_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_unmatched(comparison: *const wkin_comparison, index: usize, unmatched: *mut wkin_unmatched, unmatched_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_limit(comparison: *const wkin_comparison, index: usize) -> *const c_char;
    pub fn wkin_comparison_searched(comparison: *const wkin_comparison, index: usize) -> *const c_char;
    pub fn wkin_comparison_settings(comparison: *const wkin_comparison, settings: *mut wkin_ruling_settings, settings_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_asked(comparison: *const wkin_comparison, asked: *mut wkin_asked_search, asked_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_opened(comparison: *const wkin_comparison, side: wkin_side, opening: *mut wkin_model_opening, opening_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_json(comparison: *const wkin_comparison, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_text(comparison: *const wkin_comparison, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_svg(comparison: *const wkin_comparison, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_text_with(comparison: *const wkin_comparison, options: *const wkin_text_options, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparisons_svg(comparisons: *const *const wkin_comparison, count: usize, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_arrangement(comparison: *const wkin_comparison, component: usize, arrangement: *mut wkin_arrangement, arrangement_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_unit_map(comparison: *const wkin_comparison, component: usize, index: usize, map: *mut wkin_unit_map, map_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_operation(comparison: *const wkin_comparison, component: usize, index: usize, operation: *mut wkin_operation, operation_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_operation_number(comparison: *const wkin_comparison, component: usize, operation: usize, index: usize, number: *mut wkin_operation_number, number_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_operation_tensor(comparison: *const wkin_comparison, component: usize, operation: usize, index: usize) -> *const c_char;
    pub fn wkin_comparison_spectrum(comparison: *const wkin_comparison, component: usize, spectrum: *mut wkin_change_spectrum, spectrum_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_explain_merge(subject: *const wkin_model, references: *const *const wkin_model, count: usize, base: *const wkin_model, options: *const wkin_merge_options, out: *mut *mut wkin_merge, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_merge_close(merge: *mut wkin_merge);
    pub fn wkin_merge_sentence(merge: *const wkin_merge) -> *const c_char;
    pub fn wkin_merge_component_count(merge: *const wkin_merge) -> usize;
    pub fn wkin_merge_component(merge: *const wkin_merge, index: usize, mixture: *mut wkin_mixture, mixture_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_merge_share(merge: *const wkin_merge, component: usize, reference: usize, share: *mut wkin_parent_share, share_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_merge_layer(merge: *const wkin_merge, component: usize, index: usize, layer: *mut wkin_layer_mixture, layer_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_merge_layer_share(merge: *const wkin_merge, component: usize, index: usize, reference: usize, share: *mut wkin_parent_share, share_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_take(model: *const wkin_model, options: *const wkin_fingerprint_options, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_take_tensors(tensors: *const wkin_tensor_view, count: usize, view_size: usize, options: *const wkin_fingerprint_options, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_close(fingerprint: *mut wkin_fingerprint);
    pub fn wkin_is_fingerprint(bytes: *const c_void, size_bytes: usize) -> c_int;
    pub fn wkin_fingerprint_open(path: *const c_char, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_decode(bytes: *const c_void, size_bytes: usize, label: *const c_char, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_from_json(json: *const c_char, length: usize, label: *const c_char, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_write(fingerprint: *const wkin_fingerprint, path: *const c_char, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_encode(fingerprint: *const wkin_fingerprint, buffer: *mut c_void, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_json(fingerprint: *const wkin_fingerprint, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_reduce(fingerprint: *const wkin_fingerprint, level: wkin_print_level, left_out: u32, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_describe(fingerprint: *const wkin_fingerprint, info: *mut wkin_fingerprint_info, info_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_component(fingerprint: *const wkin_fingerprint, index: usize, component: *mut wkin_component_print, component_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_tensor(fingerprint: *const wkin_fingerprint, index: usize, tensor: *mut wkin_tensor_print, tensor_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_landmark(fingerprint: *const wkin_fingerprint, tensor: usize, index: usize, landmark: *mut wkin_row_landmark, landmark_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_anchor(fingerprint: *const wkin_fingerprint, index: usize, anchors: *mut wkin_unit_anchors, anchors_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_compare_fingerprints(subject: *const wkin_fingerprint, reference: *const wkin_fingerprint, options: *const wkin_compare_options, out: *mut *mut wkin_comparison, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_estimate_similarity(a: *const wkin_fingerprint, a_tensor: usize, b: *const wkin_fingerprint, b_tensor: usize, similarity: *mut wkin_print_similarity, similarity_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_begin(tensors: *const wkin_tensor_declaration, count: usize, declaration_size: usize, options: *const wkin_builder_options, out: *mut *mut wkin_fingerprint_builder, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_close(builder: *mut wkin_fingerprint_builder);
    pub fn wkin_builder_add(builder: *mut wkin_fingerprint_builder, tensor: usize, first: u64, count: u64, packed: *const c_void, size_bytes: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_add_box(builder: *mut wkin_fingerprint_builder, tensor: usize, start: *const u64, extent: *const u64, rank: u32, packed: *const c_void, size_bytes: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_merge(builder: *mut wkin_fingerprint_builder, other: *const wkin_fingerprint_builder, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_save(builder: *const wkin_fingerprint_builder, buffer: *mut c_void, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_load(bytes: *const c_void, size_bytes: usize, out: *mut *mut wkin_fingerprint_builder, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_finish(builder: *const wkin_fingerprint_builder, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_find_ancestors(subject: *const wkin_fingerprint, weights: *const wkin_model, references: *const *const wkin_fingerprint, reference_weights: *const *const wkin_model, count: usize, options: *const wkin_scan_options, out: *mut *mut wkin_scan, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_close(scan: *mut wkin_scan);
    pub fn wkin_scan_describe(scan: *const wkin_scan, overall: *mut wkin_scan_overall, overall_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_settings(scan: *const wkin_scan, settings: *mut wkin_many_settings, settings_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_fingerprint_affinity(subject: *const wkin_fingerprint, reference: *const wkin_fingerprint, affinity: *mut wkin_affinity, affinity_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_candidate(scan: *const wkin_scan, index: usize, candidate: *mut wkin_candidate, candidate_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_affinity(scan: *const wkin_scan, index: usize, affinity: *mut wkin_affinity, affinity_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_candidate_component(scan: *const wkin_scan, candidate: usize, index: usize, summary: *mut wkin_component_summary, summary_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_origin(scan: *const wkin_scan, index: usize, origin: *mut wkin_origin, origin_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_separation(scan: *const wkin_scan, origin: usize, index: usize, separation: *mut wkin_separation, separation_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_limit(scan: *const wkin_scan, index: usize) -> *const c_char;
    pub fn wkin_scan_text(scan: *const wkin_scan, options: *const wkin_text_options, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_scan_json(scan: *const wkin_scan, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_grow_forest(models: *const *const wkin_fingerprint, weights: *const *const wkin_model, count: usize, options: *const wkin_forest_options, out: *mut *mut wkin_forest, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_close(forest: *mut wkin_forest);
    pub fn wkin_forest_describe(forest: *const wkin_forest, overall: *mut wkin_forest_overall, overall_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_settings(forest: *const wkin_forest, settings: *mut wkin_many_settings, settings_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_family(forest: *const wkin_forest, index: usize, family: *mut wkin_family, family_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_node(forest: *const wkin_forest, family: usize, index: usize, node: *mut wkin_node, node_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_member(forest: *const wkin_forest, family: usize, node: usize, index: usize, member: *mut wkin_member, member_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_unplaced(forest: *const wkin_forest, family: usize, index: usize, member: *mut wkin_member, member_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_edge(forest: *const wkin_forest, family: usize, index: usize, edge: *mut wkin_edge, edge_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_finding(forest: *const wkin_forest, family: usize, edge: usize, summary: *mut wkin_component_summary, summary_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_merge(forest: *const wkin_forest, family: usize, index: usize, merge: *mut wkin_tree_merge, merge_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_parent(forest: *const wkin_forest, family: usize, merge: usize, index: usize, parent: *mut wkin_tree_parent, parent_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_pair(forest: *const wkin_forest, index: usize, pair: *mut wkin_forest_comparison, pair_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_pair_component(forest: *const wkin_forest, pair: usize, index: usize, summary: *mut wkin_component_summary, summary_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_note(forest: *const wkin_forest, family: usize, index: usize) -> *const c_char;
    pub fn wkin_forest_limit(forest: *const wkin_forest, index: usize) -> *const c_char;
    pub fn wkin_forest_text(forest: *const wkin_forest, options: *const wkin_text_options, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_json(forest: *const wkin_forest, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_newick(forest: *const wkin_forest, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_forest_svg(forest: *const wkin_forest, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_hash_take(model: *const wkin_model, options: *const wkin_hash_options, out: *mut *mut wkin_hash, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_hash_close(hash: *mut wkin_hash);
    pub fn wkin_hash_describe(hash: *const wkin_hash, roots: *mut wkin_hash_roots, roots_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_hash_tensor(hash: *const wkin_hash, index: usize, tensor: *mut wkin_tensor_hash, tensor_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_hash_component(hash: *const wkin_hash, index: usize, component: *mut wkin_component_hash, component_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_hash_text(hash: *const wkin_hash, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_hash_json(hash: *const wkin_hash, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_manifest_make(path: *const c_char, options: *const wkin_manifest_options, out: *mut *mut wkin_manifest, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_manifest_from_json(json: *const c_char, length: usize, label: *const c_char, out: *mut *mut wkin_manifest, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_manifest_close(manifest: *mut wkin_manifest);
    pub fn wkin_manifest_describe(manifest: *const wkin_manifest, info: *mut wkin_manifest_info, info_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_manifest_file_at(manifest: *const wkin_manifest, index: usize, file: *mut wkin_manifest_file, file_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_manifest_json(manifest: *const wkin_manifest, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_manifest_compare(expected: *const wkin_manifest, found: *const wkin_manifest, differences: *mut usize, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_file_state_name(state: wkin_file_state) -> *const c_char;
    pub fn wkin_manifest_difference(expected: *const wkin_manifest, found: *const wkin_manifest, index: usize, difference: *mut wkin_file_difference, difference_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_checksum_begin(tensors: *const wkin_tensor_declaration, count: usize, declaration_size: usize, seed: u64, out: *mut *mut wkin_checksum, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_checksum_close(checksum: *mut wkin_checksum);
    pub fn wkin_checksum_add(checksum: *mut wkin_checksum, tensor: usize, first: u64, count: u64, packed: *const c_void, size_bytes: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_checksum_merge(checksum: *mut wkin_checksum, other: *const wkin_checksum, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_checksum_value(checksum: *const wkin_checksum, value: *mut u64, complete: *mut c_int, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_checksum_tensors(checksum: *const wkin_checksum, values: *mut u64, count: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_open(address: *const c_char, options: *const wkin_index_options, out: *mut *mut wkin_index, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_close(index: *mut wkin_index);
    pub fn wkin_index_describe(index: *mut wkin_index, info: *mut wkin_index_info, info_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_add(index: *mut wkin_index, fingerprint: *const wkin_fingerprint, id: *mut u64, added: *mut u32, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_add_many(index: *mut wkin_index, fingerprints: *const *const wkin_fingerprint, count: usize, ids: *mut u64, added: *mut u32, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_remove(index: *mut wkin_index, id: u64, removed: *mut u32, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_load(index: *mut wkin_index, id: u64, out: *mut *mut wkin_fingerprint, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_query(index: *mut wkin_index, subject: *const wkin_fingerprint, options: *const wkin_index_query_options, out: *mut *mut wkin_index_answer, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_list(index: *mut wkin_index, after: u64, limit: usize, out: *mut *mut wkin_index_answer, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_find_digest(index: *mut wkin_index, digest: *const u8, limit: usize, out: *mut *mut wkin_index_answer, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_verify(index: *mut wkin_index, out: *mut *mut wkin_index_answer, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_add_ruling(index: *mut wkin_index, subject: *const u8, reference: *const u8, json: *const c_char, length: usize, added: *mut u32, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_rulings(index: *mut wkin_index, model: *const u8, limit: usize, out: *mut *mut wkin_index_answer, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_answer_close(answer: *mut wkin_index_answer);
    pub fn wkin_index_answer_describe(answer: *const wkin_index_answer, info: *mut wkin_index_answer_info, info_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_answer_json(answer: *const wkin_index_answer, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_exact(answer: *const wkin_index_answer, index: usize, r#match: *mut wkin_exact_match, match_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_candidate(answer: *const wkin_index_answer, index: usize, candidate: *mut wkin_index_candidate_info, candidate_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_exact_component(answer: *const wkin_index_answer, r#match: usize, index: usize, of_model: *const *const c_char) -> *const c_char;
    pub fn wkin_index_answer_scan(answer: *const wkin_index_answer, out: *mut *mut wkin_scan, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_entry_at(answer: *const wkin_index_answer, index: usize, entry: *mut wkin_index_entry, entry_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_ruling_at(answer: *const wkin_index_answer, index: usize, ruling: *mut wkin_kept_ruling, ruling_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_index_problem(answer: *const wkin_index_answer, index: usize) -> *const c_char;
    pub fn wkin_index_answer_text(answer: *const wkin_index_answer, options: *const wkin_text_options, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_from_dlpack(tensors: *const wkin_dlpack_tensor, count: usize, tensor_size: usize, name: *const c_char, out: *mut *mut wkin_model, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_builder_add_dlpack(builder: *mut wkin_fingerprint_builder, tensor: usize, start: *const u64, r#box: *const wkin_dlpack_tensor, box_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_memory(model: *const wkin_model, index: usize, memory: *mut wkin_tensor_memory, memory_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_read(model: *const wkin_model, index: usize, first: u64, count: u64, r#as: wkin_dtype, buffer: *mut c_void, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_from_json(json: *const c_char, length: usize, label: *const c_char, out: *mut *mut wkin_comparison, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_file(comparison: *const wkin_comparison, side: wkin_side, index: usize, file: *mut wkin_compared_file, file_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_with_files(comparison: *const wkin_comparison, subject_files: *const wkin_compared_file, subject_count: usize, reference_files: *const wkin_compared_file, reference_count: usize, file_size: usize, out: *mut *mut wkin_comparison, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_comparison_html(comparison: *const wkin_comparison, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_document_name(document: wkin_document) -> *const c_char;
    pub fn wkin_comparisons_document(comparisons: *const *const wkin_comparison, count: usize, document: wkin_document, options: *const wkin_document_options, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_format_name(index: usize) -> *const c_char;
    pub fn wkin_kernel_name(index: usize) -> *const c_char;
    pub fn wkin_feature_name(index: usize) -> *const c_char;
    pub fn wkin_has_feature(name: *const c_char) -> c_int;
    pub fn wkin_set_allocator(allocate: wkin_allocate_callback, release: wkin_free_callback, user_data: *mut c_void, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_printable(text: *const c_char, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_measure_pair(a: *const wkin_tensor_view, b: *const wkin_tensor_view, view_size: usize, threads: u32, pair: *mut wkin_pair, pair_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_model_measure_pair(a: *const wkin_model, a_tensor: usize, b: *const wkin_model, b_tensor: usize, threads: u32, pair: *mut wkin_pair, pair_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_outcome_name(outcome: wkin_outcome) -> *const c_char;
    pub fn wkin_rule_kind_name(kind: wkin_rule_kind) -> *const c_char;
    pub fn wkin_policy_from_json(json: *const c_char, length: usize, label: *const c_char, out: *mut *mut wkin_policy, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_policy_close(policy: *mut wkin_policy);
    pub fn wkin_policy_describe(policy: *const wkin_policy, info: *mut wkin_policy_info, info_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_decide(policy: *const wkin_policy, comparisons: *const *const wkin_comparison, count: usize, options: *const wkin_decide_options, out: *mut *mut wkin_decision, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_decide_scan(policy: *const wkin_policy, scan: *const wkin_scan, options: *const wkin_decide_options, out: *mut *mut wkin_decision, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_decision_close(decision: *mut wkin_decision);
    pub fn wkin_decision_describe(decision: *const wkin_decision, overall: *mut wkin_decision_overall, overall_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_decision_rule(decision: *const wkin_decision, index: usize, rule: *mut wkin_rule_decision, rule_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_decision_input(decision: *const wkin_decision, rule: usize, index: usize, input: *mut wkin_rule_input, input_size: usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_decision_reference(decision: *const wkin_decision, index: usize) -> *const c_char;
    pub fn wkin_decision_claim(decision: *const wkin_decision, index: usize) -> *const c_char;
    pub fn wkin_decision_licence(decision: *const wkin_decision, index: usize) -> *const c_char;
    pub fn wkin_decision_limit(decision: *const wkin_decision, index: usize) -> *const c_char;
    pub fn wkin_decision_text(decision: *const wkin_decision, options: *const wkin_text_options, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
    pub fn wkin_decision_json(decision: *const wkin_decision, buffer: *mut c_char, capacity: usize, needed: *mut usize, error: *mut wkin_error) -> wkin_status;
}

/// The size of each struct, and offset and size of each of its fields, as compiled here.
#[doc(hidden)]
#[rustfmt::skip]
pub fn layouts() -> Vec<(&'static str, usize, Vec<(&'static str, usize, usize)>)> {
    macro_rules! fields {
        ($type:ident $(, $field:ident)*) => {{
            let place = core::mem::MaybeUninit::<$type>::uninit();
            let start = place.as_ptr();
            #[allow(unused_unsafe)]
            (stringify!($type), core::mem::size_of::<$type>(), vec![$({
                let field = unsafe { core::ptr::addr_of!((*start).$field) };
                (stringify!($field), field as usize - start as usize, size_of_pointee(field))
            }),*])
        }};
    }
    fn size_of_pointee<T>(_: *const T) -> usize { core::mem::size_of::<T>() }
    vec![
        fields!(wkin_error, status, fault, message),
        fields!(wkin_limits, struct_size, header_bytes, index_bytes, json_depth, json_string_bytes, json_values, config_bytes, metadata_pairs, shards, tensors, pickle_bytes, inflated_pickle_bytes, inflated_member_bytes, pickle_opcodes, pickle_stack, value_depth, zip_entries, zip_name_bytes, npy_header_bytes, hdf5_objects, hdf5_depth, hdf5_chunk_bytes, table_block_bytes, array_chunks, sparse_elements, expanded_bytes),
        fields!(wkin_open_options, struct_size, access, lenient_pickle, max_tensors, as_stored, reserved, limits, on_log, log_user_data),
        fields!(wkin_source, size_bytes, read, release, user_data),
        fields!(wkin_tensor_view, name, dtype, rank, shape, strides, data),
        fields!(wkin_tensor_info, name, shape, elements, dtype, rank),
        fields!(wkin_tensor_encoding, scheme, bits_per_value, undo_error, block_values, parts, layout_rules),
        fields!(wkin_encoding_part, role, name, shape, elements, dtype, rank),
        fields!(wkin_write_options, struct_size, floats, reserved, on_progress, user_data, metadata_keys, metadata_values, metadata_count),
        fields!(wkin_write_summary, tensors, bytes, overflowed),
        fields!(wkin_inventory_options, struct_size, component_map, threads, reserved),
        fields!(wkin_component_info, id, prefix, tensors, parameters, kind, layers),
        fields!(wkin_inventory_entry, slot, detail, parameters, component, role, r#use, exclusion, layer, suffix, group, tied_to, axis, units, block, gates, shared_unknown, skip_diagonal),
        fields!(wkin_compare_options, struct_size, threads, reserved, log10_alpha, effect_floor, seed, component_map, on_progress, user_data, search_seconds, searched_floor, depth, reserved2, derived_share, max_units, max_features, on_log, log_user_data),
        fields!(wkin_overall, sentence, subject_parameters, reference_parameters, parameters_found, components, tensors, unmatched, limits, verdict, reserved, searched, subject_name, subject_format, reference_name, reference_format, subject_tensors, reference_tensors, source, reserved2, subject_files, reference_files),
        fields!(wkin_evidence, effect, z, effective_size, log10_p, skewness, excess_kurtosis, units, draws, null, reserved),
        fields!(wkin_component_ruling, id, reference_id, sentence, explanations, kind, verdict, change, reserved, parameters, share, parameters_compared, parameters_descriptive, parameters_excluded, parameters_unmatched, parameters_bit_equal, tensors_compared, tensors_excluded, tensors_unmatched, cosine, cosine_if_unrelated, pearson, relative_l2, relative_l2_if_unrelated, bit_equal_share, bit_equal_chance, evidence, strongest, strongest_group, groups, common_variance, log10_p, log10_p_holm, minimum_detectable, searched, searched_groups, direction_reason, operations, direction, arranged, common_variance_error, anchors, anchored_networks, anchors_log10_p_holm),
        fields!(wkin_tensor_evidence, subject_name, reference_name, detail, group, shape, rank, subject, reference, component, parameters, r#match, subject_dtype, reference_dtype, role, r#use, exclusion, layer, reserved, elements, finite, nonfinite_a, nonfinite_b, bit_equal, sign_equal, zero_a, zero_b, zero_both, sum_a, sum_b, sum_aa, sum_bb, sum_ab, sum_abs_diff, sum_sq_diff, max_abs_diff, cosine, cosine_if_unrelated, pearson, relative_l2, relative_l2_if_unrelated, scale, mean_a, mean_b, sd_a, sd_b, bit_equal_share, bit_equal_chance, sign_equal_share, sign_equal_chance, permutation, fit, rounded, pearson_error, same_once_undone, basis),
        fields!(wkin_unmatched, name, component, reason, tensor, parameters, side, reserved),
        fields!(wkin_ruling_settings, log10_alpha, effect_floor, derived_share, searched_floor, seed, max_units, max_features),
        fields!(wkin_asked_search, component_map, seconds, depth, reserved),
        fields!(wkin_model_opening, as_stored, lenient_pickle),
        fields!(wkin_arrangement, layer_of, stream_of, stream_sign, token_of, layers, stream, stream_signs, tokens, unit_maps, reference, log10_choices, basis, moves_values, repeats_networks, reserved, gains_moved, tokens_moved, stream_outside),
        fields!(wkin_unit_map, subject_group, reference_group, reference_of, units, agreement, identity, reserved, mapped, flipped, values, keys, asked, implied),
        fields!(wkin_operation, text, log10_likelihood_margin, numbers, tensors, kind, reserved),
        fields!(wkin_operation_number, name, value, error),
        fields!(wkin_change_spectrum, tensor, shares, gaussian_shares, values, rows, columns, all_rows, all_columns, above_edge, relative_size, gaussian_edge, share_above_edge, operation, reserved),
        fields!(wkin_merge_options, struct_size, threads, reserved, least_margin, most_unexplained, on_progress, user_data, search_seconds, depth, reserved2, on_log, log_user_data),
        fields!(wkin_mixture, id, text, references, layers, tensors, contributors, unexplained, density, weight_sum, weight_sum_error, method, reserved, direction_reason, direction, search_missing),
        fields!(wkin_parent_share, weight, error, log10_margin),
        fields!(wkin_layer_mixture, tensors, references, unexplained, layer, reserved),
        fields!(wkin_fingerprint_options, struct_size, seed, component_map, name, threads, no_digests, on_progress, user_data, vocabulary, vocabulary_count, no_anchors, reserved),
        fields!(wkin_fingerprint_info, name, format, seed, checksum, parameters, tensors, components, root, nameless, has_roots, reserved, anchors),
        fields!(wkin_component_print, id, prefix, tensors, parameters, kind, layers, root, nameless, has_roots, reserved),
        fields!(wkin_tensor_print, name, scheme, slot, shape, sketch_codes, unit_scales, unit_codes, row_profile, row_gram, value_digest, stored_digest, elements, nonfinite, outside, zeros, negative, checksum, checksum_bf16, checksum_f16, minimum, maximum, mean, mean_square, component, buckets, units, landmarks, magnitudes, dtype, rank, role, r#use, exclusion, layer, sketch_scale, reserved),
        fields!(wkin_row_landmark, row, norm, scale, codes),
        fields!(wkin_unit_anchors, cosines, gate_codes, up_codes, cosine_count, gate_code_count, up_code_count, gate, up, down, vocabulary, tokens, reserved),
        fields!(wkin_print_similarity, pearson, pearson_error, cosine, cosine_error, relative_l2, relative_l2_error),
        fields!(wkin_tensor_declaration, name, shape, dtype, rank),
        fields!(wkin_builder_options, struct_size, seed, contents, no_digests, reserved),
        fields!(wkin_scan_options, struct_size, threads, reserved, log10_alpha, effect_floor, seed, confirm, nearest_share, separation_errors, component_map, on_progress, user_data, on_log, log_user_data, derived_share, searched_floor, max_units, max_features, population),
        fields!(wkin_scan_overall, sentence, subject_name, subject_parameters, origins, candidates, compared, tests, limits, verdict, reserved, subject_format, subject_tensors, references),
        fields!(wkin_many_settings, log10_alpha, effect_floor, derived_share, searched_floor, seed, max_units, max_features, nearest_share, separation_errors),
        fields!(wkin_affinity, values, checksums, sketches, landmarks, gram, profiles, magnitudes),
        fields!(wkin_candidate, name, format, sentence, reference, components, tensors, parameters, compared, verdict, source, reserved),
        fields!(wkin_component_summary, id, reference_id, sentence, component, verdict, change, parameters_compared, pearson, common_variance, common_variance_error, log10_p, log10_p_holm, minimum_detectable),
        fields!(wkin_origin, id, sentence, found, nearest, found_count, nearest_count, separations, parameters, share, kind, reserved),
        fields!(wkin_separation, nearer, farther, share, share_error, separable, reserved),
        fields!(wkin_known_direction, subject, reference, component, reason, direction, reserved),
        fields!(wkin_forest_options, struct_size, threads, reserved, log10_alpha, effect_floor, seed, nearest_share, separation_errors, directions, direction_count, direction_size, component_map, on_progress, user_data, on_log, log_user_data, derived_share, searched_floor, max_units, max_features),
        fields!(wkin_forest_overall, singles, single_count, models, pairs, families, tests, limits),
        fields!(wkin_family, nodes, edges, merges, unplaced, notes, root, misfit, parameters),
        fields!(wkin_node, may_be, may_be_count, members),
        fields!(wkin_member, component, model, of_several, cast),
        fields!(wkin_edge, reason, first, second, length, length_error, directed, has_finding),
        fields!(wkin_tree_merge, sentence, child, base, parents, residual, proven, reserved),
        fields!(wkin_tree_parent, node, weight, weight_error),
        fields!(wkin_forest_comparison, sentence, subject, reference, components, verdict, source),
        fields!(wkin_hash_options, struct_size, component_map, threads, reserved, on_progress, user_data),
        fields!(wkin_hash_roots, root, nameless, tensors, components),
        fields!(wkin_tensor_hash, name, shape, dtype, rank, stored, value),
        fields!(wkin_component_hash, id, root, nameless),
        fields!(wkin_manifest_options, struct_size, algorithm, follow_links, ignored, ignored_count, threads, reserved, on_progress, user_data),
        fields!(wkin_manifest_info, model, files, algorithm, follow_links, subject),
        fields!(wkin_manifest_file, name, content),
        fields!(wkin_file_difference, name, state, reserved),
        fields!(wkin_index_options, struct_size, key_cache_bytes, access, busy_milliseconds),
        fields!(wkin_index_info, models, components, rulings, seed, schema, has_seed, on_server, vector_search, reserved),
        fields!(wkin_index_query_options, struct_size, candidates, confirm, log10_alpha, on_progress, user_data, threads, reserved, on_log, log_user_data, effect_floor, seed, nearest_share, separation_errors),
        fields!(wkin_index_answer_info, models, exact, candidates, problems, overall, reserved, entries, rulings),
        fields!(wkin_exact_match, name, id, tensors_equal, share, same_root, same_nameless, components),
        fields!(wkin_index_candidate_info, name, component, id, score, channel, compared, verdict, reserved, place),
        fields!(wkin_index_entry, name, format, id, tensors, parameters, print_bytes, print, root, nameless, has_roots, reserved),
        fields!(wkin_kept_ruling, document, length, subject, reference),
        fields!(wkin_dlpack_tensor, name, managed, versioned),
        fields!(wkin_tensor_memory, data, strides),
        fields!(wkin_compared_file, name, sha256, size_bytes),
        fields!(wkin_document_options, struct_size, created, subject_id, reference_ids, reference_count),
        fields!(wkin_text_options, struct_size, colour, tensors, blocks, width),
        fields!(wkin_pair, elements, finite, nonfinite_a, nonfinite_b, bit_equal, sign_equal, zero_a, zero_b, zero_both, sum_a, sum_b, sum_aa, sum_bb, sum_ab, sum_abs_diff, sum_sq_diff, max_abs_diff, cosine, cosine_if_unrelated, pearson, relative_l2, relative_l2_if_unrelated, scale, mean_a, mean_b, sd_a, sd_b, bit_equal_share, sign_equal_share),
        fields!(wkin_policy_info, name, description, rules),
        fields!(wkin_decide_options, struct_size, licences, card, claimant),
        fields!(wkin_decision_overall, policy, description, subject, rules, references, claims, limits, outcome, comparable, relation, licences),
        fields!(wkin_rule_decision, id, description, reason, cannot_show, inputs, kind, at_least, outcome, reserved),
        fields!(wkin_rule_input, reference, component, licence, note, sentence, share, common_variance, log10_p_holm, kind, verdict, outcome, declared),
    ]
}
