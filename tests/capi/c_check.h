/* The smallest test frame: counts failures, names file and line. */
#ifndef WEIGHTKIN_TESTS_C_CHECK_H
#define WEIGHTKIN_TESTS_C_CHECK_H

#include <stdio.h>

/* Answers `ok` and tells when it is not so; `failures` counts. */
static int c_check(int ok, const char* what, const char* file, int line, int* failures) {
  if (!ok) {
    fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
    ++*failures;
  }
  return ok;
}

/* The expression's own text can only be had by a macro. */
#define CHECK(condition) c_check((condition) ? 1 : 0, #condition, __FILE__, __LINE__, &failures)

#endif
