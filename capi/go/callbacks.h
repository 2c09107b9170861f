/* The C side of what C calls back, and of memory that C may see for a while. */
#ifndef WEIGHTKIN_GO_CALLBACKS_H
#define WEIGHTKIN_GO_CALLBACKS_H

#include <weightkin.h>

/* Sets the callback of options; `handle` is a cgo.Handle, which is no pointer. */
void weightkin_go_watch_compare(wkin_compare_options* options, uintptr_t handle);
void weightkin_go_watch_print(wkin_fingerprint_options* options, uintptr_t handle);
void weightkin_go_watch_write(wkin_write_options* options, uintptr_t handle);
void weightkin_go_watch_scan(wkin_scan_options* options, uintptr_t handle);
void weightkin_go_watch_forest(wkin_forest_options* options, uintptr_t handle);
void weightkin_go_watch_hash(wkin_hash_options* options, uintptr_t handle);
void weightkin_go_watch_manifest(wkin_manifest_options* options, uintptr_t handle);
void weightkin_go_watch_merge(wkin_merge_options* options, uintptr_t handle);
void weightkin_go_watch_query(wkin_index_query_options* options, uintptr_t handle);

wkin_status weightkin_go_open_source(uint64_t size_bytes, uintptr_t source, uintptr_t beside,
                                     const char* label, const wkin_open_options* options,
                                     wkin_model** out, wkin_error* error);
void weightkin_go_set_source(wkin_source* source, uint64_t size_bytes, uintptr_t handle);

/* Stores four pointers, or fewer, in views[first] and after, then calls Go, which returns when
 * nobody needs them anymore. Without views nothing is stored. */
void weightkin_go_hold(wkin_tensor_view* views, size_t first, size_t count, const void* a,
                       const void* b, const void* c, const void* d, uintptr_t handle);

#endif
