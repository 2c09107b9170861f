#include "boundary.hpp"

#ifdef WEIGHTKIN_C_ALLOCATOR
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <limits>
#endif

using namespace weightkin;
using namespace weightkin::capi;

#ifdef WEIGHTKIN_C_ALLOCATOR

// The C++ library is linked into ours for this: its code and ours both end here, and nobody else's
// does, as the version script hides these operators. With a shared C++ library, strings that it
// allocates would be released here and the other way round.

namespace {

struct caller_allocator {
  wkin_allocate_callback allocate = nullptr;
  wkin_free_callback release = nullptr;
  void* user_data = nullptr;
};
caller_allocator given;
std::atomic<bool> is_given{false};

/// Precedes every block, so that each goes back to where it came from: there are blocks older than
/// the caller's allocator.
struct alignas(std::max_align_t) block_head {
  void* base;
  std::size_t bytes; ///< from `base`
  bool is_callers;
};

void* take(std::size_t size, std::size_t alignment) noexcept {
  const std::size_t beyond = sizeof(block_head) + (alignment > alignof(block_head) ? alignment : 0);
  if (size > std::numeric_limits<std::size_t>::max() / 2 - beyond) return nullptr;
  const std::size_t bytes = size + beyond;
  const bool is_callers = is_given.load(std::memory_order_acquire);
  void* base = is_callers ? given.allocate(bytes, given.user_data) : std::malloc(bytes);
  if (base == nullptr) return nullptr;
  auto at = reinterpret_cast<std::uintptr_t>(base) + sizeof(block_head);
  if (alignment > alignof(block_head)) at = (at + alignment - 1) / alignment * alignment;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): alignment is a matter of addresses
  auto* head = reinterpret_cast<block_head*>(at) - 1;
  *head = {base, bytes, is_callers};
  return head + 1;
}

void* taken(std::size_t size, std::size_t alignment) {
  void* block = take(size, alignment);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void give_back(void* block) noexcept {
  if (block == nullptr) return;
  const block_head head = static_cast<block_head*>(block)[-1];
  if (head.is_callers)
    given.release(head.base, head.bytes, given.user_data);
  else
    std::free(head.base);
}

constexpr std::size_t usual = alignof(std::max_align_t);

std::size_t number(std::align_val_t alignment) noexcept {
  return static_cast<std::size_t>(alignment);
}

} // namespace

// The forms for arrays and those that do not throw call these.
void* operator new(std::size_t size) { return taken(size, usual); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return taken(size, number(alignment));
}
void operator delete(void* block) noexcept { give_back(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { give_back(block); }
void operator delete(void* block, std::align_val_t /*alignment*/) noexcept { give_back(block); }
void operator delete(void* block, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  give_back(block);
}

#endif

wkin_status wkin_set_allocator(wkin_allocate_callback allocate, wkin_free_callback release,
                               void* user_data, wkin_error* error) {
  if (allocate == nullptr || release == nullptr)
    return bad_argument(error, "a function of the allocator is NULL");
#ifdef WEIGHTKIN_C_ALLOCATOR
  if (is_given.load()) return bad_argument(error, "there is an allocator already");
  given = {allocate, release, user_data};
  is_given.store(true, std::memory_order_release);
  return WKIN_OK;
#else
  (void)user_data;
  return tell(error, errc::unsupported, fault::none,
              "this library was built without WEIGHTKIN_C_ALLOCATOR");
#endif
}
