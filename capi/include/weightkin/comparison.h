/* Part of weightkin.h: does SUBJECT descend from REFERENCE? */
#ifndef WEIGHTKIN_C_COMPARISON_H
#define WEIGHTKIN_C_COMPARISON_H

#include <weightkin/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The answer to "does SUBJECT descend from REFERENCE?". Independent of both models. */
typedef struct wkin_comparison wkin_comparison;

/* How two models are compared; WKIN_COMPARE_OPTIONS_INIT first. */
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
  double search_seconds;   /* a search may take, at most 1e9; 0: no limit. What it did not finish is
                              undetermined; answers then depend on the machine's speed */
  double searched_floor;   /* units whose order was searched must share more than this, independent
                              networks share some; 0: the library's */
  wkin_search_depth depth; /* fingerprints are never searched */
  uint32_t reserved2;
  double derived_share;  /* of the variance that must be common for WKIN_VERDICT_DERIVED; 0: 0.9 */
  uint64_t max_units;    /* that a test looks at, at most, a group; 0: 256 */
  uint64_t max_features; /* a tensor; 0: 128 */
  wkin_log_callback on_log; /* NULL: none */
  void* log_user_data;      /* handed to `on_log` */
} wkin_compare_options;
#define WKIN_COMPARE_OPTIONS_INIT                                                                  \
  {                                                                                                \
    sizeof(wkin_compare_options), 0, 0, 0.0, 0.0, 0, NULL, NULL, NULL, 0.0, 0.0,                   \
        WKIN_DEPTH_AUTOMATIC, 0, 0.0, 0, 0, NULL, NULL                                             \
  }

/* Rules on every component of `subject` against `reference`. Models with nothing in common are a
 * ruling (WKIN_VERDICT_NOT_COMPARABLE), not an error. `options` may be NULL. Same inputs and
 * options give the same answer bit for bit, whatever the threads or the machine. */
WKIN_API wkin_status wkin_compare(const wkin_model* subject, const wkin_model* reference,
                                  const wkin_compare_options* options, wkin_comparison** out,
                                  wkin_error* error);
WKIN_API void wkin_comparison_close(wkin_comparison* comparison);

/* The ruling on the whole of the subject. */
typedef struct wkin_overall {
  const char* sentence;          /* overall, in one sentence */
  uint64_t subject_parameters;   /* elements, tied tensors once */
  uint64_t reference_parameters; /* likewise */
  uint64_t parameters_found;     /* of the subject, in components with a finding */
  size_t components;             /* of the subject; see wkin_comparison_component */
  size_t tensors;                /* pairs */
  size_t unmatched;              /* tensors of either side without a counterpart */
  size_t limits;                 /* sentences on what the comparison cannot see */
  wkin_verdict verdict;          /* the strongest finding, or why there is none */
  uint32_t reserved;
  size_t searched;          /* rearrangements that were looked for; see wkin_comparison_searched */
  const char* subject_name; /* path or label it was opened with */
  const char* subject_format;   /* of its container */
  const char* reference_name;   /* likewise */
  const char* reference_format; /* likewise */
  uint64_t subject_tensors;     /* how many */
  uint64_t reference_tensors;   /* likewise */
  wkin_evidence_source source;  /* what was looked at */
  uint32_t reserved2;
  size_t subject_files;   /* see wkin_comparison_file */
  size_t reference_files; /* likewise */
} wkin_overall;

/* The ruling on the whole. `overall_size` is sizeof(wkin_overall). */
WKIN_API wkin_status wkin_comparison_overall(const wkin_comparison* comparison,
                                             wkin_overall* overall, size_t overall_size,
                                             wkin_error* error);

/* Evidence that units of two tensors correspond, under the null that one side was permuted. */
typedef struct wkin_evidence {
  double effect;          /* in [-1, 1]; 0 if unrelated */
  double z;               /* standardised; 0 if unrelated, deviation 1 */
  double effective_size;  /* independent values the data are worth */
  double log10_p;         /* one-sided; 0 when not tested */
  double skewness;        /* of the permutation distribution */
  double excess_kurtosis; /* likewise */
  uint64_t units;         /* that were permuted */
  uint64_t draws;         /* 0: closed form */
  wkin_null null;         /* where the p-value came from */
  uint32_t reserved;
} wkin_evidence;

/* The ruling on one component. Similarities are robust medians over the tensors that may carry a
 * verdict, each beside what unrelated tensors would show. */
typedef struct wkin_component_ruling {
  const char* id;           /* the subject's component */
  const char* reference_id; /* empty: none */
  const char* sentence;     /* the evidence in one sentence */
  size_t explanations;      /* what remains possible; see wkin_comparison_explanation */
  wkin_component_kind kind; /* what the component is for */
  wkin_verdict verdict;     /* the ruling */
  wkin_change change;       /* how it was changed, where that shows */
  uint32_t reserved;
  uint64_t parameters;             /* of the subject's component */
  double share;                    /* of the subject's parameters */
  uint64_t parameters_compared;    /* in pairs that may carry a verdict */
  uint64_t parameters_descriptive; /* in pairs that are shown and counted only */
  uint64_t parameters_excluded;    /* in tensors that say nothing */
  uint64_t parameters_unmatched;   /* in tensors without a counterpart */
  uint64_t parameters_bit_equal;   /* elements with equal bits, after a cast if need be */
  uint64_t tensors_compared;       /* likewise, counted in tensors */
  uint64_t tensors_excluded;       /* likewise */
  uint64_t tensors_unmatched;      /* likewise */
  double cosine;                   /* a b / (|a| |b|) */
  double cosine_if_unrelated;      /* what strangers of these moments show */
  double pearson;                  /* 0 if unrelated */
  double relative_l2;              /* norm of a - b over that of b */
  double relative_l2_if_unrelated; /* what strangers show */
  double bit_equal_share;          /* of elements with equal bits */
  double bit_equal_chance;         /* what strangers show */
  wkin_evidence evidence;          /* all groups combined */
  wkin_evidence strongest;         /* of one permutation group, for descent of a part */
  const char* strongest_group;     /* its name */
  uint64_t groups;                 /* independent groups combined */
  double common_variance;          /* share of the variance that the reference explains */
  double log10_p;                  /* combined or strongest group, corrected for that choice */
  double log10_p_holm;             /* after Holm over the components */
  double minimum_detectable;       /* smallest effect found with probability one half */
  /* Of tensors that took no part in choosing the order of their units. No exact null holds: it
   * counts only above `searched_floor`. WKIN_NULL_NONE without such tensors. */
  wkin_evidence searched;
  uint64_t searched_groups;     /* that `searched` combines */
  const char* direction_reason; /* what proves the direction, or why nothing does */
  size_t operations;            /* readings of the change; see wkin_comparison_operation */
  wkin_direction direction;     /* who came first, where that is proven */
  uint32_t arranged; /* 1: rests on rearranged weights; see wkin_comparison_arrangement */
  double common_variance_error; /* standard error; 0 when it is no estimate */
  /* What survives a change of the residual stream's basis, from fingerprints that have anchors. */
  wkin_evidence anchors;
  uint64_t anchored_networks;  /* feed-forward networks that were compared so */
  double anchors_log10_p_holm; /* after Holm over components with anchors, times two */
} wkin_component_ruling;

/* Component `index` of the subject. `ruling_size` is sizeof(wkin_component_ruling). */
WKIN_API wkin_status wkin_comparison_component(const wkin_comparison* comparison, size_t index,
                                               wkin_component_ruling* ruling, size_t ruling_size,
                                               wkin_error* error);

/* Explanation `index` of a component; NULL when either index is out of range. */
WKIN_API const char* wkin_comparison_explanation(const wkin_comparison* comparison,
                                                 size_t component, size_t index);

/* Everything measured on one pair of tensors; a is the subject, b the reference. Sums run over the
 * positions where both elements are finite. */
typedef struct wkin_tensor_evidence {
  const char* subject_name;   /* as in the subject */
  const char* reference_name; /* as in the reference */
  const char* detail;         /* for people: why it may not convict; may be empty */
  const char* group;          /* permutation group; empty: none */
  const uint64_t* shape;      /* `rank` extents; never NULL */
  size_t rank;                /* of both */
  size_t subject;             /* index into the subject's tensors */
  size_t reference;           /* index into the reference's tensors */
  size_t component;           /* index of the subject's component */
  uint64_t parameters;        /* of the subject's tensor */
  wkin_match match;           /* how the two found each other */
  wkin_dtype subject_dtype;   /* of its elements */
  wkin_dtype reference_dtype; /* of its elements */
  wkin_role role;             /* of the subject's tensor */
  wkin_use use;               /* the weaker of both sides' */
  wkin_exclusion exclusion;   /* why it may not convict */
  int32_t layer;              /* -1: outside of layers */
  uint32_t reserved;
  uint64_t elements;               /* positions compared */
  uint64_t finite;                 /* positions where both are finite */
  uint64_t nonfinite_a;            /* NaN or infinite elements of a */
  uint64_t nonfinite_b;            /* likewise of b */
  uint64_t bit_equal;              /* equal bits, after a cast if types differ */
  uint64_t sign_equal;             /* equal sign: -1, 0 or +1 */
  uint64_t zero_a;                 /* where a is +0 or -0 */
  uint64_t zero_b;                 /* where b is */
  uint64_t zero_both;              /* where both are */
  double sum_a;                    /* sum a */
  double sum_b;                    /* sum b */
  double sum_aa;                   /* sum a^2 */
  double sum_bb;                   /* sum b^2 */
  double sum_ab;                   /* sum a b */
  double sum_abs_diff;             /* sum |a-b| */
  double sum_sq_diff;              /* sum (a-b)^2 */
  double max_abs_diff;             /* largest |a-b| */
  double cosine;                   /* a b / (|a| |b|) */
  double cosine_if_unrelated;      /* what strangers of these moments show */
  double pearson;                  /* 0 if unrelated */
  double relative_l2;              /* norm of a - b over that of b */
  double relative_l2_if_unrelated; /* what strangers show */
  double scale;                    /* least-squares c in a = c b */
  double mean_a;                   /* mean of a */
  double mean_b;                   /* mean of b */
  double sd_a;                     /* standard deviation of a */
  double sd_b;                     /* standard deviation of b */
  double bit_equal_share;          /* of all elements */
  double bit_equal_chance;         /* what strangers show */
  double sign_equal_share;         /* of finite pairs */
  double sign_equal_chance;        /* what strangers show */
  wkin_evidence permutation;       /* WKIN_NULL_NONE when not tested */
  wkin_fit fit;                    /* what a search had to do with them */
  uint32_t rounded;          /* 1: all elements are equal, but only after a cast that lost bits */
  double pearson_error;      /* standard error; 0 when it is no estimate */
  uint32_t same_once_undone; /* 1: differs by no more than undoing a lossy layout may leave */
  wkin_equality basis;       /* unless ELEMENTS, counts of equal elements and sums are unknown */
} wkin_tensor_evidence;

/* Pair `index`. `evidence_size` is sizeof(wkin_tensor_evidence). */
WKIN_API wkin_status wkin_comparison_tensor(const wkin_comparison* comparison, size_t index,
                                            wkin_tensor_evidence* evidence, size_t evidence_size,
                                            wkin_error* error);

/* A tensor without a counterpart, and why. */
typedef struct wkin_unmatched {
  const char* name;      /* as in its model */
  const char* component; /* its id */
  const char* reason;    /* why nothing corresponds */
  size_t tensor;         /* index into its side's tensors */
  uint64_t parameters;   /* its elements */
  wkin_side side;        /* whose tensor it is */
  uint32_t reserved;
} wkin_unmatched;

/* Unmatched tensor `index`. `unmatched_size` is sizeof(wkin_unmatched). */
WKIN_API wkin_status wkin_comparison_unmatched(const wkin_comparison* comparison, size_t index,
                                               wkin_unmatched* unmatched, size_t unmatched_size,
                                               wkin_error* error);

/* Sentence `index` on what the comparison cannot see; NULL when out of range. */
WKIN_API const char* wkin_comparison_limit(const wkin_comparison* comparison, size_t index);

/* Rearrangement `index` that was looked for, in words; NULL when out of range. */
WKIN_API const char* wkin_comparison_searched(const wkin_comparison* comparison, size_t index);

/* The options that the numbers depend on, as they were used. */
typedef struct wkin_ruling_settings {
  double log10_alpha;    /* family-wise level */
  double effect_floor;   /* smaller dependence occurs between innocents */
  double derived_share;  /* share of common variance that `derived` needs */
  double searched_floor; /* units whose order was searched must share more */
  uint64_t seed;         /* of samples and permutations */
  uint64_t max_units;    /* rows of a sample */
  uint64_t max_features; /* columns of a sample */
} wkin_ruling_settings;

/* The settings that were used. `settings_size` is sizeof(wkin_ruling_settings). */
WKIN_API wkin_status wkin_comparison_settings(const wkin_comparison* comparison,
                                              wkin_ruling_settings* settings, size_t settings_size,
                                              wkin_error* error);

/* What was asked of a comparison besides those; with both, and the files, it can be repeated. */
typedef struct wkin_asked_search {
  const char* component_map; /* digest of its rules, 64 hexadecimal digits; empty: no map */
  double seconds;            /* a search might take; 0: no limit */
  wkin_search_depth depth;   /* how far to look for rearrangements */
  uint32_t reserved;
} wkin_asked_search;

/* What was asked. WKIN_UNDEFINED where fingerprints were compared, and where a stored result does
 * not tell. `asked_size` is sizeof(wkin_asked_search). */
WKIN_API wkin_status wkin_comparison_asked(const wkin_comparison* comparison,
                                           wkin_asked_search* asked, size_t asked_size,
                                           wkin_error* error);

/* How a compared model's files were read, as far as it decides what is compared. */
typedef struct wkin_model_opening {
  uint32_t as_stored;      /* 1: names, axis order and values as the files have them */
  uint32_t lenient_pickle; /* 1: unknown classes in pickles were inert values, not an error */
} wkin_model_opening;

/* How the model of one side was opened. WKIN_UNDEFINED for fingerprints and for tensors in memory,
 * and where a stored result does not tell. `opening_size` is sizeof(wkin_model_opening). */
WKIN_API wkin_status wkin_comparison_opened(const wkin_comparison* comparison, wkin_side side,
                                            wkin_model_opening* opening, size_t opening_size,
                                            wkin_error* error);

/* The report as JSON (docs/report.schema.json), for people, or as an SVG picture. */
WKIN_API wkin_status wkin_comparison_json(const wkin_comparison* comparison, char* buffer,
                                          size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_comparison_text(const wkin_comparison* comparison, char* buffer,
                                          size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_comparison_svg(const wkin_comparison* comparison, char* buffer,
                                         size_t capacity, size_t* needed, wkin_error* error);

/* The text as `options` have it, and one picture of `count` comparisons side by side. */
WKIN_API wkin_status wkin_comparison_text_with(const wkin_comparison* comparison,
                                               const wkin_text_options* options, char* buffer,
                                               size_t capacity, size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_comparisons_svg(const wkin_comparison* const* comparisons, size_t count,
                                          char* buffer, size_t capacity, size_t* needed,
                                          wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
