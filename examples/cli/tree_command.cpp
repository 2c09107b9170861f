#include "tree_command.hpp"

#include "model_access.hpp"

namespace weightkin::cli {

exit_code run_tree(const tree_settings&) {
  return complain({errc::unsupported, "tree: not there yet"});
}

} // namespace weightkin::cli
