#include "progress_bar.hpp"

#include <cstdio>
#include <string>
#include <unistd.h>

#include "interrupt.hpp"

namespace weightkin::cli {
namespace {

constexpr auto patience = std::chrono::seconds(1);
constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr std::size_t cells = 40;

} // namespace

progress_bar::progress_bar()
    : next_(std::chrono::steady_clock::now() + patience), to_terminal_(isatty(STDERR_FILENO) == 1) {
}

progress_bar::~progress_bar() { erase(); }

bool progress_bar::show(const progress& now) {
  const auto time = std::chrono::steady_clock::now();
  if (to_terminal_ && time >= next_) {
    next_ = time + redraw_interval;
    const double share = static_cast<double>(now.done) / static_cast<double>(now.total);
    const auto full = static_cast<std::size_t>(share * static_cast<double>(cells));
    const std::string bar = std::string(full, '#') + std::string(cells - full, '.');
    std::fprintf(stderr, "\r%.*s [%s] %3d %%", static_cast<int>(now.stage.size()), now.stage.data(),
                 bar.c_str(), static_cast<int>(share * 100));
    std::fflush(stderr);
    drawn_ = true;
  }
  return !interrupted();
}

void progress_bar::erase() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

} // namespace weightkin::cli
