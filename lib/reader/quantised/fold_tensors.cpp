#include "reader/quantised/fold_tensors.hpp"

namespace weightkin {

result<void> fold_tensors(file_contents& /*contents*/, sibling_files& /*beside*/,
                          const open_options& /*options*/) {
  return {};
}

} // namespace weightkin
