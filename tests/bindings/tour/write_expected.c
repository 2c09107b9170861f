/* Takes the tour that every binding takes and writes down what it saw.
 *
 *   write_expected STORY_FOLDER SCRATCH_FOLDER OUTPUT.json
 */

#include "tour_stops.h"
#include "tour_text.h"

static void codes(void) {
  tour_name at;
  int i;
  tour_whole("version", "abi", wkin_abi_version());
  for (i = 0; i <= WKIN_INTERNAL; ++i) {
    tour_join(at, "%d", i);
    tour_text("status", at, wkin_status_name((wkin_status)i));
  }
}

int main(int argc, char** argv) {
  FILE* out;
  if (argc != 4) {
    fputs("usage: write_expected STORY_FOLDER SCRATCH_FOLDER OUTPUT.json\n", stderr);
    return 2;
  }
  out = fopen(argv[3], "w");
  if (out == NULL) {
    fprintf(stderr, "write_expected: cannot write %s\n", argv[3]);
    return 1;
  }
  tour_begin(out);
  codes();
  tour_story(argv[1]);
  tour_memory(argv[2]);
  tour_many(argv[1], argv[2]);
  tour_errors();
  tour_end();
  return fclose(out) == 0 ? 0 : 1;
}
