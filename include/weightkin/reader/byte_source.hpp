#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

namespace weightkin {

/// A random-access run of bytes of known length: a file, a piece of memory, an inflated zip member.
/// Immutable; concurrent `read` calls are safe.
class byte_source {
public:
  byte_source() = default;
  byte_source(const byte_source&) = delete;
  byte_source& operator=(const byte_source&) = delete;
  virtual ~byte_source() = default;

  /// Length in bytes, fixed when the source was opened.
  [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;

  /// How messages call this source: a path or a caller's label.
  [[nodiscard]] virtual const std::string& label() const noexcept = 0;

  /// All bytes in place when they are at an address for the life of this object, else null.
  [[nodiscard]] virtual const std::byte* in_place() const noexcept { return nullptr; }

  /// The bytes [offset, offset + length).
  /// \param scratch at least `length` bytes; used only when the bytes are not in place.
  /// \returns exactly `length` bytes; `bad_format`/`truncated` when the range leaves the source,
  ///          `io` when the medium failed or the file has shrunk since it was opened.
  [[nodiscard]] virtual result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const = 0;
};

/// How file bytes are reached.
enum class file_access {
  mapped, ///< memory map: fastest, no private memory; a file that shrinks while open raises SIGBUS
  copied, ///< positioned reads into bounded buffers: a vanished page is an `io` error
};

/// The files that lie beside the one being read: its directory, or whatever stands for one (a
/// bucket's prefix, an archive). Names in files reach other files through this and nothing else.
/// Concurrent calls must be safe.
class file_set {
public:
  file_set() = default;
  file_set(const file_set&) = delete;
  file_set& operator=(const file_set&) = delete;
  virtual ~file_set() = default;

  /// Opens the file `name`, relative, of components joined by '/': no "..", no absolute path, no
  /// empty component, no NUL. What readers found in a file is valid UTF-8 without backslash or
  /// colon, but for what it repeats of the beginning of the caller's own name.
  /// \returns `bad_format`/`missing` when there is none, `bad_format`/`path` when the name leaves
  ///          the set, `io` when it cannot be read.
  [[nodiscard]] virtual result<std::shared_ptr<const byte_source>>
  open(std::string_view name) const = 0;

  /// The names of the entries of the folder `name` ("" for the set itself), sorted; folders end
  /// in '/'. \returns `unsupported` where the medium cannot list.
  [[nodiscard]] virtual result<std::vector<std::string>> list(std::string_view name) const = 0;
};

/// Opens a regular file. Never follows into devices or FIFOs.
[[nodiscard]] result<std::shared_ptr<const byte_source>>
open_file(const std::filesystem::path& path, file_access access);

/// Bytes that the caller keeps alive and unchanged while the source lives.
[[nodiscard]] std::shared_ptr<const byte_source> borrow_memory(std::span<const std::byte> bytes,
                                                               std::string label);

} // namespace weightkin
