/* Part of weightkin.h: what the change of a component looks like. */
#ifndef WEIGHTKIN_C_OPERATION_H
#define WEIGHTKIN_C_OPERATION_H

#include <weightkin/comparison.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A reading of the values: the operation that beat the alternatives weighed, or an exact pattern
 * that it leaves. No record of an act. */
typedef struct wkin_operation {
  const char* text; /* one sentence: what, where, how much */
  /* log10 of how much likelier the compared values are under this operation than under a Gaussian
   * residual of the same size in every tensor; 0 for the latter itself, infinite where nothing was
   * weighed because an exact pattern is read off: equal bits, zeros, points of a grid, the order of
   * layers or units in which the values meet. Another act can leave the same pattern. */
  double log10_likelihood_margin;
  size_t numbers; /* see wkin_comparison_operation_number */
  size_t tensors; /* see wkin_comparison_operation_tensor; 0: seen in all that were compared */
  wkin_operation_kind kind; /* what the change looks like */
  uint32_t reserved;
} wkin_operation;

/* Operation `index` of a component; wkin_component_ruling counts them. */
WKIN_API wkin_status wkin_comparison_operation(const wkin_comparison* comparison, size_t component,
                                               size_t index, wkin_operation* operation,
                                               size_t operation_size, wkin_error* error);

/* A measured number of an operation. */
typedef struct wkin_operation_number {
  const char* name; /* lower_snake_case, e.g. "rank", "density" */
  double value;     /* as measured */
  double error;     /* standard error; NaN: none */
} wkin_operation_number;

/* Number `index` of an operation. `number_size` is sizeof(wkin_operation_number). */
WKIN_API wkin_status wkin_comparison_operation_number(const wkin_comparison* comparison,
                                                      size_t component, size_t operation,
                                                      size_t index, wkin_operation_number* number,
                                                      size_t number_size, wkin_error* error);

/* The subject's name of tensor `index` that an operation was seen in; NULL when any index is out of
 * range. */
WKIN_API const char* wkin_comparison_operation_tensor(const wkin_comparison* comparison,
                                                      size_t component, size_t operation,
                                                      size_t index);

/* What changed in one tensor that shows an operation: its squared singular values beside those of
 * a Gaussian difference of the same size and shape. A few that stick out are what an adapter or a
 * removed direction leaves; independent noise has none; training has a slope. Lists are borrowed
 * from the comparison, largest first, NULL where `values` is 0. */
typedef struct wkin_change_spectrum {
  const char* tensor;            /* the subject's name */
  const double* shares;          /* `values` of them, of the sum of all */
  const double* gaussian_shares; /* what a Gaussian difference is expected to have there */
  size_t values;                 /* at most 64 */
  uint64_t rows;                 /* that were looked at, the same on both sides */
  uint64_t columns;              /* likewise */
  uint64_t all_rows;             /* of the tensor: axis 0 */
  uint64_t all_columns;          /* of the tensor: all other axes */
  uint64_t above_edge;           /* shares above the edge, of all, not only of those listed */
  double relative_size;          /* root mean square of the difference over the reference's */
  double gaussian_edge;    /* the largest Gaussian share is above it about once in a thousand */
  double share_above_edge; /* sum of the shares above the edge */
  wkin_operation_kind operation; /* that the tensor is an example of */
  uint32_t reserved;
} wkin_change_spectrum;

/* The spectrum of a component's change. WKIN_UNDEFINED where there is none: nothing changed that
 * has one, or fingerprints were compared. `spectrum_size` is sizeof(wkin_change_spectrum). */
WKIN_API wkin_status wkin_comparison_spectrum(const wkin_comparison* comparison, size_t component,
                                              wkin_change_spectrum* spectrum, size_t spectrum_size,
                                              wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
