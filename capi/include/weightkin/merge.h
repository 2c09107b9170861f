/* Part of weightkin.h: how a model is composed of several others. */
#ifndef WEIGHTKIN_C_MERGE_H
#define WEIGHTKIN_C_MERGE_H

#include <weightkin/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a model is composed of others, component by component. Independent of the models. */
typedef struct wkin_merge wkin_merge;

/* How a mixture is looked for; WKIN_MERGE_OPTIONS_INIT first. */
typedef struct wkin_merge_options {
  size_t struct_size;
  uint32_t threads; /* 0: as many as the machine has; never changes the answer */
  uint32_t reserved;
  double least_margin;     /* decades a reference must gain to count as a parent; 0: 3 */
  double most_unexplained; /* share of the change above which no mixture is claimed; 0: 0.5 */
  wkin_progress_callback on_progress; /* NULL: none */
  void* user_data;                    /* handed to `on_progress` */
  double search_seconds;   /* that the searches for references in another order may take together,
                              at most 1e9; 0: no limit. Where it is reached `search_missing` says
                              so; answers then depend on the machine's speed */
  wkin_search_depth depth; /* WKIN_DEPTH_FULL searches whatever it costs, WKIN_DEPTH_AUTOMATIC where
                              it is cheap, the others never */
  uint32_t reserved2;
  wkin_log_callback on_log; /* NULL: none */
  void* log_user_data;      /* handed to `on_log` */
} wkin_merge_options;
#define WKIN_MERGE_OPTIONS_INIT                                                                    \
  {                                                                                                \
    sizeof(wkin_merge_options), 0, 0, 0.0, 0.0, NULL, NULL, 0.0, WKIN_DEPTH_AUTOMATIC, 0, NULL,    \
        NULL                                                                                       \
  }

/* How `subject` is composed of `count` references: at least two, or one with a base; at most eight.
 * `base` is what the references were trained from, NULL when unknown: weights are then taken to add
 * up to one, and thinned changes cannot be seen. `options` may be NULL. Models that have nothing in
 * common are an answer without components, not an error. Cost: a bounded sample of every model;
 * where that shows no mixture, a full search for each reference. */
WKIN_API wkin_status wkin_explain_merge(const wkin_model* subject,
                                        const wkin_model* const* references, size_t count,
                                        const wkin_model* base, const wkin_merge_options* options,
                                        wkin_merge** out, wkin_error* error);
WKIN_API void wkin_merge_close(wkin_merge* merge);

/* Of the component with most compared values; empty for NULL. */
WKIN_API const char* wkin_merge_sentence(const wkin_merge* merge);
WKIN_API size_t wkin_merge_component_count(const wkin_merge* merge);

/* The mixture in one component of the subject. */
typedef struct wkin_mixture {
  const char* id;           /* the subject's component */
  const char* text;         /* one sentence */
  size_t references;        /* see wkin_merge_share */
  size_t layers;            /* see wkin_merge_layer */
  size_t tensors;           /* compared */
  size_t contributors;      /* references that pass the margin */
  double unexplained;       /* share of the change that no reference explains */
  double density;           /* share of each change that was kept (dare, ties) */
  double weight_sum;        /* of all weights */
  double weight_sum_error;  /* its standard error */
  wkin_merge_method method; /* how they were mixed */
  uint32_t reserved;
  const char* direction_reason; /* what proves the direction, or why nothing does */
  wkin_direction direction;     /* subject from reference: it lies among two or more of them */
  /* 1: no mixture is shown, and not every reference was looked for in another order of its units:
   * out of time, or it would have cost too much; `text` says which */
  uint32_t search_missing;
} wkin_mixture;

/* Component `index`. `mixture_size` is sizeof(wkin_mixture). */
WKIN_API wkin_status wkin_merge_component(const wkin_merge* merge, size_t index,
                                          wkin_mixture* mixture, size_t mixture_size,
                                          wkin_error* error);

/* What one reference contributed. For WKIN_MERGE_SPHERICAL the weight is the place on the arc, for
 * WKIN_MERGE_DARE and WKIN_MERGE_TIES the declared one. */
typedef struct wkin_parent_share {
  double weight;       /* of the parent, or of its change from the base */
  double error;        /* standard error */
  double log10_margin; /* how much likelier the values are with this parent; infinite where bits or
                          codes say so */
} wkin_parent_share;

/* The share of reference `reference`, in the order given, in one component. */
WKIN_API wkin_status wkin_merge_share(const wkin_merge* merge, size_t component, size_t reference,
                                      wkin_parent_share* share, size_t share_size,
                                      wkin_error* error);

/* The mixture in one layer. */
typedef struct wkin_layer_mixture {
  size_t tensors;     /* compared */
  size_t references;  /* see wkin_merge_layer_share */
  double unexplained; /* share of the change that is left over */
  int32_t layer;      /* -1: outside of layers */
  uint32_t reserved;
} wkin_layer_mixture;

/* Layer `index` of a component. `layer_size` is sizeof(wkin_layer_mixture). */
WKIN_API wkin_status wkin_merge_layer(const wkin_merge* merge, size_t component, size_t index,
                                      wkin_layer_mixture* layer, size_t layer_size,
                                      wkin_error* error);

/* The same share in layer `index` of a component. */
WKIN_API wkin_status wkin_merge_layer_share(const wkin_merge* merge, size_t component, size_t index,
                                            size_t reference, wkin_parent_share* share,
                                            size_t share_size, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
