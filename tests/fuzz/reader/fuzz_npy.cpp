#include "fuzz/reader/exercise.hpp"
#include "reader/numpy/npy_header.hpp"
#include "reader/numpy/npy_layout.hpp"

/// The input as a .npy or .npz file, and as the text of a .npy header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);

  const std::string_view text(reinterpret_cast<const char*>(input.data()), size);
  const auto header = parse_npy_header(text, "input", 10);
  if (header)
    fuzz::require(header->shape.size() <= max_rank);
  else
    fuzz::check_refusal(header.error());

  std::vector<std::byte> file;
  for (const char c : npy_magic)
    file.push_back(static_cast<std::byte>(c));
  file.insert(file.end(), {std::byte{1}, std::byte{0}});
  const std::size_t length = std::min<std::size_t>(size, 0xffff);
  file.push_back(static_cast<std::byte>(length & 0xffU));
  file.push_back(static_cast<std::byte>(length >> 8));
  file.insert(file.end(), input.begin(), input.end());
  file.resize(file.size() + 64);
  fuzz::open_and_read(file);
  return 0;
}
