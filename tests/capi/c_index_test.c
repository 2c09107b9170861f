/* The index as C programs meet it. */
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"

enum { rows = 64, columns = 48, layers = 2 };

static int failures = 0;
static uint64_t state = 1;

/* Bell-shaped enough; nothing rests on it. */
static float drawn(void) {
  float sum = 0;
  int i;
  for (i = 0; i < 6; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    sum += (float)(state >> 40) / 16777216.0f - 0.5f;
  }
  return sum * 0.07f;
}

static const char* const names[layers] = {"model.layers.0.mlp.up_proj.weight",
                                          "model.layers.1.mlp.up_proj.weight"};

static wkin_fingerprint* print_of(float values[layers][rows * columns], const char* name) {
  static const uint64_t shape[2] = {rows, columns};
  wkin_tensor_view views[layers];
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_fingerprint* print = NULL;
  wkin_error error;
  int layer;
  memset(views, 0, sizeof views);
  for (layer = 0; layer < layers; ++layer) {
    views[layer].name = names[layer];
    views[layer].data = values[layer];
    views[layer].shape = shape;
    views[layer].rank = 2;
    views[layer].dtype = WKIN_DTYPE_F32;
  }
  options.name = name;
  if (wkin_fingerprint_take_tensors(views, layers, sizeof views[0], &options, &print, &error) !=
      WKIN_OK) {
    fprintf(stderr, "%s\n", error.message);
    exit(2);
  }
  return print;
}

static void check_query(wkin_index* index, const wkin_fingerprint* child, uint64_t parent) {
  wkin_index_answer* answer = NULL;
  wkin_index_answer_info info;
  wkin_index_candidate_info candidate;
  wkin_exact_match match;
  size_t needed = 0;
  char* json;
  CHECK(wkin_index_query(index, child, NULL, &answer, NULL) == WKIN_OK);
  CHECK(wkin_index_answer_describe(answer, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(info.models == 4);
  CHECK(info.candidates == 4);
  CHECK(info.exact == 0);
  CHECK(wkin_index_candidate(answer, 0, &candidate, sizeof candidate, NULL) == WKIN_OK);
  CHECK(candidate.id == parent);
  CHECK(strcmp(candidate.name, "parent") == 0);
  CHECK(candidate.channel == WKIN_KEY_SKETCH);
  CHECK(candidate.score > 0.9);
  CHECK(candidate.compared == 1);
  CHECK(wkin_index_candidate(answer, 4, &candidate, sizeof candidate, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_exact(answer, 0, &match, sizeof match, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_answer_json(answer, NULL, 0, &needed, NULL) == WKIN_OK);
  json = malloc(needed);
  CHECK(json != NULL && wkin_index_answer_json(answer, json, needed, NULL, NULL) == WKIN_OK);
  CHECK(strstr(json, "urn:weightkin:schema:index:1") != NULL);
  free(json);
  wkin_index_answer_close(answer);
}

static void check_misuse(wkin_index* index) {
  wkin_index* none = NULL;
  wkin_index_answer* answer = NULL;
  wkin_index_options options = WKIN_INDEX_OPTIONS_INIT;
  wkin_error error;
  CHECK(wkin_index_open(NULL, NULL, &none, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_open("/nonexistent/index", NULL, &none, &error) == WKIN_IO);
  CHECK(error.message[0] != '\0');
  options.struct_size = 0;
  CHECK(wkin_index_open("x", &options, &none, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_add(index, NULL, NULL, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_add(NULL, NULL, NULL, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_index_query(index, NULL, NULL, &answer, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(answer == NULL);
  CHECK(wkin_index_find_digest(index, NULL, 1, &answer, NULL) == WKIN_BAD_ARGUMENT);
  wkin_index_close(NULL);
  wkin_index_answer_close(NULL);
}

static void check_rest(wkin_index* index, uint64_t id) {
  static const uint8_t one[32] = {1}, two[32] = {2};
  wkin_index_answer* answer = NULL;
  wkin_index_answer_info info;
  wkin_index_info summary;
  wkin_fingerprint* loaded = NULL;
  wkin_fingerprint_info described;
  uint32_t flag = 0;
  CHECK(wkin_index_add_ruling(index, one, two, "{}", 2, &flag, NULL) == WKIN_OK && flag == 1);
  CHECK(wkin_index_add_ruling(index, one, two, "{}", 2, &flag, NULL) == WKIN_OK && flag == 0);
  CHECK(wkin_index_rulings(index, two, 10, &answer, NULL) == WKIN_OK);
  wkin_index_answer_close(answer);
  CHECK(wkin_index_load(index, id, &loaded, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(loaded, &described, sizeof described, NULL) == WKIN_OK);
  CHECK(strcmp(described.name, "parent") == 0);
  CHECK(wkin_index_find_digest(index, described.root, 10, &answer, NULL) == WKIN_OK);
  wkin_index_answer_close(answer);
  wkin_fingerprint_close(loaded);
  CHECK(wkin_index_load(index, 12345, &loaded, NULL) == WKIN_BAD_ARGUMENT && loaded == NULL);
  CHECK(wkin_index_list(index, 0, 10, &answer, NULL) == WKIN_OK);
  wkin_index_answer_close(answer);
  CHECK(wkin_index_verify(index, &answer, NULL) == WKIN_OK);
  CHECK(wkin_index_answer_describe(answer, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(info.problems == 0 && info.models == 4);
  wkin_index_answer_close(answer);
  CHECK(wkin_index_remove(index, id, &flag, NULL) == WKIN_OK && flag == 1);
  CHECK(wkin_index_remove(index, id, &flag, NULL) == WKIN_OK && flag == 0);
  CHECK(wkin_index_describe(index, &summary, sizeof summary, NULL) == WKIN_OK);
  CHECK(summary.models == 3 && summary.rulings == 1 && summary.has_seed == 1);
  CHECK(summary.on_server == 0);
}

int main(void) {
  static float values[4][layers][rows * columns];
  static const char path[] = "c_index_test.wki";
  wkin_index_options options = WKIN_INDEX_OPTIONS_INIT;
  wkin_index* index = NULL;
  wkin_fingerprint* child;
  uint64_t ids[4];
  uint32_t added = 9;
  int m, layer, i;
  remove(path);
  options.access = WKIN_INDEX_CREATE;
  if (!CHECK(wkin_index_open(path, &options, &index, NULL) == WKIN_OK)) return 1;
  for (m = 0; m < 4; ++m) {
    wkin_fingerprint* print;
    for (layer = 0; layer < layers; ++layer)
      for (i = 0; i < rows * columns; ++i)
        values[m][layer][i] = drawn();
    print = print_of(values[m], m == 0 ? "parent" : "stranger");
    CHECK(wkin_index_add(index, print, &ids[m], &added, NULL) == WKIN_OK && added == 1);
    CHECK(wkin_index_add(index, print, NULL, &added, NULL) == WKIN_OK && added == 0);
    wkin_fingerprint_close(print);
  }
  for (layer = 0; layer < layers; ++layer)
    for (i = 0; i < rows * columns; ++i)
      values[0][layer][i] += 0.1f * drawn();
  child = print_of(values[0], "child");
  check_query(index, child, ids[0]);
  check_misuse(index);
  check_rest(index, ids[0]);
  wkin_fingerprint_close(child);
  wkin_index_close(index);
  remove(path);
  return failures == 0 ? 0 : 1;
}
