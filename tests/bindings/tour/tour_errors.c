#include <string.h>

#include "tour_stops.h"
#include "tour_text.h"
#include "tour_weights.h"

static tour_weights first_values, second_values, mean_values;

static void failed(const char* what, wkin_status status, const wkin_error* error) {
  tour_name at;
  tour_join(at, "error.%s", what);
  tour_text(at, "status", wkin_status_name(status));
  tour_text(at, "fault", status == WKIN_OK ? "none" : wkin_fault_name(error->fault));
}

static int cancel(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  (void)stage;
  (void)done;
  (void)total;
  (void)user_data;
  return 1;
}

/* Bytes that are no model, no fingerprint; a file that is not there. */
static void unreadable(void) {
  wkin_model* model = NULL;
  wkin_fingerprint* print = NULL;
  wkin_error error;
  failed("missing_file", wkin_model_open("/no/such/file.safetensors", NULL, &model, &error),
         &error);
  failed("not_a_model", wkin_model_open_memory("hello, world", 12, "hello", NULL, &model, &error),
         &error);
  failed("not_a_fingerprint", wkin_fingerprint_decode("hello, world", 12, "hello", &print, &error),
         &error);
  failed("missing_fingerprint", wkin_fingerprint_open("/no/such/file.wkf", &print, &error), &error);
}

static void refused(const wkin_model* model, const wkin_fingerprint* print) {
  wkin_tensor_view views[tour_layers];
  wkin_fingerprint_options seeded = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_fingerprint* other = NULL;
  wkin_model* twice = NULL;
  wkin_comparison* comparison = NULL;
  wkin_tensor_info info;
  wkin_error error;
  tour_view_weights(first_values, views);
  views[1].name = views[0].name;
  failed("name_twice",
         wkin_model_from_tensors(views, tour_layers, sizeof views[0], "twice", &twice, &error),
         &error);
  failed("no_such_tensor", wkin_model_tensor(model, tour_layers, &info, sizeof info, &error),
         &error);
  seeded.seed = 7;
  tour_must(wkin_fingerprint_take(model, &seeded, &other, &error), &error, "seeded");
  failed("two_seeds", wkin_compare_fingerprints(print, other, NULL, &comparison, &error), &error);
  wkin_fingerprint_close(other);
  options.component_map = "{";
  failed("bad_map", wkin_compare(model, model, &options, &comparison, &error), &error);
  options.component_map = NULL;
  options.on_progress = cancel;
  failed("cancelled", wkin_compare(model, model, &options, &comparison, &error), &error);
}

/* A component that nothing was rearranged in; a builder that is not full. */
static void undefined(const wkin_model* model) {
  wkin_tensor_declaration declared = {0};
  wkin_comparison* comparison = NULL;
  wkin_arrangement arrangement;
  wkin_fingerprint_builder* builder = NULL;
  wkin_fingerprint* print = NULL;
  wkin_error error;
  tour_must(wkin_compare(model, model, NULL, &comparison, &error), &error, "compare");
  failed("no_arrangement",
         wkin_comparison_arrangement(comparison, 0, &arrangement, sizeof arrangement, &error),
         &error);
  wkin_comparison_close(comparison);
  declared.name = tour_weight_names[0];
  declared.shape = tour_weight_shape;
  declared.dtype = WKIN_DTYPE_F32;
  declared.rank = 2;
  tour_must(wkin_builder_begin(&declared, 1, sizeof declared, NULL, &builder, &error), &error,
            "builder");
  failed("not_complete", wkin_builder_finish(builder, &print, &error), &error);
  wkin_builder_close(builder);
}

void tour_errors(void) {
  wkin_tensor_view views[tour_layers];
  wkin_model* model = NULL;
  wkin_fingerprint* print = NULL;
  wkin_error error;
  tour_make_weights(first_values, second_values, mean_values);
  tour_view_weights(first_values, views);
  tour_must(wkin_model_from_tensors(views, tour_layers, sizeof views[0], "first", &model, &error),
            &error, "model");
  tour_must(wkin_fingerprint_take(model, NULL, &print, &error), &error, "print");
  unreadable();
  refused(model, print);
  undefined(model);
  wkin_fingerprint_close(print);
  wkin_model_close(model);
}
