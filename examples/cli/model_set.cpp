#include "model_set.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

#include "fingerprint_access.hpp"
#include "interrupt.hpp"
#include "model_access.hpp"
#include "progress_bar.hpp"

namespace weightkin::cli {
namespace {

namespace fs = std::filesystem;

/// What a loan keeps open.
struct opened_weights {
  checkpoint model;
  std::vector<tensor_view> tensors;
};

result<fingerprint> print_of(const std::string& path, std::uint64_t seed,
                             std::span<const map_rule> map, const common_settings& settings,
                             progress_bar& bar) {
  const auto model = open_model(path, settings);
  if (!model) return model.error();
  fingerprint_options options;
  options.seed = seed;
  options.threads = settings.threads;
  options.map = map;
  options.on_progress = [&bar](const progress& now) { return bar.show(now); };
  return fingerprint_of(*model, options);
}

} // namespace

std::string last_part(const std::string& path) {
  const fs::path parts(path);
  return (parts.has_filename() ? parts : parts.parent_path()).filename().string();
}

std::string short_name(const std::string& path, std::span<const std::string> all) {
  std::string last = last_part(path);
  const auto same = std::count_if(
      all.begin(), all.end(), [&](const std::string& other) { return last_part(other) == last; });
  return same == 1 ? last : path;
}

result<model_set> read_models(std::span<const std::string> paths, std::span<const map_rule> map,
                              const common_settings& settings, std::optional<std::uint64_t> seed) {
  model_set set;
  for (const std::string& path : paths) {
    auto print = read_fingerprint(path);
    if (!print) return std::move(print).error();
    set.has_weights.push_back(!print->has_value());
    set.prints.push_back(print->has_value() ? std::move(**print) : fingerprint{});
    if (print->has_value() && !seed) seed = set.prints.back().seed;
  }
  progress_bar bar;
  catch_interrupts();
  for (std::size_t at = 0; at < paths.size(); ++at) {
    if (set.has_weights[at]) {
      auto print = print_of(paths[at], seed.value_or(0), map, settings, bar);
      if (!print) return std::move(print).error();
      set.prints[at] = std::move(*print);
    }
    set.prints[at].name = short_name(paths[at], paths);
  }
  return set;
}

result<lent_weights> open_weights(const std::string& path, const reading_settings& settings) {
  auto model = open_model(path, settings);
  if (!model) return std::move(model).error();
  const auto open = std::make_shared<opened_weights>(opened_weights{std::move(*model), {}});
  open->tensors = views_of(open->model);
  return lent_weights{open->tensors, open};
}

} // namespace weightkin::cli
