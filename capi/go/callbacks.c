#include "callbacks.h"

#include "_cgo_export.h"

static int progress(const char* stage, uint64_t done, uint64_t total, void* user_data) {
  return weightkinProgress((char*)stage, done, total, (uintptr_t)user_data);
}

void weightkin_go_watch_compare(wkin_compare_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_print(wkin_fingerprint_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_write(wkin_write_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_scan(wkin_scan_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_forest(wkin_forest_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_hash(wkin_hash_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_manifest(wkin_manifest_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_merge(wkin_merge_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

void weightkin_go_watch_query(wkin_index_query_options* options, uintptr_t handle) {
  options->on_progress = progress;
  options->user_data = (void*)handle;
}

static wkin_status read_source(uint64_t offset, size_t length, void* buffer, size_t* got,
                               void* user_data) {
  return (wkin_status)weightkinRead(offset, length, buffer, got, (uintptr_t)user_data);
}

static void release_source(void* user_data) { weightkinRelease((uintptr_t)user_data); }

static wkin_status open_beside(const char* name, wkin_source* source, void* user_data) {
  return (wkin_status)weightkinOpenBeside((char*)name, source, (uintptr_t)user_data);
}

void weightkin_go_set_source(wkin_source* source, uint64_t size_bytes, uintptr_t handle) {
  source->size_bytes = size_bytes;
  source->read = read_source;
  source->release = release_source;
  source->user_data = (void*)handle;
}

wkin_status weightkin_go_open_source(uint64_t size_bytes, uintptr_t source, uintptr_t beside,
                                     const char* label, const wkin_open_options* options,
                                     wkin_model** out, wkin_error* error) {
  wkin_source given;
  weightkin_go_set_source(&given, size_bytes, source);
  return wkin_model_open_source(&given, open_beside, (void*)beside, label, options, out, error);
}

void weightkin_go_hold(wkin_tensor_view* views, size_t first, size_t count, const void* a,
                       const void* b, const void* c, const void* d, uintptr_t handle) {
  const void* pointers[4];
  size_t i;
  pointers[0] = a;
  pointers[1] = b;
  pointers[2] = c;
  pointers[3] = d;
  for (i = 0; views != NULL && i < count && i < 4; ++i)
    views[first + i].data = pointers[i] != NULL ? pointers[i] : "";
  weightkinHeld(first + count, handle);
}
