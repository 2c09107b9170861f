// Compiled as C++20 with all warnings as errors; nothing is run.
#include <type_traits>

#include "struct_layout.h"

static_assert(std::is_trivially_copyable_v<wkin_tensor_evidence>);
static_assert(std::is_standard_layout_v<wkin_component_ruling>);

bool header_is_cpp();
bool header_is_cpp() {
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
    return false;
  return mixing.threads == 0 && printing.seed == 0 && building.seed == 0 &&
         writing.floats == WKIN_DTYPE_NONE && opening.max_tensors == 0 && taking.threads == 0 &&
         comparing.seed == 0;
}
