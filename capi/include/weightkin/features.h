/* Part of weightkin.h: what this build of the library can do, and what it has to say. */
#ifndef WEIGHTKIN_C_FEATURES_H
#define WEIGHTKIN_C_FEATURES_H

#include <weightkin/codes.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Name `index` in a list of names, NULL beyond its last: file formats in the order they are tried,
 * kernels (instruction sets) that this machine can run, the fastest last, and the parts of this
 * interface that were added since its first version. Static storage. */
WKIN_API const char* wkin_format_name(size_t index);
WKIN_API const char* wkin_kernel_name(size_t index);
WKIN_API const char* wkin_feature_name(size_t index);

/* 1 when wkin_feature_name lists `name`, else 0; NULL is in no list. For callers that may meet an
 * older library. */
WKIN_API int wkin_has_feature(const char* name);

/* Gives `size` bytes aligned as malloc's are, or NULL when there are none. Called by any thread. */
typedef void* (*wkin_allocate_callback)(size_t size, void* user_data);

/* Takes back a block of `size` bytes that the other function gave. Called by any thread. */
typedef void (*wkin_free_callback)(void* block, size_t size, void* user_data);

/* From now on the library's own code takes its memory from you; what it took before goes back to
 * where it came from. Once in a process, while no other call is running; both functions must last
 * as long as the process and must not call the library. Memory of the libraries that ours calls
 * stays theirs (docs/c-api.md). WKIN_UNSUPPORTED unless wkin_has_feature("allocator"):
 * the library was built with WEIGHTKIN_C_ALLOCATOR. */
WKIN_API wkin_status wkin_set_allocator(wkin_allocate_callback allocate, wkin_free_callback release,
                                        void* user_data, wkin_error* error);

/* How much a line of the log matters. */
typedef enum wkin_log_level {
  WKIN_LOG_INFO = 0,    /* a stage of long work begins; what was looked for */
  WKIN_LOG_WARNING = 1, /* odd but harmless things in a file; what an answer cannot see */
  WKIN_LOG_LEVEL_SIZE = 0x7fffffff
} wkin_log_level;

/* Is told what the library would print if it printed: one line, no newline, alive for the call. The
 * same can be asked of handles afterwards. Called in threads of the library's, never from two at
 * once; must not call the function that is running. */
typedef void (*wkin_log_callback)(wkin_log_level level, const char* line, void* user_data);

/* `text` for a terminal into your buffer: well-formed UTF-8 without control, direction-changing or
 * invisible characters, which are written as `\\xNN` or `\\u{N}`. Names from files need it. */
WKIN_API wkin_status wkin_printable(const char* text, char* buffer, size_t capacity, size_t* needed,
                                    wkin_error* error);

/* How a text report looks; {0} beside its size is what the functions without options give. */
typedef struct wkin_text_options {
  size_t struct_size;
  uint32_t colour;  /* 1: ANSI colours */
  uint32_t tensors; /* 1: also one line per tensor, where the report has such */
  uint32_t blocks;  /* 1: bars of Unicode blocks instead of ASCII */
  uint32_t width;   /* columns that sentences are wrapped to; 0: 110 */
} wkin_text_options;
#define WKIN_TEXT_OPTIONS_INIT                                                                     \
  { sizeof(wkin_text_options), 0, 0, 0, 0 }

#ifdef __cplusplus
}
#endif

#endif
