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
  return mixing.threads == 0 && printing.seed == 0 && building.seed == 0 &&
         writing.floats == WKIN_DTYPE_NONE && opening.max_tensors == 0 && taking.threads == 0 &&
         comparing.seed == 0;
}
