#include "reader/torch/torch_contents.hpp"

#include <unordered_map>
#include <unordered_set>

#include "reader/located_error.hpp"
#include "reader/torch/torch_quantised.hpp"

namespace weightkin {
namespace {

/// Finds tensors where storages have them.
class tensor_finder {
public:
  tensor_finder(const pickle_values& values, storage_places& storages, std::string_view label)
      : values_(values), storages_(storages), label_(label) {}

  result<stored_tensor> find(pickle_index value, std::string name) {
    const pickle_tensor& tensor = values_.tensor_of(value);
    if (tensor.quantiser == no_value)
      return find_tensor(values_, tensor, std::move(name), storages_, label_);
    const auto known = quantised_.find(value);
    if (known == quantised_.end()) {
      auto found = find_quantised(values_, tensor, std::move(name), storages_, label_);
      if (found) quantised_.emplace(value, *found);
      return found;
    }
    stored_tensor again = known->second;
    again.name = std::move(name);
    return again;
  }

private:
  const pickle_values& values_;
  storage_places& storages_;
  std::string_view label_;
  /// A value under many names is put together once.
  std::unordered_map<pickle_index, stored_tensor> quantised_;
};

} // namespace

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
  tensor_finder tensors(values, storages, label);
  for (named_tensor& entry : named->tensors) {
    std::string name = std::string(prefix) + entry.name;
    const pickle_tensor& tensor = values.tensor_of(entry.tensor);
    if (tensor.unreadable != nullptr) {
      contents.warnings.push_back("tensor " + detail::escaped(name) + " " + tensor.unreadable +
                                  ": not read");
      ++left_out;
      continue;
    }
    auto placed = tensors.find(entry.tensor, std::move(name));
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
