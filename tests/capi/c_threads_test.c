/* Eight threads of a C program on one set of handles: the answers are those of one thread. */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

enum { threads = 8, text_room = 1 << 18 };

static int failures = 0;

static float values[2][layers][rows * columns];
static wkin_model* models[2];
static wkin_fingerprint* prints[2];
static wkin_comparison* shared;

/* What one thread found. */
struct found {
  int failures;
  char compared[text_room];
  char scanned[text_room];
  char read[text_room];
};

static void* work(void* argument) {
  struct found* found = (struct found*)argument;
  wkin_comparison* comparison = NULL;
  wkin_scan* scan = NULL;
  const wkin_fingerprint* references[1];
  references[0] = prints[0];
  found->failures += wkin_compare(models[1], models[0], NULL, &comparison, NULL) != WKIN_OK;
  found->failures +=
      wkin_comparison_json(comparison, found->compared, text_room, NULL, NULL) != WKIN_OK;
  found->failures +=
      wkin_find_ancestors(prints[1], NULL, references, NULL, 1, NULL, &scan, NULL) != WKIN_OK;
  found->failures += wkin_scan_json(scan, found->scanned, text_room, NULL, NULL) != WKIN_OK;
  found->failures += wkin_comparison_json(shared, found->read, text_room, NULL, NULL) != WKIN_OK;
  wkin_scan_close(scan);
  wkin_comparison_close(comparison);
  return NULL;
}

static void make_models(void) {
  wkin_tensor_view views[layers];
  uint64_t state = 5;
  int m, l, i;
  memset(views, 0, sizeof views);
  for (m = 0; m < 2; ++m) {
    for (l = 0; l < layers; ++l) {
      for (i = 0; i < rows * columns; ++i)
        values[m][l][i] = (m == 1 ? values[0][l][i] : 0) + (m == 1 ? 0.1f : 1.0f) * draw(&state);
      views[l].name = weight_names[l];
      views[l].dtype = WKIN_DTYPE_F32;
      views[l].rank = 2;
      views[l].shape = weight_shape;
      views[l].data = values[m][l];
    }
    CHECK(wkin_model_from_tensors(views, layers, sizeof views[0], "m", &models[m], NULL) ==
          WKIN_OK);
    CHECK(wkin_fingerprint_take(models[m], NULL, &prints[m], NULL) == WKIN_OK);
  }
  CHECK(wkin_compare(models[1], models[0], NULL, &shared, NULL) == WKIN_OK);
}

int main(void) {
  pthread_t crew[threads];
  struct found* all = (struct found*)calloc(threads + 1, sizeof *all);
  int t;
  make_models();
  work(&all[threads]);
  CHECK(all[threads].failures == 0 && strstr(all[threads].compared, "\"derived\"") != NULL);
  for (t = 0; t < threads; ++t)
    CHECK(pthread_create(&crew[t], NULL, work, &all[t]) == 0);
  for (t = 0; t < threads; ++t) {
    CHECK(pthread_join(crew[t], NULL) == 0);
    CHECK(all[t].failures == 0 && strcmp(all[t].compared, all[threads].compared) == 0);
    CHECK(strcmp(all[t].scanned, all[threads].scanned) == 0);
    CHECK(strcmp(all[t].read, all[threads].read) == 0);
  }
  for (t = 0; t < 2; ++t) {
    wkin_fingerprint_close(prints[t]);
    wkin_model_close(models[t]);
  }
  wkin_comparison_close(shared);
  free(all);
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
