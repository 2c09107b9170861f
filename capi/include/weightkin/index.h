/* Part of weightkin.h: fingerprints, digests and rulings of many models in one database
 * (docs/registry.md). An index handle is for one thread at a time; any number of handles, threads
 * and processes may have one index open. Every call is done wholly or not at all, and what was
 * acknowledged is on the disk. */
#ifndef WEIGHTKIN_C_INDEX_H
#define WEIGHTKIN_C_INDEX_H

#include <weightkin/scan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An open index of fingerprints. One thread at a time. */
typedef struct wkin_index wkin_index;

/* What a call on an index found. Immutable; outlives the index. */
typedef struct wkin_index_answer wkin_index_answer;

/* What an index is opened for. */
typedef enum wkin_index_access {
  WKIN_INDEX_READ = 0,   /* it has to exist */
  WKIN_INDEX_WRITE = 1,  /* it has to exist */
  WKIN_INDEX_CREATE = 2, /* it is made when it does not exist */
  WKIN_INDEX_ACCESS_SIZE = 0x7fffffff
} wkin_index_access;

/* How an index is opened; WKIN_INDEX_OPTIONS_INIT first. */
typedef struct wkin_index_options {
  size_t struct_size;
  uint64_t key_cache_bytes;   /* kept between queries; 0: 256 MiB */
  wkin_index_access access;   /* what it is opened for */
  uint32_t busy_milliseconds; /* how long to wait for another writer; 0: 10 seconds */
} wkin_index_options;
#define WKIN_INDEX_OPTIONS_INIT                                                                    \
  { sizeof(wkin_index_options), 0, WKIN_INDEX_READ, 0 }

/* `address` is the path of a SQLite file, or "postgresql://...". WKIN_UNSUPPORTED for a later
 * schema or an engine that this build lacks, WKIN_IO when there is none, WKIN_BAD_FORMAT when it is
 * something else or damaged. */
WKIN_API wkin_status wkin_index_open(const char* address, const wkin_index_options* options,
                                     wkin_index** out, wkin_error* error);
WKIN_API void wkin_index_close(wkin_index* index);

/* What an index holds. */
typedef struct wkin_index_info {
  uint64_t models;        /* how many */
  uint64_t components;    /* of all models */
  uint64_t rulings;       /* that were kept */
  uint64_t seed;          /* of all fingerprints in it */
  uint64_t schema;        /* version */
  uint32_t has_seed;      /* 0: nothing was added yet */
  uint32_t on_server;     /* 1: PostgreSQL */
  uint32_t vector_search; /* 1: candidates by sketch come from the server's own index */
  uint32_t reserved;
} wkin_index_info;

/* The whole. `info_size` is sizeof(wkin_index_info). */
WKIN_API wkin_status wkin_index_describe(wkin_index* index, wkin_index_info* info, size_t info_size,
                                         wkin_error* error);

/* Adds a fingerprint; the same one is there once. `id` and `added` (0: it was there) may be NULL.
 * WKIN_BAD_ARGUMENT for another seed than the index has. */
WKIN_API wkin_status wkin_index_add(wkin_index* index, const wkin_fingerprint* fingerprint,
                                    uint64_t* id, uint32_t* added, wkin_error* error);

/* The same for `count` fingerprints in one transaction: all or none. `ids` and `added` are arrays
 * of `count` numbers, or NULL. */
WKIN_API wkin_status wkin_index_add_many(wkin_index* index,
                                         const wkin_fingerprint* const* fingerprints, size_t count,
                                         uint64_t* ids, uint32_t* added, wkin_error* error);

/* Takes a model out; `removed` (0: there was none) may be NULL. */
WKIN_API wkin_status wkin_index_remove(wkin_index* index, uint64_t id, uint32_t* removed,
                                       wkin_error* error);

/* The fingerprint of a model; WKIN_BAD_ARGUMENT when there is no such model. */
WKIN_API wkin_status wkin_index_load(wkin_index* index, uint64_t id, wkin_fingerprint** out,
                                     wkin_error* error);

/* How an index is asked; WKIN_INDEX_QUERY_OPTIONS_INIT first. */
typedef struct wkin_index_query_options {
  size_t struct_size;
  size_t candidates;                  /* how many to rank; 0: 64 */
  size_t confirm;                     /* how many to compare, per component; 0: 8 */
  double log10_alpha;                 /* for all models of the index together; 0: -5 */
  wkin_progress_callback on_progress; /* NULL: none */
  void* user_data;                    /* handed to `on_progress` */
  uint32_t threads;                   /* 0: as many as the machine has; never changes the answer */
  uint32_t reserved;
  wkin_log_callback on_log; /* NULL: none */
  void* log_user_data;      /* handed to `on_log` */
  double effect_floor;      /* as in wkin_compare_options */
  uint64_t seed;            /* likewise */
  double nearest_share;     /* as in wkin_scan_options */
  double separation_errors; /* likewise */
} wkin_index_query_options;
#define WKIN_INDEX_QUERY_OPTIONS_INIT                                                              \
  { sizeof(wkin_index_query_options), 0, 0, 0.0, NULL, NULL, 0, 0, NULL, NULL, 0.0, 0, 0.0, 0.0 }

/* Where does `subject` come from, as far as the index tells: equal parts, candidates, and what came
 * of comparing the best of them, corrected for all models of the index. */
WKIN_API wkin_status wkin_index_query(wkin_index* index, const wkin_fingerprint* subject,
                                      const wkin_index_query_options* options,
                                      wkin_index_answer** out, wkin_error* error);

/* Models in the order of their ids, those after `after`, at most `limit`. */
WKIN_API wkin_status wkin_index_list(wkin_index* index, uint64_t after, size_t limit,
                                     wkin_index_answer** out, wkin_error* error);

/* Models of which 32 bytes are a root, a component's root or a tensor's value digest. */
WKIN_API wkin_status wkin_index_find_digest(wkin_index* index, const uint8_t* digest, size_t limit,
                                            wkin_index_answer** out, wkin_error* error);

/* Checks that everything is as it was added; `problems` of the answer's description counts. */
WKIN_API wkin_status wkin_index_verify(wkin_index* index, wkin_index_answer** out,
                                       wkin_error* error);

/* Keeps a document about two models, each named by 32 bytes; the same one is there once. `added`
 * may be NULL. */
WKIN_API wkin_status wkin_index_add_ruling(wkin_index* index, const uint8_t* subject,
                                           const uint8_t* reference, const char* json,
                                           size_t length, uint32_t* added, wkin_error* error);

/* Documents about a model, named by 32 bytes; NULL: all. At most `limit`. */
WKIN_API wkin_status wkin_index_rulings(wkin_index* index, const uint8_t* model, size_t limit,
                                        wkin_index_answer** out, wkin_error* error);

/* ---- what was found ---------------------------------------------------------------------- */

/* Frees it; NULL is allowed. */
WKIN_API void wkin_index_answer_close(wkin_index_answer* answer);

/* What an answer consists of. */
typedef struct wkin_index_answer_info {
  uint64_t models;      /* in the index */
  size_t exact;         /* see wkin_index_exact */
  size_t candidates;    /* see wkin_index_candidate */
  size_t problems;      /* of wkin_index_verify */
  wkin_verdict overall; /* of a query; WKIN_VERDICT_NOT_COMPARABLE when nothing was compared */
  uint32_t reserved;
  size_t entries; /* of a list; see wkin_index_entry_at */
  size_t rulings; /* see wkin_index_ruling_at */
} wkin_index_answer_info;

/* The whole. `info_size` is sizeof(wkin_index_answer_info). */
WKIN_API wkin_status wkin_index_answer_describe(const wkin_index_answer* answer,
                                                wkin_index_answer_info* info, size_t info_size,
                                                wkin_error* error);

/* The whole answer as JSON (docs/schemas/index-1.json). */
WKIN_API wkin_status wkin_index_answer_json(const wkin_index_answer* answer, char* buffer,
                                            size_t capacity, size_t* needed, wkin_error* error);

/* A model that has values of the subject. */
typedef struct wkin_exact_match {
  const char* name;       /* of the model */
  uint64_t id;            /* of the model in the index */
  uint64_t tensors_equal; /* distinct values of the subject that it has as well */
  double share;           /* of the subject's elements in tensors that may be evidence */
  uint32_t same_root;     /* 1: all values under all names */
  uint32_t same_nameless; /* 1: all values */
  size_t components;      /* see wkin_index_exact_component */
} wkin_exact_match;

/* Exact match `index`. `match_size` is sizeof(wkin_exact_match). */
WKIN_API wkin_status wkin_index_exact(const wkin_index_answer* answer, size_t index,
                                      wkin_exact_match* match, size_t match_size,
                                      wkin_error* error);

/* By which of the small keys a candidate was found. */
typedef enum wkin_key_channel {
  WKIN_KEY_SKETCH = 0,
  WKIN_KEY_GRAM = 1,
  WKIN_KEY_PROFILE = 2,
  WKIN_KEY_MAGNITUDES = 3,
  WKIN_KEY_EXACT = 4,
  WKIN_KEY_CHANNEL_SIZE = 0x7fffffff
} wkin_key_channel;

/* A model that was ranked; no evidence unless it was compared. */
typedef struct wkin_index_candidate_info {
  const char* name;         /* of the model */
  const char* component;    /* of the subject, by which it was found; empty for exact ones */
  uint64_t id;              /* of the model in the index */
  double score;             /* how near it looks in its channel */
  wkin_key_channel channel; /* in which it is placed best */
  uint32_t compared;        /* 1: it was compared with the subject */
  wkin_verdict verdict;     /* of the comparison; WKIN_VERDICT_UNDETERMINED when there was none */
  uint32_t reserved;
  uint64_t place; /* in its channel, from 0 */
} wkin_index_candidate_info;

/* Candidate `index`, the nearest first. */
WKIN_API wkin_status wkin_index_candidate(const wkin_index_answer* answer, size_t index,
                                          wkin_index_candidate_info* candidate,
                                          size_t candidate_size, wkin_error* error);

/* The subject's id of component `index` of those that match `match` has with equal values, and
 * `*of_model` (may be NULL) the model's; NULL when out of range. */
WKIN_API const char* wkin_index_exact_component(const wkin_index_answer* answer, size_t match,
                                                size_t index, const char** of_model);

/* The scan of a query's candidates, in a handle of its own: a reference is a candidate's place.
 * WKIN_UNDEFINED when nothing was compared. */
WKIN_API wkin_status wkin_index_answer_scan(const wkin_index_answer* answer, wkin_scan** out,
                                            wkin_error* error);

/* A model of an index. */
typedef struct wkin_index_entry {
  const char* name;     /* as it was added */
  const char* format;   /* of its container */
  uint64_t id;          /* never given twice in one index */
  uint64_t tensors;     /* how many */
  uint64_t parameters;  /* elements, tied tensors once */
  uint64_t print_bytes; /* of its fingerprint */
  uint8_t print[32];    /* BLAKE3 of the fingerprint's bytes */
  uint8_t root[32];     /* Merkle root over names and values */
  uint8_t nameless[32]; /* names and repeated tensors do not count */
  uint32_t has_roots;   /* 0: both are zero */
  uint32_t reserved;
} wkin_index_entry;

/* Model `index` of a list. `entry_size` is sizeof(wkin_index_entry). */
WKIN_API wkin_status wkin_index_entry_at(const wkin_index_answer* answer, size_t index,
                                         wkin_index_entry* entry, size_t entry_size,
                                         wkin_error* error);

/* A document that was kept. */
typedef struct wkin_kept_ruling {
  const char* document;  /* JSON, as it was given */
  size_t length;         /* in bytes, without the final zero */
  uint8_t subject[32];   /* by which it was kept */
  uint8_t reference[32]; /* likewise */
} wkin_kept_ruling;

/* Document `index`. `ruling_size` is sizeof(wkin_kept_ruling). */
WKIN_API wkin_status wkin_index_ruling_at(const wkin_index_answer* answer, size_t index,
                                          wkin_kept_ruling* ruling, size_t ruling_size,
                                          wkin_error* error);

/* Problem `index` that wkin_index_verify found, in words; NULL when out of range. */
WKIN_API const char* wkin_index_problem(const wkin_index_answer* answer, size_t index);

/* The answer for people (`options` may be NULL). WKIN_UNDEFINED for documents that were kept. */
WKIN_API wkin_status wkin_index_answer_text(const wkin_index_answer* answer,
                                            const wkin_text_options* options, char* buffer,
                                            size_t capacity, size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif /* WEIGHTKIN_C_INDEX_H */
