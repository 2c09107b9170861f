#include "stored_results.hpp"

#include <cstdint>
#include <utility>

#include <weightkin/report/stored_comparison.hpp>

#include "text_file.hpp"

namespace weightkin::cli {
namespace {

constexpr std::int64_t largest_result = 256'000'000;

} // namespace

result<std::vector<comparison>> read_results(std::span<const std::string> paths) {
  std::vector<comparison> out;
  for (const std::string& path : paths) {
    const auto text = read_text(path, largest_result);
    if (!text) return text.error();
    auto ruling = read_comparison(*text, path);
    if (!ruling) return std::move(ruling).error();
    out.push_back(std::move(*ruling));
  }
  return out;
}

} // namespace weightkin::cli
