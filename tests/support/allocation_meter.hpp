#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <malloc.h>
#include <new>

/// Counts what the whole test program allocates through `new`. It replaces the global operators, so
/// exactly one source file of an executable includes it.
namespace weightkin::test {

struct allocation_meter {
  static inline std::atomic<std::size_t> live_bytes{0};
  static inline std::atomic<std::size_t> peak_bytes{0};

  /// Starts a measurement; the answer is what `growth_since` takes.
  static std::size_t mark() {
    peak_bytes = live_bytes.load();
    return peak_bytes;
  }
  /// The most that was allocated at once since, beyond what was at the mark.
  static std::size_t growth_since(std::size_t mark) { return peak_bytes - mark; }

  // Not inlined, or the compiler takes free() for a mismatched partner of new.
  [[gnu::noinline]] static void* allocate(std::size_t size) noexcept {
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) return nullptr;
    const std::size_t now = live_bytes += ::malloc_usable_size(memory);
    std::size_t peak = peak_bytes.load();
    while (now > peak && !peak_bytes.compare_exchange_weak(peak, now)) {
    }
    return memory;
  }
  [[gnu::noinline]] static void release(void* memory) noexcept {
    if (memory == nullptr) return;
    live_bytes -= ::malloc_usable_size(memory);
    std::free(memory);
  }
};

} // namespace weightkin::test

void* operator new(std::size_t size) {
  if (void* memory = weightkin::test::allocation_meter::allocate(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return weightkin::test::allocation_meter::allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return weightkin::test::allocation_meter::allocate(size);
}
void operator delete(void* memory) noexcept { weightkin::test::allocation_meter::release(memory); }
void operator delete[](void* memory) noexcept {
  weightkin::test::allocation_meter::release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  weightkin::test::allocation_meter::release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  weightkin::test::allocation_meter::release(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  weightkin::test::allocation_meter::release(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  weightkin::test::allocation_meter::release(memory);
}
