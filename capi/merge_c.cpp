#include <span>
#include <utility>
#include <vector>

#include <weightkin/lineage/merge.hpp>

#include "boundary.hpp"
#include "handles.hpp"
#include "options.hpp"

using namespace weightkin;
using namespace weightkin::capi;

namespace {

result<merge_options> mixing(const wkin_merge_options* given) {
  const auto refuse = [](const char* why) { return error{errc::bad_argument, why}; };
  wkin_merge_options asked;
  if (!read_options(given, asked))
    return refuse("merge options: struct_size is not set (use the _INIT)");
  if (!(asked.least_margin >= 0)) return refuse("least_margin must be at least 0");
  if (!(asked.most_unexplained >= 0 && asked.most_unexplained <= 1))
    return refuse("most_unexplained must be at least 0 and at most 1");
  if (!(asked.search_seconds >= 0 && asked.search_seconds <= 1e9))
    return refuse("search_seconds must be at least 0 and at most 1e9");
  if (asked.depth < WKIN_DEPTH_AUTOMATIC || asked.depth > WKIN_DEPTH_FULL)
    return refuse("no search depth has this number");
  merge_options options;
  options.threads = asked.threads;
  options.on_progress =
      passed_on(asked.on_progress, asked.user_data, asked.on_log, asked.log_user_data);
  options.search_seconds = asked.search_seconds;
  options.depth = static_cast<search_depth>(asked.depth);
  if (asked.least_margin != 0) options.least_margin = asked.least_margin;
  if (asked.most_unexplained != 0) options.most_unexplained = asked.most_unexplained;
  return options;
}

const merge_component* find_mixture(const wkin_merge* merge, size_t component) {
  if (merge == nullptr || component >= merge->ruling.components.size()) return nullptr;
  return &merge->ruling.components[component];
}

const merge_layer* find_layer(const wkin_merge* merge, size_t component, size_t index) {
  const merge_component* found = find_mixture(merge, component);
  return found != nullptr && index < found->layers.size() ? &found->layers[index] : nullptr;
}

wkin_status tell_share(std::span<const merge_weight> weights, size_t reference,
                       wkin_parent_share* share, size_t share_size, wkin_error* error) {
  if (reference >= weights.size()) return bad_argument(error, "no reference has this index");
  const merge_weight& found = weights[reference];
  wkin_parent_share ours{};
  ours.weight = found.value;
  ours.error = found.error;
  ours.log10_margin = found.log10_margin;
  return fill(share, share_size, ours, error);
}

} // namespace

wkin_status wkin_explain_merge(const wkin_model* subject, const wkin_model* const* references,
                               size_t count, const wkin_model* base,
                               const wkin_merge_options* options, wkin_merge** out,
                               wkin_error* error) {
  return guard(error, [&] {
    if (out == nullptr) return bad_argument(error, "`out` is NULL");
    *out = nullptr;
    if (subject == nullptr) return bad_argument(error, "the subject is NULL");
    // Bounded here, before anything of the caller's size is held.
    constexpr size_t most_references = 8;
    if (references == nullptr || count == 0 || count > most_references)
      return bad_argument(error, "a merge is explained by one to eight references");
    std::vector<std::span<const tensor_view>> parents;
    for (const wkin_model* reference : std::span(references, count)) {
      if (reference == nullptr) return bad_argument(error, "a reference is NULL");
      parents.emplace_back(reference->state->views);
    }
    std::span<const tensor_view> origin;
    if (base != nullptr) origin = base->state->views;
    const auto asked = mixing(options);
    if (!asked) return tell(error, asked.error());
    auto ruling = explain_merge(subject->state->views, parents, origin, *asked);
    if (!ruling) return tell(error, ruling.error());
    *out = new wkin_merge{std::move(*ruling)};
    return WKIN_OK;
  });
}

void wkin_merge_close(wkin_merge* merge) { delete merge; }

const char* wkin_merge_sentence(const wkin_merge* merge) {
  return merge != nullptr ? merge->ruling.sentence.c_str() : "";
}

size_t wkin_merge_component_count(const wkin_merge* merge) {
  return merge != nullptr ? merge->ruling.components.size() : 0;
}

wkin_status wkin_merge_component(const wkin_merge* merge, size_t index, wkin_mixture* mixture,
                                 size_t mixture_size, wkin_error* error) {
  return guard(error, [&] {
    if (merge == nullptr) return bad_argument(error, "the merge is NULL");
    const merge_component* found = find_mixture(merge, index);
    if (found == nullptr) return bad_argument(error, "no component has this index");
    wkin_mixture ours{};
    ours.id = found->id.c_str();
    ours.text = found->text.c_str();
    ours.references = found->weights.size();
    ours.layers = found->layers.size();
    ours.tensors = found->tensors;
    ours.contributors = found->contributors;
    ours.unexplained = found->unexplained;
    ours.density = found->density;
    ours.weight_sum = found->weight_sum;
    ours.weight_sum_error = found->weight_sum_error;
    ours.method = static_cast<wkin_merge_method>(found->method);
    ours.direction_reason = found->direction.reason.c_str();
    ours.direction = static_cast<wkin_direction>(found->direction.which);
    ours.search_missing = found->search_missing ? 1 : 0;
    return fill(mixture, mixture_size, ours, error);
  });
}

wkin_status wkin_merge_share(const wkin_merge* merge, size_t component, size_t reference,
                             wkin_parent_share* share, size_t share_size, wkin_error* error) {
  return guard(error, [&] {
    if (merge == nullptr) return bad_argument(error, "the merge is NULL");
    const merge_component* found = find_mixture(merge, component);
    if (found == nullptr) return bad_argument(error, "no component has this index");
    return tell_share(found->weights, reference, share, share_size, error);
  });
}

wkin_status wkin_merge_layer(const wkin_merge* merge, size_t component, size_t index,
                             wkin_layer_mixture* layer, size_t layer_size, wkin_error* error) {
  return guard(error, [&] {
    if (merge == nullptr) return bad_argument(error, "the merge is NULL");
    const weightkin::merge_layer* found = find_layer(merge, component, index);
    if (found == nullptr) return bad_argument(error, "no layer has these indices");
    wkin_layer_mixture ours{};
    ours.tensors = found->tensors;
    ours.references = found->weights.size();
    ours.unexplained = found->unexplained;
    ours.layer = found->layer;
    return fill(layer, layer_size, ours, error);
  });
}

wkin_status wkin_merge_layer_share(const wkin_merge* merge, size_t component, size_t index,
                                   size_t reference, wkin_parent_share* share, size_t share_size,
                                   wkin_error* error) {
  return guard(error, [&] {
    if (merge == nullptr) return bad_argument(error, "the merge is NULL");
    const weightkin::merge_layer* found = find_layer(merge, component, index);
    if (found == nullptr) return bad_argument(error, "no layer has these indices");
    return tell_share(found->weights, reference, share, share_size, error);
  });
}
