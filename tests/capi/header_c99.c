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
  const wkin_limits bounding = WKIN_LIMITS_INIT;
  const wkin_text_options looking = WKIN_TEXT_OPTIONS_INIT;
  const wkin_scan_options scanning = WKIN_SCAN_OPTIONS_INIT;
  const wkin_forest_options growing = WKIN_FOREST_OPTIONS_INIT;
  const wkin_hash_options hashing = WKIN_HASH_OPTIONS_INIT;
  const wkin_manifest_options listing = WKIN_MANIFEST_OPTIONS_INIT;
  if (bounding.tensors + looking.width + scanning.confirm + growing.direction_count +
          hashing.threads + listing.ignored_count !=
      0)
    return 0;
  return mixing.threads == 0 && printing.seed == 0 && building.seed == 0 &&
         writing.floats == WKIN_DTYPE_NONE && opening.max_tensors == 0 && taking.threads == 0 &&
         comparing.seed == 0;
}
