#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/byte_source.hpp>

#include "reader/hdf5/hdf5_chunk_cache.hpp"
#include "reader/hdf5/hdf5_chunk_table.hpp"
#include "reader/hdf5/hdf5_filters.hpp"

namespace weightkin {

/// What a chunked dataset consists of.
struct hdf5_chunked_dataset {
  std::shared_ptr<const byte_source> file;
  hdf5_chunk_grid grid;
  hdf5_chunk_table table;
  hdf5_pipeline pipeline;
  bool edges_unfiltered = false;
  std::vector<std::byte> fill; ///< one element, for chunks that were never written
  std::shared_ptr<hdf5_chunk_cache> cache;
  std::string label; ///< file and dataset, for messages
};

/// The elements of a chunked dataset as if they lay packed in C order. A read decompresses the
/// chunks it touches, one at a time; what was never written is filled without one.
class hdf5_chunked_bytes final : public byte_source {
public:
  explicit hdf5_chunked_bytes(hdf5_chunked_dataset dataset);

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  [[nodiscard]] const std::string& label() const noexcept override { return dataset_.label; }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override;

private:
  using index = std::array<std::uint64_t, max_rank>;
  struct box; ///< a part of the dataset that is one run in C order

  [[nodiscard]] box first_box(std::uint64_t offset, std::uint64_t length) const noexcept;
  result<void> read_box(const box& part, std::byte* out) const;
  result<void> copy_chunk(const box& part, const std::vector<std::uint64_t>& place,
                          std::byte* out) const;
  result<std::span<const std::byte>> chunk_bytes(const hdf5_chunk& chunk, bool is_edge,
                                                 hdf5_chunk_cache::bytes& held) const;

  hdf5_chunked_dataset dataset_;
  std::uint64_t size_ = 1;
};

} // namespace weightkin
