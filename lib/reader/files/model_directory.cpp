#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "reader/opened_model.hpp"
#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 100'000;
constexpr std::size_t most_named = 8; ///< candidates that a message lists

/// One kind of file that can be the model, in the order of preference. The name only chooses what
/// to open; what it is, its content decides.
struct candidate {
  std::string_view what;
  bool (*matches)(std::string_view name);
};

bool is_safetensors_index(std::string_view name) {
  return name.ends_with(".json") && name.find(".safetensors.index") != std::string_view::npos;
}
bool is_pytorch_index(std::string_view name) {
  return name.ends_with(".json") && name.find(".bin.index") != std::string_view::npos;
}
bool is_first_gguf_part(std::string_view name) {
  return name.ends_with(".gguf") && name.find("-00001-of-") != std::string_view::npos;
}
bool is_inner(std::string_view name) { return name.find('/') != std::string_view::npos; }
/// A piece of a TensorFlow.js model, which is opened by its model.json.
bool is_tfjs_shard(std::string_view name) {
  return name.ends_with(".bin") && name.find("-shard") != std::string_view::npos;
}
bool has_weight_ending(std::string_view name) {
  if (is_tfjs_shard(name)) return false;
  constexpr std::array<std::string_view, 7> endings{".bin", ".pt",  ".pth", ".ckpt",
                                                    ".zip", ".npz", ".npy"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_zarr_metadata(std::string_view name) {
  return name == ".zarray" || name == ".zgroup" || name == "zarr.json";
}

/// Where models lie that come as a folder of folders.
constexpr std::string_view coreml_in_package = "Data/com.apple.CoreML/model.mlmodel";
constexpr std::string_view variables_of_saved_model = "variables/variables.index";
constexpr std::array<std::string_view, 2> nested_models{coreml_in_package,
                                                        variables_of_saved_model};

constexpr candidate candidates[] = {
    {"model.safetensors.index.json",
     [](std::string_view n) { return n == "model.safetensors.index.json"; }},
    {"another *.safetensors.index.json", is_safetensors_index},
    {"model.safetensors", [](std::string_view n) { return n == "model.safetensors"; }},
    {"diffusion_pytorch_model.safetensors",
     [](std::string_view n) { return n == "diffusion_pytorch_model.safetensors"; }},
    {"consolidated.safetensors",
     [](std::string_view n) { return n == "consolidated.safetensors"; }},
    {"adapter_model.safetensors",
     [](std::string_view n) { return n == "adapter_model.safetensors"; }},
    {"one other *.safetensors", [](std::string_view n) { return n.ends_with(".safetensors"); }},
    {"pytorch_model.bin.index.json",
     [](std::string_view n) { return n == "pytorch_model.bin.index.json"; }},
    {"another *.bin.index.json", is_pytorch_index},
    {"pytorch_model.bin", [](std::string_view n) { return n == "pytorch_model.bin"; }},
    {"the first part of a split *.gguf", is_first_gguf_part},
    {"one other *.gguf", [](std::string_view n) { return n.ends_with(".gguf"); }},
    {"zarr's .zarray, .zgroup or zarr.json", is_zarr_metadata},
    {"manifest.ocdbt", [](std::string_view n) { return n == "manifest.ocdbt"; }},
    {"Orbax's _METADATA", [](std::string_view n) { return n == "_METADATA"; }},
    {"Data/com.apple.CoreML/model.mlmodel",
     [](std::string_view n) { return n == coreml_in_package; }},
    // Before *.bin, which is what the data beside an ONNX model may be called.
    {"one *.onnx", [](std::string_view n) { return n.ends_with(".onnx"); }},
    {"one *.caffemodel", [](std::string_view n) { return n.ends_with(".caffemodel"); }},
    {".metadata of a distributed checkpoint", [](std::string_view n) { return n == ".metadata"; }},
    {"latest", [](std::string_view n) { return n == "latest"; }},
    {"latest_checkpointed_iteration.txt",
     [](std::string_view n) { return n == "latest_checkpointed_iteration.txt"; }},
    {"one *.bin, *.pt, *.pth, *.ckpt, *.zip, *.npz or *.npy", has_weight_ending},
    {"variables/variables.index", [](std::string_view n) { return n == variables_of_saved_model; }},
    {"one *.index", [](std::string_view n) { return n.ends_with(".index") && !is_inner(n); }},
    {"saved_model.pb", [](std::string_view n) { return n == "saved_model.pb"; }},
    {"model.json", [](std::string_view n) { return n == "model.json"; }},
    {"one *.tflite or *.pb",
     [](std::string_view n) { return n.ends_with(".tflite") || n.ends_with(".pb"); }},
};

/// Names of the directory's visible entries, sorted so that messages do not depend on the disk.
result<std::vector<std::string>> visible_names(const fs::path& directory) {
  std::error_code failure;
  std::vector<std::string> names;
  fs::directory_iterator entry(directory, failure);
  for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
    std::string name = entry->path().filename().string();
    if (name.starts_with('.') && name != ".metadata" && !is_zarr_metadata(name)) continue;
    if (names.size() == most_entries)
      return detail::bad_file(fault::limit, directory.string(),
                              "more than " + std::to_string(most_entries) + " entries");
    names.push_back(std::move(name));
  }
  if (failure) return detail::io_error(directory.string(), "cannot list", failure.value());
  std::sort(names.begin(), names.end());
  return names;
}

/// True when `name` leads to a file below `directory`, through no link: its folders, unlike
/// `directory`, were not named by the caller.
bool is_inside(const fs::path& directory, std::string_view name) {
  fs::path at = directory;
  for (const fs::path& step : fs::path(name)) {
    at /= step;
    std::error_code failure;
    if (fs::is_symlink(fs::symlink_status(at, failure))) return false;
  }
  std::error_code failure;
  return fs::is_regular_file(at, failure);
}

error nothing_found(const fs::path& directory) {
  std::string looked_for;
  for (const candidate& row : candidates)
    (looked_for += looked_for.empty() ? "" : ", ") += row.what;
  return detail::bad_file(fault::missing, directory.string(),
                          "no model in this directory; looked for " + looked_for);
}

error several_found(const fs::path& directory, const std::vector<std::string>& found) {
  std::string list;
  for (std::size_t i = 0; i < std::min(found.size(), most_named); ++i)
    list += (i == 0 ? "'" : ", '") + detail::printable(found[i]) + "'";
  if (found.size() > most_named) list += "...";
  return error{errc::bad_argument, directory.string() + ": holds " + std::to_string(found.size()) +
                                       " possible models; open one of them by its path: " + list};
}

/// The file to open, or why none can be chosen.
result<std::string> chosen_name(const fs::path& directory, const std::vector<std::string>& names) {
  for (const candidate& row : candidates) {
    std::vector<std::string> found;
    std::copy_if(names.begin(), names.end(), std::back_inserter(found),
                 [&](const std::string& name) { return row.matches(name); });
    if (found.size() == 1) return std::move(found.front());
    if (!found.empty()) return several_found(directory, found);
  }
  return nothing_found(directory);
}

} // namespace

result<model_choice> choose_model(const fs::path& directory) {
  auto names = visible_names(directory);
  if (!names) return std::move(names).error();
  for (const std::string_view name : nested_models)
    if (is_inside(directory, name)) names->emplace_back(name);
  auto name = chosen_name(directory, *names);
  if (!name) return std::move(name).error();
  return model_choice{std::move(*name)};
}

} // namespace weightkin
