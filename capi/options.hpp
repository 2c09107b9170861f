#pragma once

#include <vector>

#include <weightkin.h>
#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/report/text_report.hpp>

/// What several functions take in the same form.
namespace weightkin::capi {

/// The caller's two callbacks as one of ours: progress goes to the first, each stage that begins to
/// the second. Both may be null.
[[nodiscard]] progress_callback passed_on(wkin_progress_callback on_progress, void* user_data,
                                          wkin_log_callback on_log = nullptr,
                                          void* log_user_data = nullptr);

/// The rules of a component map; none when `json` is null.
[[nodiscard]] result<std::vector<map_rule>> mapping(const char* json);

/// Why these cannot be; null when they can. 0 is the library's own.
[[nodiscard]] const char* fault_in_floors(double derived_share, double searched_floor) noexcept;

[[nodiscard]] result<text_options> looking(const wkin_text_options* given);

} // namespace weightkin::capi
