#include "interrupt.hpp"

#include <csignal>

namespace weightkin::cli {
namespace {

// A signal handler can reach nothing but an object of static storage.
volatile std::sig_atomic_t stop_asked = 0;

extern "C" void ask_to_stop(int) { stop_asked = 1; }

} // namespace

void catch_interrupts() noexcept {
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() noexcept { return stop_asked != 0; }

} // namespace weightkin::cli
