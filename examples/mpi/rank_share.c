#include "rank_share.h"

#include <stdlib.h>
#include <string.h>

enum { piece_bytes = 1 << 22 };

void share_of(uint64_t count, int rank, int ranks, uint64_t* first, uint64_t* number) {
  const uint64_t own = (uint64_t)rank, all = (uint64_t)ranks;
  const uint64_t each = count / all, left = count % all; /* the first `left` ranks have one more */
  *first = each * own + (own < left ? own : left);
  *number = each + (own < left ? 1 : 0);
}

/* Elements [first, first + count) of one tensor. */
static wkin_status add_range(wkin_fingerprint_builder* builder, const wkin_model* model,
                             size_t tensor, uint64_t first, uint64_t count, void* buffer,
                             wkin_error* error) {
  while (count > 0) {
    /* Sixteen bytes are the largest element; a whole number of bytes of the smallest. */
    const uint64_t piece = count < piece_bytes / 16 ? count : piece_bytes / 16;
    size_t bytes = 0;
    wkin_status status = wkin_model_read(model, tensor, first, piece, WKIN_DTYPE_NONE, buffer,
                                         piece_bytes, &bytes, error);
    if (status == WKIN_OK)
      status = wkin_builder_add(builder, tensor, first, piece, buffer, bytes, error);
    if (status != WKIN_OK) return status;
    first += piece;
    count -= piece;
  }
  return WKIN_OK;
}

static wkin_status add_tensor(wkin_fingerprint_builder* builder, const wkin_model* model,
                              size_t tensor, cut by, int rank, int ranks, void* buffer,
                              wkin_error* error) {
  wkin_tensor_info info;
  uint64_t first, number, row, row_elements;
  wkin_status status = wkin_model_tensor(model, tensor, &info, sizeof info, error);
  if (status != WKIN_OK) return status;
  if (by == cut_layers || info.rank < (by == cut_rows ? 1u : 2u)) {
    if (tensor % (size_t)ranks != (size_t)rank) return WKIN_OK;
    return add_range(builder, model, tensor, 0, info.elements, buffer, error);
  }
  if (info.elements == 0) return WKIN_OK;
  if (by == cut_rows) {
    share_of(info.shape[0], rank, ranks, &first, &number);
    row_elements = info.elements / info.shape[0];
    return add_range(builder, model, tensor, first * row_elements, number * row_elements, buffer,
                     error);
  }
  row_elements = info.shape[info.rank - 1];
  share_of(row_elements, rank, ranks, &first, &number);
  for (row = 0; row < info.elements; row += row_elements) {
    status = add_range(builder, model, tensor, row + first, number, buffer, error);
    if (status != WKIN_OK) return status;
  }
  return WKIN_OK;
}

wkin_status add_share(wkin_fingerprint_builder* builder, const wkin_model* model, cut by, int rank,
                      int ranks, wkin_error* error) {
  const size_t count = wkin_model_tensor_count(model);
  wkin_status status = WKIN_OK;
  size_t i;
  void* buffer = malloc(piece_bytes);
  if (buffer == NULL) {
    error->status = WKIN_NO_MEMORY;
    error->fault = WKIN_FAULT_NONE;
    strcpy(error->message, "no memory for a piece of a tensor");
    return WKIN_NO_MEMORY;
  }
  for (i = 0; i < count && status == WKIN_OK; ++i)
    status = add_tensor(builder, model, i, by, rank, ranks, buffer, error);
  free(buffer);
  return status;
}
