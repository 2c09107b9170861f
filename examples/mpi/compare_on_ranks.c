/* Does SUBJECT descend from REFERENCE? Each rank reads its share of both checkpoints, nothing is
 * read twice, and what the ranks found is merged: the fingerprints are those of a single process,
 * bit for bit, however many ranks there are and however the tensors are cut.
 *
 *   mpirun -n 4 compare_on_ranks SUBJECT REFERENCE rows|columns|layers [SUBJECT.wkf]
 *
 * With the last argument the subject's fingerprint is written. */

#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rank_merge.h"
#include "rank_share.h"

static void must(wkin_status status, const wkin_error* error) {
  if (status == WKIN_OK) return;
  fprintf(stderr, "%s: %s\n", wkin_status_name(status), error->message);
  MPI_Abort(MPI_COMM_WORLD, 2);
}

/* A builder for the tensors of `model`, which are what `contents` says. */
static wkin_fingerprint_builder* begun(const wkin_model* model, const wkin_inventory* contents,
                                       cut by) {
  const size_t count = wkin_model_tensor_count(model);
  wkin_builder_options options = WKIN_BUILDER_OPTIONS_INIT;
  wkin_fingerprint_builder* builder = NULL;
  wkin_tensor_info info;
  wkin_error error;
  size_t i;
  wkin_tensor_declaration* declared =
      (wkin_tensor_declaration*)calloc(count + 1, sizeof(wkin_tensor_declaration));
  if (declared == NULL) MPI_Abort(MPI_COMM_WORLD, 2);
  for (i = 0; i < count; ++i) {
    must(wkin_model_tensor(model, i, &info, sizeof info, &error), &error);
    declared[i].name = info.name;
    declared[i].shape = info.shape;
    declared[i].dtype = info.dtype;
    declared[i].rank = info.rank;
  }
  options.contents = contents;
  options.no_digests = by == cut_columns; /* no digest can be put together from parts of rows */
  must(wkin_builder_begin(declared, count, sizeof declared[0], &options, &builder, &error), &error);
  free(declared);
  return builder;
}

/* The whole model's fingerprint on rank 0, NULL on others. */
static wkin_fingerprint* fingerprint_of(const char* path, cut by, int rank, int ranks) {
  wkin_model* model = NULL;
  wkin_inventory* contents = NULL;
  wkin_fingerprint_builder* builder;
  wkin_fingerprint* print = NULL;
  wkin_error error;
  must(wkin_model_open(path, NULL, &model, &error), &error);
  must(wkin_inventory_take(model, NULL, &contents, &error), &error);
  builder = begun(model, contents, by);
  must(add_share(builder, model, by, rank, ranks, &error), &error);
  must(merge_over_ranks(builder, MPI_COMM_WORLD, &error), &error);
  if (rank == 0) must(wkin_builder_finish(builder, &print, &error), &error);
  wkin_builder_close(builder);
  wkin_inventory_close(contents);
  wkin_model_close(model);
  return print;
}

static void tell(const wkin_fingerprint* subject, const wkin_fingerprint* reference) {
  wkin_comparison* comparison = NULL;
  wkin_overall overall;
  wkin_error error;
  must(wkin_compare_fingerprints(subject, reference, NULL, &comparison, &error), &error);
  must(wkin_comparison_overall(comparison, &overall, sizeof overall, &error), &error);
  puts(overall.sentence);
  wkin_comparison_close(comparison);
}

/* -1: none of the three. */
static int cut_called(const char* word) {
  static const char* const names[] = {"rows", "columns", "layers"};
  int i;
  for (i = 0; i < 3; ++i)
    if (strcmp(word, names[i]) == 0) return i;
  return -1;
}

int main(int argc, char** argv) {
  wkin_fingerprint *subject, *reference;
  wkin_error error;
  int rank, ranks, by;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  by = argc == 4 || argc == 5 ? cut_called(argv[3]) : -1;
  if (by < 0) {
    if (rank == 0)
      fputs("usage: compare_on_ranks SUBJECT REFERENCE rows|columns|layers [SUBJECT.wkf]\n",
            stderr);
    MPI_Finalize();
    return 2;
  }
  subject = fingerprint_of(argv[1], (cut)by, rank, ranks);
  reference = fingerprint_of(argv[2], (cut)by, rank, ranks);
  if (rank == 0) {
    tell(subject, reference);
    if (argc == 5) must(wkin_fingerprint_write(subject, argv[4], &error), &error);
  }
  wkin_fingerprint_close(reference);
  wkin_fingerprint_close(subject);
  MPI_Finalize();
  return 0;
}
