#include "encoding_summary.hpp"

#include <unordered_map>

namespace weightkin::detail {
namespace {

/// Counts words, keeping the order in which they come.
class tally_keeper {
public:
  explicit tally_keeper(std::vector<encoding_tally>& tallies) : tallies_(tallies) {}

  void count(const std::string& what) {
    const auto [row, is_new] = places_.emplace(what, tallies_.size());
    if (is_new) tallies_.push_back({what, 0});
    ++tallies_[row->second].tensors;
  }

private:
  std::vector<encoding_tally>& tallies_;
  std::unordered_map<std::string, std::size_t> places_;
};

} // namespace

encoding_summary summarise_encodings(std::span<const tensor_view> tensors) {
  encoding_summary summary;
  tally_keeper schemes(summary.schemes);
  tally_keeper rules(summary.rules);
  for (const tensor_view& view : tensors) {
    if (view.encoding == nullptr) continue;
    const tensor_encoding& encoding = *view.encoding;
    if (encoding.parts.size() > 1) {
      ++summary.folded;
      summary.stored += encoding.parts.size();
    }
    if (!encoding.scheme.empty()) schemes.count(encoding.scheme);
    for (const std::string& rule : encoding.layout)
      // Every new name is a note of its own; how many there are is all that a summary needs.
      rules.count(rule.starts_with("named ") ? "renamed" : rule);
  }
  return summary;
}

} // namespace weightkin::detail
