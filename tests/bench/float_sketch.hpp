#pragma once

#include <cstddef>
#include <cstdint>

namespace weightkin::bench {

/// The block CountSketch of fingerprints with f32 additions in place of exact ones: the same
/// hashes, signs, turned lanes and rows. Adds `blocks` blocks of 16 to 1024 buckets.
/// \param first number of the first block in its group; \param turn of the group
void add_float_sketch(const float* values, const std::uint64_t* hashes, std::size_t blocks,
                      std::size_t first, std::uint64_t turn, float* buckets);

/// Whether this machine has what the function is written with; otherwise it is plain and slow.
bool float_sketch_has_vectors();

} // namespace weightkin::bench
