#include "reader/layout/undo_layout.hpp"

namespace weightkin {

result<void> undo_layout(file_contents& /*contents*/, sibling_files& /*beside*/,
                         const open_options& /*options*/) {
  return {};
}

} // namespace weightkin
