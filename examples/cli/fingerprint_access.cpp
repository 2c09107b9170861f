#include "fingerprint_access.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <system_error>
#include <vector>

#include <weightkin/fingerprint/fingerprint_file.hpp>

namespace weightkin::cli {
namespace {

constexpr std::streamoff largest_file = std::streamoff{1} << 30;
constexpr std::size_t head_bytes = 16;

bool begins_like_fingerprint(std::ifstream& file) {
  std::array<char, head_bytes> head{};
  file.read(head.data(), head.size());
  const auto got = static_cast<std::size_t>(file.gcount());
  file.clear();
  return looks_like_fingerprint(std::as_bytes(std::span(head).first(got)));
}

} // namespace

result<std::optional<fingerprint>> read_fingerprint(const std::string& path) {
  // Opening a FIFO would wait for somebody to write into it.
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(path, unknown)) return std::optional<fingerprint>{};
  std::ifstream file(path, std::ios::binary);
  if (!file || !begins_like_fingerprint(file)) return std::optional<fingerprint>{};
  file.seekg(0, std::ios::end);
  const std::streamoff size = file.tellg();
  if (size < 0 || size > largest_file)
    return error{errc::unsupported, path + ": fingerprints of more than 1 GiB are not read"};
  std::vector<char> bytes(static_cast<std::size_t>(size));
  file.seekg(0);
  if (!file.read(bytes.data(), size)) return error{errc::io, path + ": cannot be read"};
  auto print = decode_fingerprint(std::as_bytes(std::span(bytes)), path);
  if (!print) return std::move(print).error();
  return std::optional(std::move(*print));
}

} // namespace weightkin::cli
