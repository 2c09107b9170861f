/* Part of weightkin.h: comparisons as documents of other makers' formats, and read back from our
 * own (docs/documents.md). */
#ifndef WEIGHTKIN_C_DOCUMENTS_H
#define WEIGHTKIN_C_DOCUMENTS_H

#include <weightkin/comparison.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads what wkin_comparison_json wrote, `length` bytes of this version or an older one, so that it
 * can be looked at, converted and judged without the models. What a report leaves out is not there:
 * maps of whole axes are counted only, and of `searched` only effect, z and units are known.
 * `label` names the text in messages and may be NULL. WKIN_BAD_FORMAT with the path inside of the
 * document, WKIN_UNSUPPORTED for another major version. */
WKIN_API wkin_status wkin_comparison_from_json(const char* json, size_t length, const char* label,
                                               wkin_comparison** out, wkin_error* error);

/* A file that a compared model was read from. */
typedef struct wkin_compared_file {
  const char* name;    /* the last part of its path */
  const char* sha256;  /* of the whole file, 64 lower-case hexadecimal digits */
  uint64_t size_bytes; /* of the whole file */
} wkin_compared_file;

/* File `index` of one side; wkin_overall counts them, none where nobody told. */
WKIN_API wkin_status wkin_comparison_file(const wkin_comparison* comparison, wkin_side side,
                                          size_t index, wkin_compared_file* file, size_t file_size,
                                          wkin_error* error);

/* A copy of the comparison that knows the files each side was read from, so that its documents are
 * about bytes. What it knew of the files of a side before is forgotten. The lists may be NULL where
 * their counts are 0; `file_size` is sizeof(wkin_compared_file); texts are copied. */
WKIN_API wkin_status wkin_comparison_with_files(const wkin_comparison* comparison,
                                                const wkin_compared_file* subject_files,
                                                size_t subject_count,
                                                const wkin_compared_file* reference_files,
                                                size_t reference_count, size_t file_size,
                                                wkin_comparison** out, wkin_error* error);

/* The comparison as one HTML page for people. */
WKIN_API wkin_status wkin_comparison_html(const wkin_comparison* comparison, char* buffer,
                                          size_t capacity, size_t* needed, wkin_error* error);

/* Formats of other makers. */
typedef enum wkin_document {
  WKIN_DOCUMENT_CYCLONEDX = 0,           /* 1.6: a bill of materials with pedigrees */
  WKIN_DOCUMENT_SPDX = 1,                /* 3.0.1; needs `created` */
  WKIN_DOCUMENT_STATEMENT = 2,           /* in-toto, unsigned; needs the subject's files */
  WKIN_DOCUMENT_VERIFICATION_RESULT = 3, /* in-toto svr; needs both */
  WKIN_DOCUMENT_SARIF = 4,               /* 2.1.0 */
  WKIN_DOCUMENT_MODEL_CARD = 5,          /* YAML: what the card's front matter should say */
  WKIN_DOCUMENT_SIZE = 0x7fffffff
} wkin_document;

/* The names of docs/documents.md. Static storage. */
WKIN_API const char* wkin_document_name(wkin_document document);

/* What documents say beside the comparisons; WKIN_DOCUMENT_OPTIONS_INIT first. */
typedef struct wkin_document_options {
  size_t struct_size;
  const char* created;              /* "2026-01-31T12:00:00Z"; NULL: none is written */
  const char* subject_id;           /* "owner/name" or "pkg:..."; NULL: the last part of its path */
  const char* const* reference_ids; /* likewise, one for each comparison; NULL: none */
  size_t reference_count;           /* how many `reference_ids` has */
} wkin_document_options;
#define WKIN_DOCUMENT_OPTIONS_INIT                                                                 \
  { sizeof(wkin_document_options), NULL, NULL, NULL, 0 }

/* One document about `count` comparisons of one subject, a reference each. The same arguments give
 * the same bytes. WKIN_BAD_ARGUMENT for none, for different subjects, and without what the format
 * needs. `options` may be NULL. */
WKIN_API wkin_status wkin_comparisons_document(const wkin_comparison* const* comparisons,
                                               size_t count, wkin_document document,
                                               const wkin_document_options* options, char* buffer,
                                               size_t capacity, size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
