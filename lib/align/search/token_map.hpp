#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

#include "align/search/search_options.hpp"

namespace weightkin::detail {

/// How rows of two token tables were found to be the same tokens.
enum class token_relation : std::uint8_t {
  unknown = 0,
  by_number = 1, ///< row i is row i, as far as both tables go
  by_name = 2,   ///< by the caller's strings
  by_content = 3,
};

struct token_map {
  token_relation how = token_relation::unknown;
  /// Per row of the subject: row of the reference, or no_counterpart. Empty unless `how` is
  /// by_name or by_content, or by_number with rows to spare.
  std::vector<std::int64_t> of;
  /// by_number: standard score of how alike both tables relate tokens to each other, against other
  /// numbering. by_content: share of the rows matched on one half of the dimensions whose
  /// counterpart the other half finds more alike than nearly all other rows. Else 0.
  double support = 0;
};

struct token_names {
  std::span<const std::string_view> subject; ///< one a row, or empty: not known
  std::span<const std::string_view> reference;
};

/// Finds which rows of two token tables (rows = tokens) are the same token. By name when both
/// sides' strings are given, one for each row. By number when the tables relate a sample of tokens
/// to each other in the same way (unbiased CKA, six deviations above other numberings); strangers
/// with one tokenizer do, so this says that the tokens are the same and nothing about descent. By
/// content when both streams have one basis: rows with the largest cosine, mutually, searched among
/// rows that fall into the same buckets of random projections, on one half of a sample of the
/// dimensions and kept when the other half agrees. \returns the medium's `io` error. Cost: by
/// content, rows * 16 buckets of about 32 rows * 64 dimensions; 128 floats a row.
[[nodiscard]] result<token_map> map_tokens(const tensor_view& subject, const tensor_view& reference,
                                           bool same_basis, const token_names& names,
                                           const search_options& options);

} // namespace weightkin::detail
