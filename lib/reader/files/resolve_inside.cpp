#include "reader/files/resolve_inside.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "reader/reader_error.hpp"
#include "reader/wire/utf8.hpp"

namespace weightkin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t component_bytes = 255;
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;

error refuse_path(std::string_view name, std::string_view why) {
  return error{errc::bad_format, "'" + detail::printable(name) + "' " + std::string(why),
               fault::path};
}

error failed_to_open(std::string_view name, int error_number) {
  if (error_number == ENOENT)
    return error{errc::bad_format, "'" + detail::printable(name) + "' does not exist",
                 fault::missing};
  if (error_number == ELOOP || error_number == ENOTDIR)
    return refuse_path(name, "leads through a symbolic link or something that is no folder");
  return detail::io_error("'" + detail::printable(name) + "'", "cannot open", error_number);
}

/// Splits off the first component.
std::string_view next_component(std::string_view& rest) noexcept {
  const std::size_t slash = rest.find('/');
  const std::string_view component = rest.substr(0, slash);
  rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  return component;
}

result<std::string> link_target(int directory, const char* component, std::string_view name) {
  std::array<char, PATH_MAX> target;
  const ssize_t length = ::readlinkat(directory, component, target.data(), target.size());
  if (length < 0) return failed_to_open(name, errno);
  if (static_cast<std::size_t>(length) == target.size())
    return refuse_path(name, "is a symbolic link with too long a target");
  return std::string(target.data(), static_cast<std::size_t>(length));
}

enum class kind : std::uint8_t { regular, link };

/// What stands at the end of a name; everything but files and links is refused unopened.
result<kind> kind_of(int directory, const char* component, std::string_view name) {
  struct stat status {};
  if (::fstatat(directory, component, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return failed_to_open(name, errno);
  if (S_ISREG(status.st_mode)) return kind::regular;
  if (S_ISLNK(status.st_mode)) return kind::link;
  return refuse_path(name, "is not a regular file");
}

result<file_descriptor> open_regular(int directory, const char* component, std::string_view name) {
  file_descriptor file(::openat(directory, component, open_flags | O_NONBLOCK | O_NOCTTY));
  if (!file) return failed_to_open(name, errno);
  return file;
}

/// `<model>/blobs` for a directory below `<model>/snapshots/<revision>`, else nothing.
fs::path blobs_of(const fs::path& canonical) {
  for (fs::path at = canonical; at.has_relative_path(); at = at.parent_path())
    if (at.parent_path().filename() == "snapshots") return at.parent_path().parent_path() / "blobs";
  return {};
}

} // namespace

result<void> check_inside_name(std::string_view name) {
  if (detail::first_invalid_utf8(name)) return refuse_path(name, "is not valid UTF-8");
  if (name.find_first_of("\\:") != std::string_view::npos)
    return refuse_path(name, "holds a backslash or a colon");
  return check_inside_path(name);
}

result<void> check_inside_path(std::string_view name) {
  if (name.empty()) return refuse_path(name, "is empty");
  if (name.find('\0') != std::string_view::npos) return refuse_path(name, "holds a NUL");
  if (name.size() >= PATH_MAX) return refuse_path(name, "is too long");
  if (name.ends_with('/')) return refuse_path(name, "names a folder");
  for (std::string_view rest = name; !rest.empty();) {
    const std::string_view component = next_component(rest);
    if (component.empty()) return refuse_path(name, "is absolute or has an empty component");
    if (component == "." || component == "..")
      return refuse_path(name, "has a component '.' or '..'");
    if (component.size() > component_bytes)
      return refuse_path(name, "has a component longer than 255 bytes");
  }
  return {};
}

model_root::model_root(file_descriptor directory, fs::path path, fs::path canonical)
    : directory_(std::move(directory)), path_(std::move(path)), canonical_(std::move(canonical)),
      blobs_(blobs_of(canonical_)) {}

result<model_root> model_root::open(const fs::path& directory) {
  const fs::path named = directory.empty() ? fs::path(".") : directory;
  file_descriptor descriptor(::open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor) return detail::io_error(named.string(), "cannot open the directory", errno);
  std::error_code failure;
  fs::path canonical = fs::canonical(named, failure);
  if (failure)
    return detail::io_error(named.string(), "cannot resolve the directory", failure.value());
  return model_root(std::move(descriptor), directory, std::move(canonical));
}

result<std::shared_ptr<const byte_source>> model_root::open_inside(std::string_view name,
                                                                   file_access access) const {
  if (auto allowed = check_inside_path(name); !allowed) return std::move(allowed).error();
  auto file = walk(name, true);
  if (!file) return std::move(file).error();
  return adopt_file(std::move(*file), (path_ / name).string(), access);
}

result<file_descriptor> model_root::walk(std::string_view name, bool may_end_in_link) const {
  file_descriptor folder; // the last one opened on the way; the root is only borrowed
  int at = directory_.number();
  std::string_view rest = name;
  std::string component(next_component(rest));
  for (; !rest.empty(); component = next_component(rest)) {
    file_descriptor next(::openat(at, component.c_str(), open_flags | O_DIRECTORY));
    if (!next) return failed_to_open(name, errno);
    folder = std::move(next);
    at = folder.number();
  }
  const auto found = kind_of(at, component.c_str(), name);
  if (!found) return found.error();
  if (*found == kind::regular) return open_regular(at, component.c_str(), name);
  if (!may_end_in_link) return refuse_path(name, "is a symbolic link to a symbolic link");
  const auto target = link_target(at, component.c_str(), name);
  if (!target) return target.error();
  return follow(name, *target);
}

result<file_descriptor> model_root::follow(std::string_view name, const std::string& target) const {
  // Nothing on the way to the link was a link, so `..` in its target can be resolved as text.
  const fs::path end = (canonical_ / name).parent_path() / target;
  const fs::path normal = end.lexically_normal();
  const std::string inside = normal.lexically_relative(canonical_).string();
  if (!inside.empty() && check_inside_path(inside)) return walk(inside, false);
  if (!blobs_.empty() && normal.parent_path() == blobs_)
    return open_blob(normal.filename().string());
  return refuse_path(name, "is a symbolic link out of its folder; open the file it leads to by "
                           "its own path if you trust it");
}

result<file_descriptor> model_root::open_blob(const std::string& blob) const {
  if (auto allowed = check_inside_path(blob); !allowed) return std::move(allowed).error();
  const file_descriptor folder(::open(blobs_.c_str(), open_flags | O_DIRECTORY));
  if (!folder) return failed_to_open(blob, errno);
  const auto found = kind_of(folder.number(), blob.c_str(), blob);
  if (!found) return found.error();
  if (*found != kind::regular) return refuse_path(blob, "is a symbolic link to a symbolic link");
  return open_regular(folder.number(), blob.c_str(), blob);
}

} // namespace weightkin
