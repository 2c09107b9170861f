#include "tour_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static FILE* output;
static int pairs;

static void stop(const char* why, const char* what) {
  fprintf(stderr, "write_expected: %s: %s\n", why, what);
  exit(1);
}

const char* tour_join(tour_name into, const char* format, ...) {
  va_list words;
  int length;
  va_start(words, format);
  length = vsnprintf(into, sizeof(tour_name), format, words);
  va_end(words);
  if (length < 0 || (size_t)length >= sizeof(tour_name)) stop("name too long", format);
  return into;
}

void tour_begin(FILE* out) {
  output = out;
  pairs = 0;
  fputs("{", output);
}

void tour_text(const char* where, const char* what, const char* text) {
  if (text == NULL) text = "null";
  fprintf(output, "%s\n  \"%s.%s\": \"", pairs++ == 0 ? "" : ",", where, what);
  for (; *text != '\0'; ++text) {
    if (*text < ' ' || *text > '~') stop("not printable ASCII", what);
    if (*text == '"' || *text == '\\') fputc('\\', output);
    fputc(*text, output);
  }
  fputc('"', output);
}

void tour_whole(const char* where, const char* what, uint64_t number) {
  char digits[32];
  snprintf(digits, sizeof digits, "%" PRIu64, number);
  tour_text(where, what, digits);
}

void tour_signed(const char* where, const char* what, int64_t number) {
  char digits[32];
  snprintf(digits, sizeof digits, "%" PRId64, number);
  tour_text(where, what, digits);
}

uint64_t tour_bits(double number) {
  uint64_t bits = 0x7ff8000000000000u;
  if (number == number) memcpy(&bits, &number, sizeof bits);
  return bits;
}

void tour_folded(const char* where, const char* what, uint64_t folded) {
  char digits[32];
  snprintf(digits, sizeof digits, "%016" PRIx64, folded);
  tour_text(where, what, digits);
}

void tour_real(const char* where, const char* what, double number) {
  tour_folded(where, what, tour_bits(number));
}

void tour_digest(const char* where, const char* what, const uint8_t digest[32]) {
  char digits[65];
  int i;
  for (i = 0; i < 32; ++i)
    snprintf(digits + 2 * i, 3, "%02x", (unsigned)digest[i]);
  tour_text(where, what, digits);
}

void tour_shape(const char* where, const uint64_t* shape, size_t rank) {
  char digits[256] = "";
  size_t i, used = 0;
  for (i = 0; i < rank && used + 24 < sizeof digits; ++i)
    used += (size_t)snprintf(digits + used, sizeof digits - used, "%s%" PRIu64, i == 0 ? "" : "x",
                             shape[i]);
  tour_text(where, "shape", digits);
}

void tour_end(void) {
  fputs("\n}\n", output);
  if (fflush(output) != 0 || ferror(output)) stop("cannot write", "output");
}

uint64_t tour_fold(uint64_t folded, const void* bytes, size_t count) {
  const unsigned char* byte = (const unsigned char*)bytes;
  size_t i;
  for (i = 0; i < count; ++i)
    folded = (folded ^ byte[i]) * 1099511628211u;
  return folded;
}

uint64_t tour_fold_number(uint64_t folded, uint64_t number) {
  int i;
  for (i = 0; i < 8; ++i) {
    const unsigned char byte = (unsigned char)(number >> (8 * i));
    folded = tour_fold(folded, &byte, 1);
  }
  return folded;
}

void tour_must(wkin_status status, const wkin_error* error, const char* what) {
  if (status == WKIN_OK) return;
  fprintf(stderr, "write_expected: %s: %s: %s\n", what, wkin_status_name(status), error->message);
  exit(1);
}
