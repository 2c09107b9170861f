#include "failing_allocator.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>

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

/// True when this allocation is to fail.
bool fails() noexcept {
  if (countdown.load(std::memory_order_relaxed) == never) return false;
  seen.fetch_add(1, std::memory_order_relaxed);
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

bool stop_failing() noexcept {
  countdown.store(never);
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
