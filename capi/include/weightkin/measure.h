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
  double sign_equal_share;         /* of finite pairs */
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
