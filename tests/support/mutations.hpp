#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include <weightkin/reader/checkpoint.hpp>

/// What no file may bring about: every cut and every flipped bit of a good one is opened and read.
namespace weightkin::test {

/// Opens bytes that may be anything, beside `files`, and reads a part of each tensor. Whatever
/// comes of it must be a value or a refusal; bad memory is the sanitizers' business.
void open_anything(std::span<const std::byte> bytes, const std::string& label,
                   const std::shared_ptr<const file_set>& files);

/// Cuts `good` at every byte and flips each bit of its first `most_flipped` bytes, one at a time;
/// of a file of more than 2 KiB or 4,096 bits only as many, spread evenly, unless a test is
/// thorough. \param good a file that opens; small, for it is opened thousands of times
void survives_mutations(std::span<const std::byte> good, const std::string& label,
                        const std::shared_ptr<const file_set>& files = nullptr,
                        std::size_t most_flipped = 4096);

} // namespace weightkin::test
