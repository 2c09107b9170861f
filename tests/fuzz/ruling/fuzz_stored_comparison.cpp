#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <weightkin/report/json_report.hpp>
#include <weightkin/report/stored_comparison.hpp>
#include <weightkin/report/svg_picture.hpp>
#include <weightkin/report/text_report.hpp>

namespace {

using namespace weightkin;

void require(bool promise) {
  if (!promise) std::abort();
}

/// Whatever was read can be shown, and is the same after another round.
void use(const comparison& ruling) {
  const std::string text = to_json(ruling);
  const auto again = read_comparison(text);
  require(again && to_json(*again) == text);
  text_options detailed;
  detailed.tensors = true;
  require(to_text(*again, detailed) == to_text(ruling, detailed));
  (void)to_svg({&ruling, 1});
}

} // namespace

/// The input as a stored result.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_comparison(text, "input");
  if (read) {
    use(*read);
    return 0;
  }
  require(read.error().code == errc::bad_format || read.error().code == errc::unsupported ||
          read.error().code == errc::no_memory);
  require(read.error().message.starts_with("input: "));
  return 0;
}
