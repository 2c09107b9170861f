/* How the tour writes down what it saw: one name and one string after the other. */
#ifndef WEIGHTKIN_TESTS_TOUR_TEXT_H
#define WEIGHTKIN_TESTS_TOUR_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <weightkin.h>

/* Where names are put together; longer ones are a defect of the tour and end it. */
typedef char tour_name[160];

/* `format` as for printf; answers `into`. */
const char* tour_join(tour_name into, const char* format, ...);

/* One flat JSON object of strings on `out`. Names are "where.what". */
void tour_begin(FILE* out);
void tour_text(const char* where, const char* what, const char* text); /* ASCII; NULL is "null" */
void tour_whole(const char* where, const char* what, uint64_t number); /* decimal */
void tour_signed(const char* where, const char* what, int64_t number);
void tour_real(const char* where, const char* what, double number);              /* see tour_bits */
void tour_digest(const char* where, const char* what, const uint8_t digest[32]); /* 64 digits */
void tour_shape(const char* where, const uint64_t* shape, size_t rank);          /* "2x3" */
void tour_end(void);

/* The bits of a double as a number; all NaNs are 0x7ff8000000000000. */
uint64_t tour_bits(double number);

/* FNV-1a over bytes, over the eight bytes of a number (lowest first). Begins with TOUR_FOLD. */
#define TOUR_FOLD 14695981039346656037u
uint64_t tour_fold(uint64_t folded, const void* bytes, size_t count);
uint64_t tour_fold_number(uint64_t folded, uint64_t number);
void tour_folded(const char* where, const char* what, uint64_t folded); /* 16 digits */

/* Ends the program with the message unless `status` is WKIN_OK. */
void tour_must(wkin_status status, const wkin_error* error, const char* what);

#endif
