#include <stdlib.h>
#include <string.h>

#include "tour_stops.h"
#include "tour_text.h"
#include "tour_weights.h"

static tour_weights first_values, second_values, mean_values;
static float turned[tour_count]; /* layer 1 of the first model, columns slowest */

static wkin_model* model_of(tour_weights values, const char* name) {
  wkin_tensor_view views[tour_layers];
  wkin_model* model = NULL;
  wkin_error error;
  tour_view_weights(values, views);
  tour_must(wkin_model_from_tensors(views, tour_layers, sizeof views[0], name, &model, &error),
            &error, name);
  return model;
}

/* The first model again, its layer 1 lying in memory as its transpose does. */
static wkin_fingerprint* strided(void) {
  static const int64_t strides[2] = {1, tour_rows};
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_tensor_view views[tour_layers];
  wkin_fingerprint* print = NULL;
  wkin_error error;
  int r, c;
  for (r = 0; r < tour_rows; ++r)
    for (c = 0; c < tour_columns; ++c)
      turned[c * tour_rows + r] = first_values[1][r * tour_columns + c];
  tour_view_weights(first_values, views);
  views[1].strides = strides;
  views[1].data = turned;
  options.name = "strided";
  tour_must(
      wkin_fingerprint_take_tensors(views, tour_layers, sizeof views[0], &options, &print, &error),
      &error, "strided");
  return print;
}

/* Rows 0-39 of each tensor in one builder, the others as a box in a second one whose state travels
 * as bytes. */
static wkin_fingerprint* sharded(void) {
  static const uint64_t start[2] = {40, 0};
  static const uint64_t extent[2] = {tour_rows - 40, tour_columns};
  wkin_tensor_declaration declared[tour_layers];
  wkin_fingerprint_builder *one = NULL, *two = NULL, *sent = NULL;
  wkin_fingerprint* print = NULL;
  wkin_error error;
  size_t l, size = 0;
  void* state;
  memset(declared, 0, sizeof declared);
  for (l = 0; l < tour_layers; ++l) {
    declared[l].name = tour_weight_names[l];
    declared[l].shape = tour_weight_shape;
    declared[l].dtype = WKIN_DTYPE_F32;
    declared[l].rank = 2;
  }
  tour_must(wkin_builder_begin(declared, tour_layers, sizeof declared[0], NULL, &one, &error),
            &error, "builder");
  tour_must(wkin_builder_begin(declared, tour_layers, sizeof declared[0], NULL, &two, &error),
            &error, "builder");
  for (l = 0; l < tour_layers; ++l) {
    tour_must(wkin_builder_add(one, l, 0, 40 * tour_columns, first_values[l],
                               40 * tour_columns * sizeof(float), &error),
              &error, "add");
    tour_must(wkin_builder_add_box(two, l, start, extent, 2, first_values[l] + 40 * tour_columns,
                                   (tour_count - 40 * tour_columns) * sizeof(float), &error),
              &error, "add_box");
  }
  tour_must(wkin_builder_save(two, NULL, 0, &size, &error), &error, "save");
  state = malloc(size);
  if (state == NULL) exit(1);
  tour_must(wkin_builder_save(two, state, size, &size, &error), &error, "save");
  tour_must(wkin_builder_load(state, size, &sent, &error), &error, "load");
  free(state);
  tour_must(wkin_builder_merge(one, sent, &error), &error, "merge");
  tour_must(wkin_builder_finish(one, &print, &error), &error, "finish");
  wkin_builder_close(sent);
  wkin_builder_close(two);
  wkin_builder_close(one);
  return print;
}

/* Written to a file, read back; reduced; two tensors estimated. */
static void kept(const wkin_fingerprint* print, const wkin_fingerprint* other,
                 const char* scratch) {
  char path[1024];
  wkin_fingerprint *read = NULL, *small = NULL;
  wkin_print_similarity near;
  wkin_error error;
  snprintf(path, sizeof path, "%s/tour.wkf", scratch);
  tour_must(wkin_fingerprint_write(print, path, &error), &error, path);
  tour_must(wkin_fingerprint_open(path, &read, &error), &error, path);
  remove(path);
  tour_fingerprint("reread_print", read);
  tour_must(wkin_fingerprint_reduce(print, WKIN_PRINT_SMALL, WKIN_PRINT_NAMES, &small, &error),
            &error, "reduce");
  tour_fingerprint("small_print", small);
  tour_must(wkin_estimate_similarity(other, 0, print, 0, &near, sizeof near, &error), &error,
            "estimate");
  tour_real("estimate", "pearson", near.pearson);
  tour_real("estimate", "pearson_error", near.pearson_error);
  tour_real("estimate", "cosine", near.cosine);
  tour_real("estimate", "cosine_error", near.cosine_error);
  tour_real("estimate", "relative_l2", near.relative_l2);
  tour_real("estimate", "relative_l2_error", near.relative_l2_error);
  wkin_fingerprint_close(small);
  wkin_fingerprint_close(read);
}

/* All of a model as bf16, read again and compared with what it was. */
static void written(const wkin_model* model, const char* scratch) {
  char path[1024];
  wkin_write_options options = WKIN_WRITE_OPTIONS_INIT;
  wkin_write_summary summary;
  wkin_model* again = NULL;
  wkin_comparison* comparison = NULL;
  wkin_error error;
  snprintf(path, sizeof path, "%s/tour.safetensors", scratch);
  options.floats = WKIN_DTYPE_BF16;
  tour_must(wkin_model_write_safetensors(model, path, &options, &summary, sizeof summary, &error),
            &error, path);
  tour_whole("written", "tensors", summary.tensors);
  tour_whole("written", "bytes", summary.bytes);
  tour_whole("written", "overflowed", summary.overflowed);
  tour_must(wkin_model_open(path, NULL, &again, &error), &error, path);
  tour_must(wkin_compare(again, model, NULL, &comparison, &error), &error, "compare written");
  tour_comparison("compare_written", comparison);
  wkin_comparison_close(comparison);
  wkin_model_close(again);
  remove(path);
}

static void mixed(const wkin_model* subject, const wkin_model* first, const wkin_model* second) {
  const wkin_model* parents[2];
  wkin_merge* merge = NULL;
  wkin_mixture mixture;
  wkin_parent_share share;
  wkin_error error;
  size_t i;
  parents[0] = first;
  parents[1] = second;
  tour_must(wkin_explain_merge(subject, parents, 2, NULL, NULL, &merge, &error), &error, "merge");
  tour_text("mixture", "sentence", wkin_merge_sentence(merge));
  tour_whole("mixture", "components", wkin_merge_component_count(merge));
  tour_must(wkin_merge_component(merge, 0, &mixture, sizeof mixture, &error), &error, "mixture");
  tour_text("mixture", "method", wkin_merge_method_name(mixture.method));
  tour_whole("mixture", "contributors", mixture.contributors);
  tour_whole("mixture", "layers", mixture.layers);
  tour_real("mixture", "unexplained", mixture.unexplained);
  tour_real("mixture", "weight_sum", mixture.weight_sum);
  for (i = 0; i < 2; ++i) {
    tour_name at;
    tour_must(wkin_merge_share(merge, 0, i, &share, sizeof share, &error), &error, "share");
    tour_join(at, "mixture.share.%lu", (unsigned long)i);
    tour_real(at, "weight", share.weight);
    tour_real(at, "error", share.error);
    tour_real(at, "log10_margin", share.log10_margin);
  }
  wkin_merge_close(merge);
}

static void prints(const wkin_model* first, const wkin_model* second, const char* scratch) {
  wkin_fingerprint *one = NULL, *two = NULL, *third = strided(), *fourth = sharded();
  wkin_error error;
  tour_must(wkin_fingerprint_take(first, NULL, &one, &error), &error, "first print");
  tour_must(wkin_fingerprint_take(second, NULL, &two, &error), &error, "second print");
  tour_fingerprint("memory_print", one);
  tour_fingerprint("strided_print", third);
  tour_fingerprint("sharded_print", fourth);
  kept(one, two, scratch);
  wkin_fingerprint_close(fourth);
  wkin_fingerprint_close(third);
  wkin_fingerprint_close(two);
  wkin_fingerprint_close(one);
}

void tour_memory(const char* scratch) {
  wkin_model *first, *second, *mean;
  wkin_comparison* comparison = NULL;
  wkin_error error;
  tour_make_weights(first_values, second_values, mean_values);
  first = model_of(first_values, "first");
  second = model_of(second_values, "second");
  mean = model_of(mean_values, "mean");
  tour_must(wkin_compare(second, first, NULL, &comparison, &error), &error, "compare memory");
  tour_comparison("compare_memory", comparison);
  wkin_comparison_close(comparison);
  prints(first, second, scratch);
  written(first, scratch);
  mixed(mean, first, second);
  wkin_model_close(mean);
  wkin_model_close(second);
  wkin_model_close(first);
}
