#include "rank_merge.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static wkin_status no_memory(wkin_error* error) {
  error->status = WKIN_NO_MEMORY;
  error->fault = WKIN_FAULT_NONE;
  strcpy(error->message, "no memory for a rank's state, or more of it than MPI sends at once");
  return WKIN_NO_MEMORY;
}

static wkin_status send_state(const wkin_fingerprint_builder* builder, int to, MPI_Comm world,
                              wkin_error* error) {
  size_t size = 0;
  void* state;
  wkin_status status = wkin_builder_save(builder, NULL, 0, &size, error);
  if (status != WKIN_OK) return status;
  state = size <= INT_MAX ? malloc(size) : NULL;
  if (state == NULL) return no_memory(error);
  status = wkin_builder_save(builder, state, size, &size, error);
  if (status == WKIN_OK) MPI_Send(state, (int)size, MPI_BYTE, to, 0, world);
  free(state);
  return status;
}

static wkin_status receive_state(wkin_fingerprint_builder* builder, int from, MPI_Comm world,
                                 wkin_error* error) {
  wkin_fingerprint_builder* other = NULL;
  MPI_Status arriving;
  wkin_status status;
  int size = 0;
  void* state;
  MPI_Probe(from, 0, world, &arriving);
  MPI_Get_count(&arriving, MPI_BYTE, &size);
  state = malloc((size_t)size);
  if (state == NULL) return no_memory(error);
  MPI_Recv(state, size, MPI_BYTE, from, 0, world, MPI_STATUS_IGNORE);
  status = wkin_builder_load(state, (size_t)size, &other, error);
  free(state);
  if (status == WKIN_OK) status = wkin_builder_merge(builder, other, error);
  wkin_builder_close(other);
  return status;
}

wkin_status merge_over_ranks(wkin_fingerprint_builder* builder, MPI_Comm world, wkin_error* error) {
  int rank, ranks, step;
  MPI_Comm_rank(world, &rank);
  MPI_Comm_size(world, &ranks);
  for (step = 1; step < ranks; step *= 2) {
    if (rank % (2 * step) == step) return send_state(builder, rank - step, world, error);
    if (rank + step < ranks) {
      const wkin_status status = receive_state(builder, rank + step, world, error);
      if (status != WKIN_OK) return status;
    }
  }
  return WKIN_OK;
}
