/* weightkin: reads model checkpoints and rules, component by component, whether weights descend
 * from another model's. The C interface: C99 and later, C++ too; links libweightkin_c only.
 *
 * Conventions, once for all:
 *  1. Handles (wkin_model, wkin_inventory, wkin_comparison, wkin_merge, wkin_fingerprint,
 *     wkin_fingerprint_builder, wkin_scan, wkin_forest, wkin_hash, wkin_manifest, wkin_checksum,
 *     wkin_index, wkin_index_answer, wkin_policy, wkin_decision) are opaque. `T** out` is yours to
 *     close; closing NULL does nothing. Handles may be closed in any order.
 *  2. Every fallible function returns a wkin_status; 0 is success and values never change. The last
 *     argument is an optional wkin_error that you own; on failure it says what, where and what was
 *     expected. Nothing is kept per thread. On failure `*out` is NULL and other outputs are
 *     untouched unless said otherwise.
 *  3. A returned or filled-in `const char*` is borrowed: UTF-8 (as far as the file was), ends in a
 *     zero byte, lives as long as the handle it came from. Names from files are not made safe for a
 *     terminal; the text and JSON reports are.
 *  4. Text into your buffer is `(char* buffer, size_t capacity, size_t* needed)`: `needed` gets the
 *     bytes with the final zero; (NULL, 0) only asks. Too small is WKIN_BAD_ARGUMENT, with `needed`
 *     set and the buffer untouched.
 *  5. Option structs begin with `struct_size`, are set up by their _INIT, and zero means default in
 *     every field. Result structs are passed with their size: a caller built against an older
 *     header gets the fields it knows, one built against a newer header gets zeros in the rest. New
 *     fields come at the end. No struct has padding at its tail.
 *  6. Numbers that do not exist are NaN. Probabilities are log10 of p, never underflowing to 0.
 *  7. Functions on const handles may run concurrently on one handle from any number of threads.
 *  8. Nothing prints, aborts, reads the environment, uses the locale or leaves a thread behind. No
 *     C++ exception crosses this boundary.
 */
#ifndef WEIGHTKIN_H
#define WEIGHTKIN_H

#include <weightkin/arrangement.h>
#include <weightkin/codes.h>
#include <weightkin/comparison.h>
#include <weightkin/digests.h>
#include <weightkin/documents.h>
#include <weightkin/exchange.h>
#include <weightkin/features.h>
#include <weightkin/fingerprint.h>
#include <weightkin/forest.h>
#include <weightkin/index.h>
#include <weightkin/inventory.h>
#include <weightkin/measure.h>
#include <weightkin/merge.h>
#include <weightkin/model.h>
#include <weightkin/operation.h>
#include <weightkin/policy.h>
#include <weightkin/scan.h>

#endif /* WEIGHTKIN_H */
