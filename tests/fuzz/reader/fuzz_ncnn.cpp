#include <string_view>

#include "fuzz/reader/exercise_beside.hpp"

/// The input as a text and the weights it describes, parted by the first NUL, opened by either.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  const std::string_view text(reinterpret_cast<const char*>(input.data()), size);
  const std::size_t end = std::min(text.find('\0'), size);
  const auto param = input.first(end);
  const auto bin = input.subspan(std::min(end + 1, size));
  const fuzz::files both{{"m.param", {param.begin(), param.end()}},
                         {"m.bin", {bin.begin(), bin.end()}}};
  fuzz::open_beside(param, "m.param", both);
  fuzz::open_beside(bin, "m.bin", both);
  return 0;
}
