#include "manifest/model_files.hpp"

#include <algorithm>
#include <system_error>

#include "reader/reader_error.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 1'000'000;

error failed(const fs::path& path, std::string_view what, std::error_code why) {
  return io_error(printable(path.string()), what, why.value());
}

bool is_ignored(std::string_view name, const std::vector<std::string>& ignored) {
  return std::any_of(ignored.begin(), ignored.end(), [&](const std::string& one) {
    return name == one ||
           (name.size() > one.size() && name.starts_with(one) && name[one.size()] == '/');
  });
}

/// Whether an entry is a file to hash; an error for what manifests cannot hold.
result<bool> is_content(const fs::directory_entry& entry, bool follow_links) {
  const std::string label = printable(entry.path().string());
  std::error_code why;
  const fs::file_status own = entry.symlink_status(why);
  if (why) return failed(entry.path(), "cannot be looked at", why);
  const bool is_link = fs::is_symlink(own);
  if (is_link && !follow_links)
    return unsupported_file(label, "is a symbolic link, and links are not to be followed");
  const fs::file_status target = is_link ? entry.status(why) : own;
  if (why) return failed(entry.path(), "is a link that leads nowhere", why);
  if (fs::is_directory(target)) {
    if (is_link) return unsupported_file(label, "is a link to a folder");
    return false;
  }
  if (!fs::is_regular_file(target)) return unsupported_file(label, "is no regular file");
  return true;
}

result<void> take_entry(const fs::path& model, const fs::directory_entry& entry, bool follow_links,
                        const std::string& name, std::vector<model_file>& files) {
  const auto content = is_content(entry, follow_links);
  if (!content) return content.error();
  if (!*content) return {};
  if (first_invalid_utf8(name))
    return unsupported_file(printable(entry.path().string()), "its name is not valid UTF-8");
  if (files.size() >= most_files)
    return unsupported_file(printable(model.string()), "more than a million files");
  files.push_back({name, entry.path()});
  return {};
}

} // namespace

bool stands_before(std::string_view a, std::string_view b) noexcept {
  const auto rank = [](char letter) {
    return letter == '/' ? 0 : static_cast<int>(static_cast<unsigned char>(letter)) + 1;
  };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [&](char x, char y) { return rank(x) < rank(y); });
}

result<std::vector<model_file>>
files_of_model(const fs::path& model, const std::vector<std::string>& ignored, bool follow_links) {
  std::error_code why;
  const fs::file_status kind = fs::status(model, why); // what the caller names may be a link
  if (why) return failed(model, "cannot be opened", why);
  if (fs::is_regular_file(kind)) return std::vector<model_file>{{".", model}};
  std::vector<model_file> files;
  fs::recursive_directory_iterator entry(model, why);
  if (why) return failed(model, "cannot be listed", why);
  for (const fs::recursive_directory_iterator end; entry != end; entry.increment(why)) {
    const std::string name = entry->path().lexically_relative(model).generic_string();
    if (is_ignored(name, ignored)) {
      entry.disable_recursion_pending();
      continue;
    }
    if (auto taken = take_entry(model, *entry, follow_links, name, files); !taken)
      return std::move(taken).error();
  }
  if (why) return failed(model, "cannot be listed", why);
  if (files.empty())
    return error{errc::bad_argument, printable(model.string()) + ": there is no file in it"};
  std::sort(files.begin(), files.end(),
            [](const model_file& a, const model_file& b) { return stands_before(a.name, b.name); });
  return files;
}

} // namespace weightkin::detail
