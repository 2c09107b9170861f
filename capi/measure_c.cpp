#include <weightkin/kernel/pair_stats.hpp>
#include <weightkin/metric/pair_metrics.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "held_tensors.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

wkin_pair coded(const pair_stats& stats) {
  const pair_metrics metrics = metrics_of(stats);
  wkin_pair ours{};
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
  return ours;
}

wkin_status measure(const tensor_view& a, const tensor_view& b, std::uint32_t threads,
                    wkin_pair* pair, std::size_t pair_size, wkin_error* error) {
  if (pair == nullptr || pair_size == 0)
    return bad_argument(error, "the result struct is NULL or its size is 0");
  pair_pass_options options;
  options.threads = threads;
  const auto stats = measure_pair(a, b, options);
  return stats ? fill(pair, pair_size, coded(*stats), error) : tell(error, stats.error());
}

/// Tensor `index`, or null after the failure was told.
const tensor_view* find(const wkin_model* model, std::size_t index, wkin_error* error) {
  if (model == nullptr)
    bad_argument(error, "a model is NULL");
  else if (index >= model->state->views.size())
    bad_argument(error, "no tensor has this index");
  else
    return &model->state->views[index];
  return nullptr;
}

} // namespace

wkin_status wkin_measure_pair(const wkin_tensor_view* a, const wkin_tensor_view* b,
                              size_t view_size, uint32_t threads, wkin_pair* pair, size_t pair_size,
                              wkin_error* error) {
  return guard(error, [&] {
    if (a == nullptr || b == nullptr) return bad_argument(error, "a tensor is NULL");
    if (view_size < sizeof(wkin_tensor_view))
      return bad_argument(error, "view_size is not sizeof(wkin_tensor_view)");
    for (const wkin_tensor_view* each : {a, b})
      if (const char* why = objection(*each)) return bad_argument(error, why);
    return measure(borrowed(*a), borrowed(*b), threads, pair, pair_size, error);
  });
}

wkin_status wkin_model_measure_pair(const wkin_model* a, size_t a_tensor, const wkin_model* b,
                                    size_t b_tensor, uint32_t threads, wkin_pair* pair,
                                    size_t pair_size, wkin_error* error) {
  return guard(error, [&] {
    const tensor_view* one = find(a, a_tensor, error);
    if (one == nullptr) return WKIN_BAD_ARGUMENT;
    const tensor_view* other = find(b, b_tensor, error);
    if (other == nullptr) return WKIN_BAD_ARGUMENT;
    return measure(*one, *other, threads, pair, pair_size, error);
  });
}
