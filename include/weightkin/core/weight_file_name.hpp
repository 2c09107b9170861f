#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace weightkin {

namespace detail {

/// Longer ones before those they end in.
inline constexpr std::array<std::string_view, 39> weight_endings{
    ".safetensors.index.json",
    ".bin.index.json",
    ".h5.index.json",
    ".msgpack.index.json",
    ".index.json",
    ".weights.h5",
    ".safetensors",
    ".gguf",
    ".ggml",
    ".bin",
    ".pt",
    ".pth",
    ".ckpt",
    ".pkl",
    ".nemo",
    ".distcp",
    ".index",
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
    ".param",
    ".pdparams",
    ".pdiparams",
    ".caffemodel",
    ".mlmodel",
    ".mlpackage",
    ".t7",
    ".weights",
    ".wkf",
    ".zip",
};

constexpr char lower_letter(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace detail

/// The ending of a file's name that says that the file holds weights or lists where they are, as in
/// "model.safetensors" or "model.bin.index.json", in letters of either case; empty where it has
/// none. Whatever else follows a dot is part of a name: "Qwen2.5-3B" has no ending. Names are hints
/// for people's tables and messages: what a file holds, readers tell by its bytes.
[[nodiscard]] constexpr std::string_view weight_ending(std::string_view name) noexcept {
  for (const std::string_view ending : detail::weight_endings) {
    if (name.size() <= ending.size()) continue;
    const std::string_view last = name.substr(name.size() - ending.size());
    if (std::ranges::equal(last, ending, {}, detail::lower_letter)) return last;
  }
  return {};
}

} // namespace weightkin
