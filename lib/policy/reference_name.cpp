#include "policy/reference_name.hpp"

#include <algorithm>
#include <array>

#include <weightkin/policy/licence_table.hpp>

namespace weightkin {
namespace {

/// What files of weights end in. Whatever else follows a dot is part of the name: "Qwen2.5-3B" is
/// not a file called "Qwen2".
constexpr std::array<std::string_view, 34> weight_endings{
    ".safetensors.index.json",
    ".bin.index.json",
    ".weights.h5",
    ".safetensors",
    ".caffemodel",
    ".distcp",
    ".gguf",
    ".ggml",
    ".bin",
    ".pt",
    ".pth",
    ".ckpt",
    ".index",
    ".pkl",
    ".zip",
    ".npz",
    ".npy",
    ".zarr",
    ".onnx",
    ".h5",
    ".hdf5",
    ".keras",
    ".pb",
    ".tflite",
    ".msgpack",
    ".flax",
    ".params",
    ".pdparams",
    ".pdiparams",
    ".param",
    ".mlmodel",
    ".mlpackage",
    ".nemo",
    ".wkf",
};

bool same_letters(char a, char b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : int{c}; };
  return lower(a) == lower(b);
}

bool ends_in(std::string_view name, std::string_view ending) {
  return name.size() > ending.size() &&
         std::ranges::equal(name.substr(name.size() - ending.size()), ending, same_letters);
}

/// Empty for what has no such ending.
std::string_view stem_of(std::string_view last) {
  for (const std::string_view ending : weight_endings)
    if (ends_in(last, ending)) return last.substr(0, last.size() - ending.size());
  return {};
}

std::string_view last_part(std::string_view name) {
  while (name.size() > 1 && name.ends_with('/'))
    name.remove_suffix(1);
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

} // namespace

detail::name_match detail::match_of(std::string_view pattern, std::string_view name) noexcept {
  if (pattern.empty()) return name_match::none;
  if (pattern == name) return name_match::whole;
  const std::string_view last = last_part(name);
  if (pattern == last) return name_match::last_part;
  const bool is_folder = name.ends_with('/');
  return !is_folder && pattern == stem_of(last) ? name_match::stem : name_match::none;
}

bool means_reference(std::string_view pattern, std::string_view name) noexcept {
  return detail::match_of(pattern, name) != detail::name_match::none;
}

} // namespace weightkin
