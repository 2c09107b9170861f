#pragma once

#include <cstddef>

namespace weightkin::bench {

/// Reads every byte of both buffers once and does next to nothing with it: what the memory can
/// deliver to that many threads at best. AVX-512 where the machine has it, else AVX2 or plain, with
/// software prefetch. `size` is per buffer, a multiple of 4096. Returns a checksum so that nothing
/// is optimised away.
unsigned long long read_both(const std::byte* a, const std::byte* b, std::size_t size,
                             unsigned threads);

/// The CPU time of this thread in seconds: other processes' slices are not in it.
double thread_seconds();

/// Wall-clock seconds from an arbitrary origin.
double wall_seconds();

} // namespace weightkin::bench
