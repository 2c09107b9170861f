/* Models from callbacks, their encodings, and writing them, from C99. */

#include <stdio.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"

static int failures = 0;

/* A model of one tensor, of which the second value is too large for f16. */
static wkin_model* two_values(void) {
  static const float values[2] = {1.5f, 1e6f};
  static const uint64_t shape[1] = {2};
  wkin_tensor_view tensor;
  wkin_model* model = NULL;
  memset(&tensor, 0, sizeof tensor);
  tensor.name = "w";
  tensor.dtype = WKIN_DTYPE_F32;
  tensor.rank = 1;
  tensor.shape = shape;
  tensor.data = values;
  CHECK(wkin_model_from_tensors(&tensor, 1, sizeof tensor, "held", &model, NULL) == WKIN_OK);
  return model;
}

static int cancel_at_once(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  ++*(int*)user_data;
  return strlen(stage) > 0 && done <= total;
}

/* A file in memory that is reached through callbacks, and what they are to answer. */
typedef struct called_file {
  const unsigned char* bytes;
  wkin_status answer;
  size_t held_back; /* bytes that each read falls short */
  int reads;
  int releases;
} called_file;

static wkin_status read_called(uint64_t offset, size_t length, void* buffer, size_t* got,
                               void* user_data) {
  called_file* file = (called_file*)user_data;
  ++file->reads;
  if (file->answer != WKIN_OK) return file->answer;
  *got = length > file->held_back ? length - file->held_back : 0;
  memcpy(buffer, file->bytes + offset, *got);
  return WKIN_OK;
}

static void release_called(void* user_data) { ++((called_file*)user_data)->releases; }

/* A safetensors file of one f32 tensor [2] with the values of `values`; answers its size. */
static size_t write_two(unsigned char* bytes, const char* name, const float* values) {
  const int length = sprintf(
      (char*)bytes + 8, "{\"%s\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", name);
  memset(bytes, 0, 8);
  bytes[0] = (unsigned char)length;
  memcpy(bytes + 8 + length, values, 8);
  return (size_t)length + 16;
}

static wkin_source source_of(called_file* file, size_t size) {
  wkin_source source;
  source.size_bytes = size;
  source.read = read_called;
  source.release = release_called;
  source.user_data = file;
  return source;
}

static void bytes_may_come_from_callbacks(void) {
  static const float values[2] = {1, 2};
  unsigned char bytes[256];
  called_file file = {NULL, WKIN_OK, 0, 0, 0};
  wkin_source source = source_of(&file, write_two(bytes, "w", values));
  wkin_open_options options = WKIN_OPEN_OPTIONS_INIT;
  wkin_model* model = NULL;
  wkin_tensor_info info;
  wkin_error error;
  file.bytes = bytes;
  CHECK(wkin_model_open_source(&source, NULL, NULL, "two", NULL, &model, &error) == WKIN_OK);
  CHECK(wkin_model_tensor(model, 0, &info, sizeof info, &error) == WKIN_OK && info.elements == 2);
  CHECK(file.reads > 0 && file.releases == 0);
  wkin_model_close(model);
  CHECK(file.releases == 1);

  file.answer = WKIN_BAD_FORMAT; /* a callback cannot know formats: a failure of the medium */
  CHECK(wkin_model_open_source(&source, NULL, NULL, "two", NULL, &model, &error) == WKIN_IO);
  CHECK(model == NULL && strstr(error.message, "two") != NULL && file.releases == 2);
  file.answer = WKIN_CANCELLED;
  CHECK(wkin_model_open_source(&source, NULL, NULL, "two", NULL, &model, &error) == WKIN_CANCELLED);
  file.answer = WKIN_OK;
  file.held_back = 1;
  CHECK(wkin_model_open_source(&source, NULL, NULL, NULL, NULL, &model, &error) == WKIN_IO);
  file.held_back = 0;
  options.struct_size = 1;
  CHECK(wkin_model_open_source(&source, NULL, NULL, "two", &options, &model, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_open_source(&source, NULL, NULL, "two", NULL, NULL, &error) ==
        WKIN_BAD_ARGUMENT);
  CHECK(file.releases == 6); /* whatever the answer was */
  source.read = NULL;
  CHECK(wkin_model_open_source(&source, NULL, NULL, "two", NULL, &model, &error) ==
        WKIN_BAD_ARGUMENT);
}

/* Two shards beside an index; `answer` is what opening the second answers. */
typedef struct called_folder {
  called_file shards[2];
  size_t sizes[2];
  wkin_status answer;
  int absent; /* the second shard does not exist */
} called_folder;

static wkin_status open_called(const char* name, wkin_source* source, void* user_data) {
  called_folder* folder = (called_folder*)user_data;
  if (strcmp(name, "1.safetensors") == 0) {
    *source = source_of(&folder->shards[0], folder->sizes[0]);
  } else if (strcmp(name, "2.safetensors") == 0) {
    if (folder->answer != WKIN_OK) return folder->answer;
    if (!folder->absent) *source = source_of(&folder->shards[1], folder->sizes[1]);
  }
  return WKIN_OK;
}

static void other_files_come_from_a_callback_too(void) {
  static const char index[] = "{\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}";
  static const float values[2] = {1, 2};
  unsigned char bytes[2][256];
  called_file file = {(const unsigned char*)index, WKIN_OK, 0, 0, 0};
  wkin_source source = source_of(&file, sizeof index - 1);
  called_folder folder;
  wkin_model* model = NULL;
  wkin_error error;
  memset(&folder, 0, sizeof folder);
  folder.sizes[0] = write_two(bytes[0], "a", values);
  folder.sizes[1] = write_two(bytes[1], "b", values);
  folder.shards[0].bytes = bytes[0];
  folder.shards[1].bytes = bytes[1];
  CHECK(wkin_model_open_source(&source, open_called, &folder, "index.json", NULL, &model, &error) ==
        WKIN_OK);
  CHECK(wkin_model_tensor_count(model) == 2);
  wkin_model_close(model);
  CHECK(folder.shards[0].releases == 1 && folder.shards[1].releases == 1);
  folder.absent = 1;
  CHECK(wkin_model_open_source(&source, open_called, &folder, "index.json", NULL, &model, &error) ==
        WKIN_BAD_FORMAT);
  CHECK(error.fault == WKIN_FAULT_SHARD && strstr(error.message, "2.safetensors") != NULL);
  folder.answer = WKIN_UNDEFINED;
  CHECK(wkin_model_open_source(&source, open_called, &folder, "index.json", NULL, &model, &error) ==
        WKIN_IO);
  CHECK(wkin_model_open_source(&source, NULL, NULL, "index.json", NULL, &model, &error) ==
        WKIN_BAD_FORMAT);
  CHECK(file.releases == 4 && folder.shards[0].releases == 3);
}

static void open_options_of_older_callers_still_work(void) {
  static const float values[2] = {1, 2};
  unsigned char bytes[256];
  const size_t size = write_two(bytes, "w", values);
  wkin_open_options options = WKIN_OPEN_OPTIONS_INIT;
  wkin_model* model = NULL;
  options.as_stored = 1;
  CHECK(wkin_model_open_memory(bytes, size, "two", &options, &model, NULL) == WKIN_OK);
  wkin_model_close(model);
  options.struct_size = 24; /* before `as_stored` */
  CHECK(wkin_model_open_memory(bytes, size, "two", &options, &model, NULL) == WKIN_OK);
  wkin_model_close(model);
}

static void plain_tensors_have_no_encoding(void) {
  wkin_model* model = two_values();
  wkin_tensor_encoding encoding;
  wkin_encoding_part part;
  wkin_error error;
  memset(&encoding, 0xee, sizeof encoding);
  CHECK(wkin_model_encoding(model, 0, &encoding, sizeof encoding, &error) == WKIN_OK);
  CHECK(strcmp(encoding.scheme, "") == 0 && encoding.bits_per_value == 0);
  CHECK(encoding.parts == 0 && encoding.layout_rules == 0 && encoding.block_values == 0);
  CHECK(wkin_model_encoding(model, 1, &encoding, sizeof encoding, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_encoding(model, 0, NULL, sizeof encoding, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_encoding_part(model, 0, 0, &part, sizeof part, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_layout_rule(model, 0, 0) == NULL);
  CHECK(wkin_model_layout_rule(model, 1, 0) == NULL);
  wkin_model_close(model);
}

/* A file in memory, and what its taker answers after so many bytes. */
struct taken {
  unsigned char bytes[4096];
  size_t size;
  size_t most;
  wkin_status then;
};

static wkin_status take(const void* bytes, size_t length, void* user_data) {
  struct taken* into = (struct taken*)user_data;
  if (into->size + length > into->most) return into->then;
  memcpy(into->bytes + into->size, bytes, length);
  into->size += length;
  return WKIN_OK;
}

static wkin_status send(const wkin_model* model, struct taken* into, size_t most, wkin_status then,
                        const wkin_write_options* options) {
  wkin_error error;
  wkin_status status;
  into->size = 0;
  into->most = most;
  into->then = then;
  status = wkin_model_send_safetensors(model, take, into, options, NULL, 0, &error);
  CHECK(status == WKIN_OK || strlen(error.message) > 0);
  return status;
}

static void a_model_is_sent_with_metadata(void) {
  static struct taken taken, usual;
  static const char* const keys[3] = {"made", "by", NULL};
  static const char* const texts[3] = {"here", "me", NULL};
  wkin_write_options options = WKIN_WRITE_OPTIONS_INIT;
  wkin_write_summary summary;
  wkin_model* model = two_values();
  wkin_model* read = NULL;
  const char* value = NULL;
  CHECK(send(model, &usual, 4096, WKIN_OK, NULL) == WKIN_OK);
  CHECK(wkin_model_open_memory(usual.bytes, usual.size, "sent", NULL, &read, NULL) == WKIN_OK);
  CHECK(strcmp(wkin_model_metadata(read, 0, &value), "format") == 0 && strcmp(value, "pt") == 0);
  wkin_model_close(read);
  options.metadata_keys = keys;
  options.metadata_values = texts;
  options.metadata_count = 2;
  CHECK(send(model, &taken, 4096, WKIN_OK, &options) == WKIN_OK);
  CHECK(wkin_model_open_memory(taken.bytes, taken.size, "sent", NULL, &read, NULL) == WKIN_OK);
  CHECK(strcmp(wkin_model_metadata(read, 0, &value), "made") == 0 && strcmp(value, "here") == 0);
  CHECK(strcmp(wkin_model_metadata(read, 1, &value), "by") == 0 && strcmp(value, "me") == 0);
  CHECK(wkin_model_metadata(read, 2, NULL) == NULL);
  wkin_model_close(read);
  options.metadata_count = 0;
  CHECK(send(model, &taken, 4096, WKIN_OK, &options) == WKIN_OK && taken.size < usual.size);
  options.metadata_count = 3;
  CHECK(send(model, &taken, 4096, WKIN_OK, &options) == WKIN_BAD_ARGUMENT);
  options.metadata_values = NULL;
  CHECK(send(model, &taken, 4096, WKIN_OK, &options) == WKIN_BAD_ARGUMENT);
  options.struct_size = 32; /* before metadata */
  CHECK(send(model, &taken, 4096, WKIN_OK, &options) == WKIN_OK);
  CHECK(taken.size == usual.size && memcmp(taken.bytes, usual.bytes, usual.size) == 0);
  CHECK(send(model, &taken, 8, WKIN_CANCELLED, NULL) == WKIN_CANCELLED);
  CHECK(send(model, &taken, 8, WKIN_NO_MEMORY, NULL) == WKIN_NO_MEMORY);
  CHECK(send(model, &taken, 8, WKIN_INTERNAL, NULL) == WKIN_IO);
  CHECK(wkin_model_send_safetensors(model, NULL, NULL, NULL, NULL, 0, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_send_safetensors(NULL, take, &taken, NULL, NULL, 0, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_send_safetensors(model, take, &taken, NULL, &summary, 0, NULL) ==
        WKIN_BAD_ARGUMENT);
  wkin_model_close(model);
}

static void a_model_is_written_as_safetensors(void) {
  static const char path[] = "c_api_test.safetensors";
  wkin_write_options options = WKIN_WRITE_OPTIONS_INIT;
  wkin_write_summary summary;
  wkin_tensor_info info;
  wkin_model* model = two_values();
  wkin_model* written = NULL;
  wkin_error error;
  int calls = 0;
  options.floats = WKIN_DTYPE_F16;
  if (!CHECK(wkin_model_write_safetensors(model, path, &options, &summary, sizeof summary,
                                          &error) == WKIN_OK))
    fprintf(stderr, "%s\n", error.message);
  CHECK(summary.tensors == 1 && summary.overflowed == 1 && summary.bytes > 12);
  CHECK(wkin_model_open(path, NULL, &written, &error) == WKIN_OK);
  CHECK(wkin_model_tensor(written, 0, &info, sizeof info, &error) == WKIN_OK);
  CHECK(info.dtype == WKIN_DTYPE_F16 && info.elements == 2 && strcmp(info.name, "w") == 0);
  wkin_model_close(written);
  CHECK(wkin_model_write_safetensors(model, path, NULL, NULL, 0, &error) == WKIN_OK);
  options.on_progress = cancel_at_once;
  options.user_data = &calls;
  CHECK(wkin_model_write_safetensors(model, path, &options, NULL, 0, &error) == WKIN_CANCELLED);
  CHECK(calls == 1);
  options.on_progress = NULL;
  options.floats = WKIN_DTYPE_F64;
  CHECK(wkin_model_write_safetensors(model, path, &options, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  options.floats = (wkin_dtype)25;
  CHECK(wkin_model_write_safetensors(model, path, &options, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  options.struct_size = 0;
  CHECK(wkin_model_write_safetensors(model, path, &options, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_write_safetensors(model, path, NULL, &summary, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_write_safetensors(model, NULL, NULL, NULL, 0, &error) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_model_write_safetensors(model, "no/such/folder/x", NULL, NULL, 0, &error) == WKIN_IO);
  wkin_model_close(model);
  remove(path);
}

/* Along an axis of one element a stride leads nowhere, however large. */
static void strides_that_lead_nowhere_are_taken(void) {
  static const uint64_t shape[2] = {1, 3};
  static const int64_t strides[3][2] = {{-77, 2}, {INT64_MAX, 2}, {INT64_MIN, 2}};
  static const float values[5] = {1, 2, 3, 4, 5};
  float read[3];
  size_t i;
  for (i = 0; i < 3; ++i) {
    const wkin_tensor_view view = {"lone", WKIN_DTYPE_F32, 2, shape, strides[i], values};
    wkin_model* model = NULL;
    wkin_pair pair;
    CHECK(wkin_model_from_tensors(&view, 1, sizeof view, "", &model, NULL) == WKIN_OK);
    CHECK(wkin_model_read(model, 0, 0, 3, WKIN_DTYPE_F32, read, sizeof read, NULL, NULL) ==
          WKIN_OK);
    CHECK(read[1] == values[2] && read[2] == values[4]);
    CHECK(wkin_measure_pair(&view, &view, sizeof view, 1, &pair, sizeof pair, NULL) == WKIN_OK);
    CHECK(pair.bit_equal == 3);
    wkin_model_close(model);
  }
}

int main(void) {
  bytes_may_come_from_callbacks();
  other_files_come_from_a_callback_too();
  open_options_of_older_callers_still_work();
  plain_tensors_have_no_encoding();
  a_model_is_written_as_safetensors();
  a_model_is_sent_with_metadata();
  strides_that_lead_nowhere_are_taken();
  if (failures > 0) fprintf(stderr, "%d failures\n", failures);
  return failures > 0 ? 1 : 0;
}
