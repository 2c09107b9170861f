#include "text_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace weightkin::cli {
namespace {

error io_error(const std::string& path, const char* what) {
  return {errc::io, path + ": " + what + ": " + std::strerror(errno)};
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// What a new file's permissions are by the user's mask; mkstemp alone would make it private.
mode_t customary_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

bool is_special_file(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode);
}

result<void> write_special(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return io_error(path, "cannot open for writing");
  const bool written = write_all(file, text);
  if (::close(file) != 0 || !written) return io_error(path, "cannot write");
  return {};
}

} // namespace

result<std::string> read_text(const std::string& path, std::int64_t most_bytes) {
  std::error_code none;
  if (std::filesystem::is_directory(path, none))
    return error{errc::io, path + ": is a folder, not a file"};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return io_error(path, "cannot open");
  std::string text;
  std::array<char, 65536> some;
  do { // a pipe does not say how much there will be
    file.read(some.data(), some.size());
    text.append(some.data(), static_cast<std::size_t>(file.gcount()));
    if (static_cast<std::int64_t>(text.size()) > most_bytes)
      return error{errc::bad_argument,
                   path + ": above " + std::to_string(most_bytes / 1'000'000) + " MB"};
  } while (file);
  if (file.bad()) return io_error(path, "cannot read");
  return text;
}

std::string behind_links(const std::string& path) {
  constexpr int most_links = 40; // as the kernel's
  std::filesystem::path at = path;
  for (int link = 0; link < most_links; ++link) {
    std::error_code none;
    const auto next = std::filesystem::read_symlink(at, none);
    if (none) break;
    at = at.parent_path() / next;
  }
  return at.string();
}

result<void> check_apart(std::span<const std::string> outputs) {
  std::set<std::filesystem::path> files;
  for (const std::string& path : outputs) {
    if (path.empty() || is_special_file(path)) continue;
    std::error_code failed;
    const auto file = std::filesystem::weakly_canonical(behind_links(path), failed);
    if (!failed && !files.insert(file).second)
      return error{errc::bad_argument, path + ": two outputs would be written to this file"};
  }
  return {};
}

result<void> write_text(const std::string& link, const std::string& text) {
  // A device or a pipe cannot be replaced by renaming.
  if (is_special_file(link)) return write_special(link, text);
  const std::string path = behind_links(link);
  std::string temporary = path + ".XXXXXX";
  const int file = ::mkstemp(temporary.data());
  if (file < 0) return io_error(path, "cannot create a file beside it");
  const bool written =
      write_all(file, text) && ::fchmod(file, customary_mode()) == 0 && ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  if (written && closed && std::rename(temporary.c_str(), path.c_str()) == 0) return {};
  const error failure = io_error(path, "cannot write");
  ::unlink(temporary.c_str());
  return failure;
}

result<void> print(const std::string& text) {
  if (write_all(STDOUT_FILENO, text)) return {};
  return io_error("stdout", "cannot write");
}

} // namespace weightkin::cli
