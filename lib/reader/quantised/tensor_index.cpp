#include "reader/quantised/tensor_index.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "reader/first_duplicate.hpp"
#include "reader/located_error.hpp"

namespace weightkin {

tensor_index::tensor_index(file_contents& contents)
    : contents_(contents), by_hash_(contents.tensors.size()), taken_(contents.tensors.size()) {
  const auto name = [&](const hashed& row) -> const std::string& {
    return contents_.tensors[row.place].name;
  };
  for (std::uint32_t place = 0; place < by_hash_.size(); ++place)
    by_hash_[place] = {std::hash<std::string_view>()(contents_.tensors[place].name), place};
  std::sort(by_hash_.begin(), by_hash_.end(), [&](const hashed& a, const hashed& b) {
    return a.hash != b.hash ? a.hash < b.hash : name(a) < name(b);
  });
}

std::size_t tensor_index::find(std::string_view base, std::string_view suffix) const {
  const std::string wanted = std::string(base).append(suffix);
  const std::size_t hash = std::hash<std::string_view>()(wanted);
  const auto found = std::lower_bound(
      by_hash_.begin(), by_hash_.end(), hash, [&](const hashed& row, std::size_t sought) {
        return row.hash != sought ? row.hash < sought : contents_.tensors[row.place].name < wanted;
      });
  if (found == by_hash_.end() || found->hash != hash) return size();
  const bool same = contents_.tensors[found->place].name == wanted;
  return same && !is_taken(found->place) ? found->place : size();
}

stored_tensor tensor_index::take(std::size_t place) {
  taken_[place] = 1;
  stored_tensor taken = std::move(contents_.tensors[place]);
  contents_.tensors[place].name = taken.name;
  return taken;
}

result<void> tensor_index::finish() {
  if (folded_.empty()) return {};
  std::vector<stored_tensor>& tensors = contents_.tensors;
  const std::string label = folded_.front().second.bytes->label();
  for (auto& [place, folded] : folded_) {
    tensors[place] = std::move(folded);
    taken_[place] = 0;
  }
  std::size_t kept = 0;
  for (std::size_t place = 0; place < tensors.size(); ++place) {
    if (is_taken(place)) continue;
    if (kept != place) tensors[kept] = std::move(tensors[place]);
    ++kept;
  }
  tensors.resize(kept);
  const auto name = [](const stored_tensor& tensor) -> const std::string& { return tensor.name; };
  if (const auto twice = detail::first_duplicate(tensors, name))
    return detail::bad_file(fault::duplicate, label,
                            "tensor " + detail::escaped(*twice) +
                                " is stored both whole and in parts, or twice in parts");
  return {};
}

} // namespace weightkin
