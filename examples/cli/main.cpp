#include <cstdio>
#include <exception>

#include "check_command.hpp"
#include "command_line.hpp"
#include "compare_command.hpp"
#include "convert_command.hpp"
#include "exit_code.hpp"
#include "fingerprint_command.hpp"
#include "hash_command.hpp"
#include "index_command.hpp"
#include "inspect_command.hpp"
#include "report_command.hpp"
#include "scan_command.hpp"
#include "tree_command.hpp"

int main(int argc, char** argv) {
  using namespace weightkin::cli;
  try {
    const invocation chosen = parse_command_line(argc, argv);
    if (chosen.inspect) return static_cast<int>(run_inspect(*chosen.inspect));
    if (chosen.compare) return static_cast<int>(run_compare(*chosen.compare));
    if (chosen.convert) return static_cast<int>(run_convert(*chosen.convert));
    if (chosen.fingerprint) return static_cast<int>(run_fingerprint(*chosen.fingerprint));
    if (chosen.hash) return static_cast<int>(run_hash(*chosen.hash));
    if (chosen.index) return static_cast<int>(run_index(*chosen.index));
    if (chosen.scan) return static_cast<int>(run_scan(*chosen.scan));
    if (chosen.tree) return static_cast<int>(run_tree(*chosen.tree));
    if (chosen.report) return static_cast<int>(run_report(*chosen.report));
    if (chosen.check) return static_cast<int>(run_check(*chosen.check));
    return chosen.exit;
  } catch (const std::exception& failure) { // out of memory, most likely
    std::fprintf(stderr, "weightkin: %s\n", failure.what());
    return static_cast<int>(exit_code::failed);
  }
}
