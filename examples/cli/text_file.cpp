#include "text_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <string_view>
#include <sys/stat.h>
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
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return io_error(path, "cannot open");
  file.seekg(0, std::ios::end);
  if (file.tellg() > most_bytes)
    return error{errc::bad_argument,
                 path + ": above " + std::to_string(most_bytes / 1'000'000) + " MB"};
  file.seekg(0);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return io_error(path, "cannot read");
  return std::move(text).str();
}

result<void> write_text(const std::string& path, const std::string& text) {
  // A device or a pipe cannot be replaced by renaming.
  if (is_special_file(path)) return write_special(path, text);
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
