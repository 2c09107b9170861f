#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "inventory/tensor_facts.hpp"

namespace weightkin::detail {

/// Which widths flow through a model, read off the shapes of its layers.
class width_flow {
public:
  /// `components` is their number; every fact's component is below it.
  width_flow(std::span<const tensor_facts> facts, std::size_t components);

  /// The width of the stream that all blocks of a component read and add to: what more than half of
  /// the tensors that must touch it agree on. Nothing for components without attention or
  /// feed-forward blocks.
  [[nodiscard]] std::optional<std::uint64_t> residual(std::size_t component) const {
    return parts_[component].residual;
  }

  /// The outputs of map `index` are read by a later layer of its component (of its head, when it
  /// lies in one): hidden units.
  [[nodiscard]] bool read_within_component(std::size_t index) const;

  /// The outputs of map `index` have the width that some other component reads.
  [[nodiscard]] bool read_by_another_component(std::size_t index) const;

  /// `width` inputs of tensor `index` are another layer's outputs in its component: hidden units.
  [[nodiscard]] bool written_within_component(std::size_t index, std::uint64_t width) const;

private:
  struct use {
    std::size_t last = 0;
    std::size_t count = 0;
    void add(std::size_t index) noexcept {
      last = index;
      ++count;
    }
  };
  using uses = std::map<std::uint64_t, use>;

  struct part {
    uses readers;         ///< input widths of maps
    uses matrix_readers;  ///< of matrices only: these may read flattened channels
    uses encoder_readers; ///< of maps whose path begins with "encoder"
    std::map<std::string, uses> head_readers; ///< of maps inside one head, by its path
    uses writers;                             ///< output widths of maps and widths of lookup tables
    uses vectors;                             ///< lengths of gains (a normalised width is hidden)
    std::optional<std::uint64_t> residual;
  };

  void collect(std::size_t index);

  std::span<const tensor_facts> facts_;
  std::vector<part> parts_;
};

} // namespace weightkin::detail
