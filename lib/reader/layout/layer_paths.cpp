#include "reader/layout/layer_paths.hpp"

#include <algorithm>
#include <array>

namespace weightkin {
namespace {

using std::string_view;

constexpr std::array<string_view, 5> formats_of_layers{"keras", "tensorflow-checkpoint",
                                                       "tensorflow-saved-model", "tfjs", "flax"};
constexpr string_view class_key = "keras.layer_class.";

/// HDF5 holds anything; Keras leaves its version there, or numbers the weights of its layers.
bool is_keras_file(const file_contents& contents) {
  const bool says_so =
      std::any_of(contents.metadata.begin(), contents.metadata.end(), [](const auto& pair) {
        return pair.first == "keras_version" || pair.first.starts_with(class_key);
      });
  return says_so || std::any_of(contents.tensors.begin(), contents.tensors.end(),
                                [](const stored_tensor& tensor) {
                                  const string_view name = tensor.name;
                                  return name.find("layers/") != string_view::npos &&
                                         name.find("/vars/") != string_view::npos;
                                });
}

/// Layers that only hold others say nothing about a weight.
bool is_wrapper(string_view kind) noexcept {
  constexpr std::array<string_view, 5> wrappers{"functional", "sequential", "model",
                                                "bidirectional", "timedistributed"};
  return std::find(wrappers.begin(), wrappers.end(), kind) != wrappers.end();
}

/// Takes the last word off a path, which then ends in its separator.
string_view take_last(string_view& path) noexcept {
  while (path.ends_with('/') || path.ends_with('.'))
    path.remove_suffix(1);
  const std::size_t cut = path.find_last_of("/.");
  const std::size_t begin = cut == string_view::npos ? 0 : cut + 1;
  const string_view last = path.substr(begin);
  path = path.substr(0, begin);
  return last;
}

/// "Conv2D" and "conv_2d" as "conv2d".
std::string plain(string_view word) {
  std::string out;
  for (const char c : word)
    if (c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

string_view without_number(string_view layer) noexcept {
  const std::size_t digits = layer.find_last_not_of("0123456789");
  const bool numbered =
      digits != string_view::npos && digits + 1 < layer.size() && layer[digits] == '_';
  return numbered ? layer.substr(0, digits) : layer;
}

string_view without_decoration(string_view name) noexcept {
  constexpr string_view object_value = "/.ATTRIBUTES/VARIABLE_VALUE";
  if (name.ends_with(object_value)) name.remove_suffix(object_value.size());
  if (name.size() > 2 && name.ends_with(":0")) name.remove_suffix(2);
  return name;
}

} // namespace

layer_paths::layer_paths(const file_contents& contents) {
  apply_ = contents.format == "hdf5" ? is_keras_file(contents)
                                     : std::find(formats_of_layers.begin(), formats_of_layers.end(),
                                                 contents.format) != formats_of_layers.end();
  for (const auto& [key, value] : contents.metadata) {
    if (!apply_ || !key.starts_with(class_key)) continue;
    const std::string kind = plain(value);
    const std::size_t outer = key.rfind('/');
    if (!is_wrapper(kind))
      classes_.emplace(key.substr(outer == std::string::npos ? class_key.size() : outer + 1), kind);
  }
}

/// The class of the innermost layer of the path that the file tells about.
std::string layer_paths::kind_of(string_view layer) const {
  for (string_view rest = layer; !classes_.empty() && !rest.empty();) {
    const auto found = classes_.find(take_last(rest));
    if (found != classes_.end()) return found->second;
  }
  return plain(without_number(take_last(layer)));
}

layer_path layer_paths::split(string_view name) const {
  constexpr string_view numbers = "vars/";
  layer_path path;
  path.whole = without_decoration(name);
  string_view rest = path.whole;
  path.weight = take_last(rest);
  if (rest == numbers || rest.ends_with("/vars/")) {
    rest.remove_suffix(numbers.size());
    path.weight = path.whole.substr(rest.size());
  }
  path.layer = rest;
  string_view outer = rest;
  const bool in_cell = take_last(outer) == "cell";
  path.kind = in_cell ? kind_of(outer) + "/cell" : kind_of(rest);
  return path;
}

} // namespace weightkin
