/* The functions of weightkin/fingerprint.h from C99, and every status that a caller can bring
 * about. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

static float ancestor_values[layers][rows * columns];
static float descendant_values[layers][rows * columns];
static void make_values(void) {
  uint64_t state = 20;
  int l, i;
  for (l = 0; l < layers; ++l)
    for (i = 0; i < rows * columns; ++i) {
      ancestor_values[l][i] = draw(&state);
      descendant_values[l][i] = ancestor_values[l][i] + 0.1f * draw(&state);
    }
}

static void view_of(float values[layers][rows * columns], wkin_tensor_view tensors[layers]) {
  int l;
  memset(tensors, 0, layers * sizeof tensors[0]);
  for (l = 0; l < layers; ++l) {
    tensors[l].name = weight_names[l];
    tensors[l].dtype = WKIN_DTYPE_F32;
    tensors[l].rank = 2;
    tensors[l].shape = weight_shape;
    tensors[l].data = values[l];
  }
}

static wkin_model* model_of(float values[layers][rows * columns], const char* name) {
  wkin_tensor_view tensors[layers];
  wkin_model* model = NULL;
  view_of(values, tensors);
  CHECK(wkin_model_from_tensors(tensors, layers, sizeof tensors[0], name, &model, NULL) == WKIN_OK);
  return model;
}

static wkin_fingerprint* print_of(float values[layers][rows * columns], const char* name,
                                  uint64_t seed) {
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_model* model = model_of(values, name);
  wkin_fingerprint* print = NULL;
  wkin_error error;
  options.seed = seed;
  if (!CHECK(wkin_fingerprint_take(model, &options, &print, &error) == WKIN_OK))
    fprintf(stderr, "%s\n", error.message);
  wkin_model_close(model);
  return print;
}

/* The file's bytes; the caller frees them. */
static unsigned char* bytes_of(const wkin_fingerprint* print, size_t* size) {
  unsigned char* bytes;
  CHECK(wkin_fingerprint_encode(print, NULL, 0, size, NULL) == WKIN_OK);
  bytes = (unsigned char*)malloc(*size);
  CHECK(wkin_fingerprint_encode(print, bytes, *size, NULL, NULL) == WKIN_OK);
  return bytes;
}

/* Also frees `a`. */
static int same(unsigned char* a, size_t size, const wkin_fingerprint* print) {
  size_t other_size = 0;
  unsigned char* other = bytes_of(print, &other_size);
  const int equal = size == other_size && memcmp(a, other, size) == 0;
  free(other);
  free(a);
  return equal;
}

static int told;
static int stop_at_once(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  told += strcmp(stage, "fingerprint") == 0 && done <= total && user_data == &told;
  return 1;
}

static void taking(void) {
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_fingerprint* print = print_of(ancestor_values, "ancestor", 0);
  wkin_fingerprint* again = NULL;
  wkin_model* model = model_of(ancestor_values, "ancestor");
  wkin_tensor_view tensors[layers];
  wkin_error error;
  size_t size = 0;
  unsigned char* bytes = bytes_of(print, &size);
  view_of(ancestor_values, tensors);
  options.name = "ancestor";
  options.threads = 3;
  CHECK(wkin_fingerprint_take_tensors(tensors, layers, sizeof tensors[0], &options, &again, NULL) ==
        WKIN_OK);
  CHECK(same(bytes, size, again));
  wkin_fingerprint_close(again);

  CHECK(wkin_fingerprint_take(NULL, NULL, &again, &error) == WKIN_BAD_ARGUMENT);
  CHECK(again == NULL);
  CHECK(wkin_fingerprint_take(model, NULL, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_take_tensors(NULL, 1, 40, NULL, &again, &error) == WKIN_BAD_ARGUMENT);
  tensors[0].data = NULL;
  CHECK(wkin_fingerprint_take_tensors(tensors, layers, sizeof tensors[0], NULL, &again, &error) ==
        WKIN_BAD_ARGUMENT);
  options.struct_size = 0;
  CHECK(wkin_fingerprint_take(model, &options, &again, &error) == WKIN_BAD_ARGUMENT);
  options.struct_size = sizeof options;
  options.component_map = "{";
  CHECK(wkin_fingerprint_take(model, &options, &again, &error) == WKIN_BAD_FORMAT);
  options.component_map = NULL;
  options.on_progress = stop_at_once;
  options.user_data = &told;
  CHECK(wkin_fingerprint_take(model, &options, &again, &error) == WKIN_CANCELLED);
  CHECK(told > 0 && error.status == WKIN_CANCELLED);
  wkin_model_close(model);
  wkin_fingerprint_close(print);
  wkin_fingerprint_close(NULL);
}

static void files(void) {
  const char* path = "c_fingerprint_test.wkf";
  wkin_fingerprint* print = print_of(ancestor_values, "ancestor", 0);
  wkin_fingerprint* read = NULL;
  wkin_error error;
  size_t size = 0, needed = 0;
  unsigned char* bytes = bytes_of(print, &size);
  char* json;
  CHECK(wkin_is_fingerprint(bytes, size) == 1);
  CHECK(wkin_is_fingerprint(bytes, 3) == 0);
  CHECK(wkin_is_fingerprint(NULL, 8) == 0);
  CHECK(wkin_fingerprint_decode(bytes, size, "x", &read, NULL) == WKIN_OK);
  CHECK(same(bytes, size, read));
  wkin_fingerprint_close(read);

  bytes = bytes_of(print, &size);
  CHECK(wkin_fingerprint_encode(print, bytes, size - 1, &needed, &error) == WKIN_BAD_ARGUMENT);
  CHECK(needed == size);
  CHECK(wkin_fingerprint_encode(print, NULL, 0, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_encode(NULL, bytes, size, NULL, NULL) == WKIN_BAD_ARGUMENT);
  bytes[40] ^= 1;
  CHECK(wkin_fingerprint_decode(bytes, size, "x", &read, &error) == WKIN_BAD_FORMAT);
  CHECK(error.fault == WKIN_FAULT_CHECKSUM && strncmp(error.message, "x: byte ", 8) == 0);
  bytes[8] = 2;
  CHECK(wkin_fingerprint_decode(bytes, size, NULL, &read, &error) == WKIN_UNSUPPORTED);
  CHECK(read == NULL);
  CHECK(wkin_fingerprint_decode(NULL, size, NULL, &read, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_decode(bytes, size, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  free(bytes);

  CHECK(wkin_fingerprint_write(print, path, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_open(path, &read, NULL) == WKIN_OK);
  remove(path);
  bytes = bytes_of(print, &size);
  CHECK(same(bytes, size, read));
  wkin_fingerprint_close(read);
  CHECK(wkin_fingerprint_open(path, &read, &error) == WKIN_IO);
  CHECK(wkin_fingerprint_open(NULL, &read, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_write(print, "/no/such/folder/x", &error) == WKIN_IO);
  CHECK(wkin_fingerprint_write(print, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_write(NULL, path, &error) == WKIN_BAD_ARGUMENT);

  CHECK(wkin_fingerprint_json(print, NULL, 0, &needed, NULL) == WKIN_OK);
  json = (char*)malloc(needed);
  CHECK(wkin_fingerprint_json(print, json, needed, NULL, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_json(print, json, 3, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_json(NULL, json, needed, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_from_json(json, strlen(json), "x", &read, NULL) == WKIN_OK);
  bytes = bytes_of(print, &size);
  CHECK(same(bytes, size, read));
  wkin_fingerprint_close(read);
  CHECK(wkin_fingerprint_from_json(json, 5, "x", &read, &error) == WKIN_BAD_FORMAT);
  CHECK(wkin_fingerprint_from_json(NULL, 5, "x", &read, &error) == WKIN_BAD_ARGUMENT);
  free(json);
  wkin_fingerprint_close(print);
}

static void parts(void) {
  wkin_fingerprint* print = print_of(ancestor_values, "ancestor", 5);
  wkin_fingerprint* small = NULL;
  wkin_fingerprint_info info;
  wkin_component_print component;
  wkin_tensor_print tensor;
  wkin_row_landmark first, second;
  wkin_error error;
  CHECK(wkin_fingerprint_describe(print, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(strcmp(info.name, "ancestor") == 0 && strcmp(info.format, "memory") == 0);
  CHECK(info.seed == 5 && info.tensors == layers && info.components == 1 && info.has_roots == 1);
  CHECK(info.parameters == layers * rows * columns);
  CHECK(wkin_fingerprint_component(print, 0, &component, sizeof component, NULL) == WKIN_OK);
  CHECK(component.tensors == layers && component.layers == layers && component.has_roots == 1);
  CHECK(memcmp(component.root, info.root, 32) == 0);
  CHECK(wkin_fingerprint_tensor(print, 1, &tensor, sizeof tensor, NULL) == WKIN_OK);
  CHECK(strcmp(tensor.name, weight_names[1]) == 0 && tensor.layer == 1);
  CHECK(tensor.role == WKIN_ROLE_MLP_UP && tensor.dtype == WKIN_DTYPE_F32);
  CHECK(tensor.rank == 2 && tensor.shape[1] == columns && tensor.elements == rows * columns);
  CHECK(tensor.buckets == 256 && tensor.sketch_codes != NULL && tensor.sketch_scale > 0);
  CHECK(tensor.units > 0 && tensor.unit_codes != NULL && tensor.unit_scales[0] > 0);
  CHECK(tensor.row_profile[0] <= tensor.row_profile[31] && tensor.row_gram != NULL);
  CHECK(tensor.minimum < 0 && tensor.maximum > 0 && tensor.mean_square > 0);
  CHECK(tensor.value_digest != NULL && tensor.stored_digest != NULL && tensor.landmarks == 8);
  CHECK(wkin_fingerprint_landmark(print, 1, 0, &first, sizeof first, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_landmark(print, 1, 7, &second, sizeof second, NULL) == WKIN_OK);
  CHECK(first.norm >= second.norm && first.row < rows && first.row != second.row);

  CHECK(wkin_fingerprint_describe(NULL, &info, sizeof info, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_describe(print, NULL, sizeof info, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_describe(print, &info, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_component(print, 1, &component, sizeof component, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_component(NULL, 0, &component, sizeof component, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_tensor(print, layers, &tensor, sizeof tensor, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_tensor(NULL, 0, &tensor, sizeof tensor, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_landmark(print, 1, 8, &first, sizeof first, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_landmark(NULL, 1, 0, &first, sizeof first, &error) == WKIN_BAD_ARGUMENT);

  CHECK(wkin_fingerprint_reduce(print, WKIN_PRINT_SMALL, WKIN_PRINT_NAMES | WKIN_PRINT_DIGESTS,
                                &small, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(small, &info, sizeof info, NULL) == WKIN_OK);
  CHECK(info.has_roots == 0 && info.name[0] == '\0');
  CHECK(wkin_fingerprint_tensor(small, 0, &tensor, sizeof tensor, NULL) == WKIN_OK);
  CHECK(tensor.name[0] == '#' && tensor.buckets == 64 && tensor.units == 0);
  CHECK(tensor.unit_codes == NULL && tensor.row_profile == NULL && tensor.value_digest == NULL);
  CHECK(wkin_fingerprint_landmark(small, 0, 0, &first, sizeof first, &error) == WKIN_BAD_ARGUMENT);
  wkin_fingerprint_close(small);
  CHECK(wkin_fingerprint_reduce(print, (wkin_print_level)7, 0, &small, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_reduce(print, WKIN_PRINT_FULL, 128, &small, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_fingerprint_reduce(NULL, WKIN_PRINT_FULL, 0, &small, NULL) == WKIN_BAD_ARGUMENT);
  wkin_fingerprint_close(print);
}

static void comparing(void) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  wkin_fingerprint* ancestor = print_of(ancestor_values, "ancestor", 0);
  wkin_fingerprint* descendant = print_of(descendant_values, "descendant", 0);
  wkin_fingerprint* seeded = print_of(ancestor_values, "ancestor", 1);
  wkin_comparison* comparison = NULL;
  wkin_overall overall;
  wkin_print_similarity near;
  wkin_error error;
  CHECK(wkin_compare_fingerprints(ancestor, ancestor, NULL, &comparison, NULL) == WKIN_OK);
  CHECK(wkin_comparison_overall(comparison, &overall, sizeof overall, NULL) == WKIN_OK);
  CHECK(overall.verdict == WKIN_VERDICT_IDENTICAL && overall.tensors == layers);
  wkin_comparison_close(comparison);
  CHECK(wkin_compare_fingerprints(ancestor, seeded, NULL, &comparison, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(comparison == NULL);
  CHECK(wkin_compare_fingerprints(NULL, ancestor, NULL, &comparison, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_compare_fingerprints(ancestor, ancestor, NULL, NULL, &error) == WKIN_BAD_ARGUMENT);
  options.effect_floor = 2;
  CHECK(wkin_compare_fingerprints(ancestor, ancestor, &options, &comparison, &error) ==
        WKIN_BAD_ARGUMENT);
  options.struct_size = 0;
  CHECK(wkin_compare_fingerprints(ancestor, ancestor, &options, &comparison, &error) ==
        WKIN_BAD_ARGUMENT);

  CHECK(wkin_estimate_similarity(descendant, 0, ancestor, 0, &near, sizeof near, NULL) == WKIN_OK);
  CHECK(near.pearson > 0.95 && near.pearson_error < 0.05);
  CHECK(fabs(near.relative_l2 - 0.1) < 0.05);
  CHECK(wkin_estimate_similarity(descendant, 0, ancestor, 1, &near, sizeof near, NULL) == WKIN_OK);
  CHECK(fabs(near.pearson) < 0.5);
  CHECK(wkin_estimate_similarity(ancestor, 0, seeded, 0, &near, sizeof near, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_estimate_similarity(ancestor, 9, ancestor, 0, &near, sizeof near, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_estimate_similarity(ancestor, 0, NULL, 0, &near, sizeof near, &error) ==
        WKIN_BAD_ARGUMENT);
  wkin_fingerprint_close(seeded);
  wkin_fingerprint_close(descendant);
  wkin_fingerprint_close(ancestor);
}

static void declare(wkin_tensor_declaration tensors[layers]) {
  int l;
  memset(tensors, 0, layers * sizeof tensors[0]);
  for (l = 0; l < layers; ++l) {
    tensors[l].name = weight_names[l];
    tensors[l].shape = weight_shape;
    tensors[l].dtype = WKIN_DTYPE_F32;
    tensors[l].rank = 2;
  }
}

static void sharded(void) {
  wkin_builder_options options = WKIN_BUILDER_OPTIONS_INIT;
  wkin_tensor_declaration tensors[layers];
  wkin_fingerprint_builder* one = NULL;
  wkin_fingerprint_builder* two = NULL;
  wkin_fingerprint_builder* loaded = NULL;
  wkin_fingerprint_options taking_options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_model* model = model_of(ancestor_values, NULL);
  wkin_inventory* contents = NULL;
  wkin_fingerprint* whole = NULL;
  wkin_fingerprint* built = NULL;
  wkin_fingerprint_info whole_info, built_info;
  wkin_error error;
  const uint64_t start[2] = {40, 0};
  const uint64_t extent[2] = {56, columns};
  size_t size = 0;
  void* state;
  declare(tensors);
  CHECK(wkin_inventory_take(model, NULL, &contents, NULL) == WKIN_OK);
  options.contents = contents;
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], &options, &one, &error) == WKIN_OK);
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], &options, &two, &error) == WKIN_OK);
  CHECK(wkin_builder_add(one, 0, 0, 40 * columns, ancestor_values[0], 40 * columns * sizeof(float),
                         NULL) == WKIN_OK);
  CHECK(wkin_builder_add_box(two, 0, start, extent, 2, ancestor_values[0] + 40 * columns,
                             56 * columns * sizeof(float), NULL) == WKIN_OK);
  CHECK(wkin_builder_add(two, 1, 0, rows * columns, ancestor_values[1], sizeof ancestor_values[1],
                         NULL) == WKIN_OK);
  CHECK(wkin_builder_add(one, 0, 5, 1, ancestor_values[0], 4, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add(one, 0, 40 * columns, 1, NULL, 4, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add(NULL, 0, 0, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add_box(one, 0, start, extent, 1, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add_box(one, 0, NULL, extent, 2, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add_box(NULL, 0, start, extent, 2, NULL, 0, &error) == WKIN_BAD_ARGUMENT);

  CHECK(wkin_builder_save(two, NULL, 0, &size, NULL) == WKIN_OK);
  state = malloc(size);
  CHECK(wkin_builder_save(two, state, size, NULL, NULL) == WKIN_OK);
  CHECK(wkin_builder_save(two, state, size - 1, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_save(NULL, state, size, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_load(state, size, &loaded, NULL) == WKIN_OK);
  CHECK(wkin_builder_merge(one, loaded, &error) == WKIN_OK);
  CHECK(wkin_builder_merge(one, two, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_merge(one, NULL, &error) == WKIN_BAD_ARGUMENT);
  wkin_builder_close(loaded);
  CHECK(wkin_builder_load(state, size - 1, &loaded, &error) == WKIN_BAD_FORMAT);
  CHECK(wkin_builder_load(NULL, size, &loaded, &error) == WKIN_BAD_ARGUMENT && loaded == NULL);
  free(state);

  CHECK(wkin_builder_finish(one, &built, &error) == WKIN_BAD_ARGUMENT && built == NULL);
  CHECK(strstr(error.message, weight_names[2]) != NULL);
  CHECK(wkin_builder_add(one, 2, 0, rows * columns, ancestor_values[2], sizeof ancestor_values[2],
                         NULL) == WKIN_OK);
  CHECK(wkin_builder_finish(NULL, &built, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_finish(one, NULL, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_finish(one, &built, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_take(model, &taking_options, &whole, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(whole, &whole_info, sizeof whole_info, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(built, &built_info, sizeof built_info, NULL) == WKIN_OK);
  CHECK(memcmp(whole_info.root, built_info.root, 32) == 0);
  CHECK(whole_info.checksum == built_info.checksum);
  wkin_fingerprint_close(built);
  wkin_fingerprint_close(whole);
  wkin_builder_close(two);
  wkin_builder_close(one);
  wkin_builder_close(NULL);
  wkin_inventory_close(contents);
  wkin_model_close(model);
}

static void wrong_declarations(void) {
  wkin_builder_options options = WKIN_BUILDER_OPTIONS_INIT;
  wkin_tensor_declaration tensors[layers];
  wkin_fingerprint_builder* builder = NULL;
  wkin_error error;
  declare(tensors);
  CHECK(wkin_builder_begin(NULL, 1, sizeof tensors[0], NULL, &builder, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_begin(tensors, layers, 0, NULL, &builder, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], NULL, NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  options.struct_size = 1;
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], &options, &builder, &error) ==
        WKIN_BAD_ARGUMENT);
  tensors[1].name = weight_names[0];
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], NULL, &builder, &error) ==
        WKIN_BAD_ARGUMENT);
  tensors[1].name = NULL;
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], NULL, &builder, &error) ==
        WKIN_BAD_ARGUMENT);
  tensors[1].name = weight_names[1];
  tensors[1].dtype = WKIN_DTYPE_NONE;
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], NULL, &builder, &error) ==
        WKIN_BAD_ARGUMENT);
  tensors[1].dtype = WKIN_DTYPE_F32;
  tensors[1].rank = 65;
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], NULL, &builder, &error) ==
        WKIN_BAD_ARGUMENT);
  tensors[1].rank = 2;
  tensors[1].shape = NULL;
  CHECK(wkin_builder_begin(tensors, layers, sizeof tensors[0], NULL, &builder, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(builder == NULL);
}

int main(void) {
  make_values();
  taking();
  files();
  parts();
  comparing();
  sharded();
  wrong_declarations();
  if (failures == 0) puts("all good");
  return failures == 0 ? 0 : 1;
}
