#pragma once

#include <optional>
#include <span>
#include <string>

#include <weightkin/inventory/inventory.hpp>

#include "inventory/regenerate.hpp"
#include "inventory/tensor_facts.hpp"

namespace weightkin::detail {

/// A deterministic tensor recognised: every element was regenerated and compared.
struct construction {
  std::string name;             ///< for people, with its parameters
  bool fixes_positions = false; ///< added to the residual stream, whose dimensions it tells apart
};

/// A tensor that may be one: what the recognisers look at.
struct construction_candidate {
  const tensor_facts* fact = nullptr;
  row_shape shape;
  std::span<const double> head; ///< the first elements, at least min(count, 64)

  [[nodiscard]] const tensor_view& view() const noexcept { return *fact->view; }
};

using recognised = result<std::optional<construction>>;

// Each family looks at shape and first elements, and regenerates only what could fit.
[[nodiscard]] recognised recognise_positions(const construction_candidate& candidate);
[[nodiscard]] recognised recognise_masks(const construction_candidate& candidate);
[[nodiscard]] recognised recognise_spectral(const construction_candidate& candidate);
[[nodiscard]] recognised recognise_mel(const construction_candidate& candidate);
[[nodiscard]] recognised recognise_matrices(const construction_candidate& candidate);

/// The first family that recognises the tensor. Nothing for tensors of more than 2^24 elements.
[[nodiscard]] recognised recognise_construction(const construction_candidate& candidate);

/// Shape without axes of length one: the last axis is the columns.
[[nodiscard]] row_shape squeezed_rows(std::span<const std::uint64_t> shape) noexcept;

/// Largest |Pearson correlation| of a position table with a sinusoidal one of its shape, over a
/// bounded number of rows; 0 when it has none. A learned table that began as sinusoids keeps this
/// high, and then the residual dimensions are not exchangeable.
[[nodiscard]] result<double> sinusoid_correlation(const tensor_view& view, row_shape shape);

/// Likewise with Fourier bases and cosine transforms, under any window; 0 for other shapes.
[[nodiscard]] result<double> transform_correlation(const tensor_view& view, row_shape shape);

/// Likewise with mel filter banks of usual rates and ranges; 0 for other shapes.
[[nodiscard]] result<double> filter_bank_correlation(const tensor_view& view, row_shape shape);

} // namespace weightkin::detail
