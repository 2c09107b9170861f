/* The functions of weightkin.h from C99 (those of models from elsewhere than a path:
 * c_model_test.c), and every status that a caller can bring about. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

/* Two related models and one apart, in memory. */
static float ancestor_values[layers][rows * columns];
static float descendant_values[layers][rows * columns];
static float stranger_values[layers][rows * columns];
static void make_values(void) {
  uint64_t state = 20;
  int l, i;
  for (l = 0; l < layers; ++l)
    for (i = 0; i < rows * columns; ++i) {
      ancestor_values[l][i] = draw(&state);
      descendant_values[l][i] = ancestor_values[l][i] + 0.1f * draw(&state);
      stranger_values[l][i] = draw(&state);
    }
}

static wkin_model* model_of(float values[layers][rows * columns], const char* name) {
  wkin_tensor_view tensors[layers];
  wkin_model* model = NULL;
  wkin_error error;
  int l;
  memset(tensors, 0, sizeof tensors);
  for (l = 0; l < layers; ++l) {
    tensors[l].name = weight_names[l];
    tensors[l].dtype = WKIN_DTYPE_F32;
    tensors[l].rank = 2;
    tensors[l].shape = weight_shape;
    tensors[l].data = values[l];
  }
  if (!CHECK(wkin_model_from_tensors(tensors, layers, sizeof tensors[0], name, &model, &error) ==
             WKIN_OK))
    fprintf(stderr, "%s\n", error.message);
  return model;
}

static void names_are_stable(void) {
  CHECK(strcmp(wkin_version(), "") != 0);
  CHECK(wkin_abi_version() == WKIN_ABI_VERSION);
  CHECK(strcmp(wkin_status_name(WKIN_BAD_FORMAT), "bad_format") == 0);
  CHECK(strcmp(wkin_status_name((wkin_status)99), "unknown") == 0);
  CHECK(strcmp(wkin_fault_name(WKIN_FAULT_ZIP_ENCRYPTED), "zip-encrypted") == 0);
  CHECK(strcmp(wkin_fault_name((wkin_fault)32), "unknown") == 0);
  CHECK(strcmp(wkin_verdict_name(WKIN_VERDICT_DERIVED), "derived") == 0);
  CHECK(strcmp(wkin_verdict_name(WKIN_VERDICT_NONE), "unknown") == 0);
  CHECK(strcmp(wkin_change_name(WKIN_CHANGE_FINE_TUNED), "fine_tuned") == 0);
  CHECK(strcmp(wkin_dtype_name(WKIN_DTYPE_BF16), "bf16") == 0);
  CHECK(strcmp(wkin_dtype_name(WKIN_DTYPE_NONE), "unknown") == 0);
  CHECK(strcmp(wkin_component_kind_name(WKIN_KIND_VISION_ENCODER), "vision_encoder") == 0);
  CHECK(strcmp(wkin_role_name(WKIN_ROLE_MLP_UP), "mlp_up") == 0);
  CHECK(strcmp(wkin_use_name(WKIN_USE_EXCLUDED), "excluded") == 0);
  CHECK(strcmp(wkin_exclusion_name(WKIN_EXCLUSION_TIED), "tied") == 0);
  CHECK(strcmp(wkin_match_name(WKIN_MATCH_ASSIGNED), "assigned") == 0);
  CHECK(strcmp(wkin_null_name(WKIN_NULL_PERMUTATION_NORMAL), "permutation_normal") == 0);
}

static void closing_null_does_nothing(void) {
  wkin_model_close(NULL);
  wkin_inventory_close(NULL);
  wkin_comparison_close(NULL);
  CHECK(wkin_model_tensor_count(NULL) == 0);
  CHECK(strcmp(wkin_model_name(NULL), "") == 0);
  CHECK(strcmp(wkin_model_format(NULL), "") == 0);
  CHECK(wkin_inventory_component_count(NULL) == 0);
  CHECK(wkin_comparison_limit(NULL, 0) == NULL);
  CHECK(wkin_comparison_explanation(NULL, 0, 0) == NULL);
}

static void null_handles_are_bad_arguments(void) {
  wkin_error error;
  wkin_inventory* inventory = NULL;
  wkin_comparison* comparison = NULL;
  size_t needed = 0;
  CHECK(wkin_model_open("x", NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_open_memory("x", 1, "x", NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_from_tensors(NULL, 0, 0, "x", NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_tensor(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_open_source(NULL, NULL, NULL, "x", NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_encoding(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_encoding_part(NULL, 0, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_layout_rule(NULL, 0, 0) == NULL);
  CHECK(wkin_model_write_safetensors(NULL, "x", NULL, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_take(NULL, NULL, &inventory, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_component(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_tensor(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_json(NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_text(NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_compare(NULL, NULL, NULL, &comparison, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_overall(NULL, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_component(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_tensor(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_unmatched(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_json(NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_text(NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_svg(NULL, NULL, 0, &needed, NULL) == WKIN_BAD_ARGUMENT);
}

static void files_fail_with_a_status_and_a_line(void) {
  wkin_open_options options = WKIN_OPEN_OPTIONS_INIT;
  wkin_error error;
  wkin_model* model = (wkin_model*)&error; /* must be overwritten */
  /* An index of 8 bytes that says its header is longer than the file. */
  static const unsigned char truncated[] = {200, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
  static const char words[] = "neither a model nor anything near one, only words";
  static const char unread[] = "FUGG\3\0\0\0 and more";
  CHECK(wkin_model_open("no/such/file", NULL, &model, &error) == WKIN_IO);
  CHECK(model == NULL);
  CHECK(error.status == WKIN_IO);
  CHECK(strstr(error.message, "no/such/file") != NULL);
  CHECK(wkin_model_open(NULL, NULL, &model, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_open_memory(truncated, sizeof truncated, "cut", &options, &model, &error) ==
        WKIN_BAD_FORMAT);
  CHECK(error.fault != WKIN_FAULT_NONE);
  CHECK(strstr(error.message, "cut") != NULL);
  CHECK(wkin_model_open_memory(words, sizeof words - 1, NULL, NULL, &model, NULL) ==
        WKIN_BAD_FORMAT);
  CHECK(wkin_model_open_memory(unread, sizeof unread - 1, NULL, NULL, &model, NULL) ==
        WKIN_UNSUPPORTED);
  CHECK(wkin_model_open_memory(NULL, 1, NULL, NULL, &model, NULL) == WKIN_BAD_ARGUMENT);
  options.access = (wkin_access)9;
  CHECK(wkin_model_open("x", &options, &model, &error) == WKIN_BAD_ARGUMENT);
  memset(&options, 0, sizeof options); /* the _INIT was forgotten */
  CHECK(wkin_model_open("x", &options, &model, &error) == WKIN_BAD_ARGUMENT);
}

static void a_file_in_memory_opens(void) {
  static const char header[] =
      "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}    ";
  unsigned char bytes[8 + sizeof header - 1 + 8] = {0};
  wkin_model* model = NULL;
  wkin_tensor_info info;
  wkin_error error;
  bytes[0] = (unsigned char)(sizeof header - 1);
  memcpy(bytes + 8, header, sizeof header - 1);
  if (!CHECK(wkin_model_open_memory(bytes, sizeof bytes, "two", NULL, &model, &error) == WKIN_OK)) {
    fprintf(stderr, "%s\n", error.message);
    return;
  }
  CHECK(strcmp(wkin_model_name(model), "two") == 0);
  CHECK(strcmp(wkin_model_format(model), "safetensors") == 0);
  CHECK(wkin_model_tensor_count(model) == 1);
  CHECK(wkin_model_tensor(model, 0, &info, sizeof info, &error) == WKIN_OK);
  CHECK(strcmp(info.name, "w") == 0);
  CHECK(info.dtype == WKIN_DTYPE_F32 && info.rank == 2 && info.elements == 2);
  CHECK(info.shape[0] == 2 && info.shape[1] == 1);
  CHECK(wkin_model_tensor(model, 1, &info, sizeof info, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_tensor(model, 0, NULL, sizeof info, &error) == WKIN_BAD_ARGUMENT);
  wkin_model_close(model);
}

static wkin_status try_tensor(const wkin_tensor_view* tensor, size_t count) {
  wkin_model* model = NULL;
  const wkin_status status =
      wkin_model_from_tensors(tensor, count, sizeof *tensor, "tried", &model, NULL);
  wkin_model_close(model);
  return status;
}

static void held_tensors_are_checked(void) {
  static const uint64_t huge[3] = {UINT64_MAX, UINT64_MAX, 2};
  static const int64_t backwards[2] = {-1, 1};
  static const int64_t far[2] = {INT64_MAX, INT64_MAX};
  wkin_tensor_view good[2];
  wkin_tensor_view bad;
  wkin_model* model = NULL;
  memset(good, 0, sizeof good);
  good[0].name = "a";
  good[0].dtype = WKIN_DTYPE_F32;
  good[0].rank = 2;
  good[0].shape = weight_shape;
  good[0].data = ancestor_values[0];
  good[1] = good[0];
  CHECK(try_tensor(good, 1) == WKIN_OK);
  CHECK(try_tensor(NULL, 0) == WKIN_OK);
  CHECK(try_tensor(good, 2) == WKIN_BAD_ARGUMENT); /* one name twice */
  bad = good[0], bad.name = NULL;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  bad = good[0], bad.data = NULL;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  bad = good[0], bad.shape = NULL;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  bad = good[0], bad.rank = 65;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  bad = good[0], bad.dtype = (wkin_dtype)25;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  bad = good[0], bad.shape = huge, bad.rank = 3;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  bad = good[0], bad.strides = backwards;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  bad = good[0], bad.strides = far;
  CHECK(try_tensor(&bad, 1) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_from_tensors(good, 1, 8, "short", &model, NULL) == WKIN_BAD_ARGUMENT);
}

static void an_inventory_tells_what_tensors_are(void) {
  wkin_inventory_options options = WKIN_INVENTORY_OPTIONS_INIT;
  wkin_model* model = model_of(ancestor_values, "ancestor");
  wkin_inventory* inventory = NULL;
  wkin_component_info component;
  wkin_inventory_entry entry;
  wkin_error error;
  char small[4] = "abc";
  char* text;
  size_t needed = 0;
  CHECK(wkin_inventory_take(model, NULL, &inventory, &error) == WKIN_OK);
  wkin_model_close(model); /* the inventory keeps what it needs */
  CHECK(wkin_inventory_component_count(inventory) == 1);
  CHECK(wkin_inventory_component(inventory, 0, &component, sizeof component, &error) == WKIN_OK);
  CHECK(component.parameters == (uint64_t)layers * rows * columns && component.tensors == layers);
  CHECK(wkin_inventory_component(inventory, 1, &component, sizeof component, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_tensor(inventory, 2, &entry, sizeof entry, &error) == WKIN_OK);
  CHECK(entry.role == WKIN_ROLE_MLP_UP && entry.layer == 2 && entry.use == WKIN_USE_CONVICTING);
  CHECK(wkin_inventory_tensor(inventory, layers, &entry, sizeof entry, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_json(inventory, small, sizeof small, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(strcmp(small, "abc") == 0 && needed > sizeof small);
  text = malloc(needed);
  CHECK(wkin_inventory_json(inventory, text, needed, NULL, &error) == WKIN_OK);
  CHECK(strlen(text) + 1 == needed);
  free(text);
  CHECK(wkin_inventory_text(inventory, NULL, 0, &needed, &error) == WKIN_OK && needed > 1);
  CHECK(wkin_inventory_text(inventory, NULL, 0, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_text(inventory, NULL, 5, &needed, &error) == WKIN_BAD_ARGUMENT);
  wkin_inventory_close(inventory);

  model = model_of(ancestor_values, "ancestor");
  options.component_map = "{\"rules\":[{\"prefix\":\"layers.1.\",\"use\":\"excluded\"}]}";
  CHECK(wkin_inventory_take(model, &options, &inventory, &error) == WKIN_OK);
  CHECK(wkin_inventory_tensor(inventory, 1, &entry, sizeof entry, &error) == WKIN_OK);
  CHECK(entry.use == WKIN_USE_EXCLUDED && entry.exclusion == WKIN_EXCLUSION_BY_REQUEST);
  wkin_inventory_close(inventory);
  options.component_map = "{]";
  CHECK(wkin_inventory_take(model, &options, &inventory, &error) == WKIN_BAD_FORMAT);
  CHECK(inventory == NULL);
  options.struct_size = 1;
  CHECK(wkin_inventory_take(model, &options, &inventory, &error) == WKIN_BAD_ARGUMENT);
  wkin_model_close(model);
}

static void check_component(const wkin_comparison* comparison) {
  wkin_component_ruling ruling;
  wkin_error error;
  CHECK(wkin_comparison_component(comparison, 0, &ruling, sizeof ruling, &error) == WKIN_OK);
  CHECK(ruling.verdict == WKIN_VERDICT_DERIVED);
  CHECK(ruling.share == 1.0 && ruling.tensors_compared == layers);
  CHECK(fabs(ruling.cosine - 0.995) < 0.001 && fabs(ruling.cosine_if_unrelated) < 0.01);
  CHECK(ruling.evidence.effect > 0.9 && ruling.evidence.z > 30);
  CHECK(ruling.log10_p_holm < -12 && ruling.evidence.null != WKIN_NULL_NONE);
  CHECK(strlen(ruling.sentence) > 0 && ruling.explanations > 0);
  CHECK(wkin_comparison_explanation(comparison, 0, 0) != NULL);
  CHECK(wkin_comparison_explanation(comparison, 0, ruling.explanations) == NULL);
  CHECK(wkin_comparison_explanation(comparison, 1, 0) == NULL);
  CHECK(wkin_comparison_component(comparison, 1, &ruling, sizeof ruling, &error) ==
        WKIN_BAD_ARGUMENT);
}

static void check_tensor(const wkin_comparison* comparison) {
  wkin_tensor_evidence evidence;
  wkin_error error;
  double product = 0;
  int i;
  CHECK(wkin_comparison_tensor(comparison, 1, &evidence, sizeof evidence, &error) == WKIN_OK);
  CHECK(strcmp(evidence.subject_name, weight_names[1]) == 0);
  CHECK(strcmp(evidence.reference_name, weight_names[1]) == 0);
  CHECK(evidence.rank == 2 && evidence.shape[0] == rows && evidence.shape[1] == columns);
  CHECK(evidence.elements == rows * columns && evidence.finite == evidence.elements);
  CHECK(evidence.subject_dtype == WKIN_DTYPE_F32 && evidence.match == WKIN_MATCH_NAME);
  for (i = 0; i < rows * columns; ++i)
    product += (double)descendant_values[1][i] * (double)ancestor_values[1][i];
  CHECK(fabs(evidence.sum_ab - product) < 1e-9 * fabs(product));
  CHECK(fabs(evidence.cosine - 0.995) < 0.002);
  CHECK(evidence.permutation.null != WKIN_NULL_NONE);
  CHECK(wkin_comparison_tensor(comparison, layers, &evidence, sizeof evidence, &error) ==
        WKIN_BAD_ARGUMENT);
}

static void check_texts(const wkin_comparison* comparison) {
  wkin_error error;
  size_t needed = 0;
  char* text;
  CHECK(wkin_comparison_json(comparison, NULL, 0, &needed, &error) == WKIN_OK);
  text = malloc(needed + 1);
  CHECK(wkin_comparison_json(comparison, text, needed + 1, &needed, &error) == WKIN_OK);
  CHECK(strstr(text, "\"verdict\": \"derived\"") != NULL);
  free(text);
  CHECK(wkin_comparison_text(comparison, NULL, 0, &needed, &error) == WKIN_OK);
  text = malloc(needed);
  CHECK(wkin_comparison_text(comparison, text, needed - 1, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_text(comparison, text, needed, &needed, &error) == WKIN_OK);
  CHECK(strstr(text, "= derived") != NULL);
  free(text);
  CHECK(wkin_comparison_svg(comparison, NULL, 0, &needed, &error) == WKIN_OK && needed > 100);
}

static void a_descendant_is_derived(void) {
  wkin_model* subject = model_of(descendant_values, "descendant");
  wkin_model* reference = model_of(ancestor_values, "ancestor");
  wkin_comparison* comparison = NULL;
  wkin_overall overall;
  wkin_error error;
  CHECK(wkin_compare(subject, reference, NULL, &comparison, &error) == WKIN_OK);
  wkin_model_close(subject);
  wkin_model_close(reference);
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, &error) == WKIN_OK);
  CHECK(overall.verdict == WKIN_VERDICT_DERIVED && overall.components == 1);
  CHECK(overall.tensors == layers && overall.unmatched == 0 && overall.limits > 0);
  CHECK(overall.parameters_found == overall.subject_parameters);
  CHECK(wkin_comparison_limit(comparison, 0) != NULL);
  CHECK(wkin_comparison_limit(comparison, overall.limits) == NULL);
  check_component(comparison);
  check_tensor(comparison);
  check_texts(comparison);
  wkin_comparison_close(comparison);
}

static void older_and_newer_callers_are_served(void) {
  wkin_model* model = model_of(ancestor_values, "ancestor");
  wkin_comparison* comparison = NULL;
  struct {
    wkin_overall known;
    uint64_t later;
  } newer;
  wkin_overall older;
  memset(&newer, 0xee, sizeof newer);
  memset(&older, 0xee, sizeof older);
  CHECK(wkin_compare(model, model, NULL, &comparison, NULL) == WKIN_OK);
  CHECK(wkin_comparison_overall(comparison, &newer.known, sizeof newer, NULL) == WKIN_OK);
  CHECK(newer.known.verdict == WKIN_VERDICT_IDENTICAL && newer.later == 0);
  CHECK(wkin_comparison_overall(comparison, &older, 16, NULL) == WKIN_OK);
  CHECK(older.subject_parameters == (uint64_t)layers * rows * columns);
  CHECK(older.reference_parameters == 0xeeeeeeeeeeeeeeeeu); /* beyond what the caller has */
  CHECK(wkin_comparison_overall(comparison, &older, 0, NULL) == WKIN_BAD_ARGUMENT);
  wkin_comparison_close(comparison);
  wkin_model_close(model);
}

static void strangers_and_leftovers(void) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_model* subject = model_of(stranger_values, "stranger");
  wkin_model* reference = NULL;
  wkin_comparison* comparison = NULL;
  wkin_tensor_view tensor;
  wkin_overall overall;
  wkin_unmatched unmatched;
  wkin_error error;
  memset(&tensor, 0, sizeof tensor);
  tensor.name = weight_names[0];
  tensor.dtype = WKIN_DTYPE_F32;
  tensor.rank = 2;
  tensor.shape = weight_shape;
  tensor.data = ancestor_values[0];
  CHECK(wkin_model_from_tensors(&tensor, 1, sizeof tensor, "part", &reference, &error) == WKIN_OK);
  options.threads = 2;
  options.seed = 5;
  options.log10_alpha = -3;
  options.effect_floor = 0.05;
  CHECK(wkin_compare(subject, reference, &options, &comparison, &error) == WKIN_OK);
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, &error) == WKIN_OK);
  CHECK(overall.verdict == WKIN_VERDICT_NO_SHARED_INITIALISATION_FOUND ||
        overall.verdict == WKIN_VERDICT_UNDETERMINED);
  CHECK(overall.tensors == 1 && overall.unmatched == layers - 1);
  CHECK(wkin_comparison_unmatched(comparison, 0, &unmatched, sizeof unmatched, &error) == WKIN_OK);
  CHECK(unmatched.side == WKIN_SIDE_SUBJECT && strlen(unmatched.reason) > 0);
  CHECK(wkin_comparison_unmatched(comparison, overall.unmatched, &unmatched, sizeof unmatched,
                                  &error) == WKIN_BAD_ARGUMENT);
  wkin_comparison_close(comparison);
  wkin_model_close(subject);
  wkin_model_close(reference);
}

static int cancel_at_once(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  ++*(int*)user_data;
  return strlen(stage) > 0 && done <= total;
}

static void bad_options_and_cancelling(void) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_model* model = model_of(ancestor_values, "ancestor");
  wkin_comparison* comparison = NULL;
  wkin_error error;
  int calls = 0;
  options.on_progress = cancel_at_once;
  options.user_data = &calls;
  CHECK(wkin_compare(model, model, &options, &comparison, &error) == WKIN_CANCELLED);
  CHECK(comparison == NULL && calls == 1 && error.status == WKIN_CANCELLED);
  options.on_progress = NULL;
  options.log10_alpha = 1;
  CHECK(wkin_compare(model, model, &options, &comparison, &error) == WKIN_BAD_ARGUMENT);
  options.log10_alpha = (double)NAN;
  CHECK(wkin_compare(model, model, &options, &comparison, &error) == WKIN_BAD_ARGUMENT);
  options.log10_alpha = 0;
  options.effect_floor = 1;
  CHECK(wkin_compare(model, model, &options, &comparison, &error) == WKIN_BAD_ARGUMENT);
  options.effect_floor = 0;
  options.component_map = "[";
  CHECK(wkin_compare(model, model, &options, &comparison, &error) == WKIN_BAD_FORMAT);
  options.component_map = NULL;
  options.struct_size = 0;
  CHECK(wkin_compare(model, model, &options, &comparison, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_compare(model, model, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  wkin_model_close(model);
}

static void long_messages_are_cut(void) {
  static char path[4096];
  wkin_error error;
  wkin_model* model = NULL;
  memset(path, 'x', sizeof path - 1);
  CHECK(wkin_model_open(path, NULL, &model, &error) == WKIN_IO);
  CHECK(strlen(error.message) == sizeof error.message - 1);
  CHECK(strcmp(error.message + sizeof error.message - 4, "...") == 0);
}

/* Callers read messages as UTF-8: a character is there or not. */
static void messages_are_cut_between_characters(void) {
  static char path[4096];
  wkin_error error;
  wkin_model* model = NULL;
  size_t first, at;
  for (first = 0; first < 4; ++first) {
    memset(path, 'x', first);
    for (at = first; at + 3 < sizeof path; at += 3)
      memcpy(path + at, "\xE2\x82\xAC", 3);
    path[at] = '\0';
    CHECK(wkin_model_open(path, NULL, &model, &error) == WKIN_IO);
    at = strlen(error.message);
    CHECK(at >= sizeof error.message - 3 && strcmp(error.message + at - 3, "...") == 0);
    CHECK(memcmp(error.message + at - 6, "\xE2\x82\xAC", 3) == 0);
  }
  memset(path, 0x82, sizeof path - 1); /* no UTF-8 */
  CHECK(wkin_model_open(path, NULL, &model, &error) == WKIN_IO);
  CHECK(strlen(error.message) >= sizeof error.message - 4);
}

int main(void) {
  make_values();
  names_are_stable();
  closing_null_does_nothing();
  null_handles_are_bad_arguments();
  files_fail_with_a_status_and_a_line();
  a_file_in_memory_opens();
  held_tensors_are_checked();
  an_inventory_tells_what_tensors_are();
  a_descendant_is_derived();
  older_and_newer_callers_are_served();
  strangers_and_leftovers();
  bad_options_and_cancelling();
  long_messages_are_cut();
  messages_are_cut_between_characters();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
