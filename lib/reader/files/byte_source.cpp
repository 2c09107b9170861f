#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <weightkin/reader/byte_source.hpp>

#include "reader/files/file_descriptor.hpp"
#include "reader/reader_error.hpp"

namespace weightkin {
namespace {

using bytes_result = result<std::span<const std::byte>>;

error outside(const byte_source& source, std::uint64_t offset, std::uint64_t length) {
  return detail::bad_file(fault::truncated, source.label(),
                          "needs " + std::to_string(length) + " bytes at byte " +
                              std::to_string(offset) + " but there are only " +
                              std::to_string(source.size()) + " in all");
}

bool lies_inside(const byte_source& source, std::uint64_t offset, std::uint64_t length) noexcept {
  return offset <= source.size() && length <= source.size() - offset;
}

/// Bytes at an address that someone else keeps alive.
class memory_bytes : public byte_source {
public:
  memory_bytes(std::span<const std::byte> bytes, std::string label)
      : bytes_(bytes), label_(std::move(label)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] const std::byte* in_place() const noexcept override { return bytes_.data(); }
  [[nodiscard]] bytes_result read(std::uint64_t offset, std::size_t length,
                                  std::span<std::byte> /*scratch*/) const override {
    if (!lies_inside(*this, offset, length)) return outside(*this, offset, length);
    return bytes_.subspan(static_cast<std::size_t>(offset), length);
  }

private:
  std::span<const std::byte> bytes_;
  std::string label_;
};

/// A whole file in the address space.
class mapped_file final : public memory_bytes {
public:
  mapped_file(std::span<const std::byte> mapping, std::string label)
      : memory_bytes(mapping, std::move(label)), mapping_(mapping) {}

  ~mapped_file() override {
    // munmap wants a plain pointer; the pages were mapped read-only.
    if (!mapping_.empty()) ::munmap(const_cast<std::byte*>(mapping_.data()), mapping_.size());
  }

private:
  std::span<const std::byte> mapping_;
};

/// A file read by position: nothing of it stays in private memory, and a failing medium or a file
/// that shrinks is an error value.
class copied_file final : public byte_source {
public:
  copied_file(file_descriptor file, std::uint64_t size, std::string label)
      : file_(std::move(file)), size_(size), label_(std::move(label)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] bytes_result read(std::uint64_t offset, std::size_t length,
                                  std::span<std::byte> scratch) const override {
    if (!lies_inside(*this, offset, length)) return outside(*this, offset, length);
    if (scratch.size() < length)
      return error{errc::bad_argument, label_ + ": scratch of " + std::to_string(scratch.size()) +
                                           " bytes is too small for " + std::to_string(length)};
    std::size_t done = 0;
    while (done < length) {
      const ssize_t got = ::pread(file_.number(), scratch.data() + done, length - done,
                                  static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0)
        return detail::io_error(label_, "cannot read at byte " + std::to_string(offset + done),
                                errno);
      if (got == 0)
        return error{errc::io, label_ + ": ends at byte " + std::to_string(offset + done) +
                                   " but had " + std::to_string(size_) +
                                   " bytes when it was opened"};
      done += static_cast<std::size_t>(got);
    }
    return std::span<const std::byte>(scratch.data(), length);
  }

private:
  file_descriptor file_;
  std::uint64_t size_;
  std::string label_;
};

result<std::shared_ptr<const byte_source>> map_file(const file_descriptor& file, std::uint64_t size,
                                                    std::string label) {
  if (size == 0) return borrow_memory({}, std::move(label));
  if (size > SIZE_MAX)
    return detail::io_error(label, "cannot map " + std::to_string(size) + " bytes", EFBIG);
  const auto length = static_cast<std::size_t>(size);
  void* address = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, file.number(), 0);
  if (address == MAP_FAILED) return detail::io_error(label, "cannot map", errno);
  const std::span<const std::byte> bytes(static_cast<const std::byte*>(address), length);
  return std::shared_ptr<const byte_source>(std::make_shared<mapped_file>(bytes, std::move(label)));
}

} // namespace

file_descriptor::~file_descriptor() {
  if (number_ >= 0) ::close(number_);
}

result<std::shared_ptr<const byte_source>> adopt_file(file_descriptor file, std::string label,
                                                      file_access access) {
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return detail::io_error(label, "cannot stat", errno);
  if (!S_ISREG(status.st_mode)) return error{errc::io, label + ": is not a regular file"};
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (access == file_access::mapped) return map_file(file, size, std::move(label));
  return std::shared_ptr<const byte_source>(
      std::make_shared<copied_file>(std::move(file), size, std::move(label)));
}

result<std::shared_ptr<const byte_source>> open_file(const std::filesystem::path& path,
                                                     file_access access) {
  // Looked at before it is opened, because merely opening some devices has an effect; and opened
  // without blocking, because it may have become a FIFO since.
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    return detail::io_error(path.string(), "cannot open", errno);
  if (!S_ISREG(status.st_mode)) return error{errc::io, path.string() + ": is not a regular file"};
  file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return detail::io_error(path.string(), "cannot open", errno);
  return adopt_file(std::move(file), path.string(), access);
}

std::shared_ptr<const byte_source> borrow_memory(std::span<const std::byte> bytes,
                                                 std::string label) {
  return std::make_shared<memory_bytes>(bytes, std::move(label));
}

} // namespace weightkin
