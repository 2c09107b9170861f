#include "model_set.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
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

std::string resolved(const std::string& path) {
  std::error_code none;
  const fs::path whole = fs::canonical(path, none);
  return none ? path : whole.string();
}

/// Nothing when `path` holds a fingerprint or a model, else why not.
std::optional<error> why_no_model(const std::string& path, const reading_settings& settings) {
  const auto print = read_fingerprint(path);
  if (!print) return print.error();
  if (*print) return std::nullopt;
  const auto model = open_model(path, settings);
  if (!model) return model.error();
  return std::nullopt;
}

result<std::vector<std::string>> entries_of(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    names.push_back(at->path().string());
  if (failed) return error{errc::io, folder + ": cannot be listed: " + failed.message()};
  std::sort(names.begin(), names.end());
  return names;
}

bool is_folder(const std::string& path) {
  std::error_code none;
  return fs::is_directory(path, none);
}

class model_finder {
public:
  model_finder(const std::string& except, const reading_settings& settings)
      : except_(except.empty() ? except : resolved(except)), settings_(settings) {}

  result<void> add(const std::string& path) {
    if (is_folder(path)) return add_folder(path);
    return take(path);
  }

  [[nodiscard]] named_models found() && { return std::move(found_); }

private:
  result<void> take(const std::string& path) {
    const std::string real = resolved(path);
    if (real == except_) return error{errc::bad_argument, path + ": is the subject itself"};
    if (!seen_.insert(real).second) return error{errc::bad_argument, path + ": is given twice"};
    found_.paths.push_back(path);
    return {};
  }

  /// A folder that is one model is a model; any other is a collection.
  result<void> add_folder(const std::string& folder) {
    auto entries = entries_of(folder);
    if (!entries) return std::move(entries).error();
    std::vector<std::string> models;
    std::vector<std::string> rest;
    bool parts = false; // something in it is no file of a single model
    for (const std::string& entry : *entries) {
      if (resolved(entry) == except_) {
        found_.left_out.push_back(entry + ": is the subject itself");
        parts = true;
        continue;
      }
      const auto reason = why_no_model(entry, settings_);
      if (!reason) models.push_back(entry);
      const auto print = reason ? result<std::optional<fingerprint>>(std::optional<fingerprint>{})
                                : read_fingerprint(entry);
      parts = parts || (!reason && (is_folder(entry) || (print && *print)));
      if (reason) rest.push_back(reason->message);
    }
    if (!parts && !why_no_model(folder, settings_)) return take(folder);
    if (models.empty())
      return error{errc::bad_argument, folder + ": holds no model and no fingerprint"};
    for (const std::string& model : models)
      if (auto taken = take(model); !taken) return taken;
    found_.left_out.insert(found_.left_out.end(), rest.begin(), rest.end());
    return {};
  }

  std::string except_;
  const reading_settings& settings_;
  std::set<std::string> seen_;
  named_models found_;
};

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

result<named_models> find_models(std::span<const std::string> arguments, const std::string& except,
                                 const reading_settings& settings) {
  model_finder finder(except, settings);
  for (const std::string& argument : arguments)
    if (auto added = finder.add(argument); !added) return std::move(added).error();
  return std::move(finder).found();
}

std::string short_name(const std::string& path, std::span<const std::string> all) {
  const auto last = [](const std::string& whole) {
    const fs::path parts(whole);
    return (parts.has_filename() ? parts : parts.parent_path()).filename().string();
  };
  const auto same = std::count_if(
      all.begin(), all.end(), [&](const std::string& other) { return last(other) == last(path); });
  return same == 1 ? last(path) : path;
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
