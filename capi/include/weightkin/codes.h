/* Part of weightkin.h: codes, their names, errors. The conventions are in weightkin.h. */
#ifndef WEIGHTKIN_C_CODES_H
#define WEIGHTKIN_C_CODES_H

#include <stddef.h>
#include <stdint.h>

/* The one macro of ours that is not a constant: libraries hide everything else. */
#if defined(__GNUC__)
#define WKIN_API __attribute__((visibility("default")))
#else
#define WKIN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What the caller does next. */
typedef enum wkin_status {
  WKIN_OK = 0,
  WKIN_BAD_ARGUMENT = 1, /* the call itself is wrong: fix the program */
  WKIN_BAD_FORMAT = 2,   /* the bytes contradict their format: fix or distrust the file */
  WKIN_UNSUPPORTED = 3,  /* well formed as far as read, but nothing here can read it */
  WKIN_IO = 4,           /* the operating system refused: path, permission, disk, vanished page */
  WKIN_UNDEFINED = 5,    /* the number asked for does not exist for these inputs */
  WKIN_NO_MEMORY = 6,    /* an allocation failed or a limit on memory was reached */
  WKIN_CANCELLED = 7,    /* the progress callback asked to stop */
  WKIN_INTERNAL = 8,     /* a defect of ours; please report it */
  WKIN_STATUS_SIZE = 0x7fffffff /* keeps the type at 32 bits; never returned */
} wkin_status;

/* Which rule of a file format was broken, for those who sort files. */
typedef enum wkin_fault {
  WKIN_FAULT_NONE = 0,
  WKIN_FAULT_TRUNCATED = 1,
  WKIN_FAULT_MAGIC = 2,
  WKIN_FAULT_VERSION = 3,
  WKIN_FAULT_FORMAT = 4,
  WKIN_FAULT_HEADER = 5,
  WKIN_FAULT_ENCODING = 6,
  WKIN_FAULT_LIMIT = 7,
  WKIN_FAULT_OVERFLOW = 8,
  WKIN_FAULT_BOUNDS = 9,
  WKIN_FAULT_SHAPE = 10,
  WKIN_FAULT_DTYPE = 11,
  WKIN_FAULT_ALIGNMENT = 12,
  WKIN_FAULT_OFFSET = 13,
  WKIN_FAULT_OVERLAP = 14,
  WKIN_FAULT_HOLE = 15,
  WKIN_FAULT_TRAILING = 16,
  WKIN_FAULT_DUPLICATE = 17,
  WKIN_FAULT_MISSING = 18,
  WKIN_FAULT_SHARD = 19,
  WKIN_FAULT_PATH = 20,
  WKIN_FAULT_CHECKSUM = 21,
  WKIN_FAULT_COMPRESS = 22,
  WKIN_FAULT_FILTER = 23,
  WKIN_FAULT_CYCLE = 24,
  WKIN_FAULT_PROTOBUF = 25,
  WKIN_FAULT_PICKLE_OP = 26,
  WKIN_FAULT_PICKLE_MALFORMED = 27,
  WKIN_FAULT_PICKLE_GLOBAL = 28,
  WKIN_FAULT_NPY_OBJECT = 29,
  WKIN_FAULT_ZIP = 30,
  WKIN_FAULT_ZIP_ENCRYPTED = 31,
  WKIN_FAULT_SIZE = 0x7fffffff
} wkin_fault;

/* What can be said of a component against one named reference. There is no "from scratch": a test
 * can fail to find descent, not exclude it. */
typedef enum wkin_verdict {
  WKIN_VERDICT_NONE = 0, /* never a ruling */
  WKIN_VERDICT_IDENTICAL = 1,
  WKIN_VERDICT_IDENTICAL_AFTER_CAST = 2,
  WKIN_VERDICT_REENCODED = 3,
  WKIN_VERDICT_DERIVED = 4,
  WKIN_VERDICT_RELATED = 5,
  WKIN_VERDICT_NO_SHARED_INITIALISATION_FOUND = 6,
  WKIN_VERDICT_UNDETERMINED = 7,
  WKIN_VERDICT_NOT_COMPARABLE = 8,
  WKIN_VERDICT_NON_EVIDENTIAL = 9,
  WKIN_VERDICT_SIZE = 0x7fffffff
} wkin_verdict;

/* How a derived component was changed, where the residual shows it. */
typedef enum wkin_change {
  WKIN_CHANGE_NONE = 0,
  WKIN_CHANGE_FINE_TUNED = 1,
  WKIN_CHANGE_PARTLY_FROZEN = 2,
  WKIN_CHANGE_NOISED = 3,
  WKIN_CHANGE_RESCALED = 4,
  WKIN_CHANGE_UNSPECIFIED = 5,
  WKIN_CHANGE_REARRANGED = 6, /* the same values in another order, number of layers or basis */
  WKIN_CHANGE_SIZE = 0x7fffffff
} wkin_change;

/* The type of one stored element. */
typedef enum wkin_dtype {
  WKIN_DTYPE_NONE = 0,
  WKIN_DTYPE_BOOLEAN = 1,
  WKIN_DTYPE_U8 = 2,
  WKIN_DTYPE_I8 = 3,
  WKIN_DTYPE_U16 = 4,
  WKIN_DTYPE_I16 = 5,
  WKIN_DTYPE_U32 = 6,
  WKIN_DTYPE_I32 = 7,
  WKIN_DTYPE_U64 = 8,
  WKIN_DTYPE_I64 = 9,
  WKIN_DTYPE_F16 = 10,
  WKIN_DTYPE_BF16 = 11,
  WKIN_DTYPE_F32 = 12,
  WKIN_DTYPE_F64 = 13,
  WKIN_DTYPE_C32 = 14,
  WKIN_DTYPE_C64 = 15,
  WKIN_DTYPE_C128 = 16,
  WKIN_DTYPE_F8_E4M3FN = 17,
  WKIN_DTYPE_F8_E5M2 = 18,
  WKIN_DTYPE_F8_E4M3FNUZ = 19,
  WKIN_DTYPE_F8_E5M2FNUZ = 20,
  WKIN_DTYPE_F8_E8M0 = 21,
  WKIN_DTYPE_F6_E2M3 = 22,
  WKIN_DTYPE_F6_E3M2 = 23,
  WKIN_DTYPE_F4_E2M1 = 24, /* two per byte, low nibble first */
  WKIN_DTYPE_SIZE = 0x7fffffff
} wkin_dtype;

/* The part of a model a tensor belongs to; the unit of every verdict. */
typedef enum wkin_component_kind {
  WKIN_KIND_MODEL = 0, /* the whole of a model with one part, or what no rule claims */
  WKIN_KIND_LANGUAGE_MODEL = 1,
  WKIN_KIND_VISION_ENCODER = 2,
  WKIN_KIND_AUDIO_ENCODER = 3,
  WKIN_KIND_TEXT_ENCODER = 4,
  WKIN_KIND_PROJECTOR = 5,
  WKIN_KIND_VISION_TOKENIZER = 6,
  WKIN_KIND_AUDIO_TOKENIZER = 7,
  WKIN_KIND_DIFFUSION = 8,
  WKIN_KIND_AUTOENCODER = 9,
  WKIN_KIND_ADAPTER = 10,
  WKIN_KIND_OPTIMIZER = 11,
  WKIN_KIND_SIZE = 0x7fffffff
} wkin_component_kind;

/* What a tensor does. */
typedef enum wkin_role {
  WKIN_ROLE_UNKNOWN = 0,
  WKIN_ROLE_TOKEN_EMBEDDING = 1,
  WKIN_ROLE_POSITION_EMBEDDING = 2,
  WKIN_ROLE_OUTPUT_HEAD = 3,
  WKIN_ROLE_ATTENTION_Q = 4,
  WKIN_ROLE_ATTENTION_K = 5,
  WKIN_ROLE_ATTENTION_V = 6,
  WKIN_ROLE_ATTENTION_QKV = 7,
  WKIN_ROLE_ATTENTION_O = 8,
  WKIN_ROLE_MLP_GATE = 9,
  WKIN_ROLE_MLP_UP = 10,
  WKIN_ROLE_MLP_DOWN = 11,
  WKIN_ROLE_MLP_GATE_UP = 12,
  WKIN_ROLE_NORM = 13,
  WKIN_ROLE_ROUTER = 14,
  WKIN_ROLE_CONVOLUTION = 15,
  WKIN_ROLE_LINEAR = 16,
  WKIN_ROLE_RECURRENT = 17,
  WKIN_ROLE_BATCH_NORM_STATISTIC = 18,
  WKIN_ROLE_BIAS = 19,
  WKIN_ROLE_ADAPTER_DOWN = 20,
  WKIN_ROLE_ADAPTER_UP = 21,
  WKIN_ROLE_BUFFER = 22,
  WKIN_ROLE_SIZE = 0x7fffffff
} wkin_role;

/* How a tensor may be used in a ruling. */
typedef enum wkin_use {
  WKIN_USE_CONVICTING = 0,  /* may carry a verdict */
  WKIN_USE_DESCRIPTIVE = 1, /* shown and counted, never convicting */
  WKIN_USE_EXCLUDED = 2,    /* says nothing about descent */
  WKIN_USE_SIZE = 0x7fffffff
} wkin_use;

/* Why a tensor is descriptive or excluded. */
typedef enum wkin_exclusion {
  WKIN_EXCLUSION_NONE = 0,
  WKIN_EXCLUSION_VECTOR = 1,
  WKIN_EXCLUSION_DETERMINISTIC = 2,
  WKIN_EXCLUSION_CONSTANT = 3,
  WKIN_EXCLUSION_INIT_VALUED = 4,
  WKIN_EXCLUSION_DEGENERATE = 5,
  WKIN_EXCLUSION_INTEGER = 6,
  WKIN_EXCLUSION_TIED = 7,
  WKIN_EXCLUSION_RUNNING_STATISTIC = 8,
  WKIN_EXCLUSION_NO_EXCHANGEABLE_AXIS = 9,
  WKIN_EXCLUSION_ADAPTER_FACTOR = 10,
  WKIN_EXCLUSION_EMPTY = 11,
  WKIN_EXCLUSION_UNREADABLE = 12,
  WKIN_EXCLUSION_OPTIMIZER_STATE = 13,
  WKIN_EXCLUSION_BY_REQUEST = 14,
  WKIN_EXCLUSION_SIZE = 0x7fffffff
} wkin_exclusion;

/* How a subject tensor found its counterpart. */
typedef enum wkin_match {
  WKIN_MATCH_NAME = 0,
  WKIN_MATCH_SLOT = 1,
  WKIN_MATCH_CONTENT = 2,
  WKIN_MATCH_ASSIGNED = 3,
  WKIN_MATCH_SEARCHED = 4, /* values resemble each other, once rearranged */
  WKIN_MATCH_SIZE = 0x7fffffff
} wkin_match;

/* Which reference distribution a p-value came from. */
typedef enum wkin_null {
  WKIN_NULL_NONE = 0, /* not tested */
  WKIN_NULL_PERMUTATION_NORMAL = 1,
  WKIN_NULL_PERMUTATION_MONTE_CARLO = 2,
  WKIN_NULL_PERMUTATION_STUDENT = 3,
  WKIN_NULL_PERMUTATION_EXACT = 4,
  WKIN_NULL_SIZE = 0x7fffffff
} wkin_null;

/* Which of the two models. */
typedef enum wkin_side {
  WKIN_SIDE_SUBJECT = 0,
  WKIN_SIDE_REFERENCE = 1,
  WKIN_SIDE_SIZE = 0x7fffffff
} wkin_side;

/* How far a comparison searches for rearranged weights where tensors do not lie on each other by
 * name, role and shape. */
typedef enum wkin_search_depth {
  WKIN_DEPTH_AUTOMATIC = 0, /* full where its cost, known from shapes, is small; else layers */
  WKIN_DEPTH_DIRECT = 1,    /* no search */
  WKIN_DEPTH_LAYERS = 2,    /* layers left out, repeated or moved; experts; transposes */
  WKIN_DEPTH_FULL = 3,      /* also tokens, units, heads, the residual stream's basis */
  WKIN_DEPTH_SIZE = 0x7fffffff
} wkin_search_depth;

/* What a search for rearrangements had to do with a pair of tensors. */
typedef enum wkin_fit {
  WKIN_FIT_NONE = 0,   /* nothing: tests of it are exact */
  WKIN_FIT_AXIS = 1,   /* the order of the units its test compares was searched, by other tensors */
  WKIN_FIT_VALUES = 2, /* its own values chose the arrangement: shown, tested by nothing */
  WKIN_FIT_SIZE = 0x7fffffff
} wkin_fit;

/* In which basis the subject's residual stream stands, seen from the reference's. */
typedef enum wkin_basis {
  WKIN_BASIS_SAME = 0,     /* dimension i is dimension i */
  WKIN_BASIS_PERMUTED = 1, /* dimensions were reordered, signs perhaps flipped */
  WKIN_BASIS_ROTATED = 2,  /* an orthogonal map that is no permutation */
  WKIN_BASIS_UNKNOWN = 3,  /* looked for and not found, or not looked for */
  WKIN_BASIS_SIZE = 0x7fffffff
} wkin_basis;

/* What was done to weights on the way from one model to the other. */
typedef enum wkin_operation_kind {
  WKIN_OPERATION_NONE = 0,
  WKIN_OPERATION_COPIED = 1,
  WKIN_OPERATION_CAST = 2,      /* rounded to another dtype */
  WKIN_OPERATION_QUANTISED = 3, /* rounded to a coarser grid */
  WKIN_OPERATION_NOISED = 4,    /* white noise, unrelated to the weights */
  WKIN_OPERATION_FINE_TUNED = 5,
  WKIN_OPERATION_CONTINUED = 6,             /* trained on until much of the variance is new */
  WKIN_OPERATION_LOW_RANK_MERGED = 7,       /* a low-rank change (LoRA) was added */
  WKIN_OPERATION_DIRECTION_REMOVED = 8,     /* projected out of what writes the residual stream */
  WKIN_OPERATION_MERGED = 9,                /* a combination of several parents */
  WKIN_OPERATION_PRUNED = 10,               /* single weights set to zero */
  WKIN_OPERATION_PRUNED_PATTERN = 11,       /* n of every m weights set to zero */
  WKIN_OPERATION_WIDTH_PRUNED = 12,         /* units left out */
  WKIN_OPERATION_DEPTH_PRUNED = 13,         /* layers left out */
  WKIN_OPERATION_DEPTH_UPSCALED = 14,       /* layers repeated or inserted */
  WKIN_OPERATION_UPCYCLED = 15,             /* a dense network became several experts */
  WKIN_OPERATION_VOCABULARY_EXTENDED = 16,  /* rows appended to the token table */
  WKIN_OPERATION_VOCABULARY_CHANGED = 17,   /* rows reordered or replaced */
  WKIN_OPERATION_PERMUTED = 18,             /* units, heads or stream dimensions reordered */
  WKIN_OPERATION_ROTATED = 19,              /* the residual stream's basis was turned */
  WKIN_OPERATION_RESCALED = 20,             /* factors moved between tensors or units */
  WKIN_OPERATION_PARTLY_REINITIALISED = 21, /* some tensors are new */
  WKIN_OPERATION_PARTLY_FROZEN = 22,        /* some tensors kept bit for bit, others changed */
  WKIN_OPERATION_WIDTH_PADDED = 23,         /* units added */
  WKIN_OPERATION_NONFINITE = 24,            /* NaN or infinity where the other side has values */
  WKIN_OPERATION_SIZE = 0x7fffffff
} wkin_operation_kind;

/* Who came first, as far as the weights prove it. */
typedef enum wkin_direction {
  WKIN_DIRECTION_UNDETERMINED = 0,
  WKIN_DIRECTION_SUBJECT_FROM_REFERENCE = 1,
  WKIN_DIRECTION_REFERENCE_FROM_SUBJECT = 2,
  WKIN_DIRECTION_SIZE = 0x7fffffff
} wkin_direction;

/* What a comparison looked at. */
typedef enum wkin_evidence_source {
  WKIN_SOURCE_WEIGHTS = 0,
  WKIN_SOURCE_FINGERPRINTS = 1,
  WKIN_SOURCE_SIZE = 0x7fffffff
} wkin_evidence_source;

/* How it is known whether the elements of a pair are equal. */
typedef enum wkin_equality {
  WKIN_EQUALITY_ELEMENTS = 0, /* each was looked at: all counts are complete */
  WKIN_EQUALITY_DIGEST = 1,   /* equal digests: equal beyond doubt */
  WKIN_EQUALITY_CHECKSUM = 2, /* equal 64-bit checksums: no accident, but no proof */
  WKIN_EQUALITY_UNKNOWN = 3,  /* not known to be equal; counts of equal elements are unknown */
  WKIN_EQUALITY_SIZE = 0x7fffffff
} wkin_equality;

/* How several models were mixed. */
typedef enum wkin_merge_method {
  WKIN_MERGE_NONE = 0,            /* no mixture shown */
  WKIN_MERGE_LINEAR = 1,          /* weights times parents, weights adding up to one */
  WKIN_MERGE_TASK_ARITHMETIC = 2, /* base plus weights times changes, adding up to something else */
  WKIN_MERGE_SPHERICAL = 3,       /* along the arc between two parents */
  WKIN_MERGE_TIES = 4,            /* trimmed changes, signs elected, mean of those that agree */
  WKIN_MERGE_DARE = 5,            /* changes thinned at random, survivors enlarged */
  WKIN_MERGE_PASSTHROUGH = 6,     /* each tensor is one parent's, bit for bit */
  WKIN_MERGE_SIZE = 0x7fffffff
} wkin_merge_method;

/* The interface described here. It grows by addition while this number stays. */
#define WKIN_ABI_VERSION 0

/* The library's version, e.g. "0.1.0", and the WKIN_ABI_VERSION it was built with. */
WKIN_API const char* wkin_version(void);
WKIN_API uint32_t wkin_abi_version(void);

/* The stable lower-case names used in the reports. Static storage; "unknown" for other numbers. */
WKIN_API const char* wkin_status_name(wkin_status status);
WKIN_API const char* wkin_fault_name(wkin_fault fault);
WKIN_API const char* wkin_verdict_name(wkin_verdict verdict);
WKIN_API const char* wkin_change_name(wkin_change change);
WKIN_API const char* wkin_dtype_name(wkin_dtype dtype);
WKIN_API const char* wkin_component_kind_name(wkin_component_kind kind);
WKIN_API const char* wkin_role_name(wkin_role role);
WKIN_API const char* wkin_use_name(wkin_use use);
WKIN_API const char* wkin_exclusion_name(wkin_exclusion exclusion);
WKIN_API const char* wkin_match_name(wkin_match match);
WKIN_API const char* wkin_null_name(wkin_null null);
WKIN_API const char* wkin_fit_name(wkin_fit fit);
WKIN_API const char* wkin_basis_name(wkin_basis basis);
WKIN_API const char* wkin_operation_name(wkin_operation_kind kind);
WKIN_API const char* wkin_direction_name(wkin_direction direction);
WKIN_API const char* wkin_merge_method_name(wkin_merge_method method);
WKIN_API const char* wkin_evidence_source_name(wkin_evidence_source source);
WKIN_API const char* wkin_equality_name(wkin_equality equality);
WKIN_API const char* wkin_search_depth_name(wkin_search_depth depth);

/* A failure's details. Written only on failure; a message too long for it ends in "...". */
typedef struct wkin_error {
  wkin_status status; /* what the call answered */
  wkin_fault fault;   /* the rule of a format that was broken */
  char message[1016]; /* one line: file, tensor, byte offset, what was expected */
} wkin_error;

#ifdef __cplusplus
}
#endif

#endif
