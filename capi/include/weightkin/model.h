/* Part of weightkin.h: models, what they hold, writing them. */
#ifndef WEIGHTKIN_C_MODEL_H
#define WEIGHTKIN_C_MODEL_H

#include <weightkin/features.h>

#ifdef __cplusplus
extern "C" {
#endif

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

/* What a file may at most ask of the library; exceeding one is WKIN_BAD_FORMAT with
 * WKIN_FAULT_LIMIT. 0: the library's, generous for real files and small for a machine. */
typedef struct wkin_limits {
  size_t struct_size;
  uint64_t header_bytes;          /* safetensors header */
  uint64_t index_bytes;           /* a sharded checkpoint's index */
  uint64_t json_depth;            /* nesting of objects and lists */
  uint64_t json_string_bytes;     /* one string */
  uint64_t json_values;           /* in one configuration or manifest */
  uint64_t config_bytes;          /* config.json and the like */
  uint64_t metadata_pairs;        /* of one GGUF file */
  uint64_t shards;                /* of one checkpoint */
  uint64_t tensors;               /* of one checkpoint */
  uint64_t pickle_bytes;          /* stored */
  uint64_t inflated_pickle_bytes; /* one pickle, decompressed */
  uint64_t inflated_member_bytes; /* one deflated zip member */
  uint64_t pickle_opcodes;        /* of one pickle */
  uint64_t pickle_stack;          /* values at a time */
  uint64_t value_depth;           /* nesting of a pickled value */
  uint64_t zip_entries;           /* of one archive */
  uint64_t zip_name_bytes;        /* one member's name */
  uint64_t npy_header_bytes;      /* one array's header */
  uint64_t hdf5_objects;          /* of one file */
  uint64_t hdf5_depth;            /* nesting of groups */
  uint64_t hdf5_chunk_bytes;      /* one chunk, decompressed */
  uint64_t table_block_bytes;     /* TensorFlow index, inflated */
  uint64_t array_chunks;          /* files of one zarr array */
  uint64_t sparse_elements;       /* of one sparse tensor, zeros counted */
  uint64_t expanded_bytes;        /* all tensors, when the files hold less than a 2048th of it */
} wkin_limits;
#define WKIN_LIMITS_INIT                                                                           \
  { sizeof(wkin_limits), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

/* How a checkpoint is opened; WKIN_OPEN_OPTIONS_INIT first. */
typedef struct wkin_open_options {
  size_t struct_size;
  wkin_access access;      /* how its bytes are reached */
  uint32_t lenient_pickle; /* 1: unknown classes in pickles become inert values, not an error */
  uint64_t max_tensors;    /* 0: one million */
  uint32_t as_stored;      /* 1: names, axis order and values as the file has them; 0: as PyTorch
                              and Hugging Face have them, whatever the container */
  uint32_t reserved;
  const wkin_limits* limits; /* NULL: the library's; its `tensors` yields to `max_tensors` */
  wkin_log_callback on_log;  /* is told what is odd about the files; NULL: none */
  void* log_user_data;       /* handed to `on_log` */
} wkin_open_options;
#define WKIN_OPEN_OPTIONS_INIT                                                                     \
  { sizeof(wkin_open_options), WKIN_ACCESS_DEFAULT, 0, 0, 0, 0, NULL, NULL, NULL }

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
  const char* name;       /* not NULL, unique within the model; copied */
  wkin_dtype dtype;       /* of every element */
  uint32_t rank;          /* at most 64; 0 is a scalar */
  const uint64_t* shape;  /* `rank` extents, slowest axis first; copied */
  const int64_t* strides; /* `rank` strides in elements, >= 0 (along axes of one element: any);
                             NULL means packed C order; copied */
  const void* data;       /* element [0,...,0], any alignment; borrowed like `bytes` above */
} wkin_tensor_view;

/* A model of `count` tensors that the caller holds. `view_size` is sizeof(wkin_tensor_view). */
WKIN_API wkin_status wkin_model_from_tensors(const wkin_tensor_view* tensors, size_t count,
                                             size_t view_size, const char* name, wkin_model** out,
                                             wkin_error* error);

/* Frees it; NULL is allowed. */
WKIN_API void wkin_model_close(wkin_model* model);

/* The path or label it was opened with; the format found, e.g. "safetensors". */
WKIN_API const char* wkin_model_name(const wkin_model* model);
WKIN_API const char* wkin_model_format(const wkin_model* model);
WKIN_API size_t wkin_model_tensor_count(const wkin_model* model);

/* File `index` that the model consists of, its metadata (the format's own keys and texts, in file
 * order), and what was odd but harmless, in one line each; NULL beyond the last. `*size_bytes` and
 * `*value` may be NULL. */
WKIN_API const char* wkin_model_file(const wkin_model* model, size_t index, uint64_t* size_bytes);
WKIN_API const char* wkin_model_metadata(const wkin_model* model, size_t index, const char** value);
WKIN_API const char* wkin_model_warning(const wkin_model* model, size_t index);

/* What the container's own graph does with tensor `index` ("Conv.W"); "" where it has none. */
WKIN_API const char* wkin_model_usage(const wkin_model* model, size_t index);

/* One tensor of a model; pointers live as long as the model. */
typedef struct wkin_tensor_info {
  const char* name;      /* as in the model */
  const uint64_t* shape; /* `rank` extents; never NULL */
  uint64_t elements;     /* the product of `shape` */
  wkin_dtype dtype;      /* of every element */
  uint32_t rank;         /* 0 is a scalar */
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
  uint64_t elements;     /* the product of `shape` */
  wkin_dtype dtype;      /* of every element */
  uint32_t rank;         /* 0 is a scalar */
} wkin_encoding_part;

/* Part `part_index` of tensor `index`. `part_size` is sizeof(wkin_encoding_part). */
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

/* How a model is written; WKIN_WRITE_OPTIONS_INIT first. */
typedef struct wkin_write_options {
  size_t struct_size;
  wkin_dtype floats; /* real numbers are written as F32, F16 or BF16, rounded to nearest, ties to
                        even; WKIN_DTYPE_NONE: each tensor keeps its own type */
  uint32_t reserved;
  wkin_progress_callback on_progress; /* in bytes; may be NULL */
  void* user_data;                    /* handed to `on_progress` */
  /* The file's own key and value texts, `metadata_count` of each, UTF-8; NULL: format = pt, which
   * Transformers wants to find. Not NULL and a count of 0: none. */
  const char* const* metadata_keys;
  const char* const* metadata_values; /* in the order of their keys */
  size_t metadata_count;              /* of keys, and of values */
} wkin_write_options;
#define WKIN_WRITE_OPTIONS_INIT                                                                    \
  { sizeof(wkin_write_options), WKIN_DTYPE_NONE, 0, NULL, NULL, NULL, NULL, 0 }

/* What was written. */
typedef struct wkin_write_summary {
  uint64_t tensors;    /* all of the model */
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

/* Takes the next `length` bytes of a file. Anything but WKIN_OK ends the writing: WKIN_CANCELLED
 * and WKIN_NO_MEMORY are passed on, all else becomes WKIN_IO. Never called from two threads at
 * once. */
typedef wkin_status (*wkin_take_callback)(const void* bytes, size_t length, void* user_data);

/* The same bytes, in order, to a callback: an object store, a socket, an encrypted file. After a
 * failure it may have been given a part of them. */
WKIN_API wkin_status wkin_model_send_safetensors(const wkin_model* model, wkin_take_callback take,
                                                 void* take_user_data,
                                                 const wkin_write_options* options,
                                                 wkin_write_summary* summary, size_t summary_size,
                                                 wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
