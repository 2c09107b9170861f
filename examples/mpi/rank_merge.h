/* Merges the builders of all ranks into one. */
#ifndef WEIGHTKIN_EXAMPLES_RANK_MERGE_H
#define WEIGHTKIN_EXAMPLES_RANK_MERGE_H

#include <mpi.h>

#include <weightkin.h>

/* Afterwards rank 0's builder has what all have, after ceil(log2(ranks)) rounds in which half of
 * those that are left send their state. Called by all ranks of `world`. A failure is one rank's:
 * end the others (MPI_Abort). */
wkin_status merge_over_ranks(wkin_fingerprint_builder* builder, MPI_Comm world, wkin_error* error);

#endif
