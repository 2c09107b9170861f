/* An allocator of the caller's: all that the library's own code takes comes from it, goes back to
 * it, and may be refused. From C99, with a library that was built for it. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <weightkin.h>

#include "c_check.h"
#include "c_weights.h"

static int failures = 0;

/* What the allocator counts. Threads of the library use it too, but not in this test: all calls are
 * asked for one thread. */
typedef struct counted_memory {
  long calls;
  long blocks;      /* given and not back yet */
  size_t bytes;     /* of those */
  size_t most;      /* bytes at a time */
  long refuse_from; /* number of the call that gets nothing, and all after it; 0: none */
} counted_memory;

/* Keeps the block's size in front of it, to compare with what the library says. */
static void* allocate_counted(size_t size, void* user_data) {
  counted_memory* memory = (counted_memory*)user_data;
  char* block;
  ++memory->calls;
  if (memory->refuse_from > 0 && memory->calls >= memory->refuse_from) return NULL;
  block = (char*)malloc(size + 16);
  if (block == NULL) return NULL;
  memcpy(block, &size, sizeof size);
  ++memory->blocks;
  memory->bytes += size;
  if (memory->bytes > memory->most) memory->most = memory->bytes;
  return block + 16;
}

static void release_counted(void* block, size_t size, void* user_data) {
  counted_memory* memory = (counted_memory*)user_data;
  size_t kept;
  memcpy(&kept, (char*)block - 16, sizeof kept);
  CHECK(kept == size);
  --memory->blocks;
  memory->bytes -= size;
  free((char*)block - 16);
}

static float values[2][layers][rows * columns];

static wkin_status make_model(int which, wkin_model** out, wkin_error* error) {
  wkin_tensor_view tensors[layers];
  int layer;
  memset(tensors, 0, sizeof tensors);
  for (layer = 0; layer < layers; ++layer) {
    tensors[layer].name = weight_names[layer];
    tensors[layer].dtype = WKIN_DTYPE_F32;
    tensors[layer].rank = 2;
    tensors[layer].shape = weight_shape;
    tensors[layer].data = values[which][layer];
  }
  return wkin_model_from_tensors(tensors, layers, sizeof tensors[0], "held", out, error);
}

/* Models, their comparison and its report, all closed again. */
static wkin_status whole_story(wkin_error* error) {
  wkin_model* models[2] = {NULL, NULL};
  wkin_comparison* comparison = NULL;
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  size_t needed = 0;
  wkin_status status;
  options.threads = 1;
  status = make_model(0, &models[0], error);
  if (status == WKIN_OK) status = make_model(1, &models[1], error);
  if (status == WKIN_OK) status = wkin_compare(models[1], models[0], &options, &comparison, error);
  if (status == WKIN_OK) status = wkin_comparison_json(comparison, NULL, 0, &needed, error);
  wkin_comparison_close(comparison);
  wkin_model_close(models[1]);
  wkin_model_close(models[0]);
  return status;
}

int main(void) {
  counted_memory memory = {0, 0, 0, 0, 0};
  wkin_error error;
  wkin_model* older = NULL;
  uint64_t state = 5;
  long blocks;
  long total;
  long nth;
  size_t i;
  int layer;
  for (layer = 0; layer < layers; ++layer)
    for (i = 0; i < rows * columns; ++i) {
      values[0][layer][i] = draw(&state);
      values[1][layer][i] = values[0][layer][i] + 0.1f * draw(&state);
    }

  CHECK(wkin_has_feature("allocator") == 1);
  CHECK(make_model(0, &older, NULL) == WKIN_OK);
  CHECK(wkin_set_allocator(NULL, release_counted, &memory, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_set_allocator(allocate_counted, NULL, &memory, NULL) == WKIN_BAD_ARGUMENT);
  CHECK(wkin_set_allocator(allocate_counted, release_counted, &memory, &error) == WKIN_OK);
  CHECK(wkin_set_allocator(allocate_counted, release_counted, &memory, &error) ==
        WKIN_BAD_ARGUMENT);
  wkin_model_close(older); /* goes back to where it came from */
  CHECK(memory.blocks == 0);

  /* The first run makes what stays for good; after that everything comes back. */
  CHECK(whole_story(&error) == WKIN_OK);
  CHECK(memory.calls > 500 && memory.most > 100000);
  blocks = memory.blocks;
  memory.calls = 0;
  CHECK(whole_story(&error) == WKIN_OK);
  CHECK(memory.blocks == blocks);
  total = memory.calls;

  for (nth = 1; nth <= total; nth += nth < 100 ? 1 : 1 + total / 100) {
    memory.calls = 0;
    memory.refuse_from = nth;
    CHECK(whole_story(&error) == WKIN_NO_MEMORY && error.status == WKIN_NO_MEMORY);
    CHECK(memory.blocks == blocks);
  }
  memory.refuse_from = 0;
  CHECK(whole_story(&error) == WKIN_OK);
  CHECK(memory.blocks == blocks);
  printf("%ld allocations, %lu bytes at most\n", total, (unsigned long)memory.most);
  return failures == 0 ? 0 : 1;
}
