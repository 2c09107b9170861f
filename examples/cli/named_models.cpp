#include "named_models.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include <weightkin/core/weight_file_name.hpp>

#include "fingerprint_access.hpp"
#include "model_access.hpp"

namespace weightkin::cli {
namespace {

namespace fs = std::filesystem;

std::string resolved(const std::string& path) {
  std::error_code none;
  const fs::path whole = fs::canonical(path, none);
  return none ? path : whole.string();
}

using file_names = std::set<std::string>; ///< resolved

bool holds_all(const file_names& files, const file_names& others) {
  return std::ranges::includes(files, others);
}

/// The files that a model or fingerprint consists of; `undefined` where it opens and holds no
/// tensor.
result<file_names> model_files(const std::string& path, const reading_settings& settings) {
  const auto print = read_fingerprint(path);
  if (!print) return print.error();
  if (*print) return file_names{resolved(path)};
  const auto model = open_model(path, settings);
  if (!model) return model.error();
  if (model->size() == 0) return error{errc::undefined, path + ": holds no tensor"};
  file_names files;
  for (const checkpoint_file& file : model->files())
    files.insert(resolved(file.path));
  return files;
}

result<std::vector<std::string>> entries_of(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (!at->path().filename().string().starts_with('.')) names.push_back(at->path().string());
  if (failed) return error{errc::io, folder + ": cannot be listed: " + failed.message()};
  std::sort(names.begin(), names.end());
  return names;
}

bool is_folder(const std::string& path) {
  std::error_code none;
  return fs::is_directory(path, none);
}

/// A device or a pipe: opening it might wait for ever.
bool is_special(const std::string& path) {
  std::error_code none;
  return fs::is_other(fs::status(path, none));
}

/// What models are packed in, which no reader looks into.
bool is_called_archive(std::string name) {
  constexpr std::array<std::string_view, 8> endings{".tar", ".tgz", ".gz", ".bz2",
                                                    ".xz",  ".zst", ".7z", ".rar"};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return std::ranges::any_of(endings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

/// By its name it is to be a model, whatever it turned out to hold.
bool is_called_weights(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  return !weight_ending(name).empty() || is_called_archive(name);
}

bool begins_as_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4096> head{};
  file.read(head.data(), head.size());
  return file.is_open() && std::all_of(head.begin(), head.begin() + file.gcount(), [](char c) {
           return static_cast<unsigned char>(c) >= ' ' || (c >= '\t' && c <= '\r');
         });
}

/// A pickle of other things than weights, such as the settings of a training run, which a strict
/// reading refuses for a class of theirs. Nothing in it is run; what an unknown object is made of
/// is looked through for tensors and arrays.
bool is_pickle_of_no_tensor(const std::string& path, const error& reason,
                            reading_settings settings) {
  if (reason.why != fault::pickle_global) return false;
  settings.lenient_pickle = true;
  const auto model = open_model(path, settings);
  return model && model->size() == 0;
}

/// Why something in a folder is no model: it holds no tensor, whatever it is called; or text, or
/// bytes that no format begins with, under a name that promises nothing else. Nothing where it may
/// be a model that cannot be read.
std::optional<std::string> why_no_model(const std::string& path, const error& reason,
                                        const reading_settings& settings) {
  if (reason.code == errc::undefined) return reason.message;
  if (is_pickle_of_no_tensor(path, reason, settings)) return path + ": holds no tensor";
  if (reason.code != errc::bad_format || is_called_weights(path)) return std::nullopt;
  const bool is_none = reason.why == fault::format || begins_as_text(path);
  return is_none ? std::optional(reason.message) : std::nullopt;
}

/// A model in a folder.
struct found_model {
  std::string path;
  file_names files;
};

/// What a folder and those in it hold.
struct folder_content {
  std::vector<found_model> models;
  std::vector<passed_over> left_out;
  std::vector<passed_over> unread;
  bool has_subject = false;

  void take_over(folder_content other) {
    std::ranges::move(other.models, std::back_inserter(models));
    std::ranges::move(other.left_out, std::back_inserter(left_out));
    std::ranges::move(other.unread, std::back_inserter(unread));
    has_subject = has_subject || other.has_subject;
  }

  /// Nothing is here that might be another model than the one of these files.
  [[nodiscard]] bool is_one_model(const file_names& files) const {
    return !has_subject && std::ranges::all_of(models, [&](const found_model& part) {
      return holds_all(files, part.files);
    }) && std::ranges::all_of(unread, [&](const passed_over& part) {
      return files.contains(resolved(part.path));
    });
  }
};

/// Takes out what is a part of a model here: shards, and lists of shards.
void leave_out_parts(folder_content& content) {
  std::ranges::stable_sort(content.models, [](const found_model& a, const found_model& b) {
    return a.files.size() > b.files.size();
  });
  std::vector<found_model> whole;
  file_names parts;
  for (found_model& model : content.models) {
    if (std::ranges::any_of(
            whole, [&](const found_model& other) { return holds_all(other.files, model.files); }))
      continue;
    parts.insert(model.files.begin(), model.files.end());
    whole.push_back(std::move(model));
  }
  std::ranges::sort(whole, {}, &found_model::path);
  content.models = std::move(whole);
  std::erase_if(content.unread,
                [&](const passed_over& each) { return parts.contains(resolved(each.path)); });
}

class model_finder {
public:
  model_finder(const std::string& except, const reading_settings& settings) : settings_(settings) {
    if (except.empty()) return;
    subject_.insert(resolved(except));
    if (const auto files = model_files(except, settings))
      subject_.insert(files->begin(), files->end());
  }

  result<void> add(const std::string& path) {
    if (!is_folder(path)) return take(path);
    walked_.clear();
    auto content = walk(path);
    if (!content) return std::move(content).error();
    leave_out_parts(*content);
    if (content->models.empty())
      return error{errc::bad_argument,
                   path + ": holds no model and no fingerprint" +
                       (content->unread.empty() ? std::string()
                                                : " that can be read: " + content->unread[0].line)};
    for (const found_model& model : content->models)
      if (auto taken = take(model.path); !taken) return taken;
    std::ranges::move(content->left_out, std::back_inserter(found_.left_out));
    std::ranges::move(content->unread, std::back_inserter(found_.unread));
    return {};
  }

  [[nodiscard]] named_models found() && { return std::move(found_); }

private:
  result<void> take(const std::string& path) {
    const std::string real = resolved(path);
    if (subject_.contains(real)) return error{errc::bad_argument, path + ": is the subject itself"};
    if (!seen_.insert(real).second) return error{errc::bad_argument, path + ": is given twice"};
    found_.paths.push_back(path);
    return {};
  }

  [[nodiscard]] bool is_subjects(const file_names& files) const {
    return std::ranges::any_of(files,
                               [&](const std::string& file) { return subject_.contains(file); });
  }

  result<folder_content> walk(const std::string& folder) {
    folder_content content;
    if (!walked_.insert(resolved(folder)).second) return content; // a link that leads back
    auto entries = entries_of(folder);
    if (!entries) return std::move(entries).error();
    for (const std::string& entry : *entries)
      content.take_over(look_at(entry));
    auto own = model_files(folder, settings_);
    if (!own) {
      // "No model here" and "several" say nothing that the entries do not.
      const bool new_to_us = own.error().why != fault::missing &&
                             own.error().code != errc::bad_argument &&
                             own.error().code != errc::undefined && content.unread.empty();
      if (new_to_us) content.unread.push_back({folder, own.error().message});
    } else if (content.is_one_model(*own)) {
      content = {};
      content.models.push_back({folder, std::move(*own)});
    } else if (!is_subjects(*own)) {
      // Shards are called by their folder, a file among others by its name.
      const auto at = own->size() > 1 ? content.models.begin() : content.models.end();
      content.models.insert(at, {folder, std::move(*own)});
    }
    return content;
  }

  folder_content look_at(const std::string& entry) {
    folder_content out;
    if (subject_.contains(resolved(entry))) {
      out.left_out.push_back({entry, entry + ": is the subject itself"});
      out.has_subject = true;
    } else if (is_special(entry)) {
      out.left_out.push_back({entry, entry + ": is neither a file nor a folder"});
    } else if (is_folder(entry)) {
      auto walked = walk(entry);
      if (walked) return std::move(*walked);
      out.unread.push_back({entry, walked.error().message});
    } else if (auto files = model_files(entry, settings_); !files) {
      if (auto why = why_no_model(entry, files.error(), settings_))
        out.left_out.push_back({entry, std::move(*why)});
      else
        out.unread.push_back({entry, files.error().message});
    } else if (is_subjects(*files)) {
      out.left_out.push_back({entry, entry + ": is a part of the subject"});
      out.has_subject = true;
    } else {
      out.models.push_back({entry, std::move(*files)});
    }
    return out;
  }

  const reading_settings& settings_;
  file_names subject_; ///< its path and its files
  file_names seen_;
  file_names walked_; ///< folders, of one argument
  named_models found_;
};

} // namespace

result<named_models> find_models(std::span<const std::string> arguments, const std::string& except,
                                 const reading_settings& settings) {
  model_finder finder(except, settings);
  for (const std::string& argument : arguments)
    if (auto added = finder.add(argument); !added) return std::move(added).error();
  return std::move(finder).found();
}

void add_to_limits(std::vector<std::string>& limits, const named_models& models) {
  for (const passed_over& each : models.left_out)
    limits.push_back("left out: " + each.line);
  for (const passed_over& each : models.unread)
    limits.push_back("could not be read: " + each.line);
}

} // namespace weightkin::cli
