#include "failing_allocator.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <execinfo.h>

// glibc's own allocator under its other names.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): they are glibc's
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);
// NOLINTEND(bugprone-reserved-identifier)
}

namespace {

constexpr long never = -1;
std::atomic<long> countdown{never};
std::atomic<long> seen{0};
std::atomic<bool> keeps_failing{false};
std::atomic<bool> has_failed{false};
std::atomic<long> live{0};

std::atomic<std::uint64_t*> sites{nullptr};
std::atomic<std::size_t> site_room{0};
thread_local bool unwinding = false;

/// Kept out of line, so that it and malloc are the first two frames.
[[gnu::noinline]] void note_site(std::size_t index) noexcept {
  std::uint64_t* into = sites.load(std::memory_order_relaxed);
  if (into == nullptr || unwinding || index >= site_room.load(std::memory_order_relaxed)) return;
  unwinding = true;
  constexpr int own_frames = 2;
  void* frames[16];
  const int depth = backtrace(frames, 16);
  std::uint64_t hash = 14695981039346656037U;
  for (int frame = own_frames; frame < depth; ++frame)
    hash = (hash ^ reinterpret_cast<std::uintptr_t>(frames[frame])) * 1099511628211U;
  into[index] = hash | 1U;
  unwinding = false;
}

/// True when this allocation is to fail.
bool fails() noexcept {
  if (countdown.load(std::memory_order_relaxed) == never) return false;
  const long earlier = seen.fetch_add(1, std::memory_order_relaxed);
  if (sites.load(std::memory_order_relaxed) != nullptr)
    note_site(static_cast<std::size_t>(earlier));
  const long before = countdown.fetch_sub(1, std::memory_order_relaxed);
  const bool now = keeps_failing.load(std::memory_order_relaxed) ? before <= 1 : before == 1;
  // Far below zero, so that it does not come round to `never`.
  if (before <= 1) countdown.store(-1000, std::memory_order_relaxed);
  if (now) has_failed.store(true, std::memory_order_relaxed);
  if (now) errno = ENOMEM;
  return now;
}

void* counted(void* memory) noexcept {
  if (memory != nullptr) live.fetch_add(1, std::memory_order_relaxed);
  return memory;
}

} // namespace

namespace weightkin::test {

void fail_allocation(long nth, failing how) noexcept {
  has_failed.store(false);
  seen.store(0);
  keeps_failing.store(how == failing::from_then_on);
  countdown.store(nth);
}

void record_sites(std::span<std::uint64_t> into) noexcept {
  void* first_use[1]; // loads the unwinder, which allocates
  backtrace(first_use, 1);
  site_room.store(into.size());
  sites.store(into.data());
  fail_allocation(1L << 40, failing::once);
}

bool stop_failing() noexcept {
  countdown.store(never);
  sites.store(nullptr);
  return has_failed.load();
}

long allocations_seen() noexcept { return seen.load(); }

long live_allocations() noexcept { return live.load(); }

} // namespace weightkin::test

extern "C" {

void* malloc(std::size_t size) { return fails() ? nullptr : counted(__libc_malloc(size)); }

void* calloc(std::size_t count, std::size_t size) {
  return fails() ? nullptr : counted(__libc_calloc(count, size));
}

void* realloc(void* memory, std::size_t size) {
  if (memory == nullptr) return malloc(size);
  if (size != 0 && fails()) return nullptr;
  void* moved = __libc_realloc(memory, size);
  if (moved == nullptr && size == 0) live.fetch_sub(1, std::memory_order_relaxed);
  return moved;
}

void free(void* memory) {
  if (memory != nullptr) live.fetch_sub(1, std::memory_order_relaxed);
  __libc_free(memory);
}

void* memalign(std::size_t alignment, std::size_t size) {
  return fails() ? nullptr : counted(__libc_memalign(alignment, size));
}

void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  void* memory = memalign(alignment, size);
  if (memory == nullptr) return ENOMEM;
  *out = memory;
  return 0;
}
}
