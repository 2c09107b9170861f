#include "fingerprint/digests/seal.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fingerprint/digests/merkle.hpp"
#include "fingerprint/digests/model_checksum.hpp"

namespace weightkin::detail {
namespace {

/// \returns nothing when one of the tensors has no value digest.
template <class Belongs>
std::optional<print_roots> roots_over(const fingerprint& print, Belongs belongs) {
  std::vector<merkle_entry> entries;
  for (std::size_t i = 0; i < print.tensors.size(); ++i) {
    if (!belongs(i)) continue;
    if (!print.tensors[i].value) return std::nullopt;
    entries.push_back({print.tensors[i].name, *print.tensors[i].value});
  }
  return print_roots{named_root(entries), nameless_root(entries)};
}

} // namespace

void seal(fingerprint& print) {
  print.checksum = 0;
  for (const tensor_print& tensor : print.tensors)
    print.checksum += checksum_weight(tensor.name) * tensor.checksum;
  print.roots = roots_over(print, [](std::size_t) { return true; });
  print.component_roots.clear();
  const std::vector<inventory_entry>& entries = print.contents.entries;
  for (std::size_t part = 0; part < print.contents.components.size(); ++part)
    print.component_roots.push_back(roots_over(print, [&](std::size_t tensor) {
      return tensor < entries.size() && entries[tensor].component == part;
    }));
}

} // namespace weightkin::detail
