#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/numpy/npy_header.hpp"

namespace weightkin {

inline constexpr std::string_view npy_magic = "\x93NUMPY";

/// Where the header text of a .npy file lies.
struct npy_preamble {
  std::uint64_t text_offset = 0;
  std::uint64_t text_bytes = 0;
  [[nodiscard]] std::uint64_t data_offset() const noexcept { return text_offset + text_bytes; }
};

/// Bytes a caller should have at hand before it asks for the preamble (fewer if the file is
/// shorter).
inline constexpr std::size_t npy_preamble_bytes = 12;

/// Reads magic number, version and header length from the first bytes of a file of `size` bytes.
[[nodiscard]] result<npy_preamble> read_npy_preamble(std::span<const std::byte> head,
                                                     std::uint64_t size, std::string_view label,
                                                     const reader_limits& limits);

/// The array of a .npy file as a tensor without a name: checks that its elements lie in `bytes`.
/// \param text the header's bytes; `preamble` says where they lie.
[[nodiscard]] result<stored_tensor> npy_tensor(std::string_view text, const npy_preamble& preamble,
                                               std::shared_ptr<const byte_source> bytes);

/// Data bytes of a tensor that `npy_tensor` made, packed.
[[nodiscard]] std::uint64_t npy_data_bytes(const stored_tensor& tensor) noexcept;

} // namespace weightkin
