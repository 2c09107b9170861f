/* Part of weightkin.h: what exactly a model is. Digests of its tensors, of its files, and sums that
 * ranks add up. */
#ifndef WEIGHTKIN_C_DIGESTS_H
#define WEIGHTKIN_C_DIGESTS_H

#include <weightkin/fingerprint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- of tensors --------------------------------------------------------------------------- */

/* Digests of all tensors of a model and the roots over them: those of its fingerprint. */
typedef struct wkin_hash wkin_hash;

/* How a model is hashed; WKIN_HASH_OPTIONS_INIT first. */
typedef struct wkin_hash_options {
  size_t struct_size;
  const char* component_map; /* JSON; NULL: none */
  uint32_t threads;          /* 0: as many as the machine has; never changes a bit */
  uint32_t reserved;
  wkin_progress_callback on_progress; /* in bytes; NULL: none */
  void* user_data;                    /* handed to `on_progress` */
} wkin_hash_options;
#define WKIN_HASH_OPTIONS_INIT                                                                     \
  { sizeof(wkin_hash_options), NULL, 0, 0, NULL, NULL }

/* Reads every tensor of `model` once. `options` may be NULL. */
WKIN_API wkin_status wkin_hash_take(const wkin_model* model, const wkin_hash_options* options,
                                    wkin_hash** out, wkin_error* error);
WKIN_API void wkin_hash_close(wkin_hash* hash);

/* What exactly a model is: equal roots mean equal values. */
typedef struct wkin_hash_roots {
  uint8_t root[32];     /* Merkle root over names and values */
  uint8_t nameless[32]; /* names and repeated tensors do not count */
  size_t tensors;       /* see wkin_hash_tensor */
  size_t components;    /* see wkin_hash_component */
} wkin_hash_roots;

/* The roots. `roots_size` is sizeof(wkin_hash_roots). */
WKIN_API wkin_status wkin_hash_describe(const wkin_hash* hash, wkin_hash_roots* roots,
                                        size_t roots_size, wkin_error* error);

/* What exactly one tensor is. */
typedef struct wkin_tensor_hash {
  const char* name;      /* as in the model */
  const uint64_t* shape; /* `rank` extents; never NULL */
  wkin_dtype dtype;      /* of every element */
  uint32_t rank;         /* 0 is a scalar */
  uint8_t stored[32];    /* of the stored bytes */
  uint8_t value[32];     /* of the values, in whatever type and container */
} wkin_tensor_hash;

/* Tensor `index`. `tensor_size` is sizeof(wkin_tensor_hash). */
WKIN_API wkin_status wkin_hash_tensor(const wkin_hash* hash, size_t index, wkin_tensor_hash* tensor,
                                      size_t tensor_size, wkin_error* error);

/* What exactly one component is. */
typedef struct wkin_component_hash {
  const char* id;       /* e.g. "vision_encoder" */
  uint8_t root[32];     /* Merkle root over names and values */
  uint8_t nameless[32]; /* names and repeated tensors do not count */
} wkin_component_hash;

/* Component `index`. `component_size` is sizeof(wkin_component_hash). */
WKIN_API wkin_status wkin_hash_component(const wkin_hash* hash, size_t index,
                                         wkin_component_hash* component, size_t component_size,
                                         wkin_error* error);

/* The report for people, or as JSON. */
WKIN_API wkin_status wkin_hash_text(const wkin_hash* hash, char* buffer, size_t capacity,
                                    size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_hash_json(const wkin_hash* hash, char* buffer, size_t capacity,
                                    size_t* needed, wkin_error* error);

/* ---- of files ----------------------------------------------------------------------------- */

/* The files of a model and their digests, as signatures of models name them (OMS 1.0). */
typedef struct wkin_manifest wkin_manifest;

/* How the files of a manifest are hashed. */
typedef enum wkin_manifest_hash {
  WKIN_MANIFEST_SHA256 = 0,
  WKIN_MANIFEST_BLAKE3 = 1,
  WKIN_MANIFEST_HASH_SIZE = 0x7fffffff
} wkin_manifest_hash;

/* How a manifest is made; WKIN_MANIFEST_OPTIONS_INIT first. */
typedef struct wkin_manifest_options {
  size_t struct_size;
  wkin_manifest_hash algorithm; /* of every digest */
  uint32_t follow_links;        /* 1: links to files are read; else they are WKIN_UNSUPPORTED */
  const char* const* ignored;   /* `ignored_count` paths relative to the model */
  size_t ignored_count;         /* how many `ignored` has */
  uint32_t threads;             /* 0: as many as the machine has */
  uint32_t reserved;
  wkin_progress_callback on_progress; /* in bytes; NULL: none */
  void* user_data;                    /* handed to `on_progress` */
} wkin_manifest_options;
#define WKIN_MANIFEST_OPTIONS_INIT                                                                 \
  { sizeof(wkin_manifest_options), WKIN_MANIFEST_SHA256, 0, NULL, 0, 0, 0, NULL, NULL }

/* Hashes the files of a model, which is a folder or one file. `options` may be NULL. */
WKIN_API wkin_status wkin_manifest_make(const char* path, const wkin_manifest_options* options,
                                        wkin_manifest** out, wkin_error* error);

/* Reads what wkin_manifest_json wrote, or another implementation; `length` bytes. `label` names
 * them in messages and may be NULL. */
WKIN_API wkin_status wkin_manifest_from_json(const char* json, size_t length, const char* label,
                                             wkin_manifest** out, wkin_error* error);
WKIN_API void wkin_manifest_close(wkin_manifest* manifest);

/* What a manifest says of the whole model. */
typedef struct wkin_manifest_info {
  const char* model;            /* its name */
  size_t files;                 /* see wkin_manifest_file_at */
  wkin_manifest_hash algorithm; /* of every digest */
  uint32_t follow_links;        /* 1: links stand for what they lead to */
  uint8_t subject[32];          /* what a signature is about */
} wkin_manifest_info;

/* The whole. `info_size` is sizeof(wkin_manifest_info). */
WKIN_API wkin_status wkin_manifest_describe(const wkin_manifest* manifest, wkin_manifest_info* info,
                                            size_t info_size, wkin_error* error);

/* One file of a manifest. */
typedef struct wkin_manifest_file {
  const char* name;    /* relative to the model's folder */
  uint8_t content[32]; /* digest of its bytes */
} wkin_manifest_file;

/* File `index`. `file_size` is sizeof(wkin_manifest_file). */
WKIN_API wkin_status wkin_manifest_file_at(const wkin_manifest* manifest, size_t index,
                                           wkin_manifest_file* file, size_t file_size,
                                           wkin_error* error);

/* The statement that is signed, unsigned. */
WKIN_API wkin_status wkin_manifest_json(const wkin_manifest* manifest, char* buffer,
                                        size_t capacity, size_t* needed, wkin_error* error);

/* Where `found` is not what `expected` says, as JSON; `*differences` counts and may be NULL. */
WKIN_API wkin_status wkin_manifest_compare(const wkin_manifest* expected,
                                           const wkin_manifest* found, size_t* differences,
                                           char* buffer, size_t capacity, size_t* needed,
                                           wkin_error* error);

/* How a file differs from what a manifest says of it. */
typedef enum wkin_file_state {
  WKIN_FILE_DIFFERS = 0,
  WKIN_FILE_MISSING = 1, /* listed, and not there */
  WKIN_FILE_EXTRA = 2,   /* there, and not listed */
  WKIN_FILE_STATE_SIZE = 0x7fffffff
} wkin_file_state;

/* Its lower-case name in reports. Static storage. */
WKIN_API const char* wkin_file_state_name(wkin_file_state state);

/* A file that is not as listed. */
typedef struct wkin_file_difference {
  const char* name;      /* relative to the model's folder; lent by the manifest that has it */
  wkin_file_state state; /* in what way */
  uint32_t reserved;
} wkin_file_difference;

/* Difference `index` of those that wkin_manifest_compare counts, sorted by name. Compares anew.
 * `difference_size` is sizeof(wkin_file_difference). */
WKIN_API wkin_status wkin_manifest_difference(const wkin_manifest* expected,
                                              const wkin_manifest* found, size_t index,
                                              wkin_file_difference* difference,
                                              size_t difference_size, wkin_error* error);

/* ---- of shards ---------------------------------------------------------------------------- */

/* The sum that tells whether a model arrived as it was sent, however it is sharded on either side.
 * Finds accidents, not adversaries. Not for concurrent use: one a thread, then merge. */
typedef struct wkin_checksum wkin_checksum;

/* `tensors` are all of the model's, the same everywhere. `declaration_size` is
 * sizeof(wkin_tensor_declaration). */
WKIN_API wkin_status wkin_checksum_begin(const wkin_tensor_declaration* tensors, size_t count,
                                         size_t declaration_size, uint64_t seed,
                                         wkin_checksum** out, wkin_error* error);
WKIN_API void wkin_checksum_close(wkin_checksum* checksum);

/* Adds elements [first, first + count) of a tensor in C order, packed, in host byte order. */
WKIN_API wkin_status wkin_checksum_add(wkin_checksum* checksum, size_t tensor, uint64_t first,
                                       uint64_t count, const void* packed, size_t size_bytes,
                                       wkin_error* error);
WKIN_API wkin_status wkin_checksum_merge(wkin_checksum* checksum, const wkin_checksum* other,
                                         wkin_error* error);

/* The sum of what was added; `*complete` (may be NULL) is 1 when as many elements were added as
 * there are. */
WKIN_API wkin_status wkin_checksum_value(const wkin_checksum* checksum, uint64_t* value,
                                         int* complete, wkin_error* error);

/* Each tensor's, `count` numbers of your array; WKIN_BAD_ARGUMENT for another count. */
WKIN_API wkin_status wkin_checksum_tensors(const wkin_checksum* checksum, uint64_t* values,
                                           size_t count, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
