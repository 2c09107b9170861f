/* weightkin: reads model checkpoints and rules, component by component, whether weights descend
 * from another model's. The C interface: C99 and later, C++ too; links libweightkin_c only.
 *
 * Conventions, once for all:
 *  1. Handles (wkin_model, wkin_inventory, wkin_comparison) are opaque. `T** out` is yours to
 *     close; closing NULL does nothing. Handles may be closed in any order.
 *  2. Every fallible function returns a wkin_status; 0 is success and values never change. The last
 *     argument is an optional wkin_error that you own; on failure it says what, where and what was
 *     expected. Nothing is kept per thread. On failure `*out` is NULL and other outputs are
 *     untouched unless said otherwise.
 *  3. A returned or filled-in `const char*` is borrowed: UTF-8 (as far as the file was), ends in a
 *     zero byte, lives as long as the handle it came from. Names from files are not made safe for a
 *     terminal; the text and JSON reports are.
 *  4. Text into your buffer is `(char* buffer, size_t capacity, size_t* needed)`: `needed` gets the
 *     bytes with the final zero; (NULL, 0) only asks. Too small is WKIN_BAD_ARGUMENT, with `needed`
 *     set and the buffer untouched.
 *  5. Option structs begin with `struct_size`, are set up by their _INIT, and zero means default in
 *     every field. Result structs are passed with their size: a caller built against an older
 *     header gets the fields it knows, one built against a newer header gets zeros in the rest. New
 *     fields come at the end. No struct has padding at its tail.
 *  6. Numbers that do not exist are NaN. Probabilities are log10 of p, never underflowing to 0.
 *  7. Functions on const handles may run concurrently on one handle from any number of threads.
 *  8. Nothing prints, aborts, reads the environment, uses the locale or leaves a thread behind. No
 *     C++ exception crosses this boundary.
 */
#ifndef WEIGHTKIN_H
#define WEIGHTKIN_H

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

/* ---- codes ------------------------------------------------------------------------------- */

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

/* ---- version, names, errors -------------------------------------------------------------- */

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

/* A failure's details. Written only on failure; a message too long for it ends in "...". */
typedef struct wkin_error {
  wkin_status status;
  wkin_fault fault;
  char message[1016]; /* one line: file, tensor, byte offset, what was expected */
} wkin_error;

/* ---- models ------------------------------------------------------------------------------ */

/* An open checkpoint, or tensors that a caller holds: names, types, shapes, where the elements lie.
 * Nothing is decoded. */
typedef struct wkin_model wkin_model;

/* How file bytes are reached. */
typedef enum wkin_access {
  WKIN_ACCESS_DEFAULT = 0, /* mapped */
  WKIN_ACCESS_MAPPED = 1,  /* fastest; a file that shrinks while open kills the process (SIGBUS) */
  WKIN_ACCESS_COPIED = 2,  /* bounded reads; a page that vanishes is WKIN_IO */
  WKIN_ACCESS_SIZE = 0x7fffffff
} wkin_access;

typedef struct wkin_open_options {
  size_t struct_size;
  wkin_access access;
  uint32_t lenient_pickle; /* 1: unknown classes in pickles become inert values, not an error */
  uint64_t max_tensors;    /* 0: one million */
  uint32_t as_stored;      /* 1: names, axis order and values as the file has them; 0: as PyTorch
                              and Hugging Face have them, whatever the container */
  uint32_t reserved;
} wkin_open_options;
#define WKIN_OPEN_OPTIONS_INIT                                                                     \
  { sizeof(wkin_open_options), WKIN_ACCESS_DEFAULT, 0, 0, 0, 0 }

/* Opens a file, a sharded checkpoint's index or a Hugging Face style directory; the format is
 * decided by content. `options` may be NULL. Reads headers only. */
WKIN_API wkin_status wkin_model_open(const char* path, const wkin_open_options* options,
                                     wkin_model** out, wkin_error* error);

/* The same for one file's bytes, which must stay alive and unchanged until the model and everything
 * made from it is closed. `label` names them in messages and reports. */
WKIN_API wkin_status wkin_model_open_memory(const void* bytes, size_t size_bytes, const char* label,
                                            const wkin_open_options* options, wkin_model** out,
                                            wkin_error* error);

/* Copies `length` bytes from `offset` on into `buffer` and sets `*got` to how many there were;
 * fewer than asked for is a failure of the medium. Never asked beyond the source's size. May be
 * called from several threads at once. WKIN_CANCELLED and WKIN_NO_MEMORY are passed on, every other
 * failure becomes WKIN_IO. */
typedef wkin_status (*wkin_read_callback)(uint64_t offset, size_t length, void* buffer, size_t* got,
                                          void* user_data);

/* Called once, when a source is no longer used. */
typedef void (*wkin_release_callback)(void* user_data);

/* Bytes that the caller fetches from wherever they are. This struct never grows. */
typedef struct wkin_source {
  uint64_t size_bytes;           /* fixed for the life of the source */
  wkin_read_callback read;       /* not NULL */
  wkin_release_callback release; /* may be NULL */
  void* user_data;               /* for both */
} wkin_source;

/* Opens the file `name` of the same model (a shard, external data, config.json): relative, of
 * components joined by '/', never "..". Fills in `source`, which becomes the library's; leaves it
 * as it is, all zero, and answers WKIN_OK when there is no such file. Failures as above. May be
 * called as long as the model and everything made from it lives, from several threads at once. */
typedef wkin_status (*wkin_open_callback)(const char* name, wkin_source* source, void* user_data);

/* Opens a model whose bytes come from callbacks: an HTTP range, an object store, an encrypted file.
 * `source` is copied and is the library's from the call on, whatever it answers. `open_beside` may
 * be NULL; folders of files that nobody names (zarr groups) cannot be opened this way. `label`,
 * best the file's name, stands for the bytes in messages and reports. */
WKIN_API wkin_status wkin_model_open_source(const wkin_source* source,
                                            wkin_open_callback open_beside, void* beside_user_data,
                                            const char* label, const wkin_open_options* options,
                                            wkin_model** out, wkin_error* error);

/* One tensor in the caller's memory, in host byte order. */
typedef struct wkin_tensor_view {
  const char* name; /* not NULL, unique within the model; copied */
  wkin_dtype dtype;
  uint32_t rank;          /* at most 64; 0 is a scalar */
  const uint64_t* shape;  /* `rank` extents, slowest axis first; copied */
  const int64_t* strides; /* `rank` strides in elements, >= 0; NULL means packed C order; copied */
  const void* data;       /* element [0,...,0], any alignment; borrowed like `bytes` above */
} wkin_tensor_view;

/* A model of `count` tensors that the caller holds. `view_size` is sizeof(wkin_tensor_view). */
WKIN_API wkin_status wkin_model_from_tensors(const wkin_tensor_view* tensors, size_t count,
                                             size_t view_size, const char* name, wkin_model** out,
                                             wkin_error* error);

WKIN_API void wkin_model_close(wkin_model* model);

/* The path or label it was opened with; the format found, e.g. "safetensors". */
WKIN_API const char* wkin_model_name(const wkin_model* model);
WKIN_API const char* wkin_model_format(const wkin_model* model);
WKIN_API size_t wkin_model_tensor_count(const wkin_model* model);

typedef struct wkin_tensor_info {
  const char* name;
  const uint64_t* shape; /* `rank` extents; never NULL */
  uint64_t elements;
  wkin_dtype dtype;
  uint32_t rank;
} wkin_tensor_info;

/* Tensor `index` in the order of the files. WKIN_BAD_ARGUMENT when out of range. */
WKIN_API wkin_status wkin_model_tensor(const wkin_model* model, size_t index,
                                       wkin_tensor_info* info, size_t info_size, wkin_error* error);

/* How the values of a tensor are stored, where they are not simply its elements. */
typedef struct wkin_tensor_encoding {
  const char* scheme;    /* e.g. "q4_k", "gptq", "lora"; empty when the values are plain */
  double bits_per_value; /* codes, scales and all; 0 when plain */
  double undo_error;     /* undoing the layout may be off by so much, relative to max(1, |value|) */
  uint64_t block_values; /* values in a row that share a scale; 0: no such row */
  size_t parts;          /* stored tensors it is made of; 0 when plain */
  size_t layout_rules;   /* how many were undone */
} wkin_tensor_encoding;

/* The encoding of tensor `index`; all zero and "" for a plain one. */
WKIN_API wkin_status wkin_model_encoding(const wkin_model* model, size_t index,
                                         wkin_tensor_encoding* encoding, size_t encoding_size,
                                         wkin_error* error);

/* One stored piece of a tensor. */
typedef struct wkin_encoding_part {
  const char* role;      /* what it is to the whole: "codes", "scales", "lora_a", ... */
  const char* name;      /* the file's */
  const uint64_t* shape; /* `rank` extents; never NULL */
  uint64_t elements;
  wkin_dtype dtype;
  uint32_t rank;
} wkin_encoding_part;

WKIN_API wkin_status wkin_model_encoding_part(const wkin_model* model, size_t index,
                                              size_t part_index, wkin_encoding_part* part,
                                              size_t part_size, wkin_error* error);

/* Layout rule `rule_index` of tensor `index` in words, in the order they were undone; NULL beyond
 * the last. */
WKIN_API const char* wkin_model_layout_rule(const wkin_model* model, size_t index,
                                            size_t rule_index);

/* Called now and then, never from two threads at once. Non-zero cancels: the call then answers
 * WKIN_CANCELLED. `done` and `total` are work units; `stage` lives for the call. */
typedef int (*wkin_progress_callback)(const char* stage, uint64_t done, uint64_t total,
                                      void* user_data);

typedef struct wkin_write_options {
  size_t struct_size;
  wkin_dtype floats; /* real numbers are written as F32, F16 or BF16, rounded to nearest, ties to
                        even; WKIN_DTYPE_NONE: each tensor keeps its own type */
  uint32_t reserved;
  wkin_progress_callback on_progress; /* in bytes; may be NULL */
  void* user_data;
} wkin_write_options;
#define WKIN_WRITE_OPTIONS_INIT                                                                    \
  { sizeof(wkin_write_options), WKIN_DTYPE_NONE, 0, NULL, NULL }

typedef struct wkin_write_summary {
  uint64_t tensors;
  uint64_t bytes;      /* of the whole file */
  uint64_t overflowed; /* finite values that became infinite */
} wkin_write_summary;

/* Writes all tensors as one safetensors file, quantised ones as the values they stand for. The same
 * tensors and options give the same bytes on every machine. `path` holds its old content (or is
 * absent) until all is written. `options` and `summary` may be NULL. */
WKIN_API wkin_status wkin_model_write_safetensors(const wkin_model* model, const char* path,
                                                  const wkin_write_options* options,
                                                  wkin_write_summary* summary, size_t summary_size,
                                                  wkin_error* error);

/* ---- inventory --------------------------------------------------------------------------- */

/* What a model consists of: components, and what each tensor is. Keeps its model alive. */
typedef struct wkin_inventory wkin_inventory;

typedef struct wkin_inventory_options {
  size_t struct_size;
  const char* component_map; /* JSON, docs/component-map.md; NULL: the built-in rules alone */
  uint32_t threads;          /* 0: as many as the machine has; never changes the answer */
  uint32_t reserved;
} wkin_inventory_options;
#define WKIN_INVENTORY_OPTIONS_INIT                                                                \
  { sizeof(wkin_inventory_options), NULL, 0, 0 }

/* Finds out what every tensor is, from names, shapes, types and a bounded look at values. */
WKIN_API wkin_status wkin_inventory_take(const wkin_model* model,
                                         const wkin_inventory_options* options,
                                         wkin_inventory** out, wkin_error* error);
WKIN_API void wkin_inventory_close(wkin_inventory* inventory);

WKIN_API size_t wkin_inventory_component_count(const wkin_inventory* inventory);

typedef struct wkin_component_info {
  const char* id;     /* e.g. "vision_encoder" */
  const char* prefix; /* what its tensor names begin with; may be empty */
  uint64_t tensors;
  uint64_t parameters; /* tied tensors counted once */
  wkin_component_kind kind;
  uint32_t layers;
} wkin_component_info;

WKIN_API wkin_status wkin_inventory_component(const wkin_inventory* inventory, size_t index,
                                              wkin_component_info* info, size_t info_size,
                                              wkin_error* error);

typedef struct wkin_inventory_entry {
  const char* slot;   /* the name with prefix and naming dialect removed */
  const char* detail; /* for people: which construction, tied to what, which error; may be empty */
  uint64_t parameters;
  size_t component; /* index of its component */
  wkin_role role;
  wkin_use use;
  wkin_exclusion exclusion;
  int32_t layer; /* -1: none */
} wkin_inventory_entry;

/* What tensor `tensor_index` of the model is. */
WKIN_API wkin_status wkin_inventory_tensor(const wkin_inventory* inventory, size_t tensor_index,
                                           wkin_inventory_entry* entry, size_t entry_size,
                                           wkin_error* error);

/* The inspection as JSON (docs/inspect.schema.json) or for people. */
WKIN_API wkin_status wkin_inventory_json(const wkin_inventory* inventory, char* buffer,
                                         size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_inventory_text(const wkin_inventory* inventory, char* buffer,
                                         size_t capacity, size_t* needed, wkin_error* error);

/* ---- comparison -------------------------------------------------------------------------- */

/* The answer to "does SUBJECT descend from REFERENCE?". Independent of both models. */
typedef struct wkin_comparison wkin_comparison;

typedef struct wkin_compare_options {
  size_t struct_size;
  uint32_t threads; /* 0: as many as the machine has; never changes the answer */
  uint32_t reserved;
  double log10_alpha;                 /* family-wise level; 0: -5 */
  double effect_floor;                /* smaller dependence occurs between innocents; 0: 0.02 */
  uint64_t seed;                      /* of the samples and permutations drawn; 0: the library's */
  const char* component_map;          /* JSON, applied to both sides; NULL: none */
  wkin_progress_callback on_progress; /* NULL: none */
  void* user_data;                    /* handed to `on_progress` */
} wkin_compare_options;
#define WKIN_COMPARE_OPTIONS_INIT                                                                  \
  { sizeof(wkin_compare_options), 0, 0, 0.0, 0.0, 0, NULL, NULL, NULL }

/* Rules on every component of `subject` against `reference`. Models with nothing in common are a
 * ruling (WKIN_VERDICT_NOT_COMPARABLE), not an error. `options` may be NULL. Same inputs and
 * options give the same answer bit for bit, whatever the threads or the machine. */
WKIN_API wkin_status wkin_compare(const wkin_model* subject, const wkin_model* reference,
                                  const wkin_compare_options* options, wkin_comparison** out,
                                  wkin_error* error);
WKIN_API void wkin_comparison_close(wkin_comparison* comparison);

typedef struct wkin_overall {
  const char* sentence;
  uint64_t subject_parameters;
  uint64_t reference_parameters;
  uint64_t parameters_found; /* of the subject, in components with a finding */
  size_t components;
  size_t tensors;   /* pairs */
  size_t unmatched; /* tensors of either side without a counterpart */
  size_t limits;    /* sentences on what the comparison cannot see */
  wkin_verdict verdict;
  uint32_t reserved;
} wkin_overall;

WKIN_API wkin_status wkin_comparison_overall(const wkin_comparison* comparison,
                                             wkin_overall* overall, size_t overall_size,
                                             wkin_error* error);

/* Evidence that units of two tensors correspond, under the null that one side was permuted. */
typedef struct wkin_evidence {
  double effect;         /* in [-1, 1]; 0 if unrelated */
  double z;              /* standardised; 0 if unrelated, deviation 1 */
  double effective_size; /* independent values the data are worth */
  double log10_p;        /* one-sided; 0 when not tested */
  double skewness;       /* of the permutation distribution */
  double excess_kurtosis;
  uint64_t units;
  uint64_t draws; /* 0: closed form */
  wkin_null null;
  uint32_t reserved;
} wkin_evidence;

/* The ruling on one component. Similarities are robust medians over the tensors that may carry a
 * verdict, each beside what unrelated tensors would show. */
typedef struct wkin_component_ruling {
  const char* id;           /* the subject's component */
  const char* reference_id; /* empty: none */
  const char* sentence;     /* the evidence in one sentence */
  size_t explanations;      /* what remains possible; see wkin_comparison_explanation */
  wkin_component_kind kind;
  wkin_verdict verdict;
  wkin_change change;
  uint32_t reserved;
  uint64_t parameters;
  double share; /* of the subject's parameters */
  uint64_t parameters_compared;
  uint64_t parameters_descriptive;
  uint64_t parameters_excluded;
  uint64_t parameters_unmatched;
  uint64_t parameters_bit_equal;
  uint64_t tensors_compared;
  uint64_t tensors_excluded;
  uint64_t tensors_unmatched;
  double cosine;
  double cosine_if_unrelated;
  double pearson;
  double relative_l2;
  double relative_l2_if_unrelated;
  double bit_equal_share;
  double bit_equal_chance;
  wkin_evidence evidence;  /* all groups combined */
  wkin_evidence strongest; /* of one permutation group, for descent of a part */
  const char* strongest_group;
  uint64_t groups;
  double common_variance;    /* share of the variance that the reference explains */
  double log10_p;            /* combined or strongest group, corrected for that choice */
  double log10_p_holm;       /* after Holm over the components */
  double minimum_detectable; /* smallest effect found with probability one half */
} wkin_component_ruling;

WKIN_API wkin_status wkin_comparison_component(const wkin_comparison* comparison, size_t index,
                                               wkin_component_ruling* ruling, size_t ruling_size,
                                               wkin_error* error);

/* Explanation `index` of a component; NULL when either index is out of range. */
WKIN_API const char* wkin_comparison_explanation(const wkin_comparison* comparison,
                                                 size_t component, size_t index);

/* Everything measured on one pair of tensors; a is the subject, b the reference. Sums run over the
 * positions where both elements are finite. */
typedef struct wkin_tensor_evidence {
  const char* subject_name;
  const char* reference_name;
  const char* detail;
  const char* group;     /* permutation group; empty: none */
  const uint64_t* shape; /* `rank` extents; never NULL */
  size_t rank;
  size_t subject;   /* index into the subject's tensors */
  size_t reference; /* index into the reference's tensors */
  size_t component;
  uint64_t parameters;
  wkin_match match;
  wkin_dtype subject_dtype;
  wkin_dtype reference_dtype;
  wkin_role role;
  wkin_use use;
  wkin_exclusion exclusion;
  int32_t layer;
  uint32_t reserved;
  uint64_t elements;
  uint64_t finite;
  uint64_t nonfinite_a;
  uint64_t nonfinite_b;
  uint64_t bit_equal;
  uint64_t sign_equal;
  uint64_t zero_a;
  uint64_t zero_b;
  uint64_t zero_both;
  double sum_a;
  double sum_b;
  double sum_aa;
  double sum_bb;
  double sum_ab;
  double sum_abs_diff;
  double sum_sq_diff;
  double max_abs_diff;
  double cosine;
  double cosine_if_unrelated;
  double pearson;
  double relative_l2;
  double relative_l2_if_unrelated;
  double scale; /* least-squares c in a = c b */
  double mean_a;
  double mean_b;
  double sd_a;
  double sd_b;
  double bit_equal_share;
  double bit_equal_chance;
  double sign_equal_share;
  double sign_equal_chance;
  wkin_evidence permutation;
} wkin_tensor_evidence;

WKIN_API wkin_status wkin_comparison_tensor(const wkin_comparison* comparison, size_t index,
                                            wkin_tensor_evidence* evidence, size_t evidence_size,
                                            wkin_error* error);

/* A tensor without a counterpart, and why. */
typedef struct wkin_unmatched {
  const char* name;
  const char* component;
  const char* reason;
  size_t tensor; /* index into its side's tensors */
  uint64_t parameters;
  wkin_side side;
  uint32_t reserved;
} wkin_unmatched;

WKIN_API wkin_status wkin_comparison_unmatched(const wkin_comparison* comparison, size_t index,
                                               wkin_unmatched* unmatched, size_t unmatched_size,
                                               wkin_error* error);

/* Sentence `index` on what the comparison cannot see; NULL when out of range. */
WKIN_API const char* wkin_comparison_limit(const wkin_comparison* comparison, size_t index);

/* The report as JSON (docs/report.schema.json), for people, or as an SVG picture. */
WKIN_API wkin_status wkin_comparison_json(const wkin_comparison* comparison, char* buffer,
                                          size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_comparison_text(const wkin_comparison* comparison, char* buffer,
                                          size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_comparison_svg(const wkin_comparison* comparison, char* buffer,
                                         size_t capacity, size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif /* WEIGHTKIN_H */
