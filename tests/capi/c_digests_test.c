/* Digests of tensors and files, checksums of shards, and single pairs, from C99. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

static float values[layers][rows * columns];
static float others[layers][rows * columns];

static void view_of(float from[layers][rows * columns], wkin_tensor_view views[layers]) {
  int l;
  memset(views, 0, layers * sizeof views[0]);
  for (l = 0; l < layers; ++l) {
    views[l].name = weight_names[l];
    views[l].dtype = WKIN_DTYPE_F32;
    views[l].rank = 2;
    views[l].shape = weight_shape;
    views[l].data = from[l];
  }
}

static wkin_model* model_of(float from[layers][rows * columns]) {
  wkin_tensor_view views[layers];
  wkin_model* model = NULL;
  view_of(from, views);
  CHECK(wkin_model_from_tensors(views, layers, sizeof views[0], "m", &model, NULL) == WKIN_OK);
  return model;
}

static int told = 0;
static int stop(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  (void)stage, (void)done, (void)total;
  told += user_data == &told;
  return 1;
}

/* The text that a function gives by the rule of caller buffers; the caller frees it. */
typedef wkin_status (*text_function)(const void* handle, char* buffer, size_t capacity,
                                     size_t* needed, wkin_error* error);
static char* text_of(text_function function, const void* handle) {
  size_t needed = 0;
  char* text;
  CHECK(function(handle, NULL, 0, &needed, NULL) == WKIN_OK && needed > 1);
  text = (char*)malloc(needed);
  CHECK(function(handle, text, needed - 1, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(function(handle, text, needed, NULL, NULL) == WKIN_OK && strlen(text) + 1 == needed);
  return text;
}
static wkin_status hash_text(const void* handle, char* buffer, size_t capacity, size_t* needed,
                             wkin_error* error) {
  return wkin_hash_text((const wkin_hash*)handle, buffer, capacity, needed, error);
}
static wkin_status hash_json(const void* handle, char* buffer, size_t capacity, size_t* needed,
                             wkin_error* error) {
  return wkin_hash_json((const wkin_hash*)handle, buffer, capacity, needed, error);
}
static wkin_status manifest_json(const void* handle, char* buffer, size_t capacity, size_t* needed,
                                 wkin_error* error) {
  return wkin_manifest_json((const wkin_manifest*)handle, buffer, capacity, needed, error);
}

static void digests_are_those_of_the_fingerprint(void) {
  wkin_hash_options options = WKIN_HASH_OPTIONS_INIT;
  wkin_model* model = model_of(values);
  wkin_fingerprint* print = NULL;
  wkin_fingerprint_info info;
  wkin_tensor_print tensor_print;
  wkin_hash* hash = NULL;
  wkin_hash_roots roots;
  wkin_tensor_hash tensor;
  wkin_component_hash component;
  wkin_error error;
  char* text;
  CHECK(wkin_hash_take(model, NULL, &hash, &error) == WKIN_OK);
  CHECK(wkin_fingerprint_take(model, NULL, &print, &error) == WKIN_OK);
  CHECK(wkin_hash_describe(hash, &roots, sizeof roots, &error) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(print, &info, sizeof info, &error) == WKIN_OK);
  CHECK(memcmp(roots.root, info.root, 32) == 0 && memcmp(roots.nameless, info.nameless, 32) == 0);
  CHECK(roots.tensors == layers && roots.components == 1);
  CHECK(wkin_hash_tensor(hash, 1, &tensor, sizeof tensor, &error) == WKIN_OK);
  CHECK(wkin_fingerprint_tensor(print, 1, &tensor_print, sizeof tensor_print, NULL) == WKIN_OK);
  CHECK(memcmp(tensor.value, tensor_print.value_digest, 32) == 0);
  CHECK(memcmp(tensor.stored, tensor_print.stored_digest, 32) == 0);
  CHECK(tensor.rank == 2 && tensor.shape[0] == rows && tensor.dtype == WKIN_DTYPE_F32);
  CHECK(wkin_hash_component(hash, 0, &component, sizeof component, &error) == WKIN_OK);
  CHECK(memcmp(component.root, roots.root, 32) == 0 && strlen(component.id) > 0);
  text = text_of(hash_text, hash), free(text);
  text = text_of(hash_json, hash), free(text);
  CHECK(wkin_hash_tensor(hash, layers, &tensor, sizeof tensor, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_hash_component(hash, 1, &component, sizeof component, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_hash_describe(NULL, &roots, sizeof roots, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_hash_tensor(NULL, 0, &tensor, sizeof tensor, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_hash_component(NULL, 0, &component, sizeof component, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_hash_text(NULL, NULL, 0, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_hash_json(NULL, NULL, 0, NULL, &error) == WKIN_BAD_ARGUMENT);
  wkin_hash_close(hash);
  wkin_hash_close(NULL);
  options.on_progress = stop;
  options.user_data = &told;
  CHECK(wkin_hash_take(model, &options, &hash, &error) == WKIN_CANCELLED && told > 0);
  CHECK(hash == NULL);
  options.component_map = "[";
  CHECK(wkin_hash_take(model, &options, &hash, &error) == WKIN_BAD_FORMAT);
  CHECK(wkin_hash_take(NULL, NULL, &hash, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_hash_take(model, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  wkin_fingerprint_close(print);
  wkin_model_close(model);
}

static void write_file(const char* path, const char* content) {
  FILE* file = fopen(path, "wb");
  if (!CHECK(file != NULL)) return;
  CHECK(fwrite(content, 1, strlen(content), file) == strlen(content));
  fclose(file);
}

static void files_are_listed_and_compared(void) {
  static const char path[] = "c_digests_test.bin";
  static const char* const ignored[1] = {"elsewhere"};
  wkin_manifest_options options = WKIN_MANIFEST_OPTIONS_INIT;
  wkin_manifest* manifest = NULL;
  wkin_manifest* read = NULL;
  wkin_manifest_info info;
  wkin_manifest_info again;
  wkin_manifest_file file;
  wkin_file_difference difference;
  wkin_error error;
  size_t differences = 9, needed = 0;
  char* text;
  write_file(path, "abc");
  options.ignored = ignored;
  options.ignored_count = 1;
  CHECK(wkin_manifest_make(path, &options, &manifest, &error) == WKIN_OK);
  CHECK(wkin_manifest_describe(manifest, &info, sizeof info, &error) == WKIN_OK);
  CHECK(strcmp(info.model, path) == 0 && info.files == 1);
  CHECK(info.algorithm == WKIN_MANIFEST_SHA256 && info.follow_links == 0);
  CHECK(wkin_manifest_file_at(manifest, 0, &file, sizeof file, &error) == WKIN_OK);
  /* SHA-256 of "abc" begins so (FIPS 180-2). */
  CHECK(strcmp(file.name, ".") == 0 && file.content[0] == 0xba && file.content[1] == 0x78);
  CHECK(file.content[31] == 0xad);
  CHECK(wkin_manifest_file_at(manifest, 1, &file, sizeof file, &error) == WKIN_BAD_ARGUMENT);
  text = text_of(manifest_json, manifest);
  CHECK(wkin_manifest_from_json(text, strlen(text), NULL, &read, &error) == WKIN_OK);
  CHECK(wkin_manifest_describe(read, &again, sizeof again, &error) == WKIN_OK);
  CHECK(memcmp(info.subject, again.subject, 32) == 0);
  CHECK(wkin_manifest_compare(read, manifest, &differences, NULL, 0, &needed, &error) == WKIN_OK);
  CHECK(differences == 0 && needed > 1);
  wkin_manifest_close(manifest);
  write_file(path, "abd");
  CHECK(wkin_manifest_make(path, NULL, &manifest, &error) == WKIN_OK);
  CHECK(wkin_manifest_compare(read, manifest, &differences, NULL, 0, &needed, &error) == WKIN_OK);
  CHECK(differences == 1);
  CHECK(wkin_manifest_difference(read, manifest, 0, &difference, sizeof difference, &error) ==
        WKIN_OK);
  CHECK(strcmp(difference.name, ".") == 0 && difference.state == WKIN_FILE_DIFFERS);
  CHECK(wkin_manifest_difference(read, manifest, 1, &difference, sizeof difference, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_difference(read, NULL, 0, &difference, sizeof difference, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_difference(read, manifest, 0, NULL, sizeof difference, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(strcmp(wkin_file_state_name(WKIN_FILE_EXTRA), "extra") == 0);
  CHECK(strcmp(wkin_file_state_name((wkin_file_state)3), "unknown") == 0);
  wkin_manifest_close(manifest);
  wkin_manifest_close(read);
  wkin_manifest_close(NULL);
  remove(path);

  CHECK(wkin_manifest_from_json(text, 5, "x", &read, &error) == WKIN_BAD_FORMAT && read == NULL);
  CHECK(wkin_manifest_from_json(NULL, 5, "x", &read, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_from_json(text, 5, "x", NULL, &error) == WKIN_BAD_ARGUMENT);
  free(text);
  CHECK(wkin_manifest_make("no/such/model", NULL, &manifest, &error) == WKIN_IO);
  CHECK(wkin_manifest_make(NULL, NULL, &manifest, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_make(path, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  options.ignored = NULL;
  CHECK(wkin_manifest_make(path, &options, &manifest, &error) == WKIN_BAD_ARGUMENT);
  options.algorithm = (wkin_manifest_hash)5;
  CHECK(wkin_manifest_make(path, &options, &manifest, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_describe(NULL, &info, sizeof info, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_file_at(NULL, 0, &file, sizeof file, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_json(NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_manifest_compare(NULL, NULL, NULL, NULL, 0, &needed, &error) == WKIN_BAD_ARGUMENT);
}

static wkin_checksum* sums_of(uint64_t seed) {
  wkin_tensor_declaration declared[layers];
  wkin_checksum* sums = NULL;
  int l;
  memset(declared, 0, sizeof declared);
  for (l = 0; l < layers; ++l) {
    declared[l].name = weight_names[l];
    declared[l].shape = weight_shape;
    declared[l].dtype = WKIN_DTYPE_F32;
    declared[l].rank = 2;
  }
  CHECK(wkin_checksum_begin(declared, layers, sizeof declared[0], seed, &sums, NULL) == WKIN_OK);
  return sums;
}

static void shards_add_up(void) {
  wkin_model* model = model_of(values);
  wkin_fingerprint* print = NULL;
  wkin_fingerprint_info info;
  wkin_checksum* one = sums_of(0);
  wkin_checksum* two = sums_of(0);
  wkin_checksum* seeded = sums_of(5);
  wkin_error error;
  uint64_t sum = 0, each[layers] = {0};
  int complete = 9, l;
  CHECK(wkin_fingerprint_take(model, NULL, &print, &error) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(print, &info, sizeof info, &error) == WKIN_OK);
  for (l = 0; l < layers; ++l) {
    CHECK(wkin_checksum_add(one, (size_t)l, 0, 100, values[l], 400, &error) == WKIN_OK);
    CHECK(wkin_checksum_add(two, (size_t)l, 100, rows * columns - 100, values[l] + 100,
                            sizeof values[l] - 400, &error) == WKIN_OK);
  }
  CHECK(wkin_checksum_value(one, &sum, &complete, &error) == WKIN_OK);
  CHECK(complete == 0 && sum != info.checksum);
  CHECK(wkin_checksum_merge(one, two, &error) == WKIN_OK);
  CHECK(wkin_checksum_value(one, &sum, &complete, &error) == WKIN_OK);
  CHECK(complete == 1 && sum == info.checksum);
  CHECK(wkin_checksum_tensors(one, each, layers, &error) == WKIN_OK && each[0] != each[1]);
  CHECK(wkin_checksum_tensors(one, each, 1, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_tensors(one, NULL, layers, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_tensors(NULL, each, layers, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_value(one, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_value(NULL, &sum, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_merge(one, seeded, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_merge(one, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_add(one, layers, 0, 1, values[0], 4, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_add(one, 0, 0, 1, NULL, 4, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_checksum_add(NULL, 0, 0, 1, values[0], 4, &error) == WKIN_BAD_ARGUMENT);
  wkin_checksum_close(two);
  CHECK(wkin_checksum_begin(NULL, 1, 24, 0, &two, &error) == WKIN_BAD_ARGUMENT && two == NULL);
  CHECK(wkin_checksum_begin(NULL, 0, 24, 0, NULL, &error) == WKIN_BAD_ARGUMENT);
  wkin_checksum_close(seeded);
  wkin_checksum_close(one);
  wkin_checksum_close(NULL);
  wkin_fingerprint_close(print);
  wkin_model_close(model);
}

static void pairs_are_measured(void) {
  static const uint64_t flat[1] = {rows * columns};
  wkin_tensor_view a[layers], b[layers];
  wkin_model* one = model_of(values);
  wkin_model* other = model_of(others);
  wkin_pair pair, same;
  wkin_error error;
  double product = 0;
  int i;
  view_of(values, a);
  view_of(others, b);
  a[0].name = NULL; /* nobody asks */
  b[0].rank = 1, b[0].shape = flat;
  CHECK(wkin_measure_pair(&a[0], &b[0], sizeof a[0], 1, &pair, sizeof pair, &error) == WKIN_OK);
  for (i = 0; i < rows * columns; ++i)
    product += (double)values[0][i] * (double)others[0][i];
  CHECK(pair.elements == rows * columns && pair.finite == pair.elements);
  CHECK(fabs(pair.sum_ab - product) < 1e-9);
  CHECK(fabs(pair.cosine * pair.cosine * pair.sum_aa * pair.sum_bb / (product * product) - 1) <
        1e-9);
  CHECK(wkin_model_measure_pair(one, 0, other, 0, 2, &same, sizeof same, &error) == WKIN_OK);
  CHECK(memcmp(&pair, &same, sizeof pair) == 0);
  CHECK(wkin_measure_pair(&a[0], &a[0], sizeof a[0], 0, &pair, 40, &error) == WKIN_OK);
  CHECK(pair.bit_equal == rows * columns && pair.sum_ab == same.sum_ab); /* untouched behind 40 */
  b[1].rank = 1;
  CHECK(wkin_measure_pair(&a[0], &b[1], sizeof a[0], 1, &pair, sizeof pair, &error) ==
        WKIN_BAD_ARGUMENT);
  b[1].dtype = WKIN_DTYPE_NONE;
  CHECK(wkin_measure_pair(&a[0], &b[1], sizeof a[0], 1, &pair, sizeof pair, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_measure_pair(&a[0], NULL, sizeof a[0], 1, &pair, sizeof pair, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_measure_pair(&a[0], &b[0], 8, 1, &pair, sizeof pair, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_measure_pair(&a[0], &b[0], sizeof a[0], 1, NULL, 1, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_measure_pair(&a[0], &b[0], sizeof a[0], 1, &pair, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_measure_pair(one, layers, other, 0, 1, &pair, sizeof pair, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_measure_pair(one, 0, NULL, 0, 1, &pair, sizeof pair, &error) ==
        WKIN_BAD_ARGUMENT);
  wkin_model_close(one);
  wkin_model_close(other);
}

int main(void) {
  uint64_t state = 3;
  int l, i;
  for (l = 0; l < layers; ++l)
    for (i = 0; i < rows * columns; ++i) {
      values[l][i] = draw(&state);
      others[l][i] = draw(&state);
    }
  digests_are_those_of_the_fingerprint();
  files_are_listed_and_compared();
  shards_add_up();
  pairs_are_measured();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
