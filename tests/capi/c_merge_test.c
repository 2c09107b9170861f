/* wkin_explain_merge from C99, and every refusal. */

#include <math.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

enum { values_of_all = layers * rows * columns };

static float base_values[values_of_all];
static float parent_values[2][values_of_all];
static float mixed_values[values_of_all];
static float stranger_values[values_of_all];

/* A base, two that were trained from it, and their weighted mean. */
static void make_values(void) {
  uint64_t state = 20;
  int i;
  for (i = 0; i < values_of_all; ++i) {
    base_values[i] = draw(&state);
    parent_values[0][i] = base_values[i] + 0.2f * draw(&state);
    parent_values[1][i] = base_values[i] + 0.2f * draw(&state);
    stranger_values[i] = draw(&state);
    mixed_values[i] = 0.3f * parent_values[0][i] + 0.7f * parent_values[1][i];
  }
}

static wkin_model* model_of(const float* values, const char* name) {
  wkin_tensor_view tensors[layers];
  wkin_model* model = NULL;
  int l;
  memset(tensors, 0, sizeof tensors);
  for (l = 0; l < layers; ++l) {
    tensors[l].name = weight_names[l];
    tensors[l].dtype = WKIN_DTYPE_F32;
    tensors[l].rank = 2;
    tensors[l].shape = weight_shape;
    tensors[l].data = values + (size_t)l * rows * columns;
  }
  CHECK(wkin_model_from_tensors(tensors, layers, sizeof tensors[0], name, &model, NULL) == WKIN_OK);
  return model;
}

static void check_shares(const wkin_merge* merge) {
  static const double weights[2] = {0.3, 0.7};
  wkin_parent_share share;
  wkin_error error;
  size_t k;
  for (k = 0; k < 2; ++k) {
    CHECK(wkin_merge_share(merge, 0, k, &share, sizeof share, &error) == WKIN_OK);
    CHECK(fabs(share.weight - weights[k]) < 1e-3 && share.log10_margin > 3);
    CHECK(wkin_merge_layer_share(merge, 0, 0, k, &share, sizeof share, &error) == WKIN_OK);
    CHECK(fabs(share.weight - weights[k]) < 1e-3);
  }
  CHECK(wkin_merge_share(merge, 0, 2, &share, sizeof share, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_share(merge, 1, 0, &share, sizeof share, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_share(merge, 0, 0, NULL, sizeof share, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_layer_share(merge, 0, 0, 2, &share, sizeof share, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_layer_share(merge, 0, layers, 0, &share, sizeof share, &error) ==
        WKIN_BAD_ARGUMENT);
}

static void check_layers(const wkin_merge* merge) {
  wkin_layer_mixture layer;
  wkin_error error;
  int l;
  for (l = 0; l < layers; ++l) {
    CHECK(wkin_merge_layer(merge, 0, (size_t)l, &layer, sizeof layer, &error) == WKIN_OK);
    CHECK(layer.layer == l && layer.tensors == 1 && layer.references == 2);
    CHECK(layer.unexplained < 0.01);
  }
  CHECK(wkin_merge_layer(merge, 0, layers, &layer, sizeof layer, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_layer(merge, 1, 0, &layer, sizeof layer, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_layer(merge, 0, 0, &layer, 0, &error) == WKIN_BAD_ARGUMENT);
}

static void weights_are_read(int with_base) {
  wkin_model* subject = model_of(mixed_values, "mixed");
  wkin_model* base = model_of(base_values, "base");
  const wkin_model* parents[2];
  wkin_merge* merge = NULL;
  wkin_mixture mixture;
  wkin_error error;
  wkin_model* first = model_of(parent_values[0], "first");
  wkin_model* second = model_of(parent_values[1], "second");
  parents[0] = first;
  parents[1] = second;
  if (!CHECK(wkin_explain_merge(subject, parents, 2, with_base ? base : NULL, NULL, &merge,
                                &error) == WKIN_OK))
    fprintf(stderr, "%s\n", error.message);
  wkin_model_close(subject);
  wkin_model_close(base);
  wkin_model_close(first);
  wkin_model_close(second); /* the answer needs none of them */
  CHECK(strlen(wkin_merge_sentence(merge)) > 0);
  CHECK(wkin_merge_component_count(merge) == 1);
  CHECK(wkin_merge_component(merge, 0, &mixture, sizeof mixture, &error) == WKIN_OK);
  CHECK(mixture.method == WKIN_MERGE_LINEAR && strlen(mixture.text) > 0);
  CHECK(mixture.references == 2 && mixture.contributors == 2 && mixture.layers == layers);
  CHECK(mixture.tensors == layers && fabs(mixture.weight_sum - 1) < 1e-3);
  CHECK(mixture.unexplained < 0.01);
  CHECK(mixture.direction == WKIN_DIRECTION_SUBJECT_FROM_REFERENCE);
  CHECK(strlen(mixture.direction_reason) > 0);
  CHECK(wkin_merge_component(merge, 1, &mixture, sizeof mixture, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_component(merge, 0, NULL, sizeof mixture, &error) == WKIN_BAD_ARGUMENT);
  check_shares(merge);
  check_layers(merge);
  wkin_merge_close(merge);
}

/* What the options do: nothing may be left over where everything must be explained. */
static void options_reach_the_library(void) {
  wkin_merge_options options = WKIN_MERGE_OPTIONS_INIT;
  wkin_model* subject = model_of(mixed_values, "mixed");
  wkin_model* first = model_of(parent_values[0], "first");
  wkin_model* second = model_of(parent_values[1], "second");
  const wkin_model* parents[2];
  wkin_merge* merge = NULL;
  wkin_mixture mixture;
  parents[0] = first;
  parents[1] = second;
  options.threads = 2;
  options.least_margin = 1e9;
  CHECK(wkin_explain_merge(subject, parents, 2, NULL, &options, &merge, NULL) == WKIN_OK);
  CHECK(wkin_merge_component(merge, 0, &mixture, sizeof mixture, NULL) == WKIN_OK);
  CHECK(mixture.contributors == 0 && mixture.method == WKIN_MERGE_NONE);
  CHECK(mixture.direction == WKIN_DIRECTION_UNDETERMINED);
  wkin_merge_close(merge);
  wkin_model_close(subject);
  wkin_model_close(first);
  wkin_model_close(second);
}

struct watcher {
  int calls;
  int stages;
  int cancel;
};

static int watch(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  struct watcher* seen = (struct watcher*)user_data;
  CHECK(strlen(stage) > 0 && done <= total);
  ++seen->calls;
  return seen->cancel;
}

static void count_stage(wkin_log_level level, const char* line, void* user_data) {
  (void)level;
  CHECK(strlen(line) > 0);
  ++((struct watcher*)user_data)->stages;
}

/* Progress, cancelling, and a limit that leaves no time for the search: parents that were never
 * mixed leave everything to be searched for. */
static void a_call_can_be_watched_and_bounded(void) {
  wkin_merge_options options = WKIN_MERGE_OPTIONS_INIT;
  wkin_model* subject = model_of(base_values, "base");
  wkin_model* first = model_of(parent_values[0], "first");
  wkin_model* other = model_of(stranger_values, "stranger");
  const wkin_model* parents[2];
  struct watcher seen = {0, 0, 0};
  wkin_merge* merge = NULL;
  wkin_mixture mixture;
  wkin_error error;
  parents[0] = first;
  parents[1] = other;
  options.most_unexplained = 0.01;
  CHECK(wkin_explain_merge(subject, parents, 2, NULL, &options, &merge, &error) == WKIN_OK);
  CHECK(wkin_merge_component(merge, 0, &mixture, sizeof mixture, NULL) == WKIN_OK);
  CHECK(mixture.method == WKIN_MERGE_NONE && mixture.search_missing == 0);
  wkin_merge_close(merge);
  options.search_seconds = 1e-9;
  options.on_progress = watch;
  options.on_log = count_stage;
  options.user_data = options.log_user_data = &seen;
  CHECK(wkin_explain_merge(subject, parents, 2, NULL, &options, &merge, &error) == WKIN_OK);
  CHECK(wkin_merge_component(merge, 0, &mixture, sizeof mixture, NULL) == WKIN_OK);
  CHECK(mixture.method == WKIN_MERGE_NONE && mixture.search_missing == 1);
  CHECK(strstr(mixture.text, "limit of time") != NULL);
  CHECK(seen.calls > 0 && seen.stages >= 2);
  wkin_merge_close(merge);
  options.search_seconds = 0;
  options.depth = WKIN_DEPTH_DIRECT;
  CHECK(wkin_explain_merge(subject, parents, 2, NULL, &options, &merge, &error) == WKIN_OK);
  CHECK(wkin_merge_component(merge, 0, &mixture, sizeof mixture, NULL) == WKIN_OK);
  CHECK(mixture.search_missing == 1 && strstr(mixture.text, "not searched for") != NULL);
  wkin_merge_close(merge);
  seen.cancel = 1;
  seen.calls = 0;
  CHECK(wkin_explain_merge(subject, parents, 2, NULL, &options, &merge, &error) == WKIN_CANCELLED);
  CHECK(merge == NULL && seen.calls == 1);
  wkin_model_close(subject);
  wkin_model_close(first);
  wkin_model_close(other);
}

static void refusals(void) {
  wkin_merge_options options = WKIN_MERGE_OPTIONS_INIT;
  wkin_model* model = model_of(base_values, "base");
  const wkin_model* same[9];
  const wkin_model* absent[2] = {NULL, NULL};
  wkin_merge* merge = (wkin_merge*)model; /* must be overwritten */
  wkin_error error;
  int i;
  for (i = 0; i < 9; ++i)
    same[i] = model;
  CHECK(wkin_explain_merge(NULL, same, 2, NULL, NULL, &merge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(merge == NULL && error.status == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, same, 2, NULL, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, NULL, 2, NULL, NULL, &merge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, absent, 2, NULL, NULL, &merge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, same, 0, NULL, NULL, &merge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, same, 9, NULL, NULL, &merge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, same, SIZE_MAX, NULL, NULL, &merge, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, same, 1, NULL, NULL, &merge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_explain_merge(model, same, 1, model, NULL, &merge, &error) == WKIN_OK);
  wkin_merge_close(merge);
  options.least_margin = -1;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  options.least_margin = (double)NAN;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  options.least_margin = 0;
  options.most_unexplained = 1.5;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  options.most_unexplained = 0;
  options.search_seconds = -1;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  options.search_seconds = 1e10;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  options.search_seconds = (double)NAN;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  options.search_seconds = 0;
  options.depth = (wkin_search_depth)77;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  options.depth = WKIN_DEPTH_AUTOMATIC;
  options.struct_size = 0;
  CHECK(wkin_explain_merge(model, same, 2, NULL, &options, &merge, &error) == WKIN_BAD_ARGUMENT);
  CHECK(merge == NULL);
  wkin_model_close(model);
}

static void null_is_refused(void) {
  wkin_mixture mixture;
  wkin_parent_share share;
  wkin_layer_mixture layer;
  wkin_error error;
  wkin_merge_close(NULL);
  CHECK(strcmp(wkin_merge_sentence(NULL), "") == 0);
  CHECK(wkin_merge_component_count(NULL) == 0);
  CHECK(wkin_merge_component(NULL, 0, &mixture, sizeof mixture, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_share(NULL, 0, 0, &share, sizeof share, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_layer(NULL, 0, 0, &layer, sizeof layer, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_merge_layer_share(NULL, 0, 0, 0, &share, sizeof share, &error) == WKIN_BAD_ARGUMENT);
  CHECK(strcmp(wkin_merge_method_name(WKIN_MERGE_PASSTHROUGH), "passthrough") == 0);
  CHECK(strcmp(wkin_merge_method_name((wkin_merge_method)7), "unknown") == 0);
}

int main(void) {
  make_values();
  null_is_refused();
  weights_are_read(0);
  weights_are_read(1);
  options_reach_the_library();
  a_call_can_be_watched_and_bounded();
  refusals();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
