#pragma once

#include <cstddef>
#include <cstdint>

#include <weightkin/core/dtype.hpp>

namespace weightkin::bench {

/// Anonymous memory on transparent huge pages where the system grants them. Move-free, unmapped on
/// destruction; `data()` is null when the system refuses.
class huge_buffer {
public:
  explicit huge_buffer(std::size_t size);
  huge_buffer(const huge_buffer&) = delete;
  huge_buffer& operator=(const huge_buffer&) = delete;
  ~huge_buffer();

  [[nodiscard]] std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
  std::size_t size_;
  std::byte* data_;
};

/// Fills a with N(2e-4, 0.02^2) and b with a + N(0, 1e-3^2), rounded to `type` (bf16, f16, f32).
void fill_related(dtype type, std::byte* a, std::byte* b, std::size_t count, std::uint64_t seed);

} // namespace weightkin::bench
