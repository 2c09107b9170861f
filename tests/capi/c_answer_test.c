/* What an index answers, asked for part by part. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_models.h"

static int failures = 0;

static const char path[] = "c_answer_test.index";
static float values[3][layers][rows * columns];

static wkin_fingerprint* print_of(int which, const char* name) {
  wkin_tensor_view tensors[layers];
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_fingerprint* print = NULL;
  view_weights(tensors, values[which]);
  options.name = name;
  CHECK(wkin_fingerprint_take_tensors(tensors, layers, sizeof tensors[0], &options, &print, NULL) ==
        WKIN_OK);
  return print;
}

/* The donor, what descends from it, a stranger. */
static void make_values(void) {
  uint64_t state = 31;
  int layer;
  size_t i;
  for (layer = 0; layer < layers; ++layer)
    for (i = 0; i < rows * columns; ++i) {
      values[0][layer][i] = draw(&state);
      values[1][layer][i] = values[0][layer][i] + 0.1f * draw(&state);
      values[2][layer][i] = draw(&state);
    }
}

static wkin_index* new_index(void) {
  wkin_index_options options = WKIN_INDEX_OPTIONS_INIT;
  wkin_index* index = NULL;
  remove(path);
  options.access = WKIN_INDEX_CREATE;
  CHECK(wkin_index_open(path, &options, &index, NULL) == WKIN_OK);
  return index;
}

/* All or none: a fingerprint of another seed leaves the index as it was. */
static void check_adding(wkin_index* index, const wkin_fingerprint* const* prints) {
  wkin_index_info info;
  uint64_t ids[3] = {0, 0, 0};
  uint32_t added[3] = {7, 7, 7};
  const wkin_fingerprint* holed[2];
  CHECK(wkin_index_add_many(index, prints, 2, ids, added, NULL) == WKIN_OK);
  CHECK(ids[0] != ids[1] && added[0] == 1 && added[1] == 1 && added[2] == 7);
  CHECK(wkin_index_add_many(index, prints, 2, NULL, added, NULL) == WKIN_OK);
  CHECK(added[0] == 0 && added[1] == 0);
  holed[0] = prints[2];
  holed[1] = NULL;
  CHECK(wkin_index_add_many(index, holed, 2, NULL, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_add_many(index, NULL, 2, NULL, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_add_many(index, NULL, 0, NULL, NULL, NULL) == WKIN_OK);
  CHECK(wkin_index_add_many(NULL, prints, 2, NULL, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_describe(index, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(info.models == 2 && info.vector_search == 0);
}

static void check_text(const wkin_index_answer* answer, const char* holds) {
  wkin_text_options look = WKIN_TEXT_OPTIONS_INIT;
  size_t needed = 0;
  char* text;
  CHECK(wkin_index_answer_text(answer, NULL, NULL, 0, &needed, NULL) == WKIN_OK);
  text = (char*)malloc(needed);
  CHECK(wkin_index_answer_text(answer, &look, text, needed, NULL, NULL) == WKIN_OK);
  CHECK(strstr(text, holds) != NULL);
  free(text);
  look.struct_size = 1;
  CHECK(wkin_index_answer_text(answer, &look, NULL, 0, &needed, NULL) == WKIN_BAD_ARGUMENT);
}

static void check_list(wkin_index* index, const wkin_fingerprint* first) {
  wkin_index_answer* answer = NULL;
  wkin_index_answer_info info;
  wkin_index_entry entry;
  wkin_fingerprint_info print;
  wkin_scan* scan = NULL;
  CHECK(wkin_index_list(index, 0, 10, &answer, NULL) == WKIN_OK);
  CHECK(wkin_index_answer_describe(answer, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(info.entries == 2 && info.rulings == 0 && info.problems == 0);
  CHECK(wkin_index_entry_at(answer, 0, &entry, sizeof entry, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(first, &print, sizeof print, NULL) == WKIN_OK);
  CHECK(strcmp(entry.name, "donor") == 0 && entry.tensors == layers && entry.id > 0);
  CHECK(entry.parameters == (uint64_t)layers * rows * columns && entry.print_bytes > 0);
  CHECK(entry.has_roots == 1 && memcmp(entry.root, print.root, 32) == 0);
  CHECK(memcmp(entry.nameless, print.nameless, 32) == 0 && entry.format != NULL);
  CHECK(wkin_index_entry_at(answer, 2, &entry, sizeof entry, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_entry_at(NULL, 0, &entry, sizeof entry, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_answer_scan(answer, &scan, NULL) == WKIN_UNDEFINED && scan == NULL);
  check_text(answer, "donor");
  wkin_index_answer_close(answer);
}

static void check_query(wkin_index* index, const wkin_fingerprint* subject,
                        const char* donors_component) {
  wkin_index_query_options options = WKIN_INDEX_QUERY_OPTIONS_INIT;
  wkin_index_answer* answer = NULL;
  wkin_index_candidate_info candidate;
  wkin_exact_match match;
  wkin_scan* scan = NULL;
  wkin_scan_overall overall;
  wkin_many_settings settings;
  wkin_origin origin;
  wkin_candidate nearest;
  const char* of_model = NULL;
  options.log10_alpha = -7;
  options.effect_floor = 0.03;
  options.nearest_share = 0.2;
  options.separation_errors = 4;
  options.seed = 5;
  CHECK(wkin_index_query(index, subject, &options, &answer, NULL) == WKIN_OK);
  CHECK(wkin_index_candidate(answer, 0, &candidate, sizeof candidate, NULL) == WKIN_OK);
  CHECK(strcmp(candidate.name, "donor") == 0 && candidate.place == 0);
  CHECK(wkin_index_exact(answer, 0, &match, sizeof match, NULL) == WKIN_OK);
  CHECK(match.components == 1 && strcmp(match.name, "donor") == 0);
  CHECK(strcmp(wkin_index_exact_component(answer, 0, 0, &of_model), donors_component) == 0);
  CHECK(of_model != NULL && strcmp(of_model, donors_component) == 0);
  CHECK(wkin_index_exact_component(answer, 0, 1, NULL) == NULL);
  CHECK(wkin_index_exact_component(answer, 9, 0, NULL) == NULL);
  CHECK(wkin_index_exact_component(NULL, 0, 0, NULL) == NULL);
  check_text(answer, "donor");
  CHECK(wkin_index_answer_scan(answer, &scan, NULL) == WKIN_OK);
  CHECK(wkin_index_answer_scan(answer, NULL, NULL) == WKIN_BAD_ARGUMENT);
  wkin_index_answer_close(answer); /* the scan needs it no longer */
  CHECK(wkin_scan_describe(scan, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(overall.verdict == WKIN_VERDICT_IDENTICAL && overall.references == 2);
  CHECK(strcmp(overall.subject_name, "again") == 0 && overall.subject_tensors == layers);
  CHECK(wkin_scan_settings(scan, &settings, sizeof settings, NULL) == WKIN_OK);
  CHECK(settings.log10_alpha == -7 && settings.effect_floor == 0.03 && settings.seed == 5);
  CHECK(settings.nearest_share == 0.2 && settings.separation_errors == 4);
  CHECK(wkin_scan_origin(scan, 0, &origin, sizeof origin, NULL) == WKIN_OK);
  CHECK(origin.nearest_count == 1);
  CHECK(wkin_scan_candidate(scan, 0, &nearest, sizeof nearest, NULL) == WKIN_OK);
  CHECK(strcmp(nearest.name, "donor") == 0);
  wkin_scan_close(scan);
}

/* Options that cannot be are refused, not passed over. */
static void refuses(wkin_index* index, const wkin_fingerprint* subject,
                    wkin_index_query_options options) {
  wkin_index_answer* answer = NULL;
  wkin_error error;
  CHECK(wkin_index_query(index, subject, &options, &answer, &error) == WKIN_BAD_ARGUMENT);
  CHECK(answer == NULL && strlen(error.message) > 0);
}

static void check_refusals(wkin_index* index, const wkin_fingerprint* subject) {
  const wkin_index_query_options usual = WKIN_INDEX_QUERY_OPTIONS_INIT;
  wkin_index_query_options options = usual;
  options.log10_alpha = 1;
  refuses(index, subject, options);
  options.log10_alpha = NAN;
  refuses(index, subject, options);
  options = usual;
  options.effect_floor = 1;
  refuses(index, subject, options);
  options = usual;
  options.nearest_share = 0.5;
  refuses(index, subject, options);
  options = usual;
  options.separation_errors = -1;
  refuses(index, subject, options);
}

static void check_documents(wkin_index* index) {
  static const char document[] = "{\"said\": true}";
  static const uint8_t subject[32] = {1}, reference[32] = {2};
  wkin_index_answer* answer = NULL;
  wkin_index_answer_info info;
  wkin_kept_ruling kept;
  size_t needed = 0;
  CHECK(wkin_index_add_ruling(index, subject, reference, document, sizeof document - 1, NULL,
                              NULL) == WKIN_OK);
  CHECK(wkin_index_rulings(index, NULL, 10, &answer, NULL) == WKIN_OK);
  CHECK(wkin_index_answer_describe(answer, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(info.rulings == 1 && info.entries == 0);
  CHECK(wkin_index_ruling_at(answer, 0, &kept, sizeof kept, NULL) == WKIN_OK);
  CHECK(kept.length == sizeof document - 1 && strcmp(kept.document, document) == 0);
  CHECK(memcmp(kept.subject, subject, 32) == 0 && memcmp(kept.reference, reference, 32) == 0);
  CHECK(wkin_index_ruling_at(answer, 1, &kept, sizeof kept, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_ruling_at(NULL, 0, &kept, sizeof kept, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_answer_text(answer, NULL, NULL, 0, &needed, NULL) == WKIN_UNDEFINED);
  CHECK(wkin_index_answer_text(NULL, NULL, NULL, 0, &needed, NULL) == WKIN_BAD_ARGUMENT);
  wkin_index_answer_close(answer);
}

static void check_problems(wkin_index* index) {
  wkin_index_answer* answer = NULL;
  CHECK(wkin_index_verify(index, &answer, NULL) == WKIN_OK);
  CHECK(wkin_index_problem(answer, 0) == NULL && wkin_index_problem(NULL, 0) == NULL);
  check_text(answer, "2");
  wkin_index_answer_close(answer);
}

int main(void) {
  const wkin_fingerprint* prints[3];
  wkin_fingerprint *donor, *child, *stranger, *again;
  wkin_component_print part;
  wkin_index* index;
  make_values();
  donor = print_of(0, "donor");
  child = print_of(1, "child");
  stranger = print_of(2, "stranger");
  again = print_of(0, "again");
  prints[0] = donor;
  prints[1] = stranger;
  prints[2] = child;
  index = new_index();
  check_adding(index, prints);
  check_list(index, donor);
  CHECK(wkin_fingerprint_component(donor, 0, &part, sizeof part, NULL) == WKIN_OK);
  check_query(index, again, part.id);
  check_refusals(index, again);
  check_documents(index);
  check_problems(index);
  wkin_index_close(index);
  remove(path);
  wkin_fingerprint_close(donor);
  wkin_fingerprint_close(child);
  wkin_fingerprint_close(stranger);
  wkin_fingerprint_close(again);
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
