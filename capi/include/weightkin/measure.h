/* Part of weightkin.h: one pair of tensors, measured without anything around it. */
#ifndef WEIGHTKIN_C_MEASURE_H
#define WEIGHTKIN_C_MEASURE_H

#include <weightkin/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What one pass over two tensors yields; a is the subject, b the reference. Sums run over the
 * positions where both elements are finite. The counts and sums are exact: the same bits on every
 * machine; the numbers from `cosine` on are NaN where they do not exist. */
typedef struct wkin_pair {
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
  double pearson; /* 0 if unrelated */
  double relative_l2;
  double relative_l2_if_unrelated;
  double scale; /* least-squares c in a = c b */
  double mean_a;
  double mean_b;
  double sd_a;
  double sd_b;
  double bit_equal_share;
  double sign_equal_share;
} wkin_pair;

/* Measures two tensors of equally many elements, in C order of each; shapes and types may differ.
 * Names may be NULL. `view_size` is sizeof(wkin_tensor_view); `threads` as in options, 1 is best
 * below a million elements. */
WKIN_API wkin_status wkin_measure_pair(const wkin_tensor_view* a, const wkin_tensor_view* b,
                                       size_t view_size, uint32_t threads, wkin_pair* pair,
                                       size_t pair_size, wkin_error* error);

/* The same of tensor `a_tensor` of `a` and tensor `b_tensor` of `b`. */
WKIN_API wkin_status wkin_model_measure_pair(const wkin_model* a, size_t a_tensor,
                                             const wkin_model* b, size_t b_tensor, uint32_t threads,
                                             wkin_pair* pair, size_t pair_size, wkin_error* error);

#ifdef __cplusplus
}
#endif

#endif
