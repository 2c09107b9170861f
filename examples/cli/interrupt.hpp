#pragma once

namespace weightkin::cli {

/// From now on the first Ctrl-C (or SIGTERM) only asks to stop; the second ends the process.
void catch_interrupts() noexcept;

/// True once the user has asked to stop.
[[nodiscard]] bool interrupted() noexcept;

} // namespace weightkin::cli
