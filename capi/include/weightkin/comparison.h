/* Part of weightkin.h: does SUBJECT descend from REFERENCE? */
#ifndef WEIGHTKIN_C_COMPARISON_H
#define WEIGHTKIN_C_COMPARISON_H

#include <weightkin/model.h>

#ifdef __cplusplus
extern "C" {
#endif

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
  size_t searched; /* rearrangements that were looked for; see wkin_comparison_searched */
  const char* subject_name;
  const char* subject_format;
  const char* reference_name;
  const char* reference_format;
  uint64_t subject_tensors;
  uint64_t reference_tensors;
  wkin_evidence_source source;
  uint32_t reserved2;
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
  /* Of tensors that took no part in choosing the order of their units. No exact null holds: it
   * counts only above `searched_floor`. WKIN_NULL_NONE without such tensors. */
  wkin_evidence searched;
  uint64_t searched_groups;
  const char* direction_reason; /* what proves the direction, or why nothing does */
  size_t operations;            /* what was done; see wkin_comparison_operation */
  wkin_direction direction;
  uint32_t arranged; /* 1: rests on rearranged weights; see wkin_comparison_arrangement */
  double common_variance_error; /* standard error; 0 when it is no estimate */
  /* What survives a change of the residual stream's basis, from fingerprints that have anchors. */
  wkin_evidence anchors;
  uint64_t anchored_networks;
  double anchors_log10_p_holm; /* after Holm over components with anchors, times two */
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
  wkin_fit fit;
  uint32_t rounded;          /* 1: all elements are equal, but only after a cast that lost bits */
  double pearson_error;      /* standard error; 0 when it is no estimate */
  uint32_t same_once_undone; /* 1: differs by no more than undoing a lossy layout may leave */
  wkin_equality basis;       /* unless ELEMENTS, counts of equal elements and sums are unknown */
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

/* Rearrangement `index` that was looked for, in words; NULL when out of range. */
WKIN_API const char* wkin_comparison_searched(const wkin_comparison* comparison, size_t index);

/* The options that the numbers depend on, as they were used. */
typedef struct wkin_ruling_settings {
  double log10_alpha;
  double effect_floor;
  double derived_share;
  double searched_floor;
  uint64_t seed;
  uint64_t max_units;
  uint64_t max_features;
} wkin_ruling_settings;

WKIN_API wkin_status wkin_comparison_settings(const wkin_comparison* comparison,
                                              wkin_ruling_settings* settings, size_t settings_size,
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
