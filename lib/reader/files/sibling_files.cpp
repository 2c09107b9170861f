#include "reader/files/sibling_files.hpp"

#include <algorithm>
#include <utility>

#include "reader/files/resolve_inside.hpp"
#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_siblings = 100'000;

class directory_files final : public file_set {
public:
  directory_files(model_root root, file_access access) : root_(std::move(root)), access_(access) {}

  [[nodiscard]] result<std::shared_ptr<const byte_source>>
  open(std::string_view name) const override {
    return root_.open_inside(name, access_);
  }

  [[nodiscard]] result<std::vector<std::string>> list(std::string_view folder) const override {
    const fs::path directory = root_.path() / folder;
    std::error_code failure;
    std::vector<std::string> names;
    fs::directory_iterator entry(directory, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
      if (names.size() == most_siblings)
        return detail::bad_file(fault::limit, directory.string(),
                                "more than " + std::to_string(most_siblings) + " entries");
      std::error_code unknown;
      const bool is_folder = entry->is_directory(unknown) && !entry->is_symlink(unknown);
      names.push_back(entry->path().filename().string() + (is_folder ? "/" : ""));
    }
    if (failure) return detail::io_error(directory.string(), "cannot list", failure.value());
    std::sort(names.begin(), names.end());
    return names;
  }

private:
  model_root root_;
  file_access access_;
};

} // namespace

/// What a name shares with the one the caller chose is his, whatever it holds; the rest was found.
result<void> sibling_files::check(std::string_view name) const {
  auto allowed = check_inside_name(name);
  if (allowed || !check_inside_path(name)) return allowed;
  const auto [own, found] =
      std::mismatch(own_name_.begin(), own_name_.end(), name.begin(), name.end());
  if (own == own_name_.begin()) return allowed;
  const std::string_view rest(found, name.end());
  return rest.empty() || check_inside_name(rest) ? result<void>{} : allowed;
}

result<std::shared_ptr<const byte_source>> sibling_files::open(std::string_view name) {
  if (auto allowed = check(name); !allowed) return std::move(allowed).error();
  if (const auto found = known_.find(name); found != known_.end()) return found->second;
  if (set_ == nullptr)
    return error{errc::bad_format,
                 "'" + detail::printable(name) +
                     "' cannot be reached: only the bytes of one file "
                     "were given",
                 fault::missing};
  auto bytes = set_->open(name);
  if (!bytes) {
    // A caller's set may repeat the name as it got it; messages stay one printable line.
    error failure = std::move(bytes).error();
    for (char& c : failure.message)
      if (c < 0x20 || c > 0x7e) c = '?';
    return failure;
  }
  opened_.push_back({(*bytes)->label(), (*bytes)->size()});
  known_.emplace(std::string(name), *bytes);
  return bytes;
}

result<std::vector<std::string>> sibling_files::list(std::string_view folder) const {
  if (!folder.empty())
    if (auto allowed = check_inside_name(folder); !allowed) return std::move(allowed).error();
  if (set_ == nullptr) return std::vector<std::string>{};
  return set_->list(folder);
}

result<std::shared_ptr<const byte_source>> sibling_files::find(std::string_view name) {
  auto bytes = open(name);
  if (!bytes && bytes.error().why == fault::missing) return std::shared_ptr<const byte_source>();
  return bytes;
}

result<std::shared_ptr<const file_set>> files_in(const fs::path& directory, file_access access) {
  auto root = model_root::open(directory);
  if (!root) return std::move(root).error();
  return std::shared_ptr<const file_set>(
      std::make_shared<directory_files>(std::move(*root), access));
}

} // namespace weightkin
