#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "reader/coreml/coreml_value.hpp"

namespace weightkin {

/// One argument of an operation that unpacks a weight: a value of the program, or what another such
/// operation gave.
struct constexpr_part {
  coreml_value value;
  proto_field where;
  std::optional<stored_tensor> made;
};

using constexpr_parts = std::map<std::string, constexpr_part, std::less<>>;

/// The weight that an operation of `type` unpacks from `parts`, as one tensor called `name`, whose
/// parts stay readable through its encoding. Nothing for operations that are not known here.
/// \param where the operation
/// \returns `bad_format`: `missing` without a part, `shape`, `dtype` when parts contradict one
///          another, and what `place_coreml_value` says of one.
[[nodiscard]] result<std::optional<stored_tensor>>
fold_constexpr(coreml_file& file, std::string_view type, const constexpr_parts& parts,
               const proto_field& where, std::string name);

} // namespace weightkin
