/* Part of weightkin.h: what was done to a component, as far as its weights show it. */
#ifndef WEIGHTKIN_C_OPERATION_H
#define WEIGHTKIN_C_OPERATION_H

#include <weightkin/comparison.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One operation, and how well it explains the values. */
typedef struct wkin_operation {
  const char* text; /* one sentence: what, where, how much */
  /* log10 of how much likelier the compared values are under this operation than under a Gaussian
   * residual of the same size in every tensor; 0 for the latter itself, infinite where only this
   * operation can produce the values. */
  double log10_likelihood_margin;
  size_t numbers; /* see wkin_comparison_operation_number */
  size_t tensors; /* see wkin_comparison_operation_tensor; 0: seen in all that were compared */
  wkin_operation_kind kind; /* what was done */
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

#ifdef __cplusplus
}
#endif

#endif
