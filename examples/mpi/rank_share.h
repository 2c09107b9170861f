/* Which elements of a tensor are a rank's. */
#ifndef WEIGHTKIN_EXAMPLES_RANK_SHARE_H
#define WEIGHTKIN_EXAMPLES_RANK_SHARE_H

#include <weightkin.h>

typedef enum cut { cut_rows, cut_columns, cut_layers } cut;

/* Of `count` things those from *first on, *number of them, are rank's: as many as any other's, or
 * one more or less. */
void share_of(uint64_t count, int rank, int ranks, uint64_t* first, uint64_t* number);

/* Adds to `builder` what rank has of every tensor of `model`: reads only that, in pieces of at most
 * 4 MiB. Whole tensors in turn for cut_layers and for tensors that have no such axis. */
wkin_status add_share(wkin_fingerprint_builder* builder, const wkin_model* model, cut by, int rank,
                      int ranks, wkin_error* error);

#endif
