#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/align/alignment.hpp>

#include "align/search/find_rearrangement.hpp"

namespace weightkin::detail {

/// Units that layers hand to each other: whoever reorders them must do so in every tensor that
/// writes or reads them.
struct chain_group {
  std::string name; ///< slot of the first tensor that writes them, e.g. "fc1.out"
  std::uint64_t units = 0;
  bool fixed = false; ///< outputs of the network: their order has a meaning
};

/// An axis that holds the units of a group: entry b of run r of unit u lies at
/// (r * units + u) * block + b.
struct axis_use {
  std::size_t axis = 0;
  std::size_t group = 0;
  std::uint64_t gates = 1; ///< runs: gates of a recurrent cell, positions before channels
  std::uint64_t block = 1; ///< neighbours that move together: positions of a flattened channel
};

/// A pair of corresponding tensors and which of their axes hold units. Axes without a use are
/// fixed.
struct chain_tensor {
  std::size_t subject = 0; ///< index into the subject's tensors
  std::size_t reference = 0;
  /// The reference's elements are those of a matrix of the reversed shape: its shape is wrong.
  bool reverse_shape = false;
  bool swap_axes = false; ///< the reference's first two axes are exchanged (its shape is reversed)
  /// Something reads or writes it in an order nobody knows (joined inputs): not to be matched by.
  bool obscure = false;
  std::vector<axis_use> uses;
};

/// How the layers of a component that is no transformer hang together.
struct chain_map {
  std::vector<chain_group> groups;
  std::vector<chain_tensor> tensors; ///< in the subject's order
};

/// The tensors of two components that correspond: by slot, then by order where the roles and shapes
/// that are left agree one by one. A matrix may meet its transpose. Uses are not filled in.
[[nodiscard]] std::vector<chain_tensor>
pair_tensors(const model_ref& subject, const model_ref& reference, const component_pair& pair);

/// Reads from roles, shapes and the order of layers who reads whose outputs: each map reads the
/// latest outputs of its width, also flattened; recurrent cells their own; convolutions of a block
/// with a shortcut add to one stream. Matrices may be stored the other way round: the way that
/// explains more inputs counts. A wrong guess costs the finding and invents none.
/// Cost: quadratic in the number of layers at worst.
[[nodiscard]] chain_map describe_chain(const model_ref& subject, const model_ref& reference,
                                       const component_pair& pair);

} // namespace weightkin::detail
