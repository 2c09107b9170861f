#include "align/content_match.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/kernel/blake3.hpp>

namespace weightkin {
namespace {

constexpr std::size_t probe_bytes = 4096;

/// Tensors that begin alike but differ later are rare; more than this many are not worth reading.
constexpr int most_candidates = 8;

/// Dtype, element count and a hash: of the first bytes when probing, of all bytes when deciding.
using content_key = std::tuple<dtype, std::uint64_t, digest>;

result<digest> hash_head(const tensor_view& view) {
  const std::uint64_t per_probe = probe_bytes * 8 / bits_of(view.type);
  const auto count = static_cast<std::size_t>(std::min(element_count(view), per_probe));
  std::vector<std::byte> scratch(probe_bytes + 16);
  auto packed = read_elements(view, 0, count, scratch);
  if (!packed) return std::move(packed).error();
  return blake3(*packed);
}

/// Tile by tile, so that memory stays bounded however large the tensors are.
result<bool> same_bytes(const tensor_view& a, const tensor_view& b) {
  constexpr std::size_t tile = std::size_t{1} << 16;
  const std::uint64_t elements = element_count(a);
  const std::size_t width = (bits_of(a.type) + 7) / 8;
  std::vector<std::byte> scratch_a(tile * width);
  std::vector<std::byte> scratch_b(tile * width);
  for (std::uint64_t first = 0; first < elements; first += tile) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(tile, elements - first));
    auto left = read_elements(a, first, count, scratch_a);
    if (!left) return std::move(left).error();
    auto right = read_elements(b, first, count, scratch_b);
    if (!right) return std::move(right).error();
    if (!std::equal(left->begin(), left->end(), right->begin(), right->end())) return false;
  }
  return true;
}

result<std::multimap<content_key, std::size_t>>
index_by_head(const model_ref& model, std::span<const std::size_t> entries) {
  std::multimap<content_key, std::size_t> index;
  for (const std::size_t entry : entries) {
    const tensor_view& view = model.tensors[model.contents->entries[entry].tensor];
    auto head = hash_head(view);
    if (!head) return std::move(head).error();
    index.emplace(content_key{view.type, element_count(view), *head}, entry);
  }
  return index;
}

} // namespace

result<content_pairs> byte_matcher::match(std::span<const std::size_t> subject_entries,
                                          std::span<const std::size_t> reference_entries) const {
  content_pairs pairs;
  if (subject_entries.empty() || reference_entries.empty()) return pairs;
  auto subjects = index_by_head(subject_, subject_entries);
  if (!subjects) return std::move(subjects).error();
  auto references = index_by_head(reference_, reference_entries);
  if (!references) return std::move(references).error();
  for (const auto& [key, left] : *subjects) {
    const auto [begin, end] = references->equal_range(key);
    int tried = 0;
    for (auto candidate = begin; candidate != end && tried < most_candidates;
         ++candidate, ++tried) {
      const auto& a = subject_.tensors[subject_.contents->entries[left].tensor];
      const auto& b = reference_.tensors[reference_.contents->entries[candidate->second].tensor];
      auto equal = same_bytes(a, b);
      if (!equal) return std::move(equal).error();
      if (!*equal) continue;
      pairs.emplace_back(left, candidate->second);
      references->erase(candidate);
      break;
    }
  }
  return pairs;
}

} // namespace weightkin
