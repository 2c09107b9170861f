#pragma once

#include <weightkin.h>
#include <weightkin/core/result.hpp>
#include <weightkin/reader/checkpoint.hpp>

/// What every way to open a model shares.
namespace weightkin::capi {

/// The caller's options as ours, checked.
[[nodiscard]] result<open_options> opening(const wkin_open_options* given);

/// What was opened as a handle, its warnings logged, or its failure told.
wkin_status hand_over(result<checkpoint> opened, const wkin_open_options* given, wkin_model** out,
                      wkin_error* error);

} // namespace weightkin::capi
