#pragma once

#include <fstream>
#include <string>

namespace weightkin::bench {

/// Anonymous memory of this process in KiB: what is its own, mapped file pages aside.
inline long anonymous_kib() {
  std::ifstream rollup("/proc/self/smaps_rollup");
  std::string word;
  while (rollup >> word)
    if (word == "Anonymous:") {
      long value = 0;
      rollup >> value;
      return value;
    }
  return 0;
}

} // namespace weightkin::bench
