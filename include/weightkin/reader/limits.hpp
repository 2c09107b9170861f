#pragma once

#include <cstddef>
#include <cstdint>

namespace weightkin {

/// What a file may at most ask of us. Every default is generous for real files and small for a
/// machine; a caller may raise or lower each. Exceeding one is `bad_format` with `fault::limit`.
struct reader_limits {
  std::uint64_t header_bytes = 100'000'000;         ///< safetensors header (the format's own cap)
  std::uint64_t index_bytes = 256'000'000;          ///< a sharded checkpoint's index file
  std::size_t json_depth = 64;                      ///< nesting of objects and lists
  std::size_t json_string_bytes = 16'000'000;       ///< one string
  std::size_t json_values = 1'000'000;              ///< in one configuration or manifest
  std::uint64_t config_bytes = 16'000'000;          ///< config.json and the like
  std::size_t metadata_pairs = 100'000;             ///< key/value pairs of a GGUF file
  std::size_t shards = 100'000;                     ///< of one checkpoint
  std::size_t tensors = 1'000'000;                  ///< of one checkpoint
  std::uint64_t pickle_bytes = 512'000'000;         ///< stored pickle
  std::uint64_t inflated_pickle_bytes = 64'000'000; ///< one pickle, decompressed
  std::uint64_t inflated_member_bytes =
      2'147'483'648;                              ///< one deflated zip member holding tensor data
  std::uint64_t pickle_opcodes = 100'000'000;     ///< of one pickle
  std::size_t pickle_stack = 10'000'000;          ///< values at a time
  std::size_t value_depth = 256;                  ///< nesting of a pickled value
  std::size_t zip_entries = 1'000'000;            ///< of one archive
  std::size_t zip_name_bytes = 65'536;            ///< one member's name
  std::size_t npy_header_bytes = 1'000'000;       ///< one array's header
  std::size_t hdf5_objects = 1'000'000;           ///< of one file
  std::size_t hdf5_depth = 64;                    ///< nesting of groups
  std::uint64_t hdf5_chunk_bytes = 1'073'741'824; ///< one chunk, decompressed
  std::uint64_t table_block_bytes = 64'000'000;   ///< one block of a TensorFlow index, inflated
  std::uint64_t array_chunks = 1'000'000;         ///< files that one zarr array may consist of
  std::uint64_t sparse_elements = 4'294'967'296;  ///< of one sparse tensor, the zeros counted
  /// What all tensors may hold when their files hold less than a 2048th of it: repeated elements
  /// and those that were never written cost no bytes. Products of low-rank factors may hold 32,768
  /// times what is stored.
  std::uint64_t expanded_bytes = 4'294'967'296;
};

} // namespace weightkin
