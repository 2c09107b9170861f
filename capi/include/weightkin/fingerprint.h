/* Part of weightkin.h: what remains of a model when the weights are gone. The numbers are defined
 * in docs/fingerprint-format.md, the file in docs/fingerprint-file.md. */
#ifndef WEIGHTKIN_C_FINGERPRINT_H
#define WEIGHTKIN_C_FINGERPRINT_H

#include <weightkin/comparison.h>
#include <weightkin/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Digests, sketches and signatures of a model. Immutable; needs no model. */
typedef struct wkin_fingerprint wkin_fingerprint;

/* How a model is fingerprinted; WKIN_FINGERPRINT_OPTIONS_INIT first. */
typedef struct wkin_fingerprint_options {
  size_t struct_size;
  uint64_t seed;                      /* fingerprints of different seeds cannot be compared */
  const char* component_map;          /* JSON, docs/component-map.md; NULL: none */
  const char* name;                   /* kept in the fingerprint; NULL: the model's */
  uint32_t threads;                   /* 0: as many as the machine has; never changes a bit */
  uint32_t no_digests;                /* 1: faster, but no proof of identity */
  wkin_progress_callback on_progress; /* in bytes; NULL: none */
  void* user_data;                    /* handed to `on_progress` */
  /* The string of every row of the token embedding, without marks of a word's beginning; borrowed
   * for the call. 0: not known. */
  const char* const* vocabulary;
  size_t vocabulary_count; /* how many `vocabulary` has */
  uint32_t no_anchors;     /* 1: nothing that survives a rotation is kept; faster */
  uint32_t reserved;
} wkin_fingerprint_options;
#define WKIN_FINGERPRINT_OPTIONS_INIT                                                              \
  { sizeof(wkin_fingerprint_options), 0, NULL, NULL, 0, 0, NULL, NULL, NULL, 0, 0, 0 }

/* Reads every tensor of `model` once. `options` may be NULL. The same weights, labels and options
 * give the same fingerprint, whatever the container, the threads or the machine. */
WKIN_API wkin_status wkin_fingerprint_take(const wkin_model* model,
                                           const wkin_fingerprint_options* options,
                                           wkin_fingerprint** out, wkin_error* error);

/* The same of `count` tensors that the caller holds. `view_size` is sizeof(wkin_tensor_view). */
WKIN_API wkin_status wkin_fingerprint_take_tensors(const wkin_tensor_view* tensors, size_t count,
                                                   size_t view_size,
                                                   const wkin_fingerprint_options* options,
                                                   wkin_fingerprint** out, wkin_error* error);
WKIN_API void wkin_fingerprint_close(wkin_fingerprint* fingerprint);

/* ---- files ------------------------------------------------------------------------------- */

/* 1 when the bytes begin like a fingerprint file, else 0; 16 bytes are enough. */
WKIN_API int wkin_is_fingerprint(const void* bytes, size_t size_bytes);

/* Reads a fingerprint file, from a path or from memory. Bytes that are none, are damaged or
 * contradict themselves are WKIN_BAD_FORMAT, a later major version is WKIN_UNSUPPORTED. `label`
 * names the bytes in messages and may be NULL. */
WKIN_API wkin_status wkin_fingerprint_open(const char* path, wkin_fingerprint** out,
                                           wkin_error* error);
WKIN_API wkin_status wkin_fingerprint_decode(const void* bytes, size_t size_bytes,
                                             const char* label, wkin_fingerprint** out,
                                             wkin_error* error);

/* Reads what wkin_fingerprint_json wrote; `length` bytes without the final zero. */
WKIN_API wkin_status wkin_fingerprint_from_json(const char* json, size_t length, const char* label,
                                                wkin_fingerprint** out, wkin_error* error);

/* Writes the file; `path` holds its old content (or is absent) until all is written. */
WKIN_API wkin_status wkin_fingerprint_write(const wkin_fingerprint* fingerprint, const char* path,
                                            wkin_error* error);

/* The bytes of the file into your buffer, by the rule for text but without a final zero. */
WKIN_API wkin_status wkin_fingerprint_encode(const wkin_fingerprint* fingerprint, void* buffer,
                                             size_t capacity, size_t* needed, wkin_error* error);

/* The same content as JSON (docs/schemas/fingerprint-1.json). */
WKIN_API wkin_status wkin_fingerprint_json(const wkin_fingerprint* fingerprint, char* buffer,
                                           size_t capacity, size_t* needed, wkin_error* error);

/* How much of a fingerprint is kept. */
typedef enum wkin_print_level {
  WKIN_PRINT_FULL = 0,
  WKIN_PRINT_SMALL = 1, /* finds copies and near copies; no evidence of descent */
  WKIN_PRINT_LEVEL_SIZE = 0x7fffffff
} wkin_print_level;

/* What can be left out of a fingerprint; bits to be added up. */
typedef enum wkin_print_part {
  WKIN_PRINT_NAMES = 1, /* pseudonyms take their place */
  WKIN_PRINT_SKETCH = 2,
  WKIN_PRINT_UNITS = 4, /* without them and anchors no evidence of descent */
  WKIN_PRINT_ROWS = 8,
  WKIN_PRINT_DIGESTS = 16,
  WKIN_PRINT_SUMS = 32,    /* minimum, maximum, mean, mean square, magnitudes */
  WKIN_PRINT_ANCHORS = 64, /* evidence of descent through a rotation */
  WKIN_PRINT_PART_SIZE = 0x7fffffff
} wkin_print_part;

/* A fingerprint of the same model at `level`, without the parts whose bits `left_out` has. */
WKIN_API wkin_status wkin_fingerprint_reduce(const wkin_fingerprint* fingerprint,
                                             wkin_print_level level, uint32_t left_out,
                                             wkin_fingerprint** out, wkin_error* error);

/* ---- what is in it ----------------------------------------------------------------------- */

/* What a fingerprint says of the whole model. */
typedef struct wkin_fingerprint_info {
  const char* name;     /* may be empty */
  const char* format;   /* of the container it was made from; may be empty */
  uint64_t seed;        /* of its sketches */
  uint64_t checksum;    /* over the checksums of all tensors */
  uint64_t parameters;  /* elements, tied tensors once */
  size_t tensors;       /* see wkin_fingerprint_tensor */
  size_t components;    /* see wkin_fingerprint_component */
  uint8_t root[32];     /* Merkle root over names and values */
  uint8_t nameless[32]; /* names and repeated tensors do not count */
  uint32_t has_roots;   /* 0: both are zero */
  uint32_t reserved;
  size_t anchors; /* see wkin_fingerprint_anchor */
} wkin_fingerprint_info;

/* The whole. `info_size` is sizeof(wkin_fingerprint_info). */
WKIN_API wkin_status wkin_fingerprint_describe(const wkin_fingerprint* fingerprint,
                                               wkin_fingerprint_info* info, size_t info_size,
                                               wkin_error* error);

/* What a fingerprint says of one component. */
typedef struct wkin_component_print {
  const char* id;           /* e.g. "vision_encoder" */
  const char* prefix;       /* what its tensor names begin with */
  uint64_t tensors;         /* how many belong to it */
  uint64_t parameters;      /* tied tensors counted once */
  wkin_component_kind kind; /* what it is for */
  uint32_t layers;          /* how many it has */
  uint8_t root[32];         /* Merkle root over names and values */
  uint8_t nameless[32];     /* names and repeated tensors do not count */
  uint32_t has_roots;       /* 0: both are zero */
  uint32_t reserved;
} wkin_component_print;

/* Component `index`. `component_size` is sizeof(wkin_component_print). */
WKIN_API wkin_status wkin_fingerprint_component(const wkin_fingerprint* fingerprint, size_t index,
                                                wkin_component_print* component,
                                                size_t component_size, wkin_error* error);

/* What is left of one tensor. Pointers are NULL where a part is absent. */
typedef struct wkin_tensor_print {
  const char* name;             /* as in the model */
  const char* scheme;           /* storage scheme of decoded tensors; else empty */
  const char* slot;             /* the name with prefix and naming dialect removed */
  const uint64_t* shape;        /* `rank` extents; never NULL */
  const int16_t* sketch_codes;  /* `buckets`; bucket j is sketch_codes[j] * sketch_scale */
  const float* unit_scales;     /* `units` */
  const int8_t* unit_codes;     /* 16 a unit; feature f of unit u is unit_codes[16 u + f] *
                                   unit_scales[u] */
  const float* row_profile;     /* 32 sorted row norms */
  const int8_t* row_gram;       /* 120 correlations of row features, in 1/127 */
  const uint8_t* value_digest;  /* 32 bytes, of the values in whatever type and container */
  const uint8_t* stored_digest; /* 32 bytes, of the stored bytes */
  uint64_t elements;            /* the product of `shape` */
  uint64_t nonfinite;           /* NaN and infinite elements */
  uint64_t outside;             /* finite, but 1024 or more in size */
  uint64_t zeros;               /* elements that are +0 or -0 */
  uint64_t negative;            /* elements below zero */
  uint64_t checksum;            /* of the values */
  uint64_t checksum_bf16;       /* what `checksum` becomes after a cast to bf16 */
  uint64_t checksum_f16;        /* likewise to f16 */
  double minimum;               /* +infinity when no element is finite */
  double maximum;               /* -infinity likewise */
  double mean;                  /* of the finite elements */
  double mean_square;           /* likewise */
  size_t component;             /* index of its component */
  size_t buckets;               /* 0: no sketch */
  size_t units;                 /* sampled; 0: none */
  size_t landmarks;             /* see wkin_fingerprint_landmark */
  uint16_t magnitudes[16];      /* quantiles of log |x| */
  wkin_dtype dtype;             /* of the logical tensor */
  uint32_t rank;                /* 0 is a scalar */
  wkin_role role;               /* what it does */
  wkin_use use;                 /* what it may say in a ruling */
  wkin_exclusion exclusion;     /* why it may not convict */
  int32_t layer;                /* -1: none */
  float sketch_scale;           /* value of one step of a code */
  uint32_t reserved;
} wkin_tensor_print;

/* Tensor `index`. `tensor_size` is sizeof(wkin_tensor_print). */
WKIN_API wkin_status wkin_fingerprint_tensor(const wkin_fingerprint* fingerprint, size_t index,
                                             wkin_tensor_print* tensor, size_t tensor_size,
                                             wkin_error* error);

/* One of the heaviest rows of a matrix. */
typedef struct wkin_row_landmark {
  uint32_t row;     /* its number */
  float norm;       /* of the whole row */
  float scale;      /* value of one step of a code */
  int8_t codes[16]; /* feature f is codes[f] * scale */
} wkin_row_landmark;

/* Landmark `index` of a tensor. `landmark_size` is sizeof(wkin_row_landmark). */
WKIN_API wkin_status wkin_fingerprint_landmark(const wkin_fingerprint* fingerprint, size_t tensor,
                                               size_t index, wkin_row_landmark* landmark,
                                               size_t landmark_size, wkin_error* error);

/* Whether token directions of different models can be compared. */
typedef enum wkin_token_choice {
  WKIN_TOKENS_NONE = 0,
  WKIN_TOKENS_BY_ROW = 1,    /* where vocabularies are equal or both large */
  WKIN_TOKENS_BY_STRING = 2, /* everywhere */
  WKIN_TOKEN_CHOICE_SIZE = 0x7fffffff
} wkin_token_choice;

/* What of one feed-forward network survives any change of the residual stream's basis. */
typedef struct wkin_unit_anchors {
  const int16_t* cosines;   /* `cosine_count`, in 1/32767; NULL: none */
  const int8_t* gate_codes; /* `gate_code_count`, 16 a unit; NULL: none */
  const int8_t* up_codes;   /* `up_code_count` */
  size_t cosine_count;      /* how many `cosines` has */
  size_t gate_code_count;   /* how many `gate_codes` has */
  size_t up_code_count;     /* how many `up_codes` has */
  size_t gate;         /* tensors; SIZE_MAX: none, the same as `up` where one tensor has both */
  size_t up;           /* index of a tensor */
  size_t down;         /* likewise */
  uint64_t vocabulary; /* rows of the embedding that directions were seen from */
  wkin_token_choice tokens; /* how the tokens were chosen */
  uint32_t reserved;
} wkin_unit_anchors;

/* Network `index`. `anchors_size` is sizeof(wkin_unit_anchors). */
WKIN_API wkin_status wkin_fingerprint_anchor(const wkin_fingerprint* fingerprint, size_t index,
                                             wkin_unit_anchors* anchors, size_t anchors_size,
                                             wkin_error* error);

/* ---- comparing --------------------------------------------------------------------------- */

/* Rules on every component of `subject` against `reference` from their fingerprints alone: the
 * verdicts of wkin_compare from less evidence. Of the options `component_map` does not apply.
 * WKIN_BAD_ARGUMENT when the seeds differ. */
WKIN_API wkin_status wkin_compare_fingerprints(const wkin_fingerprint* subject,
                                               const wkin_fingerprint* reference,
                                               const wkin_compare_options* options,
                                               wkin_comparison** out, wkin_error* error);

/* Similarity estimated from sketches, each with its standard error. NaN and infinity where a
 * sketch is missing or the sizes differ. */
typedef struct wkin_print_similarity {
  double pearson;           /* 0 if unrelated */
  double pearson_error;     /* its standard error */
  double cosine;            /* from sketch and moments */
  double cosine_error;      /* its standard error */
  double relative_l2;       /* ||a - b|| / ||b|| */
  double relative_l2_error; /* its standard error */
} wkin_print_similarity;

/* Of tensor `a_tensor` of `a` and tensor `b_tensor` of `b`, which must have one seed. */
WKIN_API wkin_status wkin_estimate_similarity(const wkin_fingerprint* a, size_t a_tensor,
                                              const wkin_fingerprint* b, size_t b_tensor,
                                              wkin_print_similarity* similarity,
                                              size_t similarity_size, wkin_error* error);

/* ---- from shards ------------------------------------------------------------------------- */

/* Makes the fingerprint of a model whose elements arrive in pieces: shards, ranks, a stream. The
 * result is the same, bit for bit, however the elements were cut, ordered and distributed. Not for
 * concurrent use: one builder a thread, then merge. */
typedef struct wkin_fingerprint_builder wkin_fingerprint_builder;

/* A tensor as announced before any of its elements. */
typedef struct wkin_tensor_declaration {
  const char* name;      /* copied */
  const uint64_t* shape; /* `rank` extents; copied */
  wkin_dtype dtype;      /* of every element */
  uint32_t rank;         /* 0 is a scalar */
} wkin_tensor_declaration;

/* How a builder works; WKIN_BUILDER_OPTIONS_INIT first. */
typedef struct wkin_builder_options {
  size_t struct_size;
  uint64_t seed;                  /* the same for all parts of a model */
  const wkin_inventory* contents; /* what the tensors are, in the same order; NULL: names and
                                     shapes decide. The same for all parts of a model */
  uint32_t no_digests;            /* 1: for shards that cut rows, and faster */
  uint32_t reserved;
} wkin_builder_options;
#define WKIN_BUILDER_OPTIONS_INIT                                                                  \
  { sizeof(wkin_builder_options), 0, NULL, 0, 0 }

/* `declaration_size` is sizeof(wkin_tensor_declaration). */
WKIN_API wkin_status wkin_builder_begin(const wkin_tensor_declaration* tensors, size_t count,
                                        size_t declaration_size,
                                        const wkin_builder_options* options,
                                        wkin_fingerprint_builder** out, wkin_error* error);
WKIN_API void wkin_builder_close(wkin_fingerprint_builder* builder);

/* Adds elements [first, first + count) of a tensor in C order, packed, in host byte order. Elements
 * out of range, of the wrong size or already added are WKIN_BAD_ARGUMENT and change nothing. */
WKIN_API wkin_status wkin_builder_add(wkin_fingerprint_builder* builder, size_t tensor,
                                      uint64_t first, uint64_t count, const void* packed,
                                      size_t size_bytes, wkin_error* error);

/* Adds the box of elements start[a] <= index[a] < start[a] + extent[a], packed in C order of the
 * box; `rank` starts and extents. WKIN_UNSUPPORTED for 4- and 6-bit types whose runs split bytes.
 */
WKIN_API wkin_status wkin_builder_add_box(wkin_fingerprint_builder* builder, size_t tensor,
                                          const uint64_t* start, const uint64_t* extent,
                                          uint32_t rank, const void* packed, size_t size_bytes,
                                          wkin_error* error);

/* Takes over what `other` has. Builders of different declarations, seeds or options, or with the
 * same element, are WKIN_BAD_ARGUMENT; both are then as they were. */
WKIN_API wkin_status wkin_builder_merge(wkin_fingerprint_builder* builder,
                                        const wkin_fingerprint_builder* other, wkin_error* error);

/* The state as bytes, to be sent to another process, by the rule for text but without a final zero;
 * and back. Only the same version of the library reads it. */
WKIN_API wkin_status wkin_builder_save(const wkin_fingerprint_builder* builder, void* buffer,
                                       size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_builder_load(const void* bytes, size_t size_bytes,
                                       wkin_fingerprint_builder** out, wkin_error* error);

/* WKIN_BAD_ARGUMENT names the first tensor with missing elements. The builder can go on. */
WKIN_API wkin_status wkin_builder_finish(const wkin_fingerprint_builder* builder,
                                         wkin_fingerprint** out, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
