#include "boundary.hpp"
#include "handles.hpp"
#include "held_tensors.hpp"
#include "pair_numbers.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

wkin_pair coded(const pair_stats& stats) {
  wkin_pair ours{};
  copy_sums(ours, stats);
  copy_metrics(ours, metrics_of(stats));
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
