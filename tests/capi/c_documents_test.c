/* What C callers learn of a change's spectrum, of what was asked and how models were opened, and
 * comparisons as documents of other makers and back. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_models.h"

static int failures = 0;

static const char component_map[] = "{\"rules\": [{\"prefix\": \"other.\", \"component\": \"x\"}]}";
static const char digits[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/* The donor, what training along one direction made of it, a stranger. */
static float values[3][layers][rows * columns];

static void make_values(void) {
  uint64_t state = 23;
  float left[rows], right[columns];
  int layer, r, c;
  for (layer = 0; layer < layers; ++layer) {
    for (r = 0; r < rows; ++r)
      left[r] = draw(&state);
    for (c = 0; c < columns; ++c)
      right[c] = draw(&state);
    for (r = 0; r < rows; ++r)
      for (c = 0; c < columns; ++c) {
        const int i = r * columns + c;
        values[0][layer][i] = draw(&state);
        values[1][layer][i] =
            values[0][layer][i] + 10.0f * left[r] * right[c] + 0.01f * draw(&state);
        values[2][layer][i] = draw(&state);
      }
  }
}

static wkin_model* model_of(int which, const char* name) {
  wkin_tensor_view tensors[layers];
  wkin_model* model = NULL;
  view_weights(tensors, values[which]);
  CHECK(wkin_model_from_tensors(tensors, layers, sizeof tensors[0], name, &model, NULL) == WKIN_OK);
  return model;
}

static wkin_comparison* compared(int subject, int reference, const wkin_compare_options* options) {
  wkin_model* a = model_of(subject, "mine");
  wkin_model* b = model_of(reference, reference == 0 ? "donor" : "stranger");
  wkin_comparison* comparison = NULL;
  CHECK(wkin_compare(a, b, options, &comparison, NULL) == WKIN_OK);
  wkin_model_close(a);
  wkin_model_close(b);
  return comparison;
}

static double changed(int layer, int r, int c) {
  const int i = r * columns + c;
  return (double)values[1][layer][i] - values[0][layer][i];
}

/* The share of the largest squared singular value of what changed, by power iteration. */
static double largest_share(int layer) {
  double right[columns], next[columns], total = 0, before = 1, after = 0, along = 0;
  int turn, r, c;
  for (c = 0; c < columns; ++c)
    right[c] = 1 + c % 7;
  for (turn = 0; turn < 100; ++turn) {
    for (c = 0; c < columns; ++c)
      next[c] = 0;
    for (r = 0; r < rows; ++r) {
      double left = 0;
      for (c = 0; c < columns; ++c)
        left += changed(layer, r, c) * right[c];
      for (c = 0; c < columns; ++c)
        next[c] += changed(layer, r, c) * left;
    }
    before = after = along = 0;
    for (c = 0; c < columns; ++c) {
      before += right[c] * right[c];
      along += right[c] * next[c];
      if (fabs(next[c]) > after) after = fabs(next[c]);
    }
    for (c = 0; c < columns; ++c)
      right[c] = next[c] / after;
  }
  for (r = 0; r < rows; ++r)
    for (c = 0; c < columns; ++c)
      total += changed(layer, r, c) * changed(layer, r, c);
  return along / before / total;
}

/* 1 when the ruling on the only component lists an operation of this kind. */
static int is_listed(const wkin_comparison* comparison, wkin_operation_kind kind) {
  wkin_component_ruling ruling;
  wkin_operation operation;
  size_t i;
  CHECK(wkin_comparison_component(comparison, 0, &ruling, sizeof ruling, NULL) == WKIN_OK);
  for (i = 0; i < ruling.operations; ++i)
    if (wkin_comparison_operation(comparison, 0, i, &operation, sizeof operation, NULL) ==
            WKIN_OK &&
        operation.kind == kind)
      return kind != WKIN_OPERATION_NONE;
  return 0;
}

static void spectrum_is_told(void) {
  wkin_comparison* comparison = compared(1, 0, NULL);
  wkin_comparison* none = compared(2, 0, NULL);
  wkin_change_spectrum spectrum;
  wkin_error error;
  size_t i;
  int layer = 0;
  if (!CHECK(wkin_comparison_spectrum(comparison, 0, &spectrum, sizeof spectrum, &error) ==
             WKIN_OK))
    return;
  while (layer < layers && strcmp(spectrum.tensor, weight_names[layer]) != 0)
    ++layer;
  CHECK(layer < layers);
  CHECK(is_listed(comparison, spectrum.operation));
  CHECK(spectrum.rows == rows && spectrum.columns == columns);
  CHECK(spectrum.all_rows == rows && spectrum.all_columns == columns);
  CHECK(spectrum.values == columns && spectrum.above_edge == 1);
  if (layer < layers) CHECK(fabs(spectrum.shares[0] - largest_share(layer)) < 1e-6);
  CHECK(spectrum.share_above_edge == spectrum.shares[0]);
  CHECK(spectrum.shares[0] > spectrum.gaussian_edge && spectrum.shares[1] < spectrum.gaussian_edge);
  CHECK(spectrum.gaussian_shares[0] < spectrum.gaussian_edge);
  CHECK(spectrum.relative_size > 0 && spectrum.relative_size < 1);
  for (i = 1; i < spectrum.values; ++i)
    CHECK(spectrum.shares[i] <= spectrum.shares[i - 1] && spectrum.shares[i] >= 0);
  CHECK(wkin_comparison_spectrum(none, 0, &spectrum, sizeof spectrum, &error) == WKIN_UNDEFINED);
  CHECK(strlen(error.message) > 0);
  CHECK(wkin_comparison_spectrum(none, 1, &spectrum, sizeof spectrum, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_spectrum(NULL, 0, &spectrum, sizeof spectrum, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_spectrum(comparison, 0, NULL, sizeof spectrum, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_spectrum(comparison, 0, &spectrum, 0, NULL) == WKIN_BAD_ARGUMENT);
  wkin_comparison_close(comparison);
  wkin_comparison_close(none);
}

static void asked_is_told(void) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_comparison* comparison = compared(1, 0, NULL);
  wkin_asked_search asked;
  wkin_model* model;
  wkin_fingerprint* print = NULL;
  CHECK(wkin_comparison_asked(comparison, &asked, sizeof asked, NULL) == WKIN_OK);
  CHECK(asked.depth == WKIN_DEPTH_AUTOMATIC && asked.seconds == 0);
  CHECK(strcmp(asked.component_map, "") == 0);
  wkin_comparison_close(comparison);
  options.depth = WKIN_DEPTH_LAYERS;
  options.search_seconds = 7.5;
  options.component_map = component_map;
  comparison = compared(1, 0, &options);
  CHECK(wkin_comparison_asked(comparison, &asked, sizeof asked, NULL) == WKIN_OK);
  CHECK(asked.depth == WKIN_DEPTH_LAYERS && asked.seconds == 7.5);
  CHECK(strlen(asked.component_map) == 64);
  CHECK(wkin_comparison_asked(comparison, NULL, sizeof asked, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_asked(NULL, &asked, sizeof asked, NULL) == WKIN_BAD_ARGUMENT);
  wkin_comparison_close(comparison);
  model = model_of(0, "donor");
  CHECK(wkin_fingerprint_take(model, NULL, &print, NULL) == WKIN_OK);
  CHECK(wkin_compare_fingerprints(print, print, NULL, &comparison, NULL) == WKIN_OK);
  CHECK(wkin_comparison_asked(comparison, &asked, sizeof asked, NULL) == WKIN_UNDEFINED);
  wkin_comparison_close(comparison);
  wkin_fingerprint_close(print);
  wkin_model_close(model);
  CHECK(strcmp(wkin_search_depth_name(WKIN_DEPTH_FULL), "full") == 0);
  CHECK(strcmp(wkin_search_depth_name((wkin_search_depth)4), "unknown") == 0);
}

/* A file in memory. */
static unsigned char file_bytes[1 << 20];
static size_t file_length;

static wkin_status take_bytes(const void* bytes, size_t length, void* user_data) {
  (void)user_data;
  if (length > sizeof file_bytes - file_length) return WKIN_NO_MEMORY;
  memcpy(file_bytes + file_length, bytes, length);
  file_length += length;
  return WKIN_OK;
}

static int opened_so(const wkin_comparison* comparison, wkin_side side, uint32_t as_stored,
                     uint32_t lenient_pickle) {
  wkin_model_opening opening;
  memset(&opening, 255, sizeof opening);
  return CHECK(wkin_comparison_opened(comparison, side, &opening, sizeof opening, NULL) ==
               WKIN_OK) &&
         opening.as_stored == as_stored && opening.lenient_pickle == lenient_pickle;
}

static void openings_are_told(void) {
  wkin_open_options options = WKIN_OPEN_OPTIONS_INIT;
  wkin_model* held = model_of(0, "donor");
  wkin_model* plain = NULL;
  wkin_model* stored = NULL;
  wkin_comparison* comparison = NULL;
  wkin_model_opening opening;
  wkin_overall overall;
  wkin_error error;
  CHECK(wkin_model_send_safetensors(held, take_bytes, NULL, NULL, NULL, 0, NULL) == WKIN_OK);
  CHECK(wkin_model_open_memory(file_bytes, file_length, "plain", NULL, &plain, NULL) == WKIN_OK);
  options.as_stored = 1;
  CHECK(wkin_model_open_memory(file_bytes, file_length, "stored", &options, &stored, NULL) ==
        WKIN_OK);
  CHECK(wkin_compare(plain, stored, NULL, &comparison, NULL) == WKIN_OK);
  CHECK(opened_so(comparison, WKIN_SIDE_SUBJECT, 0, 0));
  CHECK(opened_so(comparison, WKIN_SIDE_REFERENCE, 1, 0));
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(strcmp(overall.subject_name, "plain") == 0 &&
        strcmp(overall.reference_format, "safetensors") == 0);
  CHECK(wkin_comparison_opened(comparison, (wkin_side)2, &opening, sizeof opening, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_opened(comparison, WKIN_SIDE_SUBJECT, NULL, sizeof opening, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_opened(comparison, WKIN_SIDE_SUBJECT, &opening, 0, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_opened(NULL, WKIN_SIDE_SUBJECT, &opening, sizeof opening, &error) ==
        WKIN_BAD_ARGUMENT);
  wkin_comparison_close(comparison);
  wkin_model_close(plain);
  options.as_stored = 0;
  options.lenient_pickle = 1;
  CHECK(wkin_model_open_memory(file_bytes, file_length, "plain", &options, &plain, NULL) ==
        WKIN_OK);
  CHECK(wkin_compare(held, plain, NULL, &comparison, NULL) == WKIN_OK);
  CHECK(opened_so(comparison, WKIN_SIDE_REFERENCE, 0, 1));
  CHECK(wkin_comparison_opened(comparison, WKIN_SIDE_SUBJECT, &opening, sizeof opening, &error) ==
        WKIN_UNDEFINED);
  CHECK(strstr(error.message, "tensors in memory") != NULL);
  wkin_comparison_close(comparison);
  wkin_model_close(held);
  wkin_model_close(plain);
  wkin_model_close(stored);
}

static char* json_of(const wkin_comparison* comparison, size_t* length) {
  size_t needed = 0;
  char* text;
  CHECK(wkin_comparison_json(comparison, NULL, 0, &needed, NULL) == WKIN_OK);
  text = (char*)malloc(needed);
  CHECK(wkin_comparison_json(comparison, text, needed, NULL, NULL) == WKIN_OK);
  *length = needed - 1;
  return text;
}

static void results_are_read_back(void) {
  wkin_comparison* comparison = compared(1, 0, NULL);
  wkin_comparison* read = NULL;
  wkin_change_spectrum before, after;
  wkin_asked_search asked;
  wkin_error error;
  size_t length = 0, again = 0;
  char* text = json_of(comparison, &length);
  char* second;
  CHECK(wkin_comparison_from_json(text, length, "kept.json", &read, &error) == WKIN_OK);
  second = json_of(read, &again);
  CHECK(again == length && memcmp(text, second, length) == 0);
  CHECK(wkin_comparison_asked(read, &asked, sizeof asked, NULL) == WKIN_OK);
  CHECK(wkin_comparison_spectrum(comparison, 0, &before, sizeof before, NULL) == WKIN_OK);
  CHECK(wkin_comparison_spectrum(read, 0, &after, sizeof after, NULL) == WKIN_OK);
  CHECK(before.values == after.values && before.relative_size == after.relative_size);
  CHECK(memcmp(before.shares, after.shares, before.values * sizeof(double)) == 0);
  wkin_comparison_close(read);
  CHECK(wkin_comparison_from_json(text, length / 2, "cut.json", &read, &error) == WKIN_BAD_FORMAT);
  CHECK(read == NULL && strncmp(error.message, "cut.json", 8) == 0);
  CHECK(wkin_comparison_from_json(NULL, 0, NULL, &read, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_from_json(text, length, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_from_json(text, 0, NULL, &read, &error) == WKIN_BAD_FORMAT);
  wkin_comparison_close(comparison);
  free(second);
  free(text);
}

static wkin_status document_of(const wkin_comparison* comparison, wkin_document document,
                               const wkin_document_options* options, const char* holds) {
  const wkin_comparison* list[1];
  size_t needed = 0;
  wkin_status status;
  char* text;
  list[0] = comparison;
  status = wkin_comparisons_document(list, 1, document, options, NULL, 0, &needed, NULL);
  if (status != WKIN_OK) return status;
  text = (char*)malloc(needed);
  CHECK(wkin_comparisons_document(list, 1, document, options, text, needed, NULL, NULL) == WKIN_OK);
  if (!CHECK(strstr(text, holds) != NULL)) fprintf(stderr, "no %s in %s\n", holds, text);
  free(text);
  return status;
}

static void documents_are_written(void) {
  wkin_comparison* comparison = compared(1, 0, NULL);
  wkin_comparison* plain;
  wkin_document_options options = WKIN_DOCUMENT_OPTIONS_INIT;
  const char* ids[2] = {"example/donor", "example/other"};
  wkin_compared_file file;
  wkin_overall overall;
  options.created = "2026-01-31T12:00:00Z";
  options.reference_ids = ids;
  options.reference_count = 1;
  CHECK(document_of(comparison, WKIN_DOCUMENT_CYCLONEDX, NULL, "CycloneDX") == WKIN_OK);
  CHECK(document_of(comparison, WKIN_DOCUMENT_CYCLONEDX, &options, "example/donor") == WKIN_OK);
  CHECK(document_of(comparison, WKIN_DOCUMENT_SPDX, &options, "spdx") == WKIN_OK);
  CHECK(document_of(comparison, WKIN_DOCUMENT_SPDX, NULL, "") == WKIN_BAD_ARGUMENT);
  CHECK(document_of(comparison, WKIN_DOCUMENT_SARIF, NULL, "2.1.0") == WKIN_OK);
  CHECK(document_of(comparison, WKIN_DOCUMENT_MODEL_CARD, &options, "example/donor") == WKIN_OK);
  CHECK(document_of(comparison, WKIN_DOCUMENT_STATEMENT, &options, "") == WKIN_BAD_ARGUMENT);
  CHECK(document_of(comparison, WKIN_DOCUMENT_VERIFICATION_RESULT, &options, "") ==
        WKIN_BAD_ARGUMENT);
  file.name = "mine.safetensors";
  file.sha256 = digits;
  file.size_bytes = 12;
  plain = comparison;
  CHECK(wkin_comparison_with_files(plain, &file, 1, NULL, 0, sizeof file, &comparison, NULL) ==
        WKIN_OK);
  CHECK(wkin_comparison_overall(plain, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(overall.subject_files == 0);
  wkin_comparison_close(plain);
  CHECK(document_of(comparison, WKIN_DOCUMENT_STATEMENT, &options, digits) == WKIN_OK);
  CHECK(document_of(comparison, WKIN_DOCUMENT_VERIFICATION_RESULT, &options,
                    "WEIGHTKIN_COMPARED") == WKIN_OK);
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(overall.subject_files == 1 && overall.reference_files == 0);
  memset(&file, 0, sizeof file);
  CHECK(wkin_comparison_file(comparison, WKIN_SIDE_SUBJECT, 0, &file, sizeof file, NULL) ==
        WKIN_OK);
  CHECK(strcmp(file.name, "mine.safetensors") == 0 && file.size_bytes == 12);
  CHECK(strcmp(file.sha256, digits) == 0);
  options.reference_count = 2;
  CHECK(document_of(comparison, WKIN_DOCUMENT_SARIF, &options, "") == WKIN_BAD_ARGUMENT);
  ids[1] = NULL;
  CHECK(document_of(comparison, WKIN_DOCUMENT_SARIF, &options, "") == WKIN_BAD_ARGUMENT);
  options.reference_ids = NULL;
  CHECK(document_of(comparison, WKIN_DOCUMENT_SARIF, &options, "") == WKIN_BAD_ARGUMENT);
  options.reference_count = 0;
  options.created = "yesterday";
  CHECK(document_of(comparison, WKIN_DOCUMENT_SARIF, &options, "") == WKIN_BAD_ARGUMENT);
  CHECK(document_of(comparison, (wkin_document)6, NULL, "") == WKIN_BAD_ARGUMENT);
  CHECK(document_of(comparison, (wkin_document)77, NULL, "") == WKIN_BAD_ARGUMENT);
  CHECK(document_of(NULL, WKIN_DOCUMENT_SARIF, NULL, "") == WKIN_BAD_ARGUMENT);
  wkin_comparison_close(comparison);
}

static void refused(const wkin_comparison* comparison, const wkin_compared_file* files,
                    size_t count, size_t file_size) {
  wkin_comparison* out = NULL;
  wkin_error error;
  CHECK(wkin_comparison_with_files(comparison, NULL, 0, files, count, file_size, &out, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_with_files(comparison, files, count, NULL, 0, file_size, &out, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(out == NULL && strlen(error.message) > 0);
}

static void files_are_checked(void) {
  wkin_comparison* comparison = compared(1, 0, NULL);
  wkin_comparison* out = NULL;
  char wrong[sizeof digits];
  wkin_compared_file files[2];
  files[0].name = files[1].name = "a";
  files[0].sha256 = digits;
  files[0].size_bytes = files[1].size_bytes = 1;
  files[1].sha256 = wrong;
  memcpy(wrong, digits, sizeof digits);
  wrong[63] = 'A';
  refused(comparison, files, 2, sizeof files[0]);
  wrong[63] = '\0';
  refused(comparison, files, 2, sizeof files[0]);
  files[1].sha256 = NULL;
  refused(comparison, files, 2, sizeof files[0]);
  files[1].sha256 = digits;
  refused(comparison, files, 2, sizeof files[0] - 1);
  refused(comparison, NULL, 2, sizeof files[0]);
  refused(NULL, files, 2, sizeof files[0]);
  files[1].name = "";
  refused(comparison, files, 2, sizeof files[0]);
  files[1].name = NULL;
  refused(comparison, files, 2, sizeof files[0]);
  files[1].name = "b";
  CHECK(wkin_comparison_with_files(comparison, NULL, 0, files, 2, sizeof files[0], &out, NULL) ==
        WKIN_OK);
  CHECK(wkin_comparison_file(out, WKIN_SIDE_REFERENCE, 1, &files[0], sizeof files[0], NULL) ==
        WKIN_OK);
  CHECK(strcmp(files[0].name, "b") == 0);
  CHECK(wkin_comparison_file(out, WKIN_SIDE_REFERENCE, 2, &files[0], sizeof files[0], NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_file(out, (wkin_side)2, 0, &files[0], sizeof files[0], NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_file(NULL, WKIN_SIDE_SUBJECT, 0, &files[0], sizeof files[0], NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparison_with_files(comparison, NULL, 0, NULL, 0, 0, NULL, NULL) ==
        WKIN_BAD_ARGUMENT);
  wkin_comparison_close(out);
  CHECK(wkin_comparison_with_files(comparison, NULL, 0, NULL, 0, 0, &out, NULL) == WKIN_OK);
  wkin_comparison_close(out);
  wkin_comparison_close(comparison);
}

static void pages_and_names(void) {
  wkin_comparison* comparison = compared(1, 0, NULL);
  size_t needed = 0;
  char* page;
  CHECK(wkin_comparison_html(comparison, NULL, 0, &needed, NULL) == WKIN_OK);
  page = (char*)malloc(needed);
  CHECK(wkin_comparison_html(comparison, page, needed, NULL, NULL) == WKIN_OK);
  CHECK(strstr(page, "<html") != NULL && strlen(page) == needed - 1);
  CHECK(wkin_comparison_html(NULL, page, needed, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(strcmp(wkin_document_name(WKIN_DOCUMENT_CYCLONEDX), "cyclonedx") == 0);
  CHECK(strcmp(wkin_document_name(WKIN_DOCUMENT_MODEL_CARD), "model_card") == 0);
  CHECK(strcmp(wkin_document_name((wkin_document)6), "unknown") == 0);
  free(page);
  wkin_comparison_close(comparison);
}

/* Two subjects under one name are not one subject. */
static void subjects_must_be_one(void) {
  const wkin_comparison* list[2];
  wkin_comparison* first = compared(1, 0, NULL);
  wkin_comparison* second;
  wkin_model* small = NULL;
  wkin_model* donor = model_of(0, "donor");
  wkin_tensor_view tensor;
  size_t needed = 0;
  memset(&tensor, 0, sizeof tensor);
  tensor.name = weight_names[0];
  tensor.dtype = WKIN_DTYPE_F32;
  tensor.rank = 2;
  tensor.shape = weight_shape;
  tensor.data = values[1][0];
  CHECK(wkin_model_from_tensors(&tensor, 1, sizeof tensor, "mine", &small, NULL) == WKIN_OK);
  CHECK(wkin_compare(small, donor, NULL, &second, NULL) == WKIN_OK);
  list[0] = first;
  list[1] = second;
  CHECK(wkin_comparisons_document(list, 2, WKIN_DOCUMENT_SARIF, NULL, NULL, 0, &needed, NULL) ==
        WKIN_BAD_ARGUMENT);
  list[1] = first;
  CHECK(wkin_comparisons_document(list, 2, WKIN_DOCUMENT_SARIF, NULL, NULL, 0, &needed, NULL) ==
        WKIN_OK);
  list[1] = NULL;
  CHECK(wkin_comparisons_document(list, 2, WKIN_DOCUMENT_SARIF, NULL, NULL, 0, &needed, NULL) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_comparisons_document(NULL, 2, WKIN_DOCUMENT_SARIF, NULL, NULL, 0, &needed, NULL) ==
        WKIN_BAD_ARGUMENT);
  wkin_comparison_close(first);
  wkin_comparison_close(second);
  wkin_model_close(small);
  wkin_model_close(donor);
}

int main(void) {
  make_values();
  spectrum_is_told();
  asked_is_told();
  openings_are_told();
  results_are_read_back();
  documents_are_written();
  files_are_checked();
  pages_and_names();
  subjects_must_be_one();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
