/* Part of weightkin.h: how a set of models descends from one another. */
#ifndef WEIGHTKIN_C_FOREST_H
#define WEIGHTKIN_C_FOREST_H

#include <weightkin/scan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Trees of models, one a family of components, as far as the weights prove it. Independent of all
 * models. docs/tree.md says what three and more models prove. */
typedef struct wkin_forest wkin_forest;

/* "No such number" where an index may be absent. */
#define WKIN_NO_INDEX ((size_t)-1)

/* What else is known about who of two models came first, e.g. from a comparison's `direction`. */
typedef struct wkin_known_direction {
  size_t subject;           /* place among the models */
  size_t reference;         /* likewise */
  const char* component;    /* of the subject; NULL: all */
  const char* reason;       /* what proves it; may be NULL */
  wkin_direction direction; /* who came first */
  uint32_t reserved;
} wkin_known_direction;

/* How trees are grown; WKIN_FOREST_OPTIONS_INIT first. */
typedef struct wkin_forest_options {
  size_t struct_size;
  uint32_t threads; /* 0: as many as the machine has; never changes the answer */
  uint32_t reserved;
  double log10_alpha;                     /* of all pairs and components together; 0: -5 */
  double effect_floor;                    /* as in wkin_compare_options */
  uint64_t seed;                          /* likewise */
  double nearest_share;                   /* as in wkin_scan_options */
  double separation_errors;               /* likewise */
  const wkin_known_direction* directions; /* `direction_count`; borrowed for the call */
  size_t direction_count;                 /* how many `directions` has */
  size_t direction_size;                  /* sizeof(wkin_known_direction) when there are any */
  const char* component_map;              /* JSON, for comparisons of weights; NULL: none */
  wkin_progress_callback on_progress;     /* NULL: none */
  void* user_data;                        /* handed to `on_progress` */
  wkin_log_callback on_log;               /* NULL: none */
  void* log_user_data;                    /* handed to `on_log` */
  double derived_share;                   /* as in wkin_compare_options */
  double searched_floor;                  /* likewise */
  uint64_t max_units;                     /* likewise */
  uint64_t max_features;                  /* likewise */
} wkin_forest_options;
#define WKIN_FOREST_OPTIONS_INIT                                                                   \
  {                                                                                                \
    sizeof(wkin_forest_options), 0, 0, 0.0, 0.0, 0, 0.0, 0.0, NULL, 0, 0, NULL, NULL, NULL, NULL,  \
        NULL, 0.0, 0.0, 0, 0                                                                       \
  }

/* Compares all pairs of `count` models, at least two, and arranges what was found. `weights`
 * (`count` pointers) are the models that the fingerprints were taken of; it and every single one
 * may be NULL: then the fingerprint has to do, as where they turn out to be of
 * another model, which is then said among the limits. `options` may be NULL. Copies the
 * fingerprints. */
WKIN_API wkin_status wkin_grow_forest(const wkin_fingerprint* const* models,
                                      const wkin_model* const* weights, size_t count,
                                      const wkin_forest_options* options, wkin_forest** out,
                                      wkin_error* error);
WKIN_API void wkin_forest_close(wkin_forest* forest);

/* What a forest consists of. */
typedef struct wkin_forest_overall {
  const size_t* singles; /* models that nothing was found for; NULL when there is none */
  size_t single_count;   /* how many `singles` has */
  size_t models;         /* as given */
  size_t pairs;          /* see wkin_forest_pair */
  size_t families;       /* see wkin_forest_family */
  size_t tests;          /* that p-values are corrected for */
  size_t limits;         /* sentences on what this cannot see */
} wkin_forest_overall;

/* The whole. `overall_size` is sizeof(wkin_forest_overall). */
WKIN_API wkin_status wkin_forest_describe(const wkin_forest* forest, wkin_forest_overall* overall,
                                          size_t overall_size, wkin_error* error);

/* The settings of a forest. `settings_size` is sizeof(wkin_many_settings). */
WKIN_API wkin_status wkin_forest_settings(const wkin_forest* forest, wkin_many_settings* settings,
                                          size_t settings_size, wkin_error* error);

/* Components that depend on one another. */
typedef struct wkin_family {
  size_t nodes;      /* see wkin_forest_node, ... */
  size_t edges;      /* see wkin_forest_edge */
  size_t merges;     /* see wkin_forest_merge */
  size_t unplaced;   /* see wkin_forest_unplaced */
  size_t notes;      /* sentences */
  size_t root;       /* node where all descent starts; WKIN_NO_INDEX unless proven */
  double misfit;     /* above 0.5 nothing follows from the tree's shape */
  double parameters; /* elements that distances are taken over */
} wkin_family;

/* Family `index`. `family_size` is sizeof(wkin_family). */
WKIN_API wkin_status wkin_forest_family(const wkin_forest* forest, size_t index,
                                        wkin_family* family, size_t family_size, wkin_error* error);

/* A point of a tree: whose weights lie here, or an unknown point where branches part. */
typedef struct wkin_node {
  const size_t* may_be; /* of an unknown point: nodes that it may coincide with; NULL: none */
  size_t may_be_count;  /* how many `may_be` has */
  size_t members;       /* see wkin_forest_member; 0: an unknown point */
} wkin_node;

/* Node `index` of a family. `node_size` is sizeof(wkin_node). */
WKIN_API wkin_status wkin_forest_node(const wkin_forest* forest, size_t family, size_t index,
                                      wkin_node* node, size_t node_size, wkin_error* error);

/* One component of one model. */
typedef struct wkin_member {
  const char* component; /* its id */
  size_t model;          /* place among the models */
  uint32_t of_several;   /* 1: the model has other components, too */
  uint32_t cast;         /* 1: equal to the first of its node only after a cast */
} wkin_member;

/* Member `index` of a node. `member_size` is sizeof(wkin_member). */
WKIN_API wkin_status wkin_forest_member(const wkin_forest* forest, size_t family, size_t node,
                                        size_t index, wkin_member* member, size_t member_size,
                                        wkin_error* error);

/* Found related, but with too little in common to be placed. */
WKIN_API wkin_status wkin_forest_unplaced(const wkin_forest* forest, size_t family, size_t index,
                                          wkin_member* member, size_t member_size,
                                          wkin_error* error);

/* Two points with nothing else between them. */
typedef struct wkin_edge {
  const char* reason;   /* what proves the direction; empty where nothing does */
  size_t first;         /* nodes; the elder one first where directed */
  size_t second;        /* likewise */
  double length;        /* mean square difference in units of the weights' variance; NaN: unknown */
  double length_error;  /* its standard error */
  uint32_t directed;    /* 1: it is proven who came first */
  uint32_t has_finding; /* 1: see wkin_forest_finding */
} wkin_edge;

/* Edge `index` of a family. `edge_size` is sizeof(wkin_edge). */
WKIN_API wkin_status wkin_forest_edge(const wkin_forest* forest, size_t family, size_t index,
                                      wkin_edge* edge, size_t edge_size, wkin_error* error);

/* The ruling between the two ends of an edge. WKIN_UNDEFINED when they were not compared with each
 * other (`has_finding` is 0). */
WKIN_API wkin_status wkin_forest_finding(const wkin_forest* forest, size_t family, size_t edge,
                                         wkin_component_summary* summary, size_t summary_size,
                                         wkin_error* error);

/* A model that lies in the span of others. */
typedef struct wkin_tree_merge {
  const char* sentence; /* the finding in one sentence */
  size_t child;         /* node */
  size_t base;          /* node that changes are counted from; WKIN_NO_INDEX: none */
  size_t parents;       /* see wkin_forest_parent */
  double residual;      /* share of the distance to the nearest parent that is left over */
  uint32_t proven; /* 1: the child was made from the parents; 0: one of them all is a combination of
                      the others, and the weights do not tell which */
  uint32_t reserved;
} wkin_tree_merge;

/* Merge `index` of a family. `merge_size` is sizeof(wkin_tree_merge). */
WKIN_API wkin_status wkin_forest_merge(const wkin_forest* forest, size_t family, size_t index,
                                       wkin_tree_merge* merge, size_t merge_size,
                                       wkin_error* error);

/* One of several that a model was mixed of. */
typedef struct wkin_tree_parent {
  size_t node;         /* of the same family */
  double weight;       /* of (parent - base), or of the parent where there is no base */
  double weight_error; /* its standard error */
} wkin_tree_parent;

/* Parent `index` of a merge. `parent_size` is sizeof(wkin_tree_parent). */
WKIN_API wkin_status wkin_forest_parent(const wkin_forest* forest, size_t family, size_t merge,
                                        size_t index, wkin_tree_parent* parent, size_t parent_size,
                                        wkin_error* error);

/* The comparison of two of the models. */
typedef struct wkin_forest_comparison {
  const char* sentence;        /* overall, in one sentence */
  size_t subject;              /* places among the models */
  size_t reference;            /* likewise */
  size_t components;           /* see wkin_forest_pair_component */
  wkin_verdict verdict;        /* the strongest finding, or why there is none */
  wkin_evidence_source source; /* what was looked at */
} wkin_forest_comparison;

/* Pair `index`. `pair_size` is sizeof(wkin_forest_comparison). */
WKIN_API wkin_status wkin_forest_pair(const wkin_forest* forest, size_t index,
                                      wkin_forest_comparison* pair, size_t pair_size,
                                      wkin_error* error);
/* Component `index` of a pair. `summary_size` is sizeof(wkin_component_summary). */
WKIN_API wkin_status wkin_forest_pair_component(const wkin_forest* forest, size_t pair,
                                                size_t index, wkin_component_summary* summary,
                                                size_t summary_size, wkin_error* error);

/* Note `index` on a family, sentence `index` on what the forest cannot see; NULL when out of range.
 */
WKIN_API const char* wkin_forest_note(const wkin_forest* forest, size_t family, size_t index);
WKIN_API const char* wkin_forest_limit(const wkin_forest* forest, size_t index);

/* A drawing for people (`options` may be NULL), JSON (docs/schemas/forest-1.json), extended Newick,
 * or an SVG picture. */
WKIN_API wkin_status wkin_forest_text(const wkin_forest* forest, const wkin_text_options* options,
                                      char* buffer, size_t capacity, size_t* needed,
                                      wkin_error* error);
WKIN_API wkin_status wkin_forest_json(const wkin_forest* forest, char* buffer, size_t capacity,
                                      size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_forest_newick(const wkin_forest* forest, char* buffer, size_t capacity,
                                        size_t* needed, wkin_error* error);
WKIN_API wkin_status wkin_forest_svg(const wkin_forest* forest, char* buffer, size_t capacity,
                                     size_t* needed, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
