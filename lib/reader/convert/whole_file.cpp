#include "reader/convert/whole_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

/// Names tried for the new file; those of interrupted writers may be lying about.
constexpr int most_names = 100;
constexpr mode_t usual_mode = 0666; ///< the user's mask takes from it

bool is_special(const std::filesystem::path& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode);
}

} // namespace

result<std::unique_ptr<whole_file>> whole_file::create(const std::filesystem::path& path) {
  if (is_special(path)) {
    file_descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file) return detail::io_error(path.string(), "cannot open for writing", errno);
    return std::unique_ptr<whole_file>(new whole_file(path, "", std::move(file)));
  }
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown))
    return detail::io_error(path.string(), "cannot write", EISDIR);
  // All memory is had before there is a file that somebody would have to remove.
  std::unique_ptr<whole_file> made(new whole_file(path, "", file_descriptor(-1)));
  for (int number = 0; number < most_names; ++number) {
    std::string name = path.string() + "." + std::to_string(number) + ".part";
    file_descriptor file(
        ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, usual_mode));
    if (file) {
      made->file_ = std::move(file);
      made->temporary_ = std::move(name);
      return made;
    }
    if (errno != EEXIST)
      return detail::io_error(path.string(), "cannot create a file beside it", errno);
  }
  return detail::io_error(path.string(), "cannot create a file beside it", EEXIST);
}

whole_file::~whole_file() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

result<void> whole_file::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return detail::io_error(path_.string(), "cannot write", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

result<void> whole_file::finish() {
  if (temporary_.empty()) return {};
  if (::fsync(file_.number()) != 0)
    return detail::io_error(path_.string(), "cannot write to the disk", errno);
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0)
    return detail::io_error(path_.string(), "cannot rename to it", errno);
  temporary_.clear();
  return {};
}

} // namespace weightkin
