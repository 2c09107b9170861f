#pragma once

#include "reader/pickle/pickle_context.hpp"

/// The few calls a pickle may ask for, evaluated as data. Each returns the resulting value, or
/// `no_value` with the reason in `context.failure`.
namespace weightkin::detail {

/// REDUCE: `function` applied to the tuple `args`.
[[nodiscard]] pickle_index evaluate_call(pickle_context& context, pickle_index function,
                                         pickle_index args);

/// NEWOBJ: an instance of `type` made with the tuple `args`.
[[nodiscard]] pickle_index evaluate_instance(pickle_context& context, pickle_index type,
                                             pickle_index args);

/// BUILD: gives `target` its state.
[[nodiscard]] bool evaluate_build(pickle_context& context, pickle_index target, pickle_index state);

/// BINPERSID: the storage (torch) that `id` names.
[[nodiscard]] pickle_index evaluate_persistent_id(pickle_context& context, pickle_index id);

/// The calls that rebuild a tensor. \pre `role` is one of the rebuild roles or `parameter_class`
[[nodiscard]] pickle_index evaluate_rebuild(pickle_context& context, pickle_role role,
                                            std::span<const pickle_index> args);

} // namespace weightkin::detail
