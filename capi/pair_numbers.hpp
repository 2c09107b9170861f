#pragma once

#include <weightkin/kernel/pair_stats.hpp>
#include <weightkin/metric/pair_metrics.hpp>

namespace weightkin::capi {

/// What one pass over two tensors counted and added up, into any struct that has fields for it.
template <class Struct>
void copy_sums(Struct& ours, const pair_stats& stats) {
  ours.elements = stats.elements;
  ours.finite = stats.finite;
  ours.nonfinite_a = stats.nonfinite_a;
  ours.nonfinite_b = stats.nonfinite_b;
  ours.bit_equal = stats.bit_equal;
  ours.sign_equal = stats.sign_equal;
  ours.zero_a = stats.zero_a;
  ours.zero_b = stats.zero_b;
  ours.zero_both = stats.zero_both;
  ours.sum_a = stats.sum_a;
  ours.sum_b = stats.sum_b;
  ours.sum_aa = stats.sum_aa;
  ours.sum_bb = stats.sum_bb;
  ours.sum_ab = stats.sum_ab;
  ours.sum_abs_diff = stats.sum_abs_diff;
  ours.sum_sq_diff = stats.sum_sq_diff;
  ours.max_abs_diff = stats.max_abs_diff;
}

/// What follows from these.
template <class Struct>
void copy_metrics(Struct& ours, const pair_metrics& metrics) {
  ours.cosine = metrics.cosine;
  ours.cosine_if_unrelated = metrics.cosine_if_unrelated;
  ours.pearson = metrics.pearson;
  ours.relative_l2 = metrics.relative_l2;
  ours.relative_l2_if_unrelated = metrics.relative_l2_if_unrelated;
  ours.scale = metrics.scale;
  ours.mean_a = metrics.mean_a;
  ours.mean_b = metrics.mean_b;
  ours.sd_a = metrics.sd_a;
  ours.sd_b = metrics.sd_b;
  ours.bit_equal_share = metrics.bit_equal_share;
  ours.sign_equal_share = metrics.sign_equal_share;
}

} // namespace weightkin::capi
