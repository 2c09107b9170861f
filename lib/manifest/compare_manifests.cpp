#include <algorithm>

#include <weightkin/manifest/file_manifest.hpp>

#include "manifest/model_files.hpp"

namespace weightkin {

std::string_view name_of(file_state state) noexcept {
  switch (state) {
  case file_state::differs: return "differs";
  case file_state::missing: return "missing";
  case file_state::extra: return "extra";
  }
  return "unknown";
}

std::vector<file_finding> compare_manifests(const file_manifest& expected,
                                            const file_manifest& found) {
  const auto by_name = [](const manifest_file& a, const manifest_file& b) {
    return detail::stands_before(a.name, b.name);
  };
  std::vector<manifest_file> wanted = expected.files;
  std::vector<manifest_file> there = found.files;
  std::sort(wanted.begin(), wanted.end(), by_name);
  std::sort(there.begin(), there.end(), by_name);
  std::vector<file_finding> findings;
  auto a = wanted.begin();
  auto b = there.begin();
  while (a != wanted.end() || b != there.end()) {
    if (b == there.end() || (a != wanted.end() && by_name(*a, *b))) {
      findings.push_back({a->name, file_state::missing});
      ++a;
    } else if (a == wanted.end() || by_name(*b, *a)) {
      findings.push_back({b->name, file_state::extra});
      ++b;
    } else {
      if (a->content != b->content) findings.push_back({a->name, file_state::differs});
      ++a;
      ++b;
    }
  }
  return findings;
}

} // namespace weightkin
