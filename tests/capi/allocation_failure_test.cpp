// Every call of the C interface with its first allocation failing, its second, and so on until none
// is left to fail: alone, or with all after it. The call answers WKIN_NO_MEMORY (or what it answers
// anyway), leaves no handle and no memory behind, and the process lives.
//
// Each call runs in a process of its own, so that one that dies does not hide the others. Once with
// everything already in place that a library makes at its first use, once without.
//
// usage: allocation_failure_test [--all] [part of a call's name]
// By default the first 100 allocations of a call fail one by one, then about 60 spread over the
// rest; with --all every one.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <execinfo.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "failing_allocator.hpp"
#include "injected_calls.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WEIGHTKIN_OWN_ALLOCATOR 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WEIGHTKIN_OWN_ALLOCATOR 1
#endif
#endif

namespace {

using namespace weightkin::test;

constexpr int skipped = 77;
constexpr unsigned longest_call = 300; // seconds; who takes longer hangs
bool every_allocation = false;

/// What a child process tells its parent, also when it dies.
struct shared_state {
  long nth;      ///< allocation that fails now
  long total;    ///< allocations of the call
  long findings; ///< printed
  long calls_made;
};
shared_state* state = nullptr;

void say(const injected_call& call, failing how, const char* what, long number) {
  ++state->findings;
  std::fprintf(stderr, "%s: allocation %ld%s: %s (%ld)\n", call.name, state->nth,
               how == failing::once ? "" : " and after", what, number);
}

/// One run with an allocation failing. \returns false when there was none left to fail.
bool run_failing(const injected_call& call, call_context& context, failing how) {
  wkin_error error;
  std::memset(&error, 0, sizeof error);
  alarm(longest_call);
  fail_allocation(state->nth, how);
  const wkin_status status = call.run(context, &error);
  const bool failed = stop_failing();
  ++state->calls_made;
  const bool is_told = status == WKIN_NO_MEMORY ||
                       (call.from_database && (status == WKIN_IO || status == WKIN_BAD_FORMAT));
  if (status != call.expected && (!failed || !is_told)) {
    say(call, how, wkin_status_name(status), status);
    std::fprintf(stderr, "  %s\n", error.message);
  }
  if (status == WKIN_NO_MEMORY && (error.status != status || error.message[0] == '\0') &&
      std::strstr(call.name, "wkin_builder_add") == nullptr &&
      std::strstr(call.name, "wkin_builder_merge") == nullptr)
    say(call, how, "the error struct was not filled", status);
  return failed;
}

/// A thread's stack and what belongs to it are kept for the next thread, so that a count may rise
/// once; what rises every time is lost.
bool leaks(const injected_call& call, call_context& context, failing how) {
  for (int again = 0; again < 4; ++again) {
    const long before = live_allocations();
    run_failing(call, context, how);
    if (live_allocations() <= before) return false;
  }
  return true;
}

/// The allocations to fail from `first` on, of `total`.
std::vector<long> chosen(long first, long total, long dense, long sparse) {
  std::vector<long> numbers;
  const long stride = every_allocation ? 1 : std::max(1L, (total - dense) / sparse);
  for (long nth = 1; nth <= total; nth += nth < dense ? 1 : stride)
    if (nth >= first) numbers.push_back(nth);
  return numbers;
}

long count_allocations(const injected_call& call, call_context& context) {
  wkin_error error;
  alarm(longest_call);
  fail_allocation(1L << 40, failing::once);
  const wkin_status status = call.run(context, &error);
  stop_failing();
  if (status != call.expected) {
    std::fprintf(stderr, "%s: answers %s with all the memory it wants: %s\n", call.name,
                 wkin_status_name(status), status == WKIN_OK ? "" : error.message);
    ++state->findings;
  }
  return allocations_seen();
}

/// In a child: all chosen allocations from `first` on.
void run_warm(const injected_call& call, failing how, long first) {
  call_context context;
  call.prepare(context);
  count_allocations(call, context);
  // Threads take turns: a little more than the count, until none fails any more.
  state->total = count_allocations(call, context);
  for (const long nth : chosen(first, state->total, 100, 60)) {
    state->nth = nth;
    const long before = live_allocations();
    if (!run_failing(call, context, how)) break;
    if (live_allocations() > before && leaks(call, context, how))
      say(call, how, "blocks are lost", live_allocations() - before);
  }
}

/// In a child: the first use of everything meets the failure.
void run_cold(const injected_call& call, failing how, long first) {
  call_context context;
  call.prepare(context);
  state->nth = first;
  state->total = run_failing(call, context, how) ? first + 1 : 0;
  // And once more, with memory: nothing may have been left half made.
  state->nth = 0;
  count_allocations(call, context);
}

/// Tells where std::terminate was called, without allocating.
[[noreturn]] void tell_place() {
  stop_failing();
  void* frames[24];
  backtrace_symbols_fd(frames, backtrace(frames, 24), STDERR_FILENO);
  abort();
}

/// Runs `body` in a child. \returns the signal that killed it, or 0.
template <class Body>
int in_child(Body&& body) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    std::set_terminate(tell_place);
    body();
    std::fflush(nullptr);
    _exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return -1;
  return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

void try_warm(const injected_call& call, failing how) {
  long first = 1;
  for (int deaths = 0; deaths < 3; ++deaths) {
    state->nth = 0;
    const int died = in_child([&] { run_warm(call, how, first); });
    if (died == 0) return;
    say(call, how, "the process died", died);
    if (state->nth == 0) return;
    first = state->nth + 1;
  }
}

void try_cold(const injected_call& call, failing how) {
  state->nth = 1;
  long total = 0;
  in_child([&] {
    call_context context;
    call.prepare(context);
    state->total = count_allocations(call, context);
  });
  total = state->total;
  for (const long nth : chosen(1, total, 8, 12)) {
    const int died = in_child([&] { run_cold(call, how, nth); });
    if (died == 0) continue;
    state->nth = nth;
    say(call, how, "the process died at first use", died);
  }
}

} // namespace

int main(int count, char** words) {
#ifdef WEIGHTKIN_OWN_ALLOCATOR
  std::puts("skipped: a sanitizer has the allocator");
  return skipped;
#endif
  (void)skipped;
  std::string_view wanted;
  for (int word = 1; word < count; ++word)
    if (std::string_view(words[word]) == "--all")
      every_allocation = true;
    else
      wanted = words[word];
  state = static_cast<shared_state*>(mmap(nullptr, sizeof(shared_state), PROT_READ | PROT_WRITE,
                                          MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  if (state == MAP_FAILED) return 1;
  std::size_t calls = 0;
  for (const auto& list :
       {making_calls(), looking_calls(), document_calls(), index_calls(), policy_calls()})
    for (const injected_call& call : list) {
      if (std::string_view(call.name).find(wanted) == std::string_view::npos) continue;
      ++calls;
      for (const failing how : {failing::once, failing::from_then_on}) {
        try_warm(call, how);
        if (list.data() == making_calls().data()) try_cold(call, how);
      }
    }
  std::printf("%zu calls, made %ld times with an allocation failing: %ld findings\n", calls,
              state->calls_made, state->findings);
  return state->findings > 0 || calls == 0 ? 1 : 0;
}
