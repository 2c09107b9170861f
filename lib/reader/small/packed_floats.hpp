#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Tensors of 32-bit floats that follow one another in a file, as formats without a directory keep
/// them. The caller bounds names and shapes; sizes must fit 64 bits.
class packed_floats {
public:
  explicit packed_floats(std::uint64_t begin) : at_(begin) {}

  void add(std::string name, std::vector<std::uint64_t> shape);

  /// Where the next tensor would begin.
  [[nodiscard]] std::uint64_t end() const noexcept { return at_; }

  /// The tensors, as parts of `bytes`, which reaches at least to `end()`.
  [[nodiscard]] std::vector<stored_tensor> in(const std::shared_ptr<const byte_source>& bytes) &&;

private:
  std::uint64_t at_;
  std::vector<stored_tensor> tensors_;
};

} // namespace weightkin
