// Every call of the C interface with its first allocation failing, its second, and so on until none
// is left to fail: alone, or with all after it. The call answers WKIN_NO_MEMORY (or what it answers
// anyway), leaves no handle and no memory behind, and the process lives.
//
// Each call runs in a process of its own, so that one that dies does not hide the others. Once with
// everything already in place that a library makes at its first use, once without.
//
// usage: allocation_failure_test [--full | --every] [--list NAME] [--call NAME | part of a name]
//        allocation_failure_test --only N --call NAME
//        allocation_failure_test --names LIST NAME...
// By default the first 100 allocations of a call fail one by one, then about 60 spread over the
// rest. With --full every one of a call that makes at most 3000; of a longer one the first two at
// every place in the code (14 calls deep) that allocates, and about 300 spread over all. With
// --every really every one, which takes days. --only lets one allocation fail, a hundred times,
// without a process of its own: for a debugger. How many of how many it was is printed for each
// call.
// --list takes one of the lists below, --call a name that must be there. --names fails unless these
// are the names of a list: so that none is forgotten where they are written down.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <execinfo.h>
#include <map>
#include <span>
#include <string>
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
constexpr long longest_in_full = 3000; // allocations of a call
constexpr long first_at_a_site = 2;
constexpr long spread_over_all = 300;
enum class thoroughness { quick, full, every };
thoroughness how_much = thoroughness::quick;

/// What a child process tells its parent, also when it dies.
struct shared_state {
  long nth;      ///< allocation that fails now
  long total;    ///< allocations of the call
  long findings; ///< printed
  long calls_made;
  long chosen; ///< allocations that were to fail, of `total`
  long sites;  ///< places that allocate; 0: not looked for
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

/// Every one up to `dense`, then `sparse` of the rest.
std::vector<long> spread(long total, long dense, long sparse) {
  std::vector<long> numbers;
  const long stride = std::max(1L, (total - dense) / sparse);
  for (long nth = 1; nth <= total; nth += nth < dense ? 1 : stride)
    numbers.push_back(nth);
  return numbers;
}

/// The first few at each place, and some of all the others.
std::vector<long> at_every_site(const std::vector<std::uint64_t>& sites, long total) {
  std::vector<long> numbers = spread(total, 1, spread_over_all);
  std::map<std::uint64_t, long> times;
  for (long nth = 1; nth <= total; ++nth)
    if (++times[sites[static_cast<std::size_t>(nth - 1)]] <= first_at_a_site)
      numbers.push_back(nth);
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  state->sites = static_cast<long>(times.size());
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

/// Where each allocation of a call is made.
std::vector<std::uint64_t> sites_of(const injected_call& call, call_context& context, long total) {
  std::vector<std::uint64_t> sites(static_cast<std::size_t>(total));
  wkin_error error;
  alarm(longest_call);
  record_sites(sites);
  call.run(context, &error);
  stop_failing();
  return sites;
}

/// The allocations to fail, of those that a call makes.
std::vector<long> chosen(const injected_call& call, call_context& context, long total) {
  if (how_much == thoroughness::every ||
      (how_much == thoroughness::full && total <= longest_in_full))
    return spread(total, total, 1);
  if (how_much == thoroughness::quick) return spread(total, 100, 60);
  return at_every_site(sites_of(call, context, total), total);
}

/// In a child: all chosen allocations from `first` on.
void run_warm(const injected_call& call, failing how, long first) {
  call_context context;
  call.prepare(context);
  count_allocations(call, context);
  // Threads take turns: a little more than the count, until none fails any more.
  state->total = count_allocations(call, context);
  const std::vector<long> numbers = chosen(call, context, state->total);
  state->chosen = static_cast<long>(numbers.size());
  for (const long nth : numbers) {
    if (nth < first) continue;
    state->nth = nth;
    const long before = live_allocations();
    if (!run_failing(call, context, how)) break;
    if (live_allocations() > before && leaks(call, context, how))
      say(call, how, "blocks are lost", live_allocations() - before);
  }
}

/// For a debugger.
void run_here(const injected_call& call, long nth) {
  call_context context;
  call.prepare(context);
  count_allocations(call, context);
  for (int again = 0; again < 100; ++again) {
    state->nth = nth;
    run_failing(call, context, failing::once);
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
  state->sites = 0;
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
  // A process for each: all of a short call, else 8 and 12 (quick) or 32 and 48 (full) of the rest.
  const long few = how_much == thoroughness::quick ? 1 : 4;
  for (const long nth : spread(total, 8 * few, 12 * few)) {
    const int died = in_child([&] { run_cold(call, how, nth); });
    if (died == 0) continue;
    state->nth = nth;
    say(call, how, "the process died at first use", died);
  }
}

struct call_list {
  std::string_view name;
  std::span<const injected_call> calls;
};

std::vector<call_list> all_lists() {
  return {{"making", making_calls()},
          {"looking", looking_calls()},
          {"documents", document_calls()},
          {"index", index_calls()},
          {"policy", policy_calls()}};
}

/// What was asked for on the command line.
struct request {
  std::string_view list;  ///< empty: all
  std::string_view call;  ///< the whole name; empty: all
  std::string_view part;  ///< of a name
  long only = 0;          ///< 0: not asked for
  std::string_view names; ///< a list that has to have `known` and nothing else
  std::vector<std::string_view> known;
};

request read_words(std::span<char*> words) {
  request asked;
  for (std::size_t word = 0; word < words.size(); ++word) {
    const std::string_view text = words[word];
    const std::string_view next = word + 1 < words.size() ? words[word + 1] : "";
    if (!asked.names.empty())
      asked.known.push_back(text);
    else if (text == "--full")
      how_much = thoroughness::full;
    else if (text == "--every")
      how_much = thoroughness::every;
    else if (text == "--list")
      asked.list = next, ++word;
    else if (text == "--call")
      asked.call = next, ++word;
    else if (text == "--only")
      asked.only = std::strtol(std::string(next).c_str(), nullptr, 10), ++word;
    else if (text == "--names")
      asked.names = next, ++word;
    else
      asked.part = text;
  }
  return asked;
}

int check_names(const request& asked) {
  for (const call_list& list : all_lists()) {
    if (list.name != asked.names) continue;
    std::vector<std::string_view> names;
    for (const injected_call& call : list.calls)
      names.emplace_back(call.name);
    for (const std::string_view name : names)
      if (std::ranges::find(asked.known, name) == asked.known.end())
        std::fprintf(stderr, "not written down: %s\n", std::string(name).c_str());
    std::printf("%zu names, %zu written down\n", names.size(), asked.known.size());
    return std::ranges::is_permutation(names, asked.known) ? 0 : 1;
  }
  return 1;
}

void try_call(const injected_call& call, bool from_cold) {
  for (const failing how : {failing::once, failing::from_then_on}) {
    try_warm(call, how);
    std::printf("%s%s: %ld of %ld allocations", call.name,
                how == failing::once ? "" : ", and all after", state->chosen, state->total);
    if (state->sites > 0)
      std::printf(", the first %ld at each of %ld places and every %ldth", first_at_a_site,
                  state->sites, std::max(1L, state->total / spread_over_all));
    std::puts("");
    if (from_cold) try_cold(call, how);
  }
}

} // namespace

int main(int count, char** words) {
#ifdef WEIGHTKIN_OWN_ALLOCATOR
  std::puts("skipped: a sanitizer has the allocator");
  return skipped;
#endif
  (void)skipped;
  const request asked = read_words({words + 1, static_cast<std::size_t>(std::max(count - 1, 0))});
  if (!asked.names.empty()) return check_names(asked);
  state = static_cast<shared_state*>(mmap(nullptr, sizeof(shared_state), PROT_READ | PROT_WRITE,
                                          MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  if (state == MAP_FAILED) return 1;
  std::size_t calls = 0;
  for (const call_list& list : all_lists()) {
    if (!asked.list.empty() && list.name != asked.list) continue;
    for (const injected_call& call : list.calls) {
      const std::string_view name = call.name;
      if (!asked.call.empty() && name != asked.call) continue;
      if (name.find(asked.part) == std::string_view::npos) continue;
      ++calls;
      if (asked.only > 0)
        run_here(call, asked.only);
      else
        try_call(call, list.name == "making");
    }
  }
  std::printf("%zu calls, made %ld times with an allocation failing: %ld findings\n", calls,
              state->calls_made, state->findings);
  return state->findings > 0 || calls == 0 ? 1 : 0;
}
