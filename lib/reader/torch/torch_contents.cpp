#include "reader/torch/torch_contents.hpp"

#include <unordered_set>

#include "reader/located_error.hpp"

namespace weightkin {

pickle_rules torch_rules(const open_options& options) {
  pickle_rules rules;
  rules.limits = options.limits;
  rules.lenient = options.lenient_pickle;
  rules.torch_storages = true;
  return rules;
}

result<std::size_t> add_tensors(const pickle_values& values, pickle_index root,
                                storage_places& storages, std::string_view label,
                                std::string_view prefix, const reader_limits& limits,
                                file_contents& contents) {
  auto named = name_tensors(values, root, limits, label);
  if (!named) return std::move(named).error();
  std::size_t left_out = named->foreign_arrays;
  for (named_tensor& entry : named->tensors) {
    std::string name = std::string(prefix) + entry.name;
    const pickle_tensor& tensor = values.tensor_of(entry.tensor);
    if (tensor.unreadable != nullptr) {
      contents.warnings.push_back("tensor " + detail::escaped(name) + " " + tensor.unreadable +
                                  ": not read");
      ++left_out;
      continue;
    }
    const std::string_view key = values.text_of(values.storage_of(tensor.storage).key);
    const auto place = storages.find(key);
    if (!place)
      return error{place.error().code,
                   place.error().message + " (tensor " + detail::escaped(name) + ")",
                   place.error().why};
    auto placed = place_tensor(values, tensor, std::move(name), *place, label);
    if (!placed) return std::move(placed).error();
    contents.tensors.push_back(std::move(*placed));
  }
  for (auto& entry : named->metadata)
    contents.metadata.push_back(std::move(entry));
  for (std::string& warning : named->warnings)
    contents.warnings.push_back(std::move(warning));
  return left_out;
}

result<void> check_contents(const file_contents& contents, std::size_t left_out,
                            std::string_view label) {
  std::unordered_set<std::string_view> names;
  names.reserve(contents.tensors.size());
  for (const stored_tensor& tensor : contents.tensors)
    if (!names.insert(tensor.name).second)
      return detail::bad_file(fault::duplicate, label,
                              "two tensors are named " + detail::escaped(tensor.name));
  if (contents.tensors.empty() && left_out != 0)
    return detail::unsupported_file(label, "no tensor can be read: " + contents.warnings.back());
  return {};
}

} // namespace weightkin
