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

constexpr std::array<candidate, 16> candidates{{
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
    {"one *.bin, *.pt, *.pth, *.ckpt, *.zip, *.npz or *.npy", has_weight_ending},
    {"variables/variables.index",
     [](std::string_view n) { return n == "variables/variables.index"; }},
    {"one *.index", [](std::string_view n) { return n.ends_with(".index") && !is_inner(n); }},
    {"saved_model.pb", [](std::string_view n) { return n == "saved_model.pb"; }},
    {"model.json", [](std::string_view n) { return n == "model.json"; }},
    {"one *.tflite or *.pb",
     [](std::string_view n) { return n.ends_with(".tflite") || n.ends_with(".pb"); }},
}};

/// Files in folders that may be the model.
constexpr std::array<std::string_view, 1> inner_files{"variables/variables.index"};

/// Whether `name` is a file in a folder of the directory itself: not in one that a link leads to.
bool has_inner(const fs::path& directory, std::string_view name) {
  std::error_code failure;
  const fs::path file = directory / name;
  return fs::is_directory(fs::symlink_status(file.parent_path(), failure)) &&
         fs::is_regular_file(file, failure);
}

/// Names of the directory's visible entries, sorted so that messages do not depend on the disk,
/// and of the files in folders that are looked for.
result<std::vector<std::string>> visible_names(const fs::path& directory) {
  std::error_code failure;
  std::vector<std::string> names;
  fs::directory_iterator entry(directory, failure);
  for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
    std::string name = entry->path().filename().string();
    if (name.starts_with('.')) continue;
    if (names.size() == most_entries)
      return detail::bad_file(fault::limit, directory.string(),
                              "more than " + std::to_string(most_entries) + " entries");
    names.push_back(std::move(name));
  }
  if (failure) return detail::io_error(directory.string(), "cannot list", failure.value());
  for (const std::string_view name : inner_files)
    if (has_inner(directory, name)) names.emplace_back(name);
  std::sort(names.begin(), names.end());
  return names;
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
  const auto names = visible_names(directory);
  if (!names) return names.error();
  auto name = chosen_name(directory, *names);
  if (!name) return std::move(name).error();
  return model_choice{std::move(*name)};
}

} // namespace weightkin
