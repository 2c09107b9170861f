#include "reader/layout/undo_layout.hpp"

#include <utility>

#include "reader/layout/layout_plan.hpp"
#include "reader/layout/undo_adapter_names.hpp"
#include "reader/layout/undo_gguf.hpp"
#include "reader/layout/undo_kernels.hpp"
#include "reader/layout/undo_meta_llama.hpp"
#include "reader/layout/undo_packed_names.hpp"
#include "reader/layout/undo_stacked_experts.hpp"

namespace weightkin {

result<void> undo_layout(file_contents& contents, sibling_files& beside,
                         const open_options& options) {
  layout_plan plan(contents);
  if (contents.format == "gguf") {
    plan_gguf(contents, plan);
  } else if (is_meta_llama(contents)) {
    plan_meta_llama(contents, beside, options, plan);
  } else {
    plan_kernels(contents, plan);
    plan_stacked_experts(contents, plan);
    plan_adapter_names(contents, plan);
    plan_packed_names(contents, plan);
  }
  std::move(plan).carry_out(contents, options.limits);
  return {};
}

} // namespace weightkin
