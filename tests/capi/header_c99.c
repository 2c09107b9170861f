/* Compiled as strict C99 with all warnings as errors; nothing is run. */
#include "struct_layout.h"

int header_is_c99(void);
int header_is_c99(void) {
  const wkin_open_options opening = WKIN_OPEN_OPTIONS_INIT;
  const wkin_inventory_options taking = WKIN_INVENTORY_OPTIONS_INIT;
  const wkin_compare_options comparing = WKIN_COMPARE_OPTIONS_INIT;
  const wkin_write_options writing = WKIN_WRITE_OPTIONS_INIT;
  const wkin_fingerprint_options printing = WKIN_FINGERPRINT_OPTIONS_INIT;
  const wkin_builder_options building = WKIN_BUILDER_OPTIONS_INIT;
  const wkin_merge_options mixing = WKIN_MERGE_OPTIONS_INIT;
  return mixing.threads == 0 && printing.seed == 0 && building.seed == 0 &&
         writing.floats == WKIN_DTYPE_NONE && opening.max_tensors == 0 && taking.threads == 0 &&
         comparing.seed == 0;
}
