#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "fuzz/reader/exercise.hpp"
#include "support/memory_files.hpp"

namespace weightkin::fuzz {

using files = std::map<std::string, std::vector<std::byte>>;

/// Opens `bytes` under `name` with other files beside, and reads what they hold together.
inline void open_beside(std::span<const std::byte> bytes, const std::string& name, files beside) {
  const std::unique_ptr<std::byte[]> exact(new std::byte[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const auto opened = checkpoint::open(
      borrow_memory({exact.get(), bytes.size()}, "input/" + name),
      std::make_shared<test::memory_files>(std::move(beside), "input/"), quick_options());
  if (!opened) return check_refusal(opened.error());
  for (std::size_t i = 0; i < std::min<std::size_t>(opened->size(), 100); ++i)
    read_ends((*opened)[i]);
}

} // namespace weightkin::fuzz
