#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/reader/limits.hpp>

#include "reader/pickle/pickle_value.hpp"

namespace weightkin {

/// A tensor value under one of its names.
struct named_tensor {
  std::string name;
  pickle_index tensor = no_value;
};

/// The tensors reachable from a pickled object.
struct named_values {
  std::vector<named_tensor> tensors; ///< in the order of the object; names unique
  std::vector<std::pair<std::string, std::string>> metadata; ///< plain values at the top level
  std::vector<std::string> warnings;
  std::size_t foreign_arrays = 0; ///< numpy arrays and bare storages, which are not in `tensors`
  /// The numpy arrays among them, by path; a pair (text, array) counts as its array.
  std::vector<named_tensor> arrays;
  bool has_named_pairs = false; ///< there was such a pair
};

/// Lists the tensors below `root` by path: keys of dicts and names of attributes joined by '.',
/// integers in decimal, positions in lists ("#<position>" for keys that are neither a short text
/// nor a plain number). One tensor under two names is listed twice; a value that contains itself is
/// entered once.
///
/// Training checkpoints hold the model below one key. When the top level is a dict in which one of
/// the keys state_dict, model, model_state_dict, module, params, params_ema, ema, net, generator
/// holds tensors, the first of them present is dropped from the names below it, provided that
/// everything else that holds tensors is bookkeeping (optimisers, schedulers, random states, single
/// numbers) or another key of the list; those keep their full paths ("optimizer.state.0.exp_avg").
/// In any other case every name is the full path.
///
/// \returns `duplicate` when two paths spell the same name, `limit` when the object is nested or
///          shared beyond `limits`.
[[nodiscard]] result<named_values> name_tensors(const pickle_values& values, pickle_index root,
                                                const reader_limits& limits,
                                                std::string_view label);

} // namespace weightkin
