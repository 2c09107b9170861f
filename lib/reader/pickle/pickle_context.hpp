#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <weightkin/reader/limits.hpp>

#include "reader/located_error.hpp"
#include "reader/pickle/pickle_value.hpp"

namespace weightkin {

/// What a pickle may hold, by the container it lies in.
struct pickle_rules {
  reader_limits limits;
  bool lenient = false;        ///< names outside the closed list become inert values
  bool torch_storages = false; ///< persistent ids name storages
  bool script_classes = false; ///< `__torch__.` classes of a TorchScript archive
  /// The description of a distributed checkpoint, whose enumerations some Pythons write as getattr.
  bool distributed_metadata = false;
  /// Long byte strings and texts are not copied but left where they lie (`pickle_kind::located`),
  /// so that a pickle may hold more than `limits.pickle_bytes` of them.
  bool locates_bytes = false;
};

/// What the pickle machine and the calls it evaluates share: the values made so far, where the
/// machine stands, and the first error.
struct pickle_context {
  pickle_values values;
  const pickle_rules& rules;
  std::string_view label; ///< of the source, for messages
  std::uint64_t at = 0;   ///< byte position of the running opcode
  std::optional<error> failure;

  /// Records the error and answers false.
  bool fail(fault why, std::string_view what) {
    if (!failure.has_value()) failure = detail::fail_at(why, label, at, what);
    return false;
  }

  /// Records the error and answers no value.
  pickle_index refuse(fault why, std::string_view what) {
    fail(why, what);
    return no_value;
  }

  /// Passes a value that was just made, or records that there was no room for it.
  pickle_index made(pickle_index value) {
    if (value == no_value) fail(fault::limit, "the pickle's values outgrow their memory budget");
    return value;
  }
};

} // namespace weightkin
