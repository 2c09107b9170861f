/* Tensors handed over as DLPack, and values handed back, from C99. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"
#include "dlpack_layout.h"

static int failures = 0;

static float values[layers][rows * columns];
static int64_t dl_shape[2] = {rows, columns};
static int64_t dl_strides[2] = {columns, 1};
static int deleted = 0;

static void count_deletion(DLManagedTensor* self) { deleted += self->manager_ctx == self; }
static void count_versioned(DLManagedTensorVersioned* self) {
  deleted += self->manager_ctx == self;
}

/* Plain and versioned tensors of the same values. */
struct handed {
  DLManagedTensor plain[layers];
  DLManagedTensorVersioned versioned[layers];
  wkin_dlpack_tensor tensors[layers];
};

static DLTensor tensor_of(float* data) {
  DLTensor tensor;
  memset(&tensor, 0, sizeof tensor);
  tensor.data = data;
  tensor.device.device_type = 1;
  tensor.ndim = 2;
  tensor.dtype.code = 2;
  tensor.dtype.bits = 32;
  tensor.dtype.lanes = 1;
  tensor.shape = dl_shape;
  tensor.strides = dl_strides;
  return tensor;
}

/* The second is versioned; what strides are NULL for, older producers do. */
static void make_handed(struct handed* all) {
  int l;
  memset(all, 0, sizeof *all);
  for (l = 0; l < layers; ++l) {
    all->plain[l].dl_tensor = tensor_of(values[l]);
    all->plain[l].manager_ctx = &all->plain[l];
    all->plain[l].deleter = count_deletion;
    all->versioned[l].version.major = 1;
    all->versioned[l].version.minor = 1;
    all->versioned[l].dl_tensor = tensor_of(values[l]);
    all->versioned[l].manager_ctx = &all->versioned[l];
    all->versioned[l].deleter = count_versioned;
    all->versioned[l].flags = 1; /* read only */
    all->tensors[l].name = weight_names[l];
    if (l == 1)
      all->tensors[l].versioned = &all->versioned[l];
    else
      all->tensors[l].managed = &all->plain[l];
  }
  all->plain[2].dl_tensor.strides = NULL;
}

static wkin_model* take(const struct handed* all) {
  wkin_model* model = NULL;
  wkin_error error;
  if (!CHECK(wkin_model_from_dlpack(all->tensors, layers, sizeof all->tensors[0], "handed", &model,
                                    &error) == WKIN_OK))
    fprintf(stderr, "%s\n", error.message);
  return model;
}

static void elements_stay_where_they_are(void) {
  struct handed all;
  wkin_model* model;
  wkin_tensor_memory memory;
  wkin_tensor_info info;
  int l;
  make_handed(&all);
  deleted = 0;
  model = take(&all);
  CHECK(wkin_model_tensor_count(model) == layers);
  for (l = 0; l < layers; ++l) {
    CHECK(wkin_model_memory(model, (size_t)l, &memory, sizeof memory, NULL) == WKIN_OK);
    CHECK(memory.data == (const void*)values[l] && memory.strides == NULL);
    CHECK(wkin_model_tensor(model, (size_t)l, &info, sizeof info, NULL) == WKIN_OK);
    CHECK(strcmp(info.name, weight_names[l]) == 0 && info.dtype == WKIN_DTYPE_F32);
    CHECK(info.rank == 2 && info.shape[0] == rows && info.shape[1] == columns);
  }
  CHECK(deleted == 0);
  wkin_model_close(model);
  CHECK(deleted == layers);
}

/* Whoever is closed last gives the tensors back. */
static void deleters_wait_for_the_last_user(void) {
  struct handed all;
  wkin_model* model;
  wkin_inventory* inventory = NULL;
  wkin_error error;
  make_handed(&all);
  all.plain[0].deleter = NULL; /* allowed: nothing to call */
  deleted = 0;
  model = take(&all);
  CHECK(wkin_inventory_take(model, NULL, &inventory, &error) == WKIN_OK);
  wkin_model_close(model);
  CHECK(deleted == 0);
  wkin_inventory_close(inventory);
  CHECK(deleted == layers - 1);
}

static void they_answer_like_tensors_in_memory(void) {
  struct handed all;
  wkin_tensor_view views[layers];
  wkin_fingerprint_options options = WKIN_FINGERPRINT_OPTIONS_INIT;
  wkin_fingerprint* handed = NULL;
  wkin_fingerprint* held = NULL;
  wkin_fingerprint_info one, other;
  wkin_model* model;
  wkin_error error;
  int l;
  make_handed(&all);
  model = take(&all);
  options.name = "same";
  memset(views, 0, sizeof views);
  for (l = 0; l < layers; ++l) {
    views[l].name = weight_names[l];
    views[l].dtype = WKIN_DTYPE_F32;
    views[l].rank = 2;
    views[l].shape = weight_shape;
    views[l].data = values[l];
  }
  CHECK(wkin_fingerprint_take(model, &options, &handed, &error) == WKIN_OK);
  CHECK(wkin_fingerprint_take_tensors(views, layers, sizeof views[0], &options, &held, &error) ==
        WKIN_OK);
  CHECK(wkin_fingerprint_describe(handed, &one, sizeof one, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(held, &other, sizeof other, NULL) == WKIN_OK);
  CHECK(one.has_roots == 1 && memcmp(one.root, other.root, 32) == 0);
  wkin_fingerprint_close(handed);
  wkin_fingerprint_close(held);
  wkin_model_close(model);
}

/* The status of a model of one tensor; whatever it is, nothing is deleted twice or lost. */
static wkin_status try_one(const DLTensor* tensor, uint64_t flags, uint32_t major, char* message) {
  DLManagedTensorVersioned managed;
  wkin_dlpack_tensor handed = {"w", NULL, NULL};
  wkin_model* model = (wkin_model*)&managed; /* must be overwritten */
  wkin_error error;
  wkin_status status;
  memset(&managed, 0, sizeof managed);
  managed.version.major = major;
  managed.flags = flags;
  managed.dl_tensor = *tensor;
  managed.manager_ctx = &managed;
  managed.deleter = count_versioned;
  handed.versioned = &managed;
  deleted = 0;
  memset(&error, 0, sizeof error);
  status = wkin_model_from_dlpack(&handed, 1, sizeof handed, NULL, &model, &error);
  CHECK(deleted == 0 && (status == WKIN_OK) == (model != NULL));
  wkin_model_close(model);
  CHECK(deleted == (status == WKIN_OK));
  if (message != NULL) memcpy(message, error.message, sizeof error.message);
  return status;
}

/* All of DLPack's type codes at all widths against what is documented. */
static void every_type_is_taken_or_refused(void) {
  static const struct {
    unsigned code, bits;
    wkin_dtype type;
  } taken[] = {
      {0, 8, WKIN_DTYPE_I8},       {0, 16, WKIN_DTYPE_I16},         {0, 32, WKIN_DTYPE_I32},
      {0, 64, WKIN_DTYPE_I64},     {1, 8, WKIN_DTYPE_U8},           {1, 16, WKIN_DTYPE_U16},
      {1, 32, WKIN_DTYPE_U32},     {1, 64, WKIN_DTYPE_U64},         {2, 16, WKIN_DTYPE_F16},
      {2, 32, WKIN_DTYPE_F32},     {2, 64, WKIN_DTYPE_F64},         {4, 16, WKIN_DTYPE_BF16},
      {5, 32, WKIN_DTYPE_C32},     {5, 64, WKIN_DTYPE_C64},         {5, 128, WKIN_DTYPE_C128},
      {6, 8, WKIN_DTYPE_BOOLEAN},  {10, 8, WKIN_DTYPE_F8_E4M3FN},   {11, 8, WKIN_DTYPE_F8_E4M3FNUZ},
      {12, 8, WKIN_DTYPE_F8_E5M2}, {13, 8, WKIN_DTYPE_F8_E5M2FNUZ}, {14, 8, WKIN_DTYPE_F8_E8M0},
      {15, 6, WKIN_DTYPE_F6_E2M3}, {16, 6, WKIN_DTYPE_F6_E3M2},     {17, 4, WKIN_DTYPE_F4_E2M1},
  };
  unsigned code, bits, accepted = 0;
  char message[1016];
  for (code = 0; code < 256; ++code)
    for (bits = 1; bits < 256; ++bits) {
      DLTensor tensor = tensor_of(values[0]);
      wkin_status status;
      size_t i, found = sizeof taken / sizeof taken[0];
      for (i = 0; i < sizeof taken / sizeof taken[0]; ++i)
        if (taken[i].code == code && taken[i].bits == bits) found = i;
      tensor.dtype.code = (uint8_t)code;
      tensor.dtype.bits = (uint8_t)bits;
      status = try_one(&tensor, 0, 1, message);
      if (found < sizeof taken / sizeof taken[0])
        accepted += CHECK(status == WKIN_OK);
      else if (!CHECK(status == WKIN_UNSUPPORTED && strstr(message, "'w'") != NULL))
        fprintf(stderr, "code %u, %u bits\n", code, bits);
    }
  CHECK(accepted == sizeof taken / sizeof taken[0]);
}

static void what_cannot_be_read_is_refused(void) {
  static int64_t backwards[2] = {-columns, 1};
  static int64_t less_than_none[2] = {rows, -1};
  static int64_t too_many[2] = {INT64_MAX, INT64_MAX};
  DLTensor tensor = tensor_of(values[0]);
  char message[1016];
  int device;
  for (device = 0; device < 20; ++device) {
    const int host = device == 1 || device == 3 || device == 11;
    tensor.device.device_type = device;
    CHECK(try_one(&tensor, 0, 1, message) == (host ? WKIN_OK : WKIN_UNSUPPORTED));
    CHECK(host || strstr(message, "copy it to the CPU") != NULL);
  }
  tensor = tensor_of(values[0]), tensor.dtype.lanes = 4;
  CHECK(try_one(&tensor, 0, 1, NULL) == WKIN_UNSUPPORTED);
  tensor = tensor_of(values[0]), tensor.strides = backwards;
  CHECK(try_one(&tensor, 0, 1, message) == WKIN_UNSUPPORTED);
  CHECK(strstr(message, "negative stride") != NULL);
  tensor = tensor_of(values[0]), tensor.shape = less_than_none;
  CHECK(try_one(&tensor, 0, 1, NULL) == WKIN_BAD_ARGUMENT);
  tensor = tensor_of(values[0]), tensor.shape = too_many;
  CHECK(try_one(&tensor, 0, 1, NULL) == WKIN_BAD_ARGUMENT);
  tensor = tensor_of(values[0]), tensor.shape = NULL;
  CHECK(try_one(&tensor, 0, 1, NULL) == WKIN_BAD_ARGUMENT);
  tensor = tensor_of(values[0]), tensor.ndim = -1;
  CHECK(try_one(&tensor, 0, 1, NULL) == WKIN_BAD_ARGUMENT);
  tensor = tensor_of(values[0]), tensor.ndim = 65;
  CHECK(try_one(&tensor, 0, 1, NULL) == WKIN_BAD_ARGUMENT);
  tensor = tensor_of(NULL);
  CHECK(try_one(&tensor, 0, 1, NULL) == WKIN_BAD_ARGUMENT);
  tensor = tensor_of(values[0]), tensor.dtype.code = 17, tensor.dtype.bits = 4;
  CHECK(try_one(&tensor, 4, 1, NULL) == WKIN_UNSUPPORTED); /* padded to bytes */
  tensor = tensor_of(values[0]);
  CHECK(try_one(&tensor, 0, 2, NULL) == WKIN_UNSUPPORTED);
}

static void a_list_is_taken_whole_or_not_at_all(void) {
  struct handed all;
  wkin_model* model = NULL;
  wkin_error error;
  make_handed(&all);
  deleted = 0;
  all.tensors[2].name = weight_names[0];
  CHECK(wkin_model_from_dlpack(all.tensors, layers, sizeof all.tensors[0], "", &model, &error) ==
        WKIN_BAD_ARGUMENT);
  make_handed(&all);
  all.tensors[2].managed = all.tensors[0].managed;
  CHECK(wkin_model_from_dlpack(all.tensors, layers, sizeof all.tensors[0], "", &model, &error) ==
        WKIN_BAD_ARGUMENT);
  make_handed(&all);
  all.tensors[2].versioned = &all.versioned[2]; /* both */
  CHECK(wkin_model_from_dlpack(all.tensors, layers, sizeof all.tensors[0], "", &model, &error) ==
        WKIN_BAD_ARGUMENT);
  all.tensors[2].managed = NULL, all.tensors[2].versioned = NULL;
  CHECK(wkin_model_from_dlpack(all.tensors, layers, sizeof all.tensors[0], "", &model, &error) ==
        WKIN_BAD_ARGUMENT);
  all.tensors[1].name = NULL;
  CHECK(wkin_model_from_dlpack(all.tensors, layers, sizeof all.tensors[0], "", &model, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_from_dlpack(all.tensors, layers, 8, "", &model, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_from_dlpack(NULL, 1, sizeof all.tensors[0], "", &model, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_from_dlpack(all.tensors, 1, sizeof all.tensors[0], "", NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(deleted == 0 && model == NULL);
  CHECK(wkin_model_from_dlpack(NULL, 0, sizeof all.tensors[0], "", &model, &error) == WKIN_OK);
  wkin_model_close(model);
}

/* A transposed view, a broadcast one, and one that begins in the middle. */
static void strides_and_offsets_are_read(void) {
  int64_t turned[2] = {columns, rows};
  int64_t turned_strides[2] = {1, columns};
  int64_t repeated_strides[2] = {0, 1};
  int64_t lone_strides[2] = {77, 1}; /* of an axis of one element: without meaning */
  int64_t lone[2] = {1, columns};
  DLManagedTensor managed[4];
  wkin_dlpack_tensor tensors[4] = {{"turned", NULL, NULL},
                                   {"repeated", NULL, NULL},
                                   {"offset", NULL, NULL},
                                   {"lone", NULL, NULL}};
  wkin_tensor_memory memory;
  wkin_model* model = NULL;
  float read[4];
  size_t i, needed = 0;
  memset(managed, 0, sizeof managed);
  for (i = 0; i < 4; ++i) {
    managed[i].dl_tensor = tensor_of(values[0]);
    tensors[i].managed = &managed[i];
  }
  managed[0].dl_tensor.shape = turned, managed[0].dl_tensor.strides = turned_strides;
  managed[1].dl_tensor.strides = repeated_strides;
  managed[2].dl_tensor.ndim = 0;
  managed[2].dl_tensor.byte_offset = 7 * sizeof(float);
  managed[3].dl_tensor.shape = lone, managed[3].dl_tensor.strides = lone_strides;
  CHECK(wkin_model_from_dlpack(tensors, 4, sizeof tensors[0], "", &model, NULL) == WKIN_OK);
  CHECK(wkin_model_memory(model, 0, &memory, sizeof memory, NULL) == WKIN_OK);
  CHECK(memory.data == (const void*)values[0] && memory.strides[0] == 1);
  CHECK(memory.strides[1] == columns);
  CHECK(wkin_model_read(model, 0, 1, 4, WKIN_DTYPE_NONE, read, sizeof read, &needed, NULL) ==
        WKIN_OK);
  CHECK(needed == sizeof read);
  for (i = 0; i < 4; ++i)
    CHECK(read[i] == values[0][(i + 1) * columns]);
  CHECK(wkin_model_read(model, 1, columns - 1, 2, WKIN_DTYPE_F32, read, sizeof read, NULL, NULL) ==
        WKIN_OK);
  CHECK(read[0] == values[0][columns - 1] && read[1] == values[0][0]);
  CHECK(wkin_model_memory(model, 2, &memory, sizeof memory, NULL) == WKIN_OK);
  CHECK(memory.data == (const void*)&values[0][7] && memory.strides == NULL);
  CHECK(wkin_model_memory(model, 3, &memory, sizeof memory, NULL) == WKIN_OK);
  CHECK(memory.strides == NULL);
  wkin_model_close(model);
}

/* Along an axis of one element any stride, the largest and negative ones too. */
static void strides_that_lead_nowhere_are_taken(void) {
  static const uint64_t shape[2] = {1, 3};
  static const int64_t strides[3][2] = {{-77, 2}, {INT64_MAX, 2}, {INT64_MIN, 2}};
  float read[3];
  size_t i;
  for (i = 0; i < 3; ++i) {
    const wkin_tensor_view view = {"lone", WKIN_DTYPE_F32, 2, shape, strides[i], values[0]};
    wkin_model* model = NULL;
    wkin_pair pair;
    CHECK(wkin_model_from_tensors(&view, 1, sizeof view, "", &model, NULL) == WKIN_OK);
    CHECK(wkin_model_read(model, 0, 0, 3, WKIN_DTYPE_F32, read, sizeof read, NULL, NULL) ==
          WKIN_OK);
    CHECK(read[1] == values[0][2] && read[2] == values[0][4]);
    CHECK(wkin_measure_pair(&view, &view, sizeof view, 1, &pair, sizeof pair, NULL) == WKIN_OK);
    CHECK(pair.bit_equal == 3);
    wkin_model_close(model);
  }
}

static void values_are_read_back(void) {
  struct handed all;
  wkin_model* model;
  double wide[3];
  float own[rows * columns];
  char bytes[17];
  size_t needed = 0;
  wkin_error error;
  make_handed(&all);
  model = take(&all);
  CHECK(wkin_model_read(model, 1, 0, rows * columns, WKIN_DTYPE_NONE, own, sizeof own, NULL,
                        &error) == WKIN_OK);
  CHECK(memcmp(own, values[1], sizeof own) == 0);
  CHECK(wkin_model_read(model, 1, 5, 3, WKIN_DTYPE_F64, wide, sizeof wide, NULL, &error) ==
        WKIN_OK);
  CHECK(wide[0] == (double)values[1][5] && wide[2] == (double)values[1][7]);
  CHECK(wkin_model_read(model, 1, 0, 3, WKIN_DTYPE_F64, NULL, 0, &needed, &error) == WKIN_OK);
  CHECK(needed == sizeof wide);
  CHECK(wkin_model_read(model, 1, rows * columns, 0, WKIN_DTYPE_F32, own, sizeof own, NULL,
                        &error) == WKIN_OK);
  CHECK(wkin_model_read(model, 1, rows * columns, 1, WKIN_DTYPE_F32, own, sizeof own, NULL,
                        &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_read(model, 1, UINT64_MAX, 2, WKIN_DTYPE_F32, own, sizeof own, NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_read(model, 1, 0, 4, WKIN_DTYPE_F64, wide, sizeof wide, &needed, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(needed == 32);
  CHECK(wkin_model_read(model, 1, 0, 1, WKIN_DTYPE_F32, bytes + (((size_t)bytes & 3u) ? 0 : 1), 16,
                        NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_read(model, 1, 0, 1, WKIN_DTYPE_BF16, own, sizeof own, NULL, &error) ==
        WKIN_UNSUPPORTED);
  CHECK(wkin_model_read(model, 1, 0, 1, WKIN_DTYPE_F32, NULL, 0, NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_read(model, 1, 0, 1, WKIN_DTYPE_F32, NULL, 4, NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_read(model, layers, 0, 1, WKIN_DTYPE_F32, own, 4, NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_read(NULL, 0, 0, 1, WKIN_DTYPE_F32, own, 4, NULL, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_memory(NULL, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_memory(model, layers, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_memory(model, 0, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  wkin_model_close(model);
}

/* The builder takes a strided half, a packed half and whole tensors; the model of the same values
 * gives the same roots. */
static void a_builder_takes_them_too(void) {
  static float turned_values[columns * rows];
  struct handed all;
  wkin_tensor_declaration declared[layers];
  wkin_builder_options options = WKIN_BUILDER_OPTIONS_INIT;
  wkin_fingerprint_builder* builder = NULL;
  wkin_inventory* contents = NULL;
  wkin_fingerprint* built = NULL;
  wkin_fingerprint* whole = NULL;
  wkin_fingerprint_info one, other;
  wkin_model* model;
  wkin_dlpack_tensor box = {NULL, NULL, NULL};
  wkin_error error;
  int64_t half[2] = {rows / 2, columns};
  int64_t turned_strides[2] = {1, rows};
  uint64_t start[2] = {rows / 2, 0};
  int l, i;
  make_handed(&all);
  deleted = 0;
  model = take(&all);
  memset(declared, 0, sizeof declared);
  for (l = 0; l < layers; ++l) {
    declared[l].name = weight_names[l];
    declared[l].shape = weight_shape;
    declared[l].dtype = WKIN_DTYPE_F32;
    declared[l].rank = 2;
  }
  for (i = 0; i < rows * columns; ++i)
    turned_values[(i % columns) * rows + i / columns] = values[0][i];
  CHECK(wkin_inventory_take(model, NULL, &contents, &error) == WKIN_OK);
  options.contents = contents;
  CHECK(wkin_builder_begin(declared, layers, sizeof declared[0], &options, &builder, &error) ==
        WKIN_OK);
  all.plain[0].dl_tensor = tensor_of(turned_values);
  all.plain[0].dl_tensor.shape = half;
  all.plain[0].dl_tensor.strides = turned_strides;
  box.managed = &all.plain[0];
  CHECK(wkin_builder_add_dlpack(builder, 0, NULL, &box, sizeof box, &error) == WKIN_OK);
  all.plain[0].dl_tensor = tensor_of(values[0]);
  all.plain[0].dl_tensor.shape = half;
  all.plain[0].dl_tensor.byte_offset = sizeof values[0] / 2;
  CHECK(wkin_builder_add_dlpack(builder, 0, start, &box, sizeof box, &error) == WKIN_OK);
  CHECK(wkin_builder_add_dlpack(builder, 0, start, &box, sizeof box, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add_dlpack(builder, 1, NULL, &all.tensors[1], sizeof box, &error) == WKIN_OK);
  all.plain[2].dl_tensor.dtype.code = 0; /* i32, of the same size */
  CHECK(wkin_builder_add_dlpack(builder, 2, NULL, &all.tensors[2], sizeof box, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(strstr(error.message, "declared as f32") != NULL);
  all.plain[2].dl_tensor.dtype.code = 2;
  all.plain[2].dl_tensor.device.device_type = 2;
  CHECK(wkin_builder_add_dlpack(builder, 2, NULL, &all.tensors[2], sizeof box, &error) ==
        WKIN_UNSUPPORTED);
  all.plain[2].dl_tensor.device.device_type = 1;
  CHECK(wkin_builder_add_dlpack(builder, 2, NULL, &all.tensors[2], sizeof box, &error) == WKIN_OK);
  CHECK(wkin_builder_add_dlpack(builder, layers, NULL, &box, sizeof box, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add_dlpack(builder, 0, NULL, NULL, sizeof box, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add_dlpack(builder, 0, NULL, &box, 8, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_builder_add_dlpack(NULL, 0, NULL, &box, sizeof box, &error) == WKIN_BAD_ARGUMENT);
  CHECK(deleted == 0); /* a builder only borrows */
  CHECK(wkin_builder_finish(builder, &built, &error) == WKIN_OK);
  CHECK(wkin_fingerprint_take(model, NULL, &whole, &error) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(built, &one, sizeof one, NULL) == WKIN_OK);
  CHECK(wkin_fingerprint_describe(whole, &other, sizeof other, NULL) == WKIN_OK);
  CHECK(memcmp(one.root, other.root, 32) == 0 && one.checksum == other.checksum);
  wkin_fingerprint_close(built);
  wkin_fingerprint_close(whole);
  wkin_builder_close(builder);
  wkin_inventory_close(contents);
  wkin_model_close(model);
  CHECK(deleted == layers);
}

/* What a file holds is at an address; what is decoded is not. */
static void files_have_memory_where_they_are_mapped(void) {
  static const char header[] =
      "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}    ";
  unsigned char bytes[8 + sizeof header - 1 + 8] = {0};
  wkin_tensor_memory memory;
  wkin_model* model = NULL;
  bytes[0] = (unsigned char)(sizeof header - 1);
  memcpy(bytes + 8, header, sizeof header - 1);
  CHECK(wkin_model_open_memory(bytes, sizeof bytes, "two", NULL, &model, NULL) == WKIN_OK);
  CHECK(wkin_model_memory(model, 0, &memory, sizeof memory, NULL) == WKIN_OK);
  CHECK(memory.data == (const void*)(bytes + sizeof bytes - 8));
  wkin_model_close(model);
}

int main(void) {
  uint64_t state = 7;
  int l, i;
  for (l = 0; l < layers; ++l)
    for (i = 0; i < rows * columns; ++i)
      values[l][i] = draw(&state);
  elements_stay_where_they_are();
  deleters_wait_for_the_last_user();
  they_answer_like_tensors_in_memory();
  every_type_is_taken_or_refused();
  what_cannot_be_read_is_refused();
  a_list_is_taken_whole_or_not_at_all();
  strides_and_offsets_are_read();
  strides_that_lead_nowhere_are_taken();
  values_are_read_back();
  a_builder_takes_them_too();
  files_have_memory_where_they_are_mapped();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
