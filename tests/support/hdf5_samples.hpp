#pragma once

#include <cstdint>
#include <vector>

#include "support/hdf5_writer.hpp"

/// Files that the tests and the fuzzer begin with, and what is in them.
namespace weightkin::test {

inline std::vector<float> counting(std::size_t count) {
  std::vector<float> numbers;
  for (std::size_t i = 0; i < count; ++i)
    numbers.push_back(static_cast<float>(i));
  return numbers;
}

/// The value of the sample's 5 x 7 matrix `chunked`, of which the last 2 x 3 chunk is not written.
inline float chunked_value(std::size_t row, std::size_t column) {
  return row == 4 && column == 6 ? -1.0F : static_cast<float>(10 * row + column);
}

/// The chunks of that matrix, of 2 x 3 elements, filled up with zeros over the edges.
inline std::vector<hdf5_stored_chunk> matrix_chunks() {
  std::vector<hdf5_stored_chunk> chunks;
  for (std::size_t row = 0; row < 5; row += 2)
    for (std::size_t column = 0; column < 7; column += 3) {
      std::vector<float> chunk;
      for (std::size_t i = 0; i < 6; ++i) {
        const std::size_t r = row + i / 3;
        const std::size_t c = column + i % 3;
        chunk.push_back(r < 5 && c < 7 ? chunked_value(r, c) : 0.0F);
      }
      chunks.push_back({{row, column}, bytes_of_numbers(chunk)});
    }
  return chunks;
}

/// Shuffled, compressed, summed; but for one chunk that was left as it is, only summed.
inline std::vector<hdf5_stored_chunk> filtered_chunks() {
  std::vector<hdf5_stored_chunk> chunks = matrix_chunks();
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    chunks[i].skipped = i == 1 ? 3 : 0;
    if (i != 1) chunks[i].bytes = deflate_chunk(shuffle_chunk(chunks[i].bytes, 4));
    chunks[i].bytes = checksum_chunk(chunks[i].bytes);
  }
  return chunks;
}

inline std::vector<hdf5_part> matrix_parts() {
  return {hdf5_parts::space({5, 7}), hdf5_parts::type(hdf5_parts::f32_type()),
          hdf5_parts::filters({{2, 4}, {1, 9}, {3, 0}}),
          hdf5_parts::fill(bytes_of_numbers<float>({-1}))};
}

/// Groups and datasets of the older style: `layer/kernel` 2 x 3, `layer/bias` 3 in the header,
/// `chunked`, and `tied`, which is `layer/kernel` once more.
inline byte_string old_sample() {
  hdf5_writer file(false);
  const std::uint64_t kernel =
      file.dataset({2, 3}, hdf5_parts::f32_type(), bytes_of_numbers(counting(6)));
  const std::uint64_t bias =
      file.object({hdf5_parts::space({3}), hdf5_parts::type(hdf5_parts::f32_type()),
                   hdf5_parts::compact(bytes_of_numbers(counting(3)))});
  std::vector<hdf5_stored_chunk> chunks = filtered_chunks();
  chunks.pop_back();
  std::vector<hdf5_part> parts = matrix_parts();
  parts.push_back(hdf5_parts::chunked(file.chunk_tree(chunks), {2, 3, 4}));
  const std::uint64_t chunked = file.object(parts);
  const std::uint64_t layer = file.group({{"bias", bias}, {"kernel", kernel}});
  return file.finish(file.group({{"chunked", chunked}, {"layer", layer}, {"tied", kernel}},
                                {hdf5_parts::text_attribute("backend", "tensorflow")}));
}

/// The same content in the newer style; `tied` is a soft link.
inline byte_string new_sample() {
  hdf5_writer file(true);
  const std::uint64_t kernel =
      file.dataset({2, 3}, hdf5_parts::f32_type(), bytes_of_numbers(counting(6)));
  const std::uint64_t bias =
      file.object({hdf5_parts::space({3}), hdf5_parts::type(hdf5_parts::f32_type()),
                   hdf5_parts::compact(bytes_of_numbers(counting(3)))});
  std::vector<hdf5_stored_chunk> chunks = filtered_chunks();
  chunks.back().bytes.clear();
  std::vector<hdf5_part> parts = matrix_parts();
  byte_string index;
  put(index, 3, 1);
  put(index, 10, 1);
  parts.push_back(hdf5_parts::chunked_new(file.fixed_array(chunks, true), {2, 3, 4}, 0, index));
  const std::uint64_t chunked = file.object(parts);
  const std::uint64_t layer = file.group({{"bias", bias}, {"kernel", kernel}});
  return file.finish(file.group({{"chunked", chunked}, {"layer", layer}},
                                {hdf5_parts::text_attribute("backend", "tensorflow"),
                                 hdf5_parts::other_link("tied", 1, "/layer/./kernel")}));
}

} // namespace weightkin::test
