#include "reader/layout/layout_plan.hpp"

#include <algorithm>
#include <utility>

#include "reader/first_duplicate.hpp"
#include "reader/layout/layout_note.hpp"
#include "reader/located_error.hpp"

namespace weightkin {

void layout_plan::rename(std::size_t tensor, std::string name) {
  if (name != contents_.tensors[tensor].name) names_[tensor] = std::move(name);
}

void layout_plan::replace(const std::vector<std::size_t>& inputs,
                          std::vector<stored_tensor> outputs) {
  std::string origin;
  for (const std::size_t input : inputs)
    origin += (origin.empty() ? "" : " + ") + detail::printable(contents_.tensors[input].name);
  for (stored_tensor& output : outputs)
    if (output.name != origin) note_layout(output, "named " + origin);
  for (const std::size_t input : inputs)
    fates_[input] = gone;
  fates_[inputs.front()] = static_cast<std::uint32_t>(outputs_.size());
  outputs_.push_back(std::move(outputs));
}

void layout_plan::explain(std::size_t tensor, const std::string& reason) {
  reasons_[reason].push_back(tensor);
}

std::vector<std::string_view> layout_plan::final_names() const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < fates_.size(); ++i) {
    const auto renamed = names_.find(i);
    if (fates_[i] == kept)
      names.emplace_back(renamed == names_.end() ? contents_.tensors[i].name : renamed->second);
    else if (fates_[i] != gone)
      for (const stored_tensor& output : outputs_[fates_[i]])
        names.emplace_back(output.name);
  }
  return names;
}

void layout_plan::record_warnings(std::vector<std::string>& warnings) {
  for (std::string& line : lines_)
    warnings.push_back(std::move(line));
  for (auto& [reason, tensors] : reasons_) {
    std::sort(tensors.begin(), tensors.end());
    const auto end = std::unique(tensors.begin(), tensors.end());
    std::string line = "tensor " + detail::escaped(contents_.tensors[tensors.front()].name);
    if (end - tensors.begin() > 1)
      line += " and " + std::to_string(end - tensors.begin() - 1) + " more";
    warnings.push_back(std::move(line.append(": ").append(reason)));
  }
}

bool layout_plan::changes_nothing() const noexcept { return outputs_.empty() && names_.empty(); }

void layout_plan::carry_out(file_contents& contents, const reader_limits& limits) && {
  if (changes_nothing()) return record_warnings(contents.warnings); // and takes no memory
  const std::vector<std::string_view> names = final_names();
  const auto twice = detail::first_duplicate(names, [](std::string_view name) { return name; });
  if (twice || names.size() > limits.tensors) {
    contents.warnings.push_back("names and layout are left as the file has them: " +
                                (twice
                                     ? "two tensors would be called " + detail::escaped(*twice)
                                     : std::to_string(names.size()) + " tensors would come of it"));
    return;
  }
  record_warnings(contents.warnings);
  std::vector<stored_tensor> tensors;
  tensors.reserve(names.size());
  for (std::size_t i = 0; i < fates_.size(); ++i) {
    if (fates_[i] == gone) continue;
    if (fates_[i] != kept) {
      for (stored_tensor& output : outputs_[fates_[i]])
        tensors.push_back(std::move(output));
      continue;
    }
    stored_tensor& tensor = tensors.emplace_back(std::move(contents.tensors[i]));
    const auto renamed = names_.find(i);
    if (renamed == names_.end()) continue;
    note_layout(tensor, "named " + detail::printable(tensor.name));
    tensor.name = std::move(renamed->second);
  }
  contents.tensors = std::move(tensors);
}

} // namespace weightkin
