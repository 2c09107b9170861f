/* Options at every size, limits, logs, what the library says of itself, and what was added to older
 * results, from C99. */

#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

static float values[layers][rows * columns];
static wkin_model* model;
static wkin_fingerprint* print;
static wkin_comparison* comparison;
static wkin_inventory* inventory;

/* Options as callers have them that were built before most fields, and after fields that we do not
 * know: filled with what must not be looked at. A size that holds not even itself is refused. */
struct padded {
  size_t size;
  unsigned char rest[1024];
};
typedef wkin_status (*sized_call)(const void* options);
static void try_sizes(size_t ours, const void* usual, sized_call call, const char* what) {
  struct padded padded;
  size_t size;
  for (size = 0; size < sizeof(size_t); ++size) {
    memset(&padded, 0, sizeof padded);
    padded.size = size;
    if (!CHECK(call(&padded) == WKIN_BAD_ARGUMENT)) fprintf(stderr, "%s of %zu\n", what, size);
  }
  for (size = sizeof(size_t); size <= ours; size += 8) {
    memset(&padded, 0xee, sizeof padded);
    memcpy(&padded, usual, size);
    padded.size = size;
    if (!CHECK(call(&padded) == WKIN_OK)) fprintf(stderr, "%s of %zu\n", what, size);
  }
  memset(&padded, 0xee, sizeof padded);
  memcpy(&padded, usual, ours);
  padded.size = sizeof padded;
  if (!CHECK(call(&padded) == WKIN_OK)) fprintf(stderr, "%s of a later library\n", what);
}
#define TRY_SIZES(type, init, call)                                                                \
  do {                                                                                             \
    const type usual = init;                                                                       \
    try_sizes(sizeof(type), &usual, call, #type);                                                  \
  } while (0)

static const char two_values[] =
    "\x38\0\0\0\0\0\0\0{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}"
    "abcdefgh";
enum { two_size = sizeof two_values - 1 };

static wkin_status opens(const void* options) {
  wkin_model* opened = NULL;
  const wkin_status status = wkin_model_open_memory(
      two_values, two_size, "two", (const wkin_open_options*)options, &opened, NULL);
  wkin_model_close(opened);
  return status;
}
static wkin_status limits(const void* options) {
  wkin_open_options opening = WKIN_OPEN_OPTIONS_INIT;
  opening.limits = (const wkin_limits*)options;
  return opens(&opening);
}
static wkin_status takes(const void* options) {
  wkin_inventory* made = NULL;
  const wkin_status status =
      wkin_inventory_take(model, (const wkin_inventory_options*)options, &made, NULL);
  wkin_inventory_close(made);
  return status;
}
static wkin_status compares(const void* options) {
  wkin_comparison* made = NULL;
  const wkin_status status =
      wkin_compare(model, model, (const wkin_compare_options*)options, &made, NULL);
  wkin_comparison_close(made);
  return status;
}
static wkin_status merges(const void* options) {
  const wkin_model* parents[2];
  wkin_merge* made = NULL;
  wkin_status status;
  parents[0] = parents[1] = model;
  status =
      wkin_explain_merge(model, parents, 2, NULL, (const wkin_merge_options*)options, &made, NULL);
  wkin_merge_close(made);
  return status;
}
static wkin_status prints(const void* options) {
  wkin_fingerprint* made = NULL;
  const wkin_status status =
      wkin_fingerprint_take(model, (const wkin_fingerprint_options*)options, &made, NULL);
  wkin_fingerprint_close(made);
  return status;
}
static wkin_status builds(const void* options) {
  wkin_fingerprint_builder* made = NULL;
  const wkin_status status =
      wkin_builder_begin(NULL, 0, 24, (const wkin_builder_options*)options, &made, NULL);
  wkin_builder_close(made);
  return status;
}
static wkin_status writes(const void* options) {
  static const char path[] = "c_options_test.safetensors";
  const wkin_status status =
      wkin_model_write_safetensors(model, path, (const wkin_write_options*)options, NULL, 0, NULL);
  remove(path);
  return status;
}
static wkin_status decides(const void* options) {
  static const char rules[] =
      "{\"schema\": \"urn:weightkin:schema:policy:1.0\", \"name\": \"any\", \"abstention\": "
      "{\"undetermined\": \"review\", \"not_comparable\": \"pass\", \"non_evidential\": "
      "\"pass\"}, \"rules\": [{\"id\": \"any\", \"rule\": \"forbid\"}]}";
  const wkin_comparison* compared = comparison;
  wkin_policy* policy = NULL;
  wkin_decision* made = NULL;
  wkin_status status;
  CHECK(wkin_policy_from_json(rules, sizeof rules - 1, NULL, &policy, NULL) == WKIN_OK);
  status = wkin_decide(policy, &compared, 1, (const wkin_decide_options*)options, &made, NULL);
  wkin_decision_close(made);
  wkin_policy_close(policy);
  return status;
}
static wkin_status hashes(const void* options) {
  wkin_hash* made = NULL;
  const wkin_status status = wkin_hash_take(model, (const wkin_hash_options*)options, &made, NULL);
  wkin_hash_close(made);
  return status;
}
static wkin_status lists(const void* options) {
  static const char path[] = "c_options_test.list";
  FILE* file = fopen(path, "wb");
  wkin_manifest* made = NULL;
  wkin_status status;
  if (file != NULL) fclose(file);
  status = wkin_manifest_make(path, (const wkin_manifest_options*)options, &made, NULL);
  wkin_manifest_close(made);
  remove(path);
  return status;
}
static wkin_status scans(const void* options) {
  const wkin_fingerprint* references[1];
  wkin_scan* made = NULL;
  wkin_status status;
  references[0] = print;
  status = wkin_find_ancestors(print, NULL, references, NULL, 1, (const wkin_scan_options*)options,
                               &made, NULL);
  wkin_scan_close(made);
  return status;
}
static wkin_status grows(const void* options) {
  const wkin_fingerprint* all[2];
  wkin_forest* made = NULL;
  wkin_status status;
  all[0] = all[1] = print;
  status = wkin_grow_forest(all, NULL, 2, (const wkin_forest_options*)options, &made, NULL);
  wkin_forest_close(made);
  return status;
}
static wkin_status looks(const void* options) {
  size_t needed = 0;
  return wkin_comparison_text_with(comparison, (const wkin_text_options*)options, NULL, 0, &needed,
                                   NULL);
}

static wkin_status indexes(const void* options) {
  wkin_index_options usual = WKIN_INDEX_OPTIONS_INIT;
  wkin_index* made = NULL;
  wkin_status status;
  usual.access = WKIN_INDEX_CREATE;
  CHECK(wkin_index_open("c_options_test.index", &usual, &made, NULL) == WKIN_OK);
  wkin_index_close(made);
  status = wkin_index_open("c_options_test.index", (const wkin_index_options*)options, &made, NULL);
  wkin_index_close(made);
  remove("c_options_test.index");
  return status;
}
static wkin_status queries(const void* options) {
  wkin_index_options usual = WKIN_INDEX_OPTIONS_INIT;
  wkin_index* made = NULL;
  wkin_index_answer* answer = NULL;
  wkin_status status;
  usual.access = WKIN_INDEX_CREATE;
  CHECK(wkin_index_open("c_options_test.index", &usual, &made, NULL) == WKIN_OK);
  CHECK(wkin_index_add(made, print, NULL, NULL, NULL) == WKIN_OK);
  status = wkin_index_query(made, print, (const wkin_index_query_options*)options, &answer, NULL);
  wkin_index_answer_close(answer);
  wkin_index_close(made);
  remove("c_options_test.index");
  return status;
}

static wkin_status documents(const void* options) {
  const wkin_comparison* compared = comparison;
  size_t needed = 0;
  return wkin_comparisons_document(&compared, 1, WKIN_DOCUMENT_SARIF,
                                   (const wkin_document_options*)options, NULL, 0, &needed, NULL);
}

static void options_have_any_size(void) {
  TRY_SIZES(wkin_index_options, WKIN_INDEX_OPTIONS_INIT, indexes);
  TRY_SIZES(wkin_index_query_options, WKIN_INDEX_QUERY_OPTIONS_INIT, queries);
  TRY_SIZES(wkin_open_options, WKIN_OPEN_OPTIONS_INIT, opens);
  TRY_SIZES(wkin_limits, WKIN_LIMITS_INIT, limits);
  TRY_SIZES(wkin_inventory_options, WKIN_INVENTORY_OPTIONS_INIT, takes);
  TRY_SIZES(wkin_compare_options, WKIN_COMPARE_OPTIONS_INIT, compares);
  TRY_SIZES(wkin_merge_options, WKIN_MERGE_OPTIONS_INIT, merges);
  TRY_SIZES(wkin_fingerprint_options, WKIN_FINGERPRINT_OPTIONS_INIT, prints);
  TRY_SIZES(wkin_builder_options, WKIN_BUILDER_OPTIONS_INIT, builds);
  TRY_SIZES(wkin_write_options, WKIN_WRITE_OPTIONS_INIT, writes);
  TRY_SIZES(wkin_hash_options, WKIN_HASH_OPTIONS_INIT, hashes);
  TRY_SIZES(wkin_manifest_options, WKIN_MANIFEST_OPTIONS_INIT, lists);
  TRY_SIZES(wkin_scan_options, WKIN_SCAN_OPTIONS_INIT, scans);
  TRY_SIZES(wkin_forest_options, WKIN_FOREST_OPTIONS_INIT, grows);
  TRY_SIZES(wkin_decide_options, WKIN_DECIDE_OPTIONS_INIT, decides);
  TRY_SIZES(wkin_document_options, WKIN_DOCUMENT_OPTIONS_INIT, documents);
  TRY_SIZES(wkin_text_options, WKIN_TEXT_OPTIONS_INIT, looks);
}

/* A smaller result struct is filled as far as it goes, a larger one ends in zeros. */
static void results_have_any_size(void) {
  struct {
    wkin_overall known;
    unsigned char later[32];
  } overall;
  size_t size, i;
  for (size = 1; size <= sizeof overall; ++size) {
    memset(&overall, 0xee, sizeof overall);
    CHECK(wkin_comparison_overall(comparison, &overall.known, size, NULL) == WKIN_OK);
    for (i = size; i < sizeof overall; ++i)
      CHECK(((unsigned char*)&overall)[i] == 0xee);
  }
  CHECK(overall.known.components == 1);
  for (i = 0; i < sizeof overall.later; ++i)
    CHECK(overall.later[i] == 0);
}

static void limits_are_kept(void) {
  wkin_limits asked = WKIN_LIMITS_INIT;
  wkin_open_options options = WKIN_OPEN_OPTIONS_INIT;
  wkin_model* opened = NULL;
  wkin_error error;
  options.limits = &asked;
  asked.header_bytes = 10;
  CHECK(wkin_model_open_memory(two_values, two_size, "two", &options, &opened, &error) ==
        WKIN_BAD_FORMAT);
  CHECK(error.fault == WKIN_FAULT_LIMIT);
  asked.header_bytes = UINT64_MAX;
  CHECK(wkin_model_open_memory(two_values, two_size, "two", &options, &opened, &error) == WKIN_OK);
  wkin_model_close(opened);
}

static int lines = 0;
static void listen(wkin_log_level level, const char* line, void* user_data) {
  lines += user_data == &lines && line[0] != '\0' && (level == WKIN_LOG_INFO || level == 1);
}

static void files_are_told_of(void) {
  static const char header[] = "{\"__metadata__\":{\"made\":\"here\"},\"w\":{\"dtype\":\"F32\","
                               "\"shape\":[2,1],\"data_offsets\":[0,8]}}   ";
  unsigned char bytes[8 + sizeof header - 1 + 8] = {0};
  wkin_open_options options = WKIN_OPEN_OPTIONS_INIT;
  wkin_model* opened = NULL;
  const char* value = NULL;
  const char* key;
  uint64_t size = 0;
  float read[2];
  wkin_tensor_memory memory;
  int warned = 0;
  bytes[0] = (unsigned char)(sizeof header - 1);
  memcpy(bytes + 8, header, sizeof header - 1);
  options.on_log = listen;
  options.log_user_data = &lines;
  options.access = WKIN_ACCESS_COPIED;
  lines = 0;
  CHECK(wkin_model_open_memory(bytes, sizeof bytes, "two", &options, &opened, NULL) == WKIN_OK);
  while (wkin_model_warning(opened, (size_t)warned) != NULL)
    ++warned;
  CHECK(lines == warned);
  key = wkin_model_metadata(opened, 0, &value);
  CHECK(key != NULL && strcmp(key, "made") == 0 && value != NULL && strcmp(value, "here") == 0);
  CHECK(wkin_model_metadata(opened, 1, NULL) == NULL);
  CHECK(wkin_model_file(opened, 0, &size) != NULL && size == sizeof bytes);
  CHECK(wkin_model_file(opened, 1, NULL) == NULL);
  CHECK(strcmp(wkin_model_usage(opened, 0), "") == 0);
  wkin_model_close(opened);
  CHECK(wkin_model_file(model, 0, NULL) == NULL && wkin_model_file(NULL, 0, NULL) == NULL);
  CHECK(wkin_model_metadata(model, 0, NULL) == NULL && wkin_model_metadata(NULL, 0, NULL) == NULL);
  CHECK(wkin_model_warning(model, 0) == NULL && wkin_model_warning(NULL, 0) == NULL);
  CHECK(strcmp(wkin_model_usage(NULL, 0), "") == 0);

  /* Of a file on disk that is not mapped, elements are at no address, but can be read. */
  CHECK(wkin_model_write_safetensors(model, "c_options_test.st", NULL, NULL, 0, NULL) == WKIN_OK);
  CHECK(wkin_model_open("c_options_test.st", &options, &opened, NULL) == WKIN_OK);
  CHECK(wkin_model_memory(opened, 0, &memory, sizeof memory, NULL) == WKIN_UNDEFINED);
  CHECK(wkin_model_read(opened, 0, 0, 2, WKIN_DTYPE_F32, read, sizeof read, NULL, NULL) == WKIN_OK);
  CHECK(read[0] == values[0][0] && read[1] == values[0][1]);
  wkin_model_close(opened);
  remove("c_options_test.st");
}

static void stages_are_told(void) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_ruling_settings settings;
  wkin_comparison* made = NULL;
  wkin_overall overall;
  options.on_log = listen;
  options.log_user_data = &lines;
  options.derived_share = 0.75;
  options.max_units = 64;
  options.max_features = 32;
  options.seed = 12;
  lines = 0;
  CHECK(wkin_compare(model, model, &options, &made, NULL) == WKIN_OK);
  CHECK(lines > 0);
  CHECK(wkin_comparison_settings(made, &settings, sizeof settings, NULL) == WKIN_OK);
  CHECK(settings.derived_share == 0.75 && settings.max_units == 64 && settings.seed == 12);
  CHECK(settings.max_features == 32 && settings.log10_alpha == -5 && settings.effect_floor > 0);
  CHECK(wkin_comparison_overall(made, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(overall.source == WKIN_SOURCE_WEIGHTS && overall.subject_tensors == layers);
  CHECK(strcmp(overall.subject_name, "m") == 0 && strcmp(overall.reference_format, "memory") == 0);
  wkin_comparison_close(made);
  CHECK(wkin_comparison_settings(NULL, &settings, sizeof settings, NULL) == WKIN_BAD_ARGUMENT);
  options.derived_share = 2;
  CHECK(wkin_compare(model, model, &options, &made, NULL) == WKIN_BAD_ARGUMENT);
}

static void reports_are_styled(void) {
  wkin_text_options look = WKIN_TEXT_OPTIONS_INIT;
  const wkin_comparison* both[2];
  size_t plain = 0, styled = 0, one = 0, two = 0;
  look.tensors = look.colour = look.blocks = 1;
  CHECK(wkin_comparison_text(comparison, NULL, 0, &plain, NULL) == WKIN_OK);
  CHECK(wkin_comparison_text_with(comparison, &look, NULL, 0, &styled, NULL) == WKIN_OK);
  CHECK(styled > plain);
  CHECK(wkin_comparison_text_with(NULL, &look, NULL, 0, &styled, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_inventory_text(inventory, NULL, 0, &plain, NULL) == WKIN_OK);
  CHECK(wkin_inventory_text_with(inventory, &look, NULL, 0, &styled, NULL) == WKIN_OK);
  CHECK(styled > plain);
  CHECK(wkin_inventory_text_with(NULL, &look, NULL, 0, &styled, NULL) == WKIN_BAD_ARGUMENT);
  both[0] = both[1] = comparison;
  CHECK(wkin_comparison_svg(comparison, NULL, 0, &one, NULL) == WKIN_OK);
  CHECK(wkin_comparisons_svg(both, 2, NULL, 0, &two, NULL) == WKIN_OK && two > one);
  CHECK(wkin_comparisons_svg(both, 0, NULL, 0, &two, NULL) == WKIN_BAD_ARGUMENT);
  both[1] = NULL;
  CHECK(wkin_comparisons_svg(both, 2, NULL, 0, &two, NULL) == WKIN_BAD_ARGUMENT);
}

static void entries_name_their_axis(void) {
  wkin_inventory_entry entry;
  CHECK(wkin_inventory_tensor(inventory, 1, &entry, sizeof entry, NULL) == WKIN_OK);
  CHECK(strlen(entry.group) > 0 && entry.units == rows && entry.axis == 0 && entry.block == 1);
  CHECK(entry.tied_to == SIZE_MAX && strlen(entry.suffix) > 0);
}

/* A network with both halves has anchors. */
static void anchors_are_shown(void) {
  static const char* const names[3] = {"model.embed_tokens.weight",
                                       "model.layers.0.mlp.up_proj.weight",
                                       "model.layers.0.mlp.down_proj.weight"};
  static const char* const words[rows] = {"a"};
  static const uint64_t down_shape[2] = {columns, rows};
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_tensor_view views[3];
  wkin_fingerprint* made = NULL;
  wkin_fingerprint_info info;
  wkin_unit_anchors anchors;
  wkin_error error;
  int i;
  memset(views, 0, sizeof views);
  for (i = 0; i < 3; ++i) {
    views[i].name = names[i];
    views[i].dtype = WKIN_DTYPE_F32;
    views[i].rank = 2;
    views[i].shape = i == 2 ? down_shape : weight_shape;
    views[i].data = values[i];
  }
  CHECK(wkin_fingerprint_take_tensors(views, 3, sizeof views[0], &options, &made, &error) ==
        WKIN_OK);
  CHECK(wkin_fingerprint_describe(made, &info, sizeof info, NULL) == WKIN_OK);
  if (CHECK(info.anchors == 1)) {
    CHECK(wkin_fingerprint_anchor(made, 0, &anchors, sizeof anchors, NULL) == WKIN_OK);
    CHECK(anchors.up == 1 && anchors.down == 2 && anchors.cosine_count > 0);
  }
  CHECK(wkin_fingerprint_anchor(made, info.anchors, &anchors, sizeof anchors, NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_anchor(NULL, 0, &anchors, sizeof anchors, NULL) == WKIN_BAD_ARGUMENT);
  wkin_fingerprint_close(made);
  options.no_anchors = 1;
  CHECK(wkin_fingerprint_take_tensors(views, 3, sizeof views[0], &options, &made, &error) ==
        WKIN_OK);
  CHECK(wkin_fingerprint_describe(made, &info, sizeof info, NULL) == WKIN_OK && info.anchors == 0);
  wkin_fingerprint_close(made);
  options.vocabulary = words;
  options.vocabulary_count = rows; /* all but the first are NULL */
  CHECK(wkin_fingerprint_take_tensors(views, 3, sizeof views[0], &options, &made, &error) ==
        WKIN_BAD_ARGUMENT);
  options.vocabulary = NULL;
  CHECK(wkin_fingerprint_take_tensors(views, 3, sizeof views[0], &options, &made, &error) ==
        WKIN_BAD_ARGUMENT);
}

static void the_library_describes_itself(void) {
  size_t i, formats = 0, kernels = 0;
  char small[16];
  size_t needed = 0;
  int safetensors = 0;
  for (; wkin_format_name(formats) != NULL; ++formats)
    safetensors += strcmp(wkin_format_name(formats), "safetensors") == 0;
  CHECK(formats > 20 && safetensors >= 1);
  while (wkin_kernel_name(kernels) != NULL)
    ++kernels;
  CHECK(kernels >= 1 && strcmp(wkin_kernel_name(0), "portable") == 0);
  for (i = 0; wkin_feature_name(i) != NULL; ++i)
    CHECK(wkin_has_feature(wkin_feature_name(i)) == 1);
  CHECK(i > 5 && wkin_has_feature("dlpack") == 1 && wkin_has_feature("telepathy") == 0);
  CHECK(wkin_has_feature(NULL) == 0);
  CHECK(wkin_printable("a\nb", small, sizeof small, &needed, NULL) == WKIN_OK);
  CHECK(strcmp(small, "a\\x0Ab") == 0 || strcmp(small, "a\\x0ab") == 0);
  CHECK(wkin_has_feature("allocator") == 0);
  CHECK(wkin_set_allocator(NULL, NULL, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_printable(NULL, small, sizeof small, &needed, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(strcmp(wkin_evidence_source_name(WKIN_SOURCE_FINGERPRINTS), "fingerprints") == 0);
  CHECK(strcmp(wkin_evidence_source_name((wkin_evidence_source)2), "unknown") == 0);
  CHECK(strcmp(wkin_equality_name(WKIN_EQUALITY_DIGEST), "digest") == 0);
  CHECK(strcmp(wkin_equality_name((wkin_equality)4), "unknown") == 0);
}

static void make_handles(void) {
  wkin_tensor_view views[layers];
  uint64_t state = 9;
  int l, i;
  memset(views, 0, sizeof views);
  for (l = 0; l < layers; ++l) {
    for (i = 0; i < rows * columns; ++i)
      values[l][i] = draw(&state);
    views[l].name = weight_names[l];
    views[l].dtype = WKIN_DTYPE_F32;
    views[l].rank = 2;
    views[l].shape = weight_shape;
    views[l].data = values[l];
  }
  CHECK(wkin_model_from_tensors(views, layers, sizeof views[0], "m", &model, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_take(model, NULL, &print, NULL) == WKIN_OK);
  CHECK(wkin_compare(model, model, NULL, &comparison, NULL) == WKIN_OK);
  CHECK(wkin_inventory_take(model, NULL, &inventory, NULL) == WKIN_OK);
}

int main(void) {
  make_handles();
  options_have_any_size();
  results_have_any_size();
  limits_are_kept();
  files_are_told_of();
  stages_are_told();
  reports_are_styled();
  entries_name_their_axis();
  anchors_are_shown();
  the_library_describes_itself();
  wkin_inventory_close(inventory);
  wkin_comparison_close(comparison);
  wkin_fingerprint_close(print);
  wkin_model_close(model);
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
