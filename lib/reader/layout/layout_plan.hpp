#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// What is to become of each tensor of a file. Carried out as a whole or, when two tensors would
/// end up with one name, not at all.
class layout_plan {
public:
  explicit layout_plan(const file_contents& contents)
      : contents_(contents), fates_(contents.tensors.size(), kept) {}

  /// The same tensor under another name.
  void rename(std::size_t tensor, std::string name);

  /// Other tensors, named and made from `inputs`, in the place of the first of these. No input may
  /// have been used up before.
  void replace(const std::vector<std::size_t>& inputs, std::vector<stored_tensor> outputs);

  /// True while the tensor has not been used up by `replace`.
  [[nodiscard]] bool is_free(std::size_t tensor) const noexcept { return fates_[tensor] == kept; }

  /// Why a rule was not applied to a tensor. One line a reason, however many tensors.
  void explain(std::size_t tensor, const std::string& reason);

  /// A line about the file as a whole.
  void warn(std::string line) { lines_.push_back(std::move(line)); }

  /// Changes `contents`, which must be what the plan was made for.
  void carry_out(file_contents& contents, const reader_limits& limits) &&;

private:
  static constexpr std::uint32_t kept = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t gone = kept - 1;

  [[nodiscard]] bool changes_nothing() const noexcept;
  [[nodiscard]] std::vector<std::string_view> final_names() const;
  void record_warnings(std::vector<std::string>& warnings);

  const file_contents& contents_;
  std::map<std::size_t, std::string> names_; ///< of the tensors that get another name
  std::vector<std::uint32_t> fates_;         ///< by tensor; an index into `outputs_` where replaced
  std::vector<std::vector<stored_tensor>> outputs_;
  std::map<std::string, std::vector<std::size_t>> reasons_; ///< with the tensors concerned
  std::vector<std::string> lines_;
};

} // namespace weightkin
