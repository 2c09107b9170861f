#pragma once

#include <weightkin/fingerprint/fingerprint.hpp>

#include "fingerprint/sums/print_rows.hpp"

namespace weightkin::detail {

/// The part of docs/fingerprint-format.md, section 3, that is about rows. \pre at least 8 rows
[[nodiscard]] row_summary summarise_rows(const print_rows& rows);

} // namespace weightkin::detail
