/* Part of weightkin.h: which of many references does SUBJECT descend from? */
#ifndef WEIGHTKIN_C_SCAN_H
#define WEIGHTKIN_C_SCAN_H

#include <weightkin/fingerprint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The answer to "which of these does SUBJECT descend from?". Independent of all models. */
typedef struct wkin_scan wkin_scan;

/* How references are scanned; WKIN_SCAN_OPTIONS_INIT first. */
typedef struct wkin_scan_options {
  size_t struct_size;
  uint32_t threads; /* 0: as many as the machine has; never changes the answer */
  uint32_t reserved;
  double log10_alpha;                 /* of all references and components together; 0: -5 */
  double effect_floor;                /* as in wkin_compare_options */
  uint64_t seed;                      /* likewise */
  uint64_t confirm;                   /* references compared in full, per component; 0: 8 */
  double nearest_share;               /* what the nearest may lack, at most; 0: 0.25 */
  double separation_errors;           /* standard errors that a separation needs; 0: 5 */
  const char* component_map;          /* JSON, for comparisons of weights; NULL: none */
  wkin_progress_callback on_progress; /* NULL: none */
  void* user_data;                    /* handed to `on_progress` */
  wkin_log_callback on_log;           /* NULL: none */
  void* log_user_data;                /* handed to `on_log` */
  double derived_share;               /* as in wkin_compare_options */
  double searched_floor;              /* likewise */
  uint64_t max_units;                 /* likewise */
  uint64_t max_features;              /* likewise */
  /* How many references there were in all, where those given were chosen from more: levels and
   * corrections are for so many. Fewer than given counts as those given; at most 10^12. */
  uint64_t population;
} wkin_scan_options;
#define WKIN_SCAN_OPTIONS_INIT                                                                     \
  {                                                                                                \
    sizeof(wkin_scan_options), 0, 0, 0.0, 0.0, 0, 0, 0.0, 0.0, NULL, NULL, NULL, NULL, NULL, 0.0,  \
        0.0, 0, 0, 0                                                                               \
  }

/* Ranks `count` references by how much they resemble the subject, compares the nearest in full and
 * says of each component where it comes from. Rank never convicts: a finding is a verdict at the
 * level divided by the number of references. `weights` and `reference_weights` (`count` pointers)
 * are the models that the fingerprints were taken of; either may be NULL, and so may every single
 * one: then the fingerprint has to do, as where a reference's turn out to be of another model,
 * which is then said among the limits. WKIN_BAD_ARGUMENT without references, when seeds differ or
 * `weights` are not the subject's. `options` may be NULL. Copies the fingerprints. */
WKIN_API wkin_status wkin_find_ancestors(const wkin_fingerprint* subject, const wkin_model* weights,
                                         const wkin_fingerprint* const* references,
                                         const wkin_model* const* reference_weights, size_t count,
                                         const wkin_scan_options* options, wkin_scan** out,
                                         wkin_error* error);
WKIN_API void wkin_scan_close(wkin_scan* scan);

/* What a scan found. */
typedef struct wkin_scan_overall {
  const char* sentence;        /* the answer in one sentence */
  const char* subject_name;    /* path or label */
  uint64_t subject_parameters; /* elements, tied tensors once */
  size_t origins;              /* one a component; see wkin_scan_origin */
  size_t candidates;           /* see wkin_scan_candidate */
  size_t compared;             /* references compared in full */
  size_t tests;                /* that p-values are corrected for */
  size_t limits;               /* sentences on what this cannot see */
  wkin_verdict verdict;        /* the strongest */
  uint32_t reserved;
  const char* subject_format; /* of its container */
  uint64_t subject_tensors;   /* how many */
  uint64_t references;        /* in all: `population` */
} wkin_scan_overall;

/* The whole. `overall_size` is sizeof(wkin_scan_overall). */
WKIN_API wkin_status wkin_scan_describe(const wkin_scan* scan, wkin_scan_overall* overall,
                                        size_t overall_size, wkin_error* error);

/* The options that the numbers of a scan or a forest depend on, as they were given. */
typedef struct wkin_many_settings {
  double log10_alpha;       /* of all pairs together; each got it divided by their number */
  double effect_floor;      /* smaller dependence occurs between innocents */
  double derived_share;     /* share of common variance that `derived` needs */
  double searched_floor;    /* units whose order was searched must share more */
  uint64_t seed;            /* of samples and permutations */
  uint64_t max_units;       /* rows of a sample */
  uint64_t max_features;    /* columns of a sample */
  double nearest_share;     /* what the nearest may lack, at most */
  double separation_errors; /* standard errors that a separation needs */
} wkin_many_settings;

/* The settings of a scan. `settings_size` is sizeof(wkin_many_settings). */
WKIN_API wkin_status wkin_scan_settings(const wkin_scan* scan, wkin_many_settings* settings,
                                        size_t settings_size, wkin_error* error);

/* In which ways two fingerprints resemble each other: from 0, what strangers show, to 1; NaN where
 * either has not what it takes. Not evidence of descent. */
typedef struct wkin_affinity {
  double values;     /* equal values in any type */
  double checksums;  /* equal checksums, also after a cast */
  double sketches;   /* correlation of whole tensors */
  double landmarks;  /* the heaviest rows, wherever they moved */
  double gram;       /* the same rows in any order */
  double profiles;   /* rows and columns in any order, any scale */
  double magnitudes; /* elements in any order, any scale */
} wkin_affinity;

/* Of `subject` and one reference. Costs about 10 ms for 300 tensors. */
WKIN_API wkin_status wkin_fingerprint_affinity(const wkin_fingerprint* subject,
                                               const wkin_fingerprint* reference,
                                               wkin_affinity* affinity, size_t affinity_size,
                                               wkin_error* error);

/* A reference, and what came of comparing it. Verdict, sentence and components are empty when it
 * was not compared. */
typedef struct wkin_candidate {
  const char* name;            /* path or label */
  const char* format;          /* of its container */
  const char* sentence;        /* overall, in one sentence */
  size_t reference;            /* its place among those given */
  size_t components;           /* see wkin_scan_candidate_component */
  uint64_t tensors;            /* how many */
  uint64_t parameters;         /* elements, tied tensors once */
  uint32_t compared;           /* 1: among the nearest of some component */
  wkin_verdict verdict;        /* the strongest finding, or why there is none */
  wkin_evidence_source source; /* what was looked at */
  uint32_t reserved;
} wkin_candidate;

/* Candidate `index`, the nearest first. */
WKIN_API wkin_status wkin_scan_candidate(const wkin_scan* scan, size_t index,
                                         wkin_candidate* candidate, size_t candidate_size,
                                         wkin_error* error);

/* How candidate `index` resembles the subject. */
WKIN_API wkin_status wkin_scan_affinity(const wkin_scan* scan, size_t index,
                                        wkin_affinity* affinity, size_t affinity_size,
                                        wkin_error* error);

/* What remains of the ruling on one component when many pairs are looked at. */
typedef struct wkin_component_summary {
  const char* id;               /* the subject's component */
  const char* reference_id;     /* empty: none */
  const char* sentence;         /* the evidence in one sentence */
  size_t component;             /* of the subject */
  wkin_verdict verdict;         /* the ruling */
  wkin_change change;           /* how it was changed, where that shows */
  uint64_t parameters_compared; /* in pairs that may carry a verdict */
  double pearson;               /* weighted median; 0 if unrelated */
  double common_variance;       /* share that the reference explains */
  double common_variance_error; /* its standard error */
  double log10_p;               /* before any correction */
  double log10_p_holm;          /* after Holm over all components of all pairs */
  double minimum_detectable;    /* smallest effect found with probability one half */
} wkin_component_summary;

/* Component `index` of a candidate. `summary_size` is sizeof(wkin_component_summary). */
WKIN_API wkin_status wkin_scan_candidate_component(const wkin_scan* scan, size_t candidate,
                                                   size_t index, wkin_component_summary* summary,
                                                   size_t summary_size, wkin_error* error);

/* Where one component of the subject comes from. The lists hold places among the references given
 * and are lent by the scan. */
typedef struct wkin_origin {
  const char* id;        /* the subject's component */
  const char* sentence;  /* what was found, in one sentence */
  const size_t* found;   /* references with a finding, strongest first; NULL when there is none */
  const size_t* nearest; /* of them those that no other is nearer than: one is the nearest, several
                            cannot be told apart */
  size_t found_count;    /* how many `found` has */
  size_t nearest_count;  /* how many `nearest` has */
  size_t separations;    /* see wkin_scan_separation */
  uint64_t parameters;   /* of the subject's component */
  double share;          /* of the subject's parameters */
  wkin_component_kind kind; /* what it is for */
  uint32_t reserved;
} wkin_origin;

/* Origin `index`, one a component. `origin_size` is sizeof(wkin_origin). */
WKIN_API wkin_status wkin_scan_origin(const wkin_scan* scan, size_t index, wkin_origin* origin,
                                      size_t origin_size, wkin_error* error);

/* Why one of two found references was called nearer, or neither was. */
typedef struct wkin_separation {
  size_t nearer;  /* places among the references given */
  size_t farther; /* likewise */
  double share; /* of what sets them apart, the subject has so much of the farther; NaN: unknown */
  double share_error; /* its standard error */
  uint32_t separable; /* 0: neither is nearer */
  uint32_t reserved;
} wkin_separation;

/* Separation `index` of an origin. `separation_size` is sizeof(wkin_separation). */
WKIN_API wkin_status wkin_scan_separation(const wkin_scan* scan, size_t origin, size_t index,
                                          wkin_separation* separation, size_t separation_size,
                                          wkin_error* error);

/* Sentence `index` on what the scan cannot see; NULL when out of range. */
WKIN_API const char* wkin_scan_limit(const wkin_scan* scan, size_t index);

/* The report for people (`options` may be NULL), or as JSON (docs/schemas/scan-1.json). */
WKIN_API wkin_status wkin_scan_text(const wkin_scan* scan, const wkin_text_options* options,
                                    char* buffer, size_t capacity, size_t* needed,
                                    wkin_error* error);
WKIN_API wkin_status wkin_scan_json(const wkin_scan* scan, char* buffer, size_t capacity,
                                    size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
