#pragma once

#include <cstdint>

#include "reader/pickle/pickle_context.hpp"
#include "reader/pickle/pickle_stream.hpp"

namespace weightkin {

/// A pickle evaluated into inert values.
struct pickled {
  pickle_values values;
  pickle_index root = no_value;
  std::uint64_t end = 0; ///< position in the source just after STOP
};

/// Evaluates one pickle (protocols 0 to 5) that starts at `begin` and ends before `end` of
/// `source`. Nothing is imported or called: names outside a closed list are refused
/// (`fault::pickle_global`, naming it) or, with `rules.lenient`, kept as opaque values; opcodes
/// outside a closed list are refused (`fault::pickle_op`). Memory is bounded by 16 MiB + 4 times
/// the pickle's length, time is linear in it. \returns the values, or `bad_format` naming source
/// and byte position, or `io`.
[[nodiscard]] result<pickled> run_pickle(const byte_source& source, std::uint64_t begin,
                                         std::uint64_t end, const pickle_rules& rules);

} // namespace weightkin
