#pragma once

#include <cstdint>
#include <span>

/// The whole program's malloc and its kin, which fail when told to. They take the C library's place
/// for every library of the process, and with them operator new.
namespace weightkin::test {

enum class failing { once, from_then_on };

/// From now on the `nth` allocation (1: the next) of any thread fails, or it and all after it.
void fail_allocation(long nth, failing how) noexcept;

/// Back to normal. \returns true when an allocation was made to fail.
bool stop_failing() noexcept;

/// Allocations since `fail_allocation` was last called.
long allocations_seen() noexcept;

/// From now on until `stop_failing` no allocation fails, and `into[n]` gets a number for the place
/// that allocation n + 1 is made at: a hash of the return addresses of 14 calls. 0 beyond the last.
void record_sites(std::span<std::uint64_t> into) noexcept;

/// Blocks that are allocated and not freed, since the program began.
long live_allocations() noexcept;

} // namespace weightkin::test
