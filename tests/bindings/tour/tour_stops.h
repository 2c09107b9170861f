/* The stops of the tour (docs/new-binding.md), each in the file of its name. */
#ifndef WEIGHTKIN_TESTS_TOUR_STOPS_H
#define WEIGHTKIN_TESTS_TOUR_STOPS_H

#include <weightkin.h>

/* Everything a comparison says, under names that begin with `where`. */
void tour_comparison(const char* where, const wkin_comparison* comparison);

/* A fingerprint: what describes it, its components, tensors 0 and the last, its bytes folded. */
void tour_fingerprint(const char* where, const wkin_fingerprint* fingerprint);

/* Both checkpoints opened, what they hold, the comparison, the fingerprints, their comparison.
 * `folder` has what make_story wrote. */
void tour_story(const char* folder);

/* Tensors that the caller holds; shards; a mixture. `scratch` is a folder for files. */
void tour_memory(const char* scratch);

/* The three models of tour_memory together: scanned, arranged, hashed, summed, kept in an index;
 * the files of one of `folder`. */
void tour_many(const char* folder, const char* scratch);

/* Calls that must fail, and with which status. */
void tour_errors(void);

#endif
