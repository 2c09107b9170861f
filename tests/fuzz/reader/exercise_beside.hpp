#pragma once

#include <map>
#include <memory>
#include <string>

#include "fuzz/reader/exercise.hpp"
#include "support/memory_files.hpp"

namespace weightkin::fuzz {

using files = std::map<std::string, std::vector<std::byte>>;

/// Opens `bytes` under `name` with other files beside, and reads what they hold together. A refusal
/// must be one printable line.
inline void open_beside(std::span<const std::byte> bytes, const std::string& name, files beside) {
  const std::unique_ptr<std::byte[]> exact(new std::byte[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const auto opened =
      checkpoint::open(borrow_memory({exact.get(), bytes.size()}, "input/" + name),
                       std::make_shared<test::memory_files>(std::move(beside)), quick_options());
  if (!opened) {
    require(opened.error().code == errc::bad_format || opened.error().code == errc::unsupported ||
            opened.error().code == errc::no_memory);
    for (const char c : opened.error().message)
      require(c >= 0x20 && c < 0x7f);
    return;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(opened->size(), 100); ++i)
    read_ends((*opened)[i]);
}

} // namespace weightkin::fuzz
