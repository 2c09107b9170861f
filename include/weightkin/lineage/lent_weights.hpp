#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// The weights of one model, for as long as `keeper` lives.
struct lent_weights {
  std::span<const tensor_view> tensors; ///< in the order of the model's fingerprint
  std::shared_ptr<const void> keeper;   ///< what the views borrow from; may be null if they outlive
                                        ///< the call anyway
};

/// Lends the weights of a model by its index; nothing where they are not at hand, so that the
/// fingerprint has to do. Called from one thread, at most two loans are held at a time. An error
/// ends the call that asked.
///
/// A loan is checked when its model is lent for the first time: as many tensors, of the types,
/// shapes and values that the fingerprint was made of, by its value digests and checksums (by the
/// latter alone, which find mix-ups but not forgeries, where digests were left out). One that is
/// not of its model is not used: the fingerprint is compared, and the answer's limits say so.
using weight_lender = std::function<result<std::optional<lent_weights>>(std::size_t model)>;

} // namespace weightkin
