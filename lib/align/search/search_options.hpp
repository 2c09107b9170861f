#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <weightkin/core/progress.hpp>

namespace weightkin::detail {

/// What a search may cost and where it reports.
struct search_options {
  unsigned threads = 1;            ///< never changes the answer
  progress_meter* meter = nullptr; ///< may cancel; null: nobody listens
  std::optional<std::chrono::steady_clock::time_point> deadline; ///< a search that passes it stops
  std::uint64_t seed = 0x77656967'68746b69; ///< of random projections (token_map.hpp)
};

/// True when the search has to stop where it stands.
[[nodiscard]] inline bool out_of_time(const search_options& options) {
  return (options.meter != nullptr && options.meter->cancelled()) ||
         (options.deadline && std::chrono::steady_clock::now() >= *options.deadline);
}

/// To be called once a layer (or as much work) is done: asks the listener whether to go on.
inline void note_progress(const search_options& options) {
  if (options.meter != nullptr) options.meter->advance(1);
}

} // namespace weightkin::detail
